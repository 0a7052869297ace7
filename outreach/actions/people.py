"""Putting somebody on the list, correcting what is known of them, and taking a mistaken entry off again."""

import uuid
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write
from kecamatan.actions.ledger import reverse_update
from kecamatan.actions.ledger_bulk import lock_places
from kecamatan.days import day_of
from kecamatan.models import AuditChange, AuditEntry, Desa, Drive, School
from kecamatan.refusals import Refused
from outreach.actions.changes import FIELDS, as_text, changes_of, save_fields
from outreach.actions.rows import NewRow, reverse_rows, write_rows
from outreach.actions.steps import lock, rules_of_the_database, take_steps
from outreach.life import Step
from outreach.models import (
    Absence,
    Attendance,
    Distinct,
    FieldEvent,
    ImportRow,
    Resident,
    ResidentAccess,
    ResidentChange,
    ResidentRow,
    ResidentStep,
    VisitCode,
    VisitPick,
)
from outreach.rule_eight import flows_in, inflow_day


@dataclass(frozen=True)
class Details:
    """What is known of somebody, as a form or a list gives it; NIK and No KK as 16 digits or ""."""

    name: str = field(repr=False)
    desa: Desa
    nik: str = field(default="", repr=False)
    no_kk: str = field(default="", repr=False)
    sex: str = ""
    birth_place: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    ever_married: bool = False
    rt: str = ""
    rw: str = ""
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    school: School | None = None
    home_visit: str = ""
    note: str = field(default="", repr=False)


@dataclass(eq=False)  # not frozen: on its way through a context manager an exception is given its traceback
class ChangedMeanwhile(Exception):
    """Somebody else saved since the form was opened. ``theirs``: field → what stands now, as text."""

    resident: Resident
    theirs: dict[str, str]


def new_resident(by: Scope, drive: Drive, details: Details, *, day: date, now: datetime) -> Resident:
    """A resident as they begin, not saved yet."""
    resident = Resident(drive=drive, kecamatan=details.desa.kecamatan, listed_on=day, since=day, listed_at=now)
    resident.listed_by = by.user
    for one in fields(Details):
        if one.name == "name":
            resident.set_name(details.name)
        else:
            setattr(resident, one.name, getattr(details, one.name))
    return resident


