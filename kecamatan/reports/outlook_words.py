"""Will we make it? In sentences, by the forecast of what the ledger alone tells as of a day. Pure.

Visits that are planned are not counted in: of an earlier day nobody knows any more which they were. The page of the
forecast counts them, and may say more.
"""

from collections.abc import Sequence
from datetime import date

from kecamatan.counts import Counts
from kecamatan.forecast.course import forecast
from kecamatan.forecast.parts import Forecast, Goal, Past, Plan, Range, Verdict, most_remaining
from kecamatan.papers.indonesian import day_text
from kecamatan.reports.words import number, percent

VERDICTS = {
    Verdict.REACHED: "Ya, sasaran sudah tercapai",
    Verdict.LIKELY: "Ya, kemungkinan besar",
    Verdict.UNCERTAIN: "Belum pasti",
    Verdict.UNLIKELY: "Tidak, bila laju kerja tetap seperti sekarang",
    Verdict.MISSED: "Tidak, sasaran tidak tercapai",
}


def will_we_make_it(
    remaining: int, days: Sequence[tuple[date, Counts]], *, as_of: date, start: date, goal: Goal
) -> list[str]:
    """What is to be expected as of a day. ``days``: each day's flow, in order; ``start``: the baseline date."""
    if not remaining:
        return ["Semua yang harus direkam sudah direkam."]
    last = day_text(goal.last_recording_day)
    if as_of > goal.last_recording_day:
        return [f"Hari terakhir perekaman, {last}, sudah lewat dan {number(remaining)} orang belum direkam."]
    told = forecast(Past(start, max(as_of, start), remaining, days), goal, Plan())
    if told.verdict is Verdict.TOO_LITTLE_DATA or told.at_last_recording_day is None:
        return ["Belum dapat dikatakan: catatan perekaman masih terlalu sedikit untuk menghitung laju kerja."]
    return [_verdict(told, last), *_needed(told)]


def _span(one: Range) -> str:
    return number(one.low) if one.low == one.high else f"antara {number(one.low)} dan {number(one.high)}"


def _verdict(told: Forecast, last: str) -> str:
    return (
        f"{VERDICTS[told.verdict]}: menurut buku catatan, tanpa menghitung kunjungan yang direncanakan, "
        f"pada hari terakhir perekaman, {last}, tersisa {_span(told.at_last_recording_day)} orang (8 dari 10 kegiatan berada dalam rentang seperti ini)."
    )


def _needed(told: Forecast) -> list[str]:
    if not told.needed_per_week:
        return []
    reach = (
        f"sampai tersisa paling banyak {number(told.may_remain)} orang"
        if told.may_remain
        else "sampai tidak ada yang tersisa"
    )
    pace = "" if told.pace is None else f"; laju kerja sekarang {number(round(told.pace))} orang per minggu"
    return [f"Dibutuhkan {number(told.needed_per_week)} orang per minggu {reach}, termasuk yang terus bertambah{pace}."]


def target_sentence(remaining: int, *, base: int, base_name: str, target: float) -> str:
    """Where the coverage stands beside its target, with its base in words (rule 11)."""
    may_remain = most_remaining(base, target)
    above = remaining - may_remain
    said = (
        f"Cakupan {percent(1 - remaining / base, 2)} dari {number(base)} {base_name}; target {percent(target / 100, 2)}, "
        f"yaitu paling banyak {number(may_remain)} orang belum direkam"
    )
    return f"{said}: masih {number(above)} orang di atasnya." if above > 0 else f"{said}: sudah tercapai."
