"""Reads single cells: what a list may write for sex, RT, marriage, telephone and the like. Pure."""

import re
from dataclasses import dataclass

from kecamatan.phones import NotAPhone, stored_phone
from outreach.reading.plain import plain_text, without_marks
from outreach.reading.readings import Reading, doubt
from outreach.reading.sheets import EXACT_BELOW, Cell, Kind

_MALE = {"l", "lk", "lk2", "laki", "lakilaki", "laki2", "pria", "m", "male", "1", "cowok", "lelaki"}
_FEMALE = {"p", "pr", "perempuan", "wanita", "w", "f", "female", "2", "cewek", "prp"}
_NEVER_MARRIED = {
    "b",
    "belum",
    "belumkawin",
    "belumnikah",
    "blmkawin",
    "blm",
    "bk",
    "1",
    "lajang",
    "tidak",
    "tidakkawin",
    "gadis",
    "no",
}
_EVER_MARRIED = {
    "s",
    "p",
    "k",
    "sudah",
    "kawin",
    "menikah",
    "nikah",
    "pernah",
    "pernahkawin",
    "sudahkawin",
    "ya",
    "yes",
    "2",
    "3",
}
_EVER_MARRIED |= {
    "4",
    "kawintercatat",
    "kawinbelumtercatat",
    "kawintidaktercatat",
    "ceraihidup",
    "ceraimati",
    "janda",
    "duda",
}
_EVER_MARRIED |= {
    "cerai",
    "ceraibelumtercatat",
    "ceraitercatat",
    "ceraihiduptercatat",
    "ceraihidupbelumtercatat",
    "sudahmenikah",
}
_MARKS = {"v", "x", "√", "✓", "✔", "1", "ya", "ada", "l", "p", "☑", "☒"}
LONGEST_NAME = 100


@dataclass(frozen=True)
class RawNumber:
    """A NIK or No KK as it stood there, for somebody else to judge.

    ``text`` is what a person would see (digits of a NUMBER in full, a text without quotes); ``kind`` is what the
    spreadsheet held: a NUMBER that ends in 0 may have lost its 16th digit. ``exact`` is False for a number so big
    that its last digits are not to be trusted.
    """

    text: str
    kind: Kind
    exact: bool = True


def read_raw_number(cell: Cell) -> RawNumber | None:
    """None for a cell that is empty or says so."""
    if cell.kind is Kind.NUMBER:
        whole = cell.value == int(cell.value)
        text = f"{cell.value:.0f}" if whole else repr(cell.value)
        return RawNumber(text, cell.kind, whole and abs(cell.value) < EXACT_BELOW)
    text = read_text(cell)
    return RawNumber(text, cell.kind) if text else None


def read_text(cell: Cell) -> str:
    """What stands there as text, "" for nothing. A whole number is written without a point."""
    if cell.kind is Kind.EMPTY:
        return ""
    if cell.kind is Kind.NUMBER:
        return f"{cell.value:.0f}" if cell.value == int(cell.value) else repr(cell.value)
    if cell.kind is Kind.YES_NO:
        return "ya" if cell.value else "tidak"
    return plain_text(str(cell.value))


def read_name(cell: Cell) -> Reading[str]:
    """A person's name, at most 100 characters, with at least two letters."""
    text = read_text(cell)
    if not text:
        return Reading()
    if len(text) > LONGEST_NAME:
        return doubt("name_too_long", text, most=LONGEST_NAME)
    if cell.kind is not Kind.TEXT or sum(letter.isalpha() for letter in text) < 2:
        return doubt("name_not_understood", text)
    return Reading(text, "name_has_digits", {"text": text}) if re.search(r"\d", text) else Reading(text)


def read_sex(cell: Cell) -> Reading[str]:
    """``L`` or ``P``."""
    text = read_text(cell)
    short = re.sub(r"[^a-z0-9]", "", text.lower())
    if short in _MALE:
        return Reading("L")
    if short in _FEMALE:
        return Reading("P")
    return doubt("sex_not_understood", text) if text else Reading()


def is_marked(cell: Cell) -> bool:
    """Whether a column of ticks ("L" beside "P") is ticked here."""
    return cell.value is True or read_text(cell).lower() in _MARKS


def read_married(cell: Cell) -> Reading[bool]:
    """Whether ever married: in words, with the letters B S P of voters' lists, or SIAK's 1 to 4."""
    if cell.kind is Kind.YES_NO:
        return Reading(cell.value)
    text = read_text(cell)
    short = re.sub(r"[^a-z0-9]", "", text.lower())
    if short in _NEVER_MARRIED:
        return Reading(False)
    if short in _EVER_MARRIED:
        return Reading(True)
    return doubt("married_not_understood", text) if text else Reading()


def read_rt(cell: Cell) -> Reading[str]:
    """RT or RW as three digits, ``001``; 0 is none. A spreadsheet makes a day of "1/2": that is a doubt."""
    if cell.kind is Kind.DATE:
        return doubt("rt_is_date", cell.value.isoformat())
    text = read_text(cell)
    found = re.fullmatch(r"(?:r[tw]\.?\s*:?\s*)?0*([0-9]{0,3})(?:\.0+)?", text.lower())
    if found is None:
        return doubt("rt_not_understood", text)
    return Reading(found[1].zfill(3) if found[1] else None)


def read_rt_rw(cell: Cell) -> tuple[Reading[str], Reading[str]]:
    """RT and RW out of one cell: "001/002", "RT 01 RW 02", "1-2"."""
    if cell.kind is Kind.DATE:
        return doubt("rt_is_date", cell.value.isoformat()), Reading()
    text = read_text(cell)
    found = re.findall(r"[0-9]+", text)
    if not text:
        return Reading(), Reading()
    if len(found) == 2 and all(len(one.lstrip("0")) <= 3 for one in found):
        rt, rw = (read_rt(Cell(Kind.TEXT, one)) for one in found)
        return (rw, rt) if re.match(r"rw", text.lower()) else (rt, rw)
    if len(found) == 1 and re.fullmatch(r"rt\.?\s*:?\s*[0-9]{1,3}[\s/\-]*", text.lower()):
        return read_rt(Cell(Kind.TEXT, found[0])), Reading()
    return doubt("rt_not_understood", text), Reading()


def read_phone(cell: Cell) -> Reading[str]:
    """``+62…`` of the first number that is one."""
    text = read_text(cell)
    if not re.search(r"[1-9]", text):
        return Reading() if not text or not text.strip("0-") else doubt("phone_not_understood", text)
    for part in [text, *re.split(r"[/,;]|\s{2,}|\bdan\b|\batau\b", text)]:
        try:
            if found := stored_phone(without_marks(part)):
                return Reading(found)
        except NotAPhone:
            continue
    return doubt("phone_not_understood", text)
