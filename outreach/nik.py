"""NIK and No KK as people and spreadsheets write them, and what is to be thought of them. Pure: no ORM, no request.

A NIK is ``PPKKCC DDMMYY SSSS``: the place of first registration (Kemendagri's codes), the birth date with 40 added to a
woman's day, a serial from 0001. It never changes: not with a move, not when the birth date is corrected (PP 40/2019
art. 30 and 33). So neither its place nor its date nor its sex is ever a ground to refuse it, and it has no check digit.
A No KK is built alike, with the day of issue in the middle; it changes often, and several people share it.
"""

import math
import re
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum, StrEnum

LENGTH = 16
#: Added to the day of birth in a woman's NIK.
WOMANS_DAY = 40
OLDEST_YEARS = 120
#: From here on a spreadsheet's number no longer holds every whole number.
EXACT_BELOW = 2**53
#: Codes of provinces, those of 2022 in Papua included.
PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 19), (21, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 96))
    for code in range(first, last + 1)
)
_BULLET = "•"
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_STRIPPED = re.compile(rf"[\s{_ZERO_WIDTH}'\"`´‘’‚“”„′″.·\-‐‑‒–—−]")
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?e[+-]?[0-9]+", re.IGNORECASE)
_NUMBER_AS_TEXT = re.compile(r"([0-9]+)\.0+")
_MASKED = re.compile(rf"[0-9]{{6}}[{_BULLET}*x]{{6}}([0-9]{{4}}|[{_BULLET}*x]{{4}})", re.IGNORECASE)
_WORDS_FOR_NONE = frozenset(
    {"", "<>", "null", "none", "nan", "nil", "na", "n/a", "#n/a", "?", "kosong", "belum", "tidakada", "tdkada"}
    | {"belumada", "blmada", "belumpunya", "tidakpunya", "tdkpunya"}
)


class Sex(StrEnum):
    """As the civil registry knows it."""

    MALE = "male"
    FEMALE = "female"


class Verdict(IntEnum):
    """What is done with a value: the highest verdict of its findings stands."""

    FINE = 0
    INFO = 1
    WARN = 2
    HOLD = 3
    REJECT = 4


class Finding(Enum):
    """One thing noticed about a number, by its machine name and its verdict."""

    SCIENTIFIC = ("scientific", Verdict.REJECT)
    MASKED = ("masked", Verdict.REJECT)
    NOT_16_DIGITS = ("not_16_digits", Verdict.REJECT)
    ALL_EQUAL = ("all_equal", Verdict.REJECT)
    LAST_DIGIT_LOST = ("last_digit_lost", Verdict.HOLD)
    NOT_EXACT = ("not_exact", Verdict.HOLD)
    SERIAL_ZERO = ("serial_zero", Verdict.HOLD)
    NO_SUCH_DATE = ("no_such_date", Verdict.HOLD)
    BIRTH_DATE_DIFFERS = ("birth_date_differs", Verdict.WARN)
    SEX_DIFFERS = ("sex_differs", Verdict.WARN)
    ELSEWHERE = ("elsewhere", Verdict.INFO)
    UNKNOWN_REGION = ("unknown_region", Verdict.INFO)

    def __init__(self, code: str, verdict: Verdict) -> None:
        self.code = code
        self.verdict = verdict


