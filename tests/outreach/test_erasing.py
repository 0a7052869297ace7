"""When a drive is over the people go and the counts stay."""

import pytest
from django.db import IntegrityError, transaction

from kecamatan.access import scope_of
from kecamatan.models import AuditEntry, CountUpdate
from kecamatan.selectors.ledger_check import check_ledger
from outreach.actions.doubles import merge, unmerge
from outreach.actions.people import erase_rows
from outreach.life import Removal, Step
from outreach.models import Resident, ResidentStep
from tests.outreach.test_steps import remaining

PAGE = "/residents/erase/"


@pytest.fixture
def people(places, list_person, step):
    """One delivered, one off the list, one still to be recorded."""
    done = list_person("Siti")
    for one in (Step.RECORD, Step.PRINT, Step.DELIVER):
        done = step(done, one)
    return done, step(list_person("Budi"), Step.REMOVE, removal=Removal.DIED), list_person("Ani")


def end(drive):
    drive.is_active = False
    drive.save(update_fields=["is_active"])


def test_only_an_admin_and_only_of_a_drive_that_is_over(sign_in, places, people):
    data = {"drive": places.drive.pk, "name": places.drive.name, "reason": "retention"}
    assert sign_in("petugas").get(PAGE).status_code == 403
    assert sign_in("admin").post(PAGE, data).status_code == 404
    assert Resident.objects.count() == 3
    end(places.drive)
    assert sign_in("foreigner").post(PAGE, data).status_code == 404
    wrong = sign_in("admin").post(PAGE, {**data, "name": "another"})
    assert wrong.status_code == 400
    assert Resident.objects.count() == 3


def test_the_people_go_and_the_counts_stay(sign_in, places, people):
    before, rows = remaining(places), CountUpdate.objects.count()
    end(places.drive)
    answer = sign_in("admin").post(PAGE, {"drive": places.drive.pk, "name": places.drive.name, "reason": "retention"})
    assert answer.status_code == 302
    assert [one.name for one in Resident.objects.all()] == ["Ani"]
    assert not ResidentStep.objects.exists()
    assert (remaining(places), CountUpdate.objects.count()) == (before, rows)
    assert check_ledger().faults == []
    assert AuditEntry.objects.filter(action="erase").exists()


def test_while_the_drive_goes_on_the_database_keeps_whoever_is_counted(places, people):
    with pytest.raises(IntegrityError, match="is counted"), transaction.atomic():
        erase_rows([people[0].pk])


def merged(cast, kept, other, today, *, undone):
    by = scope_of(cast.petugas)
    merge(by=by, kept=kept, merged=other, counted_twice=False, day=today)
    if undone:
        unmerge(by=by, merged=other, reason="two sisters")


@pytest.mark.parametrize("undone", [True, False])
def test_whoever_a_history_names_stays_with_it(sign_in, cast, places, people, list_person, today, undone):
    """The database asks for the other end of a merge when a transaction ends."""
    done, _gone, ani = people
    ina = list_person("Ina")
    merged(cast, done, ina, today, undone=undone)
    merged(cast, done, ani, today, undone=True)
    end(places.drive)
    sign_in("admin").post(PAGE, {"drive": places.drive.pk, "name": places.drive.name, "reason": "retention"})
    transaction.get_connection().check_constraints()
    names = {one.name for one in Resident.objects.all()}
    assert names == {"Siti", "Ani", "Ina"}


@pytest.mark.parametrize("undone", [True, False])
def test_an_entry_that_a_history_names_is_not_deleted_as_a_mistake(sign_in, cast, list_person, today, undone):
    kept, other = list_person("Siti"), list_person("Sitti")
    merged(cast, kept, other, today, undone=undone)
    sent = {"reason": "by mistake", "sure": "on"}
    answer = sign_in("petugas").post(f"/residents/{kept.pk}/unlist/", sent)
    assert (answer.status_code, Resident.objects.count()) == (200, 2)
    assert sign_in("petugas").post(f"/residents/{other.pk}/unlist/", sent).status_code == (302 if undone else 200)
    transaction.get_connection().check_constraints()


def test_an_entry_from_whom_another_one_learned_is_not_deleted_as_a_mistake(sign_in, cast, list_person, today):
    kept, other = list_person("Siti"), list_person("Sitti", phone="+6281111111")
    merged(cast, kept, other, today, undone=True)
    sent = {"reason": "by mistake", "sure": "on"}
    assert sign_in("petugas").post(f"/residents/{other.pk}/unlist/", sent).status_code == 200
    assert Resident.objects.count() == 2


def test_whoever_taught_one_who_stays_something_stays_with_them(sign_in, cast, places, list_person, step, today):
    first, second = (step(list_person(name, phone=phone), Step.RECORD) for name, phone in (("A", ""), ("B", "+62811")))
    merged(cast, first, second, today, undone=False)
    merged(cast, first, list_person("C"), today, undone=True)
    for one in (Step.PRINT, Step.DELIVER):
        step(first, one)
    end(places.drive)
    sign_in("admin").post(PAGE, {"drive": places.drive.pk, "name": places.drive.name, "reason": "retention"})
    transaction.get_connection().check_constraints()
    assert {one.name for one in Resident.objects.all()} == {"A", "B", "C"}
