"""Numbers, shares, days and lists of names as a report writes them, in Indonesian whatever the reader's language. Pure."""

from collections.abc import Sequence
from datetime import date

from kecamatan.papers.indonesian import MONTHS, count_text, day_text, weekday
from kecamatan.reports.content import Level
from kecamatan.reports.periods import Kind

NONE, MINUS = "–", "\N{MINUS SIGN}"
TITLES = {
    Kind.DAILY: "Laporan Harian Perekaman KTP-el",
    Kind.WEEKLY: "Laporan Mingguan Perekaman KTP-el",
    Kind.MONTHLY: "Laporan Bulanan Perekaman KTP-el",
    Kind.FINAL: "Laporan Akhir Perekaman KTP-el",
    Kind.BRIEF: "Ringkasan Mingguan Perekaman KTP-el",
}
FILE_NAMES = {
    Kind.DAILY: "laporan-harian",
    Kind.WEEKLY: "laporan-mingguan",
    Kind.MONTHLY: "laporan-bulanan",
    Kind.FINAL: "laporan-akhir",
    Kind.BRIEF: "ringkasan-mingguan",
}
THESE_DAYS = {
    Kind.DAILY: "hari ini",
    Kind.WEEKLY: "minggu ini",
    Kind.MONTHLY: "bulan ini",
    Kind.FINAL: "selama kegiatan",
    Kind.BRIEF: "minggu ini",
}
DAYS_BEFORE = {
    Kind.DAILY: "hari lalu",
    Kind.WEEKLY: "minggu lalu",
    Kind.MONTHLY: "bulan lalu",
    Kind.FINAL: NONE,
    Kind.BRIEF: "minggu lalu",
}


def number(value: int | None) -> str:
    """``2.798``, ``−3``; "–" for what nobody knows."""
    if value is None:
        return NONE
    return f"{MINUS if value < 0 else ''}{count_text(abs(value))}"


def percent(share: float | None, digits: int = 1) -> str:
    """A share (0.984) as ``98,4%``; more than 100% as it is; "–" where there was nothing to divide by (rule 11)."""
    if share is None:
        return NONE
    return f"{MINUS if share < 0 else ''}{abs(share) * 100:,.{digits}f}%".translate(str.maketrans(",.", ".,"))


def span(first: date, last: date) -> str:
    """``18–24 November 2024``, ``28 Oktober–3 November 2024``; one day as itself."""
    if first >= last:
        return day_text(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_text(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]}–{day_text(last)}"
    return f"{day_text(first)}–{day_text(last)}"


def long_day(day: date) -> str:
    """``Minggu, 24 November 2024``."""
    return f"{weekday(day)}, {day_text(day)}"


def joined(names: Sequence[str], most: int = 5) -> str:
    """``A, B, dan C``; beyond ``most`` names only how many more there are."""
    shown, more = list(names[:most]), len(names) - most
    if more > 0:
        return f"{', '.join(shown)}, dan {number(more)} lainnya"
    if len(shown) < 2:
        return "".join(shown)
    return f"{' dan '.join(shown)}" if len(shown) == 2 else f"{', '.join(shown[:-1])}, dan {shown[-1]}"


def row_label(level: Level, name: str) -> str:
    """How a row is called: ``KECAMATAN SADU``, a desa by its name."""
    return f"Kecamatan {name}" if level is Level.KECAMATAN else name
