"""How fast the work goes, what is needed, and whether that gets there. Pure: no ORM, no request.

A week is seven days. *Net* is by how much remaining falls: recorded, recorded elsewhere and removed, less flowed in.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kecamatan.counts import Counts, total

WINDOW_DAYS = 28
LEAST_DAYS = 14
LEAST_DAYS_WITH_ENTRIES = 4


@dataclass(frozen=True)
class Pace:
    """People a week, over the last four weeks or since the baseline where that is less."""

    recorded: float
    added: float
    net: float
    days: int

    @property
    def fewer(self) -> int:
        """By how many people remaining falls in a week, to the nearest whole one; negative where it grows."""
        return round(self.net)

    @property
    def more(self) -> int:
        """By how many people remaining grows in a week, to the nearest whole one; negative where it falls."""
        return -self.fewer


@dataclass(frozen=True)
class Outlook:
    """What is asked of the time left until the last recording day, and what the present pace makes of it."""

    days_left: int
    needed_per_week: int | None
    pace: Pace | None
    left_over: int | None

    @property
    def is_past(self) -> bool:
        """The last recording day lies behind."""
        return self.days_left < 0

    @property
    def days_since(self) -> int:
        """Days since the last recording day, once it is past."""
        return -self.days_left

    @property
    def gets_there(self) -> bool | None:
        """Does the present pace reach zero by the last recording day? None where that cannot be said."""
        return None if self.left_over is None else self.left_over == 0


def pace_of(days: Iterable[tuple[date, Counts]], *, as_of: date, start: date) -> Pace | None:
    """The pace of the four weeks that end with ``as_of``; None with fewer than 14 days or 4 days with entries in them.

    ``days``: each day's flow; ``start``: the baseline date, whose own day counts as the first.
    """
    first = max(start, as_of - timedelta(days=WINDOW_DAYS - 1))
    length = (as_of - first).days + 1
    inside = [flow for day, flow in days if first <= day <= as_of]
    if length < LEAST_DAYS or len(inside) < LEAST_DAYS_WITH_ENTRIES:
        return None
    flow = total(inside)
    weeks = length / 7
    return Pace(flow.recorded / weeks, flow.added / weeks, -flow.flow / weeks, length)


def outlook(remaining: int, pace: Pace | None, *, as_of: date, last_recording_day: date) -> Outlook:
    """Needed per week = remaining ÷ weeks left, rounded up; left over = remaining − net pace × weeks left, never below 0.

    On the last recording day itself all that remains is needed that day; past it, nothing can be needed any more.
    """
    days_left = (last_recording_day - as_of).days
    if days_left < 0:
        return Outlook(days_left, None, pace, None)
    weeks_left = days_left / 7
    needed = math.ceil(remaining / weeks_left - 1e-9) if days_left >= 7 else remaining
    left_over = None if pace is None else max(0, round(remaining - pace.net * weeks_left))
    return Outlook(days_left, needed, pace, left_over)
