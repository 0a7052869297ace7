"""Five invented months of a drive, for ``up --demo``: the real places and baselines, everything else made up.

The same for the same day: dates count back from today, chance is seeded. Each kecamatan follows a line of its own from
its baseline to what shall remain today; people come to the office in ones and twos, visits take what is left to the
line, and every week some turn 17. No place is ever below zero, on any day and in the order of entry: rows that add
people are entered on their day, only rows that take people away may be entered late.
"""

import csv
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from kecamatan import demo_words as words
from kecamatan.demo_accounts import ACCOUNTS
from kecamatan.demo_diary import DAYS_BEFORE, Diary, Place, Profile, Row
from kecamatan.demo_past import past_drive, past_rows
from kecamatan.demo_split import demo_schools, desa_shares, seed_of
from kecamatan.models import Baseline, CountUpdate, Desa, Drive, Kabupaten, School, User, WallLink

DAYS_LEFT, DAYS_TO_POLLING = 21, 34
#: Given the drive, the rows of the diary, the ledger to write them to, and the day.
Naming = Callable[[Drive, list[Row], "DemoLedger", date], None]
REGENCIES = Path(__file__).resolve().parent / "regencies"


USUAL = [
    Profile(0.32, 19, 0.62),
    Profile(0.36, 21, 0.55),
    Profile(0.29, 20, 0.60),
    Profile(0.40, 23, 0.50),
    Profile(0.34, 21, 0.55),
]
LAGGING = Profile(0.80, 47, 0.25, silent=17)
NEARLY_DONE = Profile(-0.10, 11, 0.75)
REMOTE = Profile(0.48, 30, 0.34, undivided=0.5)
PARTLY = Profile(0.38, 22, 0.52, undivided=0.3)


def fill_demo(kabupaten: Kabupaten, *, today: date, naming: Naming | None = None) -> None:
    """Fill an empty kabupaten with an invented drive; where its ledger has rows already, nothing is touched.

    ``naming``: puts people of the app above beside the counts; it splits rows of many into rows of one and writes them.
    """
    if CountUpdate.objects.filter(drive__kabupaten=kabupaten).exists():
        return
    chance = Random(seed_of(kabupaten.code))
    with transaction.atomic():
        users = _people(kabupaten)
        if (past := past_drive(kabupaten, _stated_baselines(kabupaten.code), today)) is not None:
            DemoLedger(past).write(past_rows(past, users))
        drive = _drive(kabupaten, today)
        places = _places(kabupaten, drive, chance)
        _heads_and_schools(places, chance)
        diary = Diary(drive, today, chance, users, ZoneInfo(kabupaten.time_zone))
        for place in places:
            diary.live(place)
        diary.mistakes(places)
        ledger = DemoLedger(drive)
        if naming is None:
            ledger.write(diary.rows)
        else:
            naming(drive, diary.rows, ledger, today)
        _outside(kabupaten, users[0])


def _outside(kabupaten: Kabupaten, by: User) -> None:
    """The public page is on, and a screen has a link, whose secret nobody knows."""
    now = timezone.now()
    Kabupaten.objects.filter(pk=kabupaten.pk).update(public_since=now)
    digest = WallLink.digest_of(WallLink.new_secret())
    WallLink.objects.create(
        kabupaten=kabupaten, name=words.SCREEN, digest=digest, made_by=by, made_at=now - timedelta(days=40)
    )


def _people(kabupaten: Kabupaten) -> list[User]:
    """The accounts of the demo, and colleagues who cannot sign in; those who enter counts are given back."""
    writers = []
    for username, password, role in ACCOUNTS:
        user = User.objects.filter(username=username).first()
        if user is None:
            user = User.objects.create_user(
                username, password, role=role, kabupaten=kabupaten, full_name=words.PEOPLE.get(role, username)
            )
        if user.enters_counts:
            writers.append(user)
    for username, name in words.COLLEAGUES:
        user = User.objects.filter(username=username).first() or User.objects.create_user(
            username, None, role=User.Role.PETUGAS, kabupaten=kabupaten, full_name=name, is_active=False
        )
        writers.append(user)
    return writers


def _drive(kabupaten: Kabupaten, today: date) -> Drive:
    """The active drive, its days set around today; made from the regency's file where there is none."""
    drive = Drive.objects.filter(kabupaten=kabupaten, is_active=True).first() or Drive(
        kabupaten=kabupaten,
        name="Pilkada (demo)",
        base_people=174_754,
        base_name="wajib e-KTP dalam DPT",
        base_source="contoh",
        is_active=True,
    )
    drive.baseline_date = today - timedelta(days=DAYS_BEFORE)
    drive.last_recording_day = today + timedelta(days=DAYS_LEFT)
    drive.polling_day = today + timedelta(days=DAYS_TO_POLLING)
    if drive.base_people:
        drive.base_date = drive.baseline_date
    drive.save()
    if not drive.baselines.exists():
        stated = _stated_baselines(kabupaten.code)
        Baseline.objects.bulk_create(
            Baseline(drive=drive, kecamatan=kecamatan, people=stated[kecamatan.code])
            for kecamatan in kabupaten.kecamatan_set.order_by("code")
        )
    return drive


