"""Two clicks at one moment on one list, and people who moved away from whoever takes it in."""

import os

import pytest
from django.urls import reverse

from kecamatan.access import scope_of
from kecamatan.refusals import Refused
from outreach import uploads
from outreach.actions.imports.commit import commit_import
from outreach.actions.imports.decide import decide_row
from outreach.actions.imports.read import read_import
from outreach.models import ImportBatch, ImportRow, Resident
from outreach.selectors.imports import rows_shown
from outreach.views import imports as views


@pytest.fixture
def meanwhile(monkeypatch):
    """``meanwhile(state)``: the list comes into this state just after the page has looked at it."""

    def _meanwhile(state, **more):
        usual = views.import_or_404

        def looked_at(scope, pk):
            batch = usual(scope, pk)
            ImportBatch.objects.filter(pk=pk).update(state=state, **more)
            return batch

        monkeypatch.setattr(views, "import_or_404", looked_at)

    return _meanwhile


def test_of_two_clicks_at_once_one_takes_the_list_in(make_batch, add_row, sign_in, meanwhile, monkeypatch):
    begun = []
    monkeypatch.setattr("kecamatan.background.start", lambda *told, **more: begun.append(told))
    batch = make_batch()
    add_row(batch)
    meanwhile("committing")
    sign_in("petugas").post(reverse("outreach:import-commit", args=[batch.pk]), {"new_are": "rule"})
    assert begun == []


def test_a_list_that_is_being_taken_in_is_not_thrown_away(make_batch, add_row, sign_in, meanwhile):
    batch = make_batch()
    add_row(batch)
    meanwhile("committing")
    sign_in("petugas").post(reverse("outreach:import-discard", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == ("committing", 1)


@pytest.mark.parametrize("state", ["committing", "committed", "undone", "discarded"])
def test_a_list_that_was_settled_meanwhile_is_not_read_anew(make_batch, add_row, cast, today, state):
    batch = make_batch()
    add_row(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, committed_at=f"{today}T10:00Z")
    read_import(by=scope_of(cast.petugas), batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (state, 1)


@pytest.fixture
def moved_away(make_batch, add_row, list_person, cast, places):
    """A list of the petugas of Timur, and somebody of it who lives in Sadu by now."""
    batch = make_batch(covers="partial", by=cast.petugas_timur)
    person = list_person("Zulkhairati", address="Lorong Kenanga")
    changed = add_row(
        batch, "changed", resident=person, changes=[("address", "Lorong Kenanga", "Jalan Baru")], name="Z"
    )
    maybe = add_row(batch, "doubtful", candidates=[person.pk], name="Z")
    Resident.objects.filter(pk=person.pk).update(desa=places.itik, kecamatan=places.sadu)
    return batch, person, [changed, maybe]


def test_a_preview_does_not_show_who_moved_away(moved_away, cast):
    _batch, person, rows = moved_away
    assert "Zulkhairati" not in repr(rows_shown(scope_of(cast.petugas_timur), rows))
    assert "Lorong Kenanga" not in repr(rows_shown(scope_of(cast.petugas_timur), rows))
    assert [one.pk for one in rows_shown(scope_of(cast.petugas), rows)[1].candidates] == [person.pk]


def test_a_list_does_not_change_who_moved_away(moved_away, cast):
    batch, person, (changed, _maybe) = moved_away
    commit_import(by=scope_of(cast.petugas_timur), batch=batch)
    person.refresh_from_db()
    changed.refresh_from_db()
    assert (person.address, changed.verdict, changed.taken) == ("Lorong Kenanga", "doubtful", False)


def test_a_row_that_is_taken_in_meanwhile_is_not_decided_and_keeps_nothing(cast, make_batch, add_row):
    batch = make_batch("partial")
    row = add_row(batch, "doubtful", name="Siti")
    decide_row(by=scope_of(cast.petugas), batch=batch, row=row, decision="new")
    seen = ImportRow.objects.get(pk=row.pk)
    commit_import(by=scope_of(cast.petugas), batch=batch)
    with pytest.raises(Refused):
        decide_row(by=scope_of(cast.petugas), batch=batch, row=seen, decision="skip")
    row.refresh_from_db()
    assert (row.taken, row.decision, row.content, row.resident.name) == (True, "new", "", "Siti")


def test_a_file_that_nobody_took_in_is_deleted_by_whoever_looks_at_the_lists(make_batch, sign_in):
    old, fresh = make_batch("partial"), make_batch("partial")
    for batch in (old, fresh):
        uploads.keep(batch.upload, [b"Nama;NIK"])
    os.utime(uploads.path_of(old.upload), (1, 1))
    assert sign_in("petugas").get("/imports/").status_code == 200
    assert [uploads.path_of(one.upload).exists() for one in (old, fresh)] == [False, True]
