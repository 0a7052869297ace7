"""A report as a page shows it: the same words, columns and rows as on paper. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kecamatan.reports.columns import (
    columns_of,
    differences_of,
    facts_of,
    groups_of,
    is_sum,
    label_of,
    lead_of,
    marks_of,
    notes_of,
    rows_of,
    source_of,
    title_of,
)
from kecamatan.reports.content import Level, Row
from kecamatan.reports.periods import Kind
from kecamatan.reports.words import number


@dataclass(frozen=True)
class ShownRow:
    """``look``: head, sum, rest or plain; ``cells``: as text."""

    mark: str
    name: str
    look: str
    cells: list[str]


@dataclass(frozen=True)
class Shown:
    """A recap (``rows``; ``short``: without desa, of the kabupaten alone) or a brief (``sections``), as text."""

    title: str
    place: str
    facts: list[tuple[str, str]]
    lead: list[str]
    groups: list[tuple[str, int]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    rows: list[ShownRow] = field(default_factory=list)
    short: list[ShownRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    differences: list[tuple[str, list[str]]] = field(default_factory=list)
    sections: list[list] = field(default_factory=list)
    source: str = ""


def shown(content: Mapping) -> Shown:
    """What a page shows of a report's content."""
    if content["kind"] == Kind.BRIEF:
        return Shown(
            title_of(content),
            content["place"],
            facts_of(content),
            [],
            sections=content["sections"],
            source=source_of(content),
        )
    columns, rows = columns_of(Kind(content["kind"])), rows_of(content)
    marks = marks_of(rows)
    told = [
        ShownRow(
            marks[index],
            label_of(row, is_sum=is_sum(rows, index)),
            look_of(row, is_sum=is_sum(rows, index)),
            [column.text(row) for column in columns],
        )
        for index, row in enumerate(rows)
    ]
    return Shown(
        title_of(content),
        content["place"],
        facts_of(content),
        lead_of(content),
        groups_of(columns),
        [column.head for column in columns],
        told,
        [one for one in told if one.look in {"head", "sum"}] if content["level"] == Level.KABUPATEN else [],
        notes_of(content),
        differences_of(content),
        source=source_of(content),
    )


def look_of(row: Row, *, is_sum: bool) -> str:
    """How a row is set: ``sum``, ``head``, ``rest`` or ``plain``."""
    if is_sum:
        return "sum"
    return {Level.KECAMATAN: "head", Level.REST: "rest"}.get(row.level, "plain")


def changed_since(issued: Mapping, now: Mapping) -> list[tuple[str, list[str]]]:
    """(place, recorded as issued, as known now, remaining as issued, as known now), of each place where they differ."""
    known = {(row.level, row.code, at): row for at, row in _at(rows_of(now))}
    rows = rows_of(issued)
    found = []
    for index, (at, row) in enumerate(_at(rows)):
        other = known.get((row.level, row.code, at))
        if other is None or (row.recorded, row.remaining) == (other.recorded, other.remaining):
            continue
        cells = [row.recorded, other.recorded, row.remaining, other.remaining]
        found.append((label_of(row, is_sum=is_sum(rows, index)), [number(one) for one in cells]))
    return found


def _at(rows: list[Row]) -> list[tuple[str, Row]]:
    """Each row with the code of the kecamatan that it stands under, since what is not broken down has none of its own."""
    found, upper = [], ""
    for row in rows:
        upper = row.code if row.level is Level.KECAMATAN else upper
        found.append((upper if row.level is Level.REST else "", row))
    return found
