"""What a visit amounts to, and what an outcome does to a person."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.attendance import CAME, KEYS, LEFT, Origin, Outcome, per_team_hour, step_for, tally_of
from outreach.life import REMAINING, TABLE, State, Step

people = st.lists(st.tuples(st.sampled_from(Origin), st.sampled_from(["", *Outcome])))


@given(people, st.integers(0, 500))
def test_it_adds_up(rows, unnamed):
    tally = tally_of(rows, unnamed=unnamed)
    expected = [outcome for origin, outcome in rows if origin is not Origin.UNLISTED]
    assert tally.expected == len(expected) == sum(tally.of.values()) + tally.open
    assert tally.adds_up == ("" not in expected)
    assert tally.came <= tally.expected
    assert tally.turnout is None if not expected else 0 <= tally.turnout <= 1
    assert tally.recorded == sum(outcome == "recorded" for _origin, outcome in rows) + unnamed
    assert tally.left + tally.of[Outcome.RECORDED] + tally.of[Outcome.ALREADY_RECORDED] == tally.expected


@given(people, people)
def test_the_tally_of_two_visits_is_the_sum(one, other):
    first, second, both = tally_of(one), tally_of(other), tally_of(one + other)
    assert both.of == {outcome: first.of[outcome] + second.of[outcome] for outcome in Outcome}
    assert (both.open, both.came) == (first.open + second.open, first.came + second.came)


def test_nobody_expected_is_no_turnout():
    tally = tally_of([(Origin.UNLISTED, Outcome.RECORDED)])
    assert (tally.expected, tally.turnout, tally.recorded) == (0, None, 1)


@given(st.sampled_from(Outcome), st.sampled_from(sorted(REMAINING)))
def test_whoever_remains_may_take_the_step_of_every_outcome(outcome, state):
    step = step_for(outcome, state)
    assert step is None or state in TABLE[step][0]


@pytest.mark.parametrize("state", sorted(set(State) - REMAINING))
def test_recorded_is_never_quietly_nothing(state):
    assert step_for(Outcome.RECORDED, state) is Step.RECORD
    assert step_for(Outcome.ALREADY_RECORDED, state) is None


def test_who_is_left_is_whoever_the_outcome_leaves_on_the_list():
    leaves = {outcome for outcome in Outcome if step_for(outcome, State.UNRECORDED) in {None, Step.FAIL}}
    assert leaves == LEFT
    assert Outcome.ABSENT not in CAME


def test_every_outcome_has_a_key_of_its_own():
    assert set(KEYS) == set(Outcome)
    assert len(set(KEYS.values())) == len(Outcome)


def test_the_pace_of_a_team():
    begin = datetime(2024, 9, 3, 8, tzinfo=UTC)
    assert per_team_hour(45, begin, begin.replace(hour=13)) == 9
    assert per_team_hour(45, begin, begin) is None
