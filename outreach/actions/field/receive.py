"""Taking in what phones tell, however it travelled: each event once, in any order, all of a batch in one transaction.

An event is written down before it is applied, and applied by what all events of its person add up to
(``outreach.field.reducer``), so neither order nor repetition makes a difference. Whoever is answered may forget the
event; what is answered as refused was not taken in, and stays on the phone.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write
from kecamatan.models import Desa
from outreach import keys
from outreach.access import residents_for
from outreach.actions.field.applying import again, apply_events, event_again
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import hold_visit
from outreach.field.box import MOST_NUMBER, BadEnvelope, LeaseKeys, from_b64u, open_envelope, read_envelope
from outreach.field.events import Event, Kind, Malformed, is_within_bounds, read_event
from outreach.field.keys import key_of
from outreach.field.short_text import Told as ToldByText
from outreach.models import FieldEvent, FieldLease, Resident, Visit, VisitCode
from outreach.models.field import CONTENT

ACCEPTED, KNOWN, DECIDE, REFUSED = "accepted", "known", "decide", "refused"
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Answer:
    """The receipt for one event. ``sentence``: why not, or what the office has to decide."""

    lease: str
    number: int
    answer: str
    sentence: str = ""


@dataclass(frozen=True)
class Contact:
    """What a phone says of itself. ``ahead``: its clock, seconds before ours."""

    made: int = 0
    persisted: bool | None = None
    ahead: int | None = None


@dataclass
class _Batch:
    """What came for the leases of one visit: (lease, envelope, event) of each."""

    visit: Visit
    rows: list[tuple[FieldLease, Event, bytes]] = field(default_factory=list)


def receive_own(
    *, by: Scope, envelopes: Sequence[Any], contacts: Mapping[UUID, Contact] = {}, now: datetime | None = None
) -> tuple[list[Answer], list[FieldLease]]:
    """From the phones of whoever is signed in: (an answer for each envelope, in order, their leases as they stand now)."""
    now = now or timezone.now()
    wanted = set(contacts) | _keys_of(envelopes)
    leases = {one.key: one for one in _leases(wanted) if one.user_id == by.user.pk}
    answers = _receive(by, envelopes, leases, FieldEvent.Way.ONLINE, now)
    for key, contact in contacts.items():
        if key in leases:
            _note_contact(leases[key], contact, now)
    return answers, list(FieldLease.objects.filter(pk__in=[one.pk for one in leases.values()]))


def receive_carried(
    *,
    by: Scope,
    envelopes: Sequence[Any],
    way: str,
    made: Mapping[UUID, int] = {},
    now: datetime | None = None,
) -> list[Answer]:
    """From a file or QR codes that somebody carried who may write to the visit; of other visits nothing is known to them."""
    now = now or timezone.now()
    leases = {one.key: one for one in _leases(_keys_of(envelopes) | set(made)) if may_write(by, one.visit.kecamatan)}
    answers = _receive(by, envelopes, leases, way, now)
    for key, number in made.items():
        if key in leases:
            _raise_made(leases[key], number)
    return answers


def receive_told(*, by: Scope, told: Sequence[ToldByText], now: datetime | None = None) -> list[Answer]:
    """From text messages, to visits that whoever pasted them may write to: (an answer for each event, in order).

    Names and notes come another way: such an event waits for its whole.
    """
    now = now or timezone.now()
    rows = FieldLease.objects.filter(code__in={one.lease_code for one in told})
    rows = rows.select_related("user__kabupaten", "visit__kecamatan", "visit__drive__kabupaten")
    leases = {one.code: one for one in rows if may_write(by, one.visit.kecamatan)}
    batches: dict[int, _Batch] = {}
    answers: dict[tuple[str, int], Answer] = {}
    for one in told:
        lease = leases.get(one.lease_code)
        if lease is None:
            answers[one.lease_code, one.number] = Answer("", one.number, REFUSED, _not_yours())
            continue
        event, wrong = _event_of(one, lease)
        if event is None:
            answers[one.lease_code, one.number] = Answer(str(lease.key), one.number, REFUSED, wrong)
        else:
            batches.setdefault(lease.visit_id, _Batch(lease.visit)).rows.append((lease, event, b""))
        _raise_made(lease, one.made)
    codes = {str(lease.key): code for code, lease in leases.items()}
    for batch in batches.values():
        for answer in _take_in(by, batch, FieldEvent.Way.TEXT, {}, now):
            answers[codes[answer.lease], answer.number] = answer
    return [answers[one.lease_code, one.number] for one in told]


def _event_of(told: ToldByText, lease: FieldLease) -> tuple[Event | None, str]:
    """(the event that a message tells, or None; why there is none)."""
    person = None
    if told.person:
        codes = VisitCode.objects.filter(visit=lease.visit, code=told.person)
        person = codes.values_list("resident", flat=True).first()
        if person is None:
            return None, _("Nobody of this visit has the code %(code)s.") % {"code": told.person}
    event = Event(
        number=told.number,
        kind=Kind(told.kind),
        at=None,
        person=person,
        about=told.unlisted or None,
        outcome=told.outcome,
        desa=told.desa,
        people=told.people,
        new=told.newly or 0,
        what=told.what,
        undoes=told.undoes or None,
    )
    if not is_within_bounds(event) or event.number > MOST_NUMBER:
        return None, _("No phone makes such an entry. Look whether the message is whole.")
    return event, ""


def _keys_of(envelopes: Iterable[Any]) -> set[UUID]:
    found = set()
    for raw in envelopes:
        try:
            found.add(read_envelope(raw).lease)
        except BadEnvelope:
            continue
    return found


def _leases(wanted: set[UUID]) -> Iterable[FieldLease]:
    rows = FieldLease.objects.filter(key__in=wanted)
    return rows.select_related("user__kabupaten", "visit__kecamatan", "visit__drive__kabupaten")


def _receive(
    by: Scope, envelopes: Sequence[Any], leases: Mapping[UUID, FieldLease], way: str, now: datetime
) -> list[Answer]:
    answers: dict[int, Answer] = {}
    batches: dict[int, _Batch] = {}
    places: dict[tuple[UUID, int], list[int]] = defaultdict(list)
    opened: dict[UUID, LeaseKeys] = {}
    for index, raw in enumerate(envelopes):
        try:
            envelope = read_envelope(raw)
            lease = leases.get(envelope.lease)
            if lease is None:
                answers[index] = _no(raw, _not_yours())
                continue
            if lease.key not in opened:
                opened[lease.key] = lease.keys
            content = open_envelope(envelope, opened[lease.key])
            event = read_event(content, number=envelope.number)
        except BadEnvelope:
            answers[index] = _no(raw, _("This entry was damaged on its way. Send it again, or enter it on paper."))
            continue
        except Malformed as fault:
            answers[index] = _no(raw, str(fault.sentence))
            continue
        if not places[envelope.lease, envelope.number]:
            batch = batches.setdefault(lease.visit_id, _Batch(lease.visit))
            batch.rows.append((lease, event, content))
        places[envelope.lease, envelope.number].append(index)
    for batch in batches.values():
        for answer in _take_in(by, batch, way, opened, now):
            for place, index in enumerate(places[UUID(answer.lease), answer.number]):
                answers[index] = answer if not place or answer.answer == REFUSED else _known(answer)
    return [answers[index] for index in range(len(envelopes))]


def _known(answer: Answer) -> Answer:
    return Answer(answer.lease, answer.number, KNOWN, answer.sentence)


def _not_yours() -> str:
    return _("This was taken along by somebody else, or is of a kecamatan that is not yours. Its owner sends it.")


def _no(raw: Any, sentence: str) -> Answer:
    lease, number = (raw.get("l"), raw.get("n")) if isinstance(raw, Mapping) else ("", 0)
    is_number = isinstance(number, int) and not isinstance(number, bool)
    return Answer(str(lease)[:36], number if is_number else 0, REFUSED, sentence)


def _take_in(by: Scope, batch: _Batch, way: str, opened: Mapping[UUID, LeaseKeys], now: datetime) -> list[Answer]:
    """The events of one visit, in one transaction; gives an answer for each."""
    with rules_of_the_database(), transaction.atomic():
        people = {event.person for _lease, event, _content in batch.rows if event.person}
        homes = Resident.objects.filter(pk__in=people, drive=batch.visit.drive_id)
        visit = hold_visit(batch.visit, places=_homes(batch, people))
        arriving = _Arriving(
            by, way, now, set(homes.values_list("pk", flat=True)), _desa_of(visit), _known_events(batch)
        )
        answers, known, fresh, done = [], [], [], []
        for lease, event, content in batch.rows:
            digest = _digest(opened.get(lease.key), content)
            refusal, row = arriving.look(lease, event, digest)
            if refusal:
                answers.append(Answer(str(lease.key), event.number, REFUSED, refusal))
            elif row is not None and (not row.partial or not content) and row.answer != FieldEvent.Answer.REFUSED:
                known.append(row.pk)
            elif row is not None and not row.partial and not content:
                # A message about what had come in as a whole, and was refused: the whole is tried again.
                fresh.append((again(row), event_again(row) or event))
            else:
                took = arriving.row(lease, event, content, digest, row)
                (fresh if took.answer == FieldEvent.Answer.WAITS else done).append((took, event))
        _save([*fresh, *done])
        apply_events(visit=visit, fresh=fresh, now=now)
        leases = {lease.pk: lease for lease, _event, _content in batch.rows}
        rows = FieldEvent.objects.in_bulk([*known, *(row.pk for row, _event in [*fresh, *done])])
        seen = set(
            residents_for(by).filter(pk__in={row.resident_id for row in rows.values()}).values_list("pk", flat=True)
        )
        for pk, row in rows.items():
            answer = _answer_of(row, leases[row.lease_id], KNOWN if pk in known else ACCEPTED)
            answers.append(answer if row.resident_id is None or row.resident_id in seen else _of_a_stranger(answer))
        for lease in leases.values():
            _raise_made(lease, max(event.number for one, event, _c in batch.rows if one.pk == lease.pk))
        return answers


def _homes(batch: _Batch, people: set[int]) -> set[int]:
    """The kecamatan of everybody whom this batch may speak of: named by it, told of before as unlisted, or of a NIK that it
    tells. All are held before anything is written: two batches that each met people of the other's would deadlock.
    """
    told = FieldEvent.objects.filter(lease__in={lease.pk for lease, _e, _c in batch.rows}, kind=Kind.UNLISTED)
    found = Resident.objects.filter(Q(pk__in=people) | Q(pk__in=told.values("resident")), drive=batch.visit.drive_id)
    places = set(found.order_by().values_list("kecamatan", flat=True).distinct())
    niks = {event.details.nik for _lease, event, _c in batch.rows if event.details and event.details.nik}
    for nik in niks:
        same = Resident.objects.filter(drive=batch.visit.drive_id).with_nik(nik)
        places |= set(same.order_by().values_list("kecamatan", flat=True))
    return places


def _desa_of(visit: Visit) -> dict[str, Desa]:
    return {one.code: one for one in Desa.objects.filter(kecamatan=visit.kecamatan_id)}


def _digest(opened: LeaseKeys | None, content: bytes) -> str:
    """A keyed print of an event's content; "" for what a text message tells."""
    return hmac.digest(from_b64u(opened.secret), content, "sha256").hex() if opened and content else ""


