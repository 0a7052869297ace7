"""The rows of a recap: whole numbers of places, and how they add up. Pure: no ORM, no request.

None is a number that nobody knows; it prints as "–" and is never taken for nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import NamedTuple

from kecamatan.counts import Counts, ratio


class Level(StrEnum):
    """What a row speaks of. REST: what a kecamatan has not broken down to its desa."""

    KABUPATEN = "kabupaten"
    KECAMATAN = "kecamatan"
    DESA = "desa"
    REST = "rest"


class People(NamedTuple):
    """What the names of one desa tell on a day: whole numbers. ``left_…``: still to be recorded, of them ``left_obliged``
    have to hold a card on that day; ``ready``: cards that can be printed; ``printed``: so far, delivered ones among them.
    """

    listed: int = 0
    left_male: int = 0
    left_female: int = 0
    left: int = 0
    left_obliged: int = 0
    ready: int = 0
    printed: int = 0
    delivered: int = 0

    def plus(self, other: "People") -> "People":
        return People(*(one + two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Row:
    """One place. ``during``, ``before``: recorded in the days of the report, and in those of the one before;
    ``then_…``: as it was known on the day itself, None where nothing else is known now.
    """

    level: Level
    code: str
    name: str
    obliged: int | None = None
    baseline: int | None = None
    added: int = 0
    removed: int = 0
    elsewhere: int = 0
    before: int | None = None
    during: int = 0
    recorded: int = 0
    remaining: int | None = None
    left_male: int | None = None
    left_female: int | None = None
    left: int | None = None
    left_obliged: int | None = None
    ready: int | None = None
    printed: int | None = None
    delivered: int | None = None
    then_recorded: int | None = None
    then_remaining: int | None = None

    @property
    def share(self) -> float | None:
        """Recorded ÷ (recorded + remaining): all who had to be recorded so far; None where that is not known, or nobody."""
        if self.remaining is None or self.level is Level.REST:
            return None
        return ratio(self.recorded, self.recorded + self.remaining)

    @property
    def coverage(self) -> float | None:
        """1 − remaining ÷ obliged; None where the obliged are not known."""
        if self.remaining is None or not self.obliged:
            return None
        return 1 - self.remaining / self.obliged

    @property
    def differs(self) -> bool:
        """Is something else known now than on the day itself?"""
        return (self.then_recorded, self.then_remaining) != (None, None)

    def as_json(self) -> dict:
        """Its fields, without those that say nothing."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def of_json(cls, values: dict) -> "Row":
        """The row that ``as_json`` was made of."""
        return cls(**{**values, "level": Level(values["level"])})


#: Whole numbers of a row that add up over places; ``obliged`` only where it is known of each of them.
ADDING = tuple(
    one.name for one in fields(Row) if one.name not in {"level", "code", "name", "then_recorded", "then_remaining"}
)
#: Known of all places or of none.
STRICT = frozenset({"obliged", "before"})


def with_counts(row: Row, counts: Counts, *, known: bool = True) -> Row:
    """``row`` with these counts; ``known``: has the place a baseline of its own, and so something that remains?"""
    return _with(
        row,
        baseline=counts.baseline if known else None,
        added=counts.added,
        removed=counts.removed,
        elsewhere=counts.recorded_elsewhere,
        recorded=counts.recorded,
        remaining=counts.remaining if known else None,
    )


def with_people(row: Row, people: People | None) -> Row:
    """``row`` with what the names tell; nothing where nobody is listed."""
    if people is None or not people.listed:
        return row
    values = people._asdict()
    del values["listed"]
    return _with(row, **values)


def _with(row: Row, **values: int | None) -> Row:
    return Row(**{one.name: getattr(row, one.name) for one in fields(Row)} | values)


def added_up(rows: Sequence[Row], *, level: Level, code: str, name: str) -> Row:
    """The sum of ``rows``, column by column; None where none of them is known."""
    return Row(
        level, code, name, **{column: sum_of(column, (getattr(row, column) for row in rows)) for column in ADDING}
    )


def sum_of(column: str, values: Iterable[int | None]) -> int | None:
    """The sum of what is known of one column."""
    values = list(values)
    known = [value for value in values if value is not None]
    if not known:
        return None
    return None if column in STRICT and len(known) < len(values) else sum(known)


def with_then(row: Row, counts: Counts | None, *, known: bool = True) -> Row:
    """``row`` beside what was known of it on the day itself, where that is something else."""
    if counts is None:
        return row
    remaining = counts.remaining if known else None
    if (counts.recorded, remaining) == (row.recorded, row.remaining):
        return row
    return _with(row, then_recorded=counts.recorded, then_remaining=remaining)
