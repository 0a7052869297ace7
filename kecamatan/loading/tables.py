"""One CSV file as cells that know where they stand, so that a fault can be named by line and column."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from kecamatan.loading.faults import Faults

MOST_PEOPLE = 10_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, faults: Faults) -> str | None:
    """The file's text, from UTF-8 with or without a mark; bytes that are not UTF-8 become lone surrogates.

    None, with a fault, where the file cannot be read at all.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        faults.add(path.name, "This file is missing.")
        return None
    except OSError as fault:
        faults.add(path.name, f"This file cannot be read ({fault.strerror}).")
        return None
    if raw.startswith(_UTF16):
        faults.add(path.name, "This file is UTF-16. Save it as UTF-8.", line=1)
        return None
    return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape")


def bad_bytes(text: str) -> list[tuple[int, int]]:
    """(line, column) of the first byte of each line that is not UTF-8."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        match = re.search("[\udc80-\udcff]", line)
        if match:
            found.append((number, match.start() + 1))
    return found


def is_unfit(text: str) -> bool:
    """Does it hold NUL, a line break, a mark of writing direction or another character that nobody sees?"""
    return any(unicodedata.category(char) in {"Cc", "Cf", "Co", "Cn"} for char in text)


@dataclass
class Row:
    """One line of a table: its cells by column, and the readers that add a fault instead of raising."""

    table: "Table"
    line: int
    cells: dict[str, str]

    def fault(self, name: str, sentence: str) -> None:
        """Say that this cell is wrong."""
        self.table.fault(sentence, line=self.line, name=name)

    def text(self, name: str, most: int = 80) -> str:
        """The cell's words, spacing evened out; a fault where it is empty, too long or holds what nobody sees."""
        value = " ".join(self.cells.get(name, "").split())
        if not value:
            self.fault(name, "This cell is empty.")
        elif len(value) > most:
            self.fault(name, f"This is longer than {most} characters.")
        elif is_unfit(value):
            self.fault(name, "This holds a character that cannot be seen. Type it anew.")
        return value

    def code(self, name: str, pattern: str, example: str) -> str:
        """A code of the ministry; empty, with a fault, where it is none."""
        value = self.text(name)
        if value and not re.fullmatch(pattern, value):
            self.fault(name, f"“{value[:40]}” is not a code such as {example}.")
            return ""
        return value

    def whole(self, name: str, most: int = MOST_PEOPLE, *, required: bool = False) -> int | None:
        """A whole number from 0 to ``most``; None where the cell is empty."""
        value = self.cells.get(name, "").strip()
        if not value:
            if required:
                self.fault(name, "This cell is empty. Write the number of people, or 0.")
            return None
        if re.fullmatch("-[0-9]+", value):
            self.fault(name, f"{value[:40]} is negative.")
        elif not re.fullmatch("[0-9]{1,30}", value):
            self.fault(name, f"“{value[:40]}” is not a whole number. Write digits only, without dots or commas.")
        elif int(value) > most:
            self.fault(name, f"{value} is more than {most}.")
        else:
            return int(value)
        return None

    def degrees(self, name: str, limit: int) -> float | None:
        """Degrees between −limit and limit; None where the cell is empty."""
        value = self.cells.get(name, "").strip()
        if not value:
            return None
        if self.table.delimiter == ";":  # spreadsheets that part cells by semicolons write decimals with commas
            value = value.replace(",", ".")
        if not re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]{1,20})?", value):
            self.fault(name, f"“{value[:40]}” is not a number of degrees such as -1.07361.")
        elif abs(float(value)) > limit:
            self.fault(name, f"{value} lies outside −{limit} to {limit}.")
        else:
            return float(value)
        return None

    def pair(self, one: str, other: str) -> None:
        """A fault where one of two cells that belong together is empty and the other is not."""
        filled = [name for name in (one, other) if self.cells.get(name, "").strip()]
        if len(filled) == 1:
            empty = other if filled == [one] else one
            self.fault(empty, f"This cell is empty, but {filled[0]} is not. Fill both or none.")


class Table:
    """A CSV file with a header line. ``rows`` is empty where the header itself is wrong."""

    def __init__(self, path: Path, faults: Faults, *, required: list[str], optional: list[str]) -> None:
        self.file, self.faults = path.name, faults
        self.required, self.optional = required, optional
        self.columns: list[str] = []
        #: Column → the date or year in its heading (``baseline_2024_06_25`` → ``2024_06_25``).
        self.dated: dict[str, str] = {}
        self.delimiter = ","
        self.rows: list[Row] = []
        #: Is there a line whose cells could not be told apart? It is missing among the rows.
        self.is_torn = False
        text = read_text(path, faults)
        if text is not None:
            self._read(text)

    def fault(self, sentence: str, *, line: int, name: str = "", column: int = 0) -> None:
        """Add a fault; the column's place is known by its name."""
        heading = f"{name}_{self.dated[name]}" if name in self.dated else name
        if not column and name in self.columns:
            column = self.columns.index(name) + 1
        self.faults.add(self.file, sentence, line=line, column=column, name=heading)

    def has(self, column: str) -> bool:
        return column in self.columns

    def _read(self, text: str) -> None:
        header, *_rest = text.split("\n", 1)
        if ";" in header and "," not in header:
            self.delimiter = ";"
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                if line == 1:
                    if not self._read_header(cells):
                        return
                elif any(cell.strip() for cell in cells):
                    self._read_row(line, cells)
                line = reader.line_num + 1
        except csv.Error as fault:
            self.is_torn = True
            self.fault(f"This line is not CSV ({fault}).", line=line)
        if line == 1:
            self.fault("This file is empty.", line=1)

    def _read_header(self, cells: list[str]) -> bool:
        known = [*self.required, *self.optional]
        right = True
        for column, cell in enumerate(cells, 1):
            heading = cell.strip().lower()
            match = re.fullmatch(r"(baseline)_(\d{4}_\d{2}_\d{2})|(voters)_(\d{4})", heading)
            name = (match[1] or match[3]) if match else heading
            if name not in known:
                shown = cell.strip().encode("utf-8", "replace").decode()[:40]
                sentence = f"No column is called “{shown}”. Known are {', '.join(known)}."
                self.fault(sentence, line=1, column=column, name=shown)
                right = False
            elif name in self.columns:
                self.fault(f"The column {name} stands here twice.", line=1, column=column, name=name)
                right = False
            elif match:
                self.dated[name] = match[2] or match[4]
            self.columns.append(name)
        for name in self.required:
            if name not in self.columns:
                self.fault(f"The column {name} is missing.", line=1, column=len(cells) + 1, name=name)
                right = False
        return right

    def _read_row(self, line: int, cells: list[str]) -> None:
        if len(cells) != len(self.columns):
            self.is_torn = True
            self.fault(
                f"This line has {len(cells)} cells, the header has {len(self.columns)}.",
                line=line,
                column=min(len(cells), len(self.columns)) + 1,
            )
            return
        row = Row(self, line, dict(zip(self.columns, cells, strict=True)))
        for name, cell in row.cells.items():
            if re.search("[\udc80-\udcff]", cell):
                row.fault(name, "This is not UTF-8. Save the file as “CSV UTF-8”.")
                # Readable again, so that the rest of the line is looked at too.
                row.cells[name] = re.sub("[\udc80-\udcff]", "?", cell)
        self.rows.append(row)
