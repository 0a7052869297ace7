"""What the brief of a week is made of: the recap of the kabupaten, the days of its kecamatan, the visits."""

from collections.abc import Sequence
from datetime import timedelta

from kecamatan.from_above import ask
from kecamatan.reports.brief import Week, sections
from kecamatan.reports.content import Level, Row
from kecamatan.reports.periods import Kind
from kecamatan.reports.visits import VisitNumbers
from kecamatan.selectors.counts import daily_flows
from kecamatan.selectors.reports import Asked, head_of_report, numbers_of

VISITS = "visits of days"
WEEK = timedelta(days=7)


def brief_of(asked: Asked) -> dict:
    """All that the brief says, and the rows of the kecamatan and the kabupaten that it speaks of."""
    numbers = numbers_of(asked)
    rows = [Row.of_json(one) for one in numbers["rows"]]
    heads = [row for row in rows if row.level is Level.KECAMATAN]
    told = [[question, sentences] for question, sentences in sections(_week(asked, heads, rows[-1]))]
    return {**numbers, "rows": [row.as_json() for row in [*heads, rows[-1]]], "sections": told}


def _week(asked: Asked, heads: Sequence[Row], total: Row) -> Week:
    upper, drive, period = asked.upper, asked.drive, asked.period
    ids = [one.pk for one in upper]
    days = daily_flows(drive, ids, as_of=asked.day, known_before=asked.known_at)
    visits: list[VisitNumbers] | None = ask(VISITS, drive, ids, period.first, period.last + WEEK, otherwise=None)
    return Week(
        period=period,
        total=total,
        heads=heads,
        days={one.code: days[one.pk] for one in upper},
        start=drive.baseline_date,
        last_recording_day=drive.last_recording_day,
        polling_day=drive.polling_day,
        base=drive.base_people,
        base_name=drive.base_name,
        target=float(drive.coverage_target),
        held=None if visits is None else [one for one in visits if one.day <= period.last],
        ahead=None if visits is None else [one for one in visits if one.day > period.last],
    )


def told_in(asked: Asked) -> dict:
    """All that a report of any kind says, but its head and foot."""
    return brief_of(asked) if asked.kind is Kind.BRIEF else numbers_of(asked)


def content_of(asked: Asked) -> dict:
    """The whole report, as it is printed and kept."""
    return head_of_report(asked) | told_in(asked)
