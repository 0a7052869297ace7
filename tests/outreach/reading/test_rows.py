"""Whole lists, from the file to the people in it; no row is lost in silence."""

from datetime import date

import pytest

from outreach.reading.faults import Fault
from outreach.reading.meanings import Meaning
from outreach.reading.places import Gazetteer
from outreach.reading.rows import Form, ListedPerson, Skipped, forms_of, read_people, same_forms
from outreach.reading.sheets import Kind, open_book
from tests.outreach.reading import made
from tests.outreach.reading.test_places import ALL, CODE

TODAY = date(2024, 6, 25)
OFFICE = [
    "No",
    "NIK",
    "No KK",
    "Nama Lengkap",
    "JK",
    "Tempat Lahir",
    "Tgl Lahir",
    "Alamat",
    "RT",
    "RW",
    "Dusun",
    "Desa/Kel",
    "Kecamatan",
    "Status Rekam",
    "Keterangan",
]
SITI = [1, "1507034508070002", "1507030101200001", "SITI AMINAH", "P", "Muara Sabak", date(2007, 8, 5), "Jl. Melati", "001", "002",
        "Melati", "Lambur I", "Muara Sabak Timur", "BELUM", "<>"]  # fmt: skip
BUDI = [
    2,
    "1507031209070001",
    "-",
    "BUDI",
    "LK",
    "Jambi",
    "12|09|2007",
    "-",
    3,
    4,
    None,
    "LAMBUR 2",
    "MUARA SABAK TIMUR",
    None,
    "sakit",
]


def read(tmp_path, content: bytes, name: str = "list.xlsx", mappings=None):
    with open_book(made.saved(tmp_path, content, name), name=name) as book:
        forms = forms_of(book, mappings)
        gazetteer = Gazetteer(ALL)
        rows = [one for form in forms for one in read_people(form, gazetteer, today=TODAY, date1904=book.date1904)]
        return forms, rows


def people(rows) -> list[ListedPerson]:
    return [row for row in rows if isinstance(row, ListedPerson)]


def test_an_office_sheet_with_all_its_furniture(tmp_path):
    rows = [
        ["DAFTAR NAMA WAJIB KTP-EL BELUM REKAM"],
        ["PER 25 JUNI 2024"],
        [],
        OFFICE,
        [f"({n})" for n in range(1, 16)],
        SITI,
        OFFICE,
        BUDI,
        [],
        ["JUMLAH", None, None, 2],
        [None] * 10 + ["Muara Sabak, 25 Juni 2024"],
        [None] * 10 + ["Kepala Desa Lambur I"],
        [None] * 10 + ["H. AHMAD"],
        [None] * 10 + ["NIP. 197001012000031001"],
    ]
    forms, read_rows = read(tmp_path, made.xlsx({"Data": rows}))
    assert forms[0].layout.first_row == 4
    siti, budi = people(read_rows)
    assert (siti.sheet, siti.row, siti.name, siti.sex, siti.birth_date) == (
        "Data",
        6,
        "SITI AMINAH",
        "P",
        date(2007, 8, 5),
    )
    assert (siti.nik.text, siti.nik.kind, siti.no_kk.text) == ("1507034508070002", Kind.TEXT, "1507030101200001")
    assert (siti.rt, siti.rw, siti.birth_place, siti.place.code) == ("001", "002", "Muara Sabak", CODE["Lambur I"])
    assert siti.texts == {Meaning.ADDRESS: "Jl. Melati", Meaning.DUSUN: "Melati", Meaning.STATUS: "BELUM"}
    assert siti.faults == ()
    assert (budi.row, budi.no_kk, budi.sex, budi.birth_date, budi.rt) == (8, None, "L", date(2007, 9, 12), "003")
    assert budi.place.code == CODE["Lambur II"]
    assert budi.texts == {Meaning.NOTE: "sakit"}
    assert [(row.row, row.why) for row in read_rows if isinstance(row, Skipped)] == [
        (5, "numbering"), (7, "header_again"), (10, "total"),
        (11, "signature"), (12, "signature"), (13, "signature"), (14, "signature"),
    ]  # fmt: skip


