"""Visits that stand where their pages are looked at."""

from datetime import date, time, timedelta

from kecamatan.access import Scope
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.actions.visits.steps import take_visit_step
from outreach.models import Attendance, FieldLease, Kit, Visit
from outreach.visit_life import Step
from tests.outreach.field.phone import Phone


def visits_everywhere(by: Scope, places, today: date) -> dict[str, Visit | FieldLease]:
    """One ahead whose team and kit are needed elsewhere as well, one under way, one over, one forgotten, one cancelled.

    ``phone``: what is still out of the one that is over; it told of somebody otherwise than the office.
    """
    kit = Kit.objects.create(kabupaten=places.kabupaten, name="Alat 1")
    Kit.objects.create(kabupaten=places.kabupaten, name="Alat lama", is_active=False)

    def planned(day: date, **known) -> Visit:
        told = {"place_name": "Kantor Desa Lambur", "desa": [places.lambur], "team": [by.user], "leader": by.user}
        told |= {"contact_name": "Bu Sekdes", "contact_phone": "+6281234567890", "notes": "bawa genset", "kits": [kit]}
        told |= {"access": "tide", "hints": "Pasang pagi", "point": (-1.05, 104.2), "place_address": "Jalan Poros"}
        plan = Plan(kecamatan=places.timur, day=day, starts=time(8), ends=time(14), **told | known)
        return plan_visit(by=by, drive=places.drive, plan=plan)

    found = {
        "ahead": planned(today + timedelta(days=1)),
        "other": planned(today + timedelta(days=1), place_name="SDN 7", desa=[places.simbur]),
        "under_way": planned(today),
        "over": planned(today - timedelta(days=3)),
        "late": planned(today - timedelta(days=1), desa=[places.siau]),
        "off": planned(today + timedelta(days=2)),
    }
    for name in ("over", "under_way"):
        take_visit_step(by=by, visit=found[name], step=Step.START)
    people = Attendance.objects.filter(visit=found["over"])
    enter_outcomes(by=by, visit=found["over"], entries=[Entry(one.pk, "absent", 0) for one in people])
    take_visit_step(by=by, visit=found["over"], step=Step.FINISH)
    take_visit_step(by=by, visit=found["off"], step=Step.CANCEL, reason="air surut")
    found["phone"] = _on_a_phone(by, found["over"])
    return found


def _on_a_phone(by: Scope, visit: Visit) -> FieldLease:
    """Its second entry is missing; two are to decide."""
    phone = Phone.take(by, visit)
    first = Attendance.objects.filter(visit=visit, resident__isnull=False).select_related("resident").order_by("pk")[0]
    name, born = first.resident.name, first.resident.birth_date
    phone.outcome(first.resident, "refused", "di ladang")
    phone.act("note", t="Genset mati.")
    phone.unlisted(name, visit.desa.first().code, born=born.isoformat() if born else "")
    phone.send(phone.made[0], phone.made[2])
    return phone.lease
