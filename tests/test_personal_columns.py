"""Every column of every model says whether it is personal data; what is, stands in no log, address or audit entry."""

import logging
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import get_resolver

from ektp_tracker.log_lines import LineFormatter
from kecamatan.models import AuditChange, AuditEntry, School
from outreach import personal
from outreach.models import Resident
from outreach.personal import COLUMNS, OF_RESIDENTS, Kind, columns_of_residents, kinds_of
from tests.test_open_pages import addresses

OURS = ("kecamatan", "outreach")
NIK, NO_KK = "1507025705900003", "1507020101150001"
#: Field of the form → what stands in it, found nowhere else. What is one of few values cannot be told from others.
MARKS = {
    "name": "Zubaedah Markonah",
    "nik": NIK,
    "no_kk": NO_KK,
    "birth_place": "Kotamarka",
    "birth_date": "1990-05-17",
    "rt": "937",
    "rw": "938",
    "address": "Jalan Bermarka 5",
    "phone": "0812 7777 1234",
    "note": "catatan bermarka",
}
#: What may give one of them away, as it is stored or shown.
TRACES = [*MARKS.values(), "+6281277771234", "0812-7777-1234", "zubaeda", "markona", "17 Mei 1990", "17 May 1990"]


def models():
    return [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]


def unclassified():
    """Columns without a class, and classes without a column."""
    found = {(model._meta.label, field.name) for model in models() for field in model._meta.concrete_fields}
    said = {(model, name) for model in COLUMNS for name in kinds_of(model)}
    return found ^ said, len(found)


def test_every_column_has_a_class():
    wrong, looked_at = unclassified()
    assert wrong == set()
    assert looked_at > 200


def test_no_column_has_two():
    for model, kinds in COLUMNS.items():
        names = [name for some in kinds.values() for name in some.split()]
        assert len(names) == len(set(names)), model


def test_a_new_column_is_noticed(monkeypatch):
    fewer = {name: kinds for name, kinds in COLUMNS.items() if name != "outreach.Absence"}
    monkeypatch.setattr(personal, "COLUMNS", fewer)
    monkeypatch.setitem(globals(), "COLUMNS", fewer)
    assert ("outreach.Absence", "note") in unclassified()[0]


def test_numbers_of_people_cross_into_no_table_of_counts():
    """In ``kecamatan`` nothing tells of a resident but the free text of a ledger's row, which withholds itself."""
    below = {one for one in columns_of_residents() if one[0].startswith("kecamatan.")}
    assert below == {("kecamatan.CountUpdate", "note")}
    assert {kind for kind in Kind if kind in OF_RESIDENTS} == OF_RESIDENTS


def test_nothing_of_people_is_in_the_admin():
    assert [model for model in admin.site._registry if model._meta.app_label == "outreach"] == []


def test_addresses_of_people_hold_numbers_and_codes_only():
    ours = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "outreach")
    converters = {
        type(converter).__name__ for one in ours.url_patterns for converter in one.pattern.converters.values()
    }
    # A secret names nobody: it is random.
    assert converters <= {"IntConverter", "UUIDConverter", "CodeConverter", "SecretConverter"}
    assert len(ours.url_patterns) >= 8


@pytest.fixture
def told(sign_in, places, caplog):
    """A life of one person through the pages; gives (texts of the audit log, lines of the log, addresses and cookies)."""
    School.objects.create(npsn="10502001", name="SMAN 1", level="SMA", desa=places.lambur)
    caplog.set_level(logging.INFO)
    client, led = sign_in("admin", raise_request_exception=False), []

    def send(link, /, **data):
        response = client.post(link, data)
        led.extend(cookie.value for cookie in response.cookies.values())
        led.append(response.headers.get("Location", ""))
        return response

    new = {**MARKS, "desa": "15.07.01.2002", "sex": "female", "home_visit": "ill", "school": "10502001"}
    checked = send("/residents/new/", **new).context["form"]["checked"].value()
    send("/residents/new/", **new, checked=checked)
    base = f"/residents/{Resident.objects.get().pk}/"
    version = Resident.objects.get().version
    send(f"{base}edit/", **new, version=version, last_change=0, reason="catatan bermarka")
    send(f"{base}step/", step="fail", version=Resident.objects.get().version, note="catatan bermarka")
    send(f"{base}undo/", version=Resident.objects.get().version, reason="catatan bermarka")
    for kind in ("nik", "no_kk"):
        assert MARKS[kind] in send(f"{base}reveal/", kind=kind, why="siak", words="catatan bermarka").content.decode()
    send(f"{base}access/", why="siak", whole="on")
    client.get("/residents/999/", {"nik": NIK, "name": MARKS["name"]})
    send(f"{base}unlist/", reason="dua kali", sure="on")
    assert not Resident.objects.exists()
    rows = [*AuditEntry.objects.values_list(), *AuditChange.objects.values_list()]
    lines = [LineFormatter("%(message)s").format(record) for record in caplog.records]
    return {"audit": [str(row) for row in rows], "log": lines, "addresses": [*led, *addresses()]}


def told_of(trace: str, text: str) -> bool:
    """Does the text tell it? Three digits within a longer word, as sealed text may hold, tell nothing."""
    alone = r"(?<![\w-])" if len(trace) <= 3 else ""
    return re.search(alone + re.escape(trace) + alone.replace("<!", "!"), text, re.IGNORECASE) is not None


def test_what_is_personal_stands_in_no_audit_entry_log_or_address(told):
    assert all(told.values())
    assert any("unlist" in row for row in told["audit"])
    for where, texts in told.items():
        found = [(trace, text) for trace in TRACES for text in texts if told_of(trace, text)]
        assert found == [], where


def test_the_marks_cover_all_that_somebody_could_be_known_by():
    """Fields of few values (sex, school, status) are told by no mark; everything else of a resident is."""
    of_residents = {name for model, name in columns_of_residents() if model == "outreach.Resident"}
    few = {"kecamatan", "desa", "sex", "ever_married", "school", "home_visit", "listed_on", "state", "removal"}
    stored = {re.sub("_(sealed|print|key)$", "", name) for name in of_residents} - few - {"added", "since"}
    assert stored == set(MARKS)
