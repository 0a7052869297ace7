"""The steps of residents and their undoing: one step, its rows of the ledger and its history in one transaction."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write
from kecamatan.days import day_of
from kecamatan.figures import day_text
from kecamatan.models import Drive, Kecamatan
from kecamatan.refusals import Refused
from outreach import life
from outreach.actions.changes import take_back
from outreach.actions.rows import NewRow, reverse_rows, write_rows
from outreach.actions.settling import reopen_with, settle_with
from outreach.life import Entry, History, Refusal, Removal, State, Step
from outreach.models import Attendance, ImportBatch, Resident, ResidentStep

MOST_AT_ONCE = 5000


def take_steps(
    *,
    by: Scope,
    residents: Sequence[Resident],
    step: Step,
    day: date,
    note: str = "",
    removal: Removal | None = None,
    into: Resident | None = None,
    batch: ImportBatch | None = None,
    now: datetime | None = None,
) -> list[ResidentStep]:
    """Take one step for each of these residents on ``day``, all or none, in their order.

    Raises Refused with the name of whom the rules stop (not from this state, too young, before the last step, more
    than remains, a future day), PermissionDenied for a kecamatan of somebody else.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock(by, residents)
        _check_day(by, locked, day, now)
        told = histories(locked)
        entry = Entry(step, day, removal, note)
        rows: list[NewRow] = []
        steps = []
        for resident in locked:
            before = told[resident.pk]
            _check(resident, before, entry)
            after = life.apply(before, entry)
            moves = life.ledger_moves(before, after)
            gone = [move.kind for move in moves if move.reverses]
            if gone:
                reverse_rows(by=by, resident=resident, kinds=gone, reason=note, now=now)
            rows += [NewRow(resident, move.kind, move.day) for move in moves if not move.reverses]
            steps.append(_step(by, resident, entry, life.life_of(after).state, now, into=into, batch=batch))
        for drive_id, found in _by_drive(rows).items():
            write_rows(by=by, drive=Drive.objects.get(pk=drive_id), rows=found, now=now)
        ResidentStep.objects.bulk_create(steps, batch_size=500)
        settle_with(step, [one.pk for one in locked], by=by, now=now)
        return steps


def undo_step(*, by: Scope, resident: Resident, note: str, now: datetime | None = None) -> ResidentStep:
    """Undo the last standing step, with a reason. Raises Refused without a step, without a reason, or as the ledger does."""
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        (locked,) = lock(by, [resident])
        before = histories([locked])[locked.pk]
        if len(life.standing(before)) < 2:
            raise Refused(_("Nothing has happened to %(name)s yet that could be undone.") % {"name": locked.name})
        undone = last_standing(locked)
        _check_claimed_by_no_visit(undone)
        if undone.into is not None:
            _hold_who_stayed(by, locked, undone.into)
        entry = Entry(Step.UNDO, day_of(now, by.kabupaten.time_zone), note=note)
        _check(locked, before, entry)
        after = life.apply(before, entry)
        moves = life.ledger_moves(before, after)
        reverse_rows(by=by, resident=locked, kinds=[one.kind for one in moves if one.reverses], reason=note, now=now)
        rows = [NewRow(locked, one.kind, one.day) for one in moves if not one.reverses]
        write_rows(by=by, drive=locked.drive, rows=rows, now=now)
        reopen_with(undone)
        take_back(by=by, changes=undone.changes.all(), reason=note, now=now)
        if undone.into is not None:
            _check_nik_unused(by, locked)
        step = _step(by, locked, entry, State(undone.from_state), now, undoes=undone)
        step.save(force_insert=True)
        return step


def _check_claimed_by_no_visit(step: ResidentStep) -> None:
    """Raise Refused where an outcome of a visit took this step: its result is corrected, so that both stay one."""
    claim = Attendance.objects.filter(step=step).select_related("visit").first()
    if claim is not None:
        words = _("This was entered in the result of the visit of %(day)s, %(place)s. Correct it there.")
        raise Refused(words % {"day": day_text(claim.visit.day), "place": claim.visit.place_name})


def _hold_who_stayed(by: Scope, merged: Resident, into: Resident) -> None:
    """Undoing a merge takes back what the one who stayed learned by it, so they must be of those ``by`` may change."""
    if not may_write(by, into.kecamatan):
        words = _(
            "The person whom %(name)s was merged with lives in another kecamatan by now. Ask an admin to undo it."
        )
        raise Refused(words % {"name": merged.name})
    lock(by, [into])


def _check_nik_unused(by: Scope, merged: Resident) -> None:
    """Raise Refused where somebody of the list has by now the NIK of one who is about to be of it again."""
    if merged.nik_print is None:
        return
    same = Resident.objects.present().filter(drive=merged.drive_id, nik_print=merged.nik_print)
    other = same.exclude(pk=merged.pk).select_related("kecamatan").first()
    if other is None:
        return
    if not may_write(by, other.kecamatan):
        words = _("Somebody in another kecamatan has the NIK of %(name)s by now. Ask an admin to compare the two.")
        raise Refused(words % {"name": merged.name})
    words = _("%(other)s has the NIK of %(name)s by now. Undo their merge or correct that number first.")
    raise Refused(words % {"name": merged.name, "other": other.name})


def last_standing(resident: Resident) -> ResidentStep:
    """The last step that no undo cancelled; there must be one."""
    steps = ResidentStep.objects.filter(resident=resident, undone_by__isnull=True).exclude(step=Step.UNDO)
    return steps.order_by("-number")[0]


