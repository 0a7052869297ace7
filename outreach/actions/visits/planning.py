"""Planning a visit, changing the plan, putting it off, and going again to those who were not there."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write
from kecamatan.actions.audit import audit
from kecamatan.figures import day_text
from kecamatan.models import Desa, Drive, Kecamatan, School, User
from kecamatan.refusals import Refused
from outreach.actions.people import check_drive
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import check_drive_goes_on, lock_visit
from outreach.actions.visits.steps import write_step
from outreach.attendance import FOLLOW_UP
from outreach.models import Attendance, Kit, Visit, VisitCode, VisitPick
from outreach.visit_life import Step


@dataclass(frozen=True)
class Plan:
    """All that is planned of a visit. ``point``: (latitude, longitude) of the gathering place, or None."""

    kecamatan: Kecamatan
    day: date
    starts: time
    ends: time
    place_name: str
    desa: Sequence[Desa] = ()
    schools: Sequence[School] = ()
    place_address: str = ""
    point: tuple[float, float] | None = None
    access: str = Visit.Access.ROAD
    hints: str = ""
    team: Sequence[User] = ()
    leader: User | None = None
    kits: Sequence[Kit] = ()
    contact_name: str = ""
    contact_phone: str = ""
    notes: str = field(default="", repr=False)


#: Fields of a plan that stand in the visit under the same name.
PLAIN = (
    *("day", "starts", "ends", "place_name", "place_address", "access", "hints", "leader", "contact_name"),
    *("contact_phone", "notes"),
)
MANY = ("desa", "schools", "team", "kits")
#: A year that was mistyped, not a visit that is late.
MOST_AFTER = timedelta(days=366)
#: What a letter about the visit says: whoever confirmed it confirmed this.
ANNOUNCED = ("day", "starts", "ends", "place_name", "place_address")


def plan_visit(
    *,
    by: Scope,
    drive: Drive,
    plan: Plan,
    follows: Visit | None = None,
    replaces: Visit | None = None,
    uid: UUID | None = None,
    now: datetime | None = None,
) -> Visit:
    """A new visit, as a draft. Raises Refused (field) for what cannot be, PermissionDenied.

    ``uid``: that no other visit may have, where asking twice must not plan twice; otherwise a new one.
    """
    now = now or timezone.now()
    if not may_write(by, plan.kecamatan):
        raise PermissionDenied
    with rules_of_the_database(), transaction.atomic():
        check_drive(by, drive)
        check_plan(by, drive, plan)
        visit = Visit(drive=drive, kecamatan=plan.kecamatan, made_by=by.user, made_at=now)
        visit.follows, visit.replaces = follows, replaces
        visit.uid = uid or visit.uid
        _put(visit, plan)
        visit.save(force_insert=True)
        for name in MANY:
            getattr(visit, name).set(getattr(plan, name))
        audit(by=by.user, action="plan", target=visit, kabupaten=by.kabupaten, after=told(plan))
        return visit


def edit_visit(*, by: Scope, visit: Visit, plan: Plan, seen_version: int, now: datetime | None = None) -> Visit:
    """Save another plan. Where the place had confirmed, and day, hours or place are others now, it has not any more.

    Raises VisitChangedMeanwhile, Refused once it has begun or was called off, PermissionDenied.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit, seen_version=seen_version)
        check_drive_goes_on(locked)
        if not locked.is_planned:
            raise Refused(_("This visit is “%(state)s”; its plan stands.") % {"state": locked.get_state_display()})
        if plan.kecamatan.pk != locked.kecamatan_id:
            raise Refused(_("A visit stays in its kecamatan. Plan a new one there."), field="kecamatan")
        check_plan(by, locked.drive, plan, keeps=locked)
        before = plan_of(locked)
        if told(before) == told(plan) and before.notes == plan.notes:
            return locked
        moved = [name for name in ANNOUNCED if getattr(before, name) != getattr(plan, name)]
        _put(locked, plan)
        locked.version += 1
        locked.save(update_fields=[*PLAIN, "latitude", "longitude", "version"])
        for name in MANY:
            getattr(locked, name).set(getattr(plan, name))
        if moved and locked.state == Visit.State.CONFIRMED:
            write_step(by=by, visit=locked, step=Step.UNCONFIRM, reason=_("The plan was changed."), now=now)
        audit(
            by=by.user,
            action="change",
            target=locked,
            kabupaten=by.kabupaten,
            before=told(before),
            after=told(plan),
        )
        return locked


