"""The brief of the week: one page of sentences for whoever has a minute. Pure: no ORM, no request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kecamatan.counts import Counts, ratio, total
from kecamatan.forecast.parts import Goal
from kecamatan.papers.indonesian import day_text, weekday
from kecamatan.reports.content import Row
from kecamatan.reports.outlook_words import target_sentence, will_we_make_it
from kecamatan.reports.periods import Period
from kecamatan.reports.visits import VisitNumbers, total_of
from kecamatan.reports.words import joined, number, percent, span

#: Visits to come that are named, and kecamatan that are named where something goes wrong.
NAMED, WORST = 6, 3
STALE_DAYS = 7
SUNDAY = 6

Days = Sequence[tuple[date, Counts]]


@dataclass(frozen=True)
class Week:
    """All that the brief is made of. ``heads``: the kecamatan; ``days``: kecamatan's code → its days with entries, each with
    that day's flow; ``held``, ``ahead``: visits of the week and of the seven days after it; None where nobody knows visits.
    """

    period: Period
    total: Row
    heads: Sequence[Row]
    days: Mapping[str, Days]
    start: date
    last_recording_day: date
    polling_day: date
    base: int | None
    base_name: str
    target: float
    held: Sequence[VisitNumbers] | None
    ahead: Sequence[VisitNumbers] | None

    def flow(self, code: str) -> Counts:
        """What a kecamatan's ledger did in the week."""
        return total(flow for day, flow in self.days[code] if day in self.period)


def sections(week: Week) -> list[tuple[str, list[str]]]:
    """(question, its sentences), in the order in which they are asked."""
    return [
        ("Apa yang terjadi minggu ini?", _happened(week)),
        ("Apakah akan tercapai?", _outlook(week)),
        ("Di mana tertinggal?", _behind(week)),
        ("Apa yang sudah dilakukan?", _done(week)),
        ("Kunjungan berikutnya", _next(week)),
    ]


def _happened(week: Week) -> list[str]:
    whole = total(week.flow(row.code) for row in week.heads)
    row = week.total
    days = span(week.period.first, week.period.last)
    compared = ""
    if row.before is not None and week.period.last.weekday() < SUNDAY:
        compared = f"; minggu ini belum selesai, minggu sebelumnya {number(row.before)}"
    elif row.before is not None:
        difference = row.during - row.before
        words = f"{number(abs(difference))} {'lebih banyak' if difference > 0 else 'lebih sedikit'} daripada"
        compared = f", {words if difference else 'sama dengan'} minggu sebelumnya ({number(row.before)})"
    fell = -whole.flow
    moved = (
        f"berkurang {number(fell)} menjadi" if fell > 0 else f"bertambah {number(-fell)} menjadi" if fell else "tetap"
    )
    said = [
        f"Pada {days} direkam {number(row.during)} orang{compared}.",
        f"Yang belum direkam {moved} {number(row.remaining)} orang: {number(whole.recorded)} direkam, "
        f"{number(whole.recorded_elsewhere)} direkam di tempat lain, {number(whole.removed)} dikurangi (meninggal, pindah, "
        f"ganda, tidak wajib), dan {number(whole.added)} bertambah (berusia 17 tahun, pindah datang, baru ditemukan).",
        f"Sejak {day_text(week.start)} direkam {number(row.recorded)} orang, {percent(row.share)} dari semua yang harus "
        "direkam sampai sekarang (direkam dan belum direkam).",
    ]
    if row.ready is not None:
        said.append(
            f"Menurut nama, {number(row.ready)} KTP-el siap cetak (PRR) dan {number(row.printed)} sudah dicetak."
        )
    return said


def _outlook(week: Week) -> list[str]:
    by_day: dict[date, Counts] = {}
    for days in week.days.values():
        for day, flow in days:
            by_day[day] = by_day.get(day, Counts()) + flow
    remaining = week.total.remaining or 0
    said = will_we_make_it(
        remaining,
        sorted(by_day.items()),
        as_of=week.period.last,
        start=week.start,
        goal=Goal(week.last_recording_day, week.polling_day, week.target if week.base else None, week.base),
    )
    if week.base:
        said.append(target_sentence(remaining, base=week.base, base_name=week.base_name, target=week.target))
    return said


def _behind(week: Week) -> list[str]:
    said = []
    left = [row for row in week.heads if row.remaining]
    if not left:
        return ["Tidak ada kecamatan yang masih mempunyai warga belum rekam."]
    most = sorted(left, key=lambda row: (-(row.remaining or 0), row.code))[:WORST]
    share = ratio(sum(row.remaining or 0 for row in most), week.total.remaining)
    names = joined([f"{row.name} ({number(row.remaining)})" for row in most])
    said.append(f"Terbanyak belum direkam: {names}; {percent(share, 0)} dari semua yang belum direkam.")
    slow = sorted((row for row in left if row.share is not None), key=lambda row: (row.share, row.code))[:WORST]
    names = joined([f"{row.name} ({percent(row.share, 0)})" for row in slow])
    said.append(f"Terendah bagian yang sudah direkam dari yang harus direkam: {names}.")
    still = [row.name for row in left if not row.during]
    if still:
        said.append(f"Tanpa perekaman minggu ini: {joined(still)}.")
    growing = [row.name for row in left if week.flow(row.code).flow > 0]
    if growing:
        said.append(f"Yang belum direkam bertambah minggu ini: {joined(growing)}.")
    return said + _stale(week, left)


def _stale(week: Week, left: Sequence[Row]) -> list[str]:
    """Where nothing was entered for a week or longer, the longest silent first."""
    silent = []
    for row in left:
        last = max((day for day, _flow in week.days[row.code]), default=None)
        days = (week.period.last - (last or week.start)).days
        if days >= STALE_DAYS:
            silent.append((days, row.name))
    silent.sort(key=lambda one: (-one[0], one[1]))
    if not silent:
        return []
    return [
        f"Tanpa catatan selama tujuh hari atau lebih: {joined([f'{name} ({number(days)} hari)' for days, name in silent])}."
    ]


def _done(week: Week) -> list[str]:
    if week.held is None:
        return ["Data kunjungan tidak tersedia."]
    held = [one for one in week.held if one.is_held]
    if not held:
        return ["Tidak ada kunjungan jemput bola minggu ini."]
    came, expected = total_of(held, "came"), total_of(held, "expected")
    where = joined(list(dict.fromkeys(one.kecamatan for one in held)))
    said = [
        f"{number(len(held))} kunjungan jemput bola di {where}, dengan {number(total_of(held, 'recorded'))} perekaman."
    ]
    if expected:
        share = percent(came / expected, 0)
        said.append(f"Hadir {number(came)} dari {number(expected)} orang yang diharapkan ({share}).")
    not_held = len(week.held) - len(held)
    if not_held:
        said.append(f"{number(not_held)} kunjungan yang direncanakan minggu ini belum dicatat hasilnya.")
    return said


def _next(week: Week) -> list[str]:
    if week.ahead is None:
        return ["Data kunjungan tidak tersedia."]
    if not week.ahead:
        return ["Belum ada kunjungan yang direncanakan untuk tujuh hari berikutnya."]
    said = [
        f"{weekday(one.day)}, {day_text(one.day)}: {joined(one.places, 3)} ({one.kecamatan})"
        + (f", {number(one.expected)} orang diharapkan." if one.expected is not None else ".")
        for one in week.ahead[:NAMED]
    ]
    if len(week.ahead) > NAMED:
        said.append(f"Dan {number(len(week.ahead) - NAMED)} kunjungan lagi dalam tujuh hari berikutnya.")
    return said
