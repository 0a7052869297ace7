"""What events of the field do: people by what all words about them add up to, counts and cards by what was not taken back.

Everything here runs in the transaction of ``receive`` with the visit held. An event that the rules stop is answered
with the sentence: *to decide*, where the office can do something about it, *refused*, where whoever entered it can.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write, scope_of
from kecamatan.days import day_of
from kecamatan.figures import day_text
from kecamatan.refusals import Refused
from outreach import keys
from outreach.actions.field.mistakes import take_off_mistakes
from outreach.actions.field.people import settle_people
from outreach.actions.field.unlisted import list_unlisted
from outreach.actions.visits.counts import count_unnamed
from outreach.actions.visits.steps import write_step
from outreach.field.events import UNDONE, Event, Kind, read_event
from outreach.models import FieldEvent, FieldLease, Visit, VisitCount
from outreach.models.field import CONTENT
from outreach.refusing import NeedsTheOffice
from outreach.visit_life import OPEN, PLANNED, Step

LONGEST_NOTES = 1000
_Rows = Sequence[tuple[FieldEvent, Event]]


def apply_events(*, visit: Visit, fresh: _Rows, now: datetime, asked_for: bool = False) -> None:
    """Apply these events of a visit that is held; each row says afterwards what became of it.

    ``asked_for``: the office wants them taken in though it had given up the phone.
    """
    if not fresh:
        return
    leases = {one.pk: one for one in FieldLease.objects.filter(visit=visit).select_related("user__kabupaten")}
    owners = {pk: scope_of(lease.user) for pk, lease in leases.items()}
    able = [one for one in fresh if _may_be_applied(visit, leases[one[0].lease_id], owners, one[0], now, asked_for)]
    _mark_undone(visit, able)
    for row, event in _in_order(visit, able):
        try:
            with transaction.atomic():
                _apply(visit, owners[row.lease_id], row, event, now)
        except NeedsTheOffice as why:
            _answer(row, FieldEvent.Answer.DECIDE, why.message)
        except Refused as why:
            _answer(row, FieldEvent.Answer.REFUSED, why.message)
    _name_people(visit, able)
    touched = {row.resident_id for row, event in able if event.kind in {Kind.OUTCOME, Kind.UNLISTED}}
    touched |= _of_undone_people(able)
    settle_people(visit=visit, residents={pk for pk in touched if pk}, leases=leases, owners=owners, now=now)
    take_off_mistakes(visit=visit, residents=_of_undone_people(able), owners=owners, now=now)


def _may_be_applied(
    visit: Visit, lease: FieldLease, owners: dict[int, Scope], row: FieldEvent, now: datetime, asked_for: bool
) -> bool:
    """Whether anything of this lease can be; the visit is started by the first event of its day."""
    try:
        with transaction.atomic():
            _open(visit, lease, owners[lease.pk], now, asked_for)
    except NeedsTheOffice as why:
        _answer(row, FieldEvent.Answer.DECIDE, why.message)
    except Refused as why:
        _answer(row, FieldEvent.Answer.REFUSED, why.message)
    else:
        return True
    return False


def _open(visit: Visit, lease: FieldLease, owner: Scope, now: datetime, asked_for: bool) -> None:
    """Raise NeedsTheOffice or Refused where nothing of this lease can be taken in."""
    if lease.ended_at is not None and not asked_for:
        raise NeedsTheOffice(_("The office had ended this phone's visit before this came in."))
    if not lease.user.is_active or not may_write(owner, visit.kecamatan):
        raise NeedsTheOffice(_("Whoever took the visit along may not write to it any more."))
    if not visit.drive.is_active:
        words = _("The drive “%(drive)s” has ended; its visits are closed.")
        raise NeedsTheOffice(words % {"drive": visit.drive.name})
    if visit.state in PLANNED:
        if visit.day > day_of(now, visit.drive.kabupaten.time_zone):
            words = _("The visit is on %(day)s. What happens there can be taken in from that day on.")
            raise Refused(words % {"day": day_text(visit.day)})
        write_step(by=owner, visit=visit, step=Step.START, now=now)
    if visit.state not in OPEN:
        words = _("The visit was “%(state)s” before this came in.")
        raise NeedsTheOffice(words % {"state": visit.get_state_display()})


def _mark_undone(visit: Visit, fresh: _Rows) -> None:
    """What a phone took back does not count, whichever of the two came first; nor what it said of somebody so taken back."""
    undoing = {(row.lease_id, event.undoes) for row, event in fresh if event.kind is Kind.UNDO}
    earlier = FieldEvent.objects.filter(lease__in={row.lease_id for row, _e in fresh}, kind=Kind.UNDO)
    undoing |= set(earlier.values_list("lease", "undoes"))
    for row, event in fresh:
        told_of = event.number if event.kind in UNDONE else event.about
        if told_of is None or (row.lease_id, told_of) not in undoing:
            continue
        row.undone = True
        _drop_words_about(row.lease_id, event)
        waiting = earlier.filter(lease=row.lease_id, undoes=event.number, answer=FieldEvent.Answer.WAITS)
        waiting.exclude(pk__in=[one.pk for one, _event in fresh]).update(answer=FieldEvent.Answer.APPLIED, content="")


def _drop_words_about(lease: int, told: FieldEvent | Event) -> None:
    """Whoever came unlisted by a mistake did not come: nothing that was said of them is a word about anybody."""
    if told.kind == Kind.UNLISTED:
        about = FieldEvent.objects.filter(lease=lease, about=told.number, kind=Kind.OUTCOME)
        about.update(undone=True, answer=FieldEvent.Answer.APPLIED, sentence="", content="")


def _in_order(visit: Visit, fresh: _Rows) -> Iterable[tuple[FieldEvent, Event]]:
    """Who came unlisted first, since others speak of them; everything else by its number."""
    return sorted(fresh, key=lambda one: (one[1].kind is not Kind.UNLISTED, one[0].lease_id, one[1].number))


def _apply(visit: Visit, owner: Scope, row: FieldEvent, event: Event, now: datetime) -> None:
    if event.kind is Kind.UNDO:
        _undo(visit, owner, row, event, now)
    elif row.undone:
        _answer(row, FieldEvent.Answer.APPLIED)
    elif row.partial and event.kind in {Kind.UNLISTED, Kind.NOTE}:
        _answer(row, FieldEvent.Answer.WAITS, _("Told by text message; the rest of it is still on the phone."))
    elif event.kind is Kind.UNLISTED:
        row.resident = list_unlisted(by=owner, visit=visit, event=event, now=now)
        _answer(row, FieldEvent.Answer.APPLIED)
    elif event.kind is Kind.COUNT:
        _count(visit, owner, row, 1, now)
        _answer(row, FieldEvent.Answer.APPLIED)
    elif event.kind is Kind.TALLY:
        _tally(visit, row, 1)
        _answer(row, FieldEvent.Answer.APPLIED)
    elif event.kind is Kind.NOTE:
        _note(visit, owner, event)
        _answer(row, FieldEvent.Answer.APPLIED)


def _undo(visit: Visit, owner: Scope, row: FieldEvent, event: Event, now: datetime) -> None:
    """Take back what the event of that number did, if it has come in and did anything."""
    there = FieldEvent.objects.filter(lease=row.lease_id, number=event.undoes).first()
    if there is None:
        _answer(row, FieldEvent.Answer.WAITS)
        return
    if there.kind not in UNDONE:
        raise Refused(_("An outcome is taken back by choosing another one."))
    if not there.undone:
        applied = there.answer in {FieldEvent.Answer.APPLIED, FieldEvent.Answer.SETTLED}
        if applied and there.kind == Kind.COUNT:
            _count(visit, owner, there, -1, now)
        elif applied and there.kind == Kind.TALLY:
            _tally(visit, there, -1)
        elif applied and there.kind == Kind.NOTE:
            _take_out_note(visit, owner, there)
        there.undone = True
        _drop_words_about(row.lease_id, there)
        _answer(there, FieldEvent.Answer.APPLIED)
    _answer(row, FieldEvent.Answer.APPLIED)


def _count(visit: Visit, owner: Scope, row: FieldEvent, sign: int, now: datetime) -> None:
    """So many more (or, taken back, fewer) people of a desa counted without a name."""
    standing = VisitCount.objects.filter(visit=visit, desa=row.desa_id, taken_back=False).first()
    people = (standing.people if standing else 0) + sign * row.people
    newly = (standing.newly_obliged if standing else 0) + sign * row.newly
    if not 0 <= newly <= people:
        raise NeedsTheOffice(_CORRECTED())
    count_unnamed(
        by=owner,
        visit=visit,
        desa=row.desa,
        people=people,
        newly_obliged=newly,
        seen=standing.pk if standing else None,
        now=now,
    )


def _CORRECTED() -> str:
    return _("The office corrected this number since, so that nothing can be taken off it. Look at it, and decide.")


def _tally(visit: Visit, row: FieldEvent, sign: int) -> None:
    """So many cards printed, or IKD activated, more or fewer."""
    column = {"cards": "cards_printed", "ikd": "ikd_activated"}[row.what]
    number = (getattr(visit, column) or 0) + sign * row.people
    if number < 0:
        raise NeedsTheOffice(_CORRECTED())
    setattr(visit, column, number)
    visit.version += 1
    Visit.objects.filter(pk=visit.pk).update(**{column: number}, version=visit.version)


def _note(visit: Visit, owner: Scope, event: Event) -> None:
    text = "\n".join(part for part in (visit.what_went_wrong, _as_told(owner, event.note)) if part)
    if len(text) > LONGEST_NOTES:
        raise NeedsTheOffice(_("The notes of this visit are full. Shorten them, then take this one in."))
    _write_notes(visit, text)


def _as_told(owner: Scope, note: str) -> str:
    """One line, so that it can be found again."""
    return f"{owner.user}: {' '.join(note.split())}"


def _take_out_note(visit: Visit, owner: Scope, row: FieldEvent) -> None:
    """That one line, as far as nobody has changed it since."""
    lines = visit.what_went_wrong.splitlines()
    if (told := _as_told(owner, row.note)) in lines:
        lines.remove(told)
        _write_notes(visit, "\n".join(lines))


def _write_notes(visit: Visit, text: str) -> None:
    visit.what_went_wrong, visit.version = text, visit.version + 1
    Visit.objects.filter(pk=visit.pk).update(what_went_wrong=text, version=visit.version)


def _name_people(visit: Visit, fresh: _Rows) -> None:
    """Words about somebody who came unlisted name the resident, as soon as it is known who that is; else they wait."""
    listed = FieldEvent.objects.filter(lease__visit=visit, kind=Kind.UNLISTED)
    whom = {(lease, number): pk for lease, number, pk in listed.values_list("lease", "number", "resident")}
    waiting = FieldEvent.objects.filter(lease__visit=visit, about__isnull=False, resident__isnull=True)
    for row in waiting:
        if pk := whom.get((row.lease_id, row.about)):
            row.resident_id = pk
            row.save(update_fields=["resident"])
    for row, event in fresh:
        if event.about is not None:
            row.resident_id = whom.get((row.lease_id, event.about))


def _of_undone_people(fresh: _Rows) -> set[int]:
    """Who was listed by an event that is taken back now: without that word they are what the others say."""
    undone = [(row.lease_id, event.undoes) for row, event in fresh if event.kind is Kind.UNDO]
    rows = FieldEvent.objects.filter(lease__in={lease for lease, _n in undone}, number__in={n for _l, n in undone})
    found = {row.resident_id for row in rows if (row.lease_id, row.number) in undone and row.resident_id}
    late = FieldEvent.objects.filter(lease__in={row.lease_id for row, _e in fresh}, about__isnull=False)
    numbers = {(row.lease_id, event.number) for row, event in fresh if event.kind is Kind.UNLISTED}
    return found | {row.resident_id for row in late if (row.lease_id, row.about) in numbers and row.resident_id}


def _answer(row: FieldEvent, answer: str, sentence: str = "") -> None:
    """What became of an event. Its content goes once nobody needs it any more."""
    row.answer, row.sentence = answer, sentence[:400]
    if answer == FieldEvent.Answer.APPLIED:
        row.content = ""
    row.save(update_fields=["answer", "sentence", "content", "undone", "resident"])


def try_again(*, visit: Visit, now: datetime) -> int:
    """Apply anew what waits for a decision or was refused, of a visit that is held; how many were tried."""
    answers = [FieldEvent.Answer.DECIDE, FieldEvent.Answer.REFUSED]
    rows = FieldEvent.objects.filter(lease__visit=visit, answer__in=answers).select_related("desa").order_by("pk")
    found = [(row, event) for row in rows if (event := event_again(row)) is not None]
    for row, _event in found:
        again(row).save(update_fields=["answer"])
    apply_events(visit=visit, fresh=found, now=now, asked_for=True)
    return len(found)


def again(row: FieldEvent) -> FieldEvent:
    """The row, about to be tried anew; not saved."""
    row.answer = FieldEvent.Answer.WAITS
    return row


def event_again(row: FieldEvent) -> Event | None:
    """What it said: from its content, or from what a text message told; None where all of it was taken in but the word
    about a person, or where its whole is still on the phone.
    """
    if row.content:
        return read_event(keys.ring().open(row.content, CONTENT).encode(), number=row.number)
    if row.kind in {Kind.UNLISTED, Kind.NOTE}:
        return None
    return Event(
        number=row.number,
        kind=Kind(row.kind),
        at=row.phone_at,
        person=row.resident_id,
        about=row.about,
        outcome=row.outcome,
        note=row.note,
        desa=row.desa.code if row.desa else "",
        people=row.people,
        new=row.newly,
        what=row.what,
        undoes=row.undoes,
    )
