"""Erasing personal data when a drive is over (UU 27/2022 art. 43): the people go, the counts stay."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kecamatan.access import Scope, require_role
from kecamatan.actions.audit import audit
from kecamatan.models import Drive, User
from kecamatan.refusals import Refused
from outreach.actions.imports.commit import chunks
from outreach.actions.people import erase_rows
from outreach.models import FieldEvent, ImportRow, Resident, ResidentStep

#: Who needs no more work: their data has no purpose any more.
DONE = (Resident.State.DELIVERED, Resident.State.REMOVED, Resident.State.MERGED)


def erasable(by: Scope, drive: Drive) -> QuerySet[Resident]:
    """The people of a drive whose data may be erased: delivered, off the list, or merged into one who may be."""
    require_role(by.user, User.Role.ADMIN)
    people = Resident.objects.filter(drive=drive, drive__kabupaten=by.kabupaten, state__in=DONE)
    return people.exclude(pk__in=_kept_by_others(drive))


def _kept_by_others(drive: Drive) -> set[int]:
    """Whoever was merged, or is one who stayed, with somebody whose data is still needed: each history names the other."""
    merges = ResidentStep.objects.filter(into__isnull=False, resident__drive=drive)
    needed: set[int] = set()
    pairs: list[tuple[int, int]] = []
    columns = ("resident", "resident__state", "into", "into__state")
    for resident, state, into, into_state in merges.values_list(*columns):
        pairs.append((resident, into))
        if into_state not in DONE or state not in DONE:
            needed |= {resident, into}
    found = 0
    while found != len(needed):
        found = len(needed)
        needed |= {pk for pair in pairs if needed.intersection(pair) for pk in pair}
    return needed


def erase_people(*, by: Scope, drive: Drive, reason: str) -> int:
    """Delete all that is stored of them; gives how many there were. The ledger's rows stay, and name nobody any more.

    Raises Refused while the drive is active, or without a reason.
    """
    if drive.is_active:
        raise Refused(_("The drive “%(drive)s” is still active. End it first.") % {"drive": drive.name})
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    with transaction.atomic():
        ids = list(erasable(by, drive).order_by("pk").values_list("pk", flat=True))
        for found in chunks(ids):
            erase_rows(found)
        ImportRow.objects.filter(batch__drive=drive).exclude(content="").update(content="")
        FieldEvent.objects.filter(lease__visit__drive=drive).exclude(content="").update(content="")
        audit(
            by=by.user,
            action="erase",
            target=drive,
            kabupaten=by.kabupaten,
            after={"rows": str(len(ids)), "reason": reason.strip()},
        )
    return len(ids)
