"""Taking a list in: everything that is sure, in one transaction, or nothing."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope, kecamatan_for
from kecamatan.actions.audit import audit
from kecamatan.actions.ledger_bulk import lock_places, write_many
from kecamatan.bulk_sql import insert_many, update_many
from kecamatan.days import day_of
from kecamatan.models import CountUpdate, Desa, School
from kecamatan.refusals import Refused
from outreach.actions.changes import as_text, kept_text, set_value, update_residents
from outreach.actions.imports.staging import Staged, details_of, opened
from outreach.actions.people import check_drive, move_added_row, new_resident
from outreach.actions.steps import rules_of_the_database
from outreach.life import Step
from outreach.models import Absence, ImportBatch, ImportRow, Resident, ResidentChange, ResidentRow, ResidentStep
from outreach.models.residents import sealed_nik
from outreach.rule_eight import flows_in, inflow_day

CHUNK = 1000
#: Phase, how many of how many.
Say = Callable[[str, int, int], None]


def silent(phase: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass
class Taken:
    """What was taken in."""

    new: int = 0
    inflow: int = 0
    changed: int = 0
    gone: int = 0
    left: int = 0
    back: int = 0


@dataclass
class _Work:
    """One commit under way."""

    by: Scope
    batch: ImportBatch
    now: datetime
    say: Say
    today: date
    taken: Taken = field(default_factory=Taken)

    def __post_init__(self) -> None:
        places = Desa.objects.filter(kecamatan__in=kecamatan_for(self.by)).select_related("kecamatan")
        self.places = {one.code: one for one in places}
        for one in self.places.values():
            one.kecamatan.kabupaten = self.by.kabupaten
        self.schools = {one.npsn: one for one in School.objects.filter(desa__in=self.places.values())}
        self.by_id = {one.pk: one for one in self.schools.values()}


def commit_import(*, by: Scope, batch: ImportBatch, say: Say = silent, now: datetime | None = None) -> Taken:
    """Take in every row that is sure or decided; the others stay with the import. One transaction: whole or not at all.

    Raises Refused where the import is not ready (taken in already, thrown away) or its drive has ended. Rows that no
    longer fit, because somebody worked on these people since the preview, become doubtful and stay.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        work = _Work(by, batch, now, say, day_of(now, by.kabupaten.time_zone))
        lock_places([one.pk for one in by.kecamatan])
        _claim(by, batch)
        check_drive(by, batch.drive)
        _take_new(work)
        _take_changed(work)
        _take_absent(work)
        _finish(work)
    return work.taken


def _claim(by: Scope, batch: ImportBatch) -> None:
    """Refuse unless it waits to be taken in: of two that take in the same list, one does.

    A list that was taken in waits again when somebody decided more of its rows (``views.imports`` says so).
    """
    rows = ImportBatch.objects.filter(pk=batch.pk, kabupaten=by.kabupaten)
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    state = rows.values_list("state", flat=True).first()
    if state == ImportBatch.State.COMMITTED:
        raise Refused(_("This list was taken in already."))
    if state not in {ImportBatch.State.PREVIEW, ImportBatch.State.COMMITTING}:
        raise Refused(_("This list is not ready to be taken in. Open it and look at it first."))


def waiting_new(batch: ImportBatch):
    """Rows that become somebody new: sure ones, and those that somebody decided so."""
    rows = batch.rows.filter(taken=False)
    return rows.filter(verdict="new", decision="") | rows.filter(decision=ImportRow.Decision.NEW)


def waiting_changed(batch: ImportBatch):
    """Rows of somebody known, whom they change or only confirm."""
    rows = batch.rows.filter(taken=False, resident__isnull=False)
    return rows.filter(verdict__in=["changed", "same"], decision="") | rows.filter(decision=ImportRow.Decision.MATCH)


def chunks(rows: Iterable) -> Iterator[list]:
    """Of a thousand at a time."""
    walk = iter(rows)
    while found := list(islice(walk, CHUNK)):
        yield found