def postpone_visit(
    *, by: Scope, visit: Visit, reason: str, day: date, starts: time, ends: time, now: datetime | None = None
) -> Visit:
    """Put a visit off to another day: a new draft in its place, with the same people, picks and codes on paper.

    Raises Refused without a reason, once it has begun, or for a day that cannot be; PermissionDenied.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit)
        check_drive_goes_on(locked)
        plan = replace(_without_who_left(plan_of(locked)), day=day, starts=starts, ends=ends)
        if day == locked.day:
            raise Refused(_("Choose another day than %(day)s.") % {"day": day_text(day)}, field="day")
        write_step(by=by, visit=locked, step=Step.POSTPONE, reason=reason, now=now)
        later = plan_visit(by=by, drive=locked.drive, plan=plan, follows=locked.follows, replaces=locked, now=now)
        picks = VisitPick.objects.filter(visit=locked)
        VisitPick.objects.bulk_create(
            VisitPick(visit=later, resident_id=one.resident_id, kind=one.kind, at=one.at, by_id=one.by_id)
            for one in picks
        )
        codes = VisitCode.objects.filter(visit=locked)
        VisitCode.objects.bulk_create(
            VisitCode(visit=later, resident_id=one.resident_id, code=one.code) for one in codes
        )
        return later


def follow_up(*, by: Scope, visit: Visit, day: date, now: datetime | None = None) -> Visit:
    """A new draft at the same place on ``day``, that expects those who were absent or failed; the one there is already.

    Whoever refused, is away or too young is left out of it; who is new on the list since is expected. Raises Refused
    before the visit is done; PermissionDenied.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit)
        if locked.state not in {Visit.State.DONE, Visit.State.CLOSED}:
            raise Refused(_("Finish this visit first: then it is known who was not there."))
        there = locked.followed_by.filter(day=day).planned().first()
        if there is not None:
            return there
        plan = replace(_without_who_left(plan_of(locked)), day=day)
        again = plan_visit(by=by, drive=locked.drive, plan=plan, follows=locked, now=now)
        people = Attendance.objects.filter(visit=locked, resident__isnull=False).exclude(outcome="")
        picks = []
        for resident_id, outcome in people.values_list("resident_id", "outcome"):
            kind = VisitPick.Kind.EXPECT if outcome in FOLLOW_UP else VisitPick.Kind.LEAVE_OUT
            picks.append(VisitPick(visit=again, resident_id=resident_id, kind=kind, at=now, by=by.user))
        VisitPick.objects.bulk_create(picks, batch_size=500)
        return again


def plan_of(visit: Visit) -> Plan:
    """The plan of a stored visit (four queries)."""
    point = None if visit.latitude is None else (visit.latitude, visit.longitude)
    many = {name: tuple(getattr(visit, name).order_by("pk")) for name in MANY}
    return Plan(kecamatan=visit.kecamatan, point=point, **{name: getattr(visit, name) for name in PLAIN}, **many)


def told(plan: Plan) -> dict[str, str]:
    """The plan as text for the audit log; its notes may speak of people and stay out."""
    texts = {name: str(getattr(plan, name) or "") for name in PLAIN if name != "notes"}
    texts |= {name: ", ".join(sorted(map(str, getattr(plan, name)))) for name in MANY}
    return texts | {"point": "" if plan.point is None else "{}, {}".format(*plan.point)}


def check_plan(by: Scope, drive: Drive, plan: Plan, *, keeps: Visit | None = None) -> None:
    """Raise Refused (field) where the plan cannot be; what is only unwise is a warning of ``clashes``, not refused."""
    if plan.starts >= plan.ends:
        raise Refused(_("The visit ends before it begins. Correct the hours."), field="ends")
    if not plan.desa and not plan.schools:
        raise Refused(_("Choose at least one desa/kelurahan or school."), field="desa")
    if not plan.place_name.strip():
        raise Refused(_("Say where people gather."), field="place_name")
    places = [*plan.desa, *(school.desa for school in plan.schools)]
    if any(one.kecamatan_id != plan.kecamatan.pk for one in places):
        raise Refused(_("A visit serves places of one kecamatan. Plan another one for the others."), field="desa")
    if plan.day < drive.baseline_date:
        words = _("%(day)s is before the baseline of %(baseline)s. Choose a day of the drive.")
        raise Refused(words % {"day": day_text(plan.day), "baseline": day_text(drive.baseline_date)}, field="day")
    if plan.day - drive.last_recording_day > MOST_AFTER:
        words = _("%(day)s is more than a year after the last recording day, %(last)s. Look at the year again.")
        raise Refused(words % {"day": day_text(plan.day), "last": day_text(drive.last_recording_day)}, field="day")
    if plan.leader is not None and plan.leader.pk not in {one.pk for one in plan.team}:
        raise Refused(_("The leader is one of the team. Choose them there as well."), field="leader")
    stays = {one.pk for one in keeps.team.all()} if keeps else set()
    for one in plan.team:
        if one.kabupaten_id != by.kabupaten.pk or not (one.pk in stays or (one.is_active and one.enters_counts)):
            raise Refused(_("%(name)s can't go on visits. Choose petugas.") % {"name": one}, field="team")
    if any(kit.kabupaten_id != by.kabupaten.pk for kit in plan.kits):
        raise Refused(_("Choose kits of your own office."), field="kits")


def _without_who_left(plan: Plan) -> Plan:
    """The plan without those of the team who can't go on visits any more."""
    team = [one for one in plan.team if one.is_active and one.enters_counts]
    return replace(plan, team=team, leader=plan.leader if plan.leader in team else None)


def _put(visit: Visit, plan: Plan) -> None:
    for name in PLAIN:
        setattr(visit, name, getattr(plan, name))
    visit.latitude, visit.longitude = plan.point or (None, None)
