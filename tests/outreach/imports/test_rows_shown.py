"""What the pages of a list show of a row, and what may be decided about many rows at once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kecamatan.access import scope_of
from outreach.actions.imports.commit import commit_import
from outreach.actions.imports.decide import decide_all
from outreach.models import Absence, ImportBatch, ImportRow
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


def test_who_would_be_gone_is_named_before_the_list_is_taken_in(cast, make_batch, add_row, list_person, client):
    batch = make_batch()
    add_row(batch, "same", resident=list_person("Ada"))
    missing = list_person("Tiada")
    ImportBatch.objects.filter(pk=batch.pk).update(gone=1)
    client.force_login(cast.petugas)
    address = f"{reverse('outreach:import-rows', args=[batch.pk])}?verdict=gone"
    assert address in client.get(batch.get_absolute_url()).content.decode()
    assert list(client.get(address).context["page"]) == [missing]
    ImportBatch.objects.filter(pk=batch.pk).update(state="committed", committed_at=timezone.now())
    assert client.get(address)["Location"].endswith(f"?import={batch.pk}")


def test_a_list_taken_in_says_what_to_do_next(cast, make_batch, add_row, list_person, client):
    batch = make_batch(committed_at=timezone.now())
    ImportBatch.objects.filter(pk=batch.pk).update(state="committed")
    row = add_row(batch, "doubtful")
    client.force_login(cast.petugas)
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "Putuskan baris yang meragukan" in page
    assert reverse("outreach:import-commit", args=[batch.pk]) not in page
    ImportRow.objects.filter(pk=row.pk).update(decision="new")
    Absence.objects.create(batch=batch, resident=list_person("Tiada"))
    page = client.get(batch.get_absolute_url()).content.decode()
    assert reverse("outreach:import-commit", args=[batch.pk]) in page
    assert "Selesaikan yang hilang" in page
    assert "Putuskan baris yang meragukan" not in page


def test_what_a_row_changed_is_told_after_it_was_taken(cast, make_batch, add_row, list_person, shown):
    batch = make_batch()
    known = list_person(rt="001")
    row = add_row(batch, "changed", resident=known, changes=[["rt", "001", "002"], ["nik", "", NIK]])
    commit_import(by=scope_of(cast.petugas), batch=batch)
    row.refresh_from_db()
    assert not row.content
    one = shown(row)
    assert [(each.label, each.before, each.after) for each in one.differences] == [
        ("RT", "001", "002"),
        ("NIK", "–", "150702••••••0003"),
    ]
    assert (one.about, one.born) == ("", "")
