"""The stock of blank cards: what each kind of row does to it, how long it lasts, and whether it is enough. Pure.

``left = received + counted more − used − spoilt − counted fewer``, for the office and for each kecamatan that prints. A
blank that became a card is *used* and one that did not is *spoilt*; *counted more* and *counted fewer* are what a count
of the box found beside the ledger. Only these rows are the stock: what steps of residents and results of visits tell of
printed cards never changes it, and is only held against it (``Agreement``).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kecamatan.counts import lowest_from

#: Present use is that of so many days; it says nothing before a stock was kept for the second number of days.
USE_DAYS, LEAST_DAYS = 28, 14


class Kind(StrEnum):
    """What a row says of blank cards."""

    RECEIVED = "received"
    USED = "used"
    SPOILT = "spoilt"
    COUNTED_MORE = "counted_more"
    COUNTED_FEWER = "counted_fewer"


#: What one card of each kind does to the stock.
EFFECT: Mapping[Kind, int] = {
    Kind.RECEIVED: 1,
    Kind.USED: -1,
    Kind.SPOILT: -1,
    Kind.COUNTED_MORE: 1,
    Kind.COUNTED_FEWER: -1,
}
#: Kinds that do not explain themselves.
CORRECTIONS = frozenset({Kind.COUNTED_MORE, Kind.COUNTED_FEWER})


def effect(kind: str, quantity: int, *, reverses: bool = False) -> int:
    """The change of the stock by a row, or by the row that undoes it."""
    signed = EFFECT[Kind(kind)] * quantity
    return -signed if reverses else signed


def room(day: date, left: int, later: Iterable[tuple[date, int]]) -> tuple[int, date]:
    """(the fewest blanks at the end of ``day`` or of any later day, that day): so many may go on ``day``.

    ``left``: with every row counted. ``later``: (day, change) of the rows dated after ``day``.
    """
    return lowest_from(day, left, later)


def use_per_day(used: int, first: date | None, as_of: date) -> float | None:
    """Blanks used a day, of ``used`` in the last ``USE_DAYS`` days up to ``as_of``; None where that is not known yet.

    ``first``: the day of the stock's first row; a shorter stock is divided by its own days.
    """
    if first is None:
        return None
    days = min(USE_DAYS, (as_of - first).days + 1)
    return used / days if days >= LEAST_DAYS and used > 0 else None


def lasts_until(left: int, per_day: float | None, as_of: date) -> date | None:
    """The last day on which a blank is there at the present use; None where nothing is used, or it lasts past 20 years."""
    if per_day is None:
        return None
    days = math.floor(left / per_day + 1e-9)
    return as_of + timedelta(days=days) if days <= 7300 else None


@dataclass(frozen=True)
class Need:
    """The blanks of a stock against the prints due until polling day.

    ``ready``: cards that the centre has released and whose holders are old enough. ``turning``: recorded before their
    17th birthday, which comes by polling day. Nobody is in both. ``left``: None where no stock is kept.
    """

    left: int | None
    ready: int
    turning: int

    @property
    def due(self) -> int:
        """Prints that may be asked for until polling day."""
        return self.ready + self.turning

    @property
    def short(self) -> int:
        """Blanks missing for them; 0 where there are enough, or none are counted."""
        return 0 if self.left is None else max(0, self.due - self.left)

    @property
    def spare(self) -> int:
        """Blanks left over after them."""
        return 0 if self.left is None else max(0, self.left - self.due)


@dataclass(frozen=True)
class Agreement:
    """Three records of the same event since the stock is kept: a blank that became a card.

    ``used``: as the stock says. ``by_name``: residents with a standing step *printed*. ``at_visits``: cards printed, as
    the results of visits say; these count the named and the nameless, so a card may be in both. At least
    ``max(by_name, at_visits)`` and at most their sum were printed; they are never added to the stock.
    """

    used: int
    by_name: int
    at_visits: int

    @property
    def least(self) -> int:
        return max(self.by_name, self.at_visits)

    @property
    def most(self) -> int:
        return self.by_name + self.at_visits

    @property
    def nameless(self) -> int:
        """Used and printed for nobody of the list: signed, as the difference of two records."""
        return self.used - self.by_name

    @property
    def missing(self) -> int:
        """Cards that were printed for certain, whose blanks the stock does not know as used."""
        return max(0, self.least - self.used)

    @property
    def unexplained(self) -> int:
        """Blanks said to be used of which neither a step nor a visit knows."""
        return max(0, self.used - self.most)

    @property
    def agrees(self) -> bool:
        """Is ``used`` within what the others allow?"""
        return not self.missing and not self.unexplained
