"""Finds the header of a sheet wherever it stands, and gives each column its meaning. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from outreach.reading.faults import Fault
from outreach.reading.meanings import REASON_TITLES, Meaning, candidates, header_key, meaning_of
from outreach.reading.plain import without_marks
from outreach.reading.sheets import Kind, Row

Span = tuple[int, int, int, int]
#: The header is looked for among so many rows that hold something.
SEARCHED_ROWS = 60
#: A header tells at least who is meant.
_WHO = {Meaning.NIK, Meaning.NAME, Meaning.NO_KK}
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class Column:
    """One column: its number from 1, its title, what it means (None: unknown), what else it may mean."""

    number: int
    title: str
    meaning: Meaning | None
    candidates: tuple[Meaning, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Where a sheet's header stands (first and last row, 0 where there is none) and what its columns mean.

    ``fingerprint`` is the same for every sheet and file with these titles in this order: a mapping made by a petugas
    is remembered under it. ``faults`` name columns that claim one meaning.
    """

    first_row: int
    last_row: int
    columns: tuple[Column, ...]
    fingerprint: str
    faults: tuple[Fault, ...] = ()

    @property
    def where(self) -> dict[Meaning, int]:
        """The column number of each meaning."""
        return {column.meaning: column.number for column in self.columns if column.meaning}

    @cached_property
    def keys(self) -> dict[int, str]:
        """The titles as they are compared, by column number."""
        return {column.number: header_key(column.title) for column in self.columns if column.title}

    @property
    def unknown(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.meaning is None)

    @property
    def tells_who(self) -> bool:
        """Whether rows under it can be people at all."""
        return Meaning.NAME in self.where or Meaning.NIK in self.where

    def mapped(self, mapping: Mapping[int, Meaning]) -> "Layout":
        """With what a petugas said about some columns; a meaning given to one is taken from the others."""
        taken = set(mapping.values()) - {Meaning.IGNORED}
        columns = tuple(
            replace(column, meaning=mapping[column.number])
            if column.number in mapping
            else replace(column, meaning=None if column.meaning in taken else column.meaning)
            for column in self.columns
        )
        return replace(self, columns=columns, faults=())


def find_layout(rows: Sequence[Row], merged: Iterable[Span] = (), *, sheet: str = "") -> Layout | None:
    """The layout of a sheet by its first rows, or None where no row looks like a header.

    Every row is tried as the header, then every row with the next one; what names most columns wins, the first of
    equals. So a title above a header of one row does not become a part of it.
    """
    spans = list(merged)
    rows = rows[:SEARCHED_ROWS]
    tried = [(row.number, row.number, _titles(row)) for row in rows]
    tried += [(upper.number, lower.number, _two_rows(upper, lower, spans)) for upper, lower in pairwise(rows)]
    scores = [_score(titles.values()) for _, _, titles in tried]
    best = max(scores, default=0)
    return _layout(*tried[scores.index(best)], sheet) if best else None


def _score(titles: Iterable[str]) -> int:
    """How many columns a row names, or 0 where it can't be a header."""
    titles = list(titles)
    found = {meaning for title in titles if (meaning := meaning_of(title))}
    if not found & _WHO or len(found) < 2 or len(found) * 3 < len(titles):
        return 0
    return len(found)


def _text(row: Row, column: int) -> str:
    cell = row.cell(column)
    return without_marks(cell.value)[:_LONGEST_TITLE] if cell.kind is Kind.TEXT else ""


def _titles(row: Row) -> dict[int, str]:
    """The texts of a row by column."""
    return {column: text for column in range(1, len(row.cells) + 1) if (text := _text(row, column))}


