"""Dates as lists write them. A day is never guessed: what may mean two days is a doubt. Pure.

Day, month, year is the order here, and a four-digit year in front the only other one. Where month and day can't be
in that order ("08/31/2007") the file was written in another country's way, and then no date of it can be trusted.
"""

import re
from datetime import date, timedelta

from outreach.reading.plain import plain_text
from outreach.reading.readings import Reading, doubt
from outreach.reading.sheets import Cell, Kind

_MONTHS = (
    "januari january jan",
    "februari pebruari february feb peb",
    "maret march mar mrt",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agu agt ags agust aug",
    "september sep sept",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_MONTH |= {
    roman: number
    for number, roman in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], start=1)
}
_WEEKDAY = re.compile(
    r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|(mon|tues|wednes|thurs|fri|satur|sun)day)\b[\s,]*"
)
_TIME = re.compile(r"[\sT]+\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?\s*([ap]\.?m\.?|wib|z)?$", re.IGNORECASE)
_BETWEEN = r"[\s\-/|.,_\\]+"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,4}})")
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})")
_NAMED = re.compile(r"(\d{1,2})[\s\-/|.,_]*([a-z]+)\.?[\s\-/|.,_']*(\d{1,4})")
_NAMED_FIRST = re.compile(r"([a-z]{3,})\.?[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]+(\d{4})")
_EIGHT = re.compile(r"(\d{2})(\d{2})(\d{4})")
_EIGHT_YEAR_FIRST = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")

#: Spreadsheets count days from here; the one of 1904 four years later.
_DAY_ZERO, _DAYS_TO_1904 = date(1899, 12, 30), 1462
_FIRST_SERIAL, _LAST_SERIAL = 367, 73_050  # the years 1901 to 2099
_OLDEST_YEARS = 120


def read_date(cell: Cell, *, today: date, date1904: bool = False) -> Reading[date]:
    """The day in ``cell``: not after ``today`` and not more than 120 years before. ``date1904``: as the book counts."""
    if cell.kind is Kind.DATE:
        return _within(cell.value, today)
    if cell.kind is Kind.NUMBER:
        return _of_number(cell.value, today, date1904)
    if cell.kind is Kind.TEXT:
        return read_date_text(cell.value, today=today, date1904=date1904)
    return Reading() if cell.kind is Kind.EMPTY else doubt("date_not_understood", cell.value)


def read_date_text(text: str, *, today: date, date1904: bool = False) -> Reading[date]:
    """As ``read_date``, of a text."""
    plain = plain_text(text)
    short = _WEEKDAY.sub("", _TIME.sub("", plain.lower())).strip(" .,")
    if not short:
        return Reading() if not plain else doubt("date_not_understood", plain)
    if re.fullmatch(r"\d+([.,]0+)?", short):
        return _of_number(int(re.split("[.,]", short)[0]), today, date1904, text=plain)
    if found := _YEAR_FIRST.fullmatch(short):
        return _day(found[3], int(found[2]), found[1], plain, today)
    if found := _DAY_FIRST.fullmatch(short):
        return _day(found[1], int(found[2]), found[3], plain, today)
    if (found := _NAMED.fullmatch(short)) and found[2] in _MONTH:
        return _day(found[1], _MONTH[found[2]], found[3], plain, today)
    if (found := _NAMED_FIRST.fullmatch(short)) and found[1] in _MONTH:
        return _day(found[2], _MONTH[found[1]], found[3], plain, today)
    return doubt("date_not_understood", plain)


def _of_number(value: float, today: date, date1904: bool, text: str = "") -> Reading[date]:
    """A spreadsheet's count of days, or eight digits (the first zero may be lost) that are a day."""
    text = text or (f"{value:g}" if isinstance(value, float) else str(value))
    if value == 0:
        return Reading()
    serial = int(value) + (_DAYS_TO_1904 if date1904 else 0)
    if _FIRST_SERIAL <= serial <= _LAST_SERIAL and not 1900 <= value <= 2100:
        return _within(_DAY_ZERO + timedelta(days=serial), today)
    digits = str(int(value)) if value == int(value) and value > 0 else ""
    padded = digits.zfill(8) if len(digits) == 7 else digits
    if (found := _EIGHT_YEAR_FIRST.fullmatch(digits)) and 1 <= int(found[2]) <= 12 and int(found[3]) <= 31:
        return _day(found[3], int(found[2]), found[1], text, today)
    if found := _EIGHT.fullmatch(padded):
        return _day(found[1], int(found[2]), found[3], text, today)
    return doubt("date_not_understood", text)


def _day(day: str, month: int, year: str, text: str, today: date) -> Reading[date]:
    if int(year) == 0 and int(day) == 0:
        return Reading()
    if len(year) < 4:
        return doubt("date_two_digit_year", text)
    if int(day) == 0 or month == 0:
        return doubt("date_incomplete", text)
    if month > 12 and int(day) <= 12 and month <= 31:
        return doubt("date_month_first", text)
    try:
        return _within(date(int(year), month, int(day)), today)
    except ValueError:
        return doubt("date_not_real", text)


def _within(day: date, today: date) -> Reading[date]:
    if day > today:
        return doubt("date_in_future", day.isoformat())
    if day.year < today.year - _OLDEST_YEARS:
        return doubt("date_too_old", day.isoformat())
    return Reading(day)


def split_birth(text: str) -> tuple[str, str]:
    """Place and date out of "Muara Sabak, 12-08-2007": what stands before the first digit, and the rest."""
    plain = plain_text(text)
    found = re.search(r"\d", plain)
    if found is None:
        return plain.strip(" ,/-"), ""
    place = plain[: found.start()]
    # "Sabak, Agustus 12, 2007" and "Sabak, Minggu 12-08-2007": the word before the digit may be of the date.
    words = place.replace(",", " , ").split()
    date_words = ""
    if words and (words[-1].lower() in _MONTH or _WEEKDAY.match(words[-1].lower())) and len(words) > 1:
        date_words = words.pop() + " "
    return " ".join(words).replace(" ,", ",").strip(" ,/-"), date_words + plain[found.start() :]
