"""Entering what became of the people of a visit: each outcome takes its step, once, and can be corrected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.figures import day_text
from kecamatan.refusals import Refused
from outreach.access import residents_for
from outreach.actions.people import Details, list_resident
from outreach.actions.steps import last_standing, rules_of_the_database, take_steps, undo_step
from outreach.actions.visits.locking import check_drive_goes_on, lock_visit
from outreach.actions.visits.words import TOLD_BY_PHONES, last_event_of, settle_words
from outreach.attendance import Origin, Outcome, step_for
from outreach.life import Removal, State, Step
from outreach.models import Attendance, AttendanceChange, Resident, Visit

MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Entry:
    """What somebody says became of one expected person. ``outcome`` "" takes back what was said.

    ``seen_version``: the attendance as it was when they looked at it.
    """

    attendance: int
    outcome: str
    seen_version: int
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Conflict:
    """A colleague said something else meanwhile: ``theirs`` stands, ``mine`` was not saved."""

    attendance: Attendance
    theirs: str
    mine: str


@dataclass(frozen=True)
class Entered:
    """What became of a request: so many saved, so many were so already, and who was not saved and why."""

    saved: int = 0
    same: int = 0
    conflicts: tuple[Conflict, ...] = ()
    refused: dict[int, str] = field(default_factory=dict)

    @property
    def all_saved(self) -> bool:
        """Does everything stand as it was asked for?"""
        return not self.conflicts and not self.refused


def enter_outcomes(*, by: Scope, visit: Visit, entries: Sequence[Entry], now: datetime | None = None) -> Entered:
    """Save what became of these people. What can't be saved stops nobody else, and is answered with its reason.

    Raises Refused where the visit is not open or nobody such is on its list, PermissionDenied.
    """
    now = now or timezone.now()
    if len(entries) > MOST_AT_ONCE:
        raise Refused(_("At most %(most)s people at once.") % {"most": MOST_AT_ONCE})
    with rules_of_the_database(), transaction.atomic():
        ids = [one.attendance for one in entries]
        theirs = Attendance.objects.filter(visit=visit, pk__in=ids, resident__isnull=False)
        locked = _open_visit(by, visit, places=theirs.values_list("resident__kecamatan", flat=True))
        people = _people_of(by, locked, entries)
        same, conflicts, changes = 0, [], []
        for entry in entries:
            here = people[entry.attendance]
            if here.outcome == entry.outcome and here.note == entry.note:
                same += 1
            elif here.version != entry.seen_version:
                conflicts.append(Conflict(here, here.outcome, entry.outcome))
            else:
                changes.append((here, entry))
        refused = change_outcomes(by, locked, changes, now)
        return Entered(len(changes) - len(refused), same, tuple(conflicts), refused)


def add_unlisted(
    *, by: Scope, visit: Visit, resident: Resident, outcome: str, note: str = "", now: datetime | None = None
) -> Attendance:
    """Somebody of the list turned up who was not expected here. Raises Refused where they were, or as ``take_steps``."""
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = _open_visit(by, visit, places=[resident.kecamatan_id])
        if resident.drive_id != locked.drive_id or not residents_for(by).filter(pk=resident.pk).exists():
            raise PermissionDenied
        here = Attendance.objects.filter(visit=locked, resident=resident).first()
        if here is not None and (here.origin != Origin.UNLISTED or here.outcome):
            raise Refused(
                _("%(name)s is on the list of this visit. Enter the outcome there.") % {"name": resident.name}
            )
        here = here or Attendance.objects.create(
            visit=locked, resident=resident, desa_id=resident.desa_id, origin=Origin.UNLISTED
        )
        refused = change_outcomes(by, locked, [(here, Entry(here.pk, outcome, here.version, note))], now)
        if refused:
            raise Refused(refused[here.pk])
        return here


def list_and_add(
    *,
    by: Scope,
    visit: Visit,
    details: Details,
    outcome: str,
    added: bool | None = None,
    reason: str = "",
    note: str = "",
    now: datetime | None = None,
) -> Attendance:
    """Somebody turned up who was on no list: rule 8 says how they are counted, ``added`` overrules it with a reason.

    All of it or nothing. Raises Refused as ``list_resident`` and ``add_unlisted`` do.
    """
    now = now or timezone.now()
    with transaction.atomic():
        locked = _open_visit(by, visit, places=[details.desa.kecamatan_id])
        resident = list_resident(by=by, drive=locked.drive, details=details, added=added, reason=reason, now=now)
        return add_unlisted(by=by, visit=locked, resident=resident, outcome=outcome, note=note, now=now)


def save_result(
    *,
    by: Scope,
    visit: Visit,
    seen_version: int,
    cards_printed: int | None,
    ikd_activated: int | None,
    what_went_wrong: str,
    began_at,
    ended_at,
) -> Visit:
    """What the visit yielded beside the people. Raises VisitChangedMeanwhile, Refused, PermissionDenied."""
    with rules_of_the_database(), transaction.atomic():
        locked = _open_visit(by, visit, seen_version=seen_version)
        if began_at and ended_at and began_at >= ended_at:
            raise Refused(_("The visit ends before it begins. Correct the hours."), field="ended_at")
        locked.cards_printed, locked.ikd_activated = cards_printed, ikd_activated
        locked.what_went_wrong = what_went_wrong
        locked.began_at, locked.ended_at = began_at, ended_at
        locked.version += 1
        locked.save(
            update_fields=["cards_printed", "ikd_activated", "what_went_wrong", "began_at", "ended_at", "version"]
        )
        return locked


def _open_visit(by: Scope, visit: Visit, *, seen_version: int | None = None, places: Iterable[int] = ()) -> Visit:
    locked = lock_visit(by, visit, seen_version=seen_version, places=places)
    check_drive_goes_on(locked)
    if not locked.is_open:
        words = _("This visit is “%(state)s”: results are entered while it is under way or done.")
        raise Refused(words % {"state": locked.get_state_display()})
    return locked


def _people_of(by: Scope, visit: Visit, entries: Sequence[Entry]) -> dict[int, Attendance]:
    found = Attendance.objects.filter(visit=visit, pk__in=[one.attendance for one in entries])
    people = {one.pk: one for one in found.select_related("resident__kecamatan", "resident__drive", "step")}
    if len(people) < len({one.attendance for one in entries}):
        raise Refused(_("Somebody of these is not on the list of this visit. Reload the page."))
    if by.assigned is not None and any(
        one.resident is not None and one.resident.kecamatan_id not in by.assigned for one in people.values()
    ):
        raise PermissionDenied
    return people


def change_outcomes(
    by: Scope,
    visit: Visit,
    changes: Sequence[tuple[Attendance, Entry]],
    now: datetime,
    *,
    seen_events: int | None = None,
) -> dict[int, str]:
    """Save them: all that record in one go, and one by one where that is refused. Attendance id → why it was not.

    Of a visit that is held and open, in a transaction. ``seen_events``: TOLD_BY_PHONES; None: the office says it,
    with all in sight that had come in from phones by then.
    """
    if seen_events is None:
        seen_events = last_event_of(visit)
    refused: dict[int, str] = {}
    together = [(here, entry) for here, entry in changes if here.step_id is None and here.resident is not None]
    alone = [one for one in changes if one not in together]
    for outcome in dict.fromkeys(entry.outcome for _here, entry in together):
        some = [one for one in together if one[1].outcome == outcome]
        try:
            with transaction.atomic():
                _save(by, visit, some, now, seen_events)
        except Refused:
            alone += some
    for one in alone:
        try:
            with transaction.atomic():
                _save(by, visit, [one], now, seen_events)
        except Refused as no:
            refused[one[0].pk] = no.message
    return refused


def _save(
    by: Scope, visit: Visit, changes: Sequence[tuple[Attendance, Entry]], now: datetime, seen_events: int
) -> None:
    """Save these, which have one outcome; raises Refused where one of them can't be."""
    rows = []
    for here, entry in changes:
        before = here.outcome
        step_id = here.step_id
        if before != entry.outcome:
            _take_back(by, here, now)
            step_id = None
        rows.append((here, entry, before, step_id))
    new_steps = _take(by, visit, [here for here, entry, before, _step in rows if before != entry.outcome], changes, now)
    for here, entry, _before, step_id in rows:
        Attendance.objects.filter(pk=here.pk).update(
            outcome=entry.outcome,
            note=entry.note,
            step=new_steps.get(here.pk, step_id),
            at=now,
            by=by.user,
            version=here.version + 1,
        )
    by_field = seen_events == TOLD_BY_PHONES
    AttendanceChange.objects.bulk_create(
        AttendanceChange(
            attendance=here,
            before=before,
            after=entry.outcome,
            at=now,
            by=by.user,
            by_field=by_field or None,
            seen_events=None if by_field else seen_events,
        )
        for here, entry, before, _step in rows
        if before != entry.outcome
    )
    if not by_field:
        settle_words(by=by, visit=visit, residents=[here.resident_id for here, *_rest in rows], now=now)


