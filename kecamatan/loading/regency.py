"""The folder as a whole: its files together, and what must agree between them."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from kecamatan.loading.facts import FILE as FACTS_FILE
from kecamatan.loading.facts import DriveFacts, Facts, KabupatenFacts, read_facts
from kecamatan.loading.faults import Fault, Faults, Faulty
from kecamatan.loading.outlines import FILE as OUTLINES_FILE
from kecamatan.loading.outlines import Ring, read_outlines
from kecamatan.loading.tables import Row, Table
from kecamatan.place_names import DESA_CODE, KECAMATAN_CODE

KECAMATAN_FILE = "kecamatan.csv"
DESA_FILE = "desa_kelurahan.csv"
KINDS = {"kelurahan": "1", "desa": "23"}
MOST_TILES = 60


@dataclass(frozen=True)
class KecamatanRow:
    """One kecamatan. ``fields``: the model's columns that the file has. ``baseline``: None where there is no drive."""

    line: int
    code: str
    fields: dict[str, str | int | float | None]
    baseline: int | None


@dataclass(frozen=True)
class DesaRow:
    """One desa or kelurahan. ``share``: its part of the kecamatan's baseline, None where it is not broken down."""

    line: int
    code: str
    kecamatan_code: str
    fields: dict[str, str | float | None]
    share: int | None


@dataclass(frozen=True)
class Regency:
    """All that a folder says; free of faults."""

    kabupaten: KabupatenFacts
    drive: DriveFacts | None
    kecamatan: list[KecamatanRow]
    desa: list[DesaRow]
    outlines: dict[str, list[Ring]]
    columns: dict[str, tuple[str, ...]]

    @property
    def baseline(self) -> int:
        """People of all kecamatan together."""
        return sum(row.baseline or 0 for row in self.kecamatan)

    def fault(self, file: str, line: int, name: str, sentence: str) -> Fault:
        """A fault of one cell, found after reading."""
        return Fault(file, line, self.columns[file].index(name) + 1, name, sentence)


def read_regency(folder: Path) -> Regency:
    """Read the folder; raises Faulty with every fault of all files together."""
    faults = Faults()
    if not folder.is_dir():
        faults.add(str(folder), "There is no such folder.")
        faults.stop_if_any()
    facts = read_facts(folder / FACTS_FILE, faults)
    kecamatan_table = Table(
        folder / KECAMATAN_FILE,
        faults,
        required=["code", "name", *(["baseline"] if facts.states_drive else [])],
        optional=["baseline", "voters", "latitude", "longitude", "tile_column", "tile_row"],
    )
    desa_table = Table(
        folder / DESA_FILE,
        faults,
        required=["code", "name", "kind", "kecamatan_code"],
        optional=["latitude", "longitude", "baseline"],
    )
    _check_headings(facts, kecamatan_table, desa_table)
    kecamatan = _read_kecamatan(kecamatan_table, facts)
    desa = _read_desa(desa_table, {row.code: row for row in kecamatan})
    outlines: dict[str, list[Ring]] = {}
    if (folder / OUTLINES_FILE).exists():
        names = {row.code: str(row.fields["name"]) for row in kecamatan if row.code} or None
        outlines = read_outlines(folder / OUTLINES_FILE, names, faults)
    _check_shares(kecamatan, desa, desa_table)
    if not kecamatan_table.is_torn:
        _check_total(facts, kecamatan, faults)
    faults.stop_if_any((FACTS_FILE, KECAMATAN_FILE, DESA_FILE, OUTLINES_FILE))
    if facts.kabupaten is None:  # never without a fault
        raise Faulty([])
    columns = {table.file: tuple(table.columns) for table in (kecamatan_table, desa_table)}
    return Regency(facts.kabupaten, facts.drive, kecamatan, desa, outlines, columns)


def _check_headings(facts: Facts, *tables: Table) -> None:
    """A count needs a drive, and a dated column must be of the drive's baseline date."""
    for table in tables:
        if not table.has("baseline"):
            continue
        if not facts.states_drive:
            table.fault(f"{FACTS_FILE} has no [drive] that these counts belong to.", line=1, name="baseline")
        stated = table.dated.get("baseline")
        if facts.baseline_date and stated and stated != f"{facts.baseline_date:%Y_%m_%d}":
            sentence = f"This is not the baseline date of {FACTS_FILE}, {facts.baseline_date}."
            table.fault(sentence, line=1, name="baseline")


class _Once:
    """Says where something stood first, when it comes a second time."""

    def __init__(self) -> None:
        self.lines: dict[object, int] = {}

    def check(self, row: Row, column: str, value: object, what: str) -> None:
        first = self.lines.setdefault(value, row.line)
        if first != row.line:
            row.fault(column, f"{what} stands in line {first} already.")


