"""``manage.py check_people`` looks at visits as well: every fault is found, and said by the number of the visit."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from outreach.selectors.people_check import check_people, expected_triggers
from outreach.selectors.visits.rules import RULES
from tests.breaking_guards import execute, only_constraints, without_trigger
from tests.outreach.visits.visit_world import visit_world

ATTENDANCE = "UPDATE outreach_attendance SET {} WHERE id = {{{}}}"
#: What is wrong → (statements, the visit, the end of every sentence that says so).
FAULTS = {
    "a state set by hand": (
        ["UPDATE outreach_visit SET state = 'closed' WHERE id = {later}"], "later", ["where the steps led"],
    ),
    "a step that is lost": (
        ["DELETE FROM outreach_visitstep WHERE visit_id = {closed} AND number = 2"],
        "closed", ["where the steps led", "where the one before it ended"],
    ),
    "a draft with steps taken": (
        ["UPDATE outreach_visit SET steps_taken = 1 WHERE id = {planned}"], "planned", ["where the steps led"],
    ),
    "a leader of another office": (
        ["UPDATE outreach_visit SET leader_id = {foreigner} WHERE id = {planned}"], "planned", ["of another kabupaten"],
    ),
    "a desa of another kecamatan": (
        ["UPDATE outreach_visit_desa SET desa_id = {itik} WHERE visit_id = {planned}"],
        "planned", ["lies in another kecamatan"],
    ),
    "a school of another kecamatan": (
        ["UPDATE outreach_visit_schools SET school_id = {far_school} WHERE visit_id = {planned}"],
        "planned", ["lies in another kecamatan"],
    ),
    "somebody met at a visit that was put off": (
        ["UPDATE outreach_attendance SET visit_id = {put_off} WHERE id = {at_siti}"], "put_off", ["it was not held"],
    ),
    "closed with somebody open": (
        [ATTENDANCE.format("outcome = ''", "closed_minah"), "DELETE FROM outreach_attendancechange WHERE attendance_id = {closed_minah}"],
        "closed", ["somebody expected has no outcome"],
    ),
    "a step that was undone": (
        [
            "INSERT INTO outreach_residentstep (resident_id, number, step, from_state, to_state, day, removal, note, undoes_id, at,"
            " by_id) SELECT resident_id, 77, 'undo', 'failed', 'unrecorded', day, '', 'x', id, at, by_id"
            " FROM outreach_residentstep WHERE id = (SELECT step_id FROM outreach_attendance WHERE id = {closed_siti})"
        ],
        "closed", ["does not stand on a step of that person"],
    ),
    "a step of somebody else": (
        [ATTENDANCE.format("step_id = {recorded}", "closed_siti")], "closed", ["does not stand on a step of that person"],
    ),
    "a step of another kind": (
        [
            ATTENDANCE.format("outcome = 'already_recorded'", "closed_siti"),
            "UPDATE outreach_attendancechange SET after = 'already_recorded' WHERE attendance_id = {closed_siti}",
        ],
        "closed", ["does not stand on a step of that person"],
    ),
    "an outcome that nobody entered": (
        [ATTENDANCE.format("outcome = 'refused'", "closed_minah")], "closed", ["is not what was entered last"],
    ),
    "more people counted than in the ledger": (
        ["UPDATE outreach_visitcount SET people = 4 WHERE id = {closed_count}"], "closed", ["not their rows of the ledger"],
    ),
    "a row that was undone past the visit": (
        [
            "INSERT INTO kecamatan_countupdate (drive_id, kecamatan_id, desa_id, kind, quantity, date, note, key, reverses_id,"
            " entered_at, entered_by_id) SELECT drive_id, kecamatan_id, desa_id, kind, quantity, date, 'x',"
            " '6f1c0f0e3a524b8e9a542f7d6f0f6a11', id, entered_at, entered_by_id FROM kecamatan_countupdate"
            " WHERE id = (SELECT row_id FROM outreach_visitcount WHERE id = {closed_count})"
        ],
        "closed", ["not their rows of the ledger"],
    ),
    "taken back while its row stands": (
        ["UPDATE outreach_visitcount SET taken_back = true WHERE id = {closed_count}"],
        "closed", ["not their rows of the ledger"],
    ),
    "an inflow that is not counted": (
        ["UPDATE outreach_visitcount SET newly_obliged = 0 WHERE id = {count}"], "open", ["not their rows of the ledger"],
    ),
}  # fmt: skip


@pytest.fixture
def world(places, cast, today, list_person, step):
    return visit_world(places, cast, today, list_person, step)


def test_sound_visits_are_said_to_agree_with_what_was_looked_at(world):
    out = StringIO()
    call_command("check_people", stdout=out)
    assert "5 visits with 6 people" in out.getvalue()
    assert f"{len(expected_triggers())} guards of the database" in out.getvalue()
    assert "All of them agree." in out.getvalue()


@pytest.mark.parametrize(("statements", "visit", "sentences"), FAULTS.values(), ids=FAULTS.keys())
def test_what_is_wrong_with_a_visit_is_said(world, statements, visit, sentences):
    with only_constraints():
        for statement in statements:
            execute(statement.format(**world.ids))
        of_visits = [fault for fault in check_people().faults if ": visit " in fault]
    assert len(of_visits) == len(sentences), of_visits
    for fault, words in zip(of_visits, sentences, strict=True):
        assert fault.endswith(f"{words}: visit {world.ids[visit]}.")


def test_every_rule_finds_something():
    ends = {sentence for _statements, _visit, sentences in FAULTS.values() for sentence in sentences}
    assert [said for _condition, said in RULES if not any(said.endswith(end) for end in ends)] == []


def test_a_missing_guard_of_visits_is_found(world):
    name = "outreach_visitstep_moves"
    if not world.on_sqlite:
        execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute(without_trigger(name))
    with pytest.raises(CommandError, match=f"The database's guard {name} is missing or switched off"):
        call_command("check_people", stdout=StringIO())
