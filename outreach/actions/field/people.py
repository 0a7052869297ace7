"""The people of a visit as all phones and the office together tell of them: one outcome each, counted once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write
from kecamatan.figures import day_text
from outreach.actions.visits.results import Entry, change_outcomes
from outreach.actions.visits.words import TOLD_BY_PHONES
from outreach.attendance import Origin, Outcome, step_for
from outreach.field.events import Kind
from outreach.field.reducer import Office, Told, Word, tell
from outreach.life import REMAINING, State, Step, allowed_from
from outreach.models import Attendance, AttendanceChange, FieldEvent, FieldLease, Resident, ResidentChange, Visit

Answer = FieldEvent.Answer


_NOTHING = Told("")


@dataclass
class _Person:
    """One person of the batch. ``stays``: a sentence why what is told cannot stand."""

    resident: Resident
    attendance: Attendance | None
    events: list[FieldEvent] = field(default_factory=list)
    office: Office | None = None
    told: Told = _NOTHING
    stays: str = ""
    moved: bool = False


def settle_people(
    *,
    visit: Visit,
    residents: Collection[int],
    leases: Mapping[int, FieldLease],
    owners: Mapping[int, Scope],
    now: datetime,
) -> None:
    """Make each attendance what the words about the person add up to, and answer the events that said them."""
    if not residents:
        return
    people = _people(visit, residents, leases)
    keys = {pk: lease.key for pk, lease in leases.items()}
    for person in people.values():
        _refuse_too_young(visit, person)
        person.told = tell([_word(one, keys) for one in person.events if _counts(one)], person.office)
        if person.events:
            _look(person, owners[_speaker(person, owners)])
    changes: dict[int, list[tuple[Attendance, Entry]]] = defaultdict(list)
    for person in people.values():
        if person.events and not person.stays and (entry := _entry(visit, person)) is not None:
            changes[_speaker(person, owners)].append((person.attendance, entry))
    refused: dict[int, str] = {}
    for lease, some in changes.items():
        refused |= change_outcomes(owners[lease], visit, some, now, seen_events=TOLD_BY_PHONES)
    for person in people.values():
        if person.attendance is not None and person.attendance.pk in refused:
            person.stays = refused[person.attendance.pk]
        _answer(person, keys)


def _people(visit: Visit, ids: Collection[int], leases: Mapping[int, FieldLease]) -> dict[int, _Person]:
    """What is known of these people (five queries)."""
    found = {
        one.pk: _Person(one, None)
        for one in Resident.objects.filter(pk__in=ids).select_related("kecamatan", "desa", "drive")
    }
    rows = Attendance.objects.filter(visit=visit, resident__in=ids)
    for one in rows.select_related("resident__kecamatan", "resident__drive", "step"):
        found[one.resident_id].attendance = one
    events = FieldEvent.objects.filter(lease__visit=visit, resident__in=ids, kind__in=[Kind.OUTCOME, Kind.UNLISTED])
    for event in events.order_by("pk"):
        if not _is_stopped(event, leases[event.lease_id]):
            found[event.resident_id].events.append(event)
    said = AttendanceChange.objects.filter(attendance__visit=visit, attendance__resident__in=ids, by_field__isnull=True)
    for pk, after, seen in said.order_by("pk").values_list("attendance__resident", "after", "seen_events"):
        found[pk].office = Office(after, seen or 0)
    _see_moves(found, leases)
    return found


def _see_moves(people: Mapping[int, _Person], leases: Mapping[int, FieldLease]) -> None:
    """Who was moved to another desa since a phone took them along, as long as the office has said nothing since."""
    first = min(lease.taken_at for lease in leases.values())
    moves = ResidentChange.objects.filter(resident__in=people, field="desa", at__gt=first)
    for pk, at in moves.values_list("resident", "at"):
        person = people[pk]
        seen = person.office.seen if person.office else 0
        fresh = [one for one in person.events if one.pk > seen and one.lease_id in leases]
        person.moved |= any(leases[one.lease_id].taken_at < at for one in fresh)


def _counts(event: FieldEvent) -> bool:
    """Is it a word about the person? Not, if it was taken back, told in part only, or refused."""
    return not (event.undone or (event.partial and event.kind == Kind.UNLISTED) or event.answer == Answer.REFUSED)


def _is_stopped(event: FieldEvent, lease: FieldLease) -> bool:
    """Did it come from a phone that the office had given up, or too late? It is no word until the office takes it in.

    Of a word that was taken in nothing is kept sealed; of a message nothing ever was.
    """
    late = lease.ended_at is not None and event.received_at >= lease.ended_at
    return event.answer == Answer.DECIDE and (late if event.partial else bool(event.content))


def _word(event: FieldEvent, keys: Mapping[int, UUID]) -> Word:
    """What the office has settled is in its own word, and never stands beside it again."""
    is_settled = event.answer == Answer.SETTLED and event.kind == Kind.OUTCOME
    return Word(keys[event.lease_id], event.number, event.outcome, 0 if is_settled else event.pk, event.note)


def _speaker(person: _Person, owners: Mapping[int, Scope]) -> int:
    """The lease in whose owner's name the outcome is entered: of those that say it, the one that came in first whose owner
    may write there.
    """
    counting = [one for one in person.events if _counts(one)] or person.events
    saying = [one for one in counting if one.outcome == person.told.outcome] or counting
    able = [one for one in saying if may_write(owners[one.lease_id], person.resident.kecamatan)]
    return (able or saying)[0].lease_id


def _refuse_too_young(visit: Visit, person: _Person) -> None:
    """Whoever says that somebody under 16 was recorded is told so, and can mend it."""
    resident = person.resident
    if not resident.birth_date:
        return
    allowed = allowed_from(Step.RECORD, resident.birth_date, ever_married=resident.ever_married)
    if allowed is None or visit.day >= allowed:
        return
    words = _("%(name)s may be recorded from %(day)s on, the 16th birthday.")
    for event in person.events:
        if event.outcome == Outcome.RECORDED and event.answer == Answer.WAITS:
            _say(event, Answer.REFUSED, words % {"name": resident.name, "day": day_text(allowed)})


def _look(person: _Person, owner: Scope) -> None:
    """Say why what is told cannot stand, where something else has happened to the person meanwhile."""
    resident, told, here = person.resident, person.told, person.attendance
    if not told.words or (here is not None and here.outcome == told.outcome):
        return
    state = State(resident.state)
    facts = {"name": resident.name, "state": resident.get_state_display(), "day": day_text(resident.since)}
    has_step = here is not None and here.step_id is not None
    takes_step = step_for(Outcome(told.outcome), state) is not None
    elsewhere = state not in REMAINING and (here is None or (takes_step and not has_step))
    if not may_write(owner, resident.kecamatan):
        person.stays = _("%(name)s lives in another kecamatan by now. A colleague who sees it decides.") % facts
    elif state is State.MERGED or elsewhere:
        person.stays = _("%(name)s is “%(state)s” since %(day)s, from elsewhere.") % facts


def _entry(visit: Visit, person: _Person) -> Entry | None:
    """What is to be entered; None where it stands already."""
    told = person.told
    if person.attendance is None:
        if not told.outcome:
            return None
        person.attendance = Attendance.objects.create(
            visit=visit, resident=person.resident, desa_id=person.resident.desa_id, origin=Origin.UNLISTED
        )
        person.attendance.resident = person.resident
    here = person.attendance
    note = _note(person)
    if (here.outcome, here.note) == (told.outcome, note):
        return None
    return Entry(here.pk, told.outcome, here.version, note)


def _note(person: _Person) -> str:
    """The note of the word that stands. What phones noted beside other words goes with those; what the office noted stays."""
    told, here = person.told, person.attendance
    is_offices = here.note not in {event.note for event in person.events}
    if told.note or is_offices or (person.office and not told.words):
        return told.note or here.note
    return ""


def _answer(person: _Person, keys: Mapping[int, UUID]) -> None:
    """What became of each event about the person: words that still count may wait for a decision, all others are done."""
    fresh = {(word.lease, word.number) for word in person.told.words}
    sentence = person.stays
    if not sentence and person.told.differ:
        sentence = _("Told differently: the office decides.")
    if not sentence and person.moved:
        sentence = _("Moved to %(desa)s meanwhile, and counted there. Is that right?") % {"desa": person.resident.desa}
    for event in person.events:
        if not _counts(event):
            continue
        if sentence and (keys[event.lease_id], event.number) in fresh:
            _say(event, Answer.DECIDE, sentence)
        elif event.answer != Answer.SETTLED:
            _say(event, Answer.APPLIED, "")


def _say(event: FieldEvent, answer: str, sentence: str) -> None:
    if (event.answer, event.sentence) == (answer, sentence):
        return
    event.answer, event.sentence = answer, sentence[:400]
    if answer != Answer.REFUSED:
        event.content = ""
    event.save(update_fields=["answer", "sentence", "content"])
