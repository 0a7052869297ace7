"""The office decides what phones left open: each word about a person, whoever came unlisted, whatever came too late.

What is decided keeps who said so and when, and nothing that came in is deleted. A word that came in after the page was
shown is never settled unseen: the decision is refused, and shown again with the new word.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write, scope_of
from kecamatan.refusals import Refused
from outreach import keys
from outreach.access import residents_for
from outreach.actions.field.people import settle_people
from outreach.actions.field.unlisted import list_details
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import check_drive_goes_on, lock_visit
from outreach.actions.visits.results import Entry, change_outcomes
from outreach.actions.visits.words import last_event_of, settle_words
from outreach.attendance import Origin, Outcome
from outreach.field.events import Kind, read_event
from outreach.models import Attendance, AttendanceChange, FieldEvent, FieldLease, Resident, Visit
from outreach.models.field import CONTENT
from outreach.selectors.field.standing import undecided_events

Answer = FieldEvent.Answer
#: What is done with an entry that is taken in nowhere: it was entered by hand, or it counts for nothing.
BY_HAND, DROP = "by_hand", "drop"
LONGEST_REASON = 300


class ToldMeanwhile(Refused):
    """Something came in, or a colleague decided, since the page was shown."""

    def __init__(self) -> None:
        super().__init__(_("Something else was told or decided meanwhile. Look again at what stands now."))


def mark_of(visit: Visit, resident_id: int, version: int) -> str:
    """Names what is known of a person now: the last event about them, and the version of their attendance (one query)."""
    last = (
        FieldEvent.objects.filter(lease__visit=visit, resident=resident_id).order_by("-pk").values_list("pk", flat=True)
    )
    return f"{last.first() or 0}-{version}"


def decide_person(
    *, by: Scope, visit: Visit, resident: Resident, outcome: str, seen: str, now: datetime | None = None
) -> Attendance | None:
    """The office's word on one person; also where it is the same as before, so that later words are judged against it.

    ``seen``: ``mark_of`` as it was shown. Gives the attendance; None where they were never at the visit. Raises ToldMeanwhile, Refused as entering an outcome does, PermissionDenied.
    """
    now = now or timezone.now()
    if outcome and outcome not in set(Outcome):
        raise Refused(_("Choose what became of them."))
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit, places=[resident.kecamatan_id])
        if not residents_for(by).filter(pk=resident.pk, drive=locked.drive_id).exists():
            raise PermissionDenied
        here = _attendance(locked, resident)
        if mark_of(locked, resident.pk, here.version if here else 0) != seen:
            raise ToldMeanwhile
        same = outcome == (here.outcome if here else "")
        if same and not locked.is_open:
            # Nothing is entered at a visit that is closed, but what stands there may be confirmed.
            settle_words(by=by, visit=locked, residents=[resident.pk], now=now)
            return here
        _check_open(locked)
        here = here or Attendance.objects.create(
            visit=locked, resident=resident, desa_id=resident.desa_id, origin=Origin.UNLISTED
        )
        if same:
            _say_again(by, locked, here, now)
        else:
            refused = change_outcomes(by, locked, [(here, Entry(here.pk, outcome, here.version, here.note))], now)
            if refused:
                raise Refused(refused[here.pk])
        return Attendance.objects.get(pk=here.pk)


def _attendance(visit: Visit, resident: Resident) -> Attendance | None:
    found = Attendance.objects.filter(visit=visit, resident=resident)
    return found.select_related("resident__kecamatan", "resident__drive", "step").first()


def _say_again(by: Scope, visit: Visit, here: Attendance, now: datetime) -> None:
    """What stands is right: said by the office, with all in sight that had come in."""
    AttendanceChange.objects.create(
        attendance=here, before=here.outcome, after=here.outcome, at=now, by=by.user, seen_events=last_event_of(visit)
    )
    Attendance.objects.filter(pk=here.pk).update(version=here.version + 1)
    settle_words(by=by, visit=visit, residents=[here.resident_id], now=now)


def name_unlisted(
    *, by: Scope, visit: Visit, event: FieldEvent, resident: Resident | None, now: datetime | None = None
) -> Resident:
    """Somebody who came unlisted is this person of the list; None: somebody else, who is put on it by rule 8.

    All that their phone says of them counts from now on. Raises ToldMeanwhile where a colleague decided already, Refused
    as ``list_details`` does, PermissionDenied.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        places = [resident.kecamatan_id] if resident else []
        locked = lock_visit(by, visit, places=places)
        _check_open(locked)
        row = _still_open(locked, event, kind=Kind.UNLISTED)
        if resident is None:
            resident = list_details(by=by, visit=locked, event=_content_of(row), now=now)
        elif not residents_for(by).present().filter(pk=resident.pk, drive=locked.drive_id).exists():
            raise PermissionDenied
        _settle([row], by, now, resident=resident)
        _words_about(row).update(resident=resident)
        _words_about(row).filter(answer=Answer.DECIDE).update(answer=Answer.WAITS)
        leases = {one.pk: one for one in FieldLease.objects.filter(visit=locked).select_related("user__kabupaten")}
        owners = {pk: _speaking(by, lease, locked) for pk, lease in leases.items()}
        settle_people(visit=locked, residents={resident.pk}, leases=leases, owners=owners, now=now)
        return resident


