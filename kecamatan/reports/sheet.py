"""A recap as XLSX: whole numbers, and formulas of our own that add them up, each with its value beside it. Pure.

Text stays text, whatever it begins with: only ``_Book.formula`` writes formulas, and nothing typed goes into one. The
same content gives the same bytes.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from kecamatan.reports.columns import (
    FIRST,
    Column,
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
from kecamatan.reports.words import NONE

#: Text stays text: nothing typed becomes a formula, a number or a link.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
NOT_IN_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})
SHEET, ABOUT, DIFFERENCES = "Rekap", "Keterangan", "Saat itu dan sekarang"
LONGEST_FOOTER = 250


def xlsx_of_report(content: Mapping) -> bytes:
    """The sheet of what ``kecamatan.selectors.reports`` gave, for a recap."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        office = content["head"]["office"]
        made = datetime.combine(date.fromisoformat(content["day"]), time.min)
        book.set_properties({"title": title_of(content), "author": office, "company": office, "created": made})
        formats = _formats(book)
        _Recap(book.add_worksheet(SHEET), content, formats).write()
        if differences_of(content):
            _differences(book.add_worksheet(DIFFERENCES), content, formats)
        _about(book.add_worksheet(ABOUT), content, formats)
    return out.getvalue()


def _formats(book: xlsxwriter.Workbook) -> dict:
    edge = {"border": 1, "border_color": "#7F7F7F", "font_size": 9}
    looks = {
        "plain": {},
        "rest": {"italic": True},
        "head": {"bold": True, "bg_color": "#E2E2E2"},
        "sum": {"bold": True, "bg_color": "#CDCDCD"},
    }
    numbers = {"number": "#,##0", "share": "0.0%", "coverage": "0.00%", "text": "@"}
    found = {
        (look, kind): book.add_format(
            {**edge, **more, "num_format": form, "align": "left" if kind == "text" else "right"}
        )
        for look, more in looks.items()
        for kind, form in numbers.items()
    }
    centre = {"align": "center", "valign": "vcenter", "text_wrap": True}
    return found | {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "strong": book.add_format({"bold": True}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "column": book.add_format({**edge, **centre, "bold": True, "bg_color": "#F0F0F0"}),
        "mark": book.add_format({**edge, **centre, "font_size": 8}),
    }


class _Recap:
    """The sheet with the table."""

    def __init__(self, sheet, content: Mapping, formats: dict) -> None:
        self.sheet, self.content, self.formats = sheet, content, formats
        self.columns = columns_of(Kind(content["kind"]))
        self.rows = rows_of(content)
        self.at = {column.name: FIRST - 1 + index for index, column in enumerate(self.columns)}
        self.top = 0

    def write(self) -> None:
        self._titles()
        self._heads()
        marks = marks_of(self.rows)
        for index, row in enumerate(self.rows):
            self._row(index, row, marks[index])
        self._print_setup()

    def text(self, row: int, column: int, value: str, look: object = None) -> None:
        self.sheet.write_string(row, column, value.translate(NOT_IN_XML), look)

    def formula(self, row: int, column: int, formula: str, value: float, look: object) -> None:
        """One of our own formulas, with the value that it has."""
        self.sheet.write_formula(row, column, formula, look, value)

    def _titles(self) -> None:
        self.text(0, 0, self.content["head"]["government"], self.formats["strong"])
        self.text(1, 0, self.content["head"]["office"], self.formats["strong"])
        self.text(2, 0, title_of(self.content), self.formats["title"])
        line = 3
        for line, (label, value) in enumerate(facts_of(self.content), start=3):
            self.text(line, 0, f"{label}: {value}")
        self.top = line + 2

    def _heads(self) -> None:
        look = self.formats["column"]
        self.sheet.set_row(self.top + 1, 27)
        for column, head in enumerate(("No", "Kecamatan / desa/kelurahan")):
            self.sheet.merge_range(self.top, column, self.top + 1, column, "", look)
            self.text(self.top, column, head, look)
        column = FIRST - 1
        for group, over in groups_of(self.columns):
            if over > 1:
                self.sheet.merge_range(self.top, column, self.top, column + over - 1, "", look)
            self.text(self.top, column, group, look)
            column += over
        for index, one in enumerate(self.columns):
            self.text(self.top + 1, FIRST - 1 + index, one.head, look)
        for index in range(len(self.columns) + FIRST - 1):
            self.sheet.write_number(self.top + 2, index, index + 1, self.formats["mark"])

    @property
    def first(self) -> int:
        """The line of the first row of numbers."""
        return self.top + 3

    def _row(self, index: int, row: Row, mark: str) -> None:
        line, total = self.first + index, is_sum(self.rows, index)
        look = "sum" if total else {Level.KECAMATAN: "head", Level.REST: "rest"}.get(row.level, "plain")
        if self.content["level"] == Level.KABUPATEN and row.level in {Level.DESA, Level.REST}:
            self.sheet.set_row(line, None, None, {"level": 1})
        self.text(line, 0, mark, self.formats[look, "text"])
        self.text(line, 1, label_of(row, is_sum=total), self.formats[look, "text"])
        for column in self.columns:
            self._cell(index, row, column, look)

    def _cell(self, index: int, row: Row, column: Column, look: str) -> None:
        line, at = self.first + index, self.at[column.name]
        value = getattr(row, column.name)
        kind = "coverage" if column.name == "coverage" else "share" if column.is_share else "number"
        form = self.formats[look, kind]
        if value is None:
            self.text(line, at, NONE, form)
        elif formula := self._formula(index, row, column.name):
            self.formula(line, at, formula, value, form)
        else:
            self.sheet.write_number(line, at, value, form)

    def _formula(self, index: int, row: Row, name: str) -> str:
        """What this cell is computed from; "" for a number that is given."""
        line = self.first + index + 1

        def cell(column: str) -> str:
            return f"{xl_col_to_name(self.at[column])}{line}"

        if name == "coverage":
            return f"=1-{cell('remaining')}/{cell('obliged')}"
        if name == "share":
            return f"={cell('recorded')}/({cell('recorded')}+{cell('remaining')})"
        parts = self._parts(index, row)
        if name == "remaining":
            if row.level is Level.REST:
                return self._rest(index)
            if row.level in {Level.DESA, Level.KECAMATAN}:
                less = "".join(f"-{cell(one)}" for one in ("removed", "elsewhere", "recorded"))
                return f"=N({cell('baseline')})+{cell('added')}{less}"
        if not parts or (name == "obliged" and row.level is Level.KECAMATAN):
            return ""
        if name == "baseline" and row.level is Level.KECAMATAN and not self._known(parts, name):
            return ""
        return f"=SUM({self._ranges(parts, self.at[name])})"

    def _known(self, parts: Sequence[int], name: str) -> bool:
        return any(getattr(self.rows[one], name) is not None for one in parts)

    def _rest(self, index: int) -> str:
        """What remains of the kecamatan less what remains of its desa."""
        upper = self._upper(index)
        parts = [one for one in self._parts(upper, self.rows[upper]) if one != index]
        column = self.at["remaining"]
        whole = f"{xl_col_to_name(column)}{self.first + upper + 1}"
        return f"={whole}-SUM({self._ranges(parts, column)})" if parts else f"={whole}"

    def _upper(self, index: int) -> int:
        """The row of the kecamatan to which this row belongs."""
        if self.content["level"] == Level.KECAMATAN:
            return len(self.rows) - 1
        return max(one for one in range(index) if self.rows[one].level is Level.KECAMATAN)

    def _parts(self, index: int, row: Row) -> list[int]:
        """The rows that this one is the sum of."""
        if row.level is Level.KABUPATEN:
            return [one for one, other in enumerate(self.rows) if other.level is Level.KECAMATAN]
        if row.level is not Level.KECAMATAN:
            return []
        if self.content["level"] == Level.KECAMATAN:
            return list(range(len(self.rows) - 1))
        found = []
        for one in range(index + 1, len(self.rows)):
            if self.rows[one].level not in {Level.DESA, Level.REST}:
                break
            found.append(one)
        return found

    def _ranges(self, parts: Sequence[int], column: int) -> str:
        """Cells side by side as one range."""
        name, found = xl_col_to_name(column), []
        for one in parts:
            line = self.first + one + 1
            if found and found[-1][1] == line - 1:
                found[-1][1] = line
            else:
                found.append([line, line])
        return ",".join(f"{name}{first}" if first == last else f"{name}{first}:{name}{last}" for first, last in found)

    def _print_setup(self) -> None:
        below = [*lead_of(self.content), *notes_of(self.content), source_of(self.content)]
        for line, said in enumerate(below, start=self.first + len(self.rows) + 1):
            self.text(line, 0, said)
        sheet = self.sheet
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 30)
        sheet.set_column(FIRST - 1, FIRST - 2 + len(self.columns), 10)
        sheet.freeze_panes(self.first, 2)
        sheet.outline_settings(True, False, True, False)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(self.top, self.top + 2)
        said = source_of(self.content).replace("&", "&&")[: LONGEST_FOOTER - 60]
        sheet.set_footer(f"&L&7{said}&R&7Halaman &P dari &N")


def _differences(sheet, content: Mapping, formats: dict) -> None:
    heads = ("Tempat", "Direkam, saat itu", "Direkam, sekarang", "Belum rekam, saat itu", "Belum rekam, sekarang")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 16)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, formats["column"])
    line, rows = 0, rows_of(content)
    for index, row in enumerate(rows):
        if not row.differs:
            continue
        line += 1
        name = label_of(row, is_sum=is_sum(rows, index)).translate(NOT_IN_XML)
        sheet.write_string(line, 0, name, formats["plain", "text"])
        for column, value in enumerate((row.then_recorded, row.recorded, row.then_remaining, row.remaining), start=1):
            if value is None:
                sheet.write_string(line, column, NONE, formats["plain", "number"])
            else:
                sheet.write_number(line, column, value, formats["plain", "number"])


def _about(sheet, content: Mapping, formats: dict) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    said = [*facts_of(content), ("Sumber", source_of(content)), *(("", note) for note in notes_of(content))]
    for line, (label, value) in enumerate(said):
        sheet.write_string(line, 0, label, formats["strong"])
        sheet.write_string(line, 1, value.translate(NOT_IN_XML), formats["wrapped"])
