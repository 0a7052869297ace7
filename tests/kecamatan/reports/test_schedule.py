"""What is put ready by itself: once, in the right places, and once to each address."""

import io
import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from kecamatan.actions.report_schedule import make_due
from kecamatan.models import Report, ReportMail, ReportSettings
from kecamatan.papers.typesetting import CannotSet
from kecamatan.reports.addresses import Address, addresses_in, wrong_lines
from kecamatan.selectors.report_files import files_of
from tests.mail_server import mail_server


@pytest.fixture
def monday(counted, today):
    """07:05 of a Monday in the drive's zone, two weeks or more after it began; the drive's day of that week's end."""
    day = today - timedelta(days=today.weekday())
    return datetime(day.year, day.month, day.day, 0, 5, tzinfo=UTC)


@pytest.fixture
def addresses(counted):
    text = "bupati@contoh.id\ncamat@contoh.id 15.07.05"
    return ReportSettings.objects.create(kabupaten=counted.kabupaten, recipients=text)


def weekly(**more):
    return Report.objects.filter(kind="weekly", **more)


def test_on_monday_the_recaps_and_the_brief_are_there_once(counted, monday, today):
    done = make_due(counted.kabupaten, now=monday)
    again = make_due(counted.kabupaten, now=monday + timedelta(minutes=5))
    assert len(done.made) == Report.objects.count() == again.there
    assert again.made == []
    sunday = today - timedelta(days=today.weekday() + 1)
    assert {one.kecamatan for one in weekly(day=sunday)} == {None, counted.timur, counted.sadu}
    assert Report.objects.get(kind="brief").day == sunday
    assert {one.issued_by for one in Report.objects.all()} == {None}
    assert [one.serial for one in Report.objects.order_by("pk")] == list(range(1, Report.objects.count() + 1))
    early = make_due(counted.kabupaten, now=monday - timedelta(minutes=10))
    assert sunday not in {one.day for one in early.made}


def test_without_a_drive_nothing_is_due(counted, monday):
    counted.drive.is_active = False
    counted.drive.save()
    assert make_due(counted.kabupaten, now=monday).made == []


def test_each_address_gets_its_reports_once(counted, monday, addresses, settings):
    with mail_server(settings) as box:
        done = make_due(counted.kabupaten, now=monday)
        again = make_due(counted.kabupaten, now=monday + timedelta(minutes=5))
    assert (done.mailed.failed, again.mailed.sent) == (0, 0)
    assert sorted(mail["To"] for mail in box.mails) == ["bupati@contoh.id", "camat@contoh.id"]
    (camat,) = [mail for mail in box.mails if mail["To"] == "camat@contoh.id"]
    names = [part.get_filename() for part in camat.iter_attachments()]
    assert all("15-07-05-kecamatan-sadu" in name for name in names)
    pdf = next(part for part in camat.iter_attachments() if part.get_filename().endswith("pdf"))
    assert "KECAMATAN SADU" in PdfReader(io.BytesIO(pdf.get_content())).pages[0].extract_text()
    assert {one.state for one in ReportMail.objects.all()} == {"sent"}


def test_what_surely_failed_is_tried_again(counted, monday, addresses, settings):
    with mail_server(settings) as box:
        box.refuses = True
        failed = make_due(counted.kabupaten, now=monday)
        box.mails.clear()
        box.refuses = False
        assert failed.mailed.failed > 0
        assert {one.state for one in ReportMail.objects.all()} == {"failed"}
        again = make_due(counted.kabupaten, now=monday + timedelta(hours=1))
        assert again.mailed.sent == failed.mailed.failed
        assert len(box.mails) == 2


def test_a_report_that_cannot_be_set_keeps_none_of_the_others(counted, monday, addresses, settings, monkeypatch):
    def files(report):
        if report.kind == "brief":
            raise CannotSet("a crest that is no picture")
        return files_of(report)

    monkeypatch.setattr("kecamatan.actions.report_mail.files_of", files)
    with mail_server(settings) as box:
        done = make_due(counted.kabupaten, now=monday)
    assert (done.mailed.failed, done.mailed.sent > 0) == (1, True)
    assert sorted(mail["To"] for mail in box.mails) == ["bupati@contoh.id", "camat@contoh.id"]
    assert {one.report.kind for one in ReportMail.objects.filter(state="failed")} == {"brief"}


