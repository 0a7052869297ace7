"""What is put ready without anybody asking: the recaps and the brief that are due, and their way by e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from kecamatan.actions.report_mail import Mailed, queue, send_waiting
from kecamatan.actions.reports import issue_report, key_of
from kecamatan.models import Drive, Kabupaten, Kecamatan, Report
from kecamatan.reports.periods import Due, Kind, due
from kecamatan.selectors.reports import Asked


@dataclass
class Done:
    """What one run did. ``made``: reports that were not there yet; ``there``: how many were; ``mailed``: None where no
    mail server is set."""

    made: list[Report] = field(default_factory=list)
    there: int = 0
    mailed: Mailed | None = None


def make_due(
    kabupaten: Kabupaten, *, now: datetime | None = None, only: Sequence[Due] | None = None, by_mail: bool = True
) -> Done:
    """Make what is due (or ``only`` these) and is not there yet, and send it. Running twice makes and sends nothing twice."""
    now = now or timezone.now()
    done, found = Done(), []
    drive = Drive.objects.filter(kabupaten=kabupaten, is_active=True).first()
    if drive is not None:
        drive.kabupaten = kabupaten
        local = now.astimezone(ZoneInfo(kabupaten.time_zone))
        wanted = due(local, start=drive.baseline_date, polling_day=drive.polling_day) if only is None else only
        for one in wanted:
            found += _make(drive, one, done, now)
    if by_mail and settings.EMAIL_CONFIGURED:
        queue(kabupaten, found, now)
        done.mailed = send_waiting(kabupaten, now)
    return done


def _make(drive: Drive, one: Due, done: Done, now: datetime) -> list[Report]:
    """The reports of one kind and day: of the kabupaten and, for recaps, of each kecamatan."""
    upper = list(Kecamatan.objects.filter(kabupaten=drive.kabupaten).order_by("code"))
    found = []
    for kecamatan in [None] if one.kind is Kind.BRIEF else [None, *upper]:
        asked = Asked(drive.kabupaten, drive, one.kind, one.day, kecamatan)
        key = key_of(asked)
        there = Report.objects.filter(key=key).first()
        if there is None:
            there = issue_report(by=None, asked=asked, key=key, now=now)
            done.made.append(there)
        else:
            done.there += 1
        found.append(there)
    return found
