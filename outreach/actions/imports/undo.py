"""Taking a list back: the exact state before it, or a sentence on which later work stands in the way."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from kecamatan.actions.ledger_bulk import lock_places, write_many
from kecamatan.bulk_sql import insert_many
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from outreach.actions.changes import as_text, changes_of, set_value, shown_text, update_residents
from outreach.actions.imports.commit import Say, _Work, chunks, silent
from outreach.actions.people import erase_rows, move_added_row
from outreach.actions.steps import rules_of_the_database
from outreach.life import Step
from outreach.models import Absence, ImportBatch, Resident, ResidentChange, ResidentRow, ResidentStep
from outreach.models.residents import sealed_nik

MOST_NAMED = 20


@dataclass(eq=False)
class InTheWay(Exception):
    """Later work on people of this import: who (at most 20 of ``count``), to be undone first."""

    residents: tuple[Resident, ...]
    count: int


def undo_import(*, by: Scope, batch: ImportBatch, reason: str, say: Say = silent, now: datetime | None = None) -> None:
    """Undo a list that was taken in, in one transaction. Raises InTheWay, or Refused (reason missing, not taken in)."""
    now = now or timezone.now()
    if not reason.strip():
        raise Refused(_("Say why this list is taken back."), field="reason")
    with rules_of_the_database(), transaction.atomic():
        lock_places([one.pk for one in by.kecamatan])
        rows = ImportBatch.objects.filter(pk=batch.pk, kabupaten=by.kabupaten)
        if connection.features.has_select_for_update:
            rows = rows.select_for_update()
        if rows.values_list("state", flat=True).first() != ImportBatch.State.COMMITTED:
            raise Refused(_("This list is not taken in, so there is nothing to undo."))
        _check_theirs(by, batch)
        standing = in_the_way(by, batch)
        if standing:
            found = Resident.objects.filter(pk__in=standing[:MOST_NAMED]).select_related("desa").order_by("name", "pk")
            raise InTheWay(tuple(found), len(standing))
        work = _Work(by, batch, now, say, now.date())
        # Those who came with the list go first: one of them may have a NIK that somebody else had before it.
        _take_people_off(work, reason)
        _give_fields_back(work, reason)
        Absence.objects.filter(batch=batch).delete()
        Absence.objects.filter(settled_batch=batch).update(
            settled=Absence.Settled.OPEN, settled_at=None, settled_by=None, settled_batch=None
        )
        batch.rows.all().delete()
        batch.state, batch.undone_at, batch.undone_by = ImportBatch.State.UNDONE, now, by.user
        batch.save(update_fields=["state", "undone_at", "undone_by"])
        audit(by=by.user, action="import-undo", target=batch, kabupaten=by.kabupaten, after={"reason": reason})


def _check_theirs(by: Scope, batch: ImportBatch) -> None:
    """Raise Refused where somebody of this list lives where ``by`` has no say, or has none any more. Names nobody."""
    if by.assigned is None:
        return
    absences = Absence.objects.filter(Q(batch=batch) | Q(settled_batch=batch))
    touched = Q(batch=batch) | Q(pk__in=ResidentChange.objects.filter(batch=batch).values("resident"))
    touched |= Q(pk__in=absences.values("resident"))
    if Resident.objects.filter(touched).exclude(kecamatan__in=by.assigned).exists():
        raise Refused(
            _("People of this list live in a kecamatan that is not yours. Ask an admin to take the list back.")
        )


def in_the_way(by: Scope, batch: ImportBatch) -> list[int]:
    """Ids of residents on whom somebody worked after this import, so that it cannot simply be taken back."""
    new = Resident.objects.filter(batch=batch)
    found = set(
        ResidentStep.objects.filter(resident__in=new)
        .exclude(batch=batch, step=Step.ADD)
        .values_list("resident", flat=True)
    )
    found |= set(ResidentStep.objects.filter(into__in=new).values_list("into", flat=True))
    found |= set(
        ResidentChange.objects.filter(resident__in=new).exclude(batch=batch).values_list("resident", flat=True)
    )
    found |= set(
        Absence.objects.filter(batch=batch)
        .exclude(settled__in=[Absence.Settled.OPEN, Absence.Settled.BACK])
        .values_list("resident", flat=True)
    )
    found |= set(Absence.objects.filter(resident__in=new).exclude(batch=batch).values_list("resident", flat=True))
    changes = ResidentChange.objects.filter(batch=batch).select_related("resident__desa", "resident__school")
    for change in changes.iterator(chunk_size=2000):  # of a whole list there may be hundreds of thousands
        if as_text(change.resident, change.field) != shown_text(change, "after"):
            found.add(change.resident_id)
    return sorted(found | _niks_taken(by, batch))


def _niks_taken(by: Scope, batch: ImportBatch) -> set[int]:
    """Who has by now a NIK that this list took from somebody else, and would have to give back.

    Where that is a person whom ``by`` may not see, it is the one who would get the NIK back.
    """
    changes = ResidentChange.objects.filter(batch=batch, field="nik").exclude(before="").order_by("pk")
    found: set[int] = set()
    for some in chunks(changes.iterator(1000)):
        givers = {sealed_nik(shown_text(change, "before"))[1]: change.resident_id for change in some}
        people = Resident.objects.present().filter(drive=batch.drive_id, nik_print__in=givers)
        # Who came with the list goes with it.
        people = people.exclude(pk__in=givers.values()).exclude(batch__isnull=False, batch=batch)
        for pk, kecamatan, nik_print in people.values_list("pk", "kecamatan", "nik_print"):
            found.add(pk if by.assigned is None or kecamatan in by.assigned else givers[nik_print])
    return found


def _give_fields_back(work: _Work, reason: str) -> None:
    ids = list(
        ResidentChange.objects.filter(batch=work.batch)
        .order_by("resident")
        .values_list("resident", flat=True)
        .distinct()
    )
    done = 0
    for found in chunks(ids):
        residents = Resident.objects.filter(pk__in=found).select_related("desa__kecamatan", "school").in_bulk()
        before = {pk: {} for pk in found}
        for change in ResidentChange.objects.filter(batch=work.batch, resident__in=found).order_by("-pk"):
            resident = residents[change.resident_id]
            before[resident.pk].setdefault(change.field, as_text(resident, change.field))
            set_value(resident, change.field, shown_text(change, "before"), work.places, work.schools)
        lines = []
        for pk, resident in residents.items():
            lines += changes_of(work.by, resident, before[pk], now=work.now, reason=reason)
        changed = [(resident, before[pk]) for pk, resident in residents.items()]
        update_residents(changed)
        _move_added_rows(work, changed)
        insert_many(lines)
        done += len(found)
        work.say("changed", done, len(ids))


def _move_added_rows(work: _Work, saved: Iterable[tuple[Resident, Iterable[str]]]) -> None:
    """The rows by which people flowed in follow them to another desa."""
    for resident, names in saved:
        if "desa" in names and resident.added:
            move_added_row(work.by, resident, _("moved to another desa"), work.now)


def _take_people_off(work: _Work, reason: str) -> None:
    ids = list(Resident.objects.filter(batch=work.batch).order_by("pk").values_list("pk", flat=True))
    done = 0
    for found in chunks(ids):
        owned = ResidentRow.objects.filter(resident__in=found, row__reverses__isnull=True, row__reversal__isnull=True)
        pairs = list(owned.select_related("row__kecamatan"))
        rows = [_reversal(one.row, reason) for one in pairs]
        for row in rows:
            row.kecamatan.kabupaten = work.by.kabupaten
        insert_many(
            [ResidentRow(resident_id=one.resident_id, row_id=row.key) for one, row in zip(pairs, rows, strict=True)]
        )
        write_many(by=work.by, drive=work.batch.drive, rows=rows, now=work.now)
        erase_rows(found)
        done += len(found)
        work.say("new", done, len(ids))


def _reversal(row: CountUpdate, reason: str) -> CountUpdate:
    return CountUpdate(
        drive_id=row.drive_id,
        kecamatan=row.kecamatan,
        desa_id=row.desa_id,
        kind=row.kind,
        quantity=row.quantity,
        date=row.date,
        note=reason[:300],
        key=uuid.uuid4(),
        reverses=row,
    )