def test_one_sheet_per_desa_and_titles_that_name_it(tmp_path):
    short = ["No", "NIK", "Nama", "L/P", "TTL", "RT/RW"]
    line = [1, "1507034508070002", "SITI", "P", "Sabak, 05-08-2007", "001/002"]
    content = made.xlsx({
        "Lambur I": [short, line],
        "Sheet2": [["DESA : LAMBUR II"], ["KECAMATAN", ": MUARA SABAK TIMUR"], short, line],
        "Blocks": [["Desa Lambur"], short, line, ["JUMLAH", 1], ["DESA: RANTAU RASAU"], ["KECAMATAN: BERBAK"], short, line],
        "Rekap": [["Desa", "Jumlah"], ["Lambur", 5]],
    })  # fmt: skip
    forms, rows = read(tmp_path, content)
    assert [(one.sheet, one.place.code) for one in people(rows)] == [
        ("Lambur I", CODE["Lambur I"]),
        ("Sheet2", CODE["Lambur II"]),
        ("Blocks", CODE["Lambur"]),
        ("Blocks", "15.07.11.2002"),
    ]
    assert {(one.rt, one.rw, one.birth_place, one.birth_date) for one in people(rows)} == {
        ("001", "002", "Sabak", date(2007, 8, 5))
    }
    assert forms[3].faults == (Fault("no_header", "Rekap"),)
    assert [len(group) for group in same_forms(forms).values()] == [3, 1]


def test_a_siak_extract_as_csv(tmp_path):
    lines = (
        "\ufeffNIK|NAMA_LGKP|JENIS_KLM|TMPT_LHR|TGL_LHR|WKTP_KET|NO_PROP|NO_KAB|NO_KEC|NO_KEL|NO_RT|NO_RW|CURRENT_STATUS_CODE\n"
        "1507034508070002|SITI|2|SABAK|2007-08-05|WAJIB|15|7|1|2011|1|0|BIO_CAPTURED\n"
        "1.50703E+15|BUDI|1|<>|08/31/2007|Null|15|7|1|2012|1|0|-\n"
    ).replace("|", ";")
    _, rows = read(tmp_path, lines.encode(), "siak.csv")
    siti, budi = people(rows)
    assert (siti.sex, siti.place.code, siti.rt, siti.rw) == ("P", CODE["Lambur I"], "001", "")
    assert siti.texts == {Meaning.STATUS: "WAJIB", Meaning.STATUS_CODE: "BIO_CAPTURED"}
    assert budi.nik.text == "1.50703E+15"
    assert budi.faults == (Fault("date_month_first", "", 3, 5, {"text": "08/31/2007"}),)
    assert budi.faults[0].cell == "E3"


def test_faults_stand_at_their_cells_and_never_block_the_rest(tmp_path):
    bad = list(SITI)
    bad[3], bad[4], bad[6], bad[8], bad[11] = None, "X", "05/08/07", date(2024, 2, 1), "Lambur III"
    _, rows = read(tmp_path, made.xlsx({"A": [OFFICE, bad, BUDI]}))
    first, second = people(rows)
    assert {(fault.name, fault.cell) for fault in first.faults} == {
        ("sex_not_understood", "E2"), ("date_two_digit_year", "G2"), ("rt_is_date", "I2"), ("place_alike", "L2"),
        ("name_missing", "D2"),
    }  # fmt: skip
    assert first.place.offered
    assert second.faults == ()


def test_rows_that_are_neither_people_nor_furniture_are_faults(tmp_path):
    rows = [
        OFFICE,
        SITI,
        [None, None, None, "lain-lain"],
        [None, None, None, None, None, None, None, "entah"],
        BUDI,
    ]
    _, read_rows = read(tmp_path, made.xlsx({"A": rows}))
    assert [(one.row, type(one).__name__) for one in read_rows] == [
        (2, "ListedPerson"), (3, "Fault"), (4, "Fault"), (5, "ListedPerson"),
    ]  # fmt: skip
    assert read_rows[1] == Fault("row_not_understood", "A", 3, 0, {"text": "lain-lain"})


def test_a_school_list_of_names_alone(tmp_path):
    _, rows = read(tmp_path, made.xlsx({"XII": [["No", "Nama", "Kelas"], [1, "SITI", "XII A"], [2, "BUDI", "XII B"]]}))
    assert [(one.name, one.has) for one in people(rows)] == [
        ("SITI", {Meaning.NUMBER, Meaning.NAME, Meaning.IGNORED}),
        ("BUDI", {Meaning.NUMBER, Meaning.NAME, Meaning.IGNORED}),
    ]


