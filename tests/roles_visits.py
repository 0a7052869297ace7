"""Visits that live in Muara Sabak Timur when every role walks every address, and what is sent to their pages."""

from datetime import time, timedelta
from types import SimpleNamespace

from kecamatan.access import Scope
from outreach.actions.field.deciding import mark_of
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.actions.visits.steps import take_visit_step
from outreach.models import Attendance, FieldEvent, Kit, Visit
from outreach.visit_life import Step
from tests.outreach.field.phone import Phone
from tests.roles_walk import Answer, Secrets

HERE, ADMINS = {"of_timur": True}, {"who": "admins"}
ALL, OPEN = {"who": "all"}, {"who": "open"}
#: Asked for by phones, which are told that they are signed out instead of being sent to the door.
NO_DOOR = {("stranger", method): 401 for method in ("get", "post")}
#: Addresses that need a visit that is under way, and one that is over; the others are of one that is planned.
UNDER_WAY = ("result", "codes", "count", "unlisted", "newcomer", "phone", "decide")
OVER = ("follow-up",)

TABLE = {
    "outreach:residents-visit": Answer(405, 200, special={("petugas_sadu", "post"): 302, ("foreigner", "post"): 302}),
    "outreach:visit-list": Answer(200, 405, **ALL),
    "outreach:visit-calendar": Answer(200, 405, **ALL),
    "outreach:visit-new": Answer(200, 200, special={("foreigner", "post"): 409}),
    "outreach:visit": Answer(200, 405, **ALL, **HERE),
    "outreach:visit-edit": Answer(200, 200, **HERE),
    "outreach:visit-step": Answer(405, 302, **HERE),
    "outreach:visit-postpone": Answer(405, 302, **HERE),
    "outreach:visit-follow-up": Answer(405, 302, **HERE),
    "outreach:visit-people": Answer(200, 405, **HERE),
    "outreach:visit-pick": Answer(405, 302, **HERE),
    "outreach:visit-result": Answer(200, 302, **HERE),
    "outreach:visit-result-find": Answer(405, 200, **HERE),
    "outreach:visit-result-rest": Answer(405, 302, **HERE),
    "outreach:visit-count": Answer(405, 302, **HERE),
    "outreach:visit-codes": Answer(200, 200, **HERE),
    "outreach:visit-unlisted": Answer(200, 200, **HERE),
    "outreach:visit-unlisted-add": Answer(405, 302, **HERE),
    "outreach:visit-newcomer": Answer(200, 200, **HERE),
    "outreach:visit-phones": Answer(200, 405, **ALL, **HERE),
    "outreach:visit-phones-again": Answer(405, 302, **HERE),
    "outreach:visit-phone-end": Answer(200, 302, **HERE),
    "outreach:visit-decide": Answer(200, 405, **HERE),
    "outreach:visit-decide-person": Answer(405, 302, **HERE),
    "outreach:visit-decide-entry": Answer(405, 302, **HERE),
    "outreach:field-take-in": Answer(200, 422),
    "outreach:kit-list": Answer(200, 405, **ADMINS),
    "outreach:kit-add": Answer(405, 400, **ADMINS),
    "outreach:kit-use": Answer(405, 302, **ADMINS, of_kabupaten=True),
    "outreach:calendar-feed-page": Answer(200, 405, **ALL),
    "outreach:calendar-feed-make": Answer(405, 201, **ALL),
    "outreach:calendar-feed-change": Answer(405, 302, **ALL),
    "outreach:calendar-feed-end": Answer(405, 302, **ALL),
    "outreach:calendar-feed": Answer(404, 405, **OPEN),
    "outreach:field": Answer(200, 405, **OPEN),
    "outreach:field-visit": Answer(200, 405, **OPEN),
    "outreach:field-manifest": Answer(200, 405, **OPEN),
    "outreach:field-worker": Answer(200, 405, **OPEN),
    "outreach:field-me": Answer(200, 405, special=NO_DOOR),
    "outreach:field-visits": Answer(200, 405, special=NO_DOOR),
    "outreach:field-events": Answer(405, 400, special=NO_DOOR),
    "outreach:field-take": Answer(405, 400, **HERE, special=NO_DOOR),
    "outreach:field-return": Answer(405, 400, special=NO_DOOR),
}
SENT = {
    "outreach:residents-visit": lambda things: {"ids": [things.first.pk, things.second.pk]},
    "outreach:visit-step": lambda things: {"step": "announce"},
    "outreach:visit-postpone": lambda things: {
        **{"day": str(things.today + timedelta(days=9)), "starts": "08:00", "ends": "12:00", "reason": "banjir"}
    },
    "outreach:visit-follow-up": lambda things: {"day": str(things.today + timedelta(days=9))},
    "outreach:visit-pick": lambda things: {"ids": [things.first.pk], "expect": "0"},
    "outreach:visit-result": lambda things: {
        f"o-{things.visits.attendance}": "absent",
        f"v-{things.visits.attendance}": 0,
    },
    "outreach:visit-result-find": lambda things: {"find": "zulkhai"},
    "outreach:visit-result-rest": lambda things: {"version": things.visits.under_way.version, "cards_printed": "1"},
    "outreach:visit-count": lambda things: {"desa": things.places.lambur.code, "people": "1", "seen": "0"},
    "outreach:visit-unlisted": lambda things: {"find": "zulkhai"},
    "outreach:visit-unlisted-add": lambda things: {"resident": things.second.pk, "outcome": "recorded"},
    "outreach:visit-phone-end": lambda things: {"reason": "hilang", "sure": "on"},
    "outreach:visit-decide-person": lambda things: things.visits.told,
    "outreach:visit-decide-entry": lambda things: {"event": things.visits.unlisted, "how": "drop", "reason": "salah"},
    "outreach:kit-use": lambda things: {"in_use": "0"},
}


