"""What the pages of a list show of a row, and what may be decided about many rows at once."""

import pytest
from django.urls import reverse

from kecamatan.access import scope_of
from outreach.actions.imports.decide import decide_all
from outreach.models import ImportRow
from outreach.selectors.imports import rows_shown

NIK = "1507025705900003"


@pytest.fixture
def shown(cast):
    """``shown(row)`` gives one row as its page shows it."""

    def _shown(row):
        (one,) = rows_shown(scope_of(cast.petugas), [row])
        return one

    return _shown


def test_a_row_shows_its_birth_date_and_no_part_of_its_nik(make_batch, add_row, shown):
    batch = make_batch()
    one = shown(add_row(batch, nik=NIK))
    assert one.born
    assert "0003" not in one.about
    assert "tanpa NIK" not in one.about
    assert "tanpa NIK" in shown(add_row(batch)).about


def test_a_row_that_changes_a_nik_shows_no_birth_date(cast, make_batch, add_row, list_person, client):
    batch = make_batch()
    known = list_person()
    add_row(batch, "doubtful", candidates=[known.pk], changes=[["nik", "", NIK]], nik=NIK)
    client.force_login(cast.petugas)
    page = client.get(reverse("outreach:import-rows", args=[batch.pk])).content.decode()
    assert "150702••••••0003" in page
    assert "1990" not in page


def test_all_are_new_leaves_whoever_may_be_known_in_doubt(cast, make_batch, add_row, list_person):
    batch = make_batch()
    known = list_person()
    rows = [
        add_row(batch, "doubtful", resident=known),
        add_row(batch, "doubtful", candidates=[known.pk]),
        add_row(batch, "doubtful", name="Seorang Lain"),
    ]
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(reason="date_not_real")
    settled = decide_all(by=scope_of(cast.petugas), batch=batch, reason="date_not_real", decision="new")
    assert settled == (1, 2)
    assert list(batch.rows.order_by("pk").values_list("decision", flat=True)) == ["", "", "new"]
