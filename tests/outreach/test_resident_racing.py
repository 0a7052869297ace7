"""One form of one person, sent from several browsers at the same moment, on a database that threads really share."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate
from outreach.actions.people import Details, list_resident
from outreach.models import Resident, ResidentStep

pytestmark = pytest.mark.django_db(transaction=True)

CLICKS = 4


@pytest.fixture
def person(cast, places, own_connections):
    details = Details(name="Siti Aminah", desa=places.lambur)
    return list_resident(by=scope_of(cast.petugas), drive=places.drive, details=details)


def at_once(*sendings):
    """What each of these gives, begun at the same moment in threads of their own."""
    gate = Barrier(len(sendings))

    def send(one):
        gate.wait(20)
        try:
            return one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(sendings)) as pool:
        return [one.result(60) for one in [pool.submit(send, sending) for sending in sendings]]


def test_many_clicks_take_one_step(sign_in, person):
    data = {"step": "record", "version": person.version, "day": "", "note": "", "removal": ""}
    clients = [sign_in("petugas") for _click in range(CLICKS)]
    answers = at_once(*(lambda one=one: one.post(f"/residents/{person.pk}/step/", data) for one in clients))
    assert [answer.status_code for answer in answers] == [302] * CLICKS
    assert ResidentStep.objects.count() == 1
    assert CountUpdate.objects.count() == 1


def test_two_people_at_once_take_one_step_of_two(sign_in, person):
    facts = {"version": person.version, "day": "", "note": "", "removal": ""}
    clients = [(sign_in("petugas"), "record"), (sign_in("admin"), "fail")]
    answers = at_once(
        *(
            lambda one=one, step=step: one.post(f"/residents/{person.pk}/step/", {**facts, "step": step})
            for one, step in clients
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert ResidentStep.objects.count() == 1


def test_two_corrections_at_once_lose_neither(sign_in, person):
    facts = {"name": "Siti Aminah", "desa": "15.07.01.2002", "version": person.version, "last_change": 0}
    clients = [(sign_in("petugas"), "Jalan Satu"), (sign_in("admin"), "Jalan Dua")]
    answers = at_once(
        *(
            lambda one=one, street=street: one.post(f"/residents/{person.pk}/edit/", {**facts, "address": street})
            for one, street in clients
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (told,) = [answer for answer in answers if answer.status_code == 200]
    page = told.content.decode()
    assert "Jalan Satu" in page
    assert "Jalan Dua" in page
    assert Resident.objects.get().version == person.version + 1
