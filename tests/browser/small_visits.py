"""Visits that stand where their pages are looked at."""

from datetime import date, time, timedelta

from kecamatan.access import Scope
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.actions.visits.steps import take_visit_step
from outreach.models import Attendance, Kit, Visit
from outreach.visit_life import Step


def visits_everywhere(by: Scope, places, today: date) -> dict[str, Visit]:
    """One ahead whose team and kit are needed elsewhere as well, one under way, one over, one forgotten, one cancelled."""
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
    return found
