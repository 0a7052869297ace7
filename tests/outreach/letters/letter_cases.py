"""What each trigger of outreach's migration 0008 is for, as a case that passes with it and fails without it."""

import uuid
from collections.abc import Callable

from outreach.models import Letter
from tests.breaking_guards import cursor, execute, refused, registering
from tests.outreach.people_world import insert, transaction_ends

#: (trigger, case)
CASES: list[tuple[str, Callable]] = []
case = registering(CASES, "outreach")
APPEND_ONLY = ("letternumber", "letterevent", "letteranswer", "crest", "lettertext")


def on_both(name: str) -> Callable:
    return case(name, name)


def write_number(world, serial: int | None, text: str, **changes) -> int:
    usual = {"kabupaten_id": world.ids["kabupaten"], "year": world.today.year, "serial": serial, "text": text}
    return insert("outreach_letternumber", usual | {"at": world.now, "by_id": world.ids["petugas"]} | changes)


def write_event(world, number: int, kind: str, letter: str = "letter", **changes) -> int:
    usual = {"letter_id": world.ids[letter], "number": number, "kind": kind, "way": "", "recipient": "", "note": ""}
    return insert("outreach_letterevent", usual | {"at": world.now} | changes)


def write_letter(world, **changes) -> None:
    """A copy of the letter, under another number and key."""
    fields = [one.column for one in Letter._meta.concrete_fields if one.column != "id"]
    new = {"key": f"'{uuid.uuid4().hex}'", "handle": "NULL", "secret": "''", "link_until": "NULL", "events_told": "0"}
    new |= {"state": "'prepared'", "number_id": str(world.ids["spare"])} | changes
    values = ", ".join(new.get(name, name) for name in fields)
    execute(f"INSERT INTO outreach_letter ({', '.join(fields)}) SELECT {values} FROM outreach_letter WHERE id = %s", [world.ids["letter"]])  # fmt: skip


@on_both("letternumber_no_gap")
def a_serial_follows_the_last_one_of_its_year(world):
    for serial in (6, 2000):
        with refused("letternumber_no_gap"):
            write_number(world, serial, "X 1")
    write_number(world, 5, "X 1")
    write_number(world, 77, "X 2", year=1999)
    write_number(world, None, "X 3")
    with refused("letternumber_no_gap"):
        write_number(world, 79, "X 4", year=1999)


@on_both("letter_begins_prepared")
def a_letter_begins_as_prepared(world):
    for wrong in ({"state": "'sent'"}, {"is_voided": "(1 = 1)"}, {"events_told": "1"}):
        with refused("letter_begins_prepared"):
            write_letter(world, **wrong)
    write_letter(world)


@on_both("letter_of_its_office")
def a_number_is_of_the_visits_own_office(world):
    with refused("letter_of_its_office"):
        write_letter(world, number_id=str(world.ids["foreign_number"]))


@on_both("letter_says_the_same")
def what_a_letter_says_never_changes(world):
    for change in (
        "number_id = {spare}",
        "printed = '{{}}'",
        "kind = 'school'",
        "said_place_name = 'x'",
        "day = said_day",
    ):
        with refused("letter_says_the_same"):
            execute(f"UPDATE outreach_letter SET {change.format(**world.ids)}")


@on_both("letter_moves_with_an_event")
def a_state_is_not_set_by_hand(world):
    for change in ("state = 'opened'", "is_voided = (1 = 1)", "events_told = 9", "state = 'opened', events_told = 4"):
        with refused("letter_moves_with_an_event"):
            execute(f"UPDATE outreach_letter SET {change} WHERE id = %s", [world.ids["letter"]])
    with refused("letter_moves_with_an_event"):
        execute("UPDATE outreach_letter SET is_voided = (1 = 0) WHERE id = %s", [world.ids["voided"]])


@on_both("letter_not_deleted")
def a_letter_is_not_deleted(world):
    with refused("letter_not_deleted"):
        execute("DELETE FROM outreach_letter WHERE id = %s", [world.ids["letter"]])


@on_both("letterevent_fits")
def events_come_one_after_the_other_and_none_after_voiding(world):
    for number, kind in ((5, "opened"), (2, "opened"), (4, "prepared")):
        with refused("letterevent_fits" if number != 2 else ""):
            write_event(world, number, kind)
    with refused("letterevent_fits"):
        write_event(world, 3, "opened", letter="voided")


@on_both("letteranswer_to_a_live_letter")
def nobody_answers_a_voided_letter(world):
    with refused("letteranswer_to_a_live_letter"):
        usual = {"letter_id": world.ids["voided"], "confirms": True, "proposal": "", "name": "x", "at": world.now}
        insert("outreach_letteranswer", usual)


@on_both("letterevent_moves")
def an_event_moves_its_letter_and_makes_kept_pages_new(world):
    with cursor() as one:
        one.execute("SELECT version FROM kecamatan_kecamatan WHERE id = %s", [world.ids["timur"]])
        (before,) = one.fetchone()
        one.execute("SELECT events_told FROM outreach_letter WHERE id = %s", [world.ids["fresh"]])
        assert one.fetchone() == (1,)
    write_event(world, 2, "opened", letter="fresh")
    assert Letter.objects.get(pk=world.ids["fresh"]).state == "opened"
    write_event(world, 3, "sent", letter="fresh", way="hand", by_id=world.ids["petugas"], **{'"on"': str(world.today)})
    assert Letter.objects.get(pk=world.ids["fresh"]).state == "opened"
    write_event(world, 4, "voided", letter="fresh", note="x", by_id=world.ids["petugas"])
    letter = Letter.objects.get(pk=world.ids["fresh"])
    assert (letter.state, letter.is_voided, letter.events_told) == ("opened", True, 4)
    with cursor() as one:
        one.execute("SELECT version FROM kecamatan_kecamatan WHERE id = %s", [world.ids["timur"]])
        assert one.fetchone()[0] >= before + 3


def _kept(table: str) -> None:
    full = f"outreach_{table}"

    def is_not_changed(world):
        with refused("append-only"):
            execute(f"UPDATE {full} SET at = at")

    def is_not_deleted(world):
        with refused("append-only"):
            execute(f"DELETE FROM {full}")

    case(f"{table}_no_update", f"{table}_no_change")(is_not_changed)
    case(f"{table}_no_delete")(is_not_deleted)


def _stays(table: str) -> None:
    full = f"outreach_{table}"

    def is_not_replaced(world):
        with refused(f"{full}: this row is there already"):
            execute(f"INSERT OR REPLACE INTO {full} SELECT * FROM {full}")

    def is_not_emptied(world):
        transaction_ends()
        with refused(f"{full}: no TRUNCATE"):
            execute(f"TRUNCATE {full} CASCADE")

    case(f"{table}_no_replace")(is_not_replaced)
    case("", f"{table}_no_truncate")(is_not_emptied)


for name in APPEND_ONLY:
    _kept(name)
for name in (*APPEND_ONLY, "letter"):
    _stays(name)
