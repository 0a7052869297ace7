"""A few visits whom the cases about the guards push around by SQL, past every action."""

import uuid
from datetime import time, timedelta

from django.db import connection

from kecamatan.access import scope_of
from kecamatan.models import School
from outreach.actions.visits.counts import count_unnamed
from outreach.actions.visits.planning import Plan, plan_visit, postpone_visit
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.actions.visits.steps import take_visit_step
from outreach.models import Attendance, Kit, Visit, VisitCode
from outreach.visit_life import Step
from tests.breaking_guards import execute
from tests.outreach.people_world import PeopleWorld, insert, people_world


class VisitWorld(PeopleWorld):
    """Of Lambur: ``planned``; ``put_off`` and ``later`` in its place; ``closed``, where Siti failed, Minah and Rina were
    absent and 3 were counted; ``open``, where Minah was recorded, Rina was absent, Siti is still to be entered and 2 were
    counted, 1 of them new.
    """

    def visit(self, *, verb: str = "INSERT", **changes) -> int:
        """Insert a draft."""
        texts = ("place_address", "hints", "contact_name", "contact_phone", "notes", "what_went_wrong")
        values = {
            **{"drive_id": self.ids["drive"], "kecamatan_id": self.ids["timur"], "day": str(self.today)},
            **{"starts": "08:00:00", "ends": "12:00:00", "place_name": "Balai Desa", "access": "road"},
            **dict.fromkeys(texts, ""),
            **{"uid": uuid.uuid4().hex, "made_at": self.now, "made_by_id": self.ids["petugas"], "version": 0},
            **{"state": "draft", "steps_taken": 0},
        }
        return insert("outreach_visit", values | changes, verb=verb)

    def visit_step(self, visit: str, step: str, from_state: str, to_state: str, *, verb="INSERT", **changes) -> int:
        """Insert the visit's next step."""
        pk = self.ids[visit]
        values = {
            **{"visit_id": pk, "number": Visit.objects.get(pk=pk).steps_taken + 1, "step": step},
            **{"from_state": from_state, "to_state": to_state, "reason": "test", "at": self.now},
            "by_id": self.ids["petugas"],
        }
        return insert("outreach_visitstep", values | changes, verb=verb)

    def attendance(self, visit: str, resident: int, *, verb: str = "INSERT", **changes) -> int:
        """Insert somebody of Lambur who came unlisted, without an outcome yet."""
        values = {
            **{"visit_id": self.ids[visit], "resident_id": resident, "desa_id": self.ids["lambur"]},
            **{"origin": "unlisted", "outcome": "", "note": "", "version": 0},
        }
        return insert("outreach_attendance", values | changes, verb=verb)

    def change(self, attendance: int, after: str, *, verb: str = "INSERT", **changes) -> int:
        values = {"attendance_id": attendance, "before": "", "after": after, "at": self.now}
        return insert("outreach_attendancechange", values | {"by_id": self.ids["petugas"]} | changes, verb=verb)

    def counted(self, visit: str, row: int, people: int, *, verb: str = "INSERT", **changes) -> int:
        """Insert a count of ``people`` of Simbur, which is this row of the ledger."""
        values = {
            **{"visit_id": self.ids[visit], "desa_id": self.ids["simbur"], "people": people, "newly_obliged": 0},
            **{"row_id": row, "taken_back": False, "at": self.now, "by_id": self.ids["petugas"]},
        }
        return insert("outreach_visitcount", values | changes, verb=verb)

    def set(self, table: str, name: str, change: str, *, or_replace: bool = False) -> None:
        """UPDATE one row, by its name among the ids; ``or_replace``: on SQLite whatever is in its way goes."""
        verb = "UPDATE OR REPLACE" if or_replace and self.on_sqlite else "UPDATE"
        execute(f"{verb} outreach_{table} SET {change.format(**self.ids)} WHERE id = %s", [self.ids[name]])

    @property
    def vendor(self) -> str:
        return connection.vendor

    @property
    def on_sqlite(self) -> bool:
        return self.vendor == "sqlite"


def visit_world(places, cast, today, list_person, step) -> VisitWorld:
    people = people_world(places, cast, today, list_person, step)
    by, ids = scope_of(cast.admin), dict(people.ids)
    schools = {
        name: School.objects.create(desa=desa, npsn=f"1050432{number}", name=name, level="SMA")
        for number, (name, desa) in enumerate(
            {
                "school": places.lambur,
                "other_school": places.lambur,
                "school_of_siau": places.siau,
                "far_school": places.itik,
            }.items()
        )
    }
    ids |= {name: one.pk for name, one in schools.items()}
    kit = Kit.objects.create(kabupaten=places.kabupaten, name="Alat 1")
    foreign_kit = Kit.objects.create(kabupaten=cast.foreigner.kabupaten, name="Alat 1")

    def planned(name: str) -> Visit:
        plan = Plan(
            kecamatan=places.timur, day=today, starts=time(8), ends=time(14), place_name="Balai Desa Lambur",
            desa=[places.lambur], schools=[schools["school"]], team=[cast.petugas], leader=cast.petugas, kits=[kit],
        )  # fmt: skip
        visit = plan_visit(by=by, drive=places.drive, plan=plan)
        ids[name] = visit.pk
        return visit

    def held(name: str, outcomes: dict[str, str]) -> Visit:
        visit = planned(name)
        take_visit_step(by=by, visit=visit, step=Step.START)
        for person, outcome in outcomes.items():
            here = Attendance.objects.get(visit=visit, resident=ids[person])
            ids[f"{name}_{person}"] = here.pk
            if outcome:
                enter_outcomes(by=by, visit=visit, entries=[Entry(here.pk, outcome, here.version)])
        return visit

    closed = held("closed", {"siti": "failed", "minah": "absent", "rina": "absent"})
    ids["closed_count"] = count_unnamed(by=by, visit=closed, desa=places.lambur, people=3).pk
    for one in (Step.FINISH, Step.CLOSE):
        take_visit_step(by=by, visit=closed, step=one)
    opened = held("open", {"minah": "recorded", "rina": "absent", "siti": ""})
    ids |= {f"at_{name}": ids[f"open_{name}"] for name in ("siti", "minah", "rina")}
    ids["count"] = count_unnamed(by=by, visit=opened, desa=places.lambur, people=2, newly_obliged=1).pk
    put_off, day = planned("put_off"), today + timedelta(days=7)
    later = postpone_visit(by=by, visit=put_off, reason="rain", day=day, starts=time(8), ends=time(14))
    planned("planned")
    code = VisitCode.objects.create(visit_id=ids["planned"], resident_id=ids["siti"], code="AAAAA")
    ids |= {"later": later.pk, "kit": kit.pk, "foreign_kit": foreign_kit.pk}
    return VisitWorld(**vars(people) | {"ids": ids | {"code": code.pk}})