@dataclass(frozen=True)
class _Arriving:
    """Events on their way in, beside what is there: ``people`` of the list, ``desa`` by code, ``known`` events."""

    by: Scope
    way: str
    now: datetime
    people: set[int]
    desa: Mapping[str, Desa]
    known: Mapping[tuple[int, int], FieldEvent]

    def look(self, lease: FieldLease, event: Event, digest: str) -> tuple[str, FieldEvent | None]:
        """(why it is refused, or ""; the event of its number that came in before, or None)."""
        row = self.known.get((lease.pk, event.number))
        if row is not None and not self._same(row, event, digest):
            return _("This entry came in before with other content. The one that came first stands."), row
        if event.person is not None and event.person not in self.people:
            words = _("This person is not on the office's list any more. Enter them as somebody who came unlisted.")
            return words, row
        code = event.details.desa if event.details else event.desa
        if code and code not in self.desa:
            return _("A visit counts people of its own kecamatan."), row
        return "", row

    def _same(self, row: FieldEvent, event: Event, digest: str) -> bool:
        """The whole is compared by its print; what a message told by all that it told."""
        if digest and row.digest:
            return row.digest == digest
        code = row.desa.code if row.desa else ""
        said = (row.kind, row.resident_id or event.person, row.about, row.undoes, row.outcome, row.what)
        now = (event.kind.value, event.person or row.resident_id, event.about, event.undoes, event.outcome, event.what)
        counted = event.kind is not Kind.COUNT or (row.people, row.newly, code) == (event.people, event.new, event.desa)
        return said == now and counted and (event.kind is not Kind.TALLY or row.people == event.people)

    def row(self, lease: FieldLease, event: Event, content: bytes, digest: str, row: FieldEvent | None) -> FieldEvent:
        """The row to write; or the one to complete, which is not applied twice; or the one to try again."""
        counted = {Kind.COUNT, Kind.TALLY, Kind.UNDO}
        if (
            row is not None
            and row.answer in {FieldEvent.Answer.APPLIED, FieldEvent.Answer.SETTLED}
            and event.kind in counted
        ):
            row.digest, row.phone_at, row.partial = digest, event.at, False
            return row
        if row is None:
            row = FieldEvent(key=key_of(lease.key, event.number), lease=lease, number=event.number, way=self.way)
            row.received_at, row.kind, row.carried_by = self.now, event.kind.value, self.by.user
        code = event.details.desa if event.details else event.desa
        row.about, row.undoes, row.outcome, row.note = event.about, event.undoes, event.outcome, event.note
        row.desa = self.desa[code] if code else None
        row.people, row.newly, row.what, row.phone_at = event.people, event.new, event.what, event.at
        row.resident_id = event.person or row.resident_id
        row.content = keys.ring().seal(content.decode(), CONTENT) if content else ""
        row.digest, row.partial = digest, not content
        row.answer, row.sentence = FieldEvent.Answer.WAITS, ""
        return row


