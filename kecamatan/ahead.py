"""What is known of the days to come, as numbers: visits and what they promise, holidays, 17th birthdays.

The app above answers; here nobody learns more of it than days, numbers and what a visit is called.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kecamatan import from_above
from kecamatan.access import Scope
from kecamatan.models import Drive


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
    """``visited``: day → recordings at visits, None where no visit was ever held. ``turnout``: came ÷ expected at
    visits so far, None where nobody was expected yet. ``teams``: how many the office has, None where nobody knows or asked.
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


def teams_of(scope: Scope) -> int | None:
    """How many teams the office has, None where nobody knows."""
    return from_above.ask("teams of the office", scope, otherwise=None)


def ahead_of(scope: Scope, drive: Drive) -> Ahead:
    """What the app above knows; nothing where there is none."""
    return from_above.ask("what is ahead", scope, drive, otherwise=Ahead())
