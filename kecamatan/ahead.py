"""What is known of the days to come, as numbers: visits and what they promise, holidays, 17th birthdays.

The app above registers who knows; here nobody learns more of it than days, numbers and what a visit is called.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:  # who registers does so before there are models
    from kecamatan.access import Scope
    from kecamatan.models import Drive

_finders: list[str] = []


@dataclass(frozen=True)
class VisitAhead:
    """A visit to come: the recordings it promises and their standard deviation. ``key`` names it in an address."""

    key: str
    name: str
    day: date
    expected: float
    spread: float


@dataclass(frozen=True)
class Ahead:
    """``visited``: day → recordings at visits, None where no visit was ever held. ``turnout``: recorded ÷ expected at
    visits so far, None where nobody was expected yet. ``teams``: how many the office has, None where nobody knows.
    """

    visits: Sequence[VisitAhead] = ()
    visited: Mapping[date, int] | None = None
    rest_days: frozenset[date] = frozenset()
    births: Mapping[date, int] = field(default_factory=dict)
    turnout: float | None = None
    teams: int | None = None

    @property
    def known_until(self) -> date | None:
        """So far the plan is made: the day of the last visit."""
        return max((one.day for one in self.visits), default=None)


def register(finder: str) -> None:
    """The dotted name of a function that takes a scope and a drive and gives an Ahead."""
    if finder not in _finders:
        _finders.append(finder)


def ahead_of(scope: "Scope", drive: "Drive") -> Ahead:
    """What the app above knows; nothing where there is none."""
    for finder in _finders:
        find: Callable[..., Ahead] = import_string(finder)
        return find(scope, drive)
    return Ahead()
