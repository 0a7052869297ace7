"""Why the remaining moved between two days: by cause and by place. Pure: no ORM, no request.

The days are whole days, the first and the last among them: what remained before the first day, plus what the rows of these
days did, is what remains at the end of the last. Rows are of the day on which it happened; a reversal is of the day of
the row that it undoes, so that an undone row moves nothing, whenever it was undone.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from kecamatan.counts import EFFECT, KINDS, Counts, effect, total

Key = TypeVar("Key", bound=Hashable)
#: From which part of a change on a place is named as where most of it lies, and from which as the largest part.
MOST, LARGEST = 0.5, 0.25


@dataclass(frozen=True)
class Move:
    """One place between two days. ``end``: its counts at the end of the last; ``flow``: what these days did, no baseline."""

    end: Counts
    flow: Counts

    @property
    def start(self) -> Counts:
        """The counts before the first day, with the baseline as it stands now."""
        return Counts(self.end.baseline, *(getattr(self.end, kind) - getattr(self.flow, kind) for kind in KINDS))

    @property
    def change(self) -> int:
        """By how many people remaining moved; negative where it fell."""
        return self.flow.flow

    @property
    def causes(self) -> list[tuple[str, int, int]]:
        """(kind, people, what they did to remaining) of every kind of row, in the order of the sum."""
        return [(kind, getattr(self.flow, kind), effect(kind, getattr(self.flow, kind))) for kind in EFFECT]

    @property
    def is_still(self) -> bool:
        """Did nothing happen?"""
        return not any(getattr(self.flow, kind) for kind in KINDS)


def together(parts: Iterable[Move]) -> Move:
    """Several places as one."""
    found = list(parts)
    return Move(total(one.end for one in found), total(one.flow for one in found))


def where_most(parts: Mapping[Key, int], change: int) -> tuple[Key, bool] | None:
    """The place that took the largest part in a change, and whether that was most of it.

    ``parts``: place → its change. Only places that moved the same way count. None where nothing changed, where there is one
    place alone, or where it is spread.
    """
    same = {key: abs(part) for key, part in parts.items() if part * change > 0}
    if len(parts) < 2 or not same:
        return None
    key = max(same, key=lambda one: same[one])
    share = same[key] / sum(same.values())
    return (key, share >= MOST) if share >= LARGEST else None


def usual_days(today: date, baseline_date: date) -> dict[str, date]:
    """Name of a span that ends today → its first day, none before the baseline: 7 days, 28 days, this month, the drive."""
    firsts = {
        "week": today - timedelta(days=6),
        "four_weeks": today - timedelta(days=27),
        "month": today.replace(day=1),
        "baseline": baseline_date,
    }
    return {name: max(first, min(baseline_date, today)) for name, first in firsts.items()}
