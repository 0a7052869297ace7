"""Steps through the actions: one row each, undone with it, and never twice."""

import pytest

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from kecamatan.selectors.counts import counts_as_of
from outreach.actions.people import Details, edit_resident, unlist
from outreach.actions.steps import take_steps, undo_step
from outreach.life import Removal, Step
from outreach.models import Resident, ResidentChange, ResidentRow, ResidentStep

NIK = "1507025705900003"


def remaining(places, place=None):
    picture = counts_as_of(places.drive, [places.timur.pk, places.sadu.pk])
    if place is None:
        return picture.total.remaining
    return picture.kecamatan[place.kecamatan_id].place(place.pk).remaining


def test_naming_one_of_the_baseline_changes_no_count(places, list_person):
    resident = list_person(nik=NIK)
    assert remaining(places) == 150
    assert (resident.state, resident.added, resident.steps_taken) == ("unrecorded", False, 0)
    assert resident.nik == NIK
    assert NIK not in str(Resident.objects.filter(pk=resident.pk).values().get())
    assert resident.nik_masked == "150702••••••0003"


def test_recording_writes_one_row_and_undoing_reverses_it(places, cast, list_person, step):
    resident = step(list_person(), Step.RECORD)
    assert remaining(places, places.lambur) == 39
    (row,) = CountUpdate.objects.filter(key__in=ResidentRow.objects.filter(resident=resident).values("row_id"))
    assert (row.kind, row.quantity, row.desa) == ("recorded", 1, places.lambur)
    undo_step(by=scope_of(cast.petugas), resident=resident, note="the wrong Siti")
    resident.refresh_from_db()
    assert (resident.state, resident.steps_taken, resident.since) == ("unrecorded", 2, resident.listed_on)
    assert remaining(places, places.lambur) == 40


def test_a_whole_life_and_back(places, cast, list_person, step):
    resident = list_person(added=True)
    assert remaining(places) == 151
    for one in (Step.RECORD, Step.SEND, Step.FAIL, Step.RECORD, Step.READY, Step.PRINT, Step.DELIVER):
        resident = step(resident, one)
    assert resident.state == "delivered"
    assert remaining(places) == 150
    for _ in range(8):
        undo_step(by=scope_of(cast.petugas), resident=resident, note="back")
    resident.refresh_from_db()
    assert (resident.state, resident.added) == ("unrecorded", False)
    assert remaining(places) == 150
    with pytest.raises(Refused, match=r"(?i)belum|Nothing"):
        undo_step(by=scope_of(cast.petugas), resident=resident, note="back")


def test_nobody_is_recorded_twice(places, list_person, step):
    resident = step(list_person(), Step.RECORD)
    with pytest.raises(Refused):
        step(resident, Step.RECORD)
    assert remaining(places) == 149
    assert ResidentStep.objects.count() == 1


def test_many_at_once_are_all_or_none(places, cast, today, list_person, step):
    people = [list_person(f"Nomor {number}") for number in range(3)]
    step(people[2], Step.RECORD)
    with pytest.raises(Refused, match="Nomor 2"):
        take_steps(by=scope_of(cast.petugas), residents=people, step=Step.RECORD, day=today)
    assert remaining(places) == 149
    take_steps(by=scope_of(cast.petugas), residents=people[:2], step=Step.RECORD, day=today)
    assert remaining(places) == 147


def test_a_removal_has_its_own_kind_of_row(places, list_person, step):
    step(list_person("Ahmad"), Step.REMOVE, removal=Removal.DIED)
    step(list_person("Budi"), Step.REMOVE, removal=Removal.RECORDED_ELSEWHERE)
    kinds = sorted(CountUpdate.objects.values_list("kind", flat=True))
    assert kinds == ["recorded_elsewhere", "removed"]


def test_a_merge_takes_back_what_the_other_one_claimed(places, cast, list_person, step):
    kept, double = (
        step(list_person("Siti Aminah"), Step.RECORD),
        step(list_person("Sitti Aminah", added=True), Step.RECORD),
    )
    assert remaining(places) == 149
    double = step(double, Step.MERGE, into=kept)
    assert double.state == "merged"
    assert remaining(places) == 149
    undo_step(by=scope_of(cast.petugas), resident=double, note="they are sisters")
    double.refresh_from_db()
    assert (double.state, double.added) == ("recorded", True)
    assert remaining(places) == 149


def test_a_nik_is_somebodys_once(places, list_person):
    list_person(nik=NIK)
    with pytest.raises(Refused, match="Siti Aminah"):
        list_person("Siti Amina", nik=NIK)


def test_an_edit_keeps_its_history_and_the_added_row_follows(places, cast, list_person):
    resident = list_person(added=True, nik=NIK)
    before = remaining(places, places.simbur)
    details = Details(name="Siti Aminah", desa=places.simbur, nik="1507025705900004", birth_date=resident.birth_date)
    edit_resident(by=scope_of(cast.petugas), resident=resident, details=details, seen_version=resident.version)
    assert {change.field for change in ResidentChange.objects.all()} == {"desa", "nik"}
    assert "1507025705900003" not in str(list(ResidentChange.objects.values()))
    assert remaining(places, places.simbur) == before + 1
    assert remaining(places, places.lambur) == 40


def test_who_was_listed_by_mistake_goes_with_everything_but_the_ledger(places, cast, list_person):
    resident = list_person(added=True)
    unlist(by=scope_of(cast.petugas), residents=[resident], reason="typed twice")
    assert not Resident.objects.exists()
    assert not ResidentStep.objects.exists()
    assert CountUpdate.objects.count() == 2
    assert remaining(places) == 150


def test_too_young_to_be_recorded(places, today, list_person, step):
    resident = list_person(birth_date=today.replace(year=today.year - 15), added=True)
    with pytest.raises(Refused):
        step(resident, Step.RECORD)
