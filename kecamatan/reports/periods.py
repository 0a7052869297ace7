"""Which days a report speaks of, and which reports are due at a moment. Pure: no ORM, no request."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Recaps of a day, a week, a month and the whole drive; and the page of sentences for whoever has a minute."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    FINAL = "final"
    BRIEF = "brief"


#: Hour of the kabupaten's clock from which a report of the day before is due.
DUE_FROM = time(7)


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both of them in it; none where ``last`` lies before ``first``."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(kind: Kind, day: date, *, start: date) -> Period:
    """The days until ``day`` that a report of this kind counts; none before ``start``, the baseline date."""
    first = {
        Kind.DAILY: day,
        Kind.WEEKLY: day - timedelta(days=day.weekday()),
        Kind.BRIEF: day - timedelta(days=day.weekday()),
        Kind.MONTHLY: day.replace(day=1),
        Kind.FINAL: start,
    }[kind]
    return Period(max(first, min(start, day)), day)


def period_before(kind: Kind, day: date, *, start: date) -> Period | None:
    """The whole day, week or month before it; None for the whole drive, and where the drive had not begun."""
    if kind is Kind.FINAL:
        return None
    last = _first_of(kind, day) - timedelta(days=1)
    if last < start:
        return None
    return Period(max(_first_of(kind, last), start), last)


def _first_of(kind: Kind, day: date) -> date:
    if kind is Kind.MONTHLY:
        return day.replace(day=1)
    return day if kind is Kind.DAILY else day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Due:
    """A report that has to be ready: of which kind, as of which day."""

    kind: Kind
    day: date


def due(now: datetime, *, start: date, polling_day: date) -> list[Due]:
    """What has to be ready at ``now`` (in the kabupaten's zone): the last whole week from Monday 07:00, the last whole month
    from the first of the next one, 07:00. Nothing of days before ``start`` or of weeks that began after polling day.
    """
    today = now.date() if now.time() >= DUE_FROM else now.date() - timedelta(days=1)
    sunday = today - timedelta(days=today.weekday() + 1)
    month_end = today.replace(day=1) - timedelta(days=1)
    found = [Due(Kind.WEEKLY, sunday), Due(Kind.BRIEF, sunday), Due(Kind.MONTHLY, month_end)]
    return [one for one in found if one.day >= start and period_of(one.kind, one.day, start=start).first <= polling_day]
