"""Lists of a visit's people on paper: the one for calling them in, and the tally sheet. Pure: no ORM, no request.

A list carries who made it, when and what for on each page. The calling list shows the NIK as it is given: masked by
the caller unless somebody gave a reason for the whole of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kecamatan.papers.heads import Letterhead, Signer
from kecamatan.papers.typesetting import pdf_of
from outreach.papers.layouts import LIST
from outreach.papers.short_codes import as_printed


@dataclass(frozen=True)
class Person:
    """One row. ``sex``: L or P; ``age``: in years on the day of the visit, None where unknown; ``place``: RT/RW, village.

    ``nik``: as it is to be shown; ``note``: such as "pemilih pemula"; ``code``: the short code of the tally sheet.
    """

    name: str
    sex: str = ""
    age: int | None = None
    place: str = ""
    nik: str = ""
    note: str = ""
    code: str = ""


@dataclass(frozen=True)
class Footer:
    """Who made the paper, when (in words, with the zone), and for what."""

    by: str
    when: str
    purpose: str

    def text(self) -> str:
        return (
            f"Dibuat oleh {self.by} pada {self.when} untuk {self.purpose}. Memuat data pribadi: hanya untuk keperluan "
            "tersebut, tidak untuk digandakan, dan dimusnahkan setelah selesai."
        )


def calling_list(
    head: Letterhead,
    people: Sequence[Person],
    *,
    facts: Sequence[tuple[str, str]],
    footer: Footer,
    signer: Signer | None = None,
    place_and_day: str = "",
) -> bytes:
    """The list for calling people in. ``facts``: rows above it, such as ("Hari/Tanggal", "Rabu, 3 Juli 2024")."""
    rows = [
        [str(row), one.name, one.sex, "" if one.age is None else str(one.age), one.place, one.nik, one.note]
        for row, one in enumerate(people, start=1)
    ]
    values = _values(head, "Daftar Warga yang Diundang untuk Perekaman KTP-el", facts, footer) | {
        "columns": ["No", "Nama", "L/P", "Umur", "RT/RW", "NIK", "Keterangan"],
        "widths": [10, "rest", 10, 13, 26, 38, 30],
        "aligns": ["center", "left", "center", "center", "left", "left", "left"],
        "rows": rows,
        "notes": [f"Jumlah: {len(rows)} orang."],
        "signer": signer and signer.values(),
        "place_and_day": place_and_day,
    }
    return pdf_of(LIST, values, long=True)


def tally_sheet(
    head: Letterhead,
    people: Sequence[Person],
    *,
    facts: Sequence[tuple[str, str]],
    footer: Footer,
    empty_rows: int = 12,
) -> bytes:
    """The sheet that is filled in by pen where there is no power, with rows for those on no list."""
    rows = [
        [str(row), as_printed(one.code), one.name, one.sex, one.place, *[""] * 7]
        for row, one in enumerate(people, start=1)
    ]
    rows += [["+", *[""] * 11] for _row in range(empty_rows)]
    values = _values(head, "Lembar Hasil Perekaman KTP-el", facts, footer) | {
        "columns": ["No", "Kode", "Nama", "L/P", "RT/RW", "R", "G", "T", "M", "B", "S", "P"],
        "widths": [9, 17, "rest", 9, 24, 7, 7, 7, 7, 7, 7, 7],
        "aligns": ["center", "left", "left", "center", "left", *["center"] * 7],
        "inset": 5,
        "rows": rows,
        "notes": [
            "Beri tanda centang pada satu kolom: R direkam, G gagal rekam, T tidak hadir, M menolak, B belum 16 tahun, "
            "S sudah pernah direkam, P pergi/di luar daerah.",
            "Baris bertanda + untuk warga yang datang tetapi tidak ada dalam daftar: tulis nama, tanggal lahir, dan "
            "RT/RW. Saat disalin ke aplikasi, cukup ketik kode.",
        ],
    }
    return pdf_of(LIST, values, long=True)


def _values(head: Letterhead, heading: str, facts: Sequence[tuple[str, str]], footer: Footer) -> dict:
    return {
        "title": heading,
        "author": head.office,
        "head": head.values(),
        "heading": heading,
        "subheading": "",
        "facts": list(facts),
        "footer": footer.text(),
        "inset": 3.5,
        "signer": None,
        "place_and_day": "",
    }
