"""What is wrong in the files, and where."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: the file, the line and column (from 1; 0 where the file as a whole is meant), the column's name."""

    file: str
    line: int
    column: int
    name: str
    sentence: str

    def __str__(self) -> str:
        """``file:line:column(name): sentence``, without the parts that there are not."""
        where = self.file
        if self.line:
            where += f":{self.line}:{self.column or 1}"
        if self.name:
            where += f"({self.name})"
        return f"{where}: {self.sentence}"


class Faults(list[Fault]):
    """The faults found so far, in any order."""

    def add(self, file: str, sentence: str, *, line: int = 0, column: int = 0, name: str = "") -> None:
        self.append(Fault(file, line, column, name, sentence))

    def stop_if_any(self, files: Sequence[str] = ()) -> None:
        """Raise Faulty with all of them, by file (in the order of ``files``), line and column."""
        if self:
            order = {file: number for number, file in enumerate(files)}
            raise Faulty(sorted(set(self), key=lambda fault: (order.get(fault.file, len(order)), fault)))


class Faulty(Exception):
    """The files are not taken in; ``faults`` says why, each with its place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
