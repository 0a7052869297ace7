"""Lists that name somebody by an entry that became part of another one; and people of another drive."""

from datetime import timedelta

import pytest

from kecamatan.access import scope_of
from kecamatan.models import Drive
from outreach.actions.doubles import merge
from outreach.actions.imports.commit import commit_import
from outreach.models import Absence, ImportRow, Resident


@pytest.fixture
def merged(cast, list_person, today):
    """(who stayed, who became part of them)."""
    two = list_person("Siti"), list_person("Sitti")
    merge(by=scope_of(cast.petugas), kept=two[0], merged=two[1], counted_twice=False, day=today)
    return tuple(Resident.objects.get(pk=one.pk) for one in two)


@pytest.mark.parametrize("meant", ["matched", "candidate"])
def test_who_stayed_is_not_gone_where_a_row_means_the_merged_entry(cast, merged, make_batch, add_row, meant):
    batch = make_batch("whole")
    if meant == "matched":
        add_row(batch, "doubtful", merged[1], name="Sitti")
    else:
        add_row(batch, "doubtful", candidates=[merged[1].pk], name="Sitti")
    commit_import(by=scope_of(cast.petugas), batch=batch)
    assert not Absence.objects.exists()


def decide(client, row, person):
    client.post(f"/imports/{row.batch_id}/rows/{row.pk}/", {"decision": f"match-{person.pk}"})
    return ImportRow.objects.get(pk=row.pk)


def test_whoever_is_decided_to_be_the_merged_entry_is_the_one_who_stayed(cast, merged, make_batch, add_row, sign_in):
    batch = make_batch("partial")
    row = add_row(batch, "doubtful", name="Siti", phone="+6281111111")
    assert decide(sign_in("petugas"), row, merged[1]).resident == merged[0]
    commit_import(by=scope_of(cast.petugas), batch=batch)
    assert [one.phone for one in Resident.objects.order_by("pk")] == ["+6281111111", ""]


def test_nobody_of_another_drive_is_changed_by_a_list(places, list_person, make_batch, add_row, sign_in, today):
    person = list_person("Siti")
    Drive.objects.update(is_active=False)
    days = {"last_recording_day": today, "polling_day": today + timedelta(days=9)}
    batch = make_batch("partial")
    batch.drive = Drive.objects.create(
        kabupaten=places.kabupaten, name="Next", baseline_date=today, is_active=True, **days
    )
    batch.save()
    row = add_row(batch, "doubtful", name="Siti", phone="+6281111111")
    assert decide(sign_in("petugas_timur"), row, person).decision == ""
    assert decide(sign_in("petugas"), row, person).decision == ""