def _take_new(work: _Work) -> None:
    waiting = list(waiting_new(work.batch).order_by("pk").values_list("pk", flat=True))
    done, flowed = 0, []
    for found in chunks(waiting):
        done += len(found)
        flowed += _flowed_in(work, _take_new_chunk(work, _opened(found)))
        work.say("new", done, len(waiting))
    # At the end: every row of the ledger leaves a dead version of its kecamatan behind until the transaction is over, and
    # whoever is put on the list would have to look past them.
    for some in chunks(flowed):
        _add_inflow(work, some)


def _opened(ids: Sequence[int]) -> list[tuple[int, Staged]]:
    """(number, what it says) of these rows, in order."""
    rows = ImportRow.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "content")
    return [(pk, opened(content)) for pk, content in rows]


def _take_new_chunk(work: _Work, rows: Sequence[tuple[int, Staged]]) -> list[Resident]:
    """Who is new."""
    found = [(pk, _as_person(work, staged)) for pk, staged in rows]
    known = set(
        Resident.objects.present()
        .filter(drive=work.batch.drive, nik_print__in=[one.nik_print for _pk, one in found if one and one.nik_print])
        .values_list("nik_print", flat=True)
    )
    new: list[tuple[int, Resident]] = []
    unfit: list[int] = []
    for pk, person in found:
        if person is None or (person.nik_print and person.nik_print in known):
            unfit.append(pk)
            continue
        if person.nik_print:
            known.add(person.nik_print)
        new.append((pk, person))
    insert_many([person for _pk, person in new])
    update_many(ImportRow, ["resident_id", "taken", "content"], [(pk, person.pk, True, "") for pk, person in new])
    _leave(work, unfit)
    work.taken.new += len(new)
    return [person for _pk, person in new]


def _as_person(work: _Work, staged: Staged) -> Resident | None:
    """Somebody new, not saved; None where the row does not tell enough (its desa is not known here)."""
    if staged.values.get("desa") not in work.places or not staged.values.get("name"):
        return None
    details = details_of(staged.values, work.places, work.schools)
    person = new_resident(work.by, work.batch.drive, details, day=work.today, now=work.now)
    person.batch = work.batch
    return person


def _leave(work: _Work, rows: Sequence[int], reason: str = "changed_meanwhile") -> None:
    """What no longer fits stays with the import, as doubtful."""
    doubtful = (ImportRow.Verdict.DOUBTFUL.value, reason, "")
    update_many(ImportRow, ["verdict", "reason", "decision"], [(pk, *doubtful) for pk in rows])
    work.taken.left += len(rows)


def _flowed_in(work: _Work, people: Iterable[Resident]) -> list[tuple[Resident, date]]:
    """Who flowed in by rule 8, or as the import says of all, and on which day."""
    baseline, rule = work.batch.drive.baseline_date, ImportBatch.RuleEight
    if work.batch.new_are == rule.NAMES:
        return []
    return [
        (person, inflow_day(person.birth_date, baseline, work.today))
        for person in people
        if work.batch.new_are == rule.INFLOW or flows_in(person.birth_date, baseline, ever_married=person.ever_married)
    ]


def _add_inflow(work: _Work, flowed: Sequence[tuple[Resident, date]]) -> None:
    """One row ``added`` for each of these, with its step."""
    rows = [_inflow_row(work, person, day) for person, day in flowed]
    insert_many([ResidentRow(resident=one, row_id=row.key) for (one, _day), row in zip(flowed, rows, strict=True)])
    write_many(by=work.by, drive=work.batch.drive, rows=rows, now=work.now)
    insert_many([_inflow_step(work, person, day) for person, day in flowed])
    work.taken.inflow += len(flowed)


def _inflow_row(work: _Work, person: Resident, day: date) -> CountUpdate:
    return CountUpdate(
        drive=work.batch.drive,
        kecamatan=person.desa.kecamatan,
        desa=person.desa,
        kind=CountUpdate.Kind.ADDED,
        quantity=1,
        date=day,
        key=uuid.uuid4(),
    )


