"""The demo's stock of blank cards: parcels from the centre, what was printed week by week, some spoilt, one miscount.

What was used follows from the steps of the demo's people, so that the page that compares the records finds them close: a
few more were used than were printed by name, for people whom nobody knows by name.
"""

import uuid
from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from kecamatan.models import Drive, User
from outreach.card_stock import EFFECT, Kind
from outreach.life import Step
from outreach.models import BlankCards, ResidentStep

#: Blanks left today, so that they do not reach for the prints that are due; and how many come in a parcel.
LEFT, PARCEL = 40, 500


def keep_demo_stock(drive: Drive, today: date) -> None:
    """Write the rows of the months until today."""
    chance = Random(f"blank cards {drive.kabupaten.code}")
    by = User.objects.filter(kabupaten=drive.kabupaten, role=User.Role.PETUGAS, is_active=True).order_by("pk")[0]
    rows = _outgoing(drive, today, chance)
    rows = sorted([*rows, *_incoming(rows, drive, chance)], key=lambda row: (row[0], EFFECT[row[1]] < 0))
    zone = ZoneInfo(drive.kabupaten.time_zone)
    BlankCards.objects.bulk_create(
        BlankCards(
            kabupaten=drive.kabupaten,
            kind=kind,
            quantity=quantity,
            day=day,
            note=note,
            key=uuid.UUID(int=chance.getrandbits(128), version=4),
            entered_at=datetime.combine(day, time(16, 10), tzinfo=zone),
            entered_by=by,
        )
        for day, kind, quantity, note in rows
    )


def _outgoing(drive: Drive, today: date, chance: Random) -> list[tuple[date, Kind, int, str]]:
    """Printed in each week, entered on its Friday or yesterday; now and then a few that were spoilt."""
    steps = ResidentStep.objects.filter(resident__drive=drive, step=Step.PRINT, undone_by__isnull=True)
    weeks: Counter[date] = Counter()
    for day in steps.values_list("day", flat=True):
        weeks[min(day + timedelta(days=(4 - day.weekday()) % 7), today - timedelta(days=1))] += 1
    rows = []
    for day, printed in sorted(weeks.items()):
        rows.append((day, Kind.USED, printed + chance.choice([0, 0, 1, 2]), "cetak kantor dan jemput bola"))
        if chance.random() < 0.35:
            rows.append((day, Kind.SPOILT, chance.randint(1, 3), "gagal cetak"))
    if rows:
        rows.append((rows[len(rows) // 2][0], Kind.COUNTED_FEWER, 2, "hitung ulang di lemari: kurang 2"))
    return rows


def _incoming(
    rows: list[tuple[date, Kind, int, str]], drive: Drive, chance: Random
) -> list[tuple[date, Kind, int, str]]:
    """Parcels that come before the box is empty; the last one only so large that ``LEFT`` are left today."""
    going = sum(quantity for _day, _kind, quantity, _note in rows)
    found, there, needed = [], 0, going + LEFT
    for day, _kind, quantity, _note in [(drive.baseline_date, None, 0, ""), *sorted(rows)]:
        while there < quantity + 30 and needed > 0:
            parcel = min(PARCEL, needed)
            came = max(drive.baseline_date, day - timedelta(days=chance.randint(1, 3)))
            found.append((came, Kind.RECEIVED, parcel, "kiriman dari provinsi"))
            there, needed = there + parcel, needed - parcel
        there -= quantity
    if needed > 0:
        found.append((found[-1][0], Kind.RECEIVED, needed, "kiriman dari provinsi"))
    return found
