"""Lists as files: exactly what is filtered, in the chosen columns and order, safe to open."""

import csv
import io
import re
import uuid
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import OperationalError

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.lists.exports import csv_cell, inert, turn
from kecamatan.models import AuditEntry, CountUpdate, Desa
from kecamatan.views.ledger import LedgerList

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NASTY = ["=1+1", "+62", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋62", "－2", "＠x"]


@pytest.fixture
def rows(places, cast, today):
    """Three rows: 3 in Lambur, 2 in Simbur with a note that would be a formula, 1 flowed in to Sadu."""
    entries = [
        Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 3, today - timedelta(days=2), "balai, desa\n"),
        Entry(uuid.uuid4(), places.timur, places.simbur, "recorded", 2, today - timedelta(days=1), "=HYPERLINK(1)"),
        Entry(uuid.uuid4(), places.sadu, None, "added", 1, today, "ﷺ 🙈 \ufffe\x0b"),
    ]
    petugas = scope_of(cast.petugas)
    return [record_updates(by=petugas, drive=places.drive, entries=[one])[0].update for one in entries]


def download(client, path="/counts/", **query):
    response = client.get(path, query)
    assert response.status_code == 200, response
    return response, b"".join(response.streaming_content)


def as_rows(body):
    """Head and rows; below them, after an empty line, stands what the file says of itself."""
    return lines_of(body)[0]


def lines_of(body):
    """(head and rows, lines about the file)"""
    assert body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    end = lines.index([])
    return lines[:end], [line for (line,) in lines[end + 1 :]]


