"""``manage.py check_people``: it finds what it is for."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kecamatan.models import CountUpdate
from outreach.life import Step
from outreach.models import Resident, ResidentRow, ResidentStep
from outreach.selectors.people_check import check_people, expected_triggers
from tests.breaking_guards import execute, without_trigger
from tests.guards_off import guards_off


@pytest.fixture
def people(list_person, step):
    """Siti, not yet recorded; Budi, recorded; Rina, who flowed in and was recorded."""
    step(list_person("Budi", nik="1507034508900013"), Step.RECORD)
    step(list_person("Rina", added=True), Step.RECORD)
    list_person("Siti")
    return {one.name: one for one in Resident.objects.all()}


def run():
    out = StringIO()
    call_command("check_people", stdout=out)
    return out.getvalue()


def test_sound_people_are_said_to_agree_with_what_was_looked_at(people):
    said = run()
    assert "Looked at 3 residents, 3 steps, 3 rows of the ledger" in said
    assert f"{len(expected_triggers())} guards of the database" in said
    assert "All of them agree." in said


def test_a_site_without_people_is_sound(db):
    assert check_people().faults == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "state", "sentences"),
    [
        ("Siti", "recorded", ["the rows of the ledger are not those that the state claims", "the state is not where"]),
        (
            "Budi",
            "unrecorded",
            ["the rows of the ledger are not those that the state claims", "the state is not where"],
        ),
        ("Budi", "delivered", ["the state is not where the steps led"]),
    ],
)
def test_a_state_set_by_hand_is_found(people, name, state, sentences):
    with guards_off():
        Resident.objects.filter(name=name).update(state=state)
    with pytest.raises(CommandError) as caught:
        run()
    assert caught.value.returncode == 1
    for sentence in sentences:
        assert sentence in str(caught.value)
    assert f"resident {people[name].pk}." in str(caught.value)
    assert name not in str(caught.value)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_lost_and_a_step_that_is_lost_are_found(people):
    with guards_off():
        ResidentRow.objects.filter(resident=people["Budi"]).delete()
        execute("DELETE FROM outreach_residentstep WHERE resident_id = %s AND number = 2", [people["Rina"].pk])
    faults = check_people().faults
    assert faults == [
        f"1 × the rows of the ledger are not those that the state claims: resident {people['Budi'].pk}.",
        f"1 × the state is not where the steps led: resident {people['Rina'].pk}.",
    ]
    assert ResidentStep.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_wrong_place_and_a_number_under_another_key_are_found(people, places):
    with guards_off():
        Resident.objects.filter(name="Siti").update(desa=places.itik)
        Resident.objects.filter(name="Budi").update(nik_print="ffffffff:1")
    faults = check_people().faults
    assert f"1 × the desa or the drive belongs elsewhere: resident {people['Siti'].pk}." in faults
    assert f"1 × the number was printed under another key: resident {people['Budi'].pk}." in faults


def test_at_most_twenty_are_named(people, monkeypatch):
    from outreach.selectors import people_check

    monkeypatch.setattr(people_check, "RULES", (("SELECT 1 WHERE NEW.id > 0", "is there"),))
    monkeypatch.setattr(people_check, "NAMED", 2)
    first, second, _third = sorted(one.pk for one in people.values())
    assert check_people().faults == [f"3 × is there: resident {first}, {second} …."]


@pytest.mark.parametrize(
    "name",
    [
        "outreach_residentstep_moves",
        "outreach_named_row_counts_one",
        "outreach_named_row_settled" if connection.vendor == "sqlite" else "outreach_residentrow_as_claimed",
    ],
)
def test_a_missing_guard_is_found(people, name):
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute(without_trigger(name))
    assert check_people().faults == [f"The database's guard {name} is missing or switched off."]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_counts_others_as_well_or_elsewhere_is_found(people, places):
    key = ResidentRow.objects.get(resident=people["Budi"]).row_id
    with guards_off():
        CountUpdate.objects.filter(key=key).update(quantity=3)
        own = ResidentRow.objects.filter(resident=people["Rina"]).values("row_id")
        CountUpdate.objects.filter(key__in=own, kind="added").update(desa=places.siau)
    numbers = ", ".join(sorted(str(people[name].pk) for name in ("Budi", "Rina")))
    assert check_people().faults == [
        f"2 × a row of the ledger counts others as well, or another place: resident {numbers}."
    ]


@pytest.mark.django_db(transaction=True)
def test_a_step_that_begins_elsewhere_is_found(people):
    with guards_off():
        ResidentStep.objects.filter(resident=people["Rina"], number=2).update(from_state="failed")
        ResidentStep.objects.filter(resident=people["Budi"], number=1).update(from_state="sent")
    numbers = ", ".join(sorted(str(people[name].pk) for name in ("Budi", "Rina")))
    assert check_people().faults == [f"2 × a step does not begin where the one before it ended: resident {numbers}."]
