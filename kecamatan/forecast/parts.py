"""What goes into a forecast and what comes out of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from kecamatan.counts import Counts


@dataclass(frozen=True)
class Past:
    """What is known. ``today``: the last day whose entries are in; where nothing of today is entered yet, yesterday.

    ``days``: each day's flow, in any order, from ``start`` on; a day may be missing. ``visited``: day → recordings made
    at visits, None where nobody knows. ``rest_days``: holidays and joint leave, past and to come; weekends are learnt.
    ``births``: day to come → how many, known by name, turn 17.
    """

    start: date
    today: date
    remaining: int
    days: Sequence[tuple[date, Counts]]
    visited: Mapping[date, int] | None = None
    rest_days: frozenset[date] = frozenset()
    births: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedVisit:
    """A visit to come: its day, the recordings it promises and their standard deviation. ``key`` names it."""

    day: date
    expected: float
    spread: float
    key: str = ""


@dataclass(frozen=True)
class Plan:
    """The visits ahead. ``known_until``: up to this day the plan is made, afterwards visits go on as usual.

    ``more_per_week``: recordings a week of work that come on top from tomorrow on, as from further teams.
    ``turnout``: usual visits after ``known_until`` bring so many times what they brought.
    """

    visits: Sequence[PlannedVisit] = ()
    known_until: date | None = None
    more_per_week: float = 0.0
    turnout: float = 1.0

    def without(self, keys: frozenset[str]) -> "Plan":
        """The same plan with these visits called off; nothing comes in their place."""
        return replace(self, visits=[one for one in self.visits if one.key not in keys])

    def with_turnout(self, times: float) -> "Plan":
        """The same plan with so many times as many people coming to visits."""
        visits = [replace(one, expected=one.expected * times, spread=one.spread * times) for one in self.visits]
        more = self.more_per_week * times
        return replace(self, visits=visits, more_per_week=more, turnout=self.turnout * times)

    def with_more(self, per_week: float) -> "Plan":
        """The same plan and so many recordings a week more."""
        return replace(self, more_per_week=self.more_per_week + per_week)


def most_remaining(base: int, target: float) -> int:
    """The most people that may remain at a coverage of ``target`` per cent: floor((1 − target) · base)."""
    return max(0, math.floor(base * (100 - target) / 100 + 1e-9))


@dataclass(frozen=True)
class Goal:
    """When it must be done, and how far. ``target``: coverage in per cent; ``base``: the people it is measured against.

    ``ceiling``: recordings a week of work that the teams could make at most; None where nobody knows.
    """

    last_recording_day: date
    polling_day: date
    target: float | None = None
    base: int | None = None
    ceiling: float | None = None

    def __post_init__(self) -> None:
        """ValueError where polling day comes before the last recording day."""
        if self.polling_day < self.last_recording_day:
            raise ValueError("Polling day comes before the last recording day.")

    @property
    def has_target(self) -> bool:
        """Is there a coverage to reach? Else the goal is that nobody remains."""
        return bool(self.base) and self.target is not None

    @property
    def may_remain(self) -> int:
        """The most that may remain; 0 where nothing else is the goal."""
        if not self.base or self.target is None:
            return 0
        return most_remaining(self.base, self.target)


class Verdict(StrEnum):
    """What is to be said first. The goal is the coverage or, without one, that nobody remains.

    Likely: the whole range on the last recording day reaches it (9 of 10 at least); unlikely: none of the range does.
    Reached is said of today; where people flow in and nobody is recorded, the range may still rise above the goal.
    """

    REACHED = "reached"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    UNLIKELY = "unlikely"
    MISSED = "missed"  # the last recording day is past
    TOO_LITTLE_DATA = "too_little_data"


@dataclass(frozen=True)
class Range:
    """People who remain at the end of a day: in 8 of 10 drives from ``low`` to ``high``; whole numbers, none negative."""

    day: date
    low: int
    mid: int
    high: int

    @property
    def is_known(self) -> bool:
        """Is it one number?"""
        return self.low == self.high


@dataclass(frozen=True)
class Reached:
    """The days on which the goal is reached, by the low edge, the middle and the high edge of the range.

    None where that edge does not reach it by polling day.
    """

    first: date | None
    middle: date | None
    last: date | None


@dataclass(frozen=True)
class Forecast:
    """What is to be expected. All but the first three are empty or None where there is too little data.

    ``fan``: a range for today and each day until polling day. ``chance``: from 0 to 1, of the goal on the last recording
    day. ``needed_per_week``: people to record in each week of work left so that the goal is reached, inflow counted;
    all of them where less than a week is left; None once it is over. ``last_chance``: the last day that it can still be
    made; today means at once; None where the course reaches the goal by itself. ``too_late``: not even the
    best pace of this drive, from tomorrow on, would do. ``pace``: people a week of work, visits among them;
    ``visits_per_week``: those at visits, None where nobody knows. ``best``: the highest of four weeks.
    """

    verdict: Verdict
    may_remain: int
    needed_per_week: int | None = None
    fan: Sequence[Range] = ()
    at_last_recording_day: Range | None = None
    at_polling_day: Range | None = None
    chance: float | None = None
    reached: Reached | None = None
    last_chance: date | None = None
    too_late: bool = False
    pace: float | None = None
    visits_per_week: float | None = None
    inflow_per_week: float | None = None
    best: float | None = None
    counts_visits: bool = False

    @property
    def is_enough(self) -> bool:
        """Is there enough data for a range?"""
        return bool(self.fan)
