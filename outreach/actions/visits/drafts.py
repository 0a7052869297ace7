"""Turning proposals of the planner into draft visits: all of them or none, and each only once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from kecamatan.access import Scope
from kecamatan.models import Drive
from kecamatan.refusals import Refused
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.models import Visit


@dataclass(frozen=True)
class Made:
    """``new``: visits made now; ``known``: how many were made before with the same key."""

    new: Sequence[Visit]
    known: int


def make_drafts(*, by: Scope, drive: Drive, plans: Sequence[Plan], key: UUID) -> Made:
    """One draft for each plan. What was made with this key for the same day and places is not made again.

    Raises Refused where one of them cannot be, PermissionDenied; then none is made.
    """
    asked = {uid_of(key, plan): plan for plan in plans}
    try:
        return _make(by, drive, asked)
    except Refused as refused:
        # Sent twice at once: the other one made them meanwhile.
        at_once = isinstance(refused.__cause__, IntegrityError) and Visit.objects.filter(uid__in=asked).exists()
        if not at_once:
            raise
        return _make(by, drive, asked)


def _make(by: Scope, drive: Drive, asked: dict[UUID, Plan]) -> Made:
    with transaction.atomic():
        known = set(Visit.objects.filter(uid__in=asked).values_list("uid", flat=True))
        new = [plan_visit(by=by, drive=drive, plan=plan, uid=uid) for uid, plan in asked.items() if uid not in known]
    return Made(new, len(known))


def uid_of(key: UUID, plan: Plan) -> UUID:
    """The same for the same key, day and places."""
    places = sorted([one.code for one in plan.desa] + [one.npsn for one in plan.schools])
    return uuid5(key, " ".join([plan.day.isoformat(), *places]))
