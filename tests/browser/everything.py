"""One row of everything that has a page, where the pages of the site are looked at."""

import uuid
from dataclasses import replace
from datetime import date, time, timedelta

from django.apps import apps

from kecamatan.access import scope_of
from kecamatan.actions.accounts import make_token
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.actions.outside import make_wall_link, set_public
from kecamatan.actions.reports import issue_report
from kecamatan.actions.saved_views import save_view
from kecamatan.models import School, User
from kecamatan.reports.periods import Kind
from kecamatan.selectors.reports import Asked
from outreach.actions.access_log import log_access
from outreach.actions.card_stock import StockEntry, record_blank_cards
from outreach.actions.doubles import merge
from outreach.actions.letters.answering import Answer, shown_of, take_answer
from outreach.actions.letters.prepare import Order, prepare_letters
from outreach.actions.letters.sending import Sent, mark_sent
from outreach.actions.people import Details, edit_resident, list_resident
from outreach.actions.steps import take_steps, undo_step
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.answer_links import token_of
from outreach.life import Step
from outreach.selectors.letters.composing import seal_of
from outreach.selectors.letters.recipients import recipients_of
from tests.browser.small_lists import imports_everywhere
from tests.browser.small_visits import visits_everywhere

MODELS = ["auditentry", "baseline", "countupdate", "desa", "drive", "kabupaten", "kecamatan", "school", "user"]
#: People of the list whose pages are looked at.
PEOPLE = ["first", "second", "merged"]


def everything(cast, places, today):
    """A ledger with a mistake undone, a school, a token; gives the days and the rows that the addresses name."""
    User.objects.update(language="en")
    scope = scope_of(cast.admin)
    set_public(by=scope, on=True)
    entries = [
        Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 2, today - timedelta(days=days), "Jemput bola")
        for days in (20, 12, 6, 1, 0)
    ]
    entries.append(Entry(uuid.uuid4(), places.sadu, None, "added", 4, today, ""))
    entries.append(Entry(uuid.uuid4(), places.timur, places.siau, "recorded", 3, today, ""))
    saved = record_updates(by=scope, drive=places.drive, entries=entries)
    asked = Asked(places.kabupaten, places.drive, Kind.WEEKLY, today)
    report = issue_report(by=scope, asked=asked, key=uuid.uuid4())
    undone, stands = saved[2].update, saved[0].update
    reverse_update(by=scope, update=undone, key=uuid.uuid4(), reason="Dua kali dimasukkan")
    School.objects.create(desa=places.lambur, npsn="10504321", name="SMAN 3", level="SMA")
    make_token(by=cast.petugas, name="Laporan")
    stock = [
        StockEntry(uuid.uuid4(), place, kind, 9, today, "x") for place, kind in ((None, "received"), (None, "used"))
    ]
    blanks = record_blank_cards(by=scope, entries=stock)[0].row
    resident, young = people(scope, places, today)
    for name, whom in (("Minggu ini", "petugas"), ("Punya saya", "")):
        save_view(by=scope_of(cast.petugas), list_name="kecamatan:update-list", name=name, query="", shared_with=whom)
    born = {"Siti Aminah": date(1990, 5, 17), "Sitti Aminah": date(1990, 5, 17), "Sri": None, "Sri W": None}
    born["Rizki"] = today.replace(year=today.year - 17, day=1)
    doubled = [
        list_resident(
            by=scope,
            drive=places.drive,
            details=Details(name=name, desa=places.lambur, birth_date=day),
            added=False,
            reason="-",
        )
        for name, day in born.items()
    ]
    merge(by=scope, kept=doubled[2], merged=doubled[3], counted_twice=False, day=today)
    return {
        **imports_everywhere(cast.petugas, places, today),
        **letter_of(scope, places, today),
        **{name: one.pk for name, one in visits_everywhere(scope_of(cast.petugas), places, today).items()},
        "resident": resident.pk,
        "young": young.pk,
        "wall": make_wall_link(by=scope, name="Aula", language="en")[1],
        **dict(zip(PEOPLE, [doubled[0].pk, doubled[1].pk, doubled[3].pk], strict=True)),
        **{model: apps.get_model("kecamatan", model).objects.order_by("pk").first().pk for model in MODELS},
        "report": report.pk,
        "blanks": blanks.pk,
        "undone": undone.pk,
        "stands": stands.pk,
        "today": today.isoformat(),
        "yesterday": (today - timedelta(days=1)).isoformat(),
    }


def people(scope, places, today):
    """Somebody with a history, a household, a double and all that may be known; somebody who is too young."""
    known = {"no_kk": "1507020101150001", "birth_date": date(1990, 5, 17), "birth_place": "Muara Sabak"}
    known |= {"rt": "003", "rw": "001", "address": "Jalan Pelabuhan", "phone": "+6281234567890", "home_visit": "ill"}
    details = Details(name="Siti Aminah", desa=places.lambur, nik="1507025705900003", note="Rumah biru", **known)
    resident = list_resident(by=scope, drive=places.drive, details=details)
    list_resident(by=scope, drive=places.drive, details=Details(name="Sitti Aminah", desa=places.simbur, **known))
    for step, note in ((Step.RECORD, "di balai desa"), (Step.FAIL, "sidik jari"), (Step.RECORD, ""), (Step.READY, "")):
        take_steps(by=scope, residents=[resident], step=step, day=today, note=note)
    undo_step(by=scope, resident=resident, note="keliru")
    resident.refresh_from_db()
    changed = replace(details, name="Siti Aminah Putri", nik="1507025705900004")
    edit_resident(by=scope, resident=resident, details=changed, seen_version=resident.version, reason="kartu")
    log_access(by=scope, residents=[resident], kind="export")
    born = date(today.year - 15, today.month, 1)
    return resident, list_resident(
        by=scope, drive=places.drive, details=Details(name="Anak", desa=places.lambur, birth_date=born)
    )


def letter_of(scope, places, today):
    """A letter about a visit of tomorrow that was sent last week, and answered with a proposal."""
    day = today + timedelta(days=1)
    plan = Plan(places.timur, day, time(8), time(14), "Balai Desa Lambur", desa=[places.lambur])
    visit = plan_visit(by=scope, drive=places.drive, plan=plan)
    order = Order(recipients_of(visit)[:1], today, uuid.uuid4(), "https://ektp.contoh.go.id")
    (letter,) = prepare_letters(by=scope, visit=visit, order=order)
    mark_sent(by=scope, letter=letter, sent=Sent("hand", "Sekdes", today - timedelta(days=7)))
    visit.refresh_from_db()
    take_answer(letter=letter, answer=Answer("Sekdes", shown_of(visit), proposal="Masjid Nurul Huda", told=20))
    return {"visit": visit.pk, "letter": letter.pk, "answer": token_of(seal_of(letter))}
