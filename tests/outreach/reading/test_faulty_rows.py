"""The file of the rows that were not taken in: every cell as it stood, and what was put right goes back in."""

import io
import tracemalloc
from datetime import date

import pytest

from outreach.reading.faulty_rows import FaultyRow, write_faulty_rows
from outreach.reading.meanings import Meaning
from outreach.reading.rows import ListedPerson
from outreach.reading.sheets import Cell, Kind
from tests.outreach.reading import made
from tests.outreach.reading.test_places import CODE
from tests.outreach.reading.test_rows import read

SITI = {"No": "1", "NIK": "1507034508070002", "Nama Lengkap": "SITI AMINAH", "Tgl Lahir": "2007-08-05", "RT": "001"}
WHY = ["Row 2, column C: the NIK ends in 0000, which none does. Compare it with the family card.", "Look again."]


def written(*rows: FaultyRow, **options: str) -> bytes:
    handle = io.BytesIO()
    assert write_faulty_rows(iter(rows), handle, **options) == len(rows)
    return handle.getvalue()


def cells(tmp_path, content: bytes) -> dict[str, dict[int, list[Cell]]]:
    return made.grid(made.saved(tmp_path, content, "faulty.xlsx"))


def texts(row: list[Cell]) -> list:
    return [cell.value for cell in row]


def test_the_columns_are_those_of_the_list_in_their_order_and_the_reason(tmp_path):
    second = {"NIK": "0", "Alamat": "JL. MELATI"}
    sheets = cells(tmp_path, written(FaultyRow("BNBA", 7, SITI, WHY), FaultyRow("BNBA", 9, second, ["Why."])))
    head, siti, other = sheets["BNBA"].values()
    assert texts(head) == [*SITI, "Alamat", "Reason"]
    assert texts(siti) == [*SITI.values(), None, "\n".join(WHY)]
    assert texts(other) == [None, "0", None, None, None, "JL. MELATI", "Why."]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+62812", "-3", "@SUM(A1)", "=HYPERLINK(\"http://a\")", "http://example.org", "007", "1507034508070000", "{=1}"],
)  # fmt: skip
def test_everything_stays_text(tmp_path, text):
    content = written(FaultyRow("BNBA", 2, {"NIK": text, "Nama": text}, [text]))
    assert cells(tmp_path, content)["BNBA"][2] == [Cell(Kind.TEXT, text)] * 3
    parts = made.parts_of(content)
    assert not [name for name, part in parts.items() if b"<f>" in part or b"<hyperlink" in part]
    assert b'numFmtId="49"' in parts["xl/styles.xml"]  # the format "Text": what is typed over a NIK is text too


def test_what_xml_cannot_hold_is_marked_and_what_is_too_long_is_cut(tmp_path):
    row = FaultyRow("BNBA", 2, {"Nama": "A\ud800B\uffff\x07C", "Alamat": "x" * 40_000}, ["y" * 40_000])
    _, siti = cells(tmp_path, written(row))["BNBA"].values()
    assert siti[0].value.startswith("A\ufffdB\ufffd")
    assert set(siti[1].value) == {"x"}


def test_sheets_keep_their_names_as_far_as_may_be(tmp_path):
    names = ["Lambur I", "", "lambur i", "A/B: [C]", "'x'", "d" * 40, "d" * 41, "History", "'", "\udcff"]
    sheets = cells(tmp_path, written(*(FaultyRow(name, 2, SITI, WHY) for name in names)))
    expected = ["Lambur I", "Data", "lambur i (2)", "A B   C", "x", "d" * 31, "d" * 27 + " (2)", "History (2)"]
    assert list(sheets) == [*expected, "Data (2)", "\ufffd"]
    assert all(len(rows) == 2 for rows in sheets.values())


def test_rows_of_many_sheets_may_come_in_any_order(tmp_path):
    rows = [FaultyRow("AB"[number % 2], number, {"Nama": str(number)}, []) for number in range(6)]
    sheets = cells(tmp_path, written(*rows))
    assert [texts(row)[0] for row in sheets["A"].values()] == ["Nama", "0", "2", "4"]
    assert [texts(row)[0] for row in sheets["B"].values()] == ["Nama", "1", "3", "5"]


def test_a_file_without_rows_can_be_opened(tmp_path):
    assert cells(tmp_path, written()) == {"Data": {}}


def test_a_title_that_would_not_be_passed_over_is_refused():
    with pytest.raises(ValueError, match="Sebab"):
        write_faulty_rows([], io.BytesIO(), reason_title="Sebab")


LIST = [
    ["DAFTAR PENDUDUK"],
    ["No", "NIK", "Nama Lengkap", "JK", "Tgl Lahir", "RT", "Apa saja"],
    [1, "1507034508070002", "SITI AMINAH", "P", "31/02/2007", "001", "x"],
    [2, "1507031209070001", "BUDI", "L", "12-09-2007", "003", "y"],
]


@pytest.mark.parametrize("title", ["Reason", "Alasan"])
def test_a_corrected_file_goes_back_in(tmp_path, title):
    forms, people = read(tmp_path, made.xlsx({"Lambur I": LIST}))
    siti = people[0]
    assert [fault.name for fault in siti.faults] == ["date_not_real"]
    raw = {str(name): str(value) for name, value in zip(LIST[1], LIST[2], strict=True)}
    content = written(FaultyRow(siti.sheet, siti.row, raw, WHY), reason_title=title)

    again, (faulty,) = read(tmp_path, content, "again.xlsx")
    assert [fault.name for fault in faulty.faults] == ["date_not_real"]
    assert again[0].layout.fingerprint == forms[0].layout.fingerprint
    assert again[0].layout.columns[-1].meaning is Meaning.IGNORED

    (right,) = read(tmp_path, made.with_part(content, SHARED, b"31/02/2007", b"05/08/2007"), "right.xlsx")[1]
    assert isinstance(right, ListedPerson)
    assert (right.faults, right.birth_date, right.rt) == ((), date(2007, 8, 5), "001")
    assert (right.name, right.sex, right.nik.text, right.place.code) == (
        "SITI AMINAH",
        "P",
        siti.nik.text,
        CODE["Lambur I"],
    )


#: Where a file written in constant memory keeps its texts.
SHARED = "xl/worksheets/sheet1.xml"


def test_reasons_of_a_file_that_comes_back_twice_are_not_doubled(tmp_path):
    row = FaultyRow("BNBA", 2, SITI | {"Alasan": "old"}, ["new"])
    head, siti = cells(tmp_path, written(row))["BNBA"].values()
    assert (texts(head), siti[-1].value) == ([*SITI, "Reason"], "new")


def test_a_mapping_made_for_the_list_holds_for_the_file_of_its_faulty_rows(tmp_path):
    (form,), _ = read(tmp_path, made.xlsx({"Lambur I": LIST}))
    raw = {str(name): str(value) for name, value in zip(LIST[1], LIST[2], strict=True)}
    content = written(FaultyRow("Lambur I", 3, raw, WHY))
    mappings = {form.layout.fingerprint: {7: Meaning.NOTE}}
    (again,), _ = read(tmp_path, content, "again.xlsx", mappings)
    assert again.layout.where[Meaning.NOTE] == 7


def test_many_rows_take_little_memory():
    rows = (FaultyRow("BNBA", number, SITI, WHY) for number in range(20_000))
    with io.BytesIO() as handle:
        tracemalloc.start()
        write_faulty_rows(rows, handle)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 6_000_000
