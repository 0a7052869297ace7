"""The columns of a recap, the same on the page, on paper and in the sheet; and what each of them means. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kecamatan.papers.indonesian import day_text
from kecamatan.reports.content import Level, Row
from kecamatan.reports.outlook_words import target_sentence
from kecamatan.reports.periods import Kind
from kecamatan.reports.words import DAYS_BEFORE, FILE_NAMES, THESE_DAYS, TITLES, joined, long_day, number, percent, span

DAY_OF_PAPER = "s.d. tanggal laporan"
#: Row numbers and names of places stand before the columns of numbers.
FIRST = 3


@dataclass(frozen=True)
class Column:
    """``name``: of the row's number; ``group``: what stands over it and its neighbours; ``is_share``: written in percent."""

    name: str
    group: str
    head: str
    is_share: bool = False

    def text(self, row: Row) -> str:
        """The cell of this row, as it is printed."""
        value = getattr(row, self.name)
        return percent(value, 2 if self.name == "coverage" else 1) if self.is_share else number(value)


def columns_of(kind: Kind) -> tuple[Column, ...]:
    """In the order in which they are printed."""
    return (
        Column("obliged", "Wajib KTP", "Jumlah"),
        Column("coverage", "Wajib KTP", "Sudah rekam %", is_share=True),
        Column("baseline", "Yang harus direkam", "Data awal"),
        Column("added", "Yang harus direkam", "Masuk"),
        Column("removed", "Yang harus direkam", "Keluar"),
        Column("elsewhere", "Yang harus direkam", "Rekam di luar"),
        Column("before", "Direkam", DAYS_BEFORE[kind]),
        Column("during", "Direkam", THESE_DAYS[kind]),
        Column("recorded", "Direkam", DAY_OF_PAPER),
        Column("share", "Direkam", "%", is_share=True),
        Column("remaining", "Belum rekam", "Jumlah"),
        Column("left_male", "Belum rekam menurut nama", "L"),
        Column("left_female", "Belum rekam menurut nama", "P"),
        Column("left", "Belum rekam menurut nama", "Jumlah"),
        Column("left_obliged", "Belum rekam menurut nama", "Wajib KTP"),
        Column("ready", "KTP-el menurut nama", "Sisa PRR"),
        Column("printed", "KTP-el menurut nama", "Dicetak"),
        Column("delivered", "KTP-el menurut nama", "Diserahkan"),
    )


