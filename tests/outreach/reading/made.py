"""Spreadsheets made for the tests, honest and hostile."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from outreach.reading.limits import Limits
from outreach.reading.sheets import Cell, open_book

#: Sheets by name, each a list of rows; None is an empty cell.
Sheets = dict[str, list[Sequence]]


def xlsx(sheets: Sheets, *, merged: Sequence[str] = (), **options: object) -> bytes:
    """An XLSX file; ``merged`` are ranges of its first sheet whose first cell is already written."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **options})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for index, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
        for span in merged if index == 0 else ():
            start = span.partition(":")[0]
            row, column = xlsxwriter.utility.xl_cell_to_rowcol(start)
            sheet.merge_range(span, rows[row][column])
    book.close()
    return file.getvalue()


def xls(sheets: Sheets) -> bytes:
    book = xlwt.Workbook()
    day = xlwt.XFStyle()
    day.num_format_str = "DD-MM-YYYY"
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        attributes = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, date):
        attributes = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        attributes = f'office:value-type="float" office:value="{value!r}"'
    else:
        attributes = 'office:value-type="string"'
    return f"<table:table-cell {attributes}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def ods(sheets: Sheets, *, foot: str = "", prolog: str = "") -> bytes:
    """An ODS file; ``foot`` is XML put below the rows of every sheet."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
        + f"{foot}</table:table>"
        for name, rows in sheets.items()
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0" office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    return packed({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def packed(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The archive with ``old`` replaced in one part, which must hold it; with ``old`` empty the part is new."""
    parts = parts_of(content)
    assert old in parts.get(name, b"")
    parts[name] = parts[name].replace(old, new) if old else new
    return packed(parts)


def with_sheet_xml(sheet_xml: str) -> bytes:
    """An XLSX file whose only sheet holds ``sheet_xml`` between <sheetData> and its end."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    whole = f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{sheet_xml}</sheetData></worksheet>'
    parts = parts_of(xlsx({"Data": [["x"]]}))
    return packed(parts | {"xl/worksheets/sheet1.xml": whole})


def saved(folder: Path, content: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def grid(path: Path, *, limits: Limits | None = None) -> dict[str, dict[int, list[Cell]]]:
    """All cells of a file: by sheet, by row number."""
    with open_book(path, name=path.name, limits=limits) as book:
        return {sheet.name: {row.number: row.cells for row in sheet.rows()} for sheet in book.sheets}
