"""People into a database, by plain SQL with every guard active; one in ten is recorded, with step and row of the ledger."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import F
from psycopg2.extras import execute_values

from kecamatan.days import today_in
from kecamatan.models import Baseline, CountUpdate, Desa, Drive, User
from outreach import keys
from outreach.benchmark.people import Invented, Spot, invented
from outreach.models import Resident, ResidentRow, ResidentStep
from outreach.models.residents import NIK, NO_KK
from outreach.person_names import search_column

AT_ONCE = 1000
RECORDED = 10
PERSON = (
    *("id", "drive_id", "kecamatan_id", "desa_id", "nik_sealed", "nik_print", "no_kk_sealed", "no_kk_print", "name"),
    *(
        "name_key",
        "sex",
        "birth_place",
        "birth_date",
        "ever_married",
        "rt",
        "rw",
        "address",
        "phone",
        "home_visit",
        "note",
    ),
    *("listed_on", "listed_at", "listed_by_id", "state", "removal", "added", "since", "steps_taken", "version"),
)
ROW = ("drive_id", "kecamatan_id", "desa_id", "kind", "quantity", "date", "note", "key", "entered_at", "entered_by_id")
STEP = ("resident_id", "number", "step", "from_state", "to_state", "day", "removal", "note", "at", "by_id")


def spots_of(drive: Drive) -> list[Spot]:
    """Every desa of the drive's kabupaten."""
    desa = Desa.objects.filter(kecamatan__kabupaten=drive.kabupaten_id).select_related("kecamatan").order_by("code")
    return [Spot(one.code, one.name, one.kecamatan.code, one.kecamatan.name) for one in desa]


def make_room(drive: Drive, people: int) -> None:
    """Raise the baselines, so that twice so many people may remain."""
    times = max(1, 2 * people // sum(drive.baselines.filter(desa=None).values_list("people", flat=True)) + 1)
    for without_desa in (True, False):  # a kecamatan before its shares
        Baseline.objects.filter(drive=drive, desa__isnull=without_desa).update(people=F("people") * times)


def people_of(drive: Drive, count: int, seed: int = 0) -> list[Invented]:
    """The people that a drive is filled with."""
    today = today_in(drive.kabupaten.time_zone)
    return list(invented(spots_of(drive), count, today, (today - drive.baseline_date).days, seed))


class _Filler:
    """The people of one drive, under the numbers from ``first_id``."""

    def __init__(self, drive: Drive, first_id: int) -> None:
        self.drive, self.next_id, self.ring = drive, first_id, keys.ring()
        places = Desa.objects.filter(kecamatan__kabupaten=drive.kabupaten_id).values_list("code", "pk", "kecamatan_id")
        self.places = {code: (kecamatan, pk) for code, pk, kecamatan in places}
        self.by = User.objects.get(kabupaten=drive.kabupaten_id, role=User.Role.PETUGAS).pk
        self.day = drive.baseline_date.isoformat()
        self.chance = Random(first_id)

    def moment(self, day: date) -> object:
        found = datetime.combine(day, time(9), tzinfo=ZoneInfo(self.drive.kabupaten.time_zone))
        return connection.ops.adapt_datetimefield_value(found)

    def insert(self, people: Sequence[Invented]) -> None:
        rows, recorded = [], []
        for one in people:
            rows.append(self.person(one))
            if self.next_id % RECORDED == 0:
                recorded.append((self.next_id, *self.places[one.spot.desa]))
            self.next_id += 1
        with transaction.atomic():
            _insert(Resident, PERSON, rows)
        for start in range(0, len(recorded), 50):
            self.record(recorded[start : start + 50])

    def person(self, one: Invented) -> tuple:
        seal, fingerprint = self.ring.seal, self.ring.fingerprint
        return (
            *(self.next_id, self.drive.pk, *self.places[one.spot.desa]),
            *(seal(one.nik, NIK), fingerprint(one.nik, NIK), seal(one.no_kk, NO_KK), fingerprint(one.no_kk, NO_KK)),
            *(one.name, search_column(one.name), "male" if one.male else "female", one.birth_place),
            *(one.birth_date.isoformat(), one.married, one.rt, one.rw, one.address, one.phone, "", ""),
            *(self.day, self.moment(self.drive.baseline_date), self.by, "unrecorded", "", False, self.day, 0, 0),
        )

    def record(self, people: Sequence[tuple[int, int, int]]) -> None:
        """Few in a transaction: see ``kecamatan.benchmark.filling``."""
        today = today_in(self.drive.kabupaten.time_zone)
        at, day, owned, rows, steps = self.moment(today), today.isoformat(), [], [], []
        for pk, kecamatan, desa in people:
            key = uuid.UUID(int=self.chance.getrandbits(128), version=4).hex
            owned.append((pk, key))
            rows.append((self.drive.pk, kecamatan, desa, "recorded", 1, day, "", key, at, self.by))
            steps.append((pk, 1, "record", "unrecorded", "recorded", day, "", "", at, self.by))
        with transaction.atomic():
            _insert(ResidentRow, ("resident_id", "key"), owned)
            _insert(CountUpdate, ROW, rows)
            _insert(ResidentStep, STEP, steps)


def fill_people(drive: Drive, people: Sequence[Invented], first_id: int) -> None:
    """All of these on the list of the drive since its first day."""
    make_room(drive, len(people))
    filler = _Filler(drive, first_id)
    for start in range(0, len(people), AT_ONCE):
        filler.insert(people[start : start + AT_ONCE])


def _insert(model: type, columns: Sequence[str], rows: Sequence[tuple]) -> None:
    table = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{table} ({', '.join(['%s'] * len(columns))})", rows)
        elif rows:
            execute_values(cursor.cursor, f"{table} %s", rows, page_size=len(rows))


def after_filling() -> None:
    """Numbers go on after the last one, and the database knows its tables, as its own upkeep sees to."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('outreach_resident', 'id'), MAX(id)) FROM outreach_resident"
            )
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA optimize")
