"""What pages of numbers ask of people and visits: whole numbers of places, never a person (``kecamatan.from_above``)."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from kecamatan.models import Drive, Kabupaten
from outreach.attendance import CAME, Origin
from outreach.filters.residents import REMAIN
from outreach.filters.visits import OVER
from outreach.models import Attendance, ImportBatch
from outreach.segments import Segment
from outreach.selectors.reconciliation import listed_of
from outreach.visit_life import State

#: A list in one of these states waits for somebody of the office.
WAITING = (ImportBatch.State.UPLOADED, ImportBatch.State.READING, ImportBatch.State.MAPPING, ImportBatch.State.PREVIEW)


def turnout_by_kecamatan(drive: Drive, until: date) -> dict[int, tuple[int, int]]:
    """Kecamatan id → (expected, came) at the visits that are over, until that day (one query)."""
    people = Attendance.objects.filter(
        visit__drive=drive, visit__day__lte=until, visit__state__in=[State.DONE, State.CLOSED]
    ).exclude(origin=Origin.UNLISTED)
    rows = people.order_by().values("visit__kecamatan")
    found = rows.annotate(expected=Count("pk"), came=Count("pk", filter=Q(outcome__in=sorted(CAME))))
    return {pk: (expected, came) for pk, expected, came in found.values_list("visit__kecamatan", "expected", "came")}


def first_time_by_kecamatan(drive: Drive, kecamatan_ids: Sequence[int], day: date) -> dict[int, tuple[int, int, int]]:
    """Kecamatan id → (ever listed, known by name and still to be recorded, first-time voters among these) (one query)."""
    return {
        pk: (
            sum(one.names.listed for one in desa.values()),
            sum(one.names.named for one in desa.values()),
            sum(one.segments[Segment.FIRST_TIME] for one in desa.values()),
        )
        for pk, desa in listed_of(drive, kecamatan_ids, day).items()
    }


def lists_waiting(kabupaten: Kabupaten) -> int:
    """Lists of the office that were uploaded and neither taken in nor thrown away (one query).

    Whatever moves a list into these states or out of them raises the version of its kabupaten (migration 0010).
    """
    return ImportBatch.objects.filter(kabupaten=kabupaten, state__in=WAITING).count()


def address_behind(what: str, kecamatan_code: str, until: date) -> str:
    """Where the rows behind a figure of a kecamatan are listed: "first-time voters", or "visits" that are over."""
    if what == "visits":
        asked = {"kecamatan": kecamatan_code, "state": OVER, "day_to": until.isoformat()}
        return f"{reverse('outreach:visit-list')}?{urlencode(asked)}"
    asked = {"kecamatan": kecamatan_code, "status": REMAIN, "segment": Segment.FIRST_TIME.value}
    return f"{reverse('outreach:resident-list')}?{urlencode(asked)}"
