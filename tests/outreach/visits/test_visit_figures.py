"""Many visits in numbers: exactly what each says of itself, in a fixed number of queries."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan.access import scope_of
from outreach.actions.visits.people import pick_people
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.life import Step as LifeStep
from outreach.models import Attendance, Visit
from outreach.selectors.visits.expected import expected_of
from outreach.selectors.visits.figures import Figures, expected_counts, figures_of
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(places, list_person, school, step, today):
    """People of four desa; some at school, some about to be 16, married young, without a birth date, or recorded."""
    chance = random.Random(7)
    found = []
    for number in range(48):
        born = chance.choice([None, today.replace(year=today.year - 30, day=1)])
        known = {}
        if number % 4 == 0:
            born = today.replace(year=today.year - 16, day=1) + timedelta(days=chance.randint(0, 60))
            known = {"ever_married": number % 8 == 0}
        if number % 3 == 0:
            known["school"] = school
        desa = chance.choice([places.lambur, places.simbur, places.siau, places.itik])
        one = list_person(f"Orang {chr(65 + number % 26)}{number // 26}", desa, birth_date=born, added=True, **known)
        found.append(step(one, LifeStep.RECORD) if number % 11 == 0 else one)
    return found


@pytest.fixture
def visits(places, visit, school, crowd, cast, today):
    """Visits of all kinds of places on days two weeks apart, some with people picked or left out."""
    kinds = [
        {"desa": [places.lambur]},
        {"desa": [places.lambur, places.simbur]},
        {"desa": [], "schools": [school]},
        {"desa": [places.siau], "schools": [school]},
        {"desa": [places.itik], "kecamatan": places.sadu},
    ]
    found = [visit(day=today + timedelta(days=14 * day), **kind) for day in range(4) for kind in kinds]
    chance = random.Random(11)
    for one in found[::2]:
        for expect in (True, False):
            few = chance.sample(crowd, 6)
            pick_people(by=scope_of(cast.admin), visit=one, residents=few, expect=expect)
    return found


def test_the_counts_are_those_of_each_visit_alone(visits, crowd):
    fetched = list(Visit.objects.filter(pk__in=[one.pk for one in visits]))
    found = expected_counts(fetched)
    assert found == {one.pk: expected_of(one).count() for one in visits}
    assert len(set(found.values())) > 4
    assert sum(found.values()) > 0


def test_somebody_recorded_meanwhile_counts_no_more(visits, crowd, step):
    for one in crowd[1:4]:
        step(one, LifeStep.RECORD)
    assert expected_counts(list(Visit.objects.all())) == {one.pk: expected_of(one).count() for one in visits}


def test_however_many_visits_it_takes_four_queries(visits, go):
    go(visits[0], Step.START)
    go(visits[1], Step.CANCEL)
    counted = []
    for few in (visits[:3], visits):
        fetched = list(Visit.objects.filter(pk__in=[one.pk for one in few]))
        with CaptureQueriesContext(
            connection,
        ) as sent:
            figures_of(fetched)
        counted.append(len(sent))
    assert counted == [4, 4]


def test_no_visits_need_no_counting():
    assert figures_of([]) == {}
    assert expected_counts([]) == {}


def test_what_a_visit_yielded(places, visit, go, cast, list_person):
    people = [list_person(f"Orang {letter}") for letter in "ABC"]
    held = go(visit(), Step.START)
    rows = {one.resident_id: one.pk for one in Attendance.objects.filter(visit=held)}
    said = zip(people, ("recorded", "absent", "failed"), strict=True)
    enter_outcomes(by=scope_of(cast.petugas), visit=held, entries=[Entry(rows[who.pk], what, 0) for who, what in said])
    found = figures_of([held])[held.pk]
    assert (found.expected, found.came, found.recorded, round(found.turnout, 3)) == (3, 2, 1, 0.667)


def test_nobody_is_expected_by_a_visit_that_was_called_off(visit, go, list_person):
    list_person()
    off = go(visit(), Step.CANCEL)
    assert figures_of([off])[off.pk] == Figures()
