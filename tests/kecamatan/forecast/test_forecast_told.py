"""The forecast: what is said of a pace, of the goal, and at the edges."""

from dataclasses import replace

import pytest
from hypothesis import given

from kecamatan.counts import Counts
from kecamatan.forecast import Goal, Past, Plan, PlannedVisit, Verdict, forecast
from tests.kecamatan.forecast.invented_pasts import (
    GOAL,
    NOBODY,
    START,
    after,
    goals,
    pasts,
    plans,
    steady,
)

# --- What is said -------------------------------------------------------------------------------------------------


def test_a_steady_pace_goes_on():
    told = forecast(steady(70, 20, added=5), NOBODY)
    assert told.pace == pytest.approx(100, rel=0.02)
    assert told.inflow_per_week == pytest.approx(5, rel=0.02)
    # 1,848 and some 50 who flow in, less ten weeks of a hundred; but the fewer remain, the fewer are found.
    assert 860 < told.at_last_recording_day.mid < 1000
    assert told.at_last_recording_day.low < told.at_last_recording_day.mid < told.at_last_recording_day.high
    assert told.verdict == Verdict.UNLIKELY
    assert told.counts_visits is False


def test_nobody_is_recorded_after_the_last_recording_day_and_people_go_on_turning_17():
    told = forecast(steady(70, 20, added=14), NOBODY)
    last, polling = told.at_last_recording_day, told.at_polling_day
    assert polling.mid - last.mid == pytest.approx(26, abs=3)


def test_it_goes_on_after_the_last_recording_day_where_the_ledger_says_so():
    past = steady(150, 20, baseline=9000)
    told = forecast(past, NOBODY)
    assert told.at_last_recording_day.is_known
    assert told.at_polling_day.mid < past.remaining - 50


def test_the_range_widens_with_time():
    told = forecast(steady(70), NOBODY)
    widths = [one.high - one.low for one in told.fan[:80]]
    assert widths[0] == 0 < widths[7] < widths[35] < widths[79]


def test_a_week_entered_on_one_day_is_like_a_week_entered_day_by_day():
    weekly = [(after(n), Counts(recorded=100)) for n in range(70) if after(n).weekday() == 4]
    daily = steady(70, 20)
    told = forecast(replace(daily, days=weekly), NOBODY)
    assert told.pace == pytest.approx(forecast(daily, NOBODY).pace, rel=0.05)
    # Hardly anything comes before Friday; from then on both are alike.
    assert [one.mid for one in told.fan[:4]] == pytest.approx([1798, 1796, 1794, 1792], abs=2)
    assert told.fan[4].mid < 1715


def test_a_week_of_holidays_ahead_leaves_more():
    past = steady(70)
    away = replace(past, rest_days=frozenset(after(n) for n in range(77, 84)))
    assert forecast(away, NOBODY).at_last_recording_day.mid > forecast(past, NOBODY).at_last_recording_day.mid + 50


def test_a_week_of_holidays_behind_is_not_taken_for_a_slow_week():
    away = frozenset(after(n) for n in range(56, 63))
    past = steady(70)
    quiet = replace(past, days=[(day, flow) for day, flow in past.days if day not in away])
    assert forecast(quiet, NOBODY).pace < 0.9 * forecast(past, NOBODY).pace
    assert forecast(replace(quiet, rest_days=away), NOBODY).pace == pytest.approx(forecast(past, NOBODY).pace, rel=0.03)


def test_a_weekend_of_visits_is_learnt():
    past = steady(70, 0)
    saturdays = [(after(n), Counts(recorded=60)) for n in range(70) if after(n).weekday() == 5]
    told = forecast(replace(past, days=saturdays), NOBODY)
    assert told.pace == pytest.approx(60, rel=0.1)