def _two_rows(upper: Row, lower: Row, spans: Sequence[Span]) -> dict[int, str]:
    """Titles of a header of two rows: "Lahir" over "Tempat" and "Tanggal". Empty where the lower row holds data."""
    if lower.number != upper.number + 1 or not _looks_like_titles(lower):
        return {}
    titles: dict[int, str] = {}
    over = ""
    for column in range(1, max(len(upper.cells), len(lower.cells)) + 1):
        above, below = _text(upper, column), _text(lower, column)
        over = above or (over if _goes_on(upper.number, column, spans) else "")
        title = _joined(over, below) if below else above
        if title:
            titles[column] = title
    return titles


def _goes_on(row: int, column: int, spans: Sequence[Span]) -> bool:
    """Whether an empty cell belongs to the text left of it: by a merged range, or where the file knows of none."""
    if not spans:
        return True
    return any(r1 <= row <= r2 and c1 < column <= c2 for r1, c1, r2, c2 in spans)


def _joined(over: str, below: str) -> str:
    """The title that is known, of both together, the lower and the upper; both together where none is."""
    both = f"{over} {below}".strip()
    return next((title for title in (both, f"{below} {over}".strip(), below) if meaning_of(title)), both)


def _looks_like_titles(row: Row) -> bool:
    """No numbers, no dates, no long numbers in its texts: what stands under a first row of titles."""
    held = [cell for cell in row.cells if cell.kind is not Kind.EMPTY]
    return bool(held) and all(
        cell.kind is Kind.TEXT and not re.search(r"\d", cell.value) and len(cell.value) <= 40 for cell in held
    )


def _layout(first: int, last: int, titles: Mapping[int, str], sheet: str) -> Layout:
    columns, faults = [], []
    seen: dict[Meaning, Column] = {}
    for number, title in titles.items():
        meaning = meaning_of(title)
        if meaning in seen and meaning is not Meaning.IGNORED:
            params = {"meaning": str(meaning), "title": title, "other": seen[meaning].title}
            faults.append(Fault("meaning_twice", sheet, last, number, params))
            columns.append(Column(number, title, None, (meaning,)))
            continue
        column = Column(number, title, meaning, () if meaning else candidates(title))
        columns.append(column)
        if meaning:
            seen[meaning] = column
    return Layout(first, last, tuple(columns), fingerprint(titles), tuple(faults))


def fingerprint(titles: Mapping[int, str]) -> str:
    """Of titles by column: 32 hexadecimal digits, blind to case, blanks, punctuation and a column of reasons."""
    keys = [(column, header_key(title)) for column, title in sorted(titles.items())]
    shape = "\n".join(f"{column}:{key}" for column, key in keys if key not in REASON_TITLES)
    return hashlib.sha256(shape.encode()).hexdigest()[:32]


def layout_without_header(rows: Sequence[Row]) -> Layout:
    """For a sheet without a header: a column for each that holds something, guessed by nothing, for the petugas to map."""
    width = max((len(row.cells) for row in rows[:SEARCHED_ROWS]), default=0)
    titles = dict.fromkeys(range(1, width + 1), "")
    columns = tuple(Column(number, "", None) for number in titles)
    return Layout(0, 0, columns, fingerprint(titles))


def is_header_again(row: Row, layout: Layout) -> bool:
    """Whether a row repeats the header, as printed lists do at the top of every page."""
    titles = layout.keys
    held = alike = 0
    for column, title in titles.items():
        if text := _text(row, column):
            held += 1
            alike += _part_of(header_key(text), title)
            if held - alike > len(titles) // 4:
                return False
    return alike >= 2 and alike * 5 >= held * 4 and alike * 3 >= len(titles)


def _part_of(key: str, title: str) -> bool:
    return bool(key) and (key == title or set(key.split()) <= set(title.split()))


def is_numbering(row: Row) -> bool:
    """Whether a row only numbers the columns: 1 2 3 …, or (1) (2) (3) …, as forms do under the header."""
    held = [cell for cell in row.cells if cell.kind is not Kind.EMPTY]
    texts = [re.sub(r"[()\s.]", "", str(cell.value)) for cell in held]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 3]
    return len(held) >= 3 and len(numbers) == len(held) and all(b - a == 1 for a, b in pairwise(numbers))
