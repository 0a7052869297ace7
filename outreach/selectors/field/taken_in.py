"""What somebody just brought in from the field, told to them: by visit and phone, and event by event."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kecamatan.access import Scope
from outreach.access import leases_for, residents_for
from outreach.actions.field.receive import ACCEPTED, DECIDE, KNOWN, REFUSED, Answer
from outreach.models import FieldEvent, FieldLease, Resident

#: Lines of one phone that a page shows.
MOST_LINES = 300
#: What needs somebody's eye stands first.
_ORDER = {REFUSED: 0, DECIDE: 1, ACCEPTED: 2, KNOWN: 3}


@dataclass(frozen=True)
class Line:
    """One event. ``event``: as it is stored, None where it was refused before that; ``person``: where the scope sees them."""

    number: int
    answer: str
    sentence: str = ""
    event: FieldEvent | None = None
    person: Resident | None = None

    @property
    def needs_eyes(self) -> bool:
        """Refused, or to decide?"""
        return self.answer in {REFUSED, DECIDE}


@dataclass(frozen=True)
class Brought:
    """What came of one phone. ``lease``: None for whatever is of no visit that the scope may write to."""

    lease: FieldLease | None
    lines: tuple[Line, ...]
    new: int = 0
    known: int = 0
    decide: int = 0
    refused: int = 0

    @property
    def events(self) -> int:
        """How many came in."""
        return len(self.lines)

    @property
    def urgent(self) -> tuple[Line, ...]:
        """Those that need somebody's eye."""
        return tuple(one for one in self.lines if one.needs_eyes)[:MOST_LINES]

    @property
    def rest(self) -> tuple[Line, ...]:
        """The others, as many as a page shows."""
        return tuple(one for one in self.lines if not one.needs_eyes)[:MOST_LINES]

    @property
    def unshown(self) -> int:
        """How many lines the page leaves out."""
        return len(self.lines) - len(self.urgent) - len(self.rest)


def brought_in(scope: Scope, answers: Sequence[Answer]) -> list[Brought]:
    """The answers by phone, each event once (three queries); phones of others' visits as one, without a word about them."""
    of_lease: dict[str, dict[int, Answer]] = defaultdict(dict)
    for one in answers:
        of_lease[one.lease].setdefault(one.number, one)
    wanted = [UUID(key) for key in of_lease if _is_uuid(key)]
    leases = {
        str(one.key): one for one in leases_for(scope).filter(key__in=wanted).select_related("visit__kecamatan", "user")
    }
    events = _events(leases.values(), answers)
    people = _people(scope, events)
    found = [_brought(lease, of_lease[key].values(), events, people) for key, lease in leases.items()]
    others = [one for key, told in of_lease.items() if key not in leases for one in told.values()]
    return [*found, *([_brought(None, others, {}, {})] if others else [])]


def _events(leases: Iterable[FieldLease], answers: Sequence[Answer]) -> dict[tuple[int, int], FieldEvent]:
    rows = FieldEvent.objects.filter(lease__in=[one.pk for one in leases], number__in={one.number for one in answers})
    return {(one.lease_id, one.number): one for one in rows.defer("content").select_related("desa")}


def _people(scope: Scope, events: Mapping[tuple[int, int], FieldEvent]) -> dict[int, Resident]:
    wanted = {one.resident_id for one in events.values() if one.resident_id}
    return residents_for(scope).in_bulk(wanted)


def _brought(
    lease: FieldLease | None,
    answers: Iterable[Answer],
    events: Mapping[tuple[int, int], FieldEvent],
    people: Mapping[int, Resident],
) -> Brought:
    lines = []
    for one in answers:
        event = events.get((lease.pk, one.number)) if lease else None
        person = people.get(event.resident_id) if event and event.resident_id else None
        lines.append(Line(one.number, one.answer, one.sentence, event, person))
    lines.sort(key=lambda line: (_ORDER.get(line.answer, 0), line.number))
    counts = {answer: sum(1 for line in lines if line.answer == answer) for answer in _ORDER}
    return Brought(lease, tuple(lines), counts[ACCEPTED], counts[KNOWN], counts[DECIDE], counts[REFUSED])


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
