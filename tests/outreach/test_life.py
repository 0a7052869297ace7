"""The table of a resident's steps, over every step and over invented histories beside a plain ledger of rows."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kecamatan.counts import EFFECT, KINDS
from outreach.life import (
    COUNTED_RECORDED,
    REMAINING,
    REMOVAL_ROW,
    TABLE,
    WAITING,
    Entry,
    LedgerMove,
    Life,
    Refusal,
    Removal,
    State,
    Step,
    StepRefused,
    allowed_from,
    allowed_steps,
    apply,
    claims,
    ledger_moves,
    life_of,
    may,
    net_effect,
    refusal_of,
    standing,
    steps_to,
    undo,
    waiting_days,
)

DAY = date(2024, 7, 1)


def history(*steps: Step | Removal, first: date = DAY) -> tuple[Entry, ...]:
    """One step a day; a removal stands for the step that removes for that reason."""
    told: tuple[Entry, ...] = ()
    for index, one in enumerate(steps):
        removal = one if isinstance(one, Removal) else None
        step = Step.REMOVE if removal else one
        told = apply(told, Entry(step, first + timedelta(days=index), removal, "because"))
    return told


LISTED = history(Step.LIST)
RECORDED = history(Step.LIST, Step.RECORD)


def test_the_whole_way_and_the_ways_that_skip_what_the_centre_does():
    whole = history(Step.LIST, Step.RECORD, Step.SEND, Step.READY, Step.PRINT, Step.DELIVER)
    assert life_of(whole).state is State.DELIVERED
    assert allowed_steps(life_of(whole)) == (Step.MERGE, Step.UNDO)
    for short in ((), (Step.SEND,), (Step.READY,)):
        assert life_of(history(Step.LIST, Step.RECORD, *short, Step.PRINT, Step.DELIVER)).state is State.DELIVERED


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (State.UNLISTED, {Step.LIST}),
        (State.UNRECORDED, {Step.ADD, Step.RECORD, Step.FAIL, Step.REMOVE, Step.MERGE}),
        (State.RECORDED, {Step.SEND, Step.READY, Step.PRINT, Step.FAIL, Step.HOLD_AS_DUPLICATE, Step.MERGE}),
        (State.SENT, {Step.READY, Step.PRINT, Step.FAIL, Step.HOLD_AS_DUPLICATE, Step.MERGE}),
        (State.PRINT_READY, {Step.PRINT, Step.MERGE}),
        (State.PRINTED, {Step.DELIVER, Step.MERGE}),
        (State.DELIVERED, {Step.MERGE}),
        (State.FAILED, {Step.RECORD, Step.REMOVE, Step.MERGE}),
        (State.DUPLICATE, {Step.SEND, Step.READY, Step.FAIL, Step.MERGE}),
        (State.REMOVED, set()),
        (State.MERGED, set()),
    ],
)
def test_the_steps_of_every_state(state, steps):
    assert set(allowed_steps(Life(state))) - {Step.UNDO} == steps
    assert may(Life(state), Step.UNDO) is (state is not State.UNLISTED)


def test_the_table_names_every_step_and_reaches_every_state():
    assert set(TABLE) == set(Step) - {Step.UNDO}
    assert {target for _, target in TABLE.values()} | {State.UNLISTED} == set(State)
    assert frozenset(State) == REMAINING | COUNTED_RECORDED | {State.UNLISTED, State.REMOVED, State.MERGED}
    assert set(REMOVAL_ROW) == set(Removal)
    assert set(REMOVAL_ROW.values()) == {"removed", "recorded_elsewhere"} < set(KINDS)


@pytest.mark.parametrize(
    ("before", "step", "moves"),
    [
        ((), Step.LIST, ()),
        (LISTED, Step.ADD, (LedgerMove("added", DAY),)),
        (LISTED, Step.RECORD, (LedgerMove("recorded", DAY),)),
        (LISTED, Step.FAIL, ()),
        (LISTED, Removal.DIED, (LedgerMove("removed", DAY),)),
        (LISTED, Removal.NOT_OBLIGED, (LedgerMove("removed", DAY),)),
        (LISTED, Removal.RECORDED_ELSEWHERE, (LedgerMove("recorded_elsewhere", DAY),)),
        (history(Step.LIST, Step.FAIL, first=DAY - timedelta(days=2)), Step.RECORD, (LedgerMove("recorded", DAY),)),
        (history(Step.LIST, Step.RECORD, first=DAY - timedelta(days=1)), Step.SEND, ()),
        (
            history(Step.LIST, Step.RECORD, first=DAY - timedelta(days=3)),
            Step.FAIL,
            (LedgerMove("recorded", DAY - timedelta(days=2), reverses=True),),
        ),
    ],
)
def test_which_step_writes_which_row(before, step, moves):
    removal = step if isinstance(step, Removal) else None
    after = apply(before, Entry(Step.REMOVE if removal else step, DAY, removal, "because"))
    assert ledger_moves(before, after) == moves


def test_a_failed_recording_is_counted_again_when_recorded_again_and_only_once():
    again = history(Step.LIST, Step.RECORD, Step.SEND, Step.FAIL, Step.RECORD)
    assert claims(again) == {"recorded": DAY + timedelta(days=4)}
    assert net_effect(again) == -1
    assert net_effect(again[:4]) == 0


def test_undoing_a_failure_brings_the_recording_back_on_its_own_day():
    failed = history(Step.LIST, Step.RECORD, Step.SEND, Step.FAIL)
    back = undo(failed, day=DAY + timedelta(days=9), note="wrong person")
    assert life_of(back).state is State.SENT
    assert ledger_moves(failed, back) == (LedgerMove("recorded", DAY + timedelta(days=1)),)


def test_who_flowed_in_and_is_recorded_changes_nothing_in_all():
    added = history(Step.LIST, Step.ADD)
    assert net_effect(added) == 1
    assert net_effect((*added, Entry(Step.RECORD, DAY + timedelta(days=2)))) == 0
    assert refusal_of(added, Entry(Step.ADD, DAY + timedelta(days=2))) is Refusal.ADDED_ALREADY


@pytest.mark.parametrize(
    ("before", "entry", "refusal"),
    [
        ((), Entry(Step.RECORD, DAY), Refusal.NOT_FROM_HERE),
        (LISTED, Entry(Step.LIST, DAY), Refusal.NOT_FROM_HERE),
        (LISTED, Entry(Step.DELIVER, DAY), Refusal.NOT_FROM_HERE),
        (RECORDED, Entry(Step.RECORD, DAY + timedelta(days=9)), Refusal.NOT_FROM_HERE),
        (RECORDED, Entry(Step.DELIVER, DAY + timedelta(days=9)), Refusal.NOT_FROM_HERE),
        (RECORDED, Entry(Step.REMOVE, DAY + timedelta(days=9), Removal.DIED), Refusal.NOT_FROM_HERE),
        (RECORDED, Entry(Step.ADD, DAY + timedelta(days=9)), Refusal.NOT_FROM_HERE),
        (LISTED, Entry(Step.REMOVE, DAY), Refusal.NEEDS_REMOVAL),
        (LISTED, Entry(Step.RECORD, DAY, Removal.DIED), Refusal.TAKES_NO_REMOVAL),
        (LISTED, Entry(Step.REMOVE, DAY, Removal.NOT_OBLIGED), Refusal.NEEDS_NOTE),
        (LISTED, Entry(Step.REMOVE, DAY, Removal.NOT_FOUND, "  "), Refusal.NEEDS_NOTE),
        (LISTED, Entry(Step.UNDO, DAY), Refusal.NEEDS_NOTE),
        ((), Entry(Step.UNDO, DAY, note="why not"), Refusal.NOTHING_TO_UNDO),
        (RECORDED, Entry(Step.SEND, DAY), Refusal.BEFORE_THE_LAST),
    ],
)
def test_what_is_refused_and_why(before, entry, refusal):
    assert refusal_of(before, entry) is refusal
    with pytest.raises(StepRefused) as caught:
        apply(before, entry)
    assert caught.value.refusal is refusal


def test_a_list_taken_in_later_does_not_hinder_what_happened_before():
    listed = (Entry(Step.LIST, DAY),)
    recorded = apply(listed, Entry(Step.RECORD, DAY - timedelta(days=5)))
    assert claims(recorded) == {"recorded": DAY - timedelta(days=5)}
    assert undo(recorded, day=DAY - timedelta(days=9), note="typo")


def test_the_age_of_a_waiting_step():
    ready = history(Step.LIST, Step.RECORD, Step.READY)
    assert waiting_days(ready, DAY + timedelta(days=12)) == 10
    assert waiting_days(undo(ready, day=DAY, note="typo"), DAY + timedelta(days=12)) == 11
    assert waiting_days(history(Step.LIST, Step.ADD), DAY + timedelta(days=12)) == 12
    assert waiting_days(history(Step.LIST, Removal.DIED), DAY) is None
    assert waiting_days((), DAY) is None
    assert {State.PRINT_READY, State.FAILED, State.DUPLICATE} < WAITING


def test_the_days_that_age_allows():
    born = date(2008, 2, 29)
    assert allowed_from(Step.RECORD, born) == date(2024, 2, 29)
    assert allowed_from(Step.PRINT, born) == allowed_from(Step.DELIVER, born) == date(2025, 3, 1)
    assert (
        allowed_from(Step.DELIVER, born, ever_married=True)
        == allowed_from(Step.RECORD, born, ever_married=True)
        == born
    )
    assert {allowed_from(step, born) for step in set(Step) - {Step.RECORD, Step.PRINT, Step.DELIVER}} == {None}


def test_the_fewest_steps_to_a_state():
    assert steps_to(State.UNRECORDED, State.DELIVERED) == (Step.RECORD, Step.PRINT, Step.DELIVER)
    assert steps_to(State.DUPLICATE, State.PRINTED) == (Step.READY, Step.PRINT)
    assert steps_to(State.SENT, State.RECORDED) == ()
    assert steps_to(State.SENT, State.SENT) == ()
    assert steps_to(State.REMOVED, State.PRINTED) == ()


entries = st.builds(
    Entry,
    step=st.sampled_from(Step),
    day=st.integers(0, 3).map(lambda days: DAY + timedelta(days=days)),
    removal=st.one_of(st.none(), st.sampled_from(Removal)),
    note=st.sampled_from(["", "because"]),
)
#: Any entry whatever, or (by number) one of those that may follow.
tries = st.lists(st.one_of(entries, st.integers(0, 1000)), max_size=40)


def lives(tried: list[Entry | int]) -> list[tuple[Entry, ...]]:
    """Every history on the way through those of ``tried`` that are allowed."""
    told: list[tuple[Entry, ...]] = [()]
    for one in tried:
        now = told[-1]
        if isinstance(one, int):
            offered = allowed_steps(life_of(now))
            step = offered[one % len(offered)]
            removal = list(Removal)[one % len(Removal)] if step is Step.REMOVE else None
            one = Entry(step, max([DAY, *(entry.day for entry in now)]), removal, "because")
            assert refusal_of(now, one) is None
        if refusal_of(now, one) is None:
            told.append(apply(now, one))
    return told


@given(tries)
def test_whatever_happens_a_resident_moves_the_count_at_most_once(tried):
    rows: Counter[str] = Counter()
    told = lives(tried)
    for before, after in pairwise(told):
        moves = ledger_moves(before, after)
        merges = State.MERGED in {life_of(before).state, life_of(after).state}
        assert len(moves) <= (3 if merges else 1)
        for move in moves:
            rows[move.kind] += -1 if move.reverses else 1
            assert 0 <= rows[move.kind] <= 1
        assert {kind for kind, number in rows.items() if number} == set(claims(after))
        assert sum(rows[kind] for kind in KINDS if EFFECT[kind] < 0) <= 1
        life = life_of(after)
        assert net_effect(after) == sum(EFFECT[kind] * rows[kind] for kind in KINDS)
        if life.state is State.MERGED and life.removal is None:
            assert net_effect(after) == 0
        else:
            assert net_effect(after) - life.added == (-1 if life.state not in REMAINING | {State.UNLISTED} else 0)
        assert life.state is not State.REMOVED or life.removal is not None
        assert life.removal is None or life.state in {State.REMOVED, State.MERGED}
        assert len(after) == len(before) + 1


def test_a_merge_ends_what_the_merged_person_claims_and_its_undoing_brings_it_back():
    added = history(Step.LIST, Step.ADD, Step.RECORD)
    day = DAY + timedelta(days=5)
    merged = apply(added, Entry(Step.MERGE, day))
    assert claims(merged) == {}
    assert ledger_moves(added, merged) == (
        LedgerMove("added", DAY + timedelta(days=1), reverses=True),
        LedgerMove("recorded", DAY + timedelta(days=2), reverses=True),
    )
    counted_twice = apply(added, Entry(Step.MERGE, day, Removal.DOUBLE))
    assert claims(counted_twice) == {"added": DAY + timedelta(days=1), "removed": day}
    assert claims(undo(merged, day=day, note="two people")) == claims(added)
    assert refusal_of(added, Entry(Step.MERGE, day, Removal.DIED)) is Refusal.TAKES_NO_REMOVAL


@given(tries)
def test_undoing_everything_restores_the_start(tried):
    told = lives(tried)[-1]
    while life_of(told).state is not State.UNLISTED:
        before = standing(told)
        undone = undo(told, day=DAY, note="back")
        assert standing(undone) == before[:-1]
        assert life_of(undone) == life_of(before[:-1])
        told = undone
    assert life_of(told) == Life()
    assert claims(told) == {}
    assert standing(told) == ()


@given(tries)
def test_no_history_holds_a_contradiction(tried):
    stack = standing(lives(tried)[-1])
    steps = [entry.step for entry in stack]
    assert steps.count(Step.LIST) <= 1
    assert steps.count(Step.ADD) <= 1
    assert not {Step.REMOVE, Step.MERGE} & set(steps[:-1])
    assert Step.DELIVER not in steps[:-1] or steps[-1] is Step.MERGE
    if Step.DELIVER in steps:
        assert steps[steps.index(Step.DELIVER) - 1] is Step.PRINT
        assert Step.RECORD in steps
    dated = [entry.day for entry in stack if entry.step is not Step.LIST]
    assert dated == sorted(dated)


def test_invented_histories_reach_every_state():
    """The properties above would prove nothing over histories that stay at their beginning."""
    reached = set()

    @settings(derandomize=True, max_examples=300)
    @given(tries)
    def walk(tried):
        reached.update(life_of(told).state for told in lives(tried))

    walk()
    assert reached == set(State)
