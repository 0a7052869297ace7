"""Every rule about visits that the database itself holds, broken by SQL past all our code: by the guard named.

As tests/outreach/test_people_guards.py, which holds that no constraint and no trigger of outreach is without a case.
"""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import connection, transaction

from outreach import visit_life
from outreach.attendance import STEP_OF, Outcome
from outreach.models import Visit
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
from tests.outreach.visits.visit_constraints import BROKEN, UNNAMED
from tests.outreach.visits.visit_result_cases import CASES
from tests.outreach.visits.visit_world import visit_world

guards = import_module("outreach.migrations.0004_visit_guards")
STATEMENTS = [(name, statement) for name, statements in BROKEN.items() for statement in statements]


@pytest.fixture
def world(places, cast, today, list_person, step):
    return visit_world(places, cast, today, list_person, step)


def filled(statement: str, world) -> str:
    return statement.format(**world.ids, now=world.now, today=world.today)


def test_every_trigger_has_a_case_that_needs_it():
    assert sorted({name for name, _case in CASES}) == sorted(triggers_of(guards))
    assert len(triggers_of(guards)) >= 55


def test_the_guards_hold_the_table_of_the_life_of_a_visit():
    """The same steps from the same states to the same states, and the same states are open, held and planned."""
    of_the_life = {
        step.value: (sorted(state.value for state in sources), target.value if target else None)
        for step, (sources, target) in visit_life.TABLE.items()
    }
    assert {step: (sorted(sources), target) for step, (sources, target) in guards.TABLE.items()} == of_the_life
    for said, states in (("OPEN", visit_life.OPEN), ("HELD", visit_life.HELD), ("PLANNED", visit_life.PLANNED)):
        words = getattr(guards, said).strip("()").split(", ")
        assert {word.strip("'") for word in words} == {state.value for state in states}
    assert {state.value for state in visit_life.State} == set(Visit.State.values)


def test_the_guards_know_which_step_an_outcome_takes():
    assert set(STEP_OF) == {Outcome.RECORDED, Outcome.FAILED, Outcome.ALREADY_RECORDED}
    for outcome in Outcome:
        assert (f"NEW.outcome = '{outcome.value}'" in guards.STEP_OF_OTHERS) == (outcome in STEP_OF)


@pytest.mark.parametrize(("name", "statement"), STATEMENTS)
def test_a_constraint_is_held_by_the_database_and_by_nothing_else(world, name, statement):
    with only_constraints(), refused(words_of(name)):
        execute(filled(statement, world))
    if not is_in_the_table_itself(constraint_of(name)):
        without_the_constraint(name, filled(statement, world))


@pytest.mark.parametrize("statement", UNNAMED.values(), ids=UNNAMED.keys())
def test_what_stands_once_stands_once_and_points_somewhere(world, statement):
    with only_constraints(), refused(""):
        execute(filled(statement, world))
        connection.check_constraints()


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_a_trigger_does_its_work_and_without_it_nobody_does(world, name: str, case: Callable):
    """Both with the same visits, which cost more to make than to break."""
    with transaction.atomic():
        case(world)
        transaction.set_rollback(True)
    assert is_missed(name, lambda: case(world))
