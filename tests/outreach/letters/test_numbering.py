"""Twenty at the same moment: the register has no gap and gives nothing twice, on a database in which threads are real."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from kecamatan.access import scope_of
from kecamatan.models import User
from kecamatan.refusals import Refused
from outreach.actions.letters.prepare import Order, prepare_letters
from outreach.models import Letter, LetterEvent, LetterNumber, Visit
from outreach.selectors.letters.recipients import recipients_of

AT_ONCE = 20


@pytest.fixture
def visits(visit, today, own_connections):
    """Two visits in each of two kecamatan's place: letters of all of them ask the same register."""
    own_connections.ensure_connection()
    return [visit(day=today + timedelta(days=day)) for day in range(1, 11)]


def at_once(jobs):
    """Run them together, each on a connection of its own; their answers in order."""
    gate = Barrier(len(jobs))

    def run(job):
        gate.wait(20)
        try:
            return job()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_twenty_at_the_same_moment_take_twenty_numbers_without_a_gap(visits, cast, today):
    """Ten visits, each asked by two: one of the two is refused (the head has a letter) and leaves no gap behind it."""

    def job(number):
        def run():
            by = scope_of(User.objects.get(pk=cast.petugas.pk))
            visit = Visit.objects.get(pk=visits[number % 10].pk)
            order = Order(recipients_of(visit)[:1], today, uuid.uuid4(), "")
            return prepare_letters(by=by, visit=visit, order=order)[0].number.serial

        return run

    answers = at_once([job(number) for number in range(AT_ONCE)])
    serials = sorted(one for one in answers if not isinstance(one, Refused))
    assert serials == list(range(1, 11))
    assert sum(isinstance(one, Refused) for one in answers) == 10
    assert sorted(LetterNumber.objects.values_list("serial", flat=True)) == serials
    assert Letter.objects.count() == LetterEvent.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twenty_times_is_one_letter(visits, cast, today):
    key = uuid.uuid4()

    def run():
        by = scope_of(User.objects.get(pk=cast.petugas.pk))
        order = Order(recipients_of(visits[0])[:1], today, key, "")
        return prepare_letters(by=by, visit=visits[0], order=order)[0].pk

    assert len(set(at_once([run] * AT_ONCE))) == 1
    assert list(LetterNumber.objects.values_list("serial", flat=True)) == [1]