def _speaking(by: Scope, lease: FieldLease, visit: Visit) -> Scope:
    """In whose name a phone's word is entered: its owner's, or, where that one may not any more, of who decides."""
    owner = scope_of(lease.user)
    return owner if lease.user.is_active and may_write(owner, visit.kecamatan) else by


def _content_of(row: FieldEvent):
    if not row.content:
        raise Refused(_("Only a text message told of this person; the rest is still on the phone."))
    return read_event(keys.ring().open(row.content, CONTENT).encode(), number=row.number)


def _words_about(row: FieldEvent):
    return FieldEvent.objects.filter(lease=row.lease_id, about=row.number, kind=Kind.OUTCOME)


def settle_entry(
    *, by: Scope, visit: Visit, event: FieldEvent, how: str, reason: str, now: datetime | None = None
) -> FieldEvent:
    """An entry that is taken in nowhere: the office entered it by hand, or it counts for nothing; and why.

    Raises Refused without a reason, ToldMeanwhile where it waits no more, PermissionDenied.
    """
    now = now or timezone.now()
    if how not in {BY_HAND, DROP}:
        raise Refused(_("Choose what is to be done with it."))
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit)
        row = _still_open(locked, event)
        words = _("entered by hand: %(reason)s") if how == BY_HAND else _("dropped: %(reason)s")
        row.undone = row.undone or how == DROP
        told = words % {"reason": reason.strip()[:LONGEST_REASON]}
        _settle([row], by, now, sentence=told)
        if row.kind == Kind.UNLISTED:
            waiting = list(_words_about(row).filter(resident__isnull=True))
            _settle(waiting, by, now, sentence=told)
        return row


def _settle(rows, by: Scope, now: datetime, *, resident: Resident | None = None, sentence: str = "") -> None:
    """Decided: what it says is kept where it counts for nothing, and is no longer needed where it was taken in."""
    for row in rows:
        row.answer, row.sentence, row.settled_at, row.settled_by = Answer.SETTLED, sentence[:400], now, by.user
        if resident is not None:
            row.resident, row.content = resident, ""
        row.save(
            update_fields=["answer", "sentence", "settled_at", "settled_by", "undone", "resident", "content"],
        )


def _still_open(visit: Visit, event: FieldEvent, *, kind: str = "") -> FieldEvent:
    """The event as it is now, if it waits for a decision and names nobody of the list."""
    row = undecided_events(visit).filter(pk=event.pk, resident__isnull=True).first()
    if row is None or (kind and row.kind != kind):
        raise ToldMeanwhile
    return row


def _check_open(visit: Visit) -> None:
    check_drive_goes_on(visit)
    if not visit.is_open:
        words = _(
            "This visit is “%(state)s”: an outcome is changed while it is under way or done. Open it again first."
        )
        raise Refused(words % {"state": visit.get_state_display()})