def groups_of(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """(what stands over neighbours, over how many)."""
    found: list[tuple[str, int]] = []
    for column in columns:
        if found and found[-1][0] == column.group:
            found[-1] = (column.group, found[-1][1] + 1)
        else:
            found.append((column.group, 1))
    return found


def rows_of(content: Mapping) -> list[Row]:
    """The rows of a report, the sum at the end."""
    return [Row.of_json(one) for one in content["rows"]]


def marks_of(rows: Sequence[Row]) -> list[str]:
    """What stands in the first column: I, II, … before a kecamatan, 1, 2, … before its desa, nothing before a sum or a rest."""
    marks, upper, lower = [], 0, 0
    for index, row in enumerate(rows):
        if row.level is Level.KECAMATAN and index < len(rows) - 1:
            upper, lower = upper + 1, 0
            marks.append(str(upper))
        elif row.level is Level.DESA:
            lower += 1
            marks.append(f"{upper}.{lower}" if upper else str(lower))
        else:
            marks.append("")
    return marks


def label_of(row: Row, *, is_sum: bool) -> str:
    """The name of a row; of the sum at the end what it is the sum of."""
    if not is_sum:
        return row.name
    return f"Jumlah {'Kecamatan ' if row.level is Level.KECAMATAN else ''}{row.name}"


def is_sum(rows: Sequence[Row], index: int) -> bool:
    """Is this row the sum of those above it?"""
    return len(rows) > 1 and index == len(rows) - 1


def title_of(content: Mapping) -> str:
    """``Laporan Mingguan Perekaman KTP-el``."""
    return TITLES[Kind(content["kind"])]


def place_and_day(content: Mapping) -> str:
    """``Kecamatan Sadu, 24 November 2024``."""
    return f"{content['place']}, {day_text(date.fromisoformat(content['day']))}"


def facts_of(content: Mapping) -> list[tuple[str, str]]:
    """What stands above the table: label and value."""
    kind, drive = Kind(content["kind"]), content["drive"]
    day, first = date.fromisoformat(content["day"]), date.fromisoformat(content["first"])
    facts = [
        ("Nomor", content["number"] or "konsep, belum bernomor"),
        ("Wilayah", content["place"]),
        ("Keadaan", long_day(day)),
        (THESE_DAYS[kind].capitalize(), span(first, day)),
    ]
    if content["before"]:
        facts.append((DAYS_BEFORE[kind].capitalize(), span(*map(date.fromisoformat, content["before"]))))
    facts.append(("Kegiatan", f"{drive['name']}, data awal {day_text(date.fromisoformat(drive['baseline_date']))}"))
    if content["level"] != Level.DESA:
        blanks = content["blanks"]
        facts.append(("Sisa blangko", "–" if blanks is None else f"{number(blanks)} keping"))
    return facts


def lead_of(content: Mapping) -> list[str]:
    """The report in two or three sentences."""
    row, kind, drive = rows_of(content)[-1], Kind(content["kind"]), content["drive"]
    day = day_text(date.fromisoformat(content["day"]))
    said = [
        f"Sampai dengan {day} di {content['place']} telah direkam {number(row.recorded)} orang"
        + ("" if kind is Kind.FINAL else f", {number(row.during)} di antaranya {THESE_DAYS[kind]}")
        + (
            f"; {number(row.remaining)} orang belum direkam."
            if row.remaining is not None
            else "; jumlah yang belum direkam di sini belum dirinci oleh kecamatannya."
        )
    ]
    if content["level"] == Level.KABUPATEN and drive["base"] and row.remaining is not None:
        target = target_sentence(
            row.remaining, base=drive["base"], base_name=drive["base_name"], target=float(drive["target"])
        )
        source = f"{drive['base_source']}, {day_text(date.fromisoformat(drive['base_date']))}"
        said.append(f"{target} (Sumber angka dasar: {source}.)")
    if content["unstated"]:
        said.append(
            f"Data awal {joined(content['unstated'])} belum ditetapkan; yang belum direkam di sana hanya menghitung "
            "yang bertambah."
        )
    # A report that was issued before visits went along on phones says nothing of them.
    if content.get("phones"):
        phones, people = content["phones"]
        said.append(
            f"Angka ini mungkin belum lengkap: {number(phones)} ponsel di lapangan belum masuk (paling banyak "
            f"{number(people)} orang)."
        )
    return said


def notes_of(content: Mapping) -> list[str]:
    """What the columns mean, by their numbers; every share with what it is a share of (rule 11)."""
    at = {one.name: FIRST + index for index, one in enumerate(columns_of(Kind(content["kind"])))}
    return [
        f"Kolom {at['obliged']}: pemilih dalam daftar pemilih terakhir kecamatan itu. Kolom {at['coverage']}: bagian dari "
        f"kolom {at['obliged']} yang tidak lagi belum rekam, (kolom {at['obliged']} − kolom {at['remaining']}) ÷ kolom "
        f"{at['obliged']}.",
        f"Kolom {at['share']}: direkam dibagi semua yang harus direkam sampai tanggal laporan, kolom {at['recorded']} ÷ (kolom "
        f"{at['recorded']} + kolom {at['remaining']}).",
        f"Kolom {at['remaining']} = kolom {at['baseline']} + kolom {at['added']} − kolom {at['removed']} − kolom "
        f"{at['elsewhere']} − kolom {at['recorded']}. Masuk: berusia 17 tahun, pindah datang, ditemukan. Keluar: "
        "meninggal, pindah, ganda, tidak wajib.",
        f"Kolom {at['left_male']}–{at['delivered']} dihitung dari daftar nama; jumlah L dan P dapat kurang dari jumlahnya "
        f"karena jenis kelamin tidak tercatat. Kolom {at['printed']} termasuk kolom {at['delivered']}.",
        "“Belum dirinci per desa”: bagian kecamatan yang belum dibagi ke desa/kelurahan, termasuk sisa desa tanpa data awal. "
        "“–”: tidak diketahui.",
    ]


def differences_of(content: Mapping) -> list[tuple[str, list[str]]]:
    """(place, recorded as known on the day, as known now, remaining as known on the day, as known now), where they differ."""
    rows = rows_of(content)
    found = []
    for index, row in enumerate(rows):
        if row.differs:
            cells = [row.then_recorded, row.recorded, row.then_remaining, row.remaining]
            found.append((label_of(row, is_sum=is_sum(rows, index)), [number(one) for one in cells]))
    return found


def source_of(content: Mapping) -> str:
    """Where the numbers come from and of when they are; stands on every sheet."""
    last = f"catatan terakhir masuk {content['last_entered']}" if content["last_entered"] else "belum ada catatan"
    return (
        f"{content['number'] or 'KONSEP'} · Sumber: buku catatan perekaman KTP-el, {content['head']['office']} {content['of']}; "
        f"keadaan {day_text(date.fromisoformat(content['day']))}; {last}."
    )


def file_name(content: Mapping) -> str:
    """``laporan-mingguan_15-07-05-sadu_2024-11-24_470-12-LAP-KTPEL-XI-2024``, without its ending."""
    place = f"{content['code']} {content['place'].split(',')[0]}"
    parts = (FILE_NAMES[Kind(content["kind"])], place.lower(), content["day"], content["number"] or "konsep")
    return "_".join(re.sub(r"[^0-9A-Za-z]+", "-", part).strip("-") for part in parts)
