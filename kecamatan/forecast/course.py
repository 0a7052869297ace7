"""The forecast itself: day after day from today to polling day. The formulas stand in the package's words."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist
from typing import NamedTuple

from kecamatan.counts import Counts
from kecamatan.forecast.pace import TENTH, WEEK, Inflow, Pace, Part, inflow_of, pace_of
from kecamatan.forecast.parts import Forecast, Goal, Past, Plan, PlannedVisit, Range, Reached, Verdict

#: Less than this is too little to tell: weeks, days with recordings, people recorded.
LEAST_WEEKS, LEAST_DAYS, LEAST_PEOPLE = 3, 3, 10
#: A visit's deviation is at most this part of what it promises: nobody comes less than not at all.
MOST_SPREAD = 0.7
#: How far all visits together may miss what they promise; what further teams bring is known less well.
SHARED_SPREAD, MORE_SPREAD = 0.15, 0.3
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Learnt:
    """What the past tells. ``office``: without visits where those are known, else all; ``visits``: None if unknown."""

    whole: Pace
    office: Pace
    visits: Pace | None
    inflow: Inflow


class _Step(NamedTuple):
    """A day of the course, before it is rounded. ``work``: weeks of work since today; ``inflow``: people since today."""

    day: date
    work: float
    inflow: float
    low: float
    mid: float
    high: float

    @property
    def range(self) -> Range:
        return Range(self.day, math.floor(self.low + 1e-6), round(self.mid), math.ceil(self.high - 1e-6))


def forecast(past: Past, goal: Goal, plan: Plan = Plan()) -> Forecast:  # noqa: B008 - frozen and empty
    """What is to be expected; see the package's words for how."""
    if past.today >= goal.last_recording_day and past.today >= goal.polling_day:
        return _over(past, goal)
    if not is_enough(past):
        return _too_little(past, goal)
    learnt = learn(past)
    steps = list(_course(past, goal, plan, learnt))
    fan = [one.range for one in steps]
    at_last = _at(past, fan, goal.last_recording_day)
    chance = _chance(steps[(goal.last_recording_day - past.today).days], goal) if at_last.day > past.today else None
    too_late, last_chance = _last_chance(past, goal, learnt, steps)
    return Forecast(
        verdict=_verdict(past, goal, at_last),
        may_remain=goal.may_remain,
        needed_per_week=_needed(past, goal, steps),
        fan=fan,
        at_last_recording_day=at_last,
        at_polling_day=_at(past, fan, goal.polling_day),
        chance=chance,
        reached=_reached(fan, goal.may_remain),
        last_chance=last_chance,
        too_late=too_late,
        pace=learnt.whole.rate,
        visits_per_week=learnt.visits.rate if learnt.visits is not None else None,
        inflow_per_week=learnt.inflow.rate,
        best=best_of(learnt, goal),
        counts_visits=learnt.visits is not None,
    )


def is_enough(past: Past) -> bool:
    """Three weeks since the start, and in the last eight of them recordings on three days, of ten people at least."""
    if (past.today - past.start).days + 1 < LEAST_WEEKS * WEEK:
        return False
    since = past.today - timedelta(days=8 * WEEK)
    done = [people for day, flow in past.days if since < day <= past.today and (people := done_of(flow)) > 0]
    return len(done) >= LEAST_DAYS and sum(done) >= LEAST_PEOPLE


def done_of(flow: Counts) -> int:
    """Recorded here or elsewhere."""
    return flow.recorded + flow.recorded_elsewhere