def visits_of_timur(by: Scope, places, today) -> SimpleNamespace:
    """One in three days, one under way whose people have no outcome yet, and one that is over, where one was absent."""

    def planned(**known) -> Visit:
        told = {"contact_name": Secrets.name, "contact_phone": Secrets.phone, "notes": Secrets.note}
        plan = Plan(
            kecamatan=places.timur, day=known.pop("day", today), starts=time(8), ends=time(14),
            place_name="Balai Desa", desa=[places.lambur], **told | known,
        )  # fmt: skip
        return plan_visit(by=by, drive=places.drive, plan=plan)

    kit = Kit.objects.create(kabupaten=places.kabupaten, name="Alat 1")
    ahead = planned(day=today + timedelta(days=3), kits=[kit])
    over, under_way = planned(), planned()
    for one in (over, under_way):
        take_visit_step(by=by, visit=one, step=Step.START, reason=Secrets.reason)
    people = Attendance.objects.filter(visit=over)
    enter_outcomes(by=by, visit=over, entries=[Entry(one.pk, "absent", 0, Secrets.spoken) for one in people])
    take_visit_step(by=by, visit=over, step=Step.FINISH)
    attendance = Attendance.objects.filter(visit=under_way).order_by("pk")[0].pk
    under_way.refresh_from_db()
    lease, told, unlisted = _on_a_phone(by, under_way)
    return SimpleNamespace(
        ahead=ahead, under_way=under_way, over=over, kit=kit, attendance=attendance,
        lease=lease, told=told, unlisted=unlisted,
    )  # fmt: skip


def _on_a_phone(by: Scope, visit: Visit) -> tuple[int, dict, int]:
    """A phone told of somebody other than the office, and of somebody unlisted: (lease, what decides, the entry)."""
    phone = Phone.take(by, visit)
    here = Attendance.objects.filter(visit=visit).select_related("resident").order_by("pk").last()
    enter_outcomes(by=by, visit=visit, entries=[Entry(here.pk, "absent", here.version)])
    phone.outcome(here.resident, "refused", Secrets.spoken)
    phone.unlisted(Secrets.name, visit.desa.first().code, born="1990-05-17")
    phone.send()
    seen = mark_of(visit, here.resident_id, Attendance.objects.get(pk=here.pk).version)
    entry = FieldEvent.objects.get(lease=phone.lease, number=2)
    return phone.lease.pk, {"resident": here.resident_id, "seen": seen, "outcome": "refused"}, entry.pk


def visit_pk(name: str, things) -> int:
    """The visit, or the kit, that this address names."""
    last = name.partition(":visit-")[2]
    if name.startswith("outreach:kit"):
        return things.visits.kit.pk
    if last in OVER:
        return things.visits.over.pk
    return things.visits.under_way.pk if last.startswith(UNDER_WAY) else things.visits.ahead.pk
