"""Reads an uploaded spreadsheet in a child process, and gives back its sheets, rows and cells.

Pure but for the process and its temporary folder: no database, no request. What the child answered is as hostile as
the file: only the shapes written in ``child`` are believed.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from outreach.reading.faults import Fault, Refused, refuse
from outreach.reading.limits import Limits

_ROOT = Path(__file__).resolve().parent.parent.parent
_START = "import sys; sys.path.insert(0, sys.argv[1]); from outreach.reading.child import main; main(sys.argv[2])"


class Kind(StrEnum):
    """What the spreadsheet held in a cell. A NIK that is a NUMBER is another thing than one that is TEXT."""

    EMPTY = "."
    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    TIME = "h"
    YES_NO = "b"


class Cell(NamedTuple):
    """A cell's kind and value: None, str, int or float, date, str (a time), bool."""

    kind: Kind
    value: Any


#: From here on a float no longer tells every whole number apart.
EXACT_BELOW = 2**53
EMPTY = Cell(Kind.EMPTY, None)
_KINDS = {str(kind): kind for kind in Kind}
_TYPES = {"t": str, "h": str, "d": str, "n": (int, float), "b": bool}


class Row(NamedTuple):
    """A row that holds something: its number in the spreadsheet, and its cells from column A on."""

    number: int
    cells: list[Cell]

    def cell(self, column: int) -> Cell:
        """The cell in ``column``, which counts from 1; EMPTY beyond the row's end."""
        return self.cells[column - 1] if 0 < column <= len(self.cells) else EMPTY


@dataclass(frozen=True)
class Sheet:
    """One sheet of the book. A CSV file is one sheet without a name."""

    name: str
    hidden: bool
    #: Merged ranges near the top: first row, first column, last row, last column.
    merged: tuple[tuple[int, int, int, int], ...]
    _answer: Path = field(repr=False)
    _offset: int = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """The rows that hold something, from the top; read anew from the answer each time. Raises Refused."""
        with self._answer.open("rb") as file:
            file.seek(self._offset)
            for line in file:
                if not line.startswith(b"["):
                    return
                yield _row(line)


@dataclass(frozen=True)
class Book:
    """What was read. ``notes`` are worth telling and stop nothing; ``encoding`` and ``separator`` only for CSV."""

    kind: str
    date1904: bool
    encoding: str
    separator: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Fault, ...]


@contextlib.contextmanager
def open_book(path: Path, *, name: str, limits: Limits | None = None) -> Iterator[Book]:
    """The spreadsheet at ``path``, which was uploaded as ``name``. Raises Refused, which says why in its fault.

    What was read lies in a temporary folder that is deleted on leaving, so rows are only to be had inside.
    """
    limits = limits or Limits()
    size = path.stat().st_size
    if size == 0:
        raise refuse("file_empty")
    if size > limits.file_bytes:
        raise refuse("file_too_big", size=size, most=limits.file_bytes)
    with tempfile.TemporaryDirectory(prefix="list-") as folder:
        answer = Path(folder) / "answer.jsonl"
        order = {
            "path": str(path.resolve()),
            "extension": Path(name).suffix.lower().lstrip("."),
            "answer": str(answer),
            "limits": asdict(limits),
        }
        _run(json.dumps(order), folder, limits)
        yield _book(answer)


def _run(order: str, folder: str, limits: Limits) -> None:
    """The child, until it ends or its time is over. It inherits no secret from the environment, and no open file."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", _START, str(_ROOT), order],
        cwd=folder,
        env={name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        code = process.wait(timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired as error:
        raise refuse("file_costs_time", seconds=limits.wall_seconds) from error
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if code in (-getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGKILL", 9)):
        raise refuse("file_costs_time", seconds=limits.cpu_seconds)
    if code == -signal.SIGABRT:
        raise refuse("file_costs_memory")
    if code != 0:
        raise refuse("file_broken")


def _book(answer: Path) -> Book:
    """What the child answered. Raises Refused."""
    try:
        return _read_answer(answer)
    except (TypeError, ValueError, KeyError, AttributeError, OSError, RecursionError) as error:
        raise refuse("file_broken") from error


def _read_answer(answer: Path) -> Book:
    """Reads the answer once: its records, and where each sheet's rows begin."""
    about: dict[str, Any] = {}
    sheets: list[Sheet] = []
    notes: list[Fault] = []
    done, offset = False, 0
    with answer.open("rb") as file:
        for line in file:
            offset += len(line)
            if line.startswith(b"["):
                continue
            record = json.loads(line)
            if "fault" in record:
                raise Refused(_fault(record, "fault"))
            if "note" in record:
                notes.append(_fault(record, "note"))
            elif "sheet" in record:
                merged = tuple(tuple(map(int, one)) for one in record.get("merged", []))
                sheets.append(Sheet(str(record["sheet"]), bool(record.get("hidden")), merged, answer, offset))
            about |= record.get("book", {})
            done = done or record.get("done") is True
    if not done:
        raise refuse("file_broken")
    texts = (str(about.get(name, "")) for name in ("encoding", "separator"))
    return Book(str(about.get("kind", "")), bool(about.get("date1904")), *texts, tuple(sheets), tuple(notes))


def _fault(record: dict[str, Any], key: str) -> Fault:
    return Fault(
        str(record[key]), str(record["sheet"]), int(record["row"]), int(record["column"]), dict(record["params"])
    )


def _row(line: bytes) -> Row:
    try:
        number, kinds, values = json.loads(line)
        held = iter(values)
        return Row(int(number), [EMPTY if letter == "." else _cell(letter, next(held)) for letter in kinds])
    except (TypeError, ValueError, KeyError, RuntimeError, StopIteration) as error:
        raise refuse("file_broken") from error


def _cell(letter: str, value: Any) -> Cell:
    if not isinstance(value, _TYPES[letter]):
        raise TypeError
    return Cell(_KINDS[letter], date.fromisoformat(value) if letter == "d" else value)
