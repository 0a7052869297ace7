"""Days of the calendar as the office has them: the library's days and the office's own, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from kecamatan.access import Scope
from outreach.access import calendar_days_for
from outreach.calendar_days import (
    FIRST_YEAR,
    LAST_YEAR,
    Day,
    Kind,
    Mark,
    SchoolWeek,
    Span,
    days_of,
    library_marks,
    spans,
)
from outreach.models import CalendarDay


def days_between(scope: Scope, first: date, last: date, *, school_week: SchoolWeek = SchoolWeek.SIX) -> list[Day]:
    """Every day from the first to the last, for planning (one query); names in the language of the page."""
    own = calendar_days_for(scope).filter(day__range=(first, last))
    return days_of(first, last, [one.plain for one in own], language=_language(), school_week=school_week)


@dataclass(frozen=True)
class YearOfDays:
    """One year of the calendar: what is special in it, what was taken off, and how many days are left to work."""

    year: int
    spans: list[Span]
    taken_off: list[Span]
    working_days: int

    @property
    def before(self) -> int | None:
        """The year before, if it can be looked at."""
        return self.year - 1 if self.year > FIRST_YEAR else None

    @property
    def after(self) -> int | None:
        """The year after, if it can be planned."""
        return self.year + 1 if self.year < LAST_YEAR else None


def year_of_days(scope: Scope, year: int) -> YearOfDays:
    """All of one year (one query)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = list(calendar_days_for(scope).filter(day__range=(first, last)))
    found = days_of(first, last, [row.plain for row in rows], language=_language())
    return YearOfDays(
        year=year,
        spans=spans(mark for day in found for mark in day.marks),
        taken_off=spans(_taken_off(row for row in rows if row.taken_off)),
        working_days=sum(day.is_working_day for day in found),
    )


def _taken_off(rows: Iterable[CalendarDay]) -> Iterable[Mark]:
    """What was taken off, by the names it had; the kind where the library no longer knows the day."""
    for row in rows:
        known = [mark.name for mark in library_marks(row.day.year, _language()) if mark.day == row.day]
        name = row.name or ", ".join(known) or row.get_kind_display()
        yield Mark(row.day, Kind(row.kind), str(name), own=bool(row.name))


def _language() -> str:
    return get_language() or "id"
