"""The forecast: what always holds, over invented pasts."""

from dataclasses import replace
from datetime import timedelta
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from kecamatan.forecast import Plan, PlannedVisit, forecast
from kecamatan.forecast.course import left_of
from tests.kecamatan.forecast.invented_pasts import (
    GOAL,
    NOBODY,
    after,
    goals,
    pasts,
    plans,
    steady,
    visits_ahead,
)


@given(pasts(), goals, plans)
def test_a_range_is_in_order_and_never_below_zero(past, goal, plan):
    told = forecast(past, goal, plan)
    for one in [*told.fan, *filter(None, [told.at_last_recording_day, told.at_polling_day])]:
        assert 0 <= one.low <= one.mid <= one.high
    if told.fan:
        assert [one.day for one in told.fan] == [
            past.today + timedelta(days=n) for n in range(max(0, (goal.polling_day - past.today).days) + 1)
        ]
        assert told.fan[0].low == told.fan[0].high == past.remaining
    assert told.chance is None or 0 <= told.chance <= 1
    assert told.needed_per_week is None or told.needed_per_week >= 0


@given(pasts(), goals, plans)
def test_it_is_the_same_every_time(past, goal, plan):
    assert forecast(past, goal, plan) == forecast(past, goal, plan)


def never_more(fewer, more):
    """On no day any edge of the first lies above the second's."""
    for one, other in zip(fewer.fan, more.fan, strict=True):
        assert (one.low <= other.low, one.mid <= other.mid, one.high <= other.high) == (True, True, True), (one, other)


@given(pasts(), goals, plans, visits_ahead)
def test_a_further_visit_never_raises_what_remains(past, goal, plan, visit):
    never_more(forecast(past, goal, replace(plan, visits=[*plan.visits, visit])), forecast(past, goal, plan))


counted = st.builds(PlannedVisit, st.integers(71, 130).map(after), st.floats(1, 300), st.floats(0, 900))


@given(st.lists(counted, max_size=3), counted, st.integers(0, 30))
def test_nor_does_one_that_is_counted_and_may_go_badly(visits, visit, recorded):
    """Where hardly anything else is uncertain, so that a wide visit would widen the range most."""
    past = replace(steady(70, recorded + 1), visited={})
    plan = Plan(visits, after(140))
    never_more(forecast(past, NOBODY, replace(plan, visits=[*visits, visit])), forecast(past, NOBODY, plan))


def test_a_visit_that_may_go_badly_does_not_raise_the_high_edge():
    past = replace(steady(70, 1, baseline=2000), visited={})
    plan = Plan((), after(140))
    wild = replace(plan, visits=[PlannedVisit(after(75), 100, 900)])
    one, other = forecast(past, NOBODY, wild).fan[20], forecast(past, NOBODY, plan).fan[20]
    assert one.high <= other.high
    assert one.low < other.low - 100


@given(pasts(), goals, plans, st.floats(0, 500))
def test_a_further_team_never_makes_it_worse(past, goal, plan, per_week):
    never_more(forecast(past, goal, plan.with_more(per_week)), forecast(past, goal, plan))


@given(pasts(), goals, plans, st.floats(1, 3))
def test_a_better_turnout_never_makes_it_worse(past, goal, plan, times):
    never_more(forecast(past, goal, plan.with_turnout(times)), forecast(past, goal, plan))


@given(pasts(), goals, plans, st.integers(0, 155).map(after), st.integers(0, 500))
def test_more_who_turn_17_never_lower_what_remains(past, goal, plan, day, people):
    more = replace(past, births={**past.births, day: past.births.get(day, 0) + people})
    never_more(forecast(past, goal, plan), forecast(more, goal, plan))


@given(pasts(), goals, plans, st.integers(1, 500))
def test_the_more_remain_today_the_more_remain_later(past, goal, plan, people):
    never_more(forecast(past, goal, plan), forecast(replace(past, remaining=past.remaining + people), goal, plan))


@given(pasts(), goals, plans)
def test_the_order_of_the_days_means_nothing(past, goal, plan):
    turned = replace(past, days=list(reversed(past.days)))
    assert forecast(turned, goal, plan) == forecast(past, goal, plan)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e5))
def test_the_fewer_remain_the_harder_they_are_found(crowd, gross, more):
    left = left_of(crowd, gross)
    assert max(0.0, crowd - gross) <= left + 1e-6
    assert left <= crowd
    assert left_of(crowd, gross + more) <= left + 1e-6
    assert left_of(crowd + more, gross) >= left - 1e-6


@given(st.floats(0.01, 100), st.integers(1, 10**7))
def test_the_most_that_may_remain_is_rounded_down(target, base):
    may = replace(GOAL, target=target, base=base).may_remain
    assert 0 <= may == floor((100 - target) / 100 * base + 1e-6) or may == floor((100 - target) / 100 * base)


def test_the_most_that_may_remain_here_is_the_offices_own_figure():
    assert GOAL.may_remain == 1048
    assert NOBODY.may_remain == 0
    assert replace(GOAL, base=None).may_remain == 0
    assert replace(GOAL, target=None).has_target is False
