"""Will we make it? In sentences, by the pace of the last four weeks. Pure.

``will_we_make_it`` is the one place that says so on paper: another forecast is put in here.
"""

from collections.abc import Iterable
from datetime import date

from kecamatan.counts import Counts
from kecamatan.pace import Outlook, outlook, pace_of
from kecamatan.papers.indonesian import day_text
from kecamatan.reports.words import number, percent


def will_we_make_it(
    remaining: int, days: Iterable[tuple[date, Counts]], *, as_of: date, start: date, last_recording_day: date
) -> list[str]:
    """What the present pace makes of the days that are left. ``days``: each day's flow; ``start``: the baseline date."""
    if not remaining:
        return ["Semua yang harus direkam sudah direkam."]
    pace = pace_of(days, as_of=as_of, start=start)
    look = outlook(remaining, pace, as_of=max(as_of, start), last_recording_day=last_recording_day)
    last = day_text(last_recording_day)
    if look.is_past:
        return [f"Hari terakhir perekaman, {last}, sudah lewat dan {number(remaining)} orang belum direkam."]
    return [_verdict(look, last), _needed(look, remaining, last)]


def _verdict(look: Outlook, last: str) -> str:
    if look.pace is None:
        return "Belum dapat dikatakan: catatan perekaman masih terlalu sedikit untuk menghitung laju kerja."
    if look.gets_there:
        return f"Ya: dengan laju kerja sekarang semua akan direkam sampai dengan hari terakhir perekaman, {last}."
    return (
        f"Tidak, dengan laju kerja sekarang: pada hari terakhir perekaman, {last}, masih {number(look.left_over)} orang "
        "belum direkam."
    )


def _needed(look: Outlook, remaining: int, last: str) -> str:
    per = "per minggu" if look.days_left >= 7 else f"sampai dengan {last}"
    needed = f"Dibutuhkan {number(look.needed_per_week)} orang {per}"
    if look.pace is None:
        return f"{needed}."
    if look.pace.net >= 0:
        return f"{needed}; dalam empat minggu terakhir yang belum direkam berkurang {number(look.pace.fewer)} orang per minggu."
    return f"{needed}; dalam empat minggu terakhir yang belum direkam justru bertambah {number(look.pace.more)} orang per minggu."


def target_sentence(remaining: int, *, base: int, base_name: str, target: float) -> str:
    """Where the coverage stands beside its target, with its base in words (rule 11)."""
    may_remain = int(base * (100 - target) / 100)
    above = remaining - may_remain
    said = (
        f"Cakupan {percent(1 - remaining / base, 2)} dari {number(base)} {base_name}; target {percent(target / 100, 2)}, "
        f"yaitu paling banyak {number(may_remain)} orang belum direkam"
    )
    return f"{said}: masih {number(above)} orang di atasnya." if above > 0 else f"{said}: sudah tercapai."
