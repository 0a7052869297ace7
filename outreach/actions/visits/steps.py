"""The steps of a visit: each written once, with its reason; the start makes the list of whom it expected stand still."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.access import Scope
from kecamatan.days import day_of
from kecamatan.figures import day_text, number_text
from kecamatan.refusals import Refused
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import check_drive_goes_on, lock_visit
from outreach.field.standing import Standing
from outreach.field_words import not_closed_text
from outreach.models import Attendance, AttendanceChange, Visit, VisitCount, VisitStep
from outreach.selectors.field.standing import standing_of
from outreach.selectors.visits.expected import expected_of, origins_of
from outreach.visit_life import TABLE, Refusal, State, Step, refusal_of

#: Columns of a visit that say what it yielded beside its people.
RESULT = ("cards_printed", "ikd_activated", "what_went_wrong", "began_at", "ended_at")


def take_visit_step(*, by: Scope, visit: Visit, step: Step, reason: str = "", now: datetime | None = None) -> VisitStep:
    """Take one step of a visit's life. POSTPONE needs another day: ``planning.postpone_visit``.

    Raises Refused with the sentence of what stands in the way, PermissionDenied for a kecamatan of somebody else.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit)
        if step is not Step.CANCEL:
            check_drive_goes_on(locked)
        return write_step(by=by, visit=locked, step=step, reason=reason, now=now)


def write_step(*, by: Scope | None, visit: Visit, step: Step, reason: str = "", now: datetime) -> VisitStep:
    """Write a step of a visit that is held already. ``by`` None: the head of the place, through the letter's link."""
    _check(by, visit, step, reason, now)
    target = TABLE[step][1] or State(visit.steps.filter(step=Step.START).order_by("-number")[0].from_state)
    written = VisitStep.objects.create(
        visit=visit,
        number=visit.steps_taken + 1,
        step=step,
        from_state=visit.state,
        to_state=target,
        reason=reason.strip(),
        at=now,
        by=by.user if by else None,
    )
    visit.refresh_from_db(fields=["state", "steps_taken", "version"])
    if step is Step.START:
        _fix_expected(visit)
    elif step is Step.UNSTART:
        Attendance.objects.filter(visit=visit).delete()
    return written


def _fix_expected(visit: Visit) -> None:
    """From now on the list stands still: one attendance for each person expected."""
    people = list(expected_of(visit))
    origins = origins_of(visit, people)
    Attendance.objects.bulk_create(
        (Attendance(visit=visit, resident=one, desa_id=one.desa_id, origin=origins[one.pk]) for one in people),
        batch_size=500,
    )


def _check(by: Scope | None, visit: Visit, step: Step, reason: str, now: datetime) -> None:
    people = Attendance.objects.filter(visit=visit)
    open_people = people.filter(outcome="").exclude(origin="unlisted").count() if step is Step.CLOSE else 0
    standing = standing_of(visit) if step is Step.CLOSE else Standing()
    is_admin = by is not None and by.user.is_admin
    entered = step is Step.UNSTART and (
        AttendanceChange.objects.filter(attendance__visit=visit).exists()
        or VisitCount.objects.filter(visit=visit).exists()
        or any(getattr(visit, name) not in {None, ""} for name in RESULT)
    )
    refusal = refusal_of(
        State(visit.state),
        step,
        day=visit.day,
        today=day_of(now, visit.drive.kabupaten.time_zone),
        reason=reason,
        entered=entered,
        open_people=open_people,
        field_open=standing.is_open,
        is_admin=is_admin,
    )
    if refusal is Refusal.FIELD_OPEN:
        raise Refused(not_closed_text(standing, is_admin=is_admin), field="reason" if is_admin else "")
    if refusal is not None:
        raise Refused(_sentence(refusal, visit, step, open_people), field=_FIELDS.get(refusal, ""))


_FIELDS = {Refusal.NEEDS_REASON: "reason"}


def _sentence(refusal: Refusal, visit: Visit, step: Step, open_people: int) -> str:
    if refusal is Refusal.SOMEBODY_OPEN:
        words = ngettext(
            "%(count)s expected person has no outcome yet. Enter it, then close the visit.",
            "%(count)s expected people have no outcome yet. Enter them, then close the visit.",
            open_people,
        )
        return words % {"count": number_text(open_people)}
    facts = {
        "state": visit.get_state_display(),
        "step": VisitStep.Step(step).label,
        "day": day_text(visit.day),
    }
    return {
        Refusal.NOT_FROM_HERE: _("This visit is “%(state)s”; “%(step)s” does not follow from there."),
        Refusal.NEEDS_REASON: _("Say why."),
        Refusal.TOO_EARLY: _(
            "This visit is on %(day)s and can't begin before. Change its day if the team went earlier."
        ),
        Refusal.SOMETHING_ENTERED: _("Results were entered already. Finish the visit instead."),
        Refusal.ADMINS_ONLY: _("Only an admin opens a closed visit again."),
    }[refusal] % facts
