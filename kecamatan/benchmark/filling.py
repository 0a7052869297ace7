"""Regencies with a ledger, by the thousand rows: the real places under other codes, everything else invented.

The rows go in by plain SQL, with every guard of the database active: each is checked and moves its sums.
"""

import csv
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from psycopg2.extras import execute_values

from kecamatan.days import today_in
from kecamatan.models import Baseline, CountUpdate, Desa, Drive, Kabupaten, Kecamatan, User

REGENCY = Path(__file__).resolve().parents[1] / "regencies" / "15.07"
DAYS_BEFORE, DAYS_LEFT, DAYS_TO_POLLING = 120, 22, 35
#: Rows in a transaction. Few on PostgreSQL, where each one leaves a dead version of its sums behind until it ends.
ROWS_AT_ONCE = {"sqlite": 500, "postgresql": 40}
COLUMNS = (
    *("id", "drive_id", "kecamatan_id", "desa_id", "kind", "quantity", "date"),
    *("note", "key", "reverses_id", "entered_at", "entered_by_id"),
)


@dataclass(frozen=True)
class Spot:
    """Where a row may happen. ``pool``: what remains there, [people], shared by the spots that draw on the same."""

    kecamatan: int
    desa: int | None
    pool: list[int]


@dataclass(frozen=True)
class Invented:
    """One row before it is written. ``undoes``: how many rows before it stands the one that it reverses."""

    spot: Spot
    kind: str
    quantity: int
    day: date
    undoes: int | None = None


def make_places(number: int) -> list[Drive]:
    """So many regencies with 11 kecamatan, 93 desa and an active drive begun 120 days ago, and one user of each role."""
    kecamatan_rows, desa_rows = _read("kecamatan.csv"), _read("desa_kelurahan.csv")
    return [_make_regency(index, kecamatan_rows, desa_rows) for index in range(number)]


