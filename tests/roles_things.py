"""What lives in Muara Sabak Timur when every role walks every address, and what is sent to those that take something."""

import uuid
from datetime import date, time, timedelta
from types import SimpleNamespace

from kecamatan.access import scope_of
from kecamatan.actions.accounts import make_token
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.actions.outside import make_wall_link
from kecamatan.actions.reports import issue_report
from kecamatan.models import ApiToken, Baseline, SavedView, School
from kecamatan.reports.periods import Kind
from kecamatan.selectors.reports import Asked
from outreach.actions.card_stock import StockEntry, record_blank_cards
from outreach.actions.imports.staging import Staged
from outreach.actions.letters.prepare import Order, prepare_letters
from outreach.actions.people import Details, list_resident
from outreach.actions.steps import take_steps
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.answer_links import token_of
from outreach.calendar_days import days_of
from outreach.life import Step
from outreach.models import Absence, ImportBatch, ImportRow
from outreach.selectors.letters.composing import seal_of
from outreach.selectors.letters.recipients import recipients_of
from tests.roles_visits import SENT as SENT_TO_VISITS
from tests.roles_visits import visit_pk, visits_of_timur
from tests.roles_walk import Secrets


def things_of_timur(places, cast, today) -> SimpleNamespace:
    """Two who look like one, one recorded, one merged; a list in preview and one taken in; an update, a view, a school."""
    by = scope_of(cast.petugas_timur)

    def listed(name: str, **known):
        details = Details(name=name, desa=places.lambur, birth_date=date(1990, 5, 17), **known)
        return list_resident(by=by, drive=places.drive, details=details, added=False, reason=Secrets.reason)

    school = School.objects.create(desa=places.lambur, npsn="10501234", name="SMA Lambur", level="SMA")
    known = {name: getattr(Secrets, name) for name in ("nik", "no_kk", "address", "phone", "note", "birth_place")}
    first = listed(Secrets.name, school=school, **known)
    second = listed(Secrets.name.replace("ti ", "ty "), phone=Secrets.phone)
    recorded, merged = listed(f"{Secrets.name} Besar", address=Secrets.address), listed(f"{Secrets.name} Kecil")
    take_steps(by=by, residents=[recorded], step=Step.RECORD, day=today, note=Secrets.reason)
    take_steps(by=by, residents=[merged], step=Step.MERGE, day=today, note=Secrets.reason, into=first)
    entries = [Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 1, today, Secrets.spoken)]
    update = record_updates(by=scope_of(cast.petugas_timur), drive=places.drive, entries=entries)[0].update
    common = {"kabupaten": places.kabupaten, "drive": places.drive, "list_date": today, "by": cast.petugas_timur}
    batch = ImportBatch.objects.create(file_name=Secrets.file, state="preview", covers="whole", **common)
    taken = ImportBatch.objects.create(
        file_name=Secrets.file, state="committed", committed_at=f"{today}T10:00Z", **common
    )
    staged = Staged(
        values={"name": Secrets.name, "nik": Secrets.nik, "address": Secrets.address, "desa": places.lambur.code},
        raw={"NAMA": Secrets.name, "NIK": Secrets.nik},
        candidates=[first.pk],
        told=[["maybe_known", 0, {}]],
    )
    row = ImportRow.objects.create(
        batch=batch, number=2, verdict="doubtful", reason="maybe_known", content=staged.sealed(), desa=places.lambur
    )
    Absence.objects.create(batch=taken, resident=first)
    view = SavedView.objects.create(
        kabupaten=places.kabupaten, owner=cast.petugas_timur, list="outreach:resident-list", name=Secrets.spoken
    )
    make_token(by=cast.petugas_timur, name=Secrets.spoken)
    plan = Plan(places.timur, today + timedelta(days=5), time(8), time(14), "Balai Desa", desa=[places.lambur])
    visit = plan_visit(by=by, drive=places.drive, plan=plan)
    order = Order(recipients_of(visit)[:1], today, uuid.uuid4(), "https://ektp.contoh.go.id")
    (letter,) = prepare_letters(by=by, visit=visit, order=order)
    asked = Asked(places.kabupaten, places.drive, Kind.DAILY, today, places.timur)
    report = issue_report(by=scope_of(cast.petugas), asked=asked, key=uuid.uuid4())
    entry = StockEntry(uuid.uuid4(), places.timur, "received", 9, today, Secrets.spoken)
    blanks = record_blank_cards(by=by, entries=[entry])[0].row
    return SimpleNamespace(
        report=report, first=first, second=second, recorded=recorded, merged=merged, update=update, batch=batch, taken=taken, row=row,
        visit=visit, letter=letter, view=view, token=ApiToken.objects.get(), user=cast.petugas_timur, school=school, places=places, today=today,
        visits=visits_of_timur(by, places, today), wall=make_wall_link(by=scope_of(cast.admin), name="Aula", language="id")[0],
        blanks=blanks,
    )  # fmt: skip


