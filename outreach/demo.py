"""The people behind the demo's counts: everybody of the first list, with what became of them, and the ledger in step.

The demo's diary counts without names. Who has a name is taken out of the row that counted them and has a row of their own,
so that every resident's rows are exactly what their state claims, as the database demands.
"""

import hashlib
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from kecamatan.demo import DemoLedger
from kecamatan.demo_diary import Row
from kecamatan.models import Baseline, Desa, Drive, School, User
from outreach import life, uploads
from outreach.demo_field import go_into_the_field
from outreach.demo_lists.regency import residents
from outreach.demo_people import DemoPerson
from outreach.demo_settling import DemoRow, Settled, settle_demo
from outreach.demo_stock import keep_demo_stock
from outreach.demo_visits import go_out
from outreach.life import Entry, Step
from outreach.models import ImportBatch, Resident, ResidentRow, ResidentStep

FIRST_LIST = "bulan-1-dinas.xlsx"
LIST_FILE = Path(__file__).resolve().parent / "demo_lists" / FIRST_LIST


def name_the_counts(drive: Drive, rows: list[Row], ledger: DemoLedger, today: date) -> None:
    """List everybody, split the rows that count them, and take their steps. Inside the transaction of the demo."""
    people = _listed(drive, today)
    standing = [row for row in rows if row.reverses is None and not any(one.reverses is row for one in rows)]
    settled = settle_demo(residents(), [_as_demo_row(row) for row in standing], _baselines(drive), today=today)
    settled = [one for one in settled if one.row is None or standing[one.row].day >= drive.baseline_date]
    split, late = _split(rows, standing, people, settled, ledger)
    ledger.write(split)
    tale = _Tale(people, standing)
    tale.take([one for one in settled if one.step is Step.ADD])
    ledger.write(late)
    tale.take([one for one in settled if one.step is not Step.ADD])
    go_out(drive, today)
    with translation.override(settings.LANGUAGE_CODE):  # phones are answered in sentences, which stay
        go_into_the_field(drive, today)
    keep_demo_stock(drive, today)


def _listed(drive: Drive, today: date) -> list[Resident]:
    """The first list, taken in on the baseline day by the first who may."""
    kabupaten = drive.kabupaten
    by = User.objects.filter(kabupaten=kabupaten, role=User.Role.PETUGAS, is_active=True).order_by("pk")[0]
    moment = datetime.combine(drive.baseline_date, time(9, 30), tzinfo=ZoneInfo(kabupaten.time_zone))
    batch = ImportBatch.objects.create(
        kabupaten=kabupaten,
        drive=drive,
        file_name=FIRST_LIST,
        file_print=uploads.print_of(hashlib.sha256(LIST_FILE.read_bytes()).hexdigest()),
        state=ImportBatch.State.COMMITTED,
        covers=ImportBatch.Covers.WHOLE,
        list_date=drive.baseline_date,
        new=len(residents()),
        by=by,
        at=moment,
        committed_at=moment + timedelta(minutes=4),
    )
    places = {one.code: one for one in Desa.objects.filter(kecamatan__kabupaten=kabupaten).select_related("kecamatan")}
    schools = {one.npsn: one for one in School.objects.filter(desa__kecamatan__kabupaten=kabupaten)}
    people = [_as_listed(batch, one, places[one.desa_code], schools.get(one.school or "")) for one in residents()]
    return Resident.objects.bulk_create(people, batch_size=500)


def _as_listed(batch: ImportBatch, one: DemoPerson, desa: Desa, school: School | None) -> Resident:
    person = Resident(
        drive=batch.drive,
        desa=desa,
        kecamatan=desa.kecamatan,
        sex=one.sex.value,
        birth_place=one.birth_place,
        birth_date=one.birth_date,
        ever_married=one.ever_married,
        rt=one.rt,
        rw=one.rw,
        address=one.address,
        phone=one.phone,
        school=school,
        home_visit=one.home_visit,
        note=one.note,
        listed_on=batch.list_date,
        since=batch.list_date,
        listed_at=batch.committed_at,
        listed_by=batch.by,
        batch=batch,
    )
    person.set_name(one.name)
    person.nik, person.no_kk = one.nik, one.no_kk
    return person


def _as_demo_row(row: Row) -> DemoRow:
    return DemoRow(row.kecamatan.code, row.desa.code if row.desa else "", row.kind, row.quantity, row.day, row.note)


def _baselines(drive: Drive) -> dict[str, int]:
    """People by code: of each desa with a stated share, and what is left over of each kecamatan."""
    rest: dict[str, int] = defaultdict(int)
    shares: dict[str, int] = {}
    stated = Baseline.objects.filter(drive=drive).values_list("kecamatan__code", "desa__code", "people")
    for kecamatan, desa, people in stated:
        rest[kecamatan] += -people if desa else people
        if desa:
            shares[desa] = people
    return rest | shares


def _split(
    rows: list[Row], standing: list[Row], people: list[Resident], settled: list[Settled], ledger: DemoLedger
) -> tuple[list[Row], list[Row]]:
    """(rows to write first, rows to write after the inflow has its names): every named person out of their row.

    The row by which somebody ends who also flowed in by name comes late: at each step, the rows that stand must be those
    that the state claims.
    """
    named: dict[int, list[Settled]] = defaultdict(list)
    for one in settled:
        if one.row is not None:
            named[one.row].append(one)
    added = {one.person for one in settled if one.step is Step.ADD}
    first, late, owned = [], [], []
    by_id = {id(row): number for number, row in enumerate(standing)}
    for row in rows:
        found = named.get(by_id.get(id(row), -1), [])
        left = row.quantity - len(found)
        if left:
            row.quantity = left
            first.append(row)
        for one in found:
            single = Row(row.day, row.kecamatan, people[one.person].desa, row.kind, 1, row.note, row.entered_at, row.by)
            single.key = ledger.new_key()
            owned.append(ResidentRow(resident=people[one.person], row_id=single.key))
            (late if one.person in added and one.step is not Step.ADD else first).append(single)
    ResidentRow.objects.bulk_create(owned, batch_size=500)
    return first, late


class _Tale:
    """Takes the steps of many, the first of everybody, then the second."""

    def __init__(self, people: list[Resident], standing: list[Row]) -> None:
        self.people, self.standing = people, standing
        self.told: dict[int, life.History] = {}
        self.numbers: dict[int, int] = defaultdict(int)

    def take(self, settled: list[Settled]) -> None:
        waves: dict[int, list[Settled]] = defaultdict(list)
        place: dict[int, int] = defaultdict(int)
        for one in settled:
            waves[place[one.person]].append(one)
            place[one.person] += 1
        for number in sorted(waves):
            ResidentStep.objects.bulk_create([self._step(one) for one in waves[number]], batch_size=500)

    def _step(self, one: Settled) -> ResidentStep:
        person = self.people[one.person]
        before = self.told.get(one.person, (Entry(Step.LIST, person.listed_on),))
        after = life.apply(before, Entry(one.step, one.day, one.removal, one.note))
        self.told[one.person] = after
        self.numbers[one.person] += 1
        row = self.standing[one.row] if one.row is not None else None
        evening = datetime.combine(one.day, time(16, 0), tzinfo=person.listed_at.tzinfo)
        return ResidentStep(
            resident=person,
            number=self.numbers[one.person],
            step=one.step,
            from_state=life.life_of(before).state,
            to_state=life.life_of(after).state,
            day=one.day,
            removal=one.removal or "",
            note=one.note,
            at=row.entered_at if row else evening,
            by=row.by if row else person.listed_by,
        )
