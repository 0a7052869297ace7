"""Visits as a report counts them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class VisitNumbers:
    """One visit: places by name, and numbers; None where it was not held, or nobody was expected."""

    day: date
    kecamatan: str
    places: tuple[str, ...]
    is_held: bool
    expected: int | None = None
    came: int | None = None
    recorded: int | None = None


def total_of(visits: Iterable[VisitNumbers], name: str) -> int:
    """The sum of one number over ``visits``, what is not known left out."""
    return sum(getattr(one, name) or 0 for one in visits)
