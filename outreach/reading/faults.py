"""What is wrong with a file, and where: names and parameters, never sentences. Pure."""

from dataclasses import dataclass, field

Params = dict[str, str | int]


def column_letters(column: int) -> str:
    """``A`` for 1, ``AA`` for 27, as the spreadsheet names its columns."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """1 for ``A``, 27 for ``AA``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_name(row: int, column: int) -> str:
    """``B7`` for row 7, column 2: what the spreadsheet calls this cell."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong or worth telling. ``row`` and ``column`` count from 1 as in the spreadsheet, 0 is none."""

    name: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    params: Params = field(default_factory=dict)

    @property
    def cell(self) -> str:
        """``B7``, or "" where the fault is not about one cell."""
        return cell_name(self.row, self.column) if self.row and self.column else ""


class Refused(Exception):
    """The whole file cannot be taken; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


def refuse(name: str, *, sheet: str = "", row: int = 0, column: int = 0, **params: str | int) -> Refused:
    """The exception to raise: ``raise refuse("file_too_big", most=…)``."""
    return Refused(Fault(name, sheet, row, column, params))
