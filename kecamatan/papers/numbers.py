"""Numbers of letters: the office's pattern, what it gives, and what is typed by hand. Pure: no ORM, no request.

A pattern is text with marks: ``471.13/{nomor}/DUKCAPIL/{bulan_romawi}/{tahun}``. ``{nomor}`` may be given a width,
``{nomor:3}`` for 007.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

MARKS = ("nomor", "bulan_romawi", "bulan", "tahun")
LONGEST = 60
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_MARK = re.compile(r"\{([a-z_]+)(?::([1-6]))?\}")
_PLAIN = re.compile(r"[0-9A-Za-z ./\-]*")


class Fault(Enum):
    """What is wrong with a pattern or a number; ``Problem.detail`` says which mark or sign."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN_MARK = "unknown_mark"
    NO_NUMBER = "no_number"
    NUMBER_TWICE = "number_twice"
    LONE_BRACE = "lone_brace"
    STRANGE_SIGN = "strange_sign"
    NO_YEAR = "no_year"
    NUMBER_TOUCHES_DIGIT = "number_touches_digit"
    NO_DIGIT = "no_digit"


@dataclass(frozen=True)
class Problem:
    """One fault, and the mark or sign it is about."""

    fault: Fault
    detail: str = ""


class NotAPattern(ValueError):
    """The text is no pattern of numbers; ``problems`` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__([problem.fault.value for problem in problems])
        self.problems = problems


@dataclass(frozen=True)
class Pattern:
    """A checked pattern."""

    text: str

    def number(self, serial: int, day: date) -> str:
        """The number of the letter that is the ``serial``-th (from 1) and bears the date ``day``."""
        if serial < 1:
            raise ValueError("numbers begin with 1")
        return _MARK.sub(lambda mark: _value(mark[1], mark[2], serial, day), self.text)

    def serial_in(self, number: str) -> int | None:
        """The serial in a number of this pattern, whatever its month and year; None for any other number.

        Tells whether a number typed by hand is one that the register gives itself.
        """
        parts, at = [], 0
        for mark in _MARK.finditer(self.text):
            parts += [re.escape(self.text[at : mark.start()]), _SHAPES[mark[1]]]
            at = mark.end()
        parts.append(re.escape(self.text[at:]))
        match = re.fullmatch("".join(parts), number.strip(), re.IGNORECASE | re.ASCII)
        return int(match["nomor"]) if match else None


_SHAPES = {
    "nomor": "(?P<nomor>[0-9]{1,9})",
    "bulan_romawi": "[IVX]{1,4}",
    "bulan": "[0-9]{2}",
    "tahun": "[0-9]{4}",
}


def pattern_of(text: str) -> Pattern:
    """``text`` as a pattern; raises NotAPattern with every problem it has."""
    text = text.strip()
    problems = _problems(text)
    if problems:
        raise NotAPattern(problems)
    return Pattern(text)


def typed_number(text: str) -> tuple[str, list[Problem]]:
    """A number given by the agenda office, tidied (no spaces at its ends or doubled), and what is wrong with it."""
    tidy = re.sub(r"\s+", " ", text).strip()
    if not tidy:
        return "", [Problem(Fault.EMPTY)]
    problems = _strange(tidy)
    if len(tidy) > LONGEST:
        problems.append(Problem(Fault.TOO_LONG))
    if not re.search(r"[0-9]", tidy):
        problems.append(Problem(Fault.NO_DIGIT))
    return tidy, problems


def _problems(text: str) -> list[Problem]:
    if not text:
        return [Problem(Fault.EMPTY)]
    names = [mark[1] for mark in _MARK.finditer(text)]
    problems = [Problem(Fault.UNKNOWN_MARK, name) for name in names if name not in MARKS]
    if len(text) > LONGEST:
        problems.append(Problem(Fault.TOO_LONG))
    if names.count("nomor") != 1:
        problems.append(Problem(Fault.NUMBER_TWICE if "nomor" in names else Fault.NO_NUMBER))
    # Without the year the same number would come again when the register starts anew in January.
    if "tahun" not in names:
        problems.append(Problem(Fault.NO_YEAR))
    rest = _MARK.sub("\0", text)
    if "{" in rest or "}" in rest:
        problems.append(Problem(Fault.LONE_BRACE))
    # A digit or another mark right beside {nomor} would make 1|12 and 11|2 the same number.
    if re.search(r"[0-9}]\{nomor(:[1-6])?\}|\{nomor(:[1-6])?\}[0-9{]", text):
        problems.append(Problem(Fault.NUMBER_TOUCHES_DIGIT))
    return problems + _strange(re.sub(r"[\0{}]", "", rest))


def _strange(text: str) -> list[Problem]:
    signs = sorted({sign for sign in text if not _PLAIN.fullmatch(sign)})
    return [Problem(Fault.STRANGE_SIGN, sign if sign.isprintable() else f"U+{ord(sign):04X}") for sign in signs]


def _value(name: str, width: str | None, serial: int, day: date) -> str:
    if name == "nomor":
        return f"{serial:0{width or 1}}"
    return {"bulan_romawi": ROMAN_MONTHS[day.month - 1], "bulan": f"{day:%m}", "tahun": f"{day.year:04}"}[name]
