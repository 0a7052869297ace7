"""What reports ask of people and visits: whole numbers of a desa on a day, as they were known at a moment."""

import io
import uuid
from datetime import time, timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from kecamatan.access import scope_of
from kecamatan.reports.content import People
from outreach.actions.letters.office import save_crest, save_letterhead
from outreach.actions.steps import undo_step
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.life import Step
from outreach.models import Resident
from outreach.selectors.report_numbers import people_of_desa, visits_of_days
from tests.outreach.papers.papers_world import png


@pytest.fixture
def people(places, today, list_person, step):
    """Of Lambur: a woman with a printed card, a man ready for print, a girl of 16 and somebody of unknown sex left."""
    for name, sex, steps in (
        ("Siti", "female", (Step.RECORD, Step.PRINT)),
        ("Budi", "male", (Step.RECORD, Step.READY)),
    ):
        resident = list_person(name, sex=sex)
        for one in steps:
            resident = step(resident, one)
    list_person("Rini", sex="female", birth_date=today.replace(year=today.year - 16, day=1))
    list_person("Qomaruddin")


def told(places, day, as_of=None, known=None):
    return people_of_desa(places.drive, [places.timur.pk, places.sadu.pk], day, as_of, known)


def test_the_present_and_the_same_day_asked_as_the_past_agree(places, people, today):
    expected = {places.lambur.pk: People(4, 0, 1, 2, 1, 1, 1, 0)}
    assert told(places, today) == expected
    assert told(places, today, today) == expected
    assert told(places, today, today, timezone.now()) == expected


def test_before_they_were_listed_nobody_is_known(places, people, today):
    yesterday = today - timedelta(days=1)
    assert told(places, yesterday, yesterday) == {}
    assert told(places, today, today, timezone.now() - timedelta(hours=1)) == {}


def test_what_is_undone_was_known_until_then(places, list_person, step, cast, today):
    resident = step(list_person("Siti"), Step.RECORD)
    before = timezone.now()
    undo_step(by=scope_of(cast.petugas), resident=resident, note="keliru")
    assert told(places, today, today)[places.lambur.pk].left == 1
    assert told(places, today, today, before)[places.lambur.pk].left == 0
    assert Resident.objects.get().state == "unrecorded"


def test_visits_are_told_by_places_and_numbers(places, cast, people, today):
    plan = Plan(places.timur, today + timedelta(days=2), time(8), time(14), "Rumah Pak Budi", desa=[places.lambur])
    plan_visit(by=scope_of(cast.petugas), drive=places.drive, plan=plan)
    (one,) = visits_of_days(places.drive, [places.timur.pk], today, today + timedelta(days=7))
    assert (one.kecamatan, one.places, one.is_held, one.expected) == ("Muara Sabak Timur", ("Lambur",), False, 2)
    assert visits_of_days(places.drive, [places.sadu.pk], today, today + timedelta(days=7)) == []


def test_no_report_names_anybody(sign_in, places, people, today, cast):
    """The page, the PDF and the brief of a place whose people are named hold none of their names."""
    plan = Plan(places.timur, today + timedelta(days=2), time(8), time(14), "Rumah Pak Budi", desa=[places.lambur])
    plan_visit(by=scope_of(cast.petugas), drive=places.drive, plan=plan)
    client = sign_in("pejabat")
    for kind in ("weekly", "brief"):
        sent = {"kind": kind, "place": "", "day": today.isoformat()}
        text = client.get("/reports/", sent).content.decode()
        pdf = PdfReader(io.BytesIO(client.get("/reports/draft.pdf", sent).content))
        text += " ".join(page.extract_text() for page in pdf.pages)
        assert not [name for name in ("Siti", "Budi", "Rini", "Qomaruddin") if name in text]
        assert "Lambur" in text


def test_an_issued_report_keeps_its_crest_and_its_signer(sign_in, places, cast, today):
    """Head and signer are the letters' own, as they were when it was issued."""
    scope = scope_of(cast.admin)
    places.kabupaten.signer_name, places.kabupaten.signer_prefix = "Dra. Contoh Wakil", "a.n."
    places.kabupaten.signer_nip, places.kabupaten.signer_title = "197005121993032004", "Sekretaris"
    places.kabupaten.save()
    head = save_crest(by=scope, picture=png())
    values = {name: getattr(head, name) for name in ("number_pattern", "nature", "place", "contact", "bring", "copies")}
    save_letterhead(by=scope, values=values | {"on_behalf_of": "Kepala Dinas"}, seen=head.version)
    sent = {"kind": "daily", "place": "", "day": today.isoformat(), "key": uuid.uuid4()}
    report = sign_in("petugas").post("/reports/issue/", sent)["Location"]
    client = sign_in("pejabat")
    before = client.get(f"{report}report.pdf").content
    (page,) = PdfReader(io.BytesIO(before)).pages
    text = " ".join(page.extract_text().split())
    assert "a.n. Kepala Dinas Sekretaris, Dra. Contoh Wakil NIP 19700512 199303 2 004" in text
    assert len(page.images) == 1
    save_crest(by=scope, picture=None)
    assert client.get(f"{report}report.pdf").content == before
