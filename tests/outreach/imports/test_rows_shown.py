"""What the pages of a list show of a row."""

import pytest
from django.urls import reverse

from kecamatan.access import scope_of
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