def test_planned_visits_stand_in_the_place_of_usual_ones():
    past = steady(70)
    known = replace(past, visited={day: 10 for day, _flow in past.days})
    until = after(70 + 20)
    usual = forecast(known, NOBODY)
    none = forecast(known, NOBODY, Plan((), until))
    one = forecast(known, NOBODY, Plan([PlannedVisit(after(75), 60, 20, "a")], until))
    assert usual.counts_visits is True
    # Half of the pace is made at visits: 50 a week, for three weeks.
    at = 21
    assert none.fan[at].mid - usual.fan[at].mid == pytest.approx(150, rel=0.15)
    assert none.fan[at].mid - one.fan[at].mid == pytest.approx(60, rel=0.15)
    # Afterwards visits go on as usual.
    assert none.at_last_recording_day.mid - usual.at_last_recording_day.mid < 150


def test_planned_visits_change_nothing_where_nobody_knows_what_visits_brought():
    past = steady(70)
    plan = Plan([PlannedVisit(after(75), 60, 20)], after(90))
    assert forecast(past, NOBODY, plan) == forecast(past, NOBODY)


def test_what_if_a_visit_is_called_off_and_the_turnout_is_better():
    past = replace(steady(70), visited={})
    plan = Plan([PlannedVisit(after(75), 60, 20, "a"), PlannedVisit(after(80), 40, 20, "b")], after(90))
    at = 21
    as_is, off, better = (
        forecast(past, NOBODY, one).fan[at].mid for one in (plan, plan.without(frozenset("a")), plan.with_turnout(1.5))
    )
    assert off - as_is == pytest.approx(60, rel=0.15)
    assert as_is - better == pytest.approx(50, rel=0.15)


def test_those_known_by_name_are_not_counted_beside_the_ledgers_own():
    past = steady(70, 20, added=14)
    few = {after(n): 1 for n in range(70, 155)}
    assert forecast(replace(past, births=few), NOBODY) == forecast(past, NOBODY)
    many = {after(n): 5 for n in range(70, 155)}
    assert forecast(replace(past, births=many), NOBODY).fan[21].mid > forecast(past, NOBODY).fan[21].mid + 40


# --- The goal -----------------------------------------------------------------------------------------------------


def test_needed_counts_who_flows_in_and_the_holidays():
    past = steady(70, 20, added=14)
    told = forecast(past, NOBODY)
    weeks = (GOAL.last_recording_day - past.today).days / 7
    assert told.needed_per_week == pytest.approx(past.remaining / weeks + 14, rel=0.05)
    away = replace(past, rest_days=frozenset(after(n) for n in range(77, 91)))
    assert forecast(away, NOBODY).needed_per_week > told.needed_per_week * 1.15
    assert forecast(past, GOAL).needed_per_week < told.needed_per_week


@pytest.mark.parametrize(
    ("may_remain", "verdict"),
    [(0, Verdict.UNLIKELY), (560, Verdict.UNCERTAIN), (1200, Verdict.LIKELY), (1798, Verdict.REACHED)],
)
def test_the_verdict_agrees_with_the_range(may_remain, verdict):
    past = steady(70)
    goal = replace(GOAL, target=99.0, base=may_remain * 100 or 1)
    assert goal.may_remain == may_remain
    told = forecast(past, goal)
    assert past.remaining == 1798
    assert told.verdict == verdict
    last = told.at_last_recording_day
    assert (told.chance > 0.9 - 1e-3) == (last.high <= may_remain)
    assert (told.chance < 0.1 + 1e-2) == (last.low > may_remain)


def test_the_days_on_which_the_goal_is_reached_stand_in_order():
    goal = replace(GOAL, target=99.0, base=130_000)
    reached = forecast(steady(70), goal).reached
    assert after(70) < reached.first < reached.middle < reached.last <= GOAL.polling_day
    assert forecast(steady(70), NOBODY).reached.last is None


def test_after_the_last_chance_not_even_the_best_pace_would_do():
    # Six weeks of a hundred a week, then four of thirty.
    quick, slow = steady(42, 20), steady(70, 6)
    days = [*quick.days, *((day, flow) for day, flow in slow.days if day > quick.today)]
    past = Past(START, after(69), 2798 + sum(flow.flow for _day, flow in days), days)
    goal = replace(GOAL, target=99.0, base=130_000)
    told = forecast(past, goal)
    assert told.best == pytest.approx(100, rel=0.05)
    assert told.verdict == Verdict.UNCERTAIN
    assert told.too_late is False
    assert after(70) < told.last_chance < GOAL.last_recording_day
    assert forecast(past, replace(goal, base=50_000)).too_late is True
    assert forecast(past, replace(goal, base=160_000)).last_chance is None
    # Teams that could do more leave more time.
    assert forecast(past, replace(goal, ceiling=200)).last_chance > told.last_chance


