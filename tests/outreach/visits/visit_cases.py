"""What each trigger of outreach's migration 0004 is for plans and steps, as a case that passes with it and fails without it."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from outreach.models import Attendance, Visit
from tests.breaking_guards import cursor, execute, refused, registering
from tests.kecamatan.trigger_cases import raises_version
from tests.outreach.people_world import allowed, insert

#: (trigger, case)
CASES: list[tuple[str, Callable]] = []
case = registering(CASES, "outreach")
BEGUN = ("open", "closed")
STANDS = (*BEGUN, "put_off")


def on_both(name: str) -> Callable:
    return case(name, name)


# --- A visit begins as a draft, in its place --------------------------------------------------------------------------


@on_both("visit_begins_as_draft_insert")
def a_visit_begins_as_a_draft(world):
    for wrong in (
        {"state": "confirmed"},
        {"state": "closed", "steps_taken": 3},
        {"steps_taken": 1},
        {"cards_printed": 3},
        {"what_went_wrong": "rain"},
        {"began_at": "08:10:00"},
    ):
        with refused("visit_begins_as_draft"):
            world.visit(**wrong)


@on_both("visit_of_its_kabupaten_insert")
def a_visit_is_of_one_office(world):
    ids = world.ids
    for wrong in ({"kecamatan_id": ids["betara"]}, {"leader_id": ids["foreigner"]}, {"kecamatan_id": 999999}):
        with refused("visit_of_its_kabupaten"):
            world.visit(**wrong)
    world.visit(leader_id=ids["petugas"])


@on_both("visit_of_its_kabupaten_update")
def a_visit_is_not_given_to_another_office_s_leader(world):
    with refused("visit_of_its_kabupaten"):
        world.set("visit", "planned", "leader_id = {foreigner}")


@on_both("visit_after_its_own_insert")
def a_visit_comes_after_one_of_its_place(world):
    elsewhere, of_the_past = {"kecamatan_id": world.ids["sadu"]}, {"drive_id": world.ids["past_drive"]}
    for place in (elsewhere, of_the_past):
        with refused("visit_after_its_own"):
            world.visit(follows_id=world.ids["closed"], **place)
    with refused("visit_after_its_own"):
        world.visit(replaces_id=world.ids["planned"])
    execute("UPDATE outreach_visit SET notes = 'x' WHERE id = %s", [world.ids["put_off"]])
    world.visit(follows_id=world.ids["closed"])


@on_both("visit_stays_update")
def a_visit_stays_where_it_is(world):
    for change in (
        "kecamatan_id = {sadu}",
        "drive_id = {past_drive}",
        "id = 999999",
        f"uid = '{uuid.uuid4().hex}'",
        "follows_id = {closed}",
        "follows_id = id",
    ):
        with refused("visit_stays"):
            world.set("visit", "planned", change)
    with refused("visit_stays"):
        world.set("visit", "later", "replaces_id = NULL")


@on_both("visit_stays_update")
def a_visit_does_not_take_the_place_of_another(world):
    """On SQLite also where the statement would replace what is in its way, and calls the id by its other name."""
    sqlite = "_rowid_" if world.on_sqlite else "id"
    for change in (f"{sqlite} = {{open}}", "uid = (SELECT v.uid FROM outreach_visit v WHERE v.id = {open})"):
        with refused("visit_stays"):
            world.set("visit", "planned", change, or_replace=True)


# --- A state moves with a step alone ----------------------------------------------------------------------------------


@on_both("visit_moves_with_a_step_update")
def a_state_of_a_visit_is_not_set_by_hand(world):
    for change in ("state = 'under_way'", "state = 'confirmed', steps_taken = steps_taken + 1", "steps_taken = 7"):
        with refused("visit_moves_with_a_step"):
            world.set("visit", "planned", change)
    with refused("visit_moves_with_a_step"):
        world.set("visit", "closed", "state = 'done'")


@on_both("visitstep_fits_insert")
def a_step_of_a_visit_follows_from_where_it_stands(world):
    for visit, step, before, after in (
        ("planned", "close", "draft", "closed"),
        ("planned", "close", "done", "closed"),
        ("planned", "confirm", "draft", "done"),
        ("planned", "lose", "draft", "closed"),
        ("put_off", "start", "postponed", "under_way"),
        ("closed", "cancel", "closed", "cancelled"),
        ("closed", "start", "draft", "under_way"),
    ):
        with refused("visitstep_fits"):
            world.visit_step(visit, step, before, after)
    with refused("visitstep_fits"):
        world.visit_step("planned", "confirm", "draft", "confirmed", number=2)
    with refused("visitstep_fits"):
        world.visit_step("planned", "confirm", "draft", "confirmed", visit_id=999999)


@on_both("visitstep_fits_insert")
def a_visit_that_was_not_started_is_again_what_it_was(world):
    with allowed():
        world.visit_step("planned", "confirm", "draft", "confirmed")
        world.visit_step("planned", "start", "confirmed", "under_way")
    with refused("visitstep_fits"):
        world.visit_step("planned", "unstart", "under_way", "draft")
    with allowed():
        world.visit_step("planned", "unstart", "under_way", "confirmed")


@on_both("visitstep_moves")
def a_step_moves_the_visit(world):
    before = Visit.objects.get(pk=world.ids["planned"])
    world.visit_step("planned", "announce", "draft", "announced")
    now = Visit.objects.get(pk=before.pk)
    assert (now.state, now.steps_taken, now.version) == ("announced", 1, before.version + 1)


@on_both("visit_adds_up_insert")
def a_visit_is_closed_when_everybody_has_an_outcome(world):
    with refused("visit_adds_up"):
        world.visit_step("open", "finish", "under_way", "done")
        world.visit_step("open", "close", "done", "closed")


@on_both("visit_adds_up_insert")
def whoever_came_unlisted_and_was_not_entered_keeps_no_visit_open(world):
    ids = world.ids
    world.set("attendance", "at_siti", "outcome = 'absent'")
    world.attendance("open", ids["budi"])
    with allowed():
        world.visit_step("open", "finish", "under_way", "done")
        world.visit_step("open", "close", "done", "closed")
    with refused("visit_adds_up"):
        world.visit_step("closed", "reopen", "closed", "done")
        world.set("attendance", "closed_minah", "outcome = ''")
        world.visit_step("closed", "close", "done", "closed")


@on_both("visit_nothing_entered_insert")
def a_visit_with_results_was_started(world):
    with refused("visit_nothing_entered"):
        world.visit_step("open", "unstart", "under_way", "draft")


@on_both("visit_nothing_entered_insert")
def one_result_is_enough_to_have_started(world):
    """A change that was taken back, an outcome alone, a count alone."""
    world.visit_step("planned", "start", "draft", "under_way")
    here = world.attendance("planned", world.ids["siti"], origin="place")

    def is_entered(what: str) -> None:
        execute(f"UPDATE outreach_attendance SET outcome = '{what}' WHERE id = %s", [here])

    def counted() -> None:
        world.counted("planned", world.row("recorded", 2, desa=world.ids["simbur"]), 2)

    def changed_back() -> None:
        is_entered("absent")
        world.change(here, "absent")
        is_entered("")

    for entering in (lambda: is_entered("away"), counted, changed_back):
        with refused("visit_nothing_entered"):
            entering()
            world.visit_step("planned", "unstart", "under_way", "draft")
    with allowed():
        world.visit_step("planned", "unstart", "under_way", "draft")


# --- The plan stands --------------------------------------------------------------------------------------------------


@on_both("visit_plan_stands_update")
def a_plan_stands_once_the_visit_has_begun(world):
    tomorrow = world.today + timedelta(days=1)
    for name in STANDS:
        for change in (
            f"day = '{tomorrow}'",
            "starts = '09:00:00'",
            "ends = '15:00:00'",
            "place_name = 'x'",
            "place_address = 'x'",
            "leader_id = NULL",
        ):
            with refused("visit_plan_stands"):
                world.set("visit", name, change)
        world.set("visit", name, "day = day, notes = 'x'")
    world.set("visit", "planned", f"day = '{tomorrow}', leader_id = NULL")


@on_both("visit_result_while_open_update")
def what_a_visit_yielded_stands_once_it_is_closed(world):
    changes = ("cards_printed = 3", "ikd_activated = 3", "what_went_wrong = 'x'", "began_at = '08:05:00'")
    for name in ("closed", "put_off", "planned"):
        for change in (*changes, "ended_at = '13:00:00'"):
            with refused("visit_result_while_open"):
                world.set("visit", name, change)
    for change in changes:
        world.set("visit", "open", change)


def _place_row(what: str, visit: int, place: int, *, verb: str = "INSERT", **more) -> int:
    column = {"desa": "desa_id", "schools": "school_id", "team": "user_id", "kits": "kit_id"}[what]
    return insert(f"outreach_visit_{what}", {"visit_id": visit, column: place, **more}, verb=verb)


def _place_stands(what: str, place: str, elsewhere: str, of_its: str) -> None:
    def of_its_kecamatan(world):
        for visit in (world.ids["planned"], 999999):
            with refused(f"visit_{of_its}"):
                _place_row(what, visit, world.ids[elsewhere])

    def joins_while_planned(world):
        for visit in STANDS:
            with refused(f"visit_{what}_stand"):
                _place_row(what, world.ids[visit], world.ids[place])

    def leaves_while_planned(world):
        for visit in STANDS:
            with refused(f"visit_{what}_stand"):
                execute(f"DELETE FROM outreach_visit_{what} WHERE visit_id = %s", [world.ids[visit]])
        execute(f"DELETE FROM outreach_visit_{what} WHERE visit_id = %s", [world.ids["planned"]])

    def is_not_replaced(world):
        with cursor() as one:
            one.execute(f"SELECT id FROM outreach_visit_{what} WHERE visit_id = %s", [world.ids["closed"]])
            (row,) = one.fetchone()
        with refused(f"UNIQUE constraint failed: outreach_visit_{what}"):
            _place_row(what, world.ids["planned"], world.ids[place], verb="INSERT OR REPLACE", id=row)

    on_both(f"visit_{of_its}_insert")(of_its_kecamatan)
    on_both(f"visit_{what}_stand_insert")(joins_while_planned)
    on_both(f"visit_{what}_stand_delete")(leaves_while_planned)
    case(f"visit_{what}_no_replace")(is_not_replaced)


_place_stands("desa", "simbur", "itik", "desa_of_its_kecamatan")
_place_stands("schools", "other_school", "far_school", "school_of_its_kecamatan")


def _of_the_office(what: str, foreign: str) -> None:
    def of_its_kabupaten(world):
        with refused(f"visit_{what}_of_its_kabupaten"):
            _place_row(what, world.ids["planned"], world.ids[foreign])

    on_both(f"visit_{what}_of_its_kabupaten_insert")(of_its_kabupaten)


_of_the_office("team", "foreigner")
_of_the_office("kits", "foreign_kit")


def _not_updated(what: str) -> None:
    def is_not_updated(world):
        with refused(f"visit_{what}_not_updated"):
            execute(f"UPDATE outreach_visit_{what} SET visit_id = visit_id")

    on_both(f"visit_{what}_not_updated_update")(is_not_updated)


for _what in ("desa", "schools", "team", "kits"):
    _not_updated(_what)


def _move(table: str, column: str, name: str, to: int | str, world) -> None:
    to = world.ids[to]
    execute(f"UPDATE kecamatan_{table} SET {column} = %s WHERE id = %s", [to, world.ids[name]])


@on_both("desa_with_visits_stays_update")
def a_desa_with_visits_stays(world):
    for what, place in (("desa", "siau"), ("schools", "school_of_siau")):
        visit = world.visit()
        _place_row(what, visit, world.ids[place])
        with refused("desa_with_visits_stays"):
            _move("desa", "kecamatan_id", "siau", "sadu", world)
        execute(f"DELETE FROM outreach_visit_{what} WHERE visit_id = %s", [visit])


@on_both("school_with_visits_stays_update")
def a_school_with_visits_stays_in_its_kecamatan(world):
    with refused("school_with_visits_stays"):
        _move("school", "desa_id", "school", "itik", world)
    _move("school", "desa_id", "school", "simbur", world)
    _move("school", "desa_id", "other_school", "itik", world)


@on_both("drive_with_visits_stays_update")
def a_drive_with_visits_stays(world):
    world.visit(drive_id=world.ids["past_drive"])
    with refused("drive_with_visits_stays"):
        _move("drive", "kabupaten_id", "past_drive", "elsewhere", world)


# --- On SQLite, whose columns keep what they are given ----------------------------------------------------------------

WRONG_SHAPES = {"day": ("2024-13-40", "25 Juni", 20240625), "starts": ("08", 8), "ends": ("late", "25:00:00")}


@case("visit_shape_insert")
def a_visit_has_a_day_and_hours(world):
    for column, values in WRONG_SHAPES.items():
        for value in values:
            with refused("visit_shape"):
                world.visit(**{column: value})


@case("visit_shape_update")
def a_visit_keeps_a_day_and_hours(world):
    for column, values in WRONG_SHAPES.items():
        for value in values:
            with refused("visit_shape"):
                execute(f"UPDATE outreach_visit SET {column} = %s WHERE id = %s", [value, world.ids["planned"]])


# --- Kept pages are never stale ---------------------------------------------------------------------------------------


@on_both("visit_version_insert")
def a_plan_raises_the_version(world):
    with raises_version(world.ids["kabupaten"]):
        world.visit()


@on_both("visit_version_update")
def a_changed_plan_raises_the_version(world):
    with raises_version(world.ids["kabupaten"]):
        world.set("visit", "planned", "place_name = 'Masjid'")


@on_both("attendance_version")
def an_outcome_raises_the_version(world):
    with raises_version(world.ids["kabupaten"]):
        world.set("attendance", "at_siti", "outcome = 'away'")
    assert Attendance.objects.get(pk=world.ids["at_siti"]).outcome == "away"
