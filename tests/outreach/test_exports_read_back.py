"""What a list gives as a file, its own reading takes back: NIK and RT as text, and the lines about the file as no person."""

import csv
import io
import tracemalloc
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from kecamatan.access import scope_of
from kecamatan.lists.exports import Export, write_csv, write_xlsx
from kecamatan.lists.tables import Column, DayColumn, ListTable, TextColumn
from outreach.reading.rows import ListedPerson, Skipped
from outreach.reading.sheets import Kind
from tests.outreach.reading.test_rows import read

PEOPLE = [
    {"nik": "1507034508070000", "name": "SITI AMINAH", "born": date(2007, 8, 5), "rt": "001", "desa": "Lambur I"},
    {"nik": "0507031209070001", "name": "=BUDI()", "born": date(2007, 9, 12), "rt": "010", "desa": "Lambur I"},
    {"nik": "", "name": "'AISYAH", "born": None, "rt": "002", "desa": "Lambur I"},
]


class People(ListTable):
    """As a list of people will be; the NIK first, where the lines about the file stand too."""

    nik = TextColumn(verbose_name="NIK")
    name = Column(verbose_name="Nama Lengkap")
    born = DayColumn(verbose_name="Tgl Lahir")
    rt = TextColumn(verbose_name="RT")
    desa = Column(verbose_name="Desa/Kel")


class Rows:
    """Of a database, as far as an export asks: one after the other."""

    def __init__(self, rows):
        self.rows = rows

    def iterator(self, chunk_size):
        return iter(self.rows)


@pytest.fixture
def export(cast):
    cast.petugas.full_name = "Siti 1234567890123456"  # as many digits as a NIK has
    scope = scope_of(cast.petugas)

    def made(people, columns=None):
        now = datetime(2024, 11, 25, 1, 13, tzinfo=UTC)
        table = People([], scope=scope, chosen=columns)
        return Export("Daftar penduduk", Rows(people), table, "name=a,b;c&rt=001", scope, now)

    return made


def written(export, write):
    file = io.BytesIO()
    assert write(export, file) == len(PEOPLE)
    return file.getvalue()


def test_csv_keeps_text_text_and_says_who_made_it_and_when(export):
    lines = list(csv.reader(io.StringIO(written(export(PEOPLE), write_csv).decode("utf-8-sig"))))
    assert lines[1] == ["'1507034508070000", "SITI AMINAH", "2007-08-05", "'001", "Lambur I"]
    assert lines[2][1] == "'=BUDI()"
    assert lines[3] == ["", "'AISYAH", "", "'002", "Lambur I"]
    assert lines[4] == []
    about = [cell for (cell,) in lines[5:]]
    assert all(cell.startswith("# ") for cell in about)
    assert "# Dibuat oleh: Siti 1234567890123456 (petugas)" in about
    assert "# Dibuat pada: 2024-11-25 08:13:00" in about
    assert "# Baris: 3" in about


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("name", "write"), [("list.csv", write_csv), ("list.xlsx", write_xlsx)])
@pytest.mark.parametrize("separator", [",", ";"])
def test_our_own_reading_takes_it_back(export, tmp_path, name, write, language, separator):
    with translation.override(language):
        body = written(export(PEOPLE), write)
    if name == "list.csv":  # a spreadsheet of this country saves with semicolons
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        saved = io.StringIO()
        csv.writer(saved, delimiter=separator).writerows(row + [""] * (5 - len(row)) for row in rows)
        body = saved.getvalue().encode()
    _forms, found = read(tmp_path, body, name)
    people = [one for one in found if isinstance(one, ListedPerson)]
    assert [one.nik and (one.nik.text, one.nik.kind) for one in people] == [
        ("1507034508070000", Kind.TEXT),
        ("0507031209070001", Kind.TEXT),
        None,
    ]
    assert [one.name for one in people] == ["SITI AMINAH", "=BUDI()", "AISYAH"]
    assert [one.rt for one in people] == ["001", "010", "002"]
    assert [one.birth_date for one in people] == [one["born"] for one in PEOPLE]
    rest = [one for one in found if not isinstance(one, ListedPerson)]
    assert [one.why for one in rest if isinstance(one, Skipped)] == (["remark"] * 7 if name == "list.csv" else [])
    assert [one for one in rest if not isinstance(one, Skipped)] == []


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_long_list_costs_no_more_memory_than_a_short_one(export, write, tmp_path):
    def peak(count):
        tracemalloc.start()
        with (tmp_path / "file").open("w+b") as file:
            assert write(export(dict(PEOPLE[0]) for _ in range(count)), file) == count
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(4_000) < peak(400) + 200_000
