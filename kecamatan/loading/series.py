"""A real series of counts as CSV, for ``manage.py backtest``. Pure: no ORM, no request.

Two kinds of file are read. One line for each day: ``date`` (2024-06-25), ``recorded`` and, where known, ``added``,
``removed`` and ``recorded_elsewhere``; a day may be missing, none may stand there twice. Or the ledger's own export, in
either language: its day, kind and people are read, the other columns and the lines about the file are left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kecamatan.counts import KINDS, Counts
from kecamatan.loading.faults import Faults
from kecamatan.loading.tables import Row, Table

#: Headings and kinds of the ledger's export, in both languages.
DAY, KIND, PEOPLE = frozenset({"day", "tanggal"}), frozenset({"kind", "jenis"}), frozenset({"people", "jumlah orang"})
KIND_WORDS = {
    "recorded": "recorded",
    "terekam": "recorded",
    "recorded elsewhere": "recorded_elsewhere",
    "terekam di tempat lain": "recorded_elsewhere",
    "flowed in": "added",
    "wajib ktp baru": "added",
    "removed": "removed",
    "dikeluarkan": "removed",
}
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class CountSeries:
    """Days with their flow, in order; at least one."""

    days: Sequence[tuple[date, Counts]]


class _SeriesTable(Table):
    """Knows the ledger's export by its headings; ``is_export`` then, and all columns are allowed."""

    is_export = False

    def _read_header(self, cells: list[str]) -> bool:
        headings = [" ".join(cell.split()).lower() for cell in cells]
        wanted = {"date": DAY, "kind": KIND, "people": PEOPLE}
        if not all(any(heading in names for heading in headings) for names in wanted.values()):
            return super()._read_header(cells)
        self.is_export = True
        known = {heading: name for name, names in wanted.items() for heading in names}
        self.columns = [known.get(heading, f"column {number}") for number, heading in enumerate(headings, 1)]
        return True

    def _read_row(self, line: int, cells: list[str]) -> None:
        if self.is_export and cells[0].lstrip("'").startswith("#") and len(cells) != len(self.columns):
            return  # what the file says of itself
        super()._read_row(line, cells)


def read_series(path: Path) -> CountSeries:
    """Read the file; raises Faulty with every fault, by line and column."""
    faults = Faults()
    optional = [kind for kind in KINDS if kind != "recorded"]
    table = _SeriesTable(path, faults, required=["date", "recorded"], optional=optional)
    found: dict[date, Counts] = {}
    for row in table.rows:
        day = _day(row)
        flow = _exported(row) if table.is_export else _flow(row, optional)
        if day is None or flow is None:
            continue
        if day in found and not table.is_export:
            row.fault("date", f"{day} stands here twice.")
        found[day] = found.get(day, Counts()) + flow
    if not faults and not found:
        faults.add(path.name, "There is no day in this file.", line=1)
    faults.stop_if_any()
    return CountSeries(sorted(found.items()))


def _day(row: Row) -> date | None:
    text = row.text("date")
    if not text:
        return None
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        row.fault("date", f"“{text[:40]}” is not a day from {FIRST_YEAR} to {LAST_YEAR} such as 2024-06-25.")
        return None
    return day


def _flow(row: Row, optional: Sequence[str]) -> Counts | None:
    """One line is one day."""
    recorded = row.whole("recorded", required=True)
    parts = {name: row.whole(name) or 0 for name in optional}
    return None if recorded is None else Counts(recorded=recorded, **parts)


def _exported(row: Row) -> Counts | None:
    """One line is one row of the ledger; those that undo others are negative."""
    word, people = row.text("kind").lower(), row.text("people")
    if word and word not in KIND_WORDS:
        row.fault("kind", f"“{word[:40]}” is none of {', '.join(KIND_WORDS)}.")
    if people and not re.fullmatch("'?[-−]?[0-9]{1,9}", people):
        row.fault("people", f"“{people[:40]}” is not a whole number.")
        return None
    if word not in KIND_WORDS or not people:
        return None
    return Counts().plus(KIND_WORDS[word], int(people.lstrip("'").replace("−", "-")))
