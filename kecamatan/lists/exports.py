"""A list as a file: exactly the rows that are filtered, in the chosen columns and order, in constant memory.

The file is made on disk first and sent from there, so a fault on the way is an error page and never half a file, and
the audit log knows the number of rows before the first one leaves. A worker makes one at a time: a file is work for a
whole processor, which the pages need too. Whoever asks meanwhile is told to wait (``turn``).

Who made it and when stands in the file: in XLSX on a sheet of its own, in CSV below the rows, after an empty line and
with ``#`` before it. So the first line is the head, as every program expects, a spreadsheet that orders or filters the
rows stops at the empty line, and our own reading of lists knows these lines for what they are.
"""

import csv
import io
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from kecamatan.figures import NONE, number_text
from kecamatan.lists.cells import values_of
from kecamatan.lists.tables import ListTable
from kecamatan.refusals import Refused

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A cell that begins so may be taken for a formula by the program that opens the file.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Rows fetched at a time.
CHUNK = 2000
#: Not to be had in XML, whatever the escape.
NOT_IN_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})
MOST_XLSX_ROWS = 1_048_575

RETRY_SECONDS = 10
_turn = threading.Lock()

Cell = str | int | date | datetime | None


@dataclass(frozen=True)
class Export:
    """What is exported: the title of the list, its rows in order, the columns, who asks and when."""

    title: str
    rows: QuerySet
    table: ListTable
    query: str
    scope: Scope
    now: datetime

    @property
    def local(self) -> datetime:
        """The moment, in the kabupaten's zone."""
        return self.now.astimezone(ZoneInfo(self.scope.kabupaten.time_zone))

    @property
    def name(self) -> str:
        """What, of which kabupaten, day and time, by whom; without the ending."""
        kabupaten = self.scope.kabupaten
        parts = [self.title, f"{kabupaten.code.replace('.', '')} {kabupaten.name}"]
        made = [self.local.strftime("%Y-%m-%d_%H%M"), slugify(self.scope.user.username) or str(self.scope.user.pk)]
        return "_".join([*(slugify(part) for part in parts), *made])

    @property
    def headers(self) -> list[str]:
        return [str(self.table.columns[name].header) for name in self.table.shown]

    def cells(self) -> Iterator[list[Cell]]:
        """The rows, each as a list of values."""
        for row in values_of(self.table, self.rows.iterator(chunk_size=CHUNK), self.table.shown):
            yield [_plain(value) for value in row]


def _plain(value: object) -> Cell:
    if value is None or value == NONE:
        return None
    return value if isinstance(value, (int, date, datetime)) and not isinstance(value, bool) else str(value)


@contextmanager
def turn() -> Iterator[bool]:
    """Inside, an export may be made; False where this worker is making one."""
    allowed = _turn.acquire(blocking=False)
    try:
        yield allowed
    finally:
        if allowed:
            _turn.release()


#: Notes that a file was made: the export, "csv" or "xlsx", the number of rows.
Log = Callable[[Export, str, int], object]


def audit_export(export: Export, kind: str, count: int) -> None:
    """The audit log's line, with format and number of rows."""
    audit(
        by=export.scope.user,
        action="export",
        target=export.scope.kabupaten,
        kabupaten=export.scope.kabupaten,
        after={
            "list": export.title,
            "format": kind,
            "rows": str(count),
            "columns": ",".join(export.table.shown),
            "query": export.query,
        },
    )


def export_response(export: Export, kind: str, log: Log = audit_export) -> FileResponse:
    """The file, once ``log`` has noted it: what could not be noted is not sent."""
    handle = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        count = write_csv(export, handle) if kind == "csv" else write_xlsx(export, handle)
        log(export, kind, count)
    except BaseException:
        handle.close()
        raise
    handle.seek(0)
    return FileResponse(
        handle,
        as_attachment=True,
        filename=f"{export.name}.{kind}",
        content_type=CSV_TYPE if kind == "csv" else XLSX_TYPE,
    )