def _read(name: str) -> list[dict[str, str]]:
    with (REGENCY / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def _make_regency(index: int, kecamatan_rows: list[dict], desa_rows: list[dict]) -> Drive:
    prefix = f"{11 + index // 90}.{10 + index % 90}"
    kabupaten = Kabupaten.objects.create(code=prefix, name=f"Kabupaten {index + 1}", province="Jambi", capital="Sabak")
    drive = _make_drive(kabupaten)
    kecamatan = Kecamatan.objects.bulk_create(
        Kecamatan(
            kabupaten=kabupaten,
            code=prefix + row["code"][5:],
            name=row["name"],
            voters=int(row["voters_2024"]),
            tile_column=int(row["tile_column"]),
            tile_row=int(row["tile_row"]),
        )
        for row in kecamatan_rows
    )
    by_code = {row["code"]: one for row, one in zip(kecamatan_rows, kecamatan, strict=True)}
    desa = Desa.objects.bulk_create(
        Desa(
            kecamatan=by_code[row["kecamatan_code"]],
            code=prefix + row["code"][5:],
            name=row["name"],
            kind=row["kind"],
        )
        for row in desa_rows
    )
    _state_baselines(drive, kecamatan, desa, [int(row["baseline_2024_06_25"]) for row in kecamatan_rows])
    for role in User.Role.values:
        User.objects.create_user(f"{role}-{prefix}", None, role=role, kabupaten=kabupaten)
    return drive


def _make_drive(kabupaten: Kabupaten) -> Drive:
    today = today_in(kabupaten.time_zone)
    return Drive.objects.create(
        kabupaten=kabupaten,
        name="Pilkada",
        baseline_date=today - timedelta(days=DAYS_BEFORE),
        last_recording_day=today + timedelta(days=DAYS_LEFT),
        polling_day=today + timedelta(days=DAYS_TO_POLLING),
        base_people=174_754,
        base_name="wajib e-KTP",
        base_source="benchmark",
        base_date=today,
        is_active=True,
    )


def _state_baselines(drive: Drive, kecamatan: list[Kecamatan], desa: list[Desa], people: list[int]) -> None:
    """The real counts; every other kecamatan is broken down to its desa, but for a rest."""
    Baseline.objects.bulk_create(
        Baseline(drive=drive, kecamatan=one, people=number) for one, number in zip(kecamatan, people, strict=True)
    )
    shares = []
    for one, number in list(zip(kecamatan, people, strict=True))[::2]:
        own = [place for place in desa if place.kecamatan_id == one.pk]
        shares += [
            Baseline(drive=drive, kecamatan=one, desa=place, people=number * 3 // 4 // len(own)) for place in own
        ]
    Baseline.objects.bulk_create(shares)


def spots_of(drive: Drive) -> list[Spot]:
    """Every desa, and every kecamatan without a desa, with what the baseline leaves there."""
    desa = dict(Desa.objects.filter(kecamatan__kabupaten=drive.kabupaten_id).values_list("pk", "kecamatan_id"))
    pools: dict[tuple[int, int | None], list[int]] = {}
    for kecamatan, place, people in drive.baselines.values_list("kecamatan_id", "desa_id", "people"):
        pools.setdefault((kecamatan, None), [0])[0] += people if place is None else -people
        if place is not None:
            pools[kecamatan, place] = [people]
    spots = [Spot(kecamatan, pk, pools.get((kecamatan, pk), pools[kecamatan, None])) for pk, kecamatan in desa.items()]
    return spots + [Spot(kecamatan, None, pool) for (kecamatan, place), pool in pools.items() if place is None]


def invented(spots: Sequence[Spot], days: Sequence[date], count: int, chance: Random) -> Iterator[Invented]:
    """So many rows over these days, in order; none takes more than remains. Moves the pools along."""
    before: Invented | None = None
    for index in range(count):
        day = days[index * len(days) // count]
        mistake = before is not None and before.undoes is None and before.kind != "added" and before.day == day
        if mistake and chance.random() < 0.01:
            before = Invented(before.spot, before.kind, before.quantity, day, undoes=1)
            before.spot.pool[0] += before.quantity
            yield before
            continue
        spot, quantity = chance.choice(spots), chance.randint(1, 4)
        comes = spot.pool[0] < quantity or chance.random() < 0.4
        kind = "added" if comes else chance.choices(["recorded", "recorded_elsewhere", "removed"], [8, 1, 1])[0]
        spot.pool[0] += quantity if comes else -quantity
        before = Invented(spot, kind, quantity, day)
        yield before


def fill_ledger(drive: Drive, count: int, *, first_id: int, seed: int) -> None:
    """``count`` rows under the numbers from ``first_id``, evenly over the days from the baseline to today."""
    chance = Random(seed)
    today = today_in(drive.kabupaten.time_zone)
    days = [drive.baseline_date + timedelta(days=n) for n in range((today - drive.baseline_date).days + 1)]
    writer = User.objects.get(kabupaten=drive.kabupaten_id, role=User.Role.PETUGAS)
    zone = ZoneInfo(drive.kabupaten.time_zone)
    part = []
    for number, row in enumerate(invented(spots_of(drive), days, count, chance), first_id):
        part.append(
            (
                *(number, drive.pk, row.spot.kecamatan, row.spot.desa, row.kind, row.quantity, row.day.isoformat()),
                *("entered twice" if row.undoes else "", uuid.UUID(int=chance.getrandbits(128), version=4).hex),
                number - row.undoes if row.undoes else None,
                connection.ops.adapt_datetimefield_value(datetime.combine(row.day, time(15), tzinfo=zone)),
                writer.pk,
            )
        )
        if len(part) == ROWS_AT_ONCE[connection.vendor]:
            _insert(part)
            part = []
    _insert(part)


def _insert(rows: list[tuple]) -> None:
    table = f"INSERT INTO {CountUpdate._meta.db_table} ({', '.join(COLUMNS)}) VALUES"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{table} ({', '.join(['%s'] * len(COLUMNS))})", rows)
        elif rows:
            execute_values(cursor.cursor, f"{table} %s", rows, page_size=len(rows))


def after_filling() -> None:
    """Let the next row's number follow the last one, and let PostgreSQL know its tables as its own upkeep does by night."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('kecamatan_countupdate', 'id'), MAX(id)) FROM kecamatan_countupdate"
            )
            cursor.execute("VACUUM ANALYZE")


def hurry() -> None:
    """While filling, a power cut may lose everything: the database is made for this one run."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF" if connection.vendor == "sqlite" else "SET synchronous_commit = off")
