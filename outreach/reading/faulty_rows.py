"""Writes the rows that were not taken in as an XLSX file, each with its reasons, to be put right and taken in again. Pure.

Every sheet of the list becomes one of the same name, as the name may be all that tells the desa. Its columns are those of
the list in their order and then the reasons, whose column is passed over when the file is read. Where a title above the
list told the desa, whoever calls gives the row its code under a title such as "Kode Desa".
"""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from outreach.reading.meanings import REASON_TITLES, header_key

#: Text stays text: nothing becomes a formula, a number or a link. Rows are kept in a file, not in memory.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
#: Not to be had in XML, whatever the escape.
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
#: Excel's number of the format "Text".
_TEXT = 49
_LONGEST_SHEET_NAME, _LONGEST_CELL = 31, 32_767
_UNNAMED = "Data"


class FaultyRow(NamedTuple):
    """A row as it stood there: raw texts by the title of their column, and sentences that say why it was not taken in."""

    sheet: str
    row: int
    cells: Mapping[str, str]
    reasons: Sequence[str]


def write_faulty_rows(rows: Iterable[FaultyRow], handle: IO[bytes], *, reason_title: str = "Reason") -> int:
    """Writes the XLSX file into ``handle``, which is binary; gives back the number of rows.

    ``reason_title`` is the title of the last column in the reader's language; it must be one of REASON_TITLES.
    Raises ValueError otherwise, as the file could not be taken in again. Rows pass through a file, so memory is constant.
    """
    if header_key(reason_title) not in REASON_TITLES:
        raise ValueError(f"{reason_title} is not in REASON_TITLES")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
        titles = _keep(rows, kept)
        kept.seek(0)
        with xlsxwriter.Workbook(handle, _OPTIONS) as book:
            return _Writer(book, titles, reason_title).write(map(json.loads, kept))


def _keep(rows: Iterable[FaultyRow], kept: IO[str]) -> dict[str, list[str]]:
    """Keeps the rows in a file, one a line, and gives back the titles of each sheet, as the first row is written first."""
    titles: dict[str, dict[str, None]] = {}
    for row in rows:
        cells = {title: text for title, text in row.cells.items() if header_key(title) not in REASON_TITLES}
        titles.setdefault(row.sheet, {}).update(dict.fromkeys(cells))
        kept.write(json.dumps([row.sheet, cells, list(row.reasons)]) + "\n")
    return {sheet: list(found) for sheet, found in titles.items()}


class _Writer:
    """Writes each row into its sheet, below those that came before."""

    def __init__(self, book: xlsxwriter.Workbook, titles: Mapping[str, Sequence[str]], reason_title: str) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "num_format": _TEXT})
        # As text, so that a NIK typed into a cell keeps its 16 digits and RT its zeros.
        self.text = book.add_format({"num_format": _TEXT, "valign": "top"})
        self.reason = book.add_format({"num_format": _TEXT, "valign": "top", "text_wrap": True})
        self.titles = titles
        self.sheets: dict[str, Worksheet] = {}
        self.written = dict.fromkeys(titles, 0)
        for name, one in zip(titles, _sheet_names(titles), strict=True):
            self.sheets[name] = self._sheet(book.add_worksheet(one), (*titles[name], reason_title))
        if not titles:
            book.add_worksheet(_UNNAMED)

    def _sheet(self, sheet: Worksheet, titles: Sequence[str]) -> Worksheet:
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(titles) - 1, 18, self.text)
        sheet.set_column(len(titles) - 1, len(titles) - 1, 80, self.reason)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, _kept(title), self.head)
        return sheet

    def write(self, rows: Iterable[tuple[str, dict[str, str], list[str]]]) -> int:
        for name, cells, reasons in rows:
            sheet, titles = self.sheets[name], self.titles[name]
            self.written[name] += 1
            number = self.written[name]
            for column, title in enumerate(titles):
                if text := cells.get(title, ""):
                    sheet.write_string(number, column, _kept(text), self.text)
            sheet.write_string(number, len(titles), _kept("\n".join(reasons)), self.reason)
        return sum(self.written.values())


def _kept(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)[:_LONGEST_CELL]


def _sheet_names(names: Iterable[str]) -> Iterator[str]:
    """Names that a sheet may have in XLSX, each once, as near to those of the list as may be."""
    taken: set[str] = {"history"}  # Excel keeps that one for itself
    for name in names:
        plain = _NOT_IN_SHEET_NAMES.sub(" ", _kept(name)).strip(" '")[:_LONGEST_SHEET_NAME].strip(" '") or _UNNAMED
        tried, count = plain, 1
        while tried.lower() in taken:
            count += 1
            ending = f" ({count})"
            tried = plain[: _LONGEST_SHEET_NAME - len(ending)] + ending
        taken.add(tried.lower())
        yield tried