def cells_of(body, sheet):
    """The cells of a sheet as text; numbers as they are stored; formulas are a failure."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert book.testzip() is None
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            tree = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
            shared = ["".join(part.text or "" for part in item.iter(f"{SHEET}t")) for item in tree.iter(f"{SHEET}si")]
        tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314 - our own file
    assert not list(tree.iter(f"{SHEET}f"))
    found = []
    for row in tree.iter(f"{SHEET}row"):
        line = []
        for cell in row.iter(f"{SHEET}c"):
            kind = cell.get("t")
            if kind == "inlineStr":
                line.append("".join(part.text or "" for part in cell.iter(f"{SHEET}t")))
            elif kind == "s":
                line.append(shared[int(cell.find(f"{SHEET}v").text)])
            elif cell.find(f"{SHEET}v") is not None:
                line.append(float(cell.find(f"{SHEET}v").text))
        found.append(line)
    return found


def test_csv_is_what_is_filtered_in_the_chosen_columns_and_order(sign_in, rows, today):
    response, body = download(
        sign_in("petugas"), kecamatan="15.07.01", columns="people,desa,date", sort="people", export="csv"
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    head, *lines = as_rows(body)
    assert len(head) == 3
    days = [(today - timedelta(days=days)).isoformat() for days in (1, 2)]
    assert lines == [["2", "Simbur Naik", days[0]], ["3", "Lambur", days[1]]]
    assert body.count(b"\r\n") == 3 + 1 + 7


def test_the_export_holds_every_page(sign_in, places, cast, today):
    entries = [Entry(uuid.uuid4(), places.sadu, None, "added", 1, today) for _ in range(60)]
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
    _, body = download(sign_in("petugas"), page=2, per_page=25, export="csv")
    assert len(as_rows(body)) == 61


def test_text_that_could_be_a_formula_is_inert_in_csv(sign_in, rows):
    _, body = download(sign_in("petugas"), columns="note", export="csv")
    notes = [row[0] for row in as_rows(body)[1:]]
    assert "'=HYPERLINK(1)" in notes
    assert "balai, desa\n" in notes
    assert [inert(text) for text in NASTY] == [f"'{text}" for text in NASTY]
    assert (csv_cell(-12), csv_cell("a=b"), csv_cell(None)) == (-12, "a=b", "")


def test_what_a_village_is_called_is_inert_as_well(sign_in, places):
    Desa.objects.filter(pk=places.lambur.pk).update(head_name="@cmd|' /C calc'!A0")
    _, body = download(sign_in("petugas"), "/desa/", columns="head_name", kecamatan="15.07.01", export="csv")
    assert as_rows(body)[1] == ["'@cmd|' /C calc'!A0"]


def test_xlsx_has_real_numbers_and_days_and_no_formula(sign_in, rows, today):
    response, body = download(sign_in("petugas"), columns="number,date,people,note", sort="number", export="xlsx")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    head, *lines = cells_of(body, 1)
    assert len(head) == 4
    assert [line[0] for line in lines] == [float(row.pk) for row in rows]
    assert lines[0][1] == (today - timedelta(days=2) - date(1899, 12, 30)).days
    assert [line[2] for line in lines] == [3.0, 2.0, 1.0]
    assert lines[1][3] == "=HYPERLINK(1)"


def test_xlsx_says_who_made_it_and_when(sign_in, rows, cast):
    _, body = download(sign_in("petugas"), kind="recorded", export="xlsx")
    about = {line[0]: line[1] for line in cells_of(body, 2)}
    assert f"{cast.petugas} (petugas)" in about.values()
    assert 2.0 in about.values()
    assert "kind=recorded" in about.values()
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert str(cast.petugas) in book.read("docProps/core.xml").decode()


def test_csv_says_who_made_it_and_when(sign_in, rows, cast, today):
    _, body = download(sign_in("petugas"), kind="recorded", export="csv")
    about = dict(line.removeprefix("# ").split(": ", 1) for line in lines_of(body)[1])
    assert about["Dibuat oleh"] == f"{cast.petugas} (petugas)"
    assert about["Dibuat pada"].startswith(today.isoformat())
    assert (about["Baris"], about["Filter"]) == ("2", "kind=recorded")


def test_a_code_that_a_spreadsheet_takes_for_a_day_stays_text(sign_in, rows):
    _, body = download(sign_in("petugas"), columns="code", kecamatan="15.07.05", export="csv")
    assert as_rows(body)[1:] == [["'15.07.05"]]


def test_a_list_may_note_its_exports_elsewhere(sign_in, rows, monkeypatch):
    noted = []
    monkeypatch.setattr(LedgerList, "export_logged", lambda self, export, kind, count: noted.append((kind, count)))
    download(sign_in("petugas"), kind="recorded", export="xlsx")
    assert noted == [("xlsx", 2)]
    assert not AuditEntry.objects.exists()


def test_an_export_that_cannot_be_noted_is_not_given(sign_in, rows, monkeypatch):
    def full(self, export, kind, count):
        raise OperationalError

    monkeypatch.setattr(LedgerList, "export_logged", full)
    client = sign_in("petugas", raise_request_exception=False)
    assert client.get("/counts/", {"export": "csv"}).status_code == 503
    assert client.get("/counts/").status_code == 200


def test_the_file_name_says_what_of_whom_when_and_by_whom(sign_in, rows, today):
    response, _ = download(sign_in("petugas"), export="csv")
    name = response["Content-Disposition"]
    assert re.search(rf"_1507-tanjung-jabung-timur_{today.isoformat()}_\d{{4}}_petugas\.csv", name), name


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_export_is_audited_with_format_and_rows(sign_in, cast, rows, kind):
    download(sign_in("petugas"), kind="recorded", export=kind)
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.action) == (cast.petugas, "export")
    facts = {change.field: change.after for change in entry.changes.all()}
    assert (facts["format"], facts["rows"], facts["query"]) == (kind, "2", "kind=recorded")


def test_an_export_sees_the_scope_only(sign_in, rows):
    _, body = download(sign_in("petugas_sadu"), export="csv", columns="kecamatan")
    assert as_rows(body)[1:] == [["Sadu"]]
    _, body = download(sign_in("foreigner"), export="csv")
    assert len(as_rows(body)) == 1
    assert sign_in(None).get("/counts/", {"export": "csv"}).status_code == 302


def test_a_wrong_value_gives_no_file(sign_in, rows):
    for query in ({"kind": "x"}, {"columns": "password"}, {"sort": "x"}):
        response = sign_in("petugas").get("/counts/", {**query, "export": "csv"})
        assert response.status_code == 400
        assert "Content-Disposition" not in response
    assert not AuditEntry.objects.exists()


def test_asking_for_the_head_only_writes_nothing(sign_in, rows):
    assert sign_in("petugas").head("/counts/", {"export": "csv"}).status_code == 405
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("language", ["id", "en"])
def test_exports_are_in_the_users_language(sign_in, cast, rows, language):
    cast.petugas.language = language
    cast.petugas.save(update_fields=["language"])
    page = sign_in("petugas").get("/counts/", {"columns": "date,people"})
    headers = [head.label for head in page.context["headers"] if head.query]
    _, body = download(sign_in("petugas"), columns="date,people", export="csv")
    assert as_rows(body)[0] == headers


def test_an_export_takes_few_queries(sign_in, rows, django_assert_max_num_queries):
    client = sign_in("petugas")
    with django_assert_max_num_queries(12):
        download(client, export="csv")
    assert CountUpdate.objects.count() == 3


def test_more_rows_than_a_sheet_holds_are_refused_in_words(sign_in, rows, monkeypatch):
    monkeypatch.setattr("kecamatan.lists.exports.MOST_XLSX_ROWS", 2)
    response = sign_in("petugas").get("/counts/", {"export": "xlsx"})
    assert response.status_code == 400
    assert "2" in response.context["controls"].errors["export"][0]
    assert not AuditEntry.objects.exists()


def test_one_file_is_made_at_a_time(sign_in, rows):
    client = sign_in("petugas")
    with turn():
        response = client.get("/counts/", {"export": "xlsx"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Berkas lain sedang dibuat" in response.content.decode()
    assert not AuditEntry.objects.filter(action="export").exists()
    download(client, export="xlsx")
    download(client, export="csv")
