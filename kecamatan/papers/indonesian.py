"""Days, hours and numbers as an official letter writes them, in Indonesian whatever the reader's language. Pure."""

from datetime import date, time

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def weekday(day: date) -> str:
    """``Rabu``."""
    return DAYS[day.weekday()]


def day_text(day: date) -> str:
    """``27 November 2024``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_in_words(day: date) -> str:
    """``Rabu tanggal dua puluh tujuh bulan November tahun dua ribu dua puluh empat``, as a berita acara opens."""
    year = number_in_words(day.year)
    return f"{weekday(day)} tanggal {number_in_words(day.day)} bulan {MONTHS[day.month - 1]} tahun {year}"


def hours_text(start: time, end: time | None, zone: str) -> str:
    """``08.00–12.00 WIB``, or ``08.00 WIB s.d. selesai`` where no end is known; ``zone``: WIB, WITA or WIT."""
    if end is None:
        return f"{start:%H.%M} {zone} s.d. selesai"
    return f"{start:%H.%M}–{end:%H.%M} {zone}"


def count_text(number: int) -> str:
    """``2.798``."""
    return f"{number:,}".replace(",", ".")


def number_in_words(number: int) -> str:
    """``seratus lima puluh enam``; from 0 to 999,999, ValueError beyond."""
    if not 0 <= number < 1_000_000:
        raise ValueError("only numbers from 0 to 999,999 are written in words")
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    for size, word in ((1000, "ribu"), (100, "ratus"), (10, "puluh")):
        if number >= size:
            many, rest = divmod(number, size)
            head = f"se{word}" if many == 1 else f"{number_in_words(many)} {word}"
            return f"{head} {number_in_words(rest)}" if rest else head
    raise AssertionError("unreachable")
