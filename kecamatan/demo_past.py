"""An invented past drive, for ``up --demo``: the general election of 2024, told by week and kecamatan.

Its ledger is a summary, as an office would take it over from its old spreadsheet: one row a kind, week and kecamatan.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from kecamatan.demo_diary import Row
from kecamatan.models import Baseline, CountUpdate, Drive, Kabupaten, Kecamatan, User

NAME = "Pemilu 2024 (demo)"
BASELINE_DAY, LAST_RECORDING_DAY, POLLING_DAY = date(2023, 8, 21), date(2024, 2, 7), date(2024, 2, 14)
#: So much larger its baseline was than that of the present drive, and what remained of it in the end.
LARGER, LEFT = 1.18, (0.22, 0.48)
NOTE = "rekap mingguan"
Kind = CountUpdate.Kind


def past_drive(kabupaten: Kabupaten, stated: Mapping[str, int], today: date) -> Drive | None:
    """The drive with its baselines; None where it would not be past yet, or is there. ``stated``: people by kecamatan."""
    if today <= POLLING_DAY or Drive.objects.filter(kabupaten=kabupaten, name=NAME).exists():
        return None
    drive = Drive.objects.create(
        kabupaten=kabupaten,
        name=NAME,
        baseline_date=BASELINE_DAY,
        last_recording_day=LAST_RECORDING_DAY,
        polling_day=POLLING_DAY,
        base_people=172_406,
        base_name="wajib e-KTP dalam DPT",
        base_source="contoh",
        base_date=BASELINE_DAY,
    )
    Baseline.objects.bulk_create(
        Baseline(drive=drive, kecamatan=kecamatan, people=round(stated[kecamatan.code] * LARGER))
        for kecamatan in kabupaten.kecamatan_set.order_by("code")
    )
    return drive


def past_rows(drive: Drive, users: list[User]) -> list[Row]:
    """Its ledger, week after week; nowhere below zero on any day."""
    zone = ZoneInfo(drive.kabupaten.time_zone)
    places = drive.baselines.of_kecamatan().select_related("kecamatan").order_by("kecamatan__code")
    return [
        Row(day, place.kecamatan, None, kind, quantity, NOTE, _moment(day, number, zone), users[0])
        for place in places
        for number, (day, kind, quantity) in enumerate(_weeks(place.kecamatan, place.people))
    ]


def _moment(day: date, number: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(15, 0), tzinfo=zone) + timedelta(seconds=number)


def _weeks(kecamatan: Kecamatan, baseline: int) -> Iterator[tuple[date, str, int]]:
    """(Friday, kind, people): who flowed in first, then who was recorded or left."""
    chance = Random(f"past drive {kecamatan.code}")
    left = chance.uniform(*LEFT)
    remaining, weeks = baseline, (LAST_RECORDING_DAY - BASELINE_DAY).days // 7
    for week in range(1, weeks + 1):
        day = BASELINE_DAY + timedelta(days=7 * week - 3)
        added = max(0, round(chance.gauss(baseline / 110, 1.2)))
        if added:
            remaining += added
            yield day, Kind.ADDED, added
        for kind, likely in ((Kind.RECORDED_ELSEWHERE, 0.3), (Kind.REMOVED, 0.2)):
            if chance.random() < likely and remaining:
                remaining -= 1
                yield day, kind, 1
        # A drive of those days: slow until the new year, then in a hurry.
        line = baseline * (1 - (1 - left) * (week / weeks) ** 1.7)
        recorded = min(remaining, round(max(0.0, remaining - line) * chance.uniform(0.5, 1.0)))
        if recorded:
            remaining -= recorded
            yield day, Kind.RECORDED, recorded