@dataclass(frozen=True)
class Reading:
    """A cell read as NIK or No KK. Its text never shows in a log: the digits are left out of ``repr``.

    ``digits``: the 16 digits, or "" where the cell holds none (missing, or rejected).
    """

    digits: str = field(default="", repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The gravest of the findings; FINE without any, also for a missing number."""
        return max((finding.verdict for finding in self.findings), default=Verdict.FINE)

    @property
    def is_missing(self) -> bool:
        """Nothing was written, or "0" and the like: no number yet, and never a key."""
        return not self.digits and not self.findings

    @property
    def usable(self) -> str:
        """The digits where nothing rejects or holds them, else ""."""
        return self.digits if self.verdict < Verdict.HOLD else ""

    @property
    def could_be(self) -> tuple[str, ...]:
        """Every number the cell may have meant: ten where a spreadsheet lost the last digit."""
        if Finding.LAST_DIGIT_LOST in self.findings:
            return tuple(f"{self.digits[:-1]}{digit}" for digit in range(10))
        return (self.digits,) if self.digits else ()


@dataclass(frozen=True)
class Parts:
    """What a NIK says of itself; for comparing, never to fill a birth date or sex that has a column of its own.

    ``region``: 6 digits, kecamatan of first registration. ``birth_dates``: none where the middle is no date, two where
    both centuries fit, the younger first. ``sex``: by the day block, None where that is no day.
    """

    region: str
    birth_dates: tuple[date, ...]
    sex: Sex | None
    serial: str


def read_nik(
    cell: object,
    *,
    today: date,
    home: str = "",
    regions: Container[str] = (),
    birth_date: date | None = None,
    sex: Sex | None = None,
) -> Reading:
    """``cell`` (text, or a number from a spreadsheet) as a NIK.

    ``home``: the kabupaten's code with or without dots; ``regions``: its kecamatan's codes as six digits, to tell old
    or unknown ones. ``birth_date`` and ``sex``: as the other columns have them; a difference only warns.
    """
    digits, findings = _digits_of(cell)
    if not digits:
        return Reading(findings=findings)
    parts = parts_of(digits, today=today)
    findings += _doubts_about(digits, parts.birth_dates)
    if birth_date and parts.birth_dates and digits[6:12] != _day_block(birth_date, parts.sex):
        findings += (Finding.BIRTH_DATE_DIFFERS,)
    if sex and parts.sex and sex != parts.sex:
        findings += (Finding.SEX_DIFFERS,)
    return Reading(digits, findings + _of_region(digits, home.replace(".", ""), regions))


def read_kk(cell: object, *, today: date, home: str = "", regions: Container[str] = ()) -> Reading:
    """``cell`` as a No KK; ``home`` and ``regions`` as for ``read_nik``. Never a key: a household shares it."""
    digits, findings = _digits_of(cell)
    if not digits:
        return Reading(findings=findings)
    issued = _dates(int(digits[6:8]), digits, today)
    return Reading(
        digits, findings + _doubts_about(digits, issued) + _of_region(digits, home.replace(".", ""), regions)
    )


def parts_of(nik: str, *, today: date) -> Parts:
    """The parts of ``nik``, 16 digits; ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{16}", nik):
        raise ValueError("a NIK has 16 digits")
    block = int(nik[6:8])
    day = block - WOMANS_DAY if block > WOMANS_DAY else block
    sex = (Sex.FEMALE if block > WOMANS_DAY else Sex.MALE) if 1 <= day <= 31 else None
    return Parts(nik[:6], _dates(day, nik, today), sex, nik[12:])


def masked(number: str) -> str:
    """``number`` as lists show it, ``150702••••••0003``; nothing but bullets for what is not 16 digits."""
    if not re.fullmatch(r"[0-9]{16}", number):
        return _BULLET * LENGTH if number else ""
    return f"{number[:6]}{_BULLET * 6}{number[12:]}"


def masked_beside_birth_date(number: str) -> str:
    """``number`` where the date of birth stands beside it, which is what ``masked`` hides: ``150702••••••••••``."""
    shown = masked(number)
    return f"{shown[:6]}{_BULLET * 10}" if shown else ""


def _digits_of(cell: object) -> tuple[str, tuple[Finding, ...]]:
    """The 16 digits in ``cell`` and what their form gives to think; "" and nothing where the number is missing."""
    number = _as_number(cell)
    if number is None:
        return _digits_of_text("" if cell is None else str(cell))
    if not number or math.isnan(number):
        return "", ()
    if number < 0 or number != math.floor(number):
        return "", (Finding.NOT_16_DIGITS,)
    digits, findings = _checked(str(int(number)))
    if digits and number >= EXACT_BELOW:
        findings += (Finding.NOT_EXACT,)
    if digits.endswith("0"):
        findings += (Finding.LAST_DIGIT_LOST,)
    return digits, findings


def _as_number(cell: object) -> int | float | None:
    """The number a cell holds, also where a program wrote it out as text with ".0"; None for other text."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return cell if not math.isinf(cell) else -1
    if isinstance(cell, str) and (written := _NUMBER_AS_TEXT.fullmatch(cell.strip())) and len(written[1]) >= LENGTH - 1:
        return int(written[1])
    return None


def _digits_of_text(text: str) -> tuple[str, tuple[Finding, ...]]:
    if _SCIENTIFIC.fullmatch(re.sub(rf"[\s{_ZERO_WIDTH}'\"]", "", text)):
        return "", (Finding.SCIENTIFIC,)
    squeezed = _STRIPPED.sub("", text)
    if squeezed.lower() in _WORDS_FOR_NONE or re.fullmatch(rf"0{{1,{LENGTH - 1}}}", squeezed):
        return "", ()
    if _MASKED.fullmatch(squeezed):
        return "", (Finding.MASKED,)
    return _checked(squeezed)


def _checked(squeezed: str) -> tuple[str, tuple[Finding, ...]]:
    if not re.fullmatch(r"[0-9]{16}", squeezed):
        return "", (Finding.NOT_16_DIGITS,)
    if len(set(squeezed)) == 1:
        return "", (Finding.ALL_EQUAL,)
    return squeezed, ()


def _doubts_about(digits: str, dates: tuple[date, ...]) -> tuple[Finding, ...]:
    doubts = (Finding.SERIAL_ZERO,) if digits.endswith("0000") else ()
    return doubts if dates else (*doubts, Finding.NO_SUCH_DATE)


def _of_region(digits: str, home: str, regions: Container[str]) -> tuple[Finding, ...]:
    """News about the place of first registration; each is as legal as any other."""
    news: tuple[Finding, ...] = ()
    if home and digits[:4] != home:
        news = (Finding.ELSEWHERE,)
    elif home and regions and digits[:6] not in regions:
        news = (Finding.UNKNOWN_REGION,)
    return news if digits[:2] in PROVINCES else (*news, Finding.UNKNOWN_REGION)


def _dates(day: int, digits: str, today: date) -> tuple[date, ...]:
    """The days that ``day`` with month and year of ``digits`` may be: in both centuries, past, at most 120 years ago."""
    found = []
    for century in (2000, 1900):
        try:
            one = date(century + int(digits[10:12]), int(digits[8:10]), day)
        except ValueError:
            continue
        if one <= today and (one.year + OLDEST_YEARS, one.month, one.day) >= (today.year, today.month, today.day):
            found.append(one)
    return tuple(found)


def _day_block(born: date, sex: Sex | None) -> str:
    day = born.day + (WOMANS_DAY if sex is Sex.FEMALE else 0)
    return f"{day:02}{born:%m}{born.year % 100:02}"