def _known_events(batch: _Batch) -> dict[tuple[int, int], FieldEvent]:
    """What came in before of these, by lease and number (one query)."""
    wanted = {(lease.pk, event.number) for lease, event, _content in batch.rows}
    rows = FieldEvent.objects.filter(
        lease__in={lease for lease, _number in wanted}, number__in={number for _lease, number in wanted}
    )
    rows = rows.select_related("desa")
    return {(one.lease_id, one.number): one for one in rows if (one.lease_id, one.number) in wanted}


def _save(fresh: Sequence[tuple[FieldEvent, Event]]) -> None:
    known = [row for row, _event in fresh if row.pk is not None]
    FieldEvent.objects.bulk_create([row for row, _event in fresh if row.pk is None], batch_size=500)
    for row in known:
        row.save(force_update=True)


def _answer_of(row: FieldEvent, lease: FieldLease, good: str) -> Answer:
    special = {FieldEvent.Answer.DECIDE: DECIDE, FieldEvent.Answer.REFUSED: REFUSED}
    return Answer(str(lease.key), row.number, special.get(row.answer, good), row.sentence)


def _of_a_stranger(answer: Answer) -> Answer:
    """Of somebody whom they could not see in the office nothing is told: neither who it is, nor how old, nor where they are."""
    words = _("This person is of another kecamatan. A colleague who sees it decides.") if answer.sentence else ""
    return replace(answer, sentence=words)


def _note_contact(lease: FieldLease, contact: Contact, now: datetime) -> None:
    FieldLease.objects.filter(pk=lease.pk).update(
        last_contact=now, persisted=contact.persisted, clock_ahead=contact.ahead
    )
    _raise_made(lease, contact.made)


def _raise_made(lease: FieldLease, made: int) -> None:
    """The highest number that this phone told of never falls."""
    FieldLease.objects.filter(pk=lease.pk, made__lt=made).update(made=made)
