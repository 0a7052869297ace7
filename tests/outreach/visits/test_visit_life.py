"""The table of a visit's steps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.visit_life import (
    ADMINS_ONLY,
    CALLED_OFF,
    HELD,
    NEEDS_REASON,
    OPEN,
    PLANNED,
    TABLE,
    Refusal,
    State,
    Step,
    allowed_steps,
    may,
    refusal_of,
)

DAY = date(2024, 9, 3)


def refused(state, step, **known):
    return refusal_of(state, step, **{"day": DAY, "today": DAY, "reason": "so"} | known)


def test_every_state_belongs_to_one_part_of_the_life():
    assert sorted([*PLANNED, *HELD, *CALLED_OFF]) == sorted(State)
    assert OPEN < HELD


def test_every_step_is_in_the_table_and_every_state_but_the_draft_is_reached():
    assert set(TABLE) == set(Step)
    assert {target for _sources, target in TABLE.values()} - {None} == set(State) - {State.DRAFT}


def test_the_way_of_an_ordinary_visit():
    state = State.DRAFT
    for step in (Step.ANNOUNCE, Step.CONFIRM, Step.START, Step.FINISH, Step.CLOSE):
        assert refused(state, step) is None
        state = TABLE[step][1]
    assert state is State.CLOSED
    assert allowed_steps(state) == ()
    assert allowed_steps(state, is_admin=True) == (Step.REOPEN,)


@pytest.mark.parametrize("state", sorted(CALLED_OFF))
def test_nothing_follows_on_a_visit_that_was_called_off(state):
    assert allowed_steps(state, is_admin=True) == ()


def test_it_does_not_begin_before_its_day_but_may_begin_late():
    assert refused(State.CONFIRMED, Step.START, today=DAY - timedelta(days=1)) is Refusal.TOO_EARLY
    assert refused(State.CONFIRMED, Step.START, today=DAY + timedelta(days=3)) is None


def test_it_is_closed_only_when_it_adds_up():
    assert refused(State.DONE, Step.CLOSE, open_people=1) is Refusal.SOMEBODY_OPEN
    assert refused(State.DONE, Step.CLOSE) is None


def test_a_start_is_taken_back_only_before_anything_was_entered():
    assert refused(State.UNDER_WAY, Step.UNSTART, entered=True) is Refusal.SOMETHING_ENTERED
    assert refused(State.UNDER_WAY, Step.UNSTART) is None


@given(st.sampled_from(State), st.sampled_from(Step), st.booleans(), st.sampled_from(["", "  ", "so"]))
def test_a_refusal_is_of_the_table_the_role_or_the_reason(state, step, is_admin, reason):
    refusal = refused(state, step, is_admin=is_admin, reason=reason)
    if not may(state, step):
        assert refusal is Refusal.NOT_FROM_HERE
    elif step in ADMINS_ONLY and not is_admin:
        assert refusal is Refusal.ADMINS_ONLY
    elif step in NEEDS_REASON and not reason.strip():
        assert refusal is Refusal.NEEDS_REASON
    else:
        assert refusal is None
    assert (step in allowed_steps(state, is_admin=is_admin)) == (
        may(state, step) and (is_admin or step not in ADMINS_ONLY)
    )


def test_what_is_in_the_field_keeps_a_visit_from_being_closed_unless_an_admin_says_why():
    close = {"state": State.DONE, "step": Step.CLOSE}
    assert refused(**close, field_open=False, reason="") is None
    assert refused(**close, field_open=True) is Refusal.FIELD_OPEN
    assert refused(**close, field_open=True, is_admin=True, reason=" ") is Refusal.FIELD_OPEN
    assert refused(**close, field_open=True, is_admin=True) is None
    assert refused(**close, field_open=True, is_admin=True, open_people=1) is Refusal.SOMEBODY_OPEN
    for step in set(Step) - {Step.CLOSE}:
        for state in TABLE[step][0]:
            assert refused(state, step, field_open=True, is_admin=True) is None
