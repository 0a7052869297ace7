"""What each trigger of outreach's migration 0002 is for, as a case that passes with it and fails without it.

A case is registered under the trigger that it needs, which may be another one on SQLite than on PostgreSQL.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta

from outreach.models import Resident
from tests.breaking_guards import execute, refused, registering
from tests.outreach.people_world import UNSETTLED, allowed, transaction_ends

#: (trigger, case)
CASES: list[tuple[str, Callable]] = []
OF_RESIDENTS = ("residentstep", "residentchange", "residentaccess", "residentrow")


case = registering(CASES, "outreach")


def on_both(name: str) -> Callable:
    return case(name, name)


# --- A resident begins, and lives where they are counted --------------------------------------------------------------


@on_both("resident_begins_unrecorded_insert")
def a_resident_begins_unrecorded(world):
    for wrong in (
        {"state": "recorded"},
        {"state": "removed", "removal": "died"},
        {"state": "merged"},
        {"added": True},
        {"steps_taken": 1},
        {"since": str(world.today - timedelta(days=1))},
    ):
        with refused("resident_begins_unrecorded"):
            world.person(**wrong)


def _elsewhere(world) -> tuple[dict, ...]:
    """Another kecamatan's desa, the desa alone, another kabupaten's desa with and without its kecamatan, its drive."""
    ids = world.ids
    return (
        {"desa_id": ids["itik"]},
        {"kecamatan_id": ids["sadu"]},
        {"desa_id": ids["muntialo"]},
        {"desa_id": ids["muntialo"], "kecamatan_id": ids["betara"]},
    )


@on_both("resident_place_fits_insert")
def a_resident_is_listed_in_a_desa_of_the_drive(world):
    for wrong in _elsewhere(world):
        with refused("resident_place_fits"):
            world.person(**wrong)


@on_both("resident_place_fits_update")
def a_resident_does_not_move_out_of_the_drive(world):
    for wrong in _elsewhere(world):
        sets = ", ".join(f"{column} = {value}" for column, value in wrong.items())
        with refused("resident_place_fits"):
            execute(f"UPDATE outreach_resident SET {sets} WHERE id = %s", [world.ids["siti"]])


@on_both("resident_print_of_current_key_insert")
def a_number_is_printed_under_the_key_of_this_database(world):
    with refused("resident_print_of_current_key"):
        world.person(nik_sealed="x", nik_print="ffffffff:1")
    with refused("resident_print_of_current_key"):
        world.person(no_kk_sealed="x", no_kk_print="ffffffff:1")
    world.person(nik_sealed="x", nik_print=f"{world.key}:1", no_kk_sealed="x", no_kk_print=f"{world.key}:1")


@on_both("resident_print_of_current_key_update")
def a_number_is_not_printed_anew_under_another_key(world):
    for column in ("nik_print", "no_kk_print"):
        with refused("resident_print_of_current_key"):
            execute(f"UPDATE outreach_resident SET {column} = 'ffffffff:1' WHERE id = %s", [world.ids["siti"]])


@on_both("desa_with_residents_stays")
def a_desa_with_residents_stays(world):
    world.person(desa_id=world.ids["siau"])
    with refused("desa_with_residents_stays"):
        execute("UPDATE kecamatan_desa SET kecamatan_id = %s WHERE id = %s", [world.ids["sadu"], world.ids["siau"]])


@on_both("drive_with_residents_stays")
def a_drive_with_residents_stays(world):
    world.person(drive_id=world.ids["past_drive"])
    with refused("drive_with_residents_stays"):
        execute(
            "UPDATE kecamatan_drive SET kabupaten_id = %s WHERE id = %s",
            [world.ids["elsewhere"], world.ids["past_drive"]],
        )


# --- A state moves with a step alone ----------------------------------------------------------------------------------


@on_both("resident_moves_with_a_step_update")
def a_state_is_not_set_by_hand(world):
    yesterday = world.today - timedelta(days=1)
    for change in (
        "state = 'recorded'",
        "state = 'removed', removal = 'died'",
        "state = 'delivered', steps_taken = steps_taken + 1",
        "added = true",
        f"since = '{yesterday}'",
        "steps_taken = steps_taken + 1",
    ):
        with refused("resident_moves_with_a_step"):
            execute(f"UPDATE outreach_resident SET {change} WHERE id = %s", [world.ids["siti"]])
    with refused("resident_moves_with_a_step"):
        execute("UPDATE outreach_resident SET state = 'unrecorded' WHERE id = %s", [world.ids["budi"]])


def _step_that_does_not_fit(name: str, refuse: Callable) -> None:
    def does_not_fit(world):
        with refused("residentstep_fits"):
            refuse(world)

    does_not_fit.__name__ = name
    on_both("residentstep_fits_insert")(does_not_fit)


def merged_minah(world) -> int:
    """Minah merged into Siti; the id of the step."""
    return world.step(world.ids["minah"], "merge", "unrecorded", "merged", into_id=world.ids["siti"])


def _into_somebody_merged(world) -> None:
    merged_minah(world)
    world.step(world.ids["siti"], "merge", "unrecorded", "merged", into_id=world.ids["minah"])


def _undo_what_is_not_the_last(world) -> None:
    sent = world.step(world.ids["budi"], "send", "recorded", "sent")
    world.step(world.ids["budi"], "ready", "sent", "print_ready")
    world.step(world.ids["budi"], "undo", "print_ready", "recorded", undoes_id=sent)


for _name, _refuse in {
    "delivered_without_printed": lambda w: w.step(w.ids["budi"], "deliver", "recorded", "delivered"),
    "printed_again_after_nothing": lambda w: w.step(w.ids["budi"], "record", "recorded", "recorded"),
    "another_target": lambda w: w.step(w.ids["budi"], "send", "recorded", "delivered"),
    "another_state_before": lambda w: w.step(w.ids["budi"], "deliver", "printed", "delivered"),
    "a_number_left_out": lambda w: w.step(w.ids["budi"], "send", "recorded", "sent", number=3),
    "no_such_step": lambda w: w.step(w.ids["budi"], "lose", "recorded", "sent"),
    "flowed_in_twice": lambda w: w.step(w.ids["rina"], "add", "unrecorded", "unrecorded"),
    "a_step_undone_and_done_at_once": lambda w: w.step(
        w.ids["budi"], "send", "recorded", "sent", undoes_id=w.ids["recorded"]
    ),
    "merged_into_oneself": lambda w: w.step(w.ids["minah"], "merge", "unrecorded", "merged", into_id=w.ids["minah"]),
    "merged_into_somebody_merged": _into_somebody_merged,
    "merged_into_another_drive": lambda w: w.step(
        w.ids["minah"], "merge", "unrecorded", "merged", into_id=w.person(drive_id=w.ids["past_drive"])
    ),
    "undone_nothing": lambda w: w.step(w.ids["minah"], "undo", "unrecorded", "unrecorded"),
    "undone_somebody_else_s_step": lambda w: w.step(
        w.ids["minah"], "undo", "unrecorded", "unrecorded", undoes_id=w.ids["recorded"]
    ),
    "undone_what_is_not_the_last": _undo_what_is_not_the_last,
    "undone_to_another_state": lambda w: w.step(w.ids["budi"], "undo", "recorded", "sent", undoes_id=w.ids["recorded"]),
}.items():
    _step_that_does_not_fit(_name, _refuse)


@on_both("residentstep_moves")
def a_step_moves_the_resident(world):
    world.step(world.ids["budi"], "send", "recorded", "sent", day=str(world.today))
    assert world.stands(world.ids["budi"]) == ("sent", 2, 2)
    world.step(world.ids["minah"], "merge", "unrecorded", "merged", into_id=world.ids["siti"])
    assert Resident.objects.get(pk=world.ids["minah"]).state == "merged"


def _only_step(world, name: str) -> int:
    return Resident.objects.get(pk=world.ids[name]).steps.get().pk


@on_both("residentstep_moves")
def a_step_comes_after_its_rows(world):
    with refused("resident_rows_as_claimed"):
        world.step(world.ids["siti"], "record", "unrecorded", "recorded")
    with refused("resident_rows_as_claimed"):
        world.step(world.ids["siti"], "remove", "unrecorded", "removed", removal="died")
    with refused("resident_rows_as_claimed"):
        world.step(world.ids["rina"], "undo", "unrecorded", "unrecorded", undoes_id=_only_step(world, "rina"))


# --- The rows of the ledger that are a resident's ---------------------------------------------------------------------


@on_both("residentrow_before_its_row_insert")
def a_row_is_claimed_before_it_is_written(world):
    key = uuid.uuid4().hex
    world.row("recorded", 1, key=key)
    with refused("residentrow_before_its_row"):
        world.claim(world.ids["siti"], key)


@on_both("named_row_undone_with_its_resident")
def a_row_of_a_resident_is_not_undone_without_them(world):
    undo = {"reverses": world.row_of(world.ids["budi"], "recorded"), "note": "typed twice"}
    with refused("named_row_undone_with_its_resident"):
        world.row("recorded", 1, **undo)
    with refused("named_row"):
        world.count(world.ids["siti"], "recorded", **undo)


@on_both("named_row_counts_one")
def a_row_of_a_resident_counts_nobody_else(world):
    ids = world.ids
    typed = world.row("removed", 1)
    for wrong in (
        {"quantity": 2},
        {"desa": ids["simbur"]},
        {"desa": None},
        {"kecamatan": ids["sadu"], "desa": ids["itik"]},
        {"drive": ids["past_drive"]},
        {"kind": "removed", "reverses": typed, "note": "was not typed for them"},
    ):
        with refused("named_row_counts_one"):
            world.count(ids["siti"], **({"kind": "added"} | wrong))


@case("named_row_settled", "residentrow_as_claimed")
def a_row_without_a_step_does_not_outlast_its_transaction(world):
    with refused(UNSETTLED):
        world.count(world.ids["siti"], "recorded")
        transaction_ends()


@case("named_row_settled", "residentrow_as_claimed")
def a_second_row_of_a_kind_does_not_outlast_its_transaction(world):
    with refused(UNSETTLED):
        world.count(world.ids["budi"], "recorded")
        transaction_ends()
    with refused(UNSETTLED):
        world.count(world.ids["budi"], "removed")
        transaction_ends()


@case("named_row_settled", "residentrow_as_claimed")
def a_reversal_without_a_step_does_not_outlast_its_transaction(world):
    with refused(UNSETTLED):
        undone = world.row_of(world.ids["budi"], "recorded")
        world.count(world.ids["budi"], "recorded", reverses=undone, note="typed twice")
        transaction_ends()


@case("named_row_settled")
def a_row_that_is_put_elsewhere_is_settled_by_the_second_one(world):
    """As for somebody who flowed in and moves: written anew first, undone where it was after that."""
    with allowed():
        first = world.row_of(world.ids["rina"], "added")
        world.count(world.ids["rina"], "added")
        with refused(UNSETTLED):
            transaction_ends()
        world.count(world.ids["rina"], "added", reverses=first, note="moved")
        transaction_ends()


@case("residentstep_moves")
def a_step_settles_its_rows(world):
    with allowed():
        world.count(world.ids["siti"], "recorded")
        world.step(world.ids["siti"], "record", "unrecorded", "recorded")
        transaction_ends()


@case("resident_settled")
def who_was_listed_by_mistake_leaves_nothing_unsettled(world):
    with allowed():
        rina = world.ids["rina"]
        world.count(rina, "added", reverses=world.row_of(rina, "added"), note="by mistake")
        execute("DELETE FROM outreach_resident WHERE id = %s", [rina])
        for table in OF_RESIDENTS:
            execute(f"DELETE FROM outreach_{table} WHERE resident_id = %s", [rina])
        transaction_ends()


@on_both("resident_counted_stays_delete")
def who_is_counted_is_not_deleted(world):
    for name in ("budi", "rina"):
        with refused("resident_counted_stays"):
            execute("DELETE FROM outreach_resident WHERE id = %s", [world.ids[name]])
