"""Weeks and months as a calendar shows them: Monday first, each day with what is on it. Pure: for templates.

What is placed on the days may be anything that has a day; the caller asks ``month_bounds`` or ``week_bounds`` first, and
reads from the database what lies between.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from outreach.calendar_days import FIRST_YEAR, LAST_YEAR, Day, each_day

Thing = TypeVar("Thing")
DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Cell(Generic[Thing]):
    """One day of the grid. ``inside``: it is of the month that is shown, not of the weeks around it."""

    about: Day
    things: tuple[Thing, ...]
    inside: bool
    is_today: bool

    @property
    def day(self) -> date:
        """The day itself."""
        return self.about.day


@dataclass(frozen=True)
class Grid(Generic[Thing]):
    """The weeks that are shown, each of seven days, and where the page before and after begins (None: not planned)."""

    first: date
    weeks: tuple[tuple[Cell[Thing], ...], ...]
    before: date | None
    after: date | None

    @property
    def cells(self) -> tuple[Cell[Thing], ...]:
        """Every day that is of the month or week, in order: how a narrow screen lists them."""
        return tuple(cell for week in self.weeks for cell in week if cell.inside)

    @property
    def count(self) -> int:
        """How many things are on these days."""
        return sum(len(cell.things) for cell in self.cells)


def week_bounds(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of ``day``."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=DAYS_OF_WEEK - 1)


def month_bounds(day: date) -> tuple[date, date]:
    """The Monday and the Sunday that the month of ``day`` is shown between."""
    return week_bounds(day.replace(day=1))[0], week_bounds(next_month(day) - timedelta(days=1))[1]


def next_month(day: date) -> date:
    """The first day of the month after that of ``day``."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before that of ``day``."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_grid(
    day: date, days: Iterable[Day], things: Iterable[Thing], *, day_of: Callable[[Thing], date], today: date
) -> Grid[Thing]:
    """The month of ``day``. ``days``: of ``month_bounds``; ``things`` in the order in which a day shows them.

    Raises KeyError where ``days`` lacks a day of the grid.
    """
    first, after = day.replace(day=1), next_month(day)
    weeks = _weeks(month_bounds(day), days, _by_day(things, day_of), (first, after - timedelta(days=1)), today)
    return Grid(first, weeks, _planned(month_before(day)), _planned(after))


def week_grid(
    day: date, days: Iterable[Day], things: Iterable[Thing], *, day_of: Callable[[Thing], date], today: date
) -> Grid[Thing]:
    """The week of ``day``, as a grid of one row; as ``month_grid`` with ``week_bounds``."""
    monday, sunday = week_bounds(day)
    weeks = _weeks((monday, sunday), days, _by_day(things, day_of), (monday, sunday), today)
    return Grid(monday, weeks, _planned(monday - timedelta(days=DAYS_OF_WEEK)), _planned(sunday + timedelta(days=1)))


def _by_day(things: Iterable[Thing], day_of: Callable[[Thing], date]) -> dict[date, list[Thing]]:
    """The things of each day, in the order they came."""
    found: dict[date, list[Thing]] = {}
    for thing in things:
        found.setdefault(day_of(thing), []).append(thing)
    return found


def _weeks(
    bounds: tuple[date, date],
    days: Iterable[Day],
    things: Mapping[date, Sequence[Thing]],
    inside: tuple[date, date],
    today: date,
) -> tuple[tuple[Cell[Thing], ...], ...]:
    """The days between the bounds, a Monday and a Sunday, seven to a row."""
    known = {one.day: one for one in days}
    cells = [
        Cell(known[day], tuple(things.get(day, ())), inside[0] <= day <= inside[1], day == today)
        for day in each_day(*bounds)
    ]
    return tuple(tuple(cells[at : at + DAYS_OF_WEEK]) for at in range(0, len(cells), DAYS_OF_WEEK))


def _planned(day: date) -> date | None:
    """The day, if it is in a year that can be planned or looked back on."""
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
