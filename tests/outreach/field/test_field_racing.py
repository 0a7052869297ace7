"""Twenty phones send at the same moment, some of them cut off and sending again, on a database that threads share."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import OperationalError, connections

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from outreach.actions.people import Details, list_resident
from outreach.models import Attendance, FieldEvent, Resident
from outreach.selectors.people_check import check_people
from tests.outreach.field.conftest import attendance, go, plan, visit
from tests.outreach.field.phone import Phone

__all__ = ["attendance", "go", "plan", "visit"]
pytestmark = pytest.mark.django_db(transaction=True)
PHONES, EACH = 20, 4


@pytest.fixture
def phones(cast, places, own_connections, visit):
    """Each met four people; every person was met by two phones, which say the same but for three people."""
    scope, made = scope_of(cast.petugas), visit()
    people = [
        list_resident(
            by=scope,
            drive=places.drive,
            details=Details(name=f"Orang {n}", desa=places.lambur, birth_date=date(1990, 1, 1)),
        )
        for n in range(PHONES * EACH // 2)
    ]
    found = [Phone.take(scope, made) for _phone in range(PHONES)]
    for index, one in enumerate(found):
        first = index // 2 * EACH
        for number, person in enumerate(people[first : first + EACH]):
            differs = index % 2 and first == 0 and number < 3
            one.outcome(person, "absent" if differs else "recorded")
    return found


def _send(one: Phone, seed: int) -> None:
    """In parts, some of them twice, in any order, until everything has its receipt."""
    chance = random.Random(seed)
    waiting = list(one.made)
    try:
        while waiting:
            part = chance.sample(waiting, k=min(len(waiting), chance.randint(1, 6)))
            try:
                answers = one.send(*part, *part[:2])
            except (Refused, OperationalError):
                continue
            done = {answer.number for answer in answers if answer.answer != "refused"}
            assert done == {sent["n"] for sent in part}
            if chance.random() < 0.3:
                continue  # the answer never arrived
            waiting = [sent for sent in waiting if sent["n"] not in done]
    finally:
        connections.close_all()


def test_every_person_is_counted_once(phones):
    with ThreadPoolExecutor(PHONES) as pool:
        for one in [pool.submit(_send, phone, seed) for seed, phone in enumerate(phones)]:
            one.result(120)
    people = PHONES * EACH // 2
    assert FieldEvent.objects.count() == PHONES * EACH
    assert CountUpdate.objects.standing().filter(kind="recorded").count() == people
    assert Resident.objects.filter(state="recorded").count() == people
    assert Attendance.objects.filter(outcome="recorded").count() == people
    assert FieldEvent.objects.filter(answer="decide").values("resident").distinct().count() == 3
    assert check_people().faults == []