def _inflow_step(work: _Work, person: Resident, day: date) -> ResidentStep:
    return ResidentStep(
        resident=person,
        number=1,
        step=Step.ADD,
        from_state=Resident.State.UNRECORDED,
        to_state=Resident.State.UNRECORDED,
        day=day,
        note=work.batch.new_reason if work.batch.new_are != ImportBatch.RuleEight.RULE else "",
        batch=work.batch,
        at=work.now,
        by=work.by.user,
    )


def _take_changed(work: _Work) -> None:
    waiting = list(waiting_changed(work.batch).order_by("pk").values_list("pk", flat=True))
    done = 0
    for found in chunks(waiting):
        done += len(found)
        _take_changed_chunk(work, found)
        work.say("changed", done, len(waiting))
    # A row that repeats another one says nothing more.
    work.batch.rows.filter(verdict="same", resident__isnull=True, taken=False).update(taken=True)


def _take_changed_chunk(work: _Work, ids: Sequence[int]) -> None:
    rows = ImportRow.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "resident_id", "content")
    staged = [(pk, resident, opened(content)) for pk, resident, content in rows]
    changing = {resident for _pk, resident, one in staged if one.changes}
    people = Resident.objects.filter(pk__in=changing).select_related("kecamatan", "desa", "school", "drive").in_bulk()
    lines: list[ResidentChange] = []
    saved: dict[int, tuple[Resident, set[str]]] = {}
    fitting: list[int] = []
    moved: list[int] = []
    moving: list[tuple[int, Resident, list[Sequence[str]]]] = []
    unfit: defaultdict[str, list[int]] = defaultdict(list)
    owned = _niks_owned(
        work, [change[2] for _pk, _resident, one in staged for change in one.changes if change[0] == "nik"]
    )
    for pk, resident_id, one in staged:
        resident = people.get(resident_id)
        differing = [change for change in one.changes if as_text(resident, change[0]) != change[2]]
        if reason := _misfit(work, resident, differing, owned):
            unfit[reason].append(pk)
            continue
        owned |= {new for name, _old, new in differing if name == "nik" and new}
        if resident and resident.added and any(name == "desa" for name, _old, _new in differing):
            moving.append((pk, resident, differing))
            continue
        lines += _set(work, resident, differing)
        if differing:
            saved.setdefault(resident_id, (resident, set()))[1].update(name for name, _old, _new in differing)
        fitting.append(pk)
    update_residents(saved.values())
    insert_many(lines)
    for pk, resident, differing in moving:
        (moved if _move(work, resident, differing) else unfit["ledger_keeps_place"]).append(pk)
    update_many(ImportRow, ["taken", "content"], [(pk, True, "") for pk in [*fitting, *moved]])
    for reason, some in unfit.items():
        _leave(work, some, reason)
    work.taken.changed += len(saved) + len(moved)


def _set(work: _Work, resident: Resident, changes: Sequence[Sequence[str]]) -> list[ResidentChange]:
    """Put these values into their fields, not saved yet; gives their lines of the history."""
    for name, _old, new in changes:
        set_value(resident, name, new, work.places, work.schools)
    return [_change(work, resident, name, old, new) for name, old, new in changes]


def _move(work: _Work, resident: Resident, changes: Sequence[Sequence[str]]) -> bool:
    """Save the changes of one who flowed in and moves, row of the ledger and all. False, and nothing, where it refuses."""
    if _misfit(work, resident, changes, set()):
        return False
    try:
        with transaction.atomic():
            insert_many(_set(work, resident, changes))
            update_residents([(resident, [name for name, _old, _new in changes])])
            move_added_row(work.by, resident, _("moved to another desa"), work.now)
    except Refused:
        return False
    return True


def _niks_owned(work: _Work, niks: Sequence[str]) -> set[str]:
    """Those of these NIKs that somebody of the drive has: a row that would give one to another person stays in doubt."""
    prints = {sealed_nik(nik)[1]: nik for nik in set(niks) if nik}
    people = Resident.objects.present().filter(drive=work.batch.drive, nik_print__in=prints)
    return {prints[found] for found in people.values_list("nik_print", flat=True)}


