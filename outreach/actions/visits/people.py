"""Who is expected by hand, who is left out, and the short codes that stand for people on paper."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.refusals import Refused
from outreach.access import residents_for
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import lock_visit
from outreach.models import Resident, Visit, VisitCode, VisitPick
from outreach.papers import short_codes
from outreach.selectors.visits.expected import origins_of

MOST_AT_ONCE = 5000


def pick_people(
    *, by: Scope, visit: Visit, residents: Sequence[Resident], expect: bool, now: datetime | None = None
) -> int:
    """Expect these people at the visit, or leave them out; how many that changed something for.

    Whoever is expected because of their place needs no pick, nor does leaving out whom nobody expects. Raises Refused
    once the visit has begun, PermissionDenied for people or a visit of another kecamatan.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit)
        if not locked.is_planned:
            raise Refused(
                _("This visit is “%(state)s”; whom it expected stands.") % {"state": locked.get_state_display()}
            )
        if len(residents) > MOST_AT_ONCE:
            raise Refused(_("At most %(most)s people at once. Narrow the selection.") % {"most": MOST_AT_ONCE})
        ids = {one.pk for one in residents}
        if residents_for(by).filter(pk__in=ids, drive=locked.drive_id).count() != len(ids):
            raise PermissionDenied
        kind = VisitPick.Kind.EXPECT if expect else VisitPick.Kind.LEAVE_OUT
        old = VisitPick.objects.filter(visit=locked, resident__in=ids)
        stood = dict(old.values_list("resident", "kind"))
        origins = origins_of(locked, residents)
        needs = {pk for pk in ids if (origins[pk] == "hand") == expect}
        changed = sum(stood.get(pk) != (kind if pk in needs else None) for pk in ids)
        old.delete()
        VisitPick.objects.bulk_create(
            (VisitPick(visit=locked, resident_id=pk, kind=kind, at=now, by=by.user) for pk in sorted(needs)),
            batch_size=500,
        )
        return changed


def codes_for(*, visit: Visit, residents: Sequence[int]) -> dict[int, str]:
    """Resident id → short code on the paper of this visit, drawn where there is none yet.

    The codes of the other visits of the same kecamatan are avoided, so that paper which got among another's names
    nobody of it.
    """
    with rules_of_the_database():
        try:
            return _drawn(visit, residents)
        except IntegrityError:
            # A colleague drew at the same moment: theirs stand.
            return _drawn(visit, residents)


@transaction.atomic
def _drawn(visit: Visit, residents: Sequence[int]) -> dict[int, str]:
    codes = dict(VisitCode.objects.filter(visit=visit).values_list("resident", "code"))
    missing = [pk for pk in residents if pk not in codes]
    if missing:
        others = VisitCode.objects.filter(visit__kecamatan=visit.kecamatan_id, visit__drive=visit.drive_id)
        taken = set(others.order_by("-pk").values_list("code", flat=True)[:20000])
        try:
            drawn = short_codes.draw(len(missing), taken)
        except short_codes.AllTaken:
            drawn = short_codes.draw(len(missing), set(codes.values()))
        VisitCode.objects.bulk_create(
            (VisitCode(visit=visit, resident_id=pk, code=code) for pk, code in zip(missing, drawn, strict=True)),
            batch_size=500,
        )
        codes |= dict(zip(missing, drawn, strict=True))
    return {pk: codes[pk] for pk in residents}
