"""CSV as offices save it: whatever encoding, whatever separator. Pure but for reading the file."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.reading.faults import refuse
from outreach.reading.filetype import is_utf16
from outreach.reading.limits import Limits

SEPARATORS = (";", ",", "\t")
_SAMPLE_LINES = 60
_SAMPLE_BYTES = 200_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: A quotation mark that is never closed swallows the lines after it.
_LONGEST_CELL = 20_000


@dataclass(frozen=True)
class Form:
    """How the text is written: Python's name of the encoding, the separator, lines above the first row of cells."""

    encoding: str
    separator: str
    skip: int = 0


def form_of(path: Path) -> Form:
    """The form of the CSV file at ``path``."""
    encoding = _encoding(path)
    with path.open("r", encoding=encoding, errors="replace", newline="") as file:
        lines = file.read(_SAMPLE_BYTES).splitlines()[:_SAMPLE_LINES]
    # Excel's own way to name the separator.
    if lines and lines[0].strip().strip('"').lower() in {f"sep={one}" for one in SEPARATORS}:
        return Form(encoding, lines[0].strip().strip('"')[4:] or "\t", 1)
    if lines and lines[0].strip('\r\n"') == "sep=\t":
        return Form(encoding, "\t", 1)
    return Form(encoding, _separator(lines))


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name
        if guessed := is_utf16(head):
            return guessed
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while piece := file.read(1 << 20):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _separator(lines: list[str]) -> str:
    """The separator that cuts most lines into the same number of cells; a comma may also stand in addresses."""

    def score(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1]
        commonest = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return (widths.count(commonest), commonest)

    try:
        return max(SEPARATORS, key=score)
    except csv.Error:
        return max(SEPARATORS, key="\n".join(lines).count)


def rows(path: Path, form: Form, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number as a spreadsheet that opens the file would count it. Raises Refused."""
    csv.field_size_limit(_LONGEST_CELL)
    number = 0
    with path.open("r", encoding=form.encoding, errors="replace", newline="") as file:
        for _ in range(form.skip):
            file.readline()
        reader = csv.reader(file, delimiter=form.separator)
        while True:
            number += 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise refuse("csv_quote_open", row=number, column=1) from error
            if len(row) > limits.columns:
                raise refuse("too_many_columns", row=number, column=len(row), most=limits.columns)
            yield number, row
