"""Taking a visit along on a phone, giving it back, and ending what a lost phone still has."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.access import Scope, may_write
from kecamatan.actions.audit import audit
from kecamatan.figures import number_text
from kecamatan.refusals import Refused
from outreach.actions.access_log import log_access
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import check_drive_goes_on, lock_visit
from outreach.actions.visits.people import codes_for
from outreach.field.box import new_keys
from outreach.field.gaps import gaps
from outreach.models import FieldEvent, FieldLease, PlanSettings, ResidentAccess, Visit
from outreach.papers import short_codes
from outreach.selectors.field.along import people_along
from outreach.visit_life import OPEN, PLANNED

#: Days that a visit stays on a phone where the office says nothing else.
DAYS = 7


def take_along(
    *, by: Scope, visit: Visit, key: UUID, device: UUID, label: str = "", now: datetime | None = None
) -> tuple[FieldLease, bool]:
    """(the lease, is it new?). Each person put on the phone is in the access log; the same key again is the same lease.

    Raises Refused where the visit is over or called off, or the key is somebody else's; PermissionDenied.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit)
        known = FieldLease.objects.filter(key=key).first()
        if known is not None:
            return _same(by, locked, known, now), False
        check_drive_goes_on(locked)
        if locked.state not in PLANNED | OPEN:
            words = _("This visit is “%(state)s”; there is nothing to take along any more.")
            raise Refused(words % {"state": locked.get_state_display()})
        residents = [one.resident.pk for one in people_along(by, locked)]
        _put_on_the_phone(by, locked, residents, now)
        days = PlanSettings.objects.filter(kabupaten=by.kabupaten).values_list("lease_days", flat=True).first()
        lease = FieldLease(
            key=key,
            code=_free_code(),
            device=device,
            label=label[:60],
            visit=locked,
            user=by.user,
            people=len(residents),
            taken_at=now,
            until=now + timedelta(days=days or DAYS),
            last_contact=now,
        )
        lease.set_keys(new_keys())
        lease.save(force_insert=True)
        return lease, True


def _put_on_the_phone(by: Scope, visit: Visit, residents: Collection[int], now: datetime) -> None:
    codes_for(visit=visit, residents=residents)
    log_access(by=by, residents=residents, kind=ResidentAccess.Kind.PHONE, now=now)


def _same(by: Scope, visit: Visit, known: FieldLease, now: datetime) -> FieldLease:
    """The lease once more; who came upon the list of the visit since is put on the phone now, and in the access log."""
    if known.user_id != by.user.pk or known.visit_id != visit.pk:
        raise Refused(_("This phone took something else along under the same key. Take the visit along again."))
    if not known.is_out:
        raise Refused(_("What was taken along was given back or ended. Take the visit along again."))
    residents = [one.resident.pk for one in people_along(by, visit)]
    logged = ResidentAccess.objects.filter(kind=ResidentAccess.Kind.PHONE, by=by.user, at__gte=known.taken_at)
    there = set(logged.filter(resident__in=residents).values_list("resident", flat=True))
    _put_on_the_phone(by, visit, [pk for pk in residents if pk not in there], now)
    return known


def _free_code() -> str:
    """Codes of all leases differ, so that a text message tells which one it is of."""
    while True:
        (code,) = short_codes.draw(1)
        if not FieldLease.objects.filter(code=code).exists():
            return code


def give_back(*, by: Scope, lease: FieldLease, made: int, now: datetime | None = None) -> FieldLease:
    """The phone has wiped the visit. Raises Refused while the office misses some of what it made, PermissionDenied."""
    now = now or timezone.now()
    if lease.user_id != by.user.pk:
        raise PermissionDenied
    with transaction.atomic():
        held = FieldLease.objects.select_for_update(no_key=True).get(pk=lease.pk)
        numbers = FieldEvent.objects.filter(lease=held).values_list("number", flat=True)
        missing = sum(gap.size for gap in gaps(numbers, max(made, held.made)))
        if missing:
            words = ngettext(
                "%(count)s entry of this phone has not come in yet. Send it first.",
                "%(count)s entries of this phone have not come in yet. Send them first.",
                missing,
            )
            raise Refused(words % {"count": number_text(missing)})
        if held.is_out:
            FieldLease.objects.filter(pk=held.pk).update(returned_at=now, last_contact=now, made=max(made, held.made))
        held.refresh_from_db()
        return held


def end_lease(*, by: Scope, lease: FieldLease, reason: str, now: datetime | None = None) -> FieldLease:
    """The phone is lost, or was wiped without a word: nobody waits for it any more. What comes in from it later is to decide.

    For whoever may write to the visit. Raises Refused without a reason, PermissionDenied.
    """
    now = now or timezone.now()
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    if not may_write(by, lease.visit.kecamatan):
        raise PermissionDenied
    with transaction.atomic():
        held = FieldLease.objects.select_for_update(no_key=True).get(pk=lease.pk)
        if held.is_out:
            FieldLease.objects.filter(pk=held.pk).update(
                ended_at=now, ended_by=by.user, ended_reason=reason.strip()[:300]
            )
            audit(
                by=by.user,
                action="lease-end",
                target=held,
                kabupaten=by.kabupaten,
                after={"reason": reason.strip()[:300]},
            )
        held.refresh_from_db()
        return held
