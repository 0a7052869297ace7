"""What each trigger of the stock of blank cards is for, as a case that passes with it and fails without it."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from tests.breaking_guards import cursor, execute, refused, registering
from tests.outreach.people_world import insert, transaction_ends

#: (trigger, case)
CASES: list[tuple[str, Callable]] = []
case = registering(CASES, "outreach")
TABLE = "outreach_blankcards"


def write(world, kind: str, quantity: object, days: int = 0, **changes) -> int:
    """A row of the office's stock, so many days before today."""
    values = {
        **{"kabupaten_id": world.ids["kabupaten"], "kecamatan_id": None, "kind": kind, "quantity": quantity},
        **{"day": str(world.today - timedelta(days=days)), "note": "x", "key": uuid.uuid4().hex, "reverses_id": None},
        **{"entered_at": world.now, "entered_by_id": world.ids["petugas"]},
    }
    return insert(TABLE, values | changes)


@case("blankcards_of_its_kabupaten", "blankcards_of_its_kabupaten")
def everything_is_of_one_kabupaten(world):
    for wrong in (
        {"entered_by_id": world.ids["foreigner"]},
        {"kabupaten_id": world.ids["elsewhere"]},
        {
            "kabupaten_id": world.ids["elsewhere"],
            "entered_by_id": world.ids["foreigner"],
            "kecamatan_id": world.ids["timur"],
        },
    ):
        with refused("blankcards_of_its_kabupaten"):
            write(world, "received", 1, **wrong)
    write(world, "received", 1, kecamatan_id=world.ids["timur"])


@case("blankcards_reversal_mirrors", "blankcards_reversal_mirrors")
def a_reversal_says_what_the_row_says(world):
    row = world.ids["used"]
    for wrong in (
        {"kind": "spoilt"}, {"quantity": 9}, {"days": 0}, {"kecamatan_id": world.ids["timur"]}, {"reverses_id": world.ids["undoing"]},
    ):  # fmt: skip
        with refused("blankcards_reversal_mirrors"):
            write(world, **{"kind": "used", "quantity": 10, "days": 5, "reverses_id": row} | wrong)
    write(world, "used", 10, 5, reverses_id=row)


@case("blankcards_not_below_zero", "blankcards_not_below_zero")
def no_stock_falls_below_zero_on_any_day(world):
    """There are 40 from ten days ago, 30 from five days ago, 70 today; none at Timur."""
    with cursor() as one:
        one.execute("SELECT version FROM kecamatan_kabupaten WHERE id = %s", [world.ids["kabupaten"]])
        (before,) = one.fetchone()
    for kind, quantity, days in (("used", 71, 0), ("spoilt", 31, 4), ("counted_fewer", 31, 10), ("used", 1, 11)):
        with refused("blankcards_not_below_zero"):
            write(world, kind, quantity, days)
    with refused("blankcards_not_below_zero"):
        write(world, "used", 1, kecamatan_id=world.ids["timur"])
    with refused("blankcards_not_below_zero"):
        write(world, "received", 40, 10, reverses_id=world.ids["received"])
    write(world, "used", 30, 4)
    write(world, "used", 40)
    if connection.vendor == "postgresql":
        with cursor() as one:
            one.execute("SELECT version FROM kecamatan_kabupaten WHERE id = %s", [world.ids["kabupaten"]])
            assert one.fetchone()[0] > before


@case("blankcards_shape")
def a_row_holds_whole_cards_and_a_day(world):
    for wrong in (
        {"quantity": 2.5},
        {"quantity": "many"},
        {"days": 0, "day": "2024-02-31"},
        {"day": "2024-2-3"},
        {"day": 20240203},
    ):
        with refused("blankcards_shape"):
            write(world, **{"kind": "received", "quantity": 1} | wrong)


@case("blankcards_no_update", "blankcards_no_change")
def a_row_is_not_changed(world):
    with refused("append-only"):
        execute(f"UPDATE {TABLE} SET note = 'y'")


@case("blankcards_no_delete")
def a_row_is_not_deleted(world):
    with refused("append-only"):
        execute(f"DELETE FROM {TABLE}")


@case("blankcards_no_replace")
def a_row_is_not_replaced(world):
    names = "id, kabupaten_id, kecamatan_id, kind, quantity, day, note, key, reverses_id, entered_at, entered_by_id"
    with refused(f"{TABLE}: this row is there already"):
        execute(f"INSERT OR REPLACE INTO {TABLE} ({names}) SELECT {names} FROM {TABLE} WHERE kind = 'received'")


@case("", "blankcards_no_truncate")
def the_table_is_not_emptied(world):
    transaction_ends()
    with refused(f"{TABLE}: no TRUNCATE"):
        execute(f"TRUNCATE {TABLE} CASCADE")


@case("blankcards_version")
def a_row_makes_kept_pages_new(world):
    with cursor() as one:
        one.execute("SELECT version FROM kecamatan_kabupaten WHERE id = %s", [world.ids["kabupaten"]])
        (before,) = one.fetchone()
    write(world, "received", 1)
    with cursor() as one:
        one.execute("SELECT version FROM kecamatan_kabupaten WHERE id = %s", [world.ids["kabupaten"]])
        assert one.fetchone()[0] > before
