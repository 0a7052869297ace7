"""What the brief of a week is made of: the recap of the kabupaten, the days of its kecamatan, the visits."""

from datetime import timedelta

from kecamatan.from_above import ask
from kecamatan.reports.brief import Week, sections
from kecamatan.reports.content import Level, Row
from kecamatan.reports.periods import Kind
from kecamatan.selectors.counts import daily_flows
from kecamatan.selectors.reports import Asked, content_of

VISITS = "visits of days"
WEEK = timedelta(days=7)


def brief_of(asked: Asked) -> dict:
    """All that stands in the brief, its sentences among it; the rows of the kecamatan and the kabupaten beside them."""
    content = content_of(asked)
    rows = [Row.of_json(one) for one in content["rows"]]
    heads = [row for row in rows if row.level is Level.KECAMATAN]
    upper = asked.upper
    ids = [one.pk for one in upper]
    days = daily_flows(asked.drive, ids, as_of=asked.day, known_before=asked.known_at)
    drive, period = asked.drive, asked.period
    week = Week(
        period=period,
        before=asked.before,
        total=rows[-1],
        heads=heads,
        days={one.code: days[one.pk] for one in upper},
        start=drive.baseline_date,
        last_recording_day=drive.last_recording_day,
        base=drive.base_people,
        base_name=drive.base_name,
        target=float(drive.coverage_target),
        held=ask(VISITS, drive, ids, period.first, period.last, otherwise=None),
        ahead=ask(VISITS, drive, ids, period.last + timedelta(days=1), period.last + WEEK, otherwise=None),
    )
    told = [[question, sentences] for question, sentences in sections(week)]
    return {**content, "rows": [row.as_json() for row in [*heads, rows[-1]]], "sections": told}


def made(asked: Asked) -> dict:
    """The content of any report."""
    return brief_of(asked) if asked.kind is Kind.BRIEF else content_of(asked)
