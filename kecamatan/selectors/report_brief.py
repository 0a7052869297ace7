"""What the brief of a week is made of: the recap of the kabupaten, the days of its kecamatan, the visits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from kecamatan.from_above import ask
from kecamatan.reports.brief import Week, sections
from kecamatan.reports.content import Level, Row
from kecamatan.reports.periods import Kind, Period
from kecamatan.reports.visits import VisitNumbers
from kecamatan.selectors.counts import daily_flows
from kecamatan.selectors.reports import Asked, During, head_of_report, numbers_of
from kecamatan.selectors.story import Days

VISITS = "visits of days"
WEEK = timedelta(days=7)


def brief_of(asked: Asked) -> dict:
    """All that the brief says, and the rows of the kecamatan and the kabupaten that it speaks of."""
    upper = asked.upper
    asked = replace(asked, all_upper=tuple(upper))
    days = daily_flows(asked.drive, [one.pk for one in upper], as_of=asked.day, known_before=asked.known_at)
    numbers = numbers_of(asked, _recorded_in(asked, days))
    rows = [Row.of_json(one) for one in numbers["rows"]]
    heads = [row for row in rows if row.level is Level.KECAMATAN]
    told = [[question, sentences] for question, sentences in sections(_week(asked, days, heads, rows[-1]))]
    return {**numbers, "rows": [row.as_json() for row in [*heads, rows[-1]]], "sections": told}


def _recorded_in(asked: Asked, days: Mapping[int, Days]) -> During:
    """Who was recorded in the days of the report, and in those before; of a kecamatan as a whole, as a brief tells it."""
    period, before = asked.period, asked.before or asked.period

    def within(one: Period, flows: Days) -> int:
        return sum(flow.recorded for day, flow in flows if one.first <= day <= one.last)

    return {(pk, None): (within(period, flows), within(before, flows)) for pk, flows in days.items()}


def _week(asked: Asked, days: Mapping[int, Days], heads: Sequence[Row], total: Row) -> Week:
    upper, drive, period = asked.upper, asked.drive, asked.period
    ids = [one.pk for one in upper]
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
