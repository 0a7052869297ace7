"""Every rule about people that the database itself holds, broken by SQL past all our code: by the guard named.

As tests/kecamatan/test_guards.py: each case is run twice, as things are and with its guard taken away for a moment, where
it must fail; and a constraint or trigger of outreach without a case fails the tests of coverage.
"""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import connection

from kecamatan.selectors.ledger_check import present_triggers
from outreach import life
from outreach.models import Resident
from outreach.selectors.people_check import expected_triggers, triggers_of
from tests.breaking_guards import (
    constraint_of,
    execute,
    is_in_the_table_itself,
    is_missed,
    named_constraints,
    only_constraints,
    refused,
    without_the_constraint,
    words_of,
)
from tests.outreach import office_constraints, people_stays_cases
from tests.outreach.field import field_cases
from tests.outreach.letters import letter_constraints
from tests.outreach.people_cases import CASES
from tests.outreach.people_world import people_world
from tests.outreach.visits import visit_constraints

guards = import_module("outreach.migrations.0002_people_guards")

RESIDENT = "UPDATE outreach_resident SET {change} WHERE id = {{siti}}"
STEP = (
    "INSERT INTO outreach_residentstep (resident_id, number, step, from_state, to_state, day, removal, note, undoes_id,"
    " into_id, at, by_id) VALUES ({{budi}}, {number}, '{step}', 'recorded', 'sent', '{{today}}', '', '{note}', {undoes},"
    " {into}, '{{now}}', {{petugas}})"
)
BATCH = "UPDATE outreach_importbatch SET {change} WHERE id = {{batch}}"
ABSENCE = "UPDATE outreach_absence SET {change} WHERE id = {{{which}}}"


def resident(change: str) -> str:
    return RESIDENT.format(change=change)


def step(step: str = "send", number: int = 2, note: str = "", undoes: str = "NULL", into: str = "NULL") -> str:
    return STEP.format(step=step, number=number, note=note, undoes=undoes, into=into)


def chosen(table: str, columns: str, values: str) -> str:
    """A choice that stands once, made twice."""
    row = f"({{kabupaten}}, {values}, {{petugas}}, '{{now}}')"
    return f"INSERT INTO outreach_{table} (kabupaten_id, {columns}, by_id, at) VALUES {row}, {row}"


#: Constraint → statements that break it and no other one.
BROKEN = {
    "resident_nik_once": [
        "UPDATE outreach_resident SET nik_print = (SELECT nik_print FROM outreach_resident WHERE id = {budi})"
        " WHERE id = {siti}"
    ],
    "resident_nik_sealed_and_printed": [resident("nik_sealed = ''"), resident("nik_print = NULL")],
    "resident_no_kk_sealed_and_printed": [resident("no_kk_sealed = ''"), resident("no_kk_print = ''")],
    "resident_has_a_name": [resident("name = ''"), resident("name_key = ''")],
    "resident_sex_known": [resident("sex = 'L'")],
    "resident_rt_rw_of_three_digits": [resident("rt = '1'"), resident("rw = '0a1'")],
    "resident_home_visit_known": [resident("home_visit = 'far'")],
    "resident_born_before_listed": [resident("birth_date = '2999-01-01'")],
    "resident_state_known": [resident("state = 'lost'"), resident("state = 'unlisted'")],
    "resident_removal_with_its_state": [
        resident("state = 'removed'"),
        resident("state = 'removed', removal = 'lost'"),
        resident("removal = 'died'"),
        resident("state = 'recorded', removal = 'died'"),
        resident("state = 'merged', removal = 'died'"),
    ],
    "residentstep_number_once": [step(number=1)],
    "residentstep_undo_undoes": [step(undoes="{recorded}")],
    "residentstep_undo_has_reason": [step("undo", undoes="{recorded}")],
    "residentstep_merge_names_the_other": [step("merge"), step(into="{siti}")],
    "distinct_once": [
        "INSERT INTO outreach_distinct (first_id, second_id, at, by_id) VALUES ({siti}, {minah}, '{now}', {petugas})"
    ],
    "distinct_in_order": [
        "UPDATE outreach_distinct SET first_id = {minah}, second_id = {siti} WHERE id = {two}",
        "UPDATE outreach_distinct SET second_id = {siti} WHERE id = {two}",
    ],
    "importbatch_state_known": [BATCH.format(change="state = 'lost'")],
    "importbatch_committed_has_its_moment": [
        BATCH.format(change="state = 'committed'"),
        BATCH.format(change="state = 'undone'"),
    ],
    "importbatch_undone_by_somebody": [
        BATCH.format(change="undone_at = '{now}'"),
        BATCH.format(change="undone_by_id = {petugas}"),
    ],
    "importrow_verdict_known": ["UPDATE outreach_importrow SET verdict = 'lost' WHERE id = {import_row}"],
    "importrow_decision_known": ["UPDATE outreach_importrow SET decision = 'lost' WHERE id = {import_row}"],
    "absence_once": [ABSENCE.format(change="resident_id = {siti}", which="other_gone")],
    "absence_open_once": [
        "INSERT INTO outreach_absence (batch_id, resident_id, settled, note) VALUES ({other_batch}, {siti}, '', '')"
    ],
    "absence_settled_known": [ABSENCE.format(change="settled = 'lost', settled_at = '{now}'", which="gone")],
    "absence_settled_has_its_moment": [
        ABSENCE.format(change="settled = 'kept'", which="gone"),
        ABSENCE.format(change="settled = ''", which="other_gone"),
    ],
    "columnchoice_once": [chosen("columnchoice", 'shape, title, meaning, "column"', "'x', 'NIK', 'nik', 1")],
    "placechoice_once": [chosen("placechoice", "key, desa_id", "'x', {lambur}")],
    "sealcheck_is_one": ["INSERT INTO outreach_sealcheck (id, key_id, check_value) VALUES (2, 'x', 'x')"],
    **office_constraints.BROKEN,
}
#: Rules without a name of ours: unique fields and references.
UNNAMED = {
    "a row of the ledger is of one resident": "INSERT INTO outreach_residentrow (resident_id, key)"
    " SELECT {siti}, key FROM outreach_residentrow WHERE resident_id = {budi}",
    "a row is claimed and never written": "INSERT INTO outreach_residentrow (resident_id, key)"
    " VALUES ({siti}, '6f1c0f0e3a524b8e9a542f7d6f0f6a11')",
    "a step of nobody": step().replace("{budi}", "999999"),
    "a step is undone once": step("undo", 2, "x", "{recorded}")
    + ", "
    + step("undo", 3, "x", "{recorded}").split("VALUES ")[1],
    "nobody is gone from no import": ABSENCE.format(change="batch_id = 999999", which="gone"),
}


