"""Beginning the work on a list: once, whoever else is quick, and never on what somebody threw away or took in."""

import time
from dataclasses import replace

import pytest
from django.core.management import call_command

from kecamatan import background
from kecamatan.access import scope_of
from outreach import jobs, uploads
from outreach.actions.imports.preview_rows import store_preview
from outreach.actions.imports.read import read_import
from outreach.models import ImportRow


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def started(monkeypatch):
    """What was begun in a process of its own; here none is."""
    found = []
    monkeypatch.setattr(background, "start", lambda *arguments, work_id: found.append(arguments[1]))
    return found


def told(batch, **changes):
    work = background.Progress(str(batch.upload), "take_in", beat=time.time())
    background._write(replace(work, **changes))


def test_of_two_who_begin_at_once_one_does(make_batch, started):
    batch = make_batch()
    assert jobs.start("commit", batch, new_are="names", new_reason="so it was said")
    assert not jobs.start("commit", batch, new_are="inflow")
    batch.refresh_from_db()
    assert (batch.state, batch.new_are, started) == ("committing", "names", ["commit"])


def test_a_list_is_not_read_anew_while_it_is_taken_in(make_batch, started):
    batch = make_batch()
    batch.state = "preview"
    assert jobs.start("commit", batch)
    assert not jobs.start("read", batch)
    batch.refresh_from_db()
    assert (batch.state, started) == ("committing", ["commit"])


@pytest.mark.parametrize("state", ["committing", "committed", "undone", "discarded", "failed"])
def test_a_reading_that_comes_late_does_nothing(make_batch, cast, today, state, django_user_model):
    batch = make_batch()
    type(batch).objects.filter(pk=batch.pk).update(
        state=state,
        committed_at="2026-01-01T00:00Z",
        undone_at="2026-01-01T00:00Z" if state == "undone" else None,
        undone_by=cast.petugas if state == "undone" else None,
    )
    uploads.keep(batch.upload, [b"NIK,NAMA\n1,Siti\n"])
    read_import(by=scope_of(cast.petugas), batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.told) == (state, "")


def test_what_is_thrown_away_while_it_is_read_stays_so(make_batch, cast):
    batch = make_batch()
    type(batch).objects.filter(pk=batch.pk).update(state="discarded")
    store_preview(by=scope_of(cast.petugas), batch=batch, rows=[], outcomes=[], told="[]", say=lambda *_: None)
    batch.refresh_from_db()
    assert (batch.state, ImportRow.objects.count()) == ("discarded", 0)


@pytest.mark.parametrize("content", [b"\n\n", b"%PDF-1.4"])
def test_a_file_that_cannot_be_read_is_deleted(make_batch, content):
    batch = make_batch()
    type(batch).objects.filter(pk=batch.pk).update(state="uploaded")
    uploads.keep(batch.upload, [content])
    call_command("take_in", "read", str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.told != "") == ("failed", True)
    assert not uploads.path_of(batch.upload).exists()


@pytest.mark.parametrize(
    ("changes", "stopped"),
    [
        ({}, False),
        ({"state": background.FAILED}, True),
        ({"beat": 1.0}, True),
        # The work before is done, and this one is only being begun.
        ({"state": background.DONE}, False),
        ({"state": background.DONE, "beat": 1.0}, True),
    ],
)
def test_what_is_cut_off_and_what_only_begins(make_batch, changes, stopped):
    batch = make_batch()
    type(batch).objects.filter(pk=batch.pk).update(state="committing")
    told(batch, **changes)
    found = jobs.progress_of(batch)
    assert (found.ended, found.stopped) == (False, stopped)
