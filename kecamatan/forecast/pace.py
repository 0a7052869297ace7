"""What a week brings, and how sure that is: learnt from the days so far. The formulas stand in the package's words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

WEEK = 7
#: A week counts half as much as one four weeks later.
FADING = 0.84
#: Weeks looked back on; before them a week counts for a hundredth.
MOST_WEEKS = 26
#: By how much a pace drifts in a week, as a part of itself.
DRIFT = 0.14
#: What is assumed of weeks as long as few were seen: variance = 3·pace + (0.4·pace)², and it counts as three weeks.
ASSUMED_CLUMPS, ASSUMED_SPREAD, ASSUMED_WEEKS = 3.0, 0.4, 3.0
#: A week with less work than this is no measure of a pace.
LEAST_WORK = 0.2
#: 10 % of a normal curve lie beyond.
TENTH = 1.2816
#: The best pace is one that was held for so many weeks.
BEST_WEEKS = 4


@dataclass(frozen=True)
class Weights:
    """What part of a week's work falls on a day. ``weekdays``: Monday first, summing to 1; ``resting``: on a rest day."""

    weekdays: tuple[float, ...]
    resting: float
    rest_days: frozenset[date]

    def of(self, day: date) -> float:
        weight = self.weekdays[day.weekday()]
        return weight * self.resting if day in self.rest_days else weight


@dataclass(frozen=True)
class Pace:
    """People a week of work. ``noise``: variance of a week; ``doubt``: relative variance of ``rate`` itself.

    ``tenth``: so many standard deviations from the middle 10 % lie beyond. ``best``: the highest of four weeks in a row.
    """

    weights: Weights
    rate: float = 0.0
    noise: float = 0.0
    doubt: float = 0.0
    tenth: float = TENTH
    best: float = 0.0

    def gross(self, work: float, weeks: float) -> "Part":
        """What comes in so many weeks of work that take so many weeks."""
        people = self.rate * work
        if people <= 0:
            return Part()
        variance = self.noise * work / people**2 + self.doubt + DRIFT**2 * weeks / 3
        edge = min(3.0, self.tenth * math.sqrt(variance))
        return Part(people, people * -math.expm1(-edge), people * math.expm1(edge))


class Part(NamedTuple):
    """So many people, and how far below and above the 10 % and 90 % points lie.

    A named tuple, as it is made several times for each day.
    """

    people: float = 0.0
    below: float = 0.0
    above: float = 0.0


def weights_of(by_day: Mapping[date, int], first: date, last: date, rest_days: frozenset[date]) -> Weights:
    """Learnt from all days from the first to the last."""
    seen, people, resting = [0.0] * WEEK, [0.0] * WEEK, []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in rest_days:
            resting.append(day)
            continue
        seen[day.weekday()] += 1
        people[day.weekday()] += by_day.get(day, 0)
    week = sum(some / days for some, days in zip(people, seen, strict=True) if days)
    if week <= 0:
        return Weights((0.2,) * 5 + (0.0,) * 2, 0.0, rest_days)
    usual = [week / 5] * 5 + [0.0] * 2
    drawn = [(some + like) / (days + 1) for some, like, days in zip(people, usual, seen, strict=True)]
    weekdays = tuple(one / sum(drawn) for one in drawn)
    expected = week * sum(weekdays[day.weekday()] for day in resting)
    found = sum(by_day.get(day, 0) for day in resting)
    return Weights(weekdays, min(1.0, found / (expected + week)), rest_days)


