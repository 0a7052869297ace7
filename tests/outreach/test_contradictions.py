"""Contradictory states of people cannot be stored, not even by SQL: neither at once nor by the end of the transaction."""

import inspect

import pytest
from django.db import transaction

from outreach.models import Resident
from outreach.selectors.people_check import check_people
from tests.breaking_guards import execute, refused
from tests.outreach.people_world import allowed, people_world, transaction_ends


@pytest.fixture
def world(places, cast, today, list_person, step):
    return people_world(places, cast, today, list_person, step)


def both_recorded_and_removed(world):
    budi = world.ids["budi"]
    world.count(budi, "removed")
    world.step(budi, "remove", "recorded", "removed", removal="died")


def recorded_and_removed_by_one_step(world):
    world.count(world.ids["siti"], "recorded")
    world.count(world.ids["siti"], "removed")
    world.step(world.ids["siti"], "record", "unrecorded", "recorded")


def recorded_with_a_reason_to_leave(world):
    world.count(world.ids["siti"], "recorded")
    world.step(world.ids["siti"], "record", "unrecorded", "recorded", removal="died")


def removed_without_a_reason(world):
    world.count(world.ids["siti"], "removed")
    world.step(world.ids["siti"], "remove", "unrecorded", "removed")


def removed_for_one_reason_and_counted_for_another(world):
    world.count(world.ids["siti"], "removed")
    world.step(world.ids["siti"], "remove", "unrecorded", "removed", removal="recorded_elsewhere")


def delivered_without_printed(world):
    world.step(world.ids["budi"], "deliver", "recorded", "delivered")


def delivered_without_printed_by_hand(world):
    execute("UPDATE outreach_resident SET state = 'delivered' WHERE id = %s", [world.ids["budi"]])


def delivered_from_a_state_they_do_not_stand_in(world):
    world.step(world.ids["budi"], "deliver", "printed", "delivered")


def printed_without_recorded(world):
    world.step(world.ids["siti"], "print", "recorded", "printed")


def recorded_without_a_row(world):
    world.step(world.ids["siti"], "record", "unrecorded", "recorded")


def a_row_without_a_step(world):
    world.count(world.ids["siti"], "recorded")


def two_rows_of_one_recording(world):
    world.count(world.ids["budi"], "recorded")


def two_rows_of_one_recording_at_once(world):
    for _ in range(2):
        world.count(world.ids["siti"], "recorded")
    world.step(world.ids["siti"], "record", "unrecorded", "recorded")


def flowed_in_twice(world):
    world.count(world.ids["rina"], "added")


def the_row_of_a_resident_undone_by_anybody(world):
    world.row("recorded", 1, reverses=world.row_of(world.ids["budi"], "recorded"), note="typed twice")


def the_row_of_a_resident_undone_in_their_name_alone(world):
    world.count(world.ids["budi"], "recorded", reverses=world.row_of(world.ids["budi"], "recorded"), note="typed twice")


def a_step_undone_without_its_row(world):
    world.step(world.ids["budi"], "undo", "recorded", "unrecorded", undoes_id=world.ids["recorded"])


def a_step_undone_twice(world):
    budi, first = world.ids["budi"], world.ids["recorded"]
    with transaction.atomic():
        world.count(budi, "recorded", reverses=world.row_of(budi, "recorded"), note="by mistake")
        world.step(budi, "undo", "recorded", "unrecorded", undoes_id=first)
    world.step(budi, "undo", "unrecorded", "unrecorded", undoes_id=first)


def counted_where_they_do_not_live(world):
    world.count(world.ids["siti"], "recorded", desa=world.ids["simbur"])


def counted_as_two(world):
    world.count(world.ids["siti"], "recorded", 2)


def moved_to_a_desa_of_another_kabupaten(world):
    execute(
        "UPDATE outreach_resident SET desa_id = %s, kecamatan_id = %s WHERE id = %s",
        [world.ids["muntialo"], world.ids["betara"], world.ids["siti"]],
    )


def moved_away_with_their_desa(world):
    world.person(desa_id=world.ids["siau"])
    execute("UPDATE kecamatan_desa SET kecamatan_id = %s WHERE id = %s", [world.ids["betara"], world.ids["siau"]])


def moved_away_with_their_drive(world):
    world.person(drive_id=world.ids["past_drive"])
    execute(
        "UPDATE kecamatan_drive SET kabupaten_id = %s WHERE id = %s", [world.ids["elsewhere"], world.ids["past_drive"]]
    )


def merged_into_oneself(world):
    world.step(world.ids["siti"], "merge", "unrecorded", "merged", into_id=world.ids["siti"])


def two_merged_into_each_other(world):
    siti, minah = world.ids["siti"], world.ids["minah"]
    world.step(siti, "merge", "unrecorded", "merged", into_id=minah)
    world.step(minah, "merge", "unrecorded", "merged", into_id=siti)


def merged_and_still_counted(world):
    world.step(world.ids["budi"], "merge", "recorded", "merged", into_id=world.ids["siti"])


def a_recording_taken_out_of_the_history(world):
    execute("DELETE FROM outreach_residentstep WHERE id = %s", [world.ids["recorded"]])


def a_recorded_person_who_was_never_there(world):
    budi = world.ids["budi"]
    execute("DELETE FROM outreach_resident WHERE id = %s", [budi])
    for table in ("step", "change", "access", "row"):
        execute(f"DELETE FROM outreach_resident{table} WHERE resident_id = %s", [budi])


CONTRADICTIONS = [
    thing
    for thing in list(globals().values())
    if inspect.isfunction(thing)
    and thing.__module__ == __name__
    and list(inspect.signature(thing).parameters) == ["world"]
]


@pytest.mark.parametrize("contradiction", CONTRADICTIONS, ids=lambda one: one.__name__)
def test_a_contradiction_is_not_stored(world, contradiction):
    before = list(Resident.objects.order_by("pk").values())
    with refused(""):
        contradiction(world)
        transaction_ends()
    assert list(Resident.objects.order_by("pk").values()) == before
    assert check_people().faults == []


def test_the_contradictions_are_looked_at():
    assert len(CONTRADICTIONS) >= 25


def test_what_is_no_contradiction_is_stored(world):
    """The same hands, by the rules: so that none of the above is refused for a slip of the test."""
    siti, budi, minah = (world.ids[name] for name in ("siti", "budi", "minah"))
    with allowed():
        world.count(siti, "recorded")
        world.step(siti, "record", "unrecorded", "recorded")
        transaction_ends()
        world.count(minah, "removed")
        world.step(minah, "remove", "unrecorded", "removed", removal="died")
        transaction_ends()
        world.step(budi, "print", "recorded", "printed")
        world.step(budi, "deliver", "printed", "delivered")
        transaction_ends()
        world.count(siti, "recorded", reverses=world.row_of(siti, "recorded"), note="typed twice")
        world.step(siti, "merge", "recorded", "merged", into_id=budi)
        transaction_ends()
    states = Resident.objects.filter(pk__in=[siti, minah, budi]).values_list("pk", "state")
    assert dict(states) == {siti: "merged", minah: "removed", budi: "delivered"}
    assert check_people().faults == []
