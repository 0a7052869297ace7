"""When a drive is over the people go and the counts stay."""

import pytest
from django.db import IntegrityError, transaction

from kecamatan.models import AuditEntry, CountUpdate
from kecamatan.selectors.ledger_check import check_ledger
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
