"""Every rule about leases and events that the database itself holds, broken by SQL past all our code: by the guard named.

As tests/outreach/visits/test_visit_guards.py.
"""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import transaction

from outreach.selectors.people_check import triggers_of
from tests.breaking_guards import (
    constraint_of,
    execute,
    is_in_the_table_itself,
    is_missed,
    only_constraints,
    refused,
    without_the_constraint,
    words_of,
)
from tests.outreach.field.field_cases import BROKEN, CASES, event, lease
from tests.outreach.visits.visit_world import visit_world

guards = import_module("outreach.migrations.0016_field_guards")
STATEMENTS = [(name, statement) for name, statements in BROKEN.items() for statement in statements]


@pytest.fixture
def world(places, cast, today, list_person, step):
    """Of the open visit: a lease that made 5, with an event about Siti, one about nobody, one told by a message; and an
    idle lease."""
    found = visit_world(places, cast, today, list_person, step)
    found.ids["lease"] = lease(found, made=5)
    found.ids["idle"] = lease(found)
    found.ids["event"] = event(found, number=1, resident_id=found.ids["siti"], note="x")
    found.ids["nobodys"] = event(found, number=2)
    found.ids["told"] = event(found, number=3, partial=True, way="text")
    found.ids["past_person"] = found.person(drive_id=found.ids["past_drive"])
    return found


def filled(statement: str, world) -> str:
    return statement.format(**world.ids, now=world.now, today=world.today)


def test_every_trigger_has_a_case():
    assert sorted(name for name, _case in CASES) == sorted(triggers_of(guards))


@pytest.mark.parametrize(("name", "statement"), STATEMENTS)
def test_a_constraint_is_held_by_the_database_and_by_nothing_else(world, name, statement):
    with only_constraints(), refused(words_of(name)):
        execute(filled(statement, world))
    if not is_in_the_table_itself(constraint_of(name)):
        without_the_constraint(name, filled(statement, world))


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_a_trigger_does_its_work_and_without_it_nobody_does(world, name: str, case: Callable):
    with transaction.atomic():
        case(world)
        transaction.set_rollback(True)
    assert is_missed(name, lambda: case(world))