def _misfit(work: _Work, resident: Resident | None, changes: Sequence[Sequence[str]], owned: set[str]) -> str:
    """Why the row of somebody known does not fit: somebody worked on them since the preview, or person, places or schools
    are not theirs who take it in ("changed_meanwhile"), or the day of birth cannot be. "" where it does.
    """
    if resident is None:
        return ""
    theirs = as_text(resident, "desa") in work.places and all(
        (name != "desa" or new in work.places) and (name != "school" or not new or new in work.schools)
        for name, _old, new in changes
    )
    worked_on = any(as_text(resident, name) != old or (name == "nik" and new in owned) for name, old, new in changes)
    if not theirs or worked_on:
        return "changed_meanwhile"
    born = {name: new for name, _old, new in changes}.get("birth_date", "")
    return "born_after_listed" if born > resident.listed_on.isoformat() else ""


def _change(work: _Work, resident: Resident, name: str, old: str, new: str) -> ResidentChange:
    return ResidentChange(
        resident=resident,
        field=name,
        before=kept_text(name, old),
        after=kept_text(name, new),
        batch=work.batch,
        at=work.now,
        by=work.by.user,
    )


def _take_absent(work: _Work) -> None:
    """Who is back leaves the queue; whoever a whole list lacks joins it."""
    seen = ImportRow.objects.filter(batch=work.batch, resident__isnull=False).values("resident")
    back = Absence.objects.filter(settled=Absence.Settled.OPEN, resident__in=seen)
    if work.by.assigned is not None:
        back = back.filter(resident__kecamatan__in=work.by.assigned)
    work.taken.back = back.update(
        settled=Absence.Settled.BACK, settled_at=work.now, settled_by=work.by.user, settled_batch=work.batch
    )
    if work.batch.covers != ImportBatch.Covers.WHOLE or work.batch.committed_at is not None:
        return
    gone = gone_of(work.by, work.batch)
    absences = [Absence(batch=work.batch, resident_id=pk) for pk in gone.values_list("pk", flat=True)]
    insert_many(absences)
    work.taken.gone = len(absences)
    work.say("gone", len(absences), len(absences))


def gone_of(by: Scope, batch: ImportBatch):
    """Those still to be recorded whom a whole list lacks: matched by no row, and perhaps meant by none that is doubtful.

    Who is in the queue already, from an earlier list, is not put there twice.
    """
    people = Resident.objects.filter(drive=batch.drive).remaining()
    if by.assigned is not None:
        people = people.filter(kecamatan__in=by.assigned)
    people = people.exclude(batch=batch)
    seen = ImportRow.objects.filter(batch=batch, resident__isnull=False).values("resident")
    perhaps = {
        pk for row in batch.rows.filter(verdict="doubtful", taken=False) for pk in opened(row.content).candidates
    }
    waiting = Absence.objects.filter(settled=Absence.Settled.OPEN).values("resident")
    merged = ResidentStep.objects.filter(step=Step.MERGE, undone_by__isnull=True, resident__drive=batch.drive)
    # A row may mean them by what the one who became part of them was called.
    for found in (seen, perhaps):
        people = people.exclude(pk__in=found).exclude(pk__in=merged.filter(resident__in=found).values("into"))
    return people.exclude(pk__in=waiting).order_by("pk")


def _finish(work: _Work) -> None:
    batch, taken = work.batch, work.taken
    again = batch.committed_at is not None
    batch.new = taken.new + (batch.new if again else 0)
    batch.changed = taken.changed + (batch.changed if again else 0)
    batch.gone = batch.gone if again else taken.gone
    batch.state, batch.committed_at, batch.refused = ImportBatch.State.COMMITTED, batch.committed_at or work.now, ""
    batch.same = batch.rows.filter(taken=True).count() - batch.new - batch.changed
    batch.doubtful = batch.rows.filter(taken=False, verdict="doubtful").count()
    batch.save(update_fields=["state", "committed_at", "new", "changed", "same", "gone", "doubtful", "refused"])
    audit(
        by=batch.committed_by or work.by.user,
        action="import",
        target=batch,
        kabupaten=work.by.kabupaten,
        after={name: str(getattr(taken, name)) for name in ("new", "inflow", "changed", "gone", "left")},
    )
