"""What each trigger of migration 0002 is for, as a case that passes with it and fails without it.

A case is registered under the trigger that it needs, which may be another one on SQLite than on PostgreSQL.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from kecamatan.actions.accounts import make_token
from kecamatan.actions.audit import audit
from kecamatan.kept import version_of
from kecamatan.models import ApiToken, Desa, Drive, Kecamatan, Outline, School, Tally
from tests.breaking_guards import cursor, execute, refused, registering

#: (trigger, case)
CASES: list[tuple[str, Callable]] = []


case = registering(CASES, "kecamatan")


def on_both(name: str) -> Callable:
    return case(name, name)


@contextmanager
def raises_version(kabupaten_id: int) -> Iterator[None]:
    before = version_of(kabupaten_id)
    yield
    assert version_of(kabupaten_id) > before


class World(SimpleNamespace):
    """The places and people of the tests, with one row of 7 recorded in Lambur and one of 3 in Sadu."""

    def row(self, kind: str, quantity: int, *, replace: bool = False, **changes) -> int:
        """Insert a row of the ledger by SQL, past every action; gives its id."""
        values = {
            "drive_id": self.ids["drive"],
            "kecamatan_id": self.ids["timur"],
            "desa_id": self.ids["lambur"],
            "kind": kind,
            "quantity": quantity,
            "date": str(self.today),
            "note": "",
            "key": uuid.uuid4().hex,
            "entered_at": self.now,
            "entered_by_id": self.ids["petugas"],
        }
        values |= {f"{name}_id" if f"{name}_id" in values else name: value for name, value in changes.items()}
        if "reverses" in values:
            values["reverses_id"] = values.pop("reverses")
        verb = "INSERT OR REPLACE" if replace else "INSERT"
        with cursor() as one:
            one.execute(
                f"{verb} INTO kecamatan_countupdate ({', '.join(values)})"
                f" VALUES ({', '.join(['%s'] * len(values))}) RETURNING id",
                list(values.values()),
            )
            return one.fetchone()[0]


def world(places, cast, today: date, enter: Callable) -> World:
    first = enter("recorded", 7, places.lambur, day=today - timedelta(days=3)).update
    enter("recorded", 3, None, kecamatan=places.sadu)
    schools = [
        School.objects.create(desa=places.lambur, npsn=npsn, name=f"SMA {npsn}", level="SMA")
        for npsn in ("10501234", "10501235")
    ]
    elsewhere = cast.foreigner.kabupaten
    betara = Kecamatan.objects.create(kabupaten=elsewhere, code="15.06.01", name="Betara", version=5)
    muntialo = Desa.objects.create(kecamatan=betara, code="15.06.01.2001", name="Muntialo", kind="desa")
    past_drive = Drive.objects.create(
        kabupaten=places.kabupaten,
        name="Pemilu",
        baseline_date=date(2023, 1, 1),
        last_recording_day=date(2023, 2, 1),
        polling_day=date(2023, 3, 1),
    )
    foreign_drive = Drive.objects.create(
        kabupaten=elsewhere,
        name="Pilkada",
        baseline_date=places.drive.baseline_date,
        last_recording_day=places.drive.last_recording_day,
        polling_day=places.drive.polling_day,
        is_active=True,
    )
    Outline.objects.create(kecamatan=places.timur, rings="[]")
    audit(by=cast.admin, action="test", target=places.lambur, kabupaten=places.kabupaten, before={"name": "Lambu"})
    for name in ("one", "two"):
        make_token(by=cast.petugas, name=name)
    assert ApiToken.objects.count() == 2
    ids = {name: thing.pk for name, thing in vars(places).items()}
    ids |= {"petugas": cast.petugas.pk, "foreigner": cast.foreigner.pk, "school": schools[0].pk, "first": first.pk}
    ids |= {"elsewhere": elsewhere.pk, "betara": betara.pk, "muntialo": muntialo.pk}
    ids |= {"past_drive": past_drive.pk, "foreign_drive": foreign_drive.pk}
    return World(
        ids=ids,
        first=first.pk,
        first_day=str(first.date),
        today=today,
        before=places.drive.baseline_date - timedelta(days=1),
        now=datetime.now().isoformat(sep=" ", timespec="seconds") + "+00:00",  # noqa: DTZ005
    )


# --- Nothing of the ledger and the audit log is changed or deleted ---------------------------------------------------


def _append_only(table: str) -> None:
    full = f"kecamatan_{table}"

    def is_not_updated(world):
        with refused(f"{full} is append-only: no UPDATE"):
            execute(f"UPDATE {full} SET id = id")

    def is_not_deleted(world):
        with refused(f"{full} is append-only: no DELETE"):
            execute(f"DELETE FROM {full}")

    def is_not_truncated(world):
        with refused(f"{full} is append-only: no TRUNCATE"):
            execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {full} CASCADE")

    def is_not_replaced(world):
        with cursor() as one:
            one.execute(f"SELECT * FROM {full} LIMIT 1")
            names = [column[0] for column in one.description if column[0] != "signed"]
        columns = ", ".join(names)
        with refused("this row is there already"):
            execute(f"INSERT OR REPLACE INTO {full} ({columns}) SELECT {columns} FROM {full} LIMIT 1")

    case(f"{table}_no_update", f"{table}_no_change")(is_not_updated)
    case(f"{table}_no_delete", f"{table}_no_change")(is_not_deleted)
    case(f"{table}_no_replace")(is_not_replaced)
    case(postgresql=f"{table}_no_truncate")(is_not_truncated)


for _table in ("countupdate", "auditentry", "auditchange"):
    _append_only(_table)


@case("countupdate_no_replace")
def a_row_is_not_replaced_by_its_key_or_by_what_it_reverses(world):
    reversal = world.row("recorded", 7, reverses=world.first, note="typed twice", date=world.first_day)
    with cursor() as one:
        one.execute("SELECT key FROM kecamatan_countupdate WHERE id = %s", [reversal])
        (key,) = one.fetchone()
    for same in ({"key": key}, {"reverses": world.first, "note": "again", "date": world.first_day}):
        with refused("this row is there already"):
            world.row("recorded", 7, replace=True, **same)


# --- A row fits its place, its drive, its days and the row it reverses -----------------------------------------------


@on_both("countupdate_fits")
def a_row_names_a_desa_of_its_kecamatan_and_a_drive_of_its_kabupaten(world):
    for wrong in (
        {"desa": world.ids["itik"]},
        {"kecamatan": world.ids["sadu"]},
        {"drive": world.ids["foreign_drive"]},
        {"kecamatan": world.ids["betara"], "desa": None},
    ):
        with refused("countupdate_place_fits"):
            world.row("added", 1, **wrong)


@on_both("countupdate_fits")
def a_row_is_not_before_the_baseline(world):
    with refused("countupdate_not_before_baseline"):
        world.row("added", 1, date=str(world.before))


@on_both("countupdate_fits")
def a_reversal_equals_the_row_it_undoes(world):
    same = {"reverses": world.first, "note": "typed twice", "date": world.first_day}
    for kind, quantity, wrong in (
        ("added", 7, {}),
        ("recorded", 6, {}),
        ("recorded", 7, {"date": str(world.today)}),
        ("recorded", 7, {"desa": world.ids["simbur"]}),
        ("recorded", 7, {"desa": None}),
        ("recorded", 7, {"kecamatan": world.ids["sadu"], "desa": world.ids["itik"]}),
        ("recorded", 7, {"drive": world.ids["past_drive"]}),
    ):
        with refused("countupdate_reversal_fits"):
            world.row(kind, quantity, **(same | wrong))


@on_both("countupdate_fits")
def a_reversal_is_not_reversed(world):
    reversal = world.row("recorded", 7, reverses=world.first, note="typed twice", date=world.first_day)
    with refused("countupdate_reversal_fits"):
        world.row("recorded", 7, reverses=reversal, note="back", date=world.first_day)


# --- Never below zero, and sums that follow every row ----------------------------------------------------------------


@on_both("countupdate_sums")
def a_kecamatan_never_falls_below_zero(world):
    for kind in ("recorded", "recorded_elsewhere", "removed"):
        with refused("remaining_not_negative"):
            world.row(kind, 48, kecamatan=world.ids["sadu"], desa=None)
    world.row("removed", 47, kecamatan=world.ids["sadu"], desa=None)


@on_both("countupdate_sums")
def a_desa_with_a_share_never_falls_below_zero(world):
    with refused("remaining_not_negative"):
        world.row("recorded", 34)
    world.row("recorded", 33)


@on_both("countupdate_sums")
def what_is_not_broken_down_never_falls_below_zero(world):
    """Timur has 100, of which 70 are shares: 30 for the kecamatan alone and for Siau together."""
    world.row("recorded", 20, desa=world.ids["siau"])
    for desa in (world.ids["siau"], None):
        with refused("remaining_not_negative"):
            world.row("recorded", 11, desa=desa)


@on_both("countupdate_sums")
def undoing_an_inflow_never_takes_more_than_remains(world):
    added = world.row("added", 5, kecamatan=world.ids["sadu"], desa=None)
    world.row("recorded", 50, kecamatan=world.ids["sadu"], desa=None)
    with refused("remaining_not_negative"):
        world.row("added", 5, kecamatan=world.ids["sadu"], desa=None, reverses=added, note="not them")


@on_both("countupdate_sums")
def the_tally_of_a_place_follows_every_row(world):
    rows = [world.row(kind, number) for number, kind in enumerate(("added", "removed", "recorded_elsewhere"), 2)]
    world.row("removed", 3, reverses=rows[1], note="alive")
    tally = Tally.objects.get(desa=world.ids["lambur"])
    assert (tally.recorded, tally.added, tally.removed, tally.recorded_elsewhere) == (7, 2, 0, 4)
    assert tally.last_entered_at is not None


@on_both("countupdate_sums")
def a_row_raises_the_version(world):
    with raises_version(world.ids["kabupaten"]):
        world.row("added", 1)


@case("countupdate_past", "countupdate_sums")
def no_earlier_day_falls_below_zero(world):
    """In Sadu 60 come today; the day before, 47 were left of 50."""
    yesterday = str(world.today - timedelta(days=1))
    sadu = {"kecamatan": world.ids["sadu"], "desa": None}
    world.row("added", 60, **sadu)
    for kind in ("recorded", "removed", "recorded_elsewhere"):
        with refused("remaining_not_negative"):
            world.row(kind, 51, date=yesterday, **sadu)
    added = world.row("added", 10, date=yesterday, **sadu)
    world.row("recorded", 60, date=yesterday, **sadu)
    with refused("remaining_not_negative"):
        world.row("added", 10, date=yesterday, reverses=added, note="not them", **sadu)


@case("countupdate_past", "countupdate_sums")
def no_later_day_falls_below_zero_by_a_row_of_an_earlier_one(world):
    """45 of 50 go in the days after, 60 come today: on the day between only 5 are left, whoever comes later."""
    sadu = {"kecamatan": world.ids["sadu"], "desa": None}
    earlier, later = (str(world.today - timedelta(days=days)) for days in (5, 2))
    world.row("recorded", 45, date=later, **sadu)
    world.row("added", 60, **sadu)
    with refused("remaining_not_negative"):
        world.row("recorded", 6, date=earlier, **sadu)


@case("countupdate_past", "countupdate_sums")
def what_is_not_broken_down_was_never_below_zero(world):
    world.row("added", 20, desa=None)
    with refused("remaining_not_negative"):
        world.row("recorded", 31, desa=world.ids["siau"], date=world.first_day)


@case("countupdate_past", "countupdate_sums")
def a_desa_with_a_share_was_never_below_zero(world):
    world.row("added", 20)
    with refused("remaining_not_negative"):
        world.row("recorded", 34, date=world.first_day)


@on_both("tally_follows")
def only_a_row_of_the_ledger_moves_a_tally(world):
    """Not even by the newest row once more, by one of another place, or to another place."""
    for change in (
        "recorded = 0",
        "recorded = recorded",
        "recorded = recorded + 7",
        f"recorded = recorded + 7, newest_row = {world.first}",
        f"recorded = recorded + 3, newest_row = {world.first + 1}",
        f"newest_row = {world.first + 9}",
        "newest_row = 0",
        "last_entered_at = NULL",
        f"desa_id = {world.ids['siau']}",
        "id = 777",
    ):
        with refused("tally_follows_ledger"):
            execute(f"UPDATE kecamatan_tally SET {change} WHERE desa_id = %s", [world.ids["lambur"]])


@case("tally_follows")
def a_row_under_an_earlier_number_is_refused(world):
    """So that the newest row in a tally stands for all of them."""
    with refused("tally_follows_ledger"):
        world.row("added", 1, id=world.first - 1)


@case("tally_follows")
def a_new_row_moves_no_tally_twice_nor_by_less(world):
    """A row whose own trigger is gone: what may then be written is its own number, once, and nothing else."""
    execute("DROP TRIGGER kecamatan_countupdate_sums")
    row = world.row("added", 5)
    for change in (
        f"added = added + 4, newest_row = {row}",
        f"recorded = recorded + 5, newest_row = {row}",
        f"added = added + 5, recorded = recorded + 1, newest_row = {row}",
        f"added = added + 5, recorded_elsewhere = 1, newest_row = {row}",
        f"added = added + 5, removed = 1, newest_row = {row}",
        f"added = added + 5, desa_id = {world.ids['siau']}, newest_row = {row}",
        f"added = added + 5, kecamatan_id = {world.ids['sadu']}, newest_row = {row}",
        f"added = added + 5, drive_id = {world.ids['past_drive']}, newest_row = {row}",
        f"added = added + 5, id = 777, newest_row = {row}",
    ):
        with refused("tally_follows_ledger"):
            execute(f"UPDATE kecamatan_tally SET {change} WHERE desa_id = %s", [world.ids["lambur"]])
    follow = f"UPDATE kecamatan_tally SET added = added + 5, newest_row = {row} WHERE desa_id = %s"
    execute(follow, [world.ids["lambur"]])
    with refused("tally_follows_ledger"):
        execute(follow, [world.ids["lambur"]])


@case("tally_begins", "tally_follows")
def no_tally_begins_without_a_row(world):
    with refused("tally_follows_ledger"):
        execute(
            "INSERT INTO kecamatan_tally (drive_id, kecamatan_id, desa_id, recorded, recorded_elsewhere, added, removed,"
            " newest_row) VALUES (%s, %s, %s, 0, 0, 0, 0, 0)",
            [world.ids["drive"], world.ids["timur"], world.ids["siau"]],
        )


@on_both("tally_no_delete")
def no_tally_is_deleted(world):
    with refused("tally_follows_ledger"):
        execute("DELETE FROM kecamatan_tally WHERE desa_id = %s", [world.ids["lambur"]])


# --- Baselines and shares --------------------------------------------------------------------------------------------

BASELINE = "INSERT INTO kecamatan_baseline (drive_id, kecamatan_id, desa_id, people) VALUES (%s, %s, %s, %s)"
STATED = "UPDATE kecamatan_baseline SET people = %s WHERE desa_id IS NULL AND kecamatan_id = %s"


@on_both("baseline_place")
def a_baseline_fits_its_place_and_its_drive(world):
    ids = world.ids
    for wrong in ([ids["drive"], ids["timur"], ids["itik"], 0], [ids["foreign_drive"], ids["timur"], None, 9]):
        with refused("baseline_place_fits"):
            execute(BASELINE, wrong)


@on_both("baseline_stays")
def a_baseline_does_not_move(world):
    for column, name in (("kecamatan_id", "betara"), ("desa_id", "siau"), ("drive_id", "past_drive")):
        with refused("baseline_place_fits"):
            execute(f"UPDATE kecamatan_baseline SET {column} = %s WHERE people = 30", [world.ids[name]])


@on_both("baseline_insert")
def shares_never_exceed_their_kecamatan(world):
    with refused("baseline_shares_within_kecamatan"):
        execute(BASELINE, [world.ids["drive"], world.ids["timur"], world.ids["siau"], 31])


@on_both("baseline_insert")
def a_new_share_is_not_below_what_was_done_there(world):
    world.row("recorded", 10, desa=world.ids["siau"])
    with refused("remaining_not_negative"):
        execute(BASELINE, [world.ids["drive"], world.ids["timur"], world.ids["siau"], 9])


@on_both("baseline_insert")
def a_new_share_raises_the_version(world):
    with raises_version(world.ids["kabupaten"]):
        execute(BASELINE, [world.ids["drive"], world.ids["timur"], world.ids["siau"], 5])


@on_both("baseline_update")
def a_baseline_is_not_lowered_below_its_shares_or_what_was_done(world):
    with refused("baseline_shares_within_kecamatan"):
        execute(STATED, [69, world.ids["timur"]])
    for statement, people in (
        ("UPDATE kecamatan_baseline SET people = 6 WHERE desa_id = %s", "lambur"),
        ("UPDATE kecamatan_baseline SET people = 2 WHERE desa_id IS NULL AND kecamatan_id = %s", "sadu"),
    ):
        with refused("remaining_not_negative"):
            execute(statement, [world.ids[people]])
    with raises_version(world.ids["kabupaten"]):
        execute("UPDATE kecamatan_baseline SET people = 7 WHERE desa_id = %s", [world.ids["lambur"]])


@on_both("baseline_update")
def a_baseline_is_not_lowered_below_an_earlier_day(world):
    """Of 50 in Sadu 45 went four days ago; 30 came since. 48 would leave -1 for the row of today: none of the days may."""
    sadu = {"kecamatan": world.ids["sadu"], "desa": None}
    world.row("recorded", 45, date=world.first_day, **sadu)
    world.row("added", 30, **sadu)
    with refused("remaining_not_negative"):
        execute(STATED, [44, world.ids["sadu"]])
    execute(STATED, [45, world.ids["sadu"]])


@on_both("baseline_update")
def a_share_is_not_raised_over_what_the_rest_has_given(world):
    world.row("recorded", 25, desa=world.ids["siau"])
    with refused("remaining_not_negative"):
        execute("UPDATE kecamatan_baseline SET people = 46 WHERE desa_id = %s", [world.ids["lambur"]])


@on_both("baseline_delete")
def a_baseline_with_shares_or_rows_is_not_taken_away(world):
    with refused("baseline_shares_within_kecamatan"):
        execute("DELETE FROM kecamatan_baseline WHERE desa_id IS NULL AND kecamatan_id = %s", [world.ids["timur"]])
    with refused("remaining_not_negative"):
        execute("DELETE FROM kecamatan_baseline WHERE kecamatan_id = %s", [world.ids["sadu"]])
    with raises_version(world.ids["kabupaten"]):
        execute("DELETE FROM kecamatan_baseline WHERE desa_id = %s", [world.ids["simbur"]])


# --- What does not move ----------------------------------------------------------------------------------------------


@on_both("desa_stays")
def a_desa_with_counts_or_a_share_stays(world):
    world.row("recorded", 1, desa=world.ids["siau"])
    for name in ("siau", "simbur"):
        with refused("desa_stays"):
            execute("UPDATE kecamatan_desa SET kecamatan_id = %s WHERE id = %s", [world.ids["sadu"], world.ids[name]])


@on_both("kecamatan_stays")
def a_kecamatan_stays(world):
    with refused("kecamatan_stays"):
        execute(
            "UPDATE kecamatan_kecamatan SET kabupaten_id = %s WHERE id = %s",
            [world.ids["kabupaten"], world.ids["betara"]],
        )


@on_both("drive_stays")
def a_drive_with_counts_stays_and_does_not_begin_after_its_first_row(world):
    with refused("drive_stays"):
        execute(
            "UPDATE kecamatan_drive SET kabupaten_id = %s, is_active = false, name = 'x' WHERE id = %s",
            [world.ids["elsewhere"], world.ids["drive"]],
        )
    with refused("drive_stays"):
        execute("UPDATE kecamatan_drive SET baseline_date = %s WHERE id = %s", [str(world.today), world.ids["drive"]])
    execute("UPDATE kecamatan_drive SET baseline_date = %s WHERE id = %s", [world.first_day, world.ids["drive"]])