def learn(past: Past) -> Learnt:
    """Pace and inflow of the days until today."""
    days = [(day, flow) for day, flow in past.days if past.start <= day <= past.today]
    span = (past.start, past.today)
    done: dict[date, int] = {}
    net: dict[date, int] = {}
    for day, flow in days:
        done[day] = max(0, done.get(day, 0) + done_of(flow))
        net[day] = net.get(day, 0) + flow.flow + done_of(flow)
    whole = pace_of(done, *span, past.rest_days)
    inflow = inflow_of(net, sum(flow.removed for _day, flow in days), *span)
    if past.visited is None:
        return Learnt(whole, whole, None, inflow)
    at_visits = {day: min(people, done.get(day, 0)) for day, people in past.visited.items()}
    without = {day: people - at_visits.get(day, 0) for day, people in done.items()}
    return Learnt(whole, pace_of(without, *span, past.rest_days), pace_of(at_visits, *span, past.rest_days), inflow)


def _course(past: Past, goal: Goal, plan: Plan, learnt: Learnt) -> Iterator[_Step]:
    """Today and every day until polling day."""
    known_until = past.today
    if learnt.visits is not None and plan.known_until is not None:
        known_until = max(known_until, plan.known_until)
    stop = _stop(past, goal)
    promised: dict[date, list[PlannedVisit]] = {}
    for visit in plan.visits:
        if past.today < visit.day <= min(known_until, stop):
            promised.setdefault(visit.day, []).append(visit)
    office = visits = whole = births = expected = variance = 0.0
    yield _Step(past.today, 0.0, 0.0, past.remaining, past.remaining, past.remaining)
    for number in range(1, (goal.polling_day - past.today).days + 1):
        day = past.today + timedelta(days=number)
        births += past.births.get(day, 0)
        if day <= stop:
            whole += learnt.whole.weights.of(day)
            office += learnt.office.weights.of(day)
            if learnt.visits is not None and day > known_until:
                visits += learnt.visits.weights.of(day)
        for visit in promised.get(day, ()):
            expected += max(0.0, visit.expected)
            variance += max(0.0, min(visit.spread, MOST_SPREAD * visit.expected)) ** 2
        weeks = number / WEEK
        parts = [learnt.office.gross(office, weeks), *_of_visits(expected, variance), _more(plan.more_per_week * whole)]
        if learnt.visits is not None:
            usual = learnt.visits.gross(visits, weeks)
            parts.append(Part(*(max(0.0, plan.turnout) * one for one in usual)))
        yield _step(day, past.remaining, whole, parts, learnt.inflow.until(weeks, births))


def _stop(past: Past, goal: Goal) -> date:
    """The last day on which anybody is recorded."""
    goes_on = any(day > goal.last_recording_day and done_of(flow) > 0 for day, flow in past.days if day <= past.today)
    return goal.polling_day if goes_on else goal.last_recording_day


def _of_visits(expected: float, variance: float) -> list[Part]:
    deviation = TENTH * math.sqrt(variance + (SHARED_SPREAD * expected) ** 2)
    return [Part(expected, deviation, deviation)] if expected else []


def _more(people: float) -> Part:
    people = max(0.0, people)
    return Part(people, TENTH * MORE_SPREAD * people, TENTH * MORE_SPREAD * people)


def _step(day: date, remaining: int, work: float, gross: Sequence[Part], inflow: Part) -> _Step:
    """Squares of deviations add up: more remain where fewer are recorded or more flow in."""
    people = sum(part.people for part in gross)
    less = math.hypot(inflow.above, *(part.below for part in gross))
    more = math.hypot(inflow.below, *(part.above for part in gross))
    crowd = max(0.0, remaining + inflow.people)
    edges = (left_of(crowd, people + more), left_of(crowd, people), left_of(crowd, people - less))
    return _Step(day, work, inflow.people, *edges)


def left_of(crowd: float, gross: float) -> float:
    """How many of a crowd are left by a gross pace of so many, which falls with the cube root of what remains."""
    if gross <= 0:
        return crowd - gross
    return crowd * max(0.0, 1 - 2 * gross / (3 * crowd)) ** 1.5 if crowd > 0 else 0.0


def _at(past: Past, fan: Sequence[Range], day: date) -> Range:
    """The range on a day; of a day that is past, what the ledger says."""
    if day > past.today:
        return fan[(day - past.today).days]
    was = max(0, past.remaining - sum(flow.flow for on, flow in past.days if day < on <= past.today))
    return Range(day, was, was, was)