def pace_of(by_day: Mapping[date, int], first: date, last: date, rest_days: frozenset[date]) -> Pace:
    """The pace at the end of ``last``. Days before the oldest whole week only shape the weights."""
    weights = weights_of(by_day, first, last, rest_days)
    weeks = min(MOST_WEEKS, ((last - first).days + 1) // WEEK)
    people, work = _weeks(by_day, weights, last, weeks)
    fading = [FADING**number for number in range(weeks)]
    measured = sum(part * some for part, some in zip(fading, work, strict=True))
    rate = sum(part * some for part, some in zip(fading, people, strict=True)) / measured if measured > 0 else 0.0
    if rate <= 0:
        return Pace(weights)
    whole = sum(fading)
    amount = whole**2 / sum(part**2 for part in fading)
    scatter = sum(
        part * (some - rate * done) ** 2 / max(done, LEAST_WORK)
        for part, some, done in zip(fading, people, work, strict=True)
    )
    # One week is spent on the pace itself.
    scatter *= amount / whole
    assumed = ASSUMED_CLUMPS * rate + (ASSUMED_SPREAD * rate) ** 2
    sure = max(amount - 1, 0.0) + ASSUMED_WEEKS
    noise = (scatter + ASSUMED_WEEKS * assumed) / sure
    doubt = noise / (rate**2 * amount) + DRIFT**2 * _lag(fading)
    # Student's t for so many degrees of freedom, to the first order.
    tenth = TENTH * (1 + (TENTH**2 + 1) / (4 * sure))
    return Pace(weights, rate, noise, doubt, tenth, _best(people, work))


def _weeks(
    by_day: Mapping[date, int], weights: Weights, last: date, weeks: int
) -> tuple[Sequence[int], Sequence[float]]:
    """(people, weeks of work) of each week, the newest first."""
    people, work = [0] * weeks, [0.0] * weeks
    for number in range(weeks * WEEK):
        day = last - timedelta(days=number)
        people[number // WEEK] += by_day.get(day, 0)
        work[number // WEEK] += weights.of(day)
    return people, work


def _lag(fading: Sequence[float]) -> float:
    """How far a pace that drifts has moved from its weighted mean, in variances of one week's drift."""
    whole, later, lag = sum(fading), sum(fading), 0.0
    for part in fading[:-1]:
        later -= part
        lag += (later / whole) ** 2
    return lag


def _best(people: Sequence[int], work: Sequence[float]) -> float:
    """The highest pace of four weeks in a row, or of all where there are fewer."""
    span = min(BEST_WEEKS, len(people))
    found = 0.0
    for at in range(len(people) - span + 1):
        done = sum(work[at : at + span])
        if done >= LEAST_WORK * span:
            found = max(found, sum(people[at : at + span]) / done)
    return found


@dataclass(frozen=True)
class Inflow:
    """People a week who flow in, those removed taken off; may be negative. ``noise``: variance of a week.

    ``removed``: of them, people a week who are removed. ``weeks``: so many were looked at.
    """

    rate: float = 0.0
    noise: float = 0.0
    removed: float = 0.0
    weeks: int = 0

    def until(self, weeks: float, births: float) -> Part:
        """What flows in within so many weeks, of whom so many are known by name."""
        people = max(self.rate * weeks, births - self.removed * weeks)
        deviation = TENTH * math.sqrt(self.noise * weeks * (1 + weeks / max(1, self.weeks)))
        return Part(people, deviation, deviation)


def inflow_of(net: Mapping[date, int], removed: int, first: date, last: date) -> Inflow:
    """Over the whole drive: lists come once a month, so that four weeks would tell too little."""
    days = (last - first).days + 1
    weeks = days // WEEK
    if weeks < 1:
        return Inflow()
    sums = [
        sum(net.get(last - timedelta(days=week * WEEK + number), 0) for number in range(WEEK)) for week in range(weeks)
    ]
    rate = sum(net.values()) / days * WEEK
    scatter = sum((some - rate) ** 2 for some in sums)
    assumed = ASSUMED_CLUMPS * max(abs(rate), 1.0)
    noise = (scatter + ASSUMED_WEEKS * assumed) / (max(0, weeks - 1) + ASSUMED_WEEKS)
    return Inflow(rate, noise, removed / days * WEEK, weeks)