def test_where_only_a_better_pace_than_ever_would_do_it_has_to_begin_today():
    past = steady(70)
    told = forecast(past, replace(GOAL, target=99.0, base=72_000))
    assert told.at_last_recording_day.low < 720 < past.remaining - 100 * 10.3
    assert (told.too_late, told.last_chance, told.verdict) == (False, past.today, Verdict.UNCERTAIN)


@given(pasts(), goals, plans)
def test_it_is_never_called_too_late_while_the_range_reaches_the_goal(past, goal, plan):
    told = forecast(past, goal, plan)
    if told.is_enough and told.at_last_recording_day.day > past.today:
        assert told.too_late is False or told.verdict == Verdict.UNLIKELY
        assert told.last_chance is None or past.today <= told.last_chance < goal.last_recording_day
        assert (told.last_chance is None or told.too_late is False) is True


# --- The edges ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "past",
    [
        Past(START, START, 2798, []),
        Past(START, after(60), 2798, []),
        Past(START, after(60), 2798, [(after(50), Counts(recorded=200))]),
        Past(START, after(60), 2798, [(after(n), Counts()) for n in range(60)]),
        Past(START, after(60), 2790, [(after(n), Counts(recorded=1)) for n in range(40, 48)]),
        steady(20),
        Past(START, after(120), 2000, [(after(n), Counts(recorded=40)) for n in range(20)]),
        Past(START, after(-10), 2798, []),
    ],
    ids=["one day", "empty", "one entry", "zeros", "few people", "two weeks", "silent", "before the start"],
)
def test_too_little_data_is_said_and_what_is_needed_all_the_same(past):
    told = forecast(past, GOAL)
    assert told.verdict == Verdict.TOO_LITTLE_DATA
    assert (told.fan, told.chance, told.pace, told.is_enough) == ((), None, None, False)
    assert told.needed_per_week > 0
    assert told.may_remain == 1048


def test_three_weeks_are_enough():
    assert forecast(steady(21), GOAL).is_enough


@pytest.mark.parametrize(
    ("remaining", "verdict"), [(0, Verdict.REACHED), (1048, Verdict.REACHED), (1049, Verdict.MISSED)]
)
def test_a_drive_that_is_over_is_told_as_it_ended(remaining, verdict):
    past = replace(steady(180), today=after(179), remaining=remaining)
    told = forecast(past, GOAL)
    assert told.verdict == verdict
    assert [(one.low, one.high) for one in told.fan] == [(remaining, remaining)]
    assert told.at_last_recording_day.is_known
    assert told.at_polling_day.is_known
    assert (told.chance, told.needed_per_week) == (None, None)


def test_between_the_last_recording_day_and_polling_day():
    known = forecast(steady(146, 20, baseline=9000), GOAL)
    assert known.verdict == Verdict.MISSED
    assert known.too_late is True
    unknown = forecast(Past(START, after(146), 1049, []), GOAL)
    assert unknown.verdict == Verdict.MISSED


def test_nobody_left_is_a_finished_drive():
    past = steady(70, 20, baseline=1000)
    told = forecast(replace(past, remaining=0), NOBODY)
    assert told.verdict == Verdict.REACHED
    assert told.needed_per_week == 0
    assert told.at_last_recording_day.mid == 0
    early = forecast(Past(START, after(5), 0, []), NOBODY)
    assert early.verdict == Verdict.REACHED


def test_without_a_base_the_goal_is_that_nobody_remains():
    assert forecast(steady(70), replace(GOAL, base=None)).may_remain == 0
    assert forecast(steady(70), replace(GOAL, target=None)).verdict == Verdict.UNLIKELY


def test_polling_day_may_not_come_first():
    with pytest.raises(ValueError, match="before the last recording day"):
        Goal(GOAL.polling_day, GOAL.last_recording_day)
