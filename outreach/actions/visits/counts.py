"""People counted at a visit without their names: rows of the ledger that are the visit's own."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.models import CountUpdate, Desa
from kecamatan.refusals import Refused
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import check_drive_goes_on, lock_visit
from outreach.models import Visit, VisitCount


def count_unnamed(
    *,
    by: Scope,
    visit: Visit,
    desa: Desa | None,
    people: int,
    newly_obliged: int = 0,
    seen: int | None = None,
    now: datetime | None = None,
) -> VisitCount | None:
    """So many people of ``desa`` were recorded at the visit without a name, ``newly_obliged`` of them new (rule 8).

    Replaces what was counted for that desa before; ``seen`` is the count that whoever asks looked at. 0 people take it
    back. Raises Refused where the visit is not open, a colleague was quicker or more than remain; PermissionDenied.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit)
        check_drive_goes_on(locked)
        if not locked.is_open:
            words = _("This visit is “%(state)s”: results are entered while it is under way or done.")
            raise Refused(words % {"state": locked.get_state_display()})
        if newly_obliged > people:
            raise Refused(_("More are newly obliged than were counted."), field="newly_obliged")
        if desa is not None and desa.kecamatan_id != locked.kecamatan_id:
            raise Refused(_("A visit counts people of its own kecamatan."), field="desa")
        old = VisitCount.objects.filter(visit=locked, desa=desa, taken_back=False).first()
        if (old.pk if old else None) != seen:
            raise Refused(_("A colleague counted these people meanwhile. Look at the number again."), field="people")
        if old and (old.people, old.newly_obliged) == (people, newly_obliged):
            return old
        if old:
            _take_back(by, old, now)
        return _count(by, locked, desa, people, newly_obliged, now) if people else None


def _count(by: Scope, visit: Visit, desa: Desa | None, people: int, new: int, now: datetime) -> VisitCount:
    note = _("visit of %(day)s, %(place)s") % {"day": visit.day.isoformat(), "place": visit.place_name}
    kinds = [(CountUpdate.Kind.RECORDED, people)] + ([(CountUpdate.Kind.ADDED, new)] if new else [])
    entries = [
        Entry(uuid.uuid4(), visit.kecamatan, desa, kind, quantity, visit.day, note[:200]) for kind, quantity in kinds
    ]
    try:
        saved = record_updates(by=by, drive=visit.drive, entries=entries, now=now)
    except Refused as refused:
        raise Refused(refused.message, field="people" if refused.field == "quantity" else refused.field) from refused
    rows = [one.update for one in saved]
    return VisitCount.objects.create(
        visit=visit,
        desa=desa,
        people=people,
        newly_obliged=new,
        row=rows[0],
        inflow_row=rows[1] if new else None,
        at=now,
        by=by.user,
    )


def _take_back(by: Scope, count: VisitCount, now: datetime) -> None:
    VisitCount.objects.filter(pk=count.pk).update(taken_back=True)
    for row in (count.row, count.inflow_row):
        if row is not None:
            reason = _("corrected in the result of the visit")
            reverse_update(by=by, update=row, reason=reason, key=uuid.uuid4(), now=now)