@pytest.mark.parametrize("name", ["AN NISA", "KELVIN", "DESA RATNASARI", "TOTAL SIREGAR", "LURAH", "KECIL", "NIPAH"])
def test_names_that_look_like_furniture_are_names(tmp_path, name):
    _, rows = read(tmp_path, made.xlsx({"XII": [["No", "Nama", "Kelas"], [1, name, "XII A"]]}))
    assert [one.name for one in people(rows)] == [name]
    _, rows = read(tmp_path, made.xlsx({"A": [["Nama", "Tgl Lahir", "L/P", "RT"], [name, "05-08-2007", "P", "1"]]}))
    assert [one.name for one in people(rows)] == [name]


def test_a_person_after_a_subtotal_is_still_a_person(tmp_path):
    _, rows = read(tmp_path, made.xlsx({"A": [OFFICE, SITI, ["Jumlah RT 1", 1], BUDI]}))
    assert [one.name for one in people(rows)] == ["SITI AMINAH", "BUDI"]


def test_a_mapping_is_remembered_by_the_shape_of_the_file(tmp_path):
    rows = [["Kolom1", "Kolom2", "Nama", "NIK"], ["Lambur I", "P", "SITI", "1507034508070002"]]
    forms, read_rows = read(tmp_path, made.xlsx({"A": rows}))
    assert [column.title for column in forms[0].layout.unknown] == ["Kolom1", "Kolom2"]
    mapping = {forms[0].layout.fingerprint: {1: Meaning.DESA, 2: Meaning.SEX}}
    _, again = read(tmp_path, made.xlsx({"B": [[], *rows]}), mappings=mapping)
    assert (people(again)[0].sex, people(again)[0].place.code) == ("P", CODE["Lambur I"])
    assert people(read_rows)[0].sex == ""


def test_a_sheet_without_a_header_waits_for_its_mapping(tmp_path):
    content = made.xlsx({"Lambur I": [["1507034508070002", "SITI"], ["1507031209070001", "BUDI"]]})
    forms, rows = read(tmp_path, content)
    assert rows == []
    assert forms[0].faults == (Fault("no_header", "Lambur I"),)
    mapping = {forms[0].layout.fingerprint: {1: Meaning.NIK, 2: Meaning.NAME}}
    assert [one.name for one in people(read(tmp_path, content, mappings=mapping)[1])] == ["SITI", "BUDI"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_the_same_list_in_every_kind_of_file_is_the_same_people(tmp_path, kind):
    _, rows = read(tmp_path, getattr(made, kind)({"A": [["DAFTAR"], OFFICE, SITI, BUDI]}), f"a.{kind}")
    assert [(one.name, one.birth_date, one.rt, one.place.code) for one in people(rows)] == [
        ("SITI AMINAH", date(2007, 8, 5), "001", CODE["Lambur I"]),
        ("BUDI", date(2007, 9, 12), "003", CODE["Lambur II"]),
    ]


def test_hidden_sheets_are_not_read(tmp_path):
    content = made.xlsx({"A": [OFFICE, SITI], "B": [OFFICE, BUDI]})
    content = made.with_part(content, "xl/workbook.xml", b'name="B"', b'name="B" state="hidden"')
    forms, rows = read(tmp_path, content)
    assert [form.sheet.name for form in forms] == ["A"]
    assert isinstance(forms[0], Form)
    assert len(people(rows)) == 1


def test_days_and_months_that_a_spreadsheet_turned_around_are_suspected(tmp_path):
    head = ["NIK", "Nama", "Tgl Lahir"]
    days = [date(2007, 5, 8), "13/08/2007", date(2007, 1, 12), "31/12/2006", "25-06-2007", date(2006, 11, 1)]
    lines = [[f"150703450807000{n}", "SITI", day] for n, day in enumerate(days)]
    _, rows = read(tmp_path, made.xlsx({"A": [head, *lines]}))
    assert rows[-1] == Fault("dates_may_be_swapped", "A", 0, 3)
    for innocent in (date(2007, 5, 13), "12/08/2007"):
        _, rows = read(tmp_path, made.xlsx({"A": [head, *lines, ["1507034508070009", "BUDI", innocent]]}))
        assert not [one for one in rows if isinstance(one, Fault)]


def test_columns_that_change_further_down_are_read_by_their_new_titles(tmp_path):
    rows = [OFFICE, SITI, ["JUMLAH", 1], ["Nama", "NIK", "L/P"], ["BUDI", "1507031209070001", "L"]]
    _, read_rows = read(tmp_path, made.xlsx({"A": rows}))
    assert [(one.name, one.nik.text) for one in people(read_rows)] == [
        ("SITI AMINAH", "1507034508070002"),
        ("BUDI", "1507031209070001"),
    ]
    assert Fault("header_changes", "A", 4) in read_rows