def list_resident(
    *,
    by: Scope,
    drive: Drive,
    details: Details,
    added: bool | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Resident:
    """Put somebody on the list who was on none. Rule 8 says whether they flowed in (one ``added`` row) or were among the
    unnamed; ``added`` overrules it with a ``reason``.

    Raises Refused (field): the NIK is somebody's already, the drive has ended, no reason; PermissionDenied.
    """
    now = now or timezone.now()
    if not may_write(by, details.desa.kecamatan):
        raise PermissionDenied
    today = day_of(now, by.kabupaten.time_zone)
    ruled = bool(flows_in(details.birth_date, drive.baseline_date, ever_married=details.ever_married))
    flowed = ruled if added is None else added
    if flowed != ruled and not reason.strip():
        raise Refused(_("Say why the rule does not fit this person."), field="reason")
    with rules_of_the_database(), transaction.atomic():
        check_drive(by, drive)
        check_nik_free(by, drive, details.nik)
        resident = new_resident(by, drive, details, day=today, now=now)
        resident.save(force_insert=True)
        if flowed:
            day = today if added else inflow_day(details.birth_date, drive.baseline_date, today)
            take_steps(by=by, residents=[resident], step=Step.ADD, day=day, note=reason.strip(), now=now)
        resident.refresh_from_db()
        return resident


def edit_resident(
    *,
    by: Scope,
    resident: Resident,
    details: Details,
    seen_version: int,
    reason: str = "",
    now: datetime | None = None,
) -> list[ResidentChange]:
    """Save what differs, with its history. An ``added`` row follows the resident to another desa.

    Raises ChangedMeanwhile where the resident is another version than ``seen_version``, Refused, PermissionDenied.
    """
    now = now or timezone.now()
    if not may_write(by, details.desa.kecamatan):
        raise PermissionDenied
    with rules_of_the_database(), transaction.atomic():
        lock_places([resident.kecamatan_id, details.desa.kecamatan_id])  # both at once: two who swap would deadlock
        (locked,) = lock(by, [resident])
        before = {name: as_text(locked, name) for name in FIELDS}
        if locked.version != seen_version:
            raise ChangedMeanwhile(locked, before)
        if details.nik and details.nik != locked.nik:
            check_nik_free(by, locked.drive, details.nik)
        moved = locked.desa_id != details.desa.pk
        for name in FIELDS:
            if name == "name":
                locked.set_name(details.name)
            elif name not in {"nik", "no_kk"} or getattr(details, name) != before[name]:
                setattr(locked, name, getattr(details, name))
        locked.kecamatan = details.desa.kecamatan
        changes = changes_of(by, locked, before, now=now, reason=reason)
        if not changes:
            return []
        save_fields(locked, [change.field for change in changes])
        if moved and locked.added:
            move_added_row(by, locked, reason or _("moved to another desa"), now)
        return ResidentChange.objects.bulk_create(changes)


def move_added_row(by: Scope, resident: Resident, reason: str, now: datetime) -> None:
    """The row by which they flowed in is undone where it was written, and written anew where they live now."""
    step = resident.steps.filter(step=Step.ADD, undone_by__isnull=True).first()
    uncounted = resident.state == Resident.State.MERGED and not resident.removal
    if step is None or uncounted:
        return
    write_rows(by=by, drive=resident.drive, rows=[NewRow(resident, "added", step.day)], now=now)
    first = ResidentRow.objects.filter(resident=resident, row__kind="added", row__reversal__isnull=True)
    first = first.filter(row__reverses__isnull=True).order_by("row__pk").first()
    _reverse_one(by, resident, first, reason, now)


def _reverse_one(by: Scope, resident: Resident, owned: ResidentRow, reason: str, now: datetime) -> None:
    key = uuid.uuid4()
    ResidentRow.objects.create(resident=resident, row_id=key)
    reverse_update(by=by, update=owned.row, reason=reason, key=key, now=now)


def unlist(*, by: Scope, residents: list[Resident], reason: str, now: datetime | None = None) -> None:
    """Delete people who were listed by mistake, with all that is stored of them; the ledger keeps its rows.

    Raises Refused where one is counted (undo their steps first), or was merged with somebody who stays.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock(by, residents)
        for resident in locked:
            if resident.state != Resident.State.UNRECORDED:
                raise Refused(_("%(name)s has a history. Undo it step by step first.") % {"name": resident.name})
            if _named_by_others(locked, resident):
                words = _(
                    "Somebody was merged with %(name)s once, and their history names this entry. Take it off the list."
                )
                raise Refused(words % {"name": resident.name})
            if resident.added:
                reverse_rows(by=by, resident=resident, kinds=["added"], reason=reason, now=now)
        erase_rows([resident.pk for resident in locked])
        for resident in locked:
            _note_unlisted(by, resident, reason, now)


def _named_by_others(going: list[Resident], resident: Resident) -> bool:
    """Does the history of somebody who stays name this one: as whom they were merged with, or whom they learned from?"""
    learned = ResidentChange.objects.filter(step__resident=resident).exclude(resident__in=going)
    return resident.merges.exclude(resident__in=going).exists() or learned.exists()


def _note_unlisted(by: Scope, resident: Resident, reason: str, now: datetime) -> None:
    """Who deleted an entry, and why, without a word of whose it was."""
    entry = AuditEntry.objects.create(
        by=by.user,
        at=now,
        action="unlist",
        kabupaten=by.kabupaten,
        target_type="resident",
        target_id=str(resident.pk),
        target=f"#{resident.pk}",
    )
    AuditChange.objects.create(entry=entry, field="reason", after=reason)


def erase_rows(ids: list[int]) -> None:
    """Delete residents who claim nothing, and then what belongs to them. Inside a transaction."""
    Distinct.objects.filter(first__in=ids).delete()
    Distinct.objects.filter(second__in=ids).delete()
    Absence.objects.filter(resident__in=ids).delete()
    VisitPick.objects.filter(resident__in=ids).delete()
    VisitCode.objects.filter(resident__in=ids).delete()
    Attendance.objects.filter(resident__in=ids).update(resident=None, step=None, note="")
    FieldEvent.objects.filter(resident__in=ids).update(resident=None, note="", content="", sentence="")
    ImportRow.objects.filter(resident__in=ids).update(resident=None)
    residents = Resident.objects.filter(pk__in=ids)
    residents._raw_delete(residents.db)
    for model in (ResidentChange, ResidentAccess, ResidentRow, ResidentStep):
        rows = model.objects.filter(resident__in=ids)
        rows._raw_delete(rows.db)


def check_drive(by: Scope, drive: Drive) -> None:
    """Raise Refused where the drive is over."""
    if not Drive.objects.filter(pk=drive.pk, is_active=True, kabupaten=by.kabupaten).exists():
        raise Refused(_("The drive “%(drive)s” has ended; its list is closed.") % {"drive": drive.name})


def check_nik_free(by: Scope, drive: Drive, nik: str) -> None:
    """Raise Refused where somebody of the drive has this NIK; they are named only to whoever may see them."""
    if not nik:
        return
    other = Resident.objects.filter(drive=drive).present().with_nik(nik).select_related("kecamatan", "desa").first()
    if other is None:
        return
    if by.assigned is not None and other.kecamatan_id not in by.assigned:
        raise Refused(
            _("Somebody in another kecamatan has this NIK already. Ask an admin to compare the two."), field="nik"
        )
    raise Refused(
        _("%(name)s in %(desa)s has this NIK already. Open that person, or correct the number.")
        % {"name": other.name, "desa": other.desa},
        field="nik",
    )