def histories(residents: Sequence[Resident]) -> dict[int, History]:
    """Resident id → history as ``outreach.life`` has it: listed first, then every step (one query)."""
    told: dict[int, list[Entry]] = {one.pk: [Entry(Step.LIST, one.listed_on)] for one in residents}
    steps = ResidentStep.objects.filter(resident__in=[one.pk for one in residents]).order_by("resident", "number")
    for resident_id, step, day, removal, note in steps.values_list("resident_id", "step", "day", "removal", "note"):
        told[resident_id].append(Entry(Step(step), day, Removal(removal) if removal else None, note))
    return {pk: tuple(entries) for pk, entries in told.items()}


def lock(by: Scope, residents: Sequence[Resident]) -> list[Resident]:
    """The residents as they are now, in the order given, held until the end of the transaction; their kecamatan first.

    Raises PermissionDenied where one is of somebody else's kecamatan, Refused where one is gone or there are too many.
    """
    if len(residents) > MOST_AT_ONCE:
        raise Refused(_("At most %(most)s people at once. Narrow the selection.") % {"most": MOST_AT_ONCE})
    ids = [one.pk for one in residents]
    found = Resident.objects.filter(pk__in=ids).order_by("pk")
    if connection.features.has_select_for_update:
        places = sorted({one.kecamatan_id for one in residents})
        list(Kecamatan.objects.select_for_update(no_key=True).filter(pk__in=places).order_by("pk").values_list("pk"))
        list(found.select_for_update(no_key=True).values_list("pk"))
    now = {one.pk: one for one in found.select_related("kecamatan", "desa", "drive")}
    if len(now) < len(set(ids)):
        raise Refused(_("Somebody of this selection is no longer on the list. Look at it again."))
    for resident in now.values():
        if not may_write(by, resident.kecamatan):
            raise PermissionDenied
    return [now[pk] for pk in ids]


def _step(
    by: Scope,
    resident: Resident,
    entry: Entry,
    to_state: State,
    now: datetime,
    *,
    undoes: ResidentStep | None = None,
    into: Resident | None = None,
    batch: ImportBatch | None = None,
) -> ResidentStep:
    return ResidentStep(
        resident=resident,
        number=resident.steps_taken + 1,
        step=entry.step,
        from_state=resident.state,
        to_state=to_state,
        day=entry.day,
        removal=entry.removal or "",
        note=entry.note,
        undoes=undoes,
        into=into,
        batch=batch,
        at=now,
        by=by.user,
    )


def _by_drive(rows: Sequence[NewRow]) -> dict[int, list[NewRow]]:
    found: dict[int, list[NewRow]] = defaultdict(list)
    for row in rows:
        found[row.resident.drive_id].append(row)
    return found


def _check_day(by: Scope, residents: Sequence[Resident], day: date, now: datetime) -> None:
    today = day_of(now, by.kabupaten.time_zone)
    if day > today:
        raise Refused(
            _("%(day)s lies in the future; today is %(today)s.") % {"day": day_text(day), "today": day_text(today)},
            field="day",
        )
    for resident in residents:
        if day < resident.drive.baseline_date:
            raise Refused(
                _("%(day)s is before the baseline of %(baseline)s; what happened then is in the baseline.")
                % {"day": day_text(day), "baseline": day_text(resident.drive.baseline_date)},
                field="day",
            )


def _check(resident: Resident, history: History, entry: Entry) -> None:
    """Raise Refused with the sentence of what the table or the age of the resident says against this step."""
    refusal = life.refusal_of(history, entry)
    if refusal is not None:
        raise Refused(_sentence(refusal, resident, entry), field=_FIELDS.get(refusal, ""))
    if resident.birth_date is None:
        return
    allowed = life.allowed_from(entry.step, resident.birth_date, ever_married=resident.ever_married)
    if allowed and entry.day < allowed:
        words = (
            _("%(name)s may be recorded from %(day)s on, the 16th birthday.")
            if entry.step is Step.RECORD
            else _("The card of %(name)s is printed and handed over from %(day)s on, the 17th birthday.")
        )
        raise Refused(words % {"name": resident.name, "day": day_text(allowed)}, field="day")


_FIELDS = {
    Refusal.NEEDS_NOTE: "note",
    Refusal.NEEDS_REMOVAL: "removal",
    Refusal.TAKES_NO_REMOVAL: "removal",
    Refusal.BEFORE_THE_LAST: "day",
}


def _sentence(refusal: Refusal, resident: Resident, entry: Entry) -> str:
    facts = {
        "name": resident.name,
        "state": resident.get_state_display(),
        "step": ResidentStep.Step(entry.step).label,
        "since": day_text(resident.since),
    }
    return {
        Refusal.NOT_FROM_HERE: _(
            "%(name)s is “%(state)s” since %(since)s; the step “%(step)s” does not follow from there."
        ),
        Refusal.ADDED_ALREADY: _("%(name)s was counted as flowed in already."),
        Refusal.NEEDS_REMOVAL: _("Say why %(name)s is taken off the list."),
        Refusal.TAKES_NO_REMOVAL: _("This reason belongs to people who are taken off the list."),
        Refusal.NEEDS_NOTE: _("Say why, in the note."),
        Refusal.BEFORE_THE_LAST: _("Something else happened to %(name)s after that day. Choose %(since)s or later."),
        Refusal.NOTHING_TO_UNDO: _("Nothing has happened to %(name)s yet that could be undone."),
    }[refusal] % facts


@contextmanager
def rules_of_the_database() -> Iterator[None]:
    """What only the database noticed, because somebody else was at work at the same moment, as a sentence."""
    try:
        yield
    except IntegrityError as fault:
        raise Refused(
            _("Somebody else changed this at the same moment. Nothing was saved. Look at it again.")
        ) from fault
