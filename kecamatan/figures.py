"""Numbers, shares and days as text, in the language of the page: 2.798, 1,60 %, 25 Juni 2024. Pure formatting."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import get_language

NONE = "–"
MINUS = "\N{MINUS SIGN}"


def number_text(value: int | None) -> str:
    """A whole number with thousands separated: 2.798 in Indonesian, 2,798 in English; "–" for None."""
    if value is None:
        return NONE
    text = f"{abs(value):,}"
    if get_language() != "en":
        text = text.replace(",", ".")
    return f"{MINUS}{text}" if value < 0 else text


def signed_text(value: int | None) -> str:
    """A change, with its sign: +12, −3, 0."""
    text = number_text(value)
    return f"+{text}" if value and value > 0 else text


def decimal_text(value: float | None, digits: int = 1) -> str:
    """A number with that many decimals, the mark of the language: 98,4 or 98.4."""
    if value is None:
        return NONE
    text = f"{abs(value):,.{digits}f}"
    if get_language() != "en":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if value < 0 else text


def percent_text(value: float | None, digits: int = 1) -> str:
    """A share (0.984) as 98,4%; "–" where there was nothing to divide by (rule 11)."""
    return NONE if value is None else f"{decimal_text(value * 100, digits)}%"


def day_text(value: date | None) -> str:
    """25 Juni 2024."""
    return NONE if value is None else formats.date_format(value, "DATE_FORMAT")


def short_day_text(value: date | None) -> str:
    """25 Jun 2024."""
    return NONE if value is None else formats.date_format(value, "SHORT_DATE_FORMAT")


def long_day_text(value: date | None) -> str:
    """Selasa, 25 Juni 2024."""
    return NONE if value is None else formats.date_format(value, "l, j F Y")


def hour_text(value: time | None) -> str:
    """08.00 in Indonesian, 08:00 in English."""
    if value is None:
        return NONE
    return value.strftime("%H:%M" if get_language() == "en" else "%H.%M")


def hours_text(starts: time | None, ends: time | None) -> str:
    """08.00–14.00, in the kabupaten's zone."""
    return f"{hour_text(starts)}–{hour_text(ends)}"


def moment_text(value: datetime | None, zone: str, zone_label: str = "") -> str:
    """25 Juni 2024 14.05 WIB, in the kabupaten's zone."""
    if value is None:
        return NONE
    text = formats.date_format(value.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
    return f"{text} {zone_label}".strip()


def short_moment_text(value: datetime | None, zone: str, zone_label: str = "") -> str:
    """25 Jun 2024 14.05 WIB, for tables."""
    if value is None:
        return NONE
    text = formats.date_format(value.astimezone(ZoneInfo(zone)), "SHORT_DATETIME_FORMAT")
    return f"{text} {zone_label}".strip()
