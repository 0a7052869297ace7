"""Reads one file, in a process that may use little and may be killed. Started by ``sheets``; knows no Django.

The answer is a text file of JSON, one record a line:

    {"book": {"kind": …, "date1904": …, "encoding": …, "separator": …}}
    {"note": name, …}                            what was noticed and not read
    {"sheet": name, "hidden": …, "merged": [[row, column, row, column], …]}
    [row, "t.nd", [values of those that hold something]]
    {"done": true}  or  {"fault": name, "sheet": …, "row": …, "column": …, "params": {…}}

Rows and columns count from 1. A letter for each cell: t text, n number, d date (ISO), h time of day, b yes or no,
``.`` empty. A file without a last line "done" or "fault" was not read to its end.
"""

import contextlib
import datetime
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import python_calamine

from outreach.reading import archive, csv_text
from outreach.reading.faults import Fault, Refused, refuse
from outreach.reading.filetype import EXTENSIONS, real_type
from outreach.reading.limits import Limits

#: Above this a float no longer tells every whole number apart.
EXACT = 2**53
_MERGED_ROWS = 200


class Answer:
    """The file of records, which never grows beyond what was allowed."""

    def __init__(self, file: TextIO, limits: Limits) -> None:
        self.file, self.limits = file, limits
        self.written = self.rows = 0

    def put(self, record: object) -> None:
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        self.written += len(line) + 1
        if self.written > self.limits.answer_bytes:
            raise refuse("file_too_big", most=self.limits.file_bytes)
        self.file.write(line + "\n")

    def put_fault(self, fault: Fault, key: str = "fault") -> None:
        place = {"sheet": fault.sheet, "row": fault.row, "column": fault.column}
        self.file.write(json.dumps({key: fault.name, **place, "params": fault.params}) + "\n")

    def put_row(self, sheet: str, number: int, cells: list, first_column: int = 1) -> None:
        """Nothing for a row without anything in it."""
        kinds, values = "." * (first_column - 1), []
        for value in cells:
            kind, kept = plain(value, self.limits.text)
            kinds += kind
            if kind != ".":
                values.append(kept)
        kinds = kinds.rstrip(".")
        if not kinds:
            return
        self.rows += 1
        if self.rows > self.limits.rows:
            raise refuse("too_many_rows", sheet=sheet, row=number, most=self.limits.rows)
        if len(kinds) > self.limits.columns:
            raise refuse("too_many_columns", sheet=sheet, row=number, column=len(kinds), most=self.limits.columns)
        self.put([number, kinds, values])


def plain(value: object, longest: int) -> tuple[str, str | int | float | bool | None]:
    """The letter and the JSON value of what a cell holds."""
    if isinstance(value, str):
        return ("t", value[:longest]) if value and not value.isspace() else (".", None)
    if isinstance(value, bool):
        return "b", value
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return "t", str(value)
        return "n", int(value) if abs(value) < EXACT and value == int(value) else value
    if isinstance(value, datetime.date):
        return "d", f"{value.year:04}-{value.month:02}-{value.day:02}"
    return (".", None) if value is None else ("h", str(value))


def limit_this_process(limits: Limits) -> None:
    """Memory, time and files by the kernel's hand. Where it has none of that (Windows), only the clock of the parent."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 * limits.answer_bytes, 2 * limits.answer_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: Path, extension: str, limits: Limits, answer: Answer) -> None:
    """Everything in the file at ``path`` into ``answer``. Raises Refused."""
    kind = real_type(path)
    if kind not in EXTENSIONS:
        raise refuse(f"file_{kind}") if kind in ("empty", "encrypted", "broken") else refuse("file_type", type=kind)
    book: dict[str, object] = {"kind": kind}
    facts = archive.inspect(path, kind, limits) if kind in ("xlsx", "ods") else archive.Facts()
    if kind == "csv":
        form = csv_text.form_of(path)
        book |= {"encoding": form.encoding, "separator": form.separator}
    answer.put({"book": book | {"date1904": facts.date1904}})
    if extension not in EXTENSIONS[kind]:
        answer.put_fault(Fault("extension_differs", params={"extension": extension, "type": kind}), "note")
    for name in facts.noticed:
        answer.put_fault(Fault(f"ignored_{name}"), "note")
    for sheet in facts.sheets:
        for row, column in sheet.errors:
            answer.put_fault(Fault("formula_failed", sheet.name, row, column), "note")
    if kind == "csv":
        answer.put({"sheet": "", "hidden": False, "merged": []})
        for number, row in csv_text.rows(path, form, limits):
            answer.put_row("", number, row)
    else:
        read_workbook(path, limits, answer)


def read_workbook(path: Path, limits: Limits, answer: Answer) -> None:
    with path.open("rb") as file, calamine_faults(), python_calamine.load_workbook(file) as book:
        sheets = book.sheets_metadata
        if len(sheets) > limits.sheets:
            raise refuse("too_many_sheets", count=len(sheets), most=limits.sheets)
        for index, meta in enumerate(sheets):
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            read_sheet(book.get_sheet_by_index(index), meta, answer)


def read_sheet(sheet: python_calamine.CalamineSheet, meta: python_calamine.SheetMetadata, answer: Answer) -> None:
    merged = sheet.merged_cell_ranges or []
    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    spans = [[r1 + 1, c1 + 1, r2 + 1, c2 + 1] for (r1, c1), (r2, c2) in merged if r1 < _MERGED_ROWS and c2 < 256]
    answer.put({"sheet": meta.name, "hidden": hidden, "merged": spans[:1000]})
    # Rows come from the first of the sheet on, columns from the first that holds something.
    first_column = sheet.start[1] + 1 if sheet.start else 1
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        answer.put_row(meta.name, number, cells, first_column)


@contextlib.contextmanager
def calamine_faults() -> Iterator[None]:
    """What the reader of spreadsheets raises, as ours. A panic of its Rust derives from BaseException alone."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise refuse("file_encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise refuse("file_broken") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise refuse("file_broken") from error
        raise


def main(asked: str) -> None:
    """``asked`` is JSON: path, extension, answer, limits."""
    order = json.loads(asked)
    limits = Limits(**order["limits"])
    limit_this_process(limits)
    with Path(order["answer"]).open("w", encoding="utf-8") as file:
        answer = Answer(file, limits)
        try:
            read(Path(order["path"]), order["extension"], limits, answer)
        except Refused as refused:
            answer.put_fault(refused.fault)
        except MemoryError:
            answer.put_fault(Fault("file_costs_memory"))
        else:
            answer.put({"done": True})


if __name__ == "__main__":
    main(sys.argv[1])
