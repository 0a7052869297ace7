"""Reports that the demo's office issued: each as it was known on its Monday, with the numbers of a register."""

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kecamatan.actions.reports import issue_report, key_of
from kecamatan.models import Drive
from kecamatan.reports.periods import Kind
from kecamatan.selectors.reports import Asked

WEEKS = 4


def issue_demo(drive: Drive, *, today: date) -> None:
    """The recap and the brief of the last weeks, and the recap of the last month, in the order of their days."""
    monday = today - timedelta(days=today.weekday())
    month_end = today.replace(day=1) - timedelta(days=1)
    wanted = [(month_end, Kind.MONTHLY)]
    for back in range(WEEKS):
        sunday = monday - timedelta(days=1 + 7 * back)
        wanted += [(sunday, Kind.WEEKLY), (sunday, Kind.BRIEF)]
    for day, kind in sorted(one for one in wanted if one[0] >= drive.baseline_date):
        moment = datetime.combine(day + timedelta(days=1), time(7), tzinfo=ZoneInfo(drive.kabupaten.time_zone))
        asked = Asked(drive.kabupaten, drive, kind, day, known_at=moment)
        key: uuid.UUID = key_of(asked)
        issue_report(by=None, asked=asked, key=key, now=moment)
