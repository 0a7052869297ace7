"""What of a visit waits for the office's word: each person with all that was said of them, and entries that fit nowhere."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from kecamatan.access import Scope
from outreach import keys
from outreach.access import residents_for
from outreach.field.events import Details, Kind, Malformed, read_event
from outreach.likeness import Person
from outreach.models import Attendance, AttendanceChange, FieldEvent, Resident, ResidentStep, Visit
from outreach.models.field import CONTENT
from outreach.sealing import SealingError
from outreach.segments import age_on
from outreach.selectors.field.standing import undecided_events
from outreach.selectors.likely import Likely, likely_of_many

PER_PAGE = 25
MOST_DECIDED = 50
_OF_PEOPLE = [Kind.OUTCOME, Kind.UNLISTED]


@dataclass(frozen=True)
class OfficeWord:
    """What a colleague entered. ``label``: the outcome in words, "" where it was taken back."""

    label: str
    change: AttendanceChange


@dataclass(frozen=True)
class PersonToDecide:
    """One person. ``words``: all that phones said, in order; ``office``: what colleagues entered; ``steps``: what else
    happened to them; ``mark``: names what is known now.
    """

    resident: Resident
    attendance: Attendance | None
    words: list[FieldEvent]
    office: list[OfficeWord]
    steps: list[ResidentStep]
    age: int | None

    @property
    def outcome(self) -> str:
        """What stands now; "" for nothing."""
        return self.attendance.outcome if self.attendance else ""

    @property
    def mark(self) -> str:
        """As ``actions.field.deciding.mark_of``."""
        return f"{self.words[-1].pk if self.words else 0}-{self.attendance.version if self.attendance else 0}"

    @property
    def why(self) -> str:
        """Why the rules left it open."""
        return next((one.sentence for one in reversed(self.words) if one.answer == FieldEvent.Answer.DECIDE), "")

    @property
    def last_words(self) -> set[int]:
        """The event of each phone that counts: the one with its highest number."""
        last: dict[int, FieldEvent] = {}
        for one in self.words:
            if one.lease_id not in last or one.number > last[one.lease_id].number:
                last[one.lease_id] = one
        return {one.pk for one in last.values()}


@dataclass(frozen=True)
class EntryToDecide:
    """An entry of nobody on the list. ``details``: of somebody unlisted; ``alike``: who of the list may be the same."""

    event: FieldEvent
    details: Details | None = field(default=None, repr=False)
    alike: Sequence[Likely] = ()
    later: Sequence[FieldEvent] = ()

    @property
    def is_counted(self) -> bool:
        """People, cards or a note that can be entered by hand on the page of the result."""
        return self.event.kind in {Kind.COUNT, Kind.TALLY, Kind.NOTE}


@dataclass(frozen=True)
class ToDecide:
    """One page of it. ``hidden``: so many more live in kecamatan of colleagues; ``decided``: lately, by whom."""

    page: Page
    people: list[PersonToDecide]
    entries: list[EntryToDecide]
    hidden: int
    decided: list[FieldEvent]


def to_decide(scope: Scope, visit: Visit, *, number: str | None = None, resident: int | None = None) -> ToDecide:
    """One page (eight queries at most). ``resident``: just this person, whatever is known of them."""
    open_events = undecided_events(visit).order_by().values_list("pk", "resident", "resident__name_key")
    rows = list(open_events)
    wanted = {pk for _event, pk, _name in rows if pk} | ({resident} if resident else set())
    mine = {one.pk: one for one in residents_for(scope).filter(pk__in=wanted).select_related("desa", "kecamatan")}
    names = {pk: name for _event, pk, name in rows if pk in mine}
    keys_of_all = [("entry", event) for event, pk, _name in rows if pk is None]
    keys_of_all += [("person", pk) for pk in sorted(names, key=lambda pk: (names[pk], pk))]
    page = Paginator(keys_of_all, PER_PAGE).get_page(number)
    shown = list(page.object_list) if resident is None else [("person", resident)] if resident in mine else []
    people = [mine[pk] for what, pk in shown if what == "person"]
    return ToDecide(
        page=page,
        people=_people(visit, people),
        entries=_entries(scope, visit, [pk for what, pk in shown if what == "entry"]),
        hidden=len(wanted - set(mine)),
        decided=_decided(scope, visit),
    )


def _events(visit: Visit) -> QuerySet[FieldEvent]:
    return FieldEvent.objects.filter(lease__visit=visit).select_related(
        *("lease__user", "carried_by", "settled_by", "desa", "resident")
    )


def _people(visit: Visit, residents: Sequence[Resident]) -> list[PersonToDecide]:
    ids = [one.pk for one in residents]
    if not ids:
        return []
    words: dict[int, list[FieldEvent]] = defaultdict(list)
    for one in _events(visit).filter(resident__in=ids, kind__in=_OF_PEOPLE).order_by("pk"):
        words[one.resident_id].append(one)
    here = {one.resident_id: one for one in Attendance.objects.filter(visit=visit, resident__in=ids)}
    office: dict[int, list[OfficeWord]] = defaultdict(list)
    labels = dict(Attendance.Outcome.choices)
    changes = AttendanceChange.objects.filter(attendance__visit=visit, attendance__resident__in=ids, by_field=None)
    for one in changes.select_related("by", "attendance").order_by("pk"):
        office[one.attendance.resident_id].append(OfficeWord(str(labels.get(one.after, "")), one))
    steps: dict[int, list[ResidentStep]] = defaultdict(list)
    for one in ResidentStep.objects.filter(resident__in=ids).select_related("by").order_by("number"):
        steps[one.resident_id].append(one)
    return [
        PersonToDecide(
            one, here.get(one.pk), words[one.pk], office[one.pk], steps[one.pk][-4:], _age(one.birth_date, visit.day)
        )
        for one in residents
    ]


def _age(born: date | None, day: date) -> int | None:
    return age_on(born, day) if born else None


def _entries(scope: Scope, visit: Visit, ids: Sequence[int]) -> list[EntryToDecide]:
    if not ids:
        return []
    events = list(_events(visit).filter(pk__in=ids).order_by("kind", "lease", "number"))
    details = {one.pk: found for one in events if (found := _details(one)) is not None}
    asked = [one for one in events if one.pk in details]
    persons = [Person(details[one.pk].name, details[one.pk].born, "") for one in asked]
    alike = dict(zip([one.pk for one in asked], likely_of_many(scope, visit.drive, persons), strict=True))
    later: dict[tuple[int, int], list[FieldEvent]] = defaultdict(list)
    if asked:
        for one in _events(visit).filter(about__isnull=False, lease__in={one.lease_id for one in asked}):
            later[one.lease_id, one.about].append(one)
    return [
        EntryToDecide(one, details.get(one.pk), alike.get(one.pk, ()), later.get((one.lease_id, one.number), ()))
        for one in events
    ]


def _details(event: FieldEvent) -> Details | None:
    """Who came unlisted, as it was typed; None where only a text message told of them, or it cannot be opened."""
    if event.kind != Kind.UNLISTED or not event.content:
        return None
    try:
        return read_event(keys.ring().open(event.content, CONTENT).encode(), number=event.number).details
    except (SealingError, Malformed):
        return None


def _decided(scope: Scope, visit: Visit) -> list[FieldEvent]:
    """What was decided last; of people whom the scope may see."""
    found = _events(visit).filter(settled_at__isnull=False).order_by("-settled_at", "-pk")
    if scope.assigned is not None:
        found = found.filter(Q(resident__isnull=True) | Q(resident__kecamatan__in=scope.assigned))
    return list(found[:MOST_DECIDED])