@pytest.fixture
def world(places, cast, today, list_person, step):
    return people_world(places, cast, today, list_person, step)


def filled(statement: str, world) -> str:
    return statement.format(**world.ids, now=world.now, today=world.today)


def test_every_named_constraint_has_a_statement_that_breaks_it():
    everything = [*BROKEN, *visit_constraints.BROKEN, *letter_constraints.BROKEN, *field_cases.BROKEN]
    assert sorted(everything) == sorted(named_constraints("outreach"))
    assert len(BROKEN) >= 28
    assert all(BROKEN.values())


def test_every_trigger_has_a_case_that_needs_it(db):
    """Of the migration, and of the database as it stands; and no case names a trigger that is not there."""
    assert expected_triggers() == {name for name in present_triggers() if name.startswith("outreach_")}
    assert sorted({name for name, _case in CASES}) == sorted(triggers_of(guards))
    assert len(triggers_of(guards)) >= 30
    assert set(people_stays_cases.OF_RESIDENTS) <= {name.split("_")[1] for name in expected_triggers()}


def test_the_guards_hold_the_table_of_the_life():
    """The same steps from the same states to the same states; and the same states are counted as recorded."""
    of_the_life = {
        step.value: (sorted(state.value for state in sources), target.value)
        for step, (sources, target) in life.TABLE.items()
        if step is not life.Step.LIST
    }
    assert {step: (sorted(sources), target) for step, (sources, target) in guards.TABLE.items()} == of_the_life
    assert set(guards.COUNTED) == {state.value for state in life.COUNTED_RECORDED}
    assert {state.value for state in life.State} - {"unlisted"} == set(Resident.State.values)
    assert life.TABLE[life.Step.LIST] == (frozenset({life.State.UNLISTED}), life.State.UNRECORDED)


@pytest.mark.parametrize(
    ("name", "statement"), [(name, statement) for name, statements in BROKEN.items() for statement in statements]
)
def test_a_constraint_is_held_by_the_database(world, name, statement):
    with only_constraints(), refused(words_of(name)):
        execute(filled(statement, world))


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        (name, statement)
        for name, statements in BROKEN.items()
        for statement in statements
        if not is_in_the_table_itself(constraint_of(name))
    ],
)
def test_without_the_constraint_the_same_statement_goes_through(world, name, statement):
    without_the_constraint(name, filled(statement, world))


@pytest.mark.parametrize("statement", UNNAMED.values(), ids=UNNAMED.keys())
def test_what_stands_once_stands_once_and_points_somewhere(world, statement):
    with only_constraints(), refused(""):
        execute(filled(statement, world))
        connection.check_constraints()


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_a_trigger_does_its_work(world, name, case):
    case(world)


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_without_the_trigger_its_work_is_not_done(world, name: str, case: Callable):
    assert is_missed(name, lambda: case(world))
