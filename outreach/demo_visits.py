"""The visits behind the demo's counts: four months of them with believable turnout, one today, and some to come.

What the diary counted of one kecamatan on one day, where it was more than a handful, was a visit there. Those who were
recorded on that day came; of those who still remained, some were expected in vain. Nothing new is counted: each outcome
stands on the step that the person has already, and people without a name on the row that counted them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate, Desa, Drive, Kecamatan, School, User
from outreach.attendance import Outcome
from outreach.calendar_days import days_of
from outreach.demo_letters import CONFIRMED, OPENED, PREPARED, PROPOSED, SENT, DemoLetters
from outreach.models import (
    Attendance,
    AttendanceChange,
    Kit,
    Resident,
    ResidentStep,
    Visit,
    VisitCount,
    VisitStep,
)
from outreach.segments import recording_allowed_from
from outreach.visit_life import State, Step

SEED = 15_07
#: A visit is a day on which at least so many of one kecamatan were recorded by name; the most desa that one serves.
LEAST, MOST_DESA = 6, 4
#: Yesterday's visit, which phones took along, expects about so many at most.
MOST_IN_THE_FIELD = 30
#: How far back visits go, in days, and how far back they have letters.
MONTHS, WITH_LETTERS = 122, 60
#: What became of those who were expected in vain, and how often.
IN_VAIN = ((Outcome.ABSENT, 74), (Outcome.AWAY, 17), (Outcome.REFUSED, 5), (Outcome.UNDER_16, 4))
TROUBLE = (
    "Genset mati satu jam.",
    "Sinyal lemah, data dikirim malam hari.",
    "Sidik jari beberapa lansia sulit terbaca.",
    "Perahu tertahan air surut sampai pukul 10.",
)


@dataclass
class _Day:
    """What was recorded of one kecamatan on one day."""

    kecamatan: Kecamatan
    day: date
    steps: list[ResidentStep] = field(default_factory=list)
    rows: list[CountUpdate] = field(default_factory=list)


class DemoVisits:
    """Holds the visits of the past, opens today's, and plans those to come."""

    def __init__(self, drive: Drive, today: date) -> None:
        self.drive, self.today, self.chance = drive, today, Random(SEED)
        self.zone = ZoneInfo(drive.kabupaten.time_zone)
        kabupaten = drive.kabupaten
        self.users = list(User.objects.filter(kabupaten=kabupaten, role=User.Role.PETUGAS).order_by("-is_active", "pk"))
        self.letters = DemoLetters(scope_of(self.users[0]), today, self.chance)
        self.kits = [Kit.objects.get_or_create(kabupaten=kabupaten, name=f"Alat rekam {n}")[0] for n in (1, 2, 3)]
        self.people: dict[int, list[Resident]] = defaultdict(list)
        for one in Resident.objects.filter(drive=drive).order_by("pk"):
            self.people[one.desa_id].append(one)
        found = ResidentStep.objects.filter(resident__drive=drive, step="record", undone_by__isnull=True)
        self.recorded = {one.resident_id: one for one in found.order_by("pk")}

    def fill(self) -> None:
        """All of it."""
        held = [self._hold(one) for one in self._days()]
        if held:
            self._leave_open(held[-1])
        self._plan_ahead()
        for number, visit in enumerate(held[-4:-1]):
            if visit.letters.exists():
                self.letters.thank(visit, send=number > 0)

    def _days(self) -> list[_Day]:
        """The days on which enough were recorded, oldest first."""
        first = self.today - timedelta(days=MONTHS)
        days: dict[tuple[int, date], _Day] = {}
        steps = [one for one in self.recorded.values() if first <= one.day < self.today]
        places = {one.pk: one for one in Kecamatan.objects.filter(kabupaten=self.drive.kabupaten)}
        home = {one.pk: one.kecamatan_id for people in self.people.values() for one in people}
        for one in steps:
            key = (home[one.resident_id], one.day)
            days.setdefault(key, _Day(places[key[0]], one.day)).steps.append(one)
        rows = CountUpdate.objects.filter(drive=self.drive, kind="recorded", quantity__gt=1).standing()
        for row in rows.order_by("pk"):
            if (row.kecamatan_id, row.date) in days:
                days[row.kecamatan_id, row.date].rows.append(row)
        return sorted(
            (one for one in days.values() if len(one.steps) >= LEAST), key=lambda one: (one.day, one.kecamatan.code)
        )

    def _hold(self, one: _Day) -> Visit:
        """A visit of the past, closed: who came, who did not, who was counted without a name."""
        who = {resident.pk: resident for people in self.people.values() for resident in people}
        came = [who[step.resident_id] for step in one.steps]
        desa = [pk for pk, _people in Counter(person.desa_id for person in came).most_common(MOST_DESA)]
        school = self._school_of(came)
        visit = self._visit(one.kecamatan, one.day, desa, school)
        confirmed = self.chance.random() < 0.6
        if one.day >= self.today - timedelta(days=WITH_LETTERS):
            self.letters.write(visit, CONFIRMED if confirmed else self.chance.choice((SENT, OPENED)))
        else:
            self._steps(visit, (Step.ANNOUNCE, Step.CONFIRM) if confirmed else (Step.ANNOUNCE,))
        self._steps(visit, (Step.START,), at=datetime.combine(one.day, time(8, 10), tzinfo=self.zone))
        served = set(desa)
        rows = [self._row(visit, person, "place" if person.desa_id in served else "hand") for person in came]
        rows += self._in_vain(visit, desa, came, confirmed=confirmed)
        self._save(visit, rows, {step.resident_id: step for step in one.steps})
        for row in one.rows[:3]:
            VisitCount.objects.create(
                visit=visit, desa=row.desa, people=row.quantity, row=row, at=row.entered_at, by=row.entered_by
            )
        cards = self.chance.randint(0, len(came))
        Visit.objects.filter(pk=visit.pk).update(
            cards_printed=cards,
            ikd_activated=self.chance.randint(0, cards // 3 + 1),
            what_went_wrong=self.chance.choice(TROUBLE) if self.chance.random() < 0.3 else "",
            began_at=time(8, 10),
            ended_at=time(12 + min(3, len(rows) // 20), 30),
        )
        self._steps(visit, (Step.FINISH, Step.CLOSE), at=datetime.combine(one.day, time(16, 0), tzinfo=self.zone))
        return visit

    def _school_of(self, came: Sequence[Resident]) -> list[int]:
        """The school that most of them go to, where it was a visit to one."""
        schools = Counter(person.school_id for person in came if person.school_id)
        if not schools:
            return []
        ((school, pupils),) = schools.most_common(1)
        return [school] if pupils * 2 > len(came) else []

    def _visit(self, kecamatan: Kecamatan, day: date, desa: list[int], schools: list[int]) -> Visit:
        school = School.objects.select_related("desa").get(pk=schools[0]) if schools else None
        first = Desa.objects.get(pk=desa[0]) if desa else school.desa
        office = "Kantor Lurah" if first.kind == Desa.Kind.KELURAHAN else "Balai Desa"
        by_boat = kecamatan.name in {"Sadu", "Nipah Panjang"}
        visit = Visit.objects.create(
            drive=self.drive,
            kecamatan=kecamatan,
            day=day,
            starts=time(8),
            ends=time(14),
            place_name=school.name if school else f"{office} {first.name}",
            latitude=first.latitude,
            longitude=first.longitude,
            access="tide" if by_boat else "road",
            hints="Perahu dari dermaga Nipah Panjang, berangkat saat pasang." if by_boat else "",
            leader=self.users[0],
            contact_name=school.head_name if school else first.head_name,
            contact_phone=(school.head_phone if school else first.head_phone),
            made_by=self.users[0],
            made_at=datetime.combine(day - timedelta(days=9), time(9, 30), tzinfo=self.zone),
        )
        visit.desa.set(desa)
        visit.schools.set(schools)
        others = self.users[1:] or self.users
        visit.team.set([self.users[0], *self.chance.sample(others, min(2, len(others)))])
        visit.kits.set(self.chance.sample(self.kits, self.chance.choice((1, 1, 2))))
        return visit

    def _steps(self, visit: Visit, steps: Iterable[Step], at: datetime | None = None) -> list[VisitStep]:
        """Take these steps, backdated; the database moves the visit with each."""
        targets = {Step.ANNOUNCE: "announced", Step.CONFIRM: "confirmed", Step.START: "under_way", Step.FINISH: "done"}
        targets |= {Step.CLOSE: "closed", Step.CANCEL: "cancelled"}
        written = []
        for number, step in enumerate(steps):
            visit.refresh_from_db(fields=["state", "steps_taken"])
            day = visit.day - timedelta(days=6 - 3 * number)
            moment = at or datetime.combine(min(day, self.today), time(10, 15), tzinfo=self.zone)
            written.append(
                VisitStep.objects.create(
                    visit=visit,
                    number=visit.steps_taken + 1,
                    step=step,
                    from_state=visit.state,
                    to_state=targets[step],
                    reason="air terlalu surut" if step is Step.CANCEL else "",
                    at=moment + timedelta(minutes=number),
                    by=self.users[0],
                )
            )
        return written

    def _row(self, visit: Visit, person: Resident, origin: str, outcome: str = "recorded") -> Attendance:
        evening = datetime.combine(visit.day, time(15, 30), tzinfo=self.zone)
        return Attendance(
            visit=visit,
            resident=person,
            desa_id=person.desa_id,
            origin=origin,
            outcome=outcome,
            at=evening,
            by=self.users[0],
            version=1,
        )

    def _in_vain(self, visit: Visit, desa: list[int], came: Sequence[Resident], *, confirmed: bool) -> list[Attendance]:
        """Those who remained then and did not come: fewer where the place had confirmed."""
        turnout = self.chance.uniform(0.55, 0.85) if confirmed else self.chance.uniform(0.3, 0.6)
        there = {person.pk for person in came}
        remained = [
            person
            for pk in desa
            for person in self.people[pk]
            if person.pk not in there and self._remained(person, visit.day)
        ]
        wanted = min(len(remained), round(len(came) / turnout) - len(came))
        outcomes, weights = zip(*IN_VAIN, strict=True)
        return [
            self._row(visit, person, "place", self.chance.choices(outcomes, weights)[0])
            for person in self.chance.sample(remained, wanted)
        ]

    def _remained(self, person: Resident, day: date) -> bool:
        step = self.recorded.get(person.pk)
        if person.state in {"removed", "merged"} or person.listed_on > day:
            return False
        if person.birth_date and recording_allowed_from(person.birth_date, ever_married=person.ever_married) > day:
            return False
        return step is None or step.day > day

    def _save(self, visit: Visit, rows: list[Attendance], steps: dict[int, ResidentStep]) -> None:
        for row in rows:
            row.step = steps.get(row.resident_id)
        made = Attendance.objects.bulk_create(rows, batch_size=500)
        AttendanceChange.objects.bulk_create(
            (AttendanceChange(attendance=one, before="", after=one.outcome, at=one.at, by=one.by) for one in made),
            batch_size=500,
        )

    def _leave_open(self, visit: Visit) -> None:
        """The last one was opened again by an admin, and somebody has still to close it."""
        admins = User.objects.filter(kabupaten=visit.drive.kabupaten, role=User.Role.ADMIN, is_active=True)
        step = VisitStep.objects.filter(visit=visit).order_by("-number")[0]
        visit.refresh_from_db()
        VisitStep.objects.create(
            visit=visit,
            number=visit.steps_taken + 1,
            step=Step.REOPEN,
            from_state=State.CLOSED,
            to_state=State.DONE,
            reason="Satu orang masih diperiksa.",
            at=step.at + timedelta(hours=1),
            by=admins.order_by("pk").first() or self.users[0],
        )

    def _plan_ahead(self) -> None:
        """Today's visit, one of yesterday, eight more on the working days that come, where most are left, and two at schools."""
        left = Counter(
            {
                pk: sum(self._remained(person, self.today) and person.pk not in self.recorded for person in people)
                for pk, people in self.people.items()
            }
        )
        places = {one.pk: one for one in Desa.objects.filter(pk__in=left).select_related("kecamatan")}
        best = [places[pk] for pk, _people in left.most_common(12)]
        self._plan_yesterday([places[pk] for pk, people in left.most_common() if people <= MOST_IN_THE_FIELD])
        ahead = days_of(self.today + timedelta(days=1), self.today + timedelta(days=24))
        days = [one.day for one in ahead if one.is_working_day]
        self.letters.write(self._visit(best[0].kecamatan, self.today, [best[0].pk], []), CONFIRMED)
        ways = (CONFIRMED, SENT, CONFIRMED, PREPARED, OPENED, "", PROPOSED, "")
        for way, place, day in zip(ways, best[1:], days, strict=False):
            visit = self._visit(place.kecamatan, day, [place.pk], [])
            written = self.letters.write(visit, way) if way else []
            if way == OPENED:
                self.letters.outdate(visit)
            if way == SENT:
                self.letters.remind(written[0])
            if way == PREPARED:
                self.letters.void(written[0])
                self.letters.write(visit, PREPARED)
        self._steps(visit, (Step.CANCEL,))
        pupils = Counter(
            person.school_id
            for people in self.people.values()
            for person in people
            if person.school_id and self._remained(person, self.today) and person.pk not in self.recorded
        )
        for number, (pk, _people) in enumerate(pupils.most_common(2)):
            school = School.objects.select_related("desa__kecamatan").get(pk=pk)
            self.letters.write(
                self._visit(school.desa.kecamatan, days[3 + 2 * number], [], [pk]), (SENT, OPENED)[number]
            )

    def _plan_yesterday(self, places: Sequence[Desa]) -> None:
        """In the first of these: phones took it along (``demo_field``)."""
        for place in places[:1]:
            self.letters.write(self._visit(place.kecamatan, self.today - timedelta(days=1), [place.pk], []), CONFIRMED)


def go_out(drive: Drive, today: date) -> None:
    """Fill the demo's visits. Inside the transaction of the demo, after its people have their names."""
    DemoVisits(drive, today).fill()
