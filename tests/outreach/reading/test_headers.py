"""The header is found wherever it stands, and columns mean what their titles say."""

import pytest

from outreach.reading.faults import Fault
from outreach.reading.headers import (
    find_layout,
    fingerprint,
    is_header_again,
    is_numbering,
    layout_without_header,
)
from outreach.reading.meanings import Meaning, candidates, meaning_of
from outreach.reading.sheets import EMPTY, Cell, Kind, Row

SIAK = (
    "NIK, NAMA_LGKP, JENIS_KLM, TMPT_LHR, TGL_LHR, WKTP_KET, KODE_KECAMATAN, KODE_DESA, KETERANGAN, KET_DISABILITAS, "
    "CURRENT_STATUS_CODE, NO_KK, NO_PROP, NO_KAB, NO_KEC, NO_KEL, ALAMAT, NO_RT, NO_RW"
)
OFFICE = (
    "No · NIK · No KK · Nama Lengkap · JK · Tempat Lahir · Tgl Lahir · Alamat · RT · RW · Dusun · Desa/Kel · Kecamatan · "
    "Status Rekam · Keterangan"
)
PERSON = ["1", "1507034508070002", "1507030101200001", "SITI", "P", "SABAK", "05-08-2007", "JL. MELATI 3", "001", "002"]


def row(number: int, *texts: object) -> Row:
    cells = []
    for value in texts:
        kind = Kind.TEXT if isinstance(value, str) else Kind.NUMBER
        cells.append(Cell(kind, value) if value not in (None, "") else EMPTY)
    return Row(number, cells)


def where(layout) -> dict[str, int]:
    return {str(meaning): column for meaning, column in layout.where.items()}


def test_every_column_of_siak_and_of_the_office_is_known():
    siak = (
        "nik name sex birth_place birth_date status kecamatan_code desa_code note disability status_code "
        "no_kk no_prop no_kab no_kec no_kel address rt rw"
    )
    office = "number nik no_kk name sex birth_place birth_date address rt rw dusun desa kecamatan status note"
    assert " ".join(str(meaning_of(title)) for title in SIAK.split(", ")) == siak
    assert " ".join(str(meaning_of(title)) for title in OFFICE.split(" · ")) == office


@pytest.mark.parametrize(("title", "meaning"), [
    ("NIK (16 digit)", Meaning.NIK), ("N I K", Meaning.NIK), ("\ufeffNo.\u00a0KK", Meaning.NO_KK),
    ("NAMA\nLENGKAP", Meaning.NAME), ("Jenis Kelamin (L/P)", Meaning.SEX), ("L/P", Meaning.SEX),
    ("Tempat, Tgl. Lahir", Meaning.BIRTH), ("TTL", Meaning.BIRTH), ("Tgl_Lahir (dd/mm/yyyy)", Meaning.BIRTH_DATE),
    ("RT/RW", Meaning.RT_RW), ("KELURAHAN/DESA", Meaning.DESA), ("No. HP/WA", Meaning.PHONE),
    ("Nama Ibu", Meaning.IGNORED), ("STAT_KWN", Meaning.MARRIED), ("Asal Sekolah", Meaning.SCHOOL),
])  # fmt: skip
def test_titles_as_people_write_them(title, meaning):
    assert meaning_of(title) is meaning


@pytest.mark.parametrize(("title", "likely"), [
    ("Nama Lengkap Warga", Meaning.NAME), ("Tanggal Lahr", Meaning.BIRTH_DATE), ("Nomor Kartu Klrg", Meaning.NO_KK),
    ("Nama Desa/Kelurahan Asal", Meaning.DESA),
])  # fmt: skip
def test_unknown_titles_have_candidates(title, likely):
    assert meaning_of(title) is None
    assert likely in candidates(title)
    assert len(candidates(title)) <= 4


def test_what_says_nothing_has_no_candidates():
    assert meaning_of("Zzyzx") is None
    assert candidates("Zzyzx") == ()
    assert candidates("???") == ()


def test_header_under_title_rows():
    rows = [
        row(1, "DAFTAR NAMA WAJIB KTP-EL BELUM REKAM"),
        row(2, "KECAMATAN MUARA SABAK TIMUR"),
        row(3, "PER 25 JUNI 2024"),
        row(6, *OFFICE.split(" · ")),
        row(7, *PERSON),
    ]
    layout = find_layout(rows)
    assert (layout.first_row, layout.last_row) == (6, 6)
    assert where(layout)["nik"] == 2
    assert where(layout)["note"] == 15
    assert layout.unknown == ()