def ordinary_day(today: date) -> date:
    """A working day on which nobody has planned anything, and before which nothing is warned of."""
    ahead = days_of(today + timedelta(days=15), today + timedelta(days=39))
    return next(one.day for one in ahead if one.is_working_day)


#: Pages of letters that are asked for by their visit.
OF_LETTERS = frozenset(f"outreach:visit-{name}" for name in ("letters", "paper", "calling-list", "tally-sheet"))


def pk_of(name: str, things) -> int:
    """The thing of Timur that this address names."""
    if name.startswith("outreach:letter"):
        return things.letter.pk
    if name in OF_LETTERS:
        return things.visit.pk
    if name.startswith(("outreach:visit", "outreach:kit", "outreach:field")):
        return visit_pk(name, things)
    if name == "outreach:import-undo":
        return things.taken.pk
    if name.startswith("outreach:import"):
        return things.batch.pk
    if name == "outreach:double-unmerge":
        return things.merged.pk
    if name == "outreach:reconciliation-match" or name.startswith("kecamatan:update"):
        return things.update.pk
    if name in {"kecamatan:report", "kecamatan:report-file"}:
        return things.report.pk
    if name == "kecamatan:drive-replay":
        return things.places.drive.pk
    if name == "outreach:card-stock-reverse":
        return things.blanks.pk
    if name == "kecamatan:view-delete":
        return things.view.pk
    if name == "kecamatan:token-revoke":
        return things.token.pk
    if name == "kecamatan:wall-end":
        return things.wall.pk
    if name.startswith("kecamatan:user"):
        return things.user.pk
    if name == "outreach:resident-undo":
        return things.recorded.pk
    if name == "outreach:resident-unlist":
        return things.second.pk
    return things.first.pk


def object_id(path: str, things) -> str:
    """The row of Timur that a page of the admin names."""
    found = {
        "kabupaten": things.places.kabupaten,
        "kecamatan": things.places.timur,
        "desa": things.places.lambur,
        "school": things.school,
        "user": things.user,
        "drive": things.places.drive,
        "baseline": Baseline.objects.get(desa=things.places.lambur),
        "countupdate": things.update,
    }
    model = path.split("/")[2] if path.count("/") > 2 else ""
    return str(found[model].pk) if model in found else "1"


def address_of(name: str, path: str, things) -> str:
    """The address with the things of Timur in the place of its arguments."""
    first, second = sorted([things.first.pk, things.second.pk])
    filled = {
        "<kecamatan_code:code>": things.places.timur.code,
        "<desa_code:code>": things.places.lambur.code,
        "<npsn:npsn>": things.school.npsn,
        "<int:pk>": str(pk_of(name, things)),
        "<report_form:form>": "pdf",
        "<int:row_pk>": str(things.row.pk),
        "<int:lease>": str(things.visits.lease),
        "<int:first>": str(first),
        "<int:second>": str(second),
        "<path:object_id>": object_id(path, things),
        "<letter_kind:kind>": "village",
        "<answer_token:token>": token_of(seal_of(things.letter)),
        "<secret:secret>": "x" * 43,
        "<wall_secret:secret>": "x" * 43,
        "<slug:chart>": "course",
        "<uidb64>": "MQ",
        "<token>": "x-y",
        "^(?P<app_label>kecamatan)/$": "kecamatan/",
        "(?P<url>.*)$": "nothing/",
    }
    for part, text in filled.items():
        path = path.replace(part, text)
    return f"/{path}"


