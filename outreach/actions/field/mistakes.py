"""Who came upon the list by a mistake of the field alone, which was taken back: off it again, as if it had never come in."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.refusals import Refused
from outreach.actions.people import unlist
from outreach.field.events import Kind
from outreach.models import Attendance, AttendanceChange, FieldEvent, Resident, ResidentChange, Visit


def take_off_mistakes(
    *, visit: Visit, residents: Collection[int], owners: Mapping[int, Scope], now: datetime
) -> list[int]:
    """Take those of ``residents`` off the list whom only words that were taken back had put there; gives their numbers.

    Of a visit that is held. Whoever anybody else has spoken of, or worked on, stays.
    """
    going = []
    for resident in Resident.objects.filter(pk__in=residents, state=Resident.State.UNRECORDED).select_related(
        "kecamatan"
    ):
        events = list(FieldEvent.objects.filter(resident=resident).select_related("lease"))
        telling = [one for one in events if one.kind == Kind.UNLISTED]
        if not telling or not all(one.undone and one.lease.visit_id == visit.pk for one in events):
            continue
        first = min(telling, key=lambda one: one.received_at)
        theirs = resident.listed_by_id in {one.lease.user_id for one in telling}
        if not theirs or resident.listed_at < first.received_at or _others_worked_on(visit, resident):
            continue
        try:
            with transaction.atomic():
                unlist(by=owners[first.lease_id], residents=[resident], reason=_("taken back in the field"), now=now)
        except (Refused, PermissionDenied):
            continue
        going.append(resident.pk)
    return going


def _others_worked_on(visit: Visit, resident: Resident) -> bool:
    """Has the office said something of them, corrected them, or met them elsewhere?"""
    said = AttendanceChange.objects.filter(attendance__resident=resident, by_field__isnull=True)
    elsewhere = Attendance.objects.filter(resident=resident).exclude(visit=visit)
    return said.exists() or elsewhere.exists() or ResidentChange.objects.filter(resident=resident).exists()
