"""The arithmetic of the stock of blank cards."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.card_stock import EFFECT, Agreement, Kind, Need, effect, lasts_until, room, use_per_day
from outreach.models import BlankCards

guards = import_module("outreach.migrations.0012_blank_card_guards")
DAY = date(2024, 9, 1)
rows = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(sorted(Kind)), st.integers(1, 9)), max_size=12)


def test_the_guards_and_the_choices_know_the_same_kinds():
    assert set(guards.ADDS) == {kind.value for kind, sign in EFFECT.items() if sign > 0}
    assert [kind.value for kind in Kind] == BlankCards.Kind.values


def test_a_reversal_does_the_opposite():
    assert [effect(kind, 3) for kind in Kind] == [3, -3, -3, 3, -3]
    assert [effect(kind, 3, reverses=True) for kind in Kind] == [-3, 3, 3, -3, 3]


@given(rows, st.integers(0, 9))
def test_room_is_the_fewest_left_on_any_later_day(made, day):
    """Against adding up every day from the beginning."""
    changes = [(DAY + timedelta(days=number), effect(kind, quantity)) for number, kind, quantity in made]
    when = DAY + timedelta(days=day)
    levels = [
        sum(change for other, change in changes if other <= DAY + timedelta(days=number)) for number in range(day, 10)
    ]
    fewest, on = room(when, sum(change for _day, change in changes), [one for one in changes if one[0] > when])
    assert fewest == min(levels)
    assert on >= when


@pytest.mark.parametrize(
    ("used", "first", "per_day"),
    [(56, 60, 2.0), (56, 13, 4.0), (56, 12, None), (0, 60, None)],
    ids=["four weeks", "two weeks", "too short", "nothing used"],
)
def test_present_use_is_that_of_four_weeks_or_of_a_shorter_stock(used, first, per_day):
    assert use_per_day(used, DAY - timedelta(days=first), DAY) == per_day
    assert use_per_day(used, None, DAY) is None


def test_how_long_the_blanks_last():
    assert lasts_until(40, 2.0, DAY) == DAY + timedelta(days=20)
    assert lasts_until(41, 2.0, DAY) == DAY + timedelta(days=20)
    assert lasts_until(0, 2.0, DAY) == DAY
    assert lasts_until(40, None, DAY) is None
    assert lasts_until(1_000_000, 0.01, DAY) is None


@pytest.mark.parametrize(
    ("need", "due", "short", "spare"),
    [
        (Need(40, 61, 35), 96, 56, 0),
        (Need(100, 61, 35), 96, 0, 4),
        (Need(None, 61, 35), 96, 0, 0),
        (Need(0, 0, 0), 0, 0, 0),
    ],
)
def test_blanks_against_the_prints_due(need, due, short, spare):
    assert (need.due, need.short, need.spare) == (due, short, spare)


@pytest.mark.parametrize(
    ("records", "missing", "unexplained"),
    [
        (Agreement(100, 90, 30), 0, 0),
        (Agreement(90, 90, 30), 0, 0),
        (Agreement(120, 90, 30), 0, 0),
        (Agreement(80, 90, 30), 10, 0),
        (Agreement(10, 0, 30), 20, 0),
        (Agreement(130, 90, 30), 0, 10),
    ],
)
def test_the_records_agree_within_what_may_be_in_both(records, missing, unexplained):
    assert (records.missing, records.unexplained) == (missing, unexplained)
    assert records.agrees == (missing == unexplained == 0)
    assert records.nameless == records.used - records.by_name