def _take(by, visit, people: Sequence[Attendance], changes, now) -> dict[int, int]:
    """Attendance id → the step that the outcome took, for whom it takes one."""
    outcome = changes[0][1].outcome
    if not outcome or not people:
        return {}
    named = [one for one in people if one.resident is not None]
    fresh = {one.pk: one for one in Resident.objects.filter(pk__in=[here.resident_id for here in named])}
    taking: dict[Step, list[Attendance]] = {}
    for here in named:
        step = step_for(Outcome(outcome), State(fresh[here.resident_id].state))
        if step is not None:
            taking.setdefault(step, []).append(here)
    found: dict[int, int] = {}
    for step, some in taking.items():
        steps = take_steps(
            by=by,
            residents=[one.resident for one in some],
            step=step,
            day=visit.day,
            note=_("visit of %(day)s, %(place)s") % {"day": day_text(visit.day), "place": visit.place_name},
            removal=Removal.RECORDED_ELSEWHERE if step is Step.REMOVE else None,
            now=now,
        )
        found |= {here.pk: taken.pk for here, taken in zip(some, steps, strict=True)}
    return found


def _take_back(by: Scope, here: Attendance, now: datetime) -> None:
    """Undo the step that the outcome took; raises Refused where something else has happened to the person since."""
    if here.step_id is None or here.resident is None:
        return
    last = last_standing(here.resident)
    if last.pk != here.step_id:
        words = _("%(name)s is “%(step)s” since %(day)s. Undo that on the page of the person first.")
        facts = {"name": here.resident.name, "step": last.get_step_display(), "day": day_text(last.day)}
        raise Refused(words % facts)
    Attendance.objects.filter(pk=here.pk).update(outcome="", step=None)
    undo_step(by=by, resident=here.resident, note=_("corrected in the result of the visit"), now=now)
