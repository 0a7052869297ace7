"""The pages of reports: who sees which, what is asked wrongly, numbering, and the files."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan.models import AuditEntry, Drive, Report, ReportSettings
from tests.kecamatan.reports.report_world import Sheet, asked, pages


@pytest.fixture
def issue(sign_in, counted, today):
    """``issue("petugas", place=…)`` sends the form and gives the answer."""

    def _issue(who="petugas", key=None, **changes):
        sent = asked(day=today.isoformat(), key=key or uuid.uuid4(), **changes)
        return sign_in(who).post("/reports/issue/", sent)

    return _issue


@pytest.mark.parametrize("who", ["admin", "petugas", "pejabat"])
def test_the_first_page_shows_this_week(sign_in, counted, who):
    response = sign_in(who).get("/reports/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "Laporan Mingguan Perekaman KTP-el" in text
    assert "telah direkam 25 orang" in text
    assert "123 orang belum direkam" in text
    assert ("report-issue" in text or "/reports/issue/" in text) == (who != "pejabat")


@pytest.mark.parametrize("kind", ["daily", "weekly", "monthly", "final", "brief"])
def test_every_kind_has_a_page_and_a_pdf(sign_in, counted, kind, today):
    client = sign_in("pejabat")
    assert client.get("/reports/", asked(kind=kind, day=today.isoformat())).status_code == 200
    response = client.get("/reports/draft.pdf", asked(kind=kind, day=today.isoformat()))
    assert response["Content-Type"] == "application/pdf"
    assert "konsep, belum bernomor" in pages(response.content)[0]
    sheet = client.get("/reports/draft.xlsx", asked(kind=kind, day=today.isoformat()))
    assert sheet.status_code == (404 if kind == "brief" else 200)


def test_a_petugas_of_one_kecamatan_sees_theirs_alone(sign_in, counted, issue, today):
    client = sign_in("petugas_timur")
    text = client.get("/reports/").content.decode()
    assert "Kecamatan Muara Sabak Timur" in text
    assert "Sadu" not in text
    for place in ("", "15.07.05", "15.07.05.2004"):
        response = client.get("/reports/", asked(place=place, day=today.isoformat()))
        assert response.status_code == 400
        assert "orang belum direkam" not in response.content.decode()
        assert issue("petugas_timur", place=place).status_code == 400
    assert not Report.objects.exists()
    assert issue("petugas_timur", place="15.07.01.2002").status_code == 302


def test_reports_of_others_do_not_exist(sign_in, issue):
    issue()
    issue(place="15.07.05")
    whole, sadu = Report.objects.order_by("pk")
    for who in ("petugas_timur", "foreigner"):
        client = sign_in(who)
        for report in (whole, sadu):
            for end in ("", "report.pdf", "report.xlsx"):
                assert client.get(f"/reports/{report.pk}/{end}").status_code == 404
        assert sadu.number not in client.get("/reports/register/").content.decode()
    assert sign_in("petugas_sadu").get(f"/reports/{sadu.pk}/").status_code == 200
    assert sign_in("petugas_sadu").get(f"/reports/{whole.pk}/").status_code == 404


def test_a_pejabat_numbers_nothing(issue):
    assert issue("pejabat").status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "hourly"}, "Tidak ada laporan seperti itu"),
        ({"place": "15.07.99"}, "Tidak ada tempat seperti itu"),
        ({"day": "32/13/2024"}, "Tanggal ini tidak ada"),
        ({"kind": "brief", "place": "15.07.01"}, "Ringkasan ini tentang seluruh kabupaten"),
    ],
)
def test_what_cannot_be_asked_is_said(sign_in, counted, today, changes, words):
    sent = asked(day=today.isoformat()) | changes
    for address in ("/reports/", "/reports/draft.pdf", "/reports/draft.xlsx"):
        response = sign_in("admin").get(address, sent)
        assert response.status_code == 400
        assert words in response.content.decode()
    response = sign_in("admin").post("/reports/issue/", sent | {"key": uuid.uuid4()})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Report.objects.exists()


def test_neither_tomorrow_nor_the_day_before_the_drive(sign_in, counted, today):
    for day, words in (
        (today + timedelta(days=1), "belum tiba"),
        (counted.drive.baseline_date - timedelta(days=1), "angka dimulai pada"),
    ):
        response = sign_in("admin").get("/reports/", asked(day=day.isoformat()))
        assert response.status_code == 400
        assert words in response.content.decode()
        assert f'value="{day.isoformat()}"' in response.content.decode()


def test_numbers_have_no_gap_and_are_on_record(issue, cast, today):
    for _turn in range(3):
        issue()
    reports = list(Report.objects.order_by("pk"))
    assert [one.serial for one in reports] == [1, 2, 3]
    assert reports[2].number.startswith("470/3/LAP-KTPEL/")
    assert {one.issued_by for one in reports} == {cast.petugas}
    entry = AuditEntry.objects.filter(action="report").latest("pk")
    assert (entry.target, entry.by) == (reports[2].number, cast.petugas)


def test_the_same_form_twice_is_one_report(issue):
    key = uuid.uuid4()
    assert issue(key=key)["Location"] == issue(key=key)["Location"]
    assert issue(key=key, place="15.07.01").status_code == 400
    assert Report.objects.count() == 1


def test_the_same_form_for_another_drive_is_another_report(issue, counted, today):
    key, drive = uuid.uuid4(), counted.drive
    issue(key=key)
    days = {name: getattr(drive, name) for name in ("baseline_date", "last_recording_day", "polling_day")}
    other = Drive.objects.create(kabupaten=counted.kabupaten, name="Pilkades", is_active=False, **days)
    assert issue(key=key, drive=other.pk).status_code == 400
    assert issue(key=uuid.uuid4(), drive=other.pk).status_code == 302
    assert Report.objects.order_by("pk").last().drive == other


def test_a_form_without_a_key_makes_nothing(sign_in, counted, today):
    assert sign_in("admin").post("/reports/issue/", asked(day=today.isoformat())).status_code == 400
    assert sign_in("admin").get("/reports/issue/").status_code == 405
    assert not Report.objects.exists()


def test_what_was_issued_prints_the_same_ever_after(issue, sign_in, enter, counted, today):
    report = issue()["Location"]
    client = sign_in("pejabat")
    before = [client.get(f"{report}report.{form}").content for form in ("pdf", "xlsx")]
    enter("recorded", 7, day=today - timedelta(days=1))
    counted.lambur.name = "Lambur Baru"
    counted.lambur.save()
    counted.kabupaten.signer_name = "Orang Lain"
    counted.kabupaten.save()
    assert [client.get(f"{report}report.{form}").content for form in ("pdf", "xlsx")] == before
    text = client.get(report).content.decode()
    assert "Lambur Baru" not in text
    assert "123" in text
    assert "116" in text


def test_a_draft_is_the_same_as_long_as_nothing_more_is_known(sign_in, counted, enter, today):
    client = sign_in("admin")
    for form in ("pdf", "xlsx"):
        address = f"/reports/draft.{form}"
        sent = asked(day=(today - timedelta(days=2)).isoformat())
        first = client.get(address, sent).content
        assert client.get(address, sent).content == first
        enter("recorded", 1, day=today - timedelta(days=3))
        assert client.get(address, sent).content != first


def test_an_earlier_day_shows_what_was_known_then_and_now(sign_in, counted, enter, today):
    """Rule 9: whatever is entered later for that day stands beside what was known on it."""
    day = today - timedelta(days=2)
    response = sign_in("admin").get("/reports/draft.pdf", asked(day=day.isoformat(), kind="daily"))
    text = " ".join(pages(response.content))
    # All rows were entered today: on the day itself nothing was known.
    assert "Lambur 0 12 40 28" in text
    assert "Jumlah Tanjung Jabung Timur 0 17 150 136" in text


def test_the_pages_ask_little(sign_in, counted, today):
    client = sign_in("petugas")
    client.get("/reports/")
    counts = {}
    for kind in ("weekly", "monthly", "brief"):
        for day in (today, today - timedelta(days=3)):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get("/reports/", asked(kind=kind, day=day.isoformat()))
            counts[kind, day] = len(queries)
    # The first time; whoever asks again while nothing changed has nine.
    assert max(value for (kind, _day), value in counts.items() if kind != "brief") <= 16
    with CaptureQueriesContext(connection) as queries:
        client.get("/reports/", asked(kind="brief", day=today.isoformat()))
    assert len(queries) <= 10


def test_settings_are_for_admins_and_keep_what_was_typed(sign_in, places):
    assert sign_in("petugas").get("/reports/settings/").status_code == 403
    client = sign_in("admin")
    wrong = {
        "number_pattern": "470/{nomer}/{tahun}",
        "recipients": "camat@contoh 15.07.05\na@contoh.id 15.09.01",
        "version": 0,
    }
    response = client.post("/reports/settings/", wrong)
    text = response.content.decode()
    assert response.status_code == 400
    assert "Baris 1" in text
    assert "Baris 2" in text
    assert "camat@contoh 15.07.05" in text
    right = {
        "number_pattern": "470/{nomor}/{tahun}",
        "recipients": "Camat@contoh.id 15.07.05\r\nbupati@contoh.id",
        "version": 0,
    }
    assert client.post("/reports/settings/", right).status_code == 302
    assert ReportSettings.objects.get().recipients == "camat@contoh.id 15.07.05\nbupati@contoh.id"
    late = client.post("/reports/settings/", right | {"number_pattern": "1/{nomor}/{tahun}"})
    assert late.status_code == 400
    assert "1/{nomor}/{tahun}" in late.content.decode()
    assert ReportSettings.objects.get().number_pattern == "470/{nomor}/{tahun}"


def test_a_sheet_adds_up_by_itself(sign_in, counted, today):
    for place in ("", "15.07.01", "15.07.01.2002", "15.07.01.2015"):
        sent = asked(day=today.isoformat(), place=place)
        sheet = Sheet(sign_in("admin").get("/reports/draft.xlsx", sent).content)
        for name in sheet.formulas:
            assert sheet.computed(name) == pytest.approx(sheet.kept[name]), (place, name, sheet.formulas[name])
        assert len(sheet.formulas) >= (30 if place == "" else 1 if place != "15.07.01.2015" else 0)


def test_no_name_becomes_a_formula(sign_in, counted, today):
    counted.lambur.name, counted.simbur.name = '=HYPERLINK("http://x","y")', "+62 Naik"
    counted.lambur.save()
    counted.simbur.save()
    sent = asked(day=today.isoformat(), place="15.07.01")
    sheet = Sheet(sign_in("admin").get("/reports/draft.xlsx", sent).content)
    assert {'=HYPERLINK("http://x","y")', "+62 Naik"} <= set(sheet.column("B"))
    assert not [one for one in sheet.formulas.values() if "HYPERLINK" in one or "62" in one]
    text = " ".join(pages(sign_in("admin").get("/reports/draft.pdf", sent).content))
    assert "HYPERLINK" in text


def test_a_past_drive_has_its_final_report(sign_in, counted, today):
    drive = counted.drive
    drive.is_active = False
    drive.save()
    response = sign_in("pejabat").get(
        "/reports/", {"drive": drive.pk, "kind": "final", "place": "", "day": today.isoformat()}
    )
    assert "Laporan Akhir Perekaman KTP-el" in response.content.decode()
    assert sign_in("pejabat").get("/reports/", {"drive": 999}).status_code == 404
