"""What the database itself keeps of reports, whoever writes; each guard is seen to matter."""

import uuid
from importlib import import_module

import pytest
from django.db import connection

from kecamatan.access import scope_of
from kecamatan.actions.reports import issue_report
from kecamatan.models import Drive, Report, ReportMail, ReportSettings
from kecamatan.reports.periods import Kind
from kecamatan.selectors.ledger_check import present_triggers
from kecamatan.selectors.reports import Asked
from tests.breaking_guards import execute, only_constraints, refused, words_of
from tests.kecamatan.reports.report_constraints import OF_REPORTS, OTHERS

GUARDS = import_module("kecamatan.migrations.0005_report_guards")


@pytest.fixture
def report(places, cast, today):
    asked = Asked(places.kabupaten, places.drive, Kind.DAILY, today, places.timur)
    return issue_report(by=scope_of(cast.petugas), asked=asked, key=uuid.uuid4())


def another(report, **changes) -> Report:
    values = {name: getattr(report, name) for name in ("kabupaten", "drive", "kind", "kecamatan", "day", "on", "year")}
    values |= {"serial": 2, "number": "470/2/x/2024", "content": {}, "key": uuid.uuid4()}
    return Report(**values | changes)


@pytest.mark.django_db
def test_every_guard_is_there():
    sqlite = connection.vendor == "sqlite"
    statements = GUARDS.sqlite_statements() if sqlite else GUARDS.postgresql_statements()
    names = {one.split()[2] for one in statements if one.startswith("CREATE TRIGGER")}
    assert len(names) >= 9
    assert names == {name for name in present_triggers() if name.startswith("reports_")}


CASES = {
    "reports_number_no_gap": lambda report, places: another(report, serial=3).save(),
    "reports_of_its_office": lambda report, places: another(report, kecamatan=places.timur, desa=places.itik).save(),
    "reports_say_the_same": lambda report, places: execute("UPDATE kecamatan_report SET number = 'x'"),
    "reports_not_deleted": lambda report, places: execute("DELETE FROM kecamatan_report"),
    "reports_mail_stays": lambda report, places: execute("UPDATE kecamatan_reportmail SET address = 'b@contoh.id'"),
    "reports_mail_not_twice": lambda report, places: execute("UPDATE kecamatan_reportmail SET state = 'waiting'"),
    "reports_mail_not_deleted": lambda report, places: execute("DELETE FROM kecamatan_reportmail"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(report, places, name):
    ReportMail.objects.create(report=report, address="a@contoh.id", state="sent")
    with refused(name if connection.vendor == "postgresql" else name.removeprefix("reports_")):
        CASES[name](report, places)


@pytest.mark.parametrize("name", CASES)
def test_without_its_guard_it_would_happen(report, places, name):
    ReportMail.objects.create(report=report, address="a@contoh.id", state="sent")
    with only_constraints():
        if name == "reports_not_deleted":
            CASES["reports_mail_not_deleted"](report, places)
        CASES[name](report, places)


def test_a_drive_of_another_office_is_refused(report, cast, today):
    other = Drive.objects.create(
        kabupaten=cast.foreigner.kabupaten,
        name="Lain",
        baseline_date=today,
        last_recording_day=today,
        polling_day=today,
    )
    with refused("reports_of_its_office" if connection.vendor == "postgresql" else "of_its_office"):
        another(report, drive=other).save()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_nothing_is_replaced(report):
    ReportMail.objects.create(report=report, address="a@contoh.id", state="sent")
    columns = ", ".join(field.column for field in ReportMail._meta.concrete_fields)
    with refused("this row is there already"):
        execute(f"INSERT OR REPLACE INTO kecamatan_reportmail ({columns}) SELECT {columns} FROM kecamatan_reportmail")


@pytest.mark.parametrize("name", OF_REPORTS)
def test_constraints_of_reports_hold(report, places, name):
    with only_constraints(), refused(words_of(name)):
        another(report, **OF_REPORTS[name](report, places)).save()


@pytest.mark.parametrize("name", OTHERS)
def test_constraints_of_mails_and_settings_hold(report, name):
    with only_constraints(), refused(words_of(name)):
        OTHERS[name](report)


def test_every_constraint_has_something_that_breaks_it():
    models = (Report, ReportMail, ReportSettings)
    assert {*OF_REPORTS, *OTHERS} == {one.name for model in models for one in model._meta.constraints}
