"""The small regency filled as after two months of work, for tests that look at whole pages.

Rows with and without a desa, in a desa without a share, undone ones, some entered late about earlier days; names, some with
birth dates of first-time voters; visits ahead, past, called off, done and closed; letters without an answer; lists that wait; a
phone not yet in.
"""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.models import Drive, School
from outreach.actions.letters.prepare import Order, prepare_letters
from outreach.actions.letters.sending import Sent, mark_sent
from outreach.actions.people import Details, list_resident
from outreach.actions.steps import take_steps
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.actions.visits.results import Entry as Outcome
from outreach.actions.visits.results import enter_outcomes
from outreach.actions.visits.steps import take_visit_step
from outreach.life import Step
from outreach.models import Attendance, ImportBatch, Visit
from outreach.selectors.letters.recipients import recipients_of
from outreach.visit_life import Step as VisitStep
from tests.outreach.field.phone import Phone

#: (kecamatan, desa, kind, people, days ago)
ROWS = [
    ("timur", "lambur", "recorded", 9, 50),
    ("timur", "lambur", "added", 4, 45),
    ("timur", "simbur", "recorded", 6, 40),
    ("timur", "siau", "recorded", 3, 38),
    ("timur", None, "recorded_elsewhere", 2, 30),
    ("timur", "lambur", "removed", 1, 22),
    ("timur", "simbur", "added", 2, 15),
    ("timur", "siau", "added", 1, 9),
    ("timur", "lambur", "recorded", 5, 4),
    ("timur", None, "recorded", 2, 1),
    ("sadu", None, "recorded", 7, 48),
    ("sadu", "lokan", "added", 3, 33),
    ("sadu", "itik", "recorded", 4, 20),
    ("sadu", None, "removed", 2, 18),
]


def fill(places, cast, today: date) -> SimpleNamespace:
    """Fill ``places``; gives the visits by name, and the day in the middle."""
    by = scope_of(cast.petugas)
    _ledger(places, by, today)
    people = _people(places, by, today)
    visits = _visits(places, by, today, people)
    common = {"kabupaten": places.kabupaten, "drive": places.drive, "list_date": today, "by": cast.petugas}
    for state in ("preview", "mapping", "discarded"):
        ImportBatch.objects.create(file_name="bulan.csv", state=state, covers="whole", **common)
    Drive.objects.create(
        kabupaten=places.kabupaten, name="Pemilu", baseline_date=date(2023, 6, 1), last_recording_day=date(2024, 1, 31),
        polling_day=date(2024, 2, 14),
    )  # fmt: skip
    return SimpleNamespace(visits=visits, people=people, middle=today - timedelta(days=20))


def _ledger(places, by, today: date) -> None:
    saved = []
    for kecamatan, desa, kind, quantity, ago in ROWS:
        day = today - timedelta(days=ago)
        place = getattr(places, desa) if desa else None
        entry = Entry(uuid.uuid4(), getattr(places, kecamatan), place, kind, quantity, day)
        moment = datetime.combine(day, time(9), tzinfo=UTC)
        saved += record_updates(by=by, drive=places.drive, entries=[entry], now=moment)
    for number in (2, 12):
        reverse_update(by=by, update=saved[number].update, reason="typed twice", key=uuid.uuid4())
    # Entered today about days long gone.
    late = [(places.lambur, "recorded", 2, 35), (places.lokan, "recorded", 1, 28)]
    for desa, kind, quantity, ago in late:
        entry = Entry(uuid.uuid4(), desa.kecamatan, desa, kind, quantity, today - timedelta(days=ago))
        record_updates(by=by, drive=places.drive, entries=[entry])


def _people(places, by, today: date) -> dict:
    school = School.objects.create(desa=places.lambur, npsn="10504321", name="SMAN 3", level="SMA")
    seventeen = places.drive.polling_day - timedelta(days=5)
    young = seventeen.replace(year=seventeen.year - 17, day=min(seventeen.day, 28))
    grown = date(1990, 5, 17)
    told = [
        *(("Siti", places.lambur, grown), ("Budi", places.lambur, grown), ("Rina", places.lambur, grown)),
        *(("Joko", places.lambur, young), ("Tuti", places.lambur, young), ("Wati", places.simbur, grown)),
        *(("Agus", places.siau, grown), ("Dewi", places.itik, young), ("Eko", places.lokan, grown)),
    ]
    found = {}
    for name, desa, born in told:
        details = Details(name=name, desa=desa, birth_date=born, school=school if name == "Tuti" else None)
        found[name] = list_resident(by=by, drive=places.drive, details=details, added=False, reason="test")
    take_steps(by=by, residents=[found["Wati"]], step=Step.RECORD, day=today)
    return found


def _visits(places, by, today: date, people: dict) -> dict[str, Visit]:
    def planned(ago: int, desa, *steps, **more) -> Visit:
        day = today - timedelta(days=ago)
        plan = Plan(desa.kecamatan, day, time(8), time(12), f"Balai {desa} {ago}", desa=[desa], **more)
        visit = plan_visit(by=by, drive=places.drive, plan=plan)
        for step in steps:
            take_visit_step(by=by, visit=visit, step=step, reason="test")
        return Visit.objects.get(pk=visit.pk)

    def held(ago: int, desa, outcomes: dict[str, str], *steps) -> Visit:
        visit = planned(ago, desa, VisitStep.START)
        rows = {one.resident.name: one for one in Attendance.objects.filter(visit=visit).select_related("resident")}
        entries = [Outcome(rows[name].pk, outcome, 0) for name, outcome in outcomes.items()]
        assert enter_outcomes(by=by, visit=visit, entries=entries).all_saved
        for step in steps:
            take_visit_step(by=by, visit=visit, step=step, reason="test")
        return Visit.objects.get(pk=visit.pk)

    outcomes = {"Siti": "recorded", "Budi": "absent", "Rina": "failed", "Joko": "recorded", "Tuti": "absent"}
    found = {
        "closed": held(40, places.lambur, outcomes, VisitStep.FINISH, VisitStep.CLOSE),
        "done": held(8, places.lambur, {"Budi": "recorded", "Rina": "absent", "Tuti": "absent"}, VisitStep.FINISH),
        "sadu": held(12, places.itik, {"Dewi": "absent"}, VisitStep.FINISH, VisitStep.CLOSE),
        "late": planned(3, places.siau),
        "soon": planned(-3, places.lambur, VisitStep.ANNOUNCE, VisitStep.CONFIRM),
        "later": planned(-6, places.lokan, VisitStep.ANNOUNCE),
        "off": planned(-8, places.lambur, VisitStep.CANCEL),
        "more": planned(-9, places.simbur),
    }
    for name in ("soon", "later"):
        order = Order(recipients_of(found[name])[:1], today, uuid.uuid4(), "https://ektp.contoh.go.id")
        (letter,) = prepare_letters(by=by, visit=found[name], order=order)
        mark_sent(by=by, letter=letter, sent=Sent(way="hand", recipient="Sekdes", on=today), seen=1)
    _on_a_phone(by, found["done"])
    return found


def _on_a_phone(by, visit: Visit) -> None:
    """A phone that is not yet in, and has told the second of two things."""
    phone = Phone.take(by, visit)
    phone.act("note", t="Genset mati.")
    phone.act("note", t="Sinyal lemah.")
    phone.send(phone.made[1])