DAYS_OFF = {"first": "2024-08-17", "last": "2024-08-17", "kind": "holiday"}
#: What a form of the address sends, where an empty one would prove nothing.
SENT = {
    "outreach:letter-sent": lambda things: {"seen": 1, "way": "hand", "recipient": "Sekdes", "on": str(things.today)},
    "outreach:letter-reminded": lambda things: {"seen": 1, "way": "hand", "recipient": "x", "on": str(things.today)},
    "outreach:letter-void": lambda things: {"seen": 1, "reason": "salah"},
    "outreach:letter-link": lambda things: {"seen": 1, "do": "renew"},
    "outreach:letter-correct": lambda things: {"seen": 1},
    "outreach:letter-mail": lambda things: {"seen": 1, "to": "desa@contoh.id"},
    "outreach:visit-letters": lambda things: {"do": "save"},
    "outreach:visit-calling-list": lambda things: {"part": "1"},
    "outreach:visit-tally-sheet": lambda things: {"part": "1"},
    **SENT_TO_VISITS,
    "kecamatan:report-issue": lambda things: {
        "kind": "daily", "place": "15.07.01", "day": str(things.today), "key": uuid.uuid4(),
    },
    "kecamatan:report-settings": lambda things: {"number_pattern": "470/{nomor}/{tahun}", "version": 0},
    "kecamatan:update-reverse": lambda things: {"reason": "typed twice", "key": uuid.uuid4()},
    "outreach:card-stock-reverse": lambda things: {"reason": "typed twice", "key": uuid.uuid4()},
    "kecamatan:view-save": lambda things: {"view-name": "Mine", "view-address": "/residents/"},
    "outreach:resident-step": lambda things: {"version": things.first.version, "step": "record"},
    "outreach:resident-undo": lambda things: {"version": 1, "reason": "by mistake"},
    "outreach:resident-unlist": lambda things: {"reason": "by mistake", "sure": "on"},
    "outreach:resident-reveal": lambda things: {"kind": "nik", "why": "card"},
    "outreach:resident-access": lambda things: {"why": "person_asks", "whole": "on"},
    "outreach:resident-find": lambda things: {"text": "zulkhai"},
    "outreach:double-merge": lambda things: {"kept": things.first.pk},
    "outreach:double-unmerge": lambda things: {"reason": "they are two"},
    "outreach:import-commit": lambda things: {"new_are": "rule"},
    "outreach:import-place": lambda things: {"row": things.row.pk, "desa": "15.07.01.2002"},
    "outreach:import-remembered-forget": lambda things: {"shape": "a" * 32},
    "outreach:import-rows-decide": lambda things: {"reason": "maybe_known", "decision": "skip"},
    "outreach:import-row-decide": lambda things: {"decision": f"match-{things.second.pk}"},
    "outreach:import-undo": lambda things: {"reason": "the wrong file"},
    "outreach:calendar-days-add": lambda things: {**DAYS_OFF, "name": "Ujian"},
    "outreach:calendar-days-take-off": lambda things: DAYS_OFF,
    "outreach:calendar-days-put-back": lambda things: DAYS_OFF,
    "outreach:where-access": lambda things: {"desa": things.places.lambur.code, "access": "tide"},
    "outreach:where-drafts": lambda things: {
        "key": uuid.uuid4(), "pick": f"{ordinary_day(things.today)} 1 {things.places.lambur.code}",
    },
    "outreach:plan-settings": lambda things: {
        **{"teams": "2", "kits": "1", "hours": "8", "set_up": "45", "minutes": "5", "road_speed": "30"},
        **{"boat_speed": "25", "school_week": "six"},
    },
    "outreach:absence-list": lambda things: {
        "person": things.first.pk, "why": "kept", "note": "asked", "day": str(things.today),
    },
    "outreach:reconciliation-match": lambda things: {"key": uuid.uuid4(), "people": things.first.pk, "do": "1"},
    **{
        f"outreach:residents-{name}": lambda things: {"ids": [things.first.pk, things.second.pk]}
        for name in ("step", "desa", "school", "home-visit", "export")
    },
}  # fmt: skip