def test_what_may_have_arrived_is_not_sent_again(counted, monday, addresses, settings, monkeypatch):
    settings.EMAIL_CONFIGURED = True
    sent = []

    def breaks(self, mails):
        sent.append(mails)
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", breaks)
    assert make_due(counted.kabupaten, now=monday).mailed.uncertain > 0
    assert make_due(counted.kabupaten, now=monday + timedelta(hours=3)).mailed.sent == 0
    assert len(sent) == 2


def test_a_run_that_was_stopped_while_sending_leaves_it_uncertain(counted, monday, addresses, settings):
    settings.EMAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_due(counted.kabupaten, now=monday, by_mail=False)
    report = weekly(kecamatan=None).first()
    ReportMail.objects.create(report=report, address="bupati@contoh.id", state="taken", at=monday)
    done = make_due(counted.kabupaten, now=monday + timedelta(hours=2))
    assert done.mailed.uncertain == 1
    assert ReportMail.objects.get(report=report).fault == "stopped"


def test_the_command_says_what_it_did(counted, addresses, settings, today):
    out = io.StringIO()
    call_command("make_reports", "--kind", "daily", "--day", str(today), "--no-mail", stdout=out)
    assert "3 made, 0 were there already" in out.getvalue()
    call_command("make_reports", "--kind", "daily", "--day", str(today), stdout=out)
    assert "0 made, 3 were there already" in out.getvalue()
    assert "no mail server is set" in out.getvalue()
    with mail_server(settings) as box:
        box.refuses = True
        with pytest.raises(CommandError, match="did not surely go out"):
            call_command("make_reports", "--kind", "daily", "--day", str(today), stdout=out)


@pytest.mark.parametrize(
    ("options", "words"),
    [(["--day", "2024-11-24"], "needs --kind"), (["--kind", "daily", "--day", "2999-01-01"], "lies in the future"),
     (["--kind", "daily", "--day", "2001-01-01"], "Nothing is known")],
)  # fmt: skip
def test_the_command_refuses_days_that_cannot_be(counted, options, words):
    with pytest.raises(CommandError, match=words):
        call_command("make_reports", *options)
    assert not Report.objects.exists()


def test_addresses_are_read_by_lines():
    text = "Bupati@Contoh.id\n\ncamat@contoh.id  15.07.05\nbupati@contoh.id\n"
    assert addresses_in(text) == [Address("bupati@contoh.id"), Address("camat@contoh.id", "15.07.05")]
    wrong = wrong_lines(
        "a@b\nx@contoh.id 15.07.99\nx@contoh.id bebas\n<x@contoh.id>\nx@contoh.id", frozenset({"15.07.05"})
    )
    assert [(line, what) for line, what, _word in wrong] == [(1, "mail"), (2, "code"), (3, "code"), (4, "mail")]


@pytest.mark.parametrize(
    "word",
    ["a@contoh..id", f"a@{'x' * 64}.id", "a:b@contoh.id", "a[b@contoh.id", f"{'a' * 60}@{'x' * 60}.{'y.' * 70}id"],
)
def test_an_address_that_no_mail_can_carry_is_refused(word):
    assert wrong_lines(f"bupati@contoh.id\n{word}", frozenset()) == [(2, "mail", word)]


def test_an_address_kept_from_before_that_no_mail_can_carry_keeps_none_from_the_others(counted, monday, settings):
    ReportSettings.objects.create(kabupaten=counted.kabupaten, recipients="a@contoh..id\nbupati@contoh.id")
    with mail_server(settings) as box:
        done = make_due(counted.kabupaten, now=monday)
    assert [mail["To"] for mail in box.mails] == ["bupati@contoh.id"]
    assert done.mailed.failed == done.mailed.sent > 0
    assert set(ReportMail.objects.filter(address="a@contoh..id").values_list("state", flat=True)) == {"failed"}