def _stated_baselines(code: str) -> dict[str, int]:
    with (REGENCIES / code / "kecamatan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    column = next(name for name in rows[0] if name.startswith("baseline"))
    return {row["code"]: int(row[column]) for row in rows}


def _profile(index: int) -> Profile:
    return {2: LAGGING, 4: REMOTE, 6: NEARLY_DONE, 8: PARTLY}.get(index, USUAL[index % len(USUAL)])


def _places(kabupaten: Kabupaten, drive: Drive, chance: Random) -> list[Place]:
    """Every kecamatan with its baseline split over its desa; shares are stored, where none are stated yet."""
    places = []
    baselines = dict(drive.baselines.of_kecamatan().values_list("kecamatan_id", "people"))
    stated = dict(drive.baselines.shares().values_list("desa_id", "people"))
    found = list(kabupaten.kecamatan_set.order_by("code").prefetch_related("desa_set"))
    shares = desa_shares(
        chance, [(baselines.get(one.pk, 0), [desa.code for desa in one.desa_set.all()]) for one in found]
    )
    for index, kecamatan in enumerate(found):
        profile, desa = _profile(index), sorted(kecamatan.desa_set.all(), key=lambda d: d.code)
        people = baselines.get(kecamatan.pk, 0)
        divided = desa[: len(desa) - round(len(desa) * profile.undivided)]
        left: dict[Desa | None, int] = {d: stated.get(d.pk, shares[d.code]) for d in divided}
        left[None] = people - sum(left.values())
        place = Place(kecamatan, profile, desa, left, people)
        place.weight = {d: shares[d.code] + 1 for d in desa}
        places.append(place)
    if not stated:
        Baseline.objects.bulk_create(
            Baseline(drive=drive, kecamatan=place.kecamatan, desa=desa, people=people)
            for place in places
            for desa, people in place.left.items()
            if desa is not None
        )
    return places


def _heads_and_schools(places: list[Place], chance: Random) -> None:
    """Invented heads with telephone numbers that nobody has, and a few schools."""
    everywhere = [desa for place in places for desa in place.desa]
    for number, desa in enumerate(everywhere):
        desa.head_name = f"{chance.choice(words.FIRST)} {chance.choice(words.LAST)}"
        desa.head_phone = f"0812 0000 {number + 1:04d}" if chance.random() > 0.1 else ""
    Desa.objects.bulk_update(everywhere, ["head_name", "head_phone"])
    by_code = {desa.code: desa for desa in everywhere}
    # A chance of their own, so that another school does not change the months that follow.
    heads = Random(f"heads of schools {places[0].kecamatan.code if places else ''}")
    School.objects.bulk_create(
        (
            School(
                desa=by_code[school.desa_code],
                npsn=school.npsn,
                name=f"{school.level} {school.name}",
                level=school.level,
                head_name=f"{heads.choice(words.FIRST)} {heads.choice(words.LAST)}",
                head_phone=f"0813 0000 {number:04d}",
            )
            for number, school in enumerate(demo_schools(by_code), start=1)
        ),
        ignore_conflicts=True,
    )


class DemoLedger:
    """Writes rows in the order of entry; a row stands before the one that undoes it."""

    def __init__(self, drive: Drive) -> None:
        self.drive = drive
        self.chance = Random(f"keys {drive.kabupaten.code}{'' if drive.is_active else f' {drive.name}'}")

    def new_key(self) -> uuid.UUID:
        """The same one after the other, every time."""
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def write(self, rows: list[Row]) -> None:
        waiting: list[CountUpdate] = []
        for row in sorted(rows, key=lambda row: row.entered_at):
            if row.reverses is not None:
                CountUpdate.objects.bulk_create(waiting)
                waiting = []
            row.saved = CountUpdate(
                drive=self.drive,
                kecamatan=row.kecamatan,
                desa=row.desa,
                kind=row.kind,
                quantity=row.quantity,
                date=row.day,
                note=row.note,
                key=row.key or self.new_key(),
                reverses=row.reverses.saved if row.reverses else None,
                entered_at=row.entered_at,
                entered_by=row.by,
            )
            waiting.append(row.saved)
        CountUpdate.objects.bulk_create(waiting)
