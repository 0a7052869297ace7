"""The constraints and triggers of leases and events, each with what breaks it and passes without it."""

import uuid
from collections.abc import Callable

from tests.breaking_guards import cursor, execute, refused, registering
from tests.outreach.people_world import insert, transaction_ends

#: (trigger, case)
CASES: list[tuple[str, Callable]] = []
case = registering(CASES, "outreach")
LEASE, EVENT = "outreach_fieldlease", "outreach_fieldevent"
#: Constraint → statements that break it and no other one.
BROKEN = {
    "fieldlease_lasts": [f"UPDATE {LEASE} SET until = taken_at WHERE id = {{lease}}"],
    "fieldlease_ended_with_a_reason": [
        f"UPDATE {LEASE} SET ended_at = '{{now}}', ended_by_id = {{petugas}} WHERE id = {{lease}}",
        f"UPDATE {LEASE} SET ended_reason = 'x' WHERE id = {{lease}}",
    ],
    "fieldevent_number_once": [f"UPDATE {EVENT} SET number = 2 WHERE lease_id = {{lease}}"],
    "fieldevent_number_from_one": [f"UPDATE {EVENT} SET number = 0 WHERE id = {{event}}"],
    "fieldevent_kind_known": [f"UPDATE {EVENT} SET kind = 'lost' WHERE id = {{event}}"],
    "fieldevent_answer_known": [f"UPDATE {EVENT} SET answer = 'lost' WHERE id = {{event}}"],
    "fieldevent_outcome_known": [f"UPDATE {EVENT} SET outcome = 'lost' WHERE id = {{event}}"],
}


def lease(world, **changes) -> int:
    values = {
        **{"key": uuid.uuid4().hex, "code": uuid.uuid4().hex[:5], "device": uuid.uuid4().hex, "label": ""},
        **{"visit_id": world.ids["open"], "user_id": world.ids["petugas"], "people": 1, "taken_at": world.now},
        **{"until": "2099-01-01 00:00:00+00:00", "box": "x", "secret": "x", "made": 0, "ended_reason": ""},
    }
    return insert(LEASE, values | changes)


def event(world, **changes) -> int:
    values = {
        **{
            "key": uuid.uuid4().hex,
            "lease_id": world.ids["lease"],
            "number": 90,
            "kind": "outcome",
            "outcome": "absent",
        },
        **{"note": "", "people": 0, "newly": 0, "what": "", "content": "", "digest": "", "partial": False},
        **{"way": "online", "received_at": world.now, "carried_by_id": world.ids["petugas"], "answer": "applied"},
        **{"sentence": "", "undone": False, "resident_id": None},
    }
    return insert(EVENT, values | changes)


@case("fieldlease_of_its_kabupaten", "fieldlease_of_its_kabupaten")
def a_visit_goes_along_with_somebody_of_its_office(world):
    with refused("fieldlease_of_its_kabupaten"):
        lease(world, user_id=world.ids["foreigner"])
    lease(world)


@case("fieldlease_stays", "fieldlease_stays")
def a_lease_stays_with_its_visit_and_its_numbers_only_grow(world):
    for change in (
        "visit_id = {planned}", "user_id = {foreigner}", "made = 1", "key = 'b4a1ff0f-2f0d-4b6e-9d35-6c6f0b1c1a11'",
        "people = 99", "code = 'ZZZZZ'",
    ):  # fmt: skip
        with refused("fieldlease_stays"):
            world.set("fieldlease", "lease", change)
    world.set("fieldlease", "lease", "made = 9, label = 'x'")
    world.set("fieldlease", "lease", f"returned_at = '{world.now}'")
    with refused("fieldlease_stays"):
        world.set("fieldlease", "lease", "returned_at = NULL")


@case("fieldlease_not_deleted", "fieldlease_not_deleted")
def a_lease_is_not_deleted(world):
    with refused("fieldlease_not_deleted"):
        execute(f"DELETE FROM {LEASE} WHERE id = %s", [world.ids["idle"]])


@case("fieldevent_of_its_drive", "fieldevent_of_its_drive")
def an_event_tells_of_people_of_its_drive(world):
    with refused("fieldevent_of_its_drive"):
        event(world, resident_id=world.ids["past_person"])
    event(world, resident_id=world.ids["siti"])


@case("fieldevent_stays_in_its_drive", "fieldevent_stays_in_its_drive")
def an_event_does_not_come_to_tell_of_another_drive(world):
    with refused("fieldevent_stays_in_its_drive"):
        world.set("fieldevent", "nobodys", "resident_id = {past_person}")
    world.set("fieldevent", "nobodys", "resident_id = {minah}")


@case("fieldevent_stays", "fieldevent_stays")
def what_an_event_says_stands(world):
    for change in (
        "outcome = 'refused'", "number = 77", "lease_id = {idle}", "kind = 'note'", "resident_id = {rina}",
        "note = 'y'", "content = 'y'", "partial = TRUE", "digest = 'y'", "people = 3", "answer = 'refused'",
    ):  # fmt: skip
        with refused("fieldevent_stays"):
            world.set("fieldevent", "event", change)
    world.set("fieldevent", "event", "answer = 'decide', sentence = 'x', note = '', resident_id = NULL")
    world.set("fieldevent", "told", "outcome = 'absent', partial = FALSE, digest = 'x', content = 'x', note = 'x'")


@case("fieldevent_not_deleted", "fieldevent_not_deleted")
def an_event_is_not_deleted(world):
    with refused("fieldevent_not_deleted"):
        execute(f"DELETE FROM {EVENT} WHERE id = %s", [world.ids["event"]])


def _not_replaced(world, table: str) -> None:
    with cursor() as one:
        one.execute(f"SELECT * FROM {table} LIMIT 1")
        names = ", ".join(column[0] for column in one.description)
    with refused(f"{table}: this row is there already"):
        execute(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table}")


@case("fieldlease_no_replace")
def a_lease_is_not_replaced(world):
    _not_replaced(world, LEASE)


@case("fieldevent_no_replace")
def an_event_is_not_replaced(world):
    _not_replaced(world, EVENT)


def _not_emptied(table: str) -> None:
    transaction_ends()
    with refused(f"{table}: no TRUNCATE"):
        execute(f"TRUNCATE {table}" + (" CASCADE" if table == LEASE else ""))


@case("", "fieldlease_no_truncate")
def leases_are_not_emptied(_world):
    _not_emptied(LEASE)


@case("", "fieldevent_no_truncate")
def events_are_not_emptied(_world):
    _not_emptied(EVENT)


def _raises(world, change: Callable[[], object]) -> None:
    def version() -> int:
        with cursor() as one:
            one.execute("SELECT version FROM kecamatan_kecamatan WHERE id = %s", [world.ids["timur"]])
            return one.fetchone()[0]

    before = version()
    change()
    assert version() > before


@case("fieldlease_version_insert", "fieldlease_version_insert")
def a_new_lease_makes_kept_pages_new(world):
    _raises(world, lambda: lease(world))


@case("fieldlease_version_update", "fieldlease_version_update")
def a_lease_given_back_makes_kept_pages_new(world):
    _raises(world, lambda: world.set("fieldlease", "lease", f"returned_at = '{world.now}'"))


@case("fieldevent_version_insert", "fieldevent_version_insert")
def a_new_event_makes_kept_pages_new(world):
    _raises(world, lambda: event(world))


@case("fieldevent_version_update", "fieldevent_version_update")
def a_decision_makes_kept_pages_new(world):
    _raises(world, lambda: world.set("fieldevent", "event", "answer = 'settled'"))
