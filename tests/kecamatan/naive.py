"""An independent, slow and plain reckoning of the counts, to hold the real one against. Shares no code with it."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from kecamatan.models import CountUpdate, Desa, Drive, Kabupaten, Kecamatan

REGENCY = Path(__file__).resolve().parents[2] / "kecamatan" / "regencies" / "15.07"
SIGN = {"added": 1, "removed": -1, "recorded_elsewhere": -1, "recorded": -1}


def load_places() -> Kabupaten:
    """The real kecamatan and desa, without a drive and without the loader."""
    kabupaten = Kabupaten.objects.create(
        code="15.07", name="Tanjung Jabung Timur", province="Jambi", capital="Muara Sabak"
    )
    with (REGENCY / "kecamatan.csv").open(encoding="utf-8") as file:
        found = Kecamatan.objects.bulk_create(
            Kecamatan(kabupaten=kabupaten, code=row["code"], name=row["name"], voters=int(row["voters_2024"]))
            for row in csv.DictReader(file)
        )
    by_code = {kecamatan.code: kecamatan for kecamatan in found}
    with (REGENCY / "desa_kelurahan.csv").open(encoding="utf-8") as file:
        Desa.objects.bulk_create(
            Desa(kecamatan=by_code[row["kecamatan_code"]], code=row["code"], name=row["name"], kind=row["kind"])
            for row in csv.DictReader(file)
        )
    return kabupaten


def change(row: CountUpdate) -> int:
    """What one row does to remaining."""
    return SIGN[row.kind] * row.quantity * (-1 if row.reverses_id else 1)


def lowest_levels(drive: Drive, rows: Iterable[CountUpdate], until: date) -> dict[tuple[int, int | None], int]:
    """(kecamatan, desa with a share or None for the rest) → the lowest remaining at the end of any day."""
    start: dict[tuple[int, int | None], int] = {}
    for kecamatan, desa, people in drive.baselines.values_list("kecamatan_id", "desa_id", "people"):
        start[kecamatan, desa] = people
    for (kecamatan, desa), people in list(start.items()):
        if desa is not None:
            start[kecamatan, None] -= people
    by_day: dict[date, list[CountUpdate]] = {}
    for row in rows:
        by_day.setdefault(row.date, []).append(row)
    level, lowest = dict(start), dict(start)
    day = drive.baseline_date
    while day <= until:
        for row in by_day.get(day, []):
            place = (row.kecamatan_id, row.desa_id if (row.kecamatan_id, row.desa_id) in start else None)
            level[place] += change(row)
        lowest = {place: min(lowest[place], level[place]) for place in level}
        day += timedelta(days=1)
    return lowest
