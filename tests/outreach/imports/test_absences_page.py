"""The queue of the gone: a whole queue is settled only after it was counted and shown."""

import pytest

from outreach.models import Absence

ADDRESS = "/absences/"


@pytest.fixture
def queue(places, cast, today, make_batch, list_person):
    """Three people who are gone, and a petugas who is signed in."""
    batch = make_batch()
    people = [list_person(name) for name in ("Satu", "Dua", "Tiga")]
    Absence.objects.bulk_create([Absence(batch=batch, resident=one) for one in people])
    return people


@pytest.fixture
def petugas(cast, client):
    client.force_login(cast.petugas, backend="django.contrib.auth.backends.ModelBackend")
    return client


def waiting():
    return Absence.objects.filter(settled="").count()


def test_a_whole_queue_is_shown_first_and_settled_once_confirmed(queue, petugas, today):
    told = {"all": "on", "why": "died", "day": str(today), "note": "menurut desa"}
    shown = petugas.post(ADDRESS, told)
    assert shown.status_code == 200
    assert waiting() == 3
    assert all(one.name in shown.content.decode() for one in queue)
    again = {**told, "frozen": shown.context["frozen"].token}
    assert petugas.post(ADDRESS, again).status_code == 302
    assert waiting() == 0


def test_a_queue_that_changed_since_it_was_shown_is_not_settled(queue, petugas, today):
    told = {"all": "on", "why": "died", "day": str(today)}
    shown = petugas.post(ADDRESS, told)
    petugas.post(ADDRESS, {"person": [queue[0].pk], "why": "moved_out", "day": str(today)})
    late = petugas.post(ADDRESS, {**told, "frozen": shown.context["frozen"].token})
    assert late.status_code == 409
    assert waiting() == 2


def test_what_is_missing_is_asked_before_the_queue_is_shown(queue, petugas, today):
    assert petugas.post(ADDRESS, {"all": "on", "day": str(today)}).status_code == 400
    shown = petugas.post(ADDRESS, {"all": "on", "why": "kept", "day": str(today)})
    late = petugas.post(
        ADDRESS, {"all": "on", "why": "kept", "day": str(today), "frozen": shown.context["frozen"].token}
    )
    assert late.status_code == 422
    assert waiting() == 3