def test_header_of_two_rows_with_merged_cells():
    rows = [
        row(1, "DAFTAR"),
        row(3, "No", "NIK", "Nama", "Lahir", "", "Alamat", "", "", "Ket"),
        row(4, "", "", "", "Tempat", "Tanggal", "Jalan", "RT", "RW", ""),
        row(5, 1, "1507034508070002", "SITI", "SABAK", "05-08-2007", "JL. MELATI", "001", "002"),
    ]
    merged = [(1, 1, 1, 9), (3, 4, 3, 5), (3, 6, 3, 8), (3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 4, 3), (3, 9, 4, 9)]
    expected = {
        "number": 1,
        "nik": 2,
        "name": 3,
        "birth_place": 4,
        "birth_date": 5,
        "address": 6,
        "rt": 7,
        "rw": 8,
        "note": 9,
    }
    for spans in (merged, []):
        layout = find_layout(rows, spans)
        assert (layout.first_row, layout.last_row) == (3, 4)
        assert where(layout) == expected


def test_sex_in_two_columns_of_ticks():
    rows = [
        row(1, "No", "Nama", "Jenis Kelamin", "", "Alamat"),
        row(2, "", "", "L", "P", ""),
        row(3, 1, "SITI", "", "v"),
    ]
    assert where(find_layout(rows, [(1, 3, 1, 4)])) == {"number": 1, "name": 2, "male": 3, "female": 4, "address": 5}


def test_a_row_of_data_is_no_second_row_of_the_header():
    layout = find_layout([row(1, "Nama", "JK", "Alamat"), row(2, "Siti", "P", "Melati"), row(3, "Budi", "L", "Mawar")])
    assert (layout.first_row, layout.last_row) == (1, 1)


def test_no_header_no_layout():
    assert find_layout([row(1, *PERSON), row(2, *PERSON)]) is None
    assert find_layout([]) is None
    assert find_layout([row(1, "No", "Barang", "Harga")]) is None
    guessless = layout_without_header([row(1, *PERSON)])
    assert len(guessless.columns) == 10
    assert not guessless.tells_who
    mapped = guessless.mapped({2: Meaning.NIK, 4: Meaning.NAME})
    assert where(mapped) == {"nik": 2, "name": 4}
    assert mapped.tells_who


def test_two_columns_of_one_meaning_are_told_and_the_first_counts():
    layout = find_layout([row(2, "NIK", "Nama", "Nama Lengkap")], sheet="A")
    assert layout.faults == (
        Fault("meaning_twice", "A", 2, 3, {"meaning": "name", "title": "Nama Lengkap", "other": "Nama"}),
    )
    assert layout.columns[2].candidates == (Meaning.NAME,)
    assert where(layout.mapped({3: Meaning.NAME})) == {"nik": 1, "name": 3}


def test_files_of_one_shape_have_one_fingerprint():
    titles = {1: "NIK", 2: "Nama Lengkap", 4: "Entah"}
    assert fingerprint(titles) == fingerprint({1: "nik ", 2: "NAMA_LENGKAP", 4: "entah"})
    assert fingerprint(titles) != fingerprint({1: "NIK", 3: "Nama Lengkap", 4: "Entah"})
    assert len({find_layout([row(n, "NIK", "Nama", "X")]).fingerprint for n in (1, 5)}) == 1


def test_headers_repeated_on_every_page_and_rows_that_number_the_columns():
    layout = find_layout([row(1, *OFFICE.split(" · "))])
    assert is_header_again(row(51, *OFFICE.upper().split(" · ")), layout)
    assert is_header_again(
        row(51, "No", "NIK", "No KK", "Nama Lengkap", "JK", "", "", "", "", "", "", "Desa/Kel"), layout
    )
    assert not is_header_again(row(2, *PERSON), layout)
    assert not is_header_again(row(2, "", "", "", "NAMA"), layout)
    assert is_numbering(row(2, 1, 2, 3, 4, 5))
    assert is_numbering(row(2, "(1)", "(2)", "(3)"))
    assert not is_numbering(row(2, *PERSON))
    assert not is_numbering(row(2, 1, 2))
    assert not is_numbering(row(2, 4, 35, 12))
