"""The places that promise most recordings for a day of a team, one row each, with what is said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kecamatan.models import Kecamatan
from outreach.planner.ranking import Rank, Reason, ranking
from outreach.planner_words import reason_words
from outreach.selectors.where.terrain import Spot, Terrain


class What(StrEnum):
    """The kinds of rows that can be asked for."""

    DESA = "desa"
    SCHOOL = "school"
    GROUP = "group"


class Order(StrEnum):
    """How rows are put in order. LONG_AGO: never visited first, then whose last visit is longest ago."""

    PROMISE = "promise"
    LEFT = "left"
    LONG_AGO = "long_ago"
    NAME = "name"


@dataclass(frozen=True)
class Ranked:
    """One place, or several desa that are one day's tour. ``ahead``: people expected of the visits that are planned there."""

    number: int
    spots: tuple[Spot, ...]
    per_day: float
    reason: Reason
    ahead: float
    today: date

    @property
    def kecamatan(self) -> Kecamatan:
        return self.spots[0].kecamatan

    @property
    def what(self) -> What:
        if len(self.spots) > 1:
            return What.GROUP
        return What.SCHOOL if self.spots[0].school else What.DESA

    @property
    def name(self) -> str:
        return " + ".join(spot.name for spot in self.spots)

    @property
    def words(self) -> str:
        return reason_words(self.reason)

    @property
    def last_visit(self) -> date | None:
        """The newest of its places; None where one of them was never visited."""
        days = [spot.at.last.day if spot.at.last else None for spot in self.spots]
        return None if None in days else max(days)

    @property
    def days_since(self) -> int | None:
        return None if self.last_visit is None else (self.today - self.last_visit).days

    @property
    def next_visit(self) -> date | None:
        return min((one.day for spot in self.spots for one in spot.at.ahead), default=None)

    @property
    def query(self) -> list[tuple[str, str]]:
        """What the address of a new visit says, so that it serves these places."""
        return [("school" if spot.school else "desa", spot.place.key) for spot in self.spots]


def ranked(terrain: Terrain, *, kecamatan: Kecamatan | None = None, what: What | None = None) -> list[Ranked]:
    """Every place with somebody left and, of groups that overlap, the best; numbered by what they promise.

    What the planned visits will have recorded is taken off. The numbers stay when rows are left out by a filter.
    """
    found = ranking(terrain.places_after_visits(), terrain.working.squad(teams=1), terrain.working.work)
    rows = [_row(terrain, number, one) for number, one in enumerate(_without_overlaps(found), start=1)]
    return [
        one
        for one in rows
        if (kecamatan is None or one.kecamatan.pk == kecamatan.pk) and (what is None or one.what is what)
    ]


def in_order(rows: Iterable[Ranked], order: Order) -> list[Ranked]:
    """By the number, unless another order is asked for."""
    keys = {
        Order.PROMISE: lambda one: one.number,
        Order.LEFT: lambda one: (-one.reason.left, one.number),
        Order.LONG_AGO: lambda one: (one.last_visit or date.min, one.number),
        Order.NAME: lambda one: (one.name, one.number),
    }
    return sorted(rows, key=keys[order])


def _without_overlaps(found: Sequence[Rank]) -> list[Rank]:
    """A desa stands for itself and in the best of its groups, not in twenty of them."""
    taken: set[str] = set()
    kept = []
    for one in found:
        if len(one.places) > 1:
            if taken & set(one.places):
                continue
            taken |= set(one.places)
        kept.append(one)
    return kept


def _row(terrain: Terrain, number: int, one: Rank) -> Ranked:
    spots = tuple(terrain.spots[key] for key in one.places)
    ahead = sum(terrain.expected_ahead.get(key, 0.0) for key in one.places)
    return Ranked(number, spots, one.per_day, one.reason, ahead, terrain.scope.today)