def inert(value: str) -> str:
    """Text that no spreadsheet program takes for a formula: an apostrophe before what could begin one."""
    return f"'{value}" if value.startswith(DANGEROUS) else value


def csv_cell(value: Cell, *, stays_text: bool = False) -> str | int:
    """Days and moments as ISO, numbers plain, text inert, nothing as nothing. ``stays_text``: see TextColumn."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if stays_text and value else inert(value)


def write_csv(export: Export, handle: io.IOBase) -> int:
    """RFC 4180 in UTF-8 with a mark at the beginning, by which Excel knows it. Returns the number of rows."""
    text = io.TextIOWrapper(handle, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([inert(header) for header in export.headers])
    kept = [export.table.columns[name].column.stays_text for name in export.table.shown]
    count = 0
    for count, row in enumerate(export.cells(), start=1):  # noqa: B007 - the last number is the count
        writer.writerow([csv_cell(value, stays_text=one) for value, one in zip(row, kept, strict=True)])
    writer.writerow([])
    writer.writerows([f"# {label}: {csv_cell(value)}"] for label, value in about(export, count))
    text.flush()
    text.detach()
    return count


def about(export: Export, count: int) -> list[tuple[str, Cell]]:
    """(label, value) of what a file says of itself."""
    return [
        (_("List"), export.title),
        (_("Of"), str(export.scope.kabupaten)),
        (_("Made by"), f"{export.scope.user} ({export.scope.user.username})"),
        (_("Made at"), export.local.replace(tzinfo=None, microsecond=0)),
        (_("Time zone"), export.scope.kabupaten.zone_label),
        (_("Rows"), count),
        (_("Filters"), export.query),
    ]


#: Text stays text: nothing typed becomes a formula, a number or a link. Rows are kept in a file, not in memory.
XLSX_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_xlsx(export: Export, handle: io.IOBase) -> int:
    """A sheet with real numbers and days, all text as text, and a sheet that says who made it. Returns the rows.

    Raises Refused where there are more rows than a sheet holds.
    """
    # Closed on every way out: a book keeps its rows in a file of its own until then.
    with xlsxwriter.Workbook(handle, XLSX_OPTIONS) as book:
        book.set_properties(_properties(export))
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "number": book.add_format({"num_format": "#,##0"}),
        }
        sheet = book.add_worksheet(_("Data"))
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # it is meant
        sheet.set_column(0, max(len(export.headers) - 1, 0), 18)
        _write_row(sheet, 0, export.headers, formats, head=True)
        count = 0
        for count, row in enumerate(export.cells(), start=1):
            if count > MOST_XLSX_ROWS:
                raise Refused(
                    _("An XLSX file holds %(most)s rows at most. Narrow the list, or export it as CSV.")
                    % {"most": number_text(MOST_XLSX_ROWS)},
                    field="export",
                )
            _write_row(sheet, count, row, formats)
        _write_about(book.add_worksheet(_("About")), export, count, formats)
    return count


def _properties(export: Export) -> dict:
    """What the file's own properties say: what, of whom, by whom, when."""
    return {
        "title": f"{export.title}, {export.scope.kabupaten}",
        "author": str(export.scope.user),
        "company": export.scope.kabupaten.office_name,
        "created": export.local.replace(tzinfo=None),
    }


def _write_row(sheet, number: int, row: Iterable[Cell], formats: dict, *, head: bool = False) -> None:
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, datetime):
            sheet.write_datetime(number, column, value, formats["moment"])
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value, formats["day"])
        elif isinstance(value, int):
            sheet.write_number(number, column, value, formats["number"])
        else:
            sheet.write_string(number, column, value.translate(NOT_IN_XML), formats["head"] if head else None)


def _write_about(sheet, export: Export, count: int, formats: dict) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)
    for number, line in enumerate(about(export, count)):
        _write_row(sheet, number, line, formats)
