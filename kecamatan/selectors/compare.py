"""The kecamatan beside each other, told fairly: by number, and by rate with what chance would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kecamatan import from_above
from kecamatan.counts import Counts, ratio, total
from kecamatan.intervals import LIKELY, SURE, Verdict, verdict_of, wilson
from kecamatan.models import Kecamatan
from kecamatan.pace import Pace
from kecamatan.selectors.story import KecamatanRow, When, dashboard

#: Questions to the app above: (drive, day) → kecamatan id → (expected, came) at visits until that day; and (drive, ids, day)
#: → kecamatan id → (people ever listed, known by name and still to be recorded, first-time voters among these).
TURNOUT, NAMES = "turnout of visits by kecamatan", "first-time voters by kecamatan"
#: ("visits" or "first-time voters", code of the kecamatan, day) → the address of the list of them.
ADDRESS = "address behind a figure"


@dataclass(frozen=True)
class CompareRow:
    """One kecamatan. ``names``: (listed, named, first-time voters) of today; None for an earlier day or without a list."""

    row: KecamatanRow
    base_rate: float | None
    visits: tuple[int, int]
    names: tuple[int, int, int] | None

    @property
    def pk(self) -> int:
        """For the tests and tools that know rows by their number."""
        return self.kecamatan.pk

    @property
    def kecamatan(self) -> Kecamatan:
        return self.row.kecamatan

    @property
    def counts(self) -> Counts:
        return self.row.counts

    @property
    def remaining(self) -> int | None:
        """None where the baseline is not stated."""
        return self.counts.remaining if self.row.is_stated else None

    @property
    def rate(self) -> float | None:
        """Remaining ÷ voters on the roll."""
        return self.row.rate if self.row.is_stated else None

    @property
    def sure(self) -> tuple[float, float] | None:
        """Wilson's interval, 95 of 100."""
        return wilson(self.counts.remaining, self.kecamatan.voters, SURE) if self.row.is_stated else None

    @property
    def likely(self) -> tuple[float, float] | None:
        """Wilson's interval, 80 of 100."""
        return wilson(self.counts.remaining, self.kecamatan.voters, LIKELY) if self.row.is_stated else None

    @property
    def verdict(self) -> Verdict:
        """Beside the rate of all of them together."""
        if not self.row.is_stated:
            return Verdict.UNKNOWN
        return verdict_of(self.counts.remaining, self.kecamatan.voters, self.base_rate)

    @property
    def pace(self) -> Pace | None:
        return self.row.pace

    @property
    def recorded_a_week(self) -> float | None:
        """Recorded people a week, over the last four weeks; None where there is too little to say."""
        return self.pace.recorded if self.pace else None

    @property
    def per_hundred(self) -> float | None:
        """Recorded people a week for every 100 who remain; None where nobody does."""
        share = ratio(self.recorded_a_week, self.remaining) if self.recorded_a_week is not None else None
        return None if share is None else share * 100

    @property
    def turnout(self) -> float | None:
        """Came ÷ expected at visits that are over; None where nobody was expected (rule 11)."""
        return ratio(self.visits[1], self.visits[0])

    @property
    def stale_days(self) -> int | None:
        return self.row.stale_days

    @property
    def first_time(self) -> int | None:
        """First-time voters among the people known by name; None where nobody is listed."""
        return self.names[2] if self.names and self.names[0] else None

    @property
    def named_share(self) -> float | None:
        """Known by name ÷ remaining."""
        return ratio(self.names[1], self.remaining) if self.names and self.names[0] else None


@dataclass(frozen=True)
class Compared:
    """All of them. ``base``: (remaining, voters) of those whose baseline and roll are known."""

    when: When
    rows: Sequence[CompareRow]
    base: tuple[int, int]

    @property
    def base_rate(self) -> float | None:
        return ratio(*self.base)

    def said(self, verdict: Verdict) -> list[CompareRow]:
        """Those of whom it is said, the furthest away first."""
        found = [one for one in self.rows if one.verdict is verdict]
        return sorted(found, key=lambda one: one.rate or 0, reverse=verdict is Verdict.ABOVE)


def compared(when: When, kecamatan: Sequence[Kecamatan]) -> Compared:
    """These kecamatan as of a day (four queries)."""
    told = dashboard(when, kecamatan, everything=False)
    known = [row for row in told.rows if row.is_stated and row.kecamatan.voters]
    base = total(row.counts for row in known).remaining, sum(row.kecamatan.voters for row in known)
    visits: Mapping[int, tuple[int, int]] = from_above.ask(TURNOUT, when.drive, when.as_of, otherwise={})
    names: Mapping[int, tuple[int, int, int]] = {}
    if when.is_now and when.drive.is_active:
        names = from_above.ask(NAMES, when.drive, [one.pk for one in kecamatan], when.today, otherwise={})
    rows = [
        CompareRow(row, ratio(*base), visits.get(row.kecamatan.pk, (0, 0)), names.get(row.kecamatan.pk))
        for row in told.rows
    ]
    return Compared(when, rows, base)


@dataclass(frozen=True)
class Small:
    """One small chart: the remaining week by week, from the baseline on."""

    row: CompareRow
    first: int
    last: int
    values: Sequence[int]


def small_multiples(found: Compared) -> tuple[Sequence[Small], int, tuple[date, date] | None]:
    """(the small charts, the highest value of all, first and last day): one scale for all of them."""
    known = [one for one in found.rows if one.row.is_stated]
    shown = [
        Small(one, levels[0], levels[-1], levels)
        for one in known
        for levels in [[level.remaining for _day, level in one.row.weeks]]
    ]
    days = (known[0].row.weeks[0][0], known[0].row.weeks[-1][0]) if known else None
    return shown, max((max(one.values) for one in shown), default=0), days