def _chance(step: _Step, goal: Goal) -> float:
    """Of at most ``may_remain`` at the end of this day."""
    above = goal.may_remain + 0.5 - step.mid
    width = (step.high - step.mid if above >= 0 else step.mid - step.low) / TENTH
    if width <= 0:
        return 1.0 if above >= 0 else 0.0
    return _NORMAL.cdf(above / width)


def _verdict(past: Past, goal: Goal, at_last: Range) -> Verdict:
    if at_last.day <= past.today:
        return Verdict.REACHED if past.remaining <= goal.may_remain else Verdict.MISSED
    if past.remaining <= goal.may_remain:
        return Verdict.REACHED
    if at_last.high <= goal.may_remain:
        return Verdict.LIKELY
    return Verdict.UNLIKELY if at_last.low > goal.may_remain else Verdict.UNCERTAIN


def _needed(past: Past, goal: Goal, steps: Sequence[_Step]) -> int | None:
    days = (goal.last_recording_day - past.today).days
    if days <= 0:
        return None
    last = steps[days]
    people = max(0.0, past.remaining + last.inflow - goal.may_remain)
    return math.ceil(people / max(1.0, last.work) - 1e-9)


def _reached(fan: Sequence[Range], may_remain: int) -> Reached:
    return Reached(
        next((one.day for one in fan if one.low <= may_remain), None),
        next((one.day for one in fan if one.mid <= may_remain), None),
        next((one.day for one in fan if one.high <= may_remain), None),
    )


def best_of(learnt: Learnt, goal: Goal) -> float:
    """People a week of work at the best: the best four weeks so far, or the teams' ceiling if that is higher."""
    return max(learnt.whole.best, learnt.whole.rate, goal.ceiling or 0.0)


def _last_chance(past: Past, goal: Goal, learnt: Learnt, steps: Sequence[_Step]) -> tuple[bool, date | None]:
    """(too late, the last day that it can still be made)."""
    days = (goal.last_recording_day - past.today).days
    if days <= 0:
        return past.remaining > goal.may_remain, None
    if past.remaining <= goal.may_remain:
        return False, None
    best, end = best_of(learnt, goal), steps[days]
    can = [
        one.mid + (end.inflow - one.inflow) - best * (end.work - one.work) <= goal.may_remain + 0.5
        for one in steps[: days + 1]
    ]
    if can[-1]:
        return False, None
    if not any(can):
        # A range that still reaches it knows of a better pace than any so far: then it has to begin at once.
        return (False, past.today) if math.floor(end.low + 1e-6) <= goal.may_remain else (True, None)
    return False, max(one.day for one, holds in zip(steps, can, strict=False) if holds)


def _over(past: Past, goal: Goal) -> Forecast:
    """Polling day is here: nothing is to be guessed."""
    at_last, at_polling = _at(past, [], goal.last_recording_day), _at(past, [], goal.polling_day)
    reached = past.remaining <= goal.may_remain
    return Forecast(
        Verdict.REACHED if reached else Verdict.MISSED,
        goal.may_remain,
        fan=[Range(past.today, past.remaining, past.remaining, past.remaining)],
        at_last_recording_day=at_last,
        at_polling_day=at_polling,
        too_late=not reached,
    )


def _too_little(past: Past, goal: Goal) -> Forecast:
    """No range; what is needed can be said all the same, over the calendar's weeks and without the inflow."""
    days = (goal.last_recording_day - past.today).days
    above = max(0, past.remaining - goal.may_remain)
    needed = math.ceil(above / max(1.0, days / WEEK) - 1e-9) if days > 0 else None
    if past.today >= past.start and above == 0:
        return Forecast(Verdict.REACHED, goal.may_remain, needed_per_week=needed)
    verdict = Verdict.TOO_LITTLE_DATA if days > 0 else Verdict.MISSED
    return Forecast(verdict, goal.may_remain, needed_per_week=needed, too_late=days <= 0)
