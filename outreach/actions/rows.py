"""Writing what a resident claims into the ledger: each row claimed by its key first, then written (rule 6)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.models import CountUpdate, Drive
from kecamatan.refusals import Refused
from outreach.models import Resident, ResidentRow


@dataclass(frozen=True)
class NewRow:
    """One row to write for one resident."""

    resident: Resident
    kind: str
    day: date


def write_rows(*, by: Scope, drive: Drive, rows: Sequence[NewRow], now: datetime) -> None:
    """One row of one person each. Raises Refused with the person's name before what the ledger says."""
    if not rows:
        return
    entries = [Entry(uuid.uuid4(), one.resident.kecamatan, one.resident.desa, one.kind, 1, one.day) for one in rows]
    ResidentRow.objects.bulk_create(
        ResidentRow(resident=one.resident, row_id=entry.key) for one, entry in zip(rows, entries, strict=True)
    )
    try:
        record_updates(by=by, drive=drive, entries=entries, now=now)
    except Refused as refused:
        name = rows[refused.row or 0].resident.name
        raise Refused(f"{name}: {refused.message}", field=refused.field) from refused


def reverse_rows(*, by: Scope, resident: Resident, kinds: Sequence[str], reason: str, now: datetime) -> None:
    """Undo the standing rows of these kinds that belong to the resident. Raises Refused as the ledger does."""
    for row in standing_rows(resident).filter(kind__in=kinds).select_related("kecamatan", "desa", "drive"):
        key = uuid.uuid4()
        ResidentRow.objects.create(resident=resident, row_id=key)
        try:
            reverse_update(
                by=by, update=row, reason=reason or _("undone with the step of the resident"), key=key, now=now
            )
        except Refused as refused:
            raise Refused(f"{resident.name}: {refused.message}", field=refused.field) from refused


def standing_rows(resident: Resident):
    """The rows of the ledger that stand for this resident."""
    keys = ResidentRow.objects.filter(resident=resident).values("row_id")
    return CountUpdate.objects.filter(key__in=keys).standing()
