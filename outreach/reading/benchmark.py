"""How long a list takes from the file to the people in it, and how much memory: ``python -m outreach.reading.benchmark``."""

import platform
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter

from outreach.reading.places import Gazetteer, Place
from outreach.reading.rows import ListedPerson, forms_of, read_people
from outreach.reading.sheets import open_book

_TITLES = [
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
_PLACES = [Place(f"15.07.01.{2000 + n}", f"Desa Uji {n}", "15.07.01", "Muara Sabak Timur") for n in range(93)]


@dataclass(frozen=True)
class Measured:
    """``megabytes`` is the most that this process and the reading child held, added up."""

    rows: int
    people: int
    seconds: float
    megabytes: int


def write_list(path: Path, rows: int) -> None:
    """A list of invented people in 15 columns."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("BNBA")
    sheet.write_row(0, 0, _TITLES)
    for number in range(1, rows + 1):
        day = f"{number % 28 + 1:02}-{number % 12 + 1:02}-2007"
        numbers = [number, f"150701{number:010}", f"1507010101{number:06}"]
        person = [
            f"NAMA {'ABCDEFGHIJ'[number % 10]} ORANG",
            "LP"[number % 2],
            "MUARA SABAK",
            day,
            f"JL. LINTAS NO {number}",
        ]
        place = [f"{number % 9:03}", "002", "MELATI", f"DESA UJI {number % 93}", "MUARA SABAK TIMUR"]
        sheet.write_row(number, 0, [*numbers, *person, *place, "BELUM REKAM", "<>"])
    book.close()


def measure(rows: int) -> Measured:
    """Reads a list of so many rows, holding all of its people at once as a preview would."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_list(path, rows)
        begun = time.perf_counter()
        with open_book(path, name=path.name) as book:
            gazetteer = Gazetteer(_PLACES)
            read = [one for form in forms_of(book) for one in read_people(form, gazetteer, today=date(2024, 6, 25))]
        seconds = time.perf_counter() - begun
    people = sum(isinstance(one, ListedPerson) and not one.faults for one in read)
    return Measured(rows, people, seconds, _most_megabytes())


def _most_megabytes() -> int:
    """0 where the system doesn't tell (Windows)."""
    try:
        import resource
    except ImportError:
        return 0
    used = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return used // (1024 * 1024 if platform.system() == "Darwin" else 1024)


def main(counts: Iterable[int] = (3_000, 100_000)) -> None:
    for rows in counts:
        result = measure(rows)
        print(f"{result.rows:>9,} rows: {result.people:,} people in {result.seconds:.2f} s, {result.megabytes} MB")


if __name__ == "__main__":
    main()