def _point(row: Row) -> dict[str, float | None]:
    row.pair("latitude", "longitude")
    limits = {"latitude": 90, "longitude": 180}
    return {name: row.degrees(name, limit) for name, limit in limits.items() if row.table.has(name)}


def _read_kecamatan(table: Table, facts: Facts) -> list[KecamatanRow]:
    codes, names, tiles = _Once(), _Once(), _Once()
    found = []
    for row in table.rows:
        code = row.code("code", KECAMATAN_CODE, "15.07.01")
        if code and facts.code and code[:5] != facts.code:
            row.fault("code", f"{code} does not belong to {facts.code}.")
        name = row.text("name")
        if code:
            codes.check(row, "code", code, f"The code {code}")
        if name:
            names.check(row, "name", name.casefold(), f"The name {name}")
        fields: dict[str, str | int | float | None] = {"name": name, **_point(row)}
        if table.has("voters"):
            fields["voters"] = row.whole("voters")
        row.pair("tile_column", "tile_row")
        tile = {key: row.whole(key, MOST_TILES) for key in ("tile_column", "tile_row") if table.has(key)}
        if len(tile) == 2 and None not in tile.values():
            tiles.check(row, "tile_column", tuple(tile.values()), "A kecamatan on this tile")
        baseline = row.whole("baseline", required=facts.states_drive) if table.has("baseline") else None
        found.append(KecamatanRow(row.line, code, fields | tile, baseline))
    if not found and not any(fault.file == table.file for fault in table.faults):
        table.fault("There is no kecamatan in this file.", line=1)
    return found


def _read_desa(table: Table, kecamatan: dict[str, KecamatanRow]) -> list[DesaRow]:
    codes, names = _Once(), _Once()
    strays: dict[str, list[Row]] = defaultdict(list)
    found = []
    for row in table.rows:
        code = row.code("code", DESA_CODE, "15.07.01.2001")
        parent = row.code("kecamatan_code", KECAMATAN_CODE, "15.07.01")
        if parent and kecamatan and parent not in kecamatan:
            strays[parent].append(row)
        elif code and parent and not code.startswith(f"{parent}."):
            row.fault("code", f"{code} is the code of a desa in another kecamatan than {parent}.")
        name, kind = row.text("name"), row.text("kind").lower()
        if kind and kind not in KINDS:
            row.fault("kind", f"“{kind[:40]}” is neither desa nor kelurahan.")
        elif kind and code and code[9] not in KINDS[kind]:
            row.fault("kind", f"The code {code} is not that of a {kind}: kelurahan have 1xxx, desa 2xxx or 3xxx.")
        if code:
            codes.check(row, "code", code, f"The code {code}")
        if name:
            names.check(row, "name", (parent, name.casefold()), f"The name {name}")
        share = row.whole("baseline") if table.has("baseline") else None
        found.append(DesaRow(row.line, code, parent, {"name": name, "kind": kind, **_point(row)}, share))
    _fault_strays(strays)
    return found


def _fault_strays(strays: dict[str, list[Row]]) -> None:
    """Say of each kecamatan that there is not: once, however many lines name it."""
    for parent, rows in strays.items():
        lines = f" It stands in {len(rows)} lines." if len(rows) > 1 else ""
        rows[0].fault("kecamatan_code", f"{parent} is no kecamatan of {KECAMATAN_FILE}.{lines}")


def _check_shares(kecamatan: list[KecamatanRow], desa: list[DesaRow], desa_table: Table) -> None:
    """The shares of a kecamatan stay within it (rule 2)."""
    baselines = {row.code: row.baseline for row in kecamatan}
    so_far: dict[str, int] = defaultdict(int)
    for row in desa:
        limit = baselines.get(row.kecamatan_code)
        if row.share is None or limit is None:
            continue
        within = so_far[row.kecamatan_code] <= limit
        so_far[row.kecamatan_code] += row.share
        if within and so_far[row.kecamatan_code] > limit:
            total = sum(other.share or 0 for other in desa if other.kecamatan_code == row.kecamatan_code)
            sentence = f"The shares of {row.kecamatan_code} sum to {total}, but its baseline is {limit}."
            desa_table.fault(sentence, line=row.line, name="baseline")


def _check_total(facts: Facts, kecamatan: list[KecamatanRow], faults: Faults) -> None:
    """All baselines sum to what kabupaten.toml says, where each of them could be read."""
    baselines = [row.baseline for row in kecamatan]
    if facts.baseline_total is None or not baselines or None in baselines:
        return
    total = sum(row.baseline or 0 for row in kecamatan)
    if total != facts.baseline_total:
        line = facts.lines.get(("drive", "baseline_total"), 1)
        sentence = f"This says {facts.baseline_total}, but the baselines in {KECAMATAN_FILE} sum to {total}."
        faults.add(FACTS_FILE, sentence, line=line, column=1, name="baseline_total")
