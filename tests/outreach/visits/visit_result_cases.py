"""More of what each trigger of migration 0004 is for: outcomes, counts, and what stays as it was written."""

from outreach.models import Attendance, AttendanceChange, Resident, VisitCount, VisitStep
from tests.breaking_guards import execute, refused
from tests.outreach.people_world import allowed, transaction_ends
from tests.outreach.visits.visit_cases import BEGUN, CASES, case, on_both

__all__ = ["CASES"]
UNSETTLED = {"sqlite": "outreach_unsettledcount", "postgresql": "visitcount_settled"}

# --- Outcomes ---------------------------------------------------------------------------------------------------------


@on_both("attendance_while_open_insert")
def nobody_joins_a_visit_that_is_not_open(world):
    for visit in ("planned", "put_off", "closed"):
        with refused("attendance_while_open"):
            world.attendance(visit, world.ids["budi"])


@on_both("attendance_while_open_update")
def an_outcome_stands_once_the_visit_is_closed(world):
    for change in (
        "outcome = 'away'",
        "outcome = ''",
        "note = 'x'",
        "by_id = NULL",
        "at = NULL",
        "note = 'x', resident_id = NULL",
    ):
        with refused("attendance_while_open"):
            world.set("attendance", "closed_minah", change)
    with refused("attendance_while_open"):
        world.set("attendance", "closed_siti", "step_id = NULL")
    world.set("attendance", "closed_minah", "outcome = outcome, version = version + 1")


@on_both("attendance_while_open_update")
def with_the_data_of_a_person_their_note_goes_from_a_closed_visit(world):
    with allowed():
        world.set("attendance", "closed_siti", "resident_id = NULL, step_id = NULL, note = ''")
    with refused("attendance_while_open"):
        world.set("attendance", "closed_siti", "note = 'x'")


@on_both("attendance_expected_at_the_start_insert")
def the_expected_list_stands(world):
    world.visit_step("open", "finish", "under_way", "done")
    for origin in ("place", "hand"):
        with refused("attendance_expected_at_the_start"):
            world.attendance("open", world.ids["budi"], origin=origin)
    world.attendance("open", world.ids["budi"])


@on_both("attendance_of_the_list_insert")
def whoever_is_met_is_of_the_drive_and_lives_where_it_says(world):
    of_the_past = world.person(drive_id=world.ids["past_drive"])
    for resident, more in ((of_the_past, {}), (world.ids["budi"], {"desa_id": world.ids["simbur"]}), (None, {})):
        with refused("attendance_of_the_list"):
            world.attendance("open", resident, **more)


def _failed_step(world) -> int:
    return Attendance.objects.get(pk=world.ids["closed_siti"]).step_id


@on_both("attendance_step_of_the_person_insert")
def an_outcome_stands_on_a_step_of_that_person(world):
    ids = world.ids
    failed = world.step(world.person(), "fail", "unrecorded", "failed")
    for step, outcome in (
        (failed, "failed"),
        (ids["recorded"], "failed"),
        (ids["recorded"], "absent"),
        (999999, "failed"),
    ):
        with refused("attendance_step_of_the_person"):
            world.attendance("open", ids["budi"], step_id=step, outcome=outcome)
    world.attendance("open", ids["budi"], step_id=ids["recorded"], outcome="recorded")


@on_both("attendance_step_of_the_person_update")
def an_outcome_goes_with_its_step(world):
    with refused("attendance_step_of_the_person"):
        world.set("attendance", "at_minah", "outcome = 'absent'")
    with refused("attendance_step_of_the_person"):
        world.set("attendance", "at_siti", "outcome = 'recorded', step_id = {recorded}")
    with refused("attendance_step_of_the_person"):
        world.set("attendance", "closed_siti", "resident_id = NULL")


@on_both("attendance_stays_update")
def an_attendance_stays_with_its_visit(world):
    for change in ("visit_id = {closed}", "origin = 'unlisted'", "desa_id = {simbur}", "id = 999999"):
        with refused("attendance_stays"):
            world.set("attendance", "at_siti", change)
    key = "_rowid_" if world.on_sqlite else "id"
    with refused("attendance_stays"):
        world.set("attendance", "at_siti", f"{key} = {{at_rina}}", or_replace=True)


@on_both("attendance_of_one_person_update")
def an_attendance_is_of_one_person(world):
    with refused("attendance_of_one_person"):
        world.set("attendance", "at_siti", "resident_id = {budi}")
    world.set("attendance", "closed_siti", "resident_id = NULL, step_id = NULL")
    with refused("attendance_of_one_person"):
        world.set("attendance", "closed_siti", "resident_id = {siti}")


@on_both("attendance_of_one_person_update")
def whoever_is_counted_is_not_forgotten_while_the_drive_goes_on(world):
    forgotten = "resident_id = NULL, step_id = NULL"
    with refused("attendance_of_one_person"):
        world.set("attendance", "at_minah", forgotten)
    execute("UPDATE kecamatan_drive SET is_active = %s WHERE id = %s", [False, world.ids["drive"]])
    with allowed():
        world.set("attendance", "at_minah", forgotten)


@on_both("attended_step_stays_insert")
def a_step_taken_at_a_visit_is_undone_there(world):
    step = Attendance.objects.get(pk=world.ids["at_minah"]).step
    row = world.row_of(world.ids["minah"], "recorded")

    def undo() -> None:
        world.count(world.ids["minah"], "recorded", reverses=row, note="x")
        world.step(world.ids["minah"], "undo", "recorded", "unrecorded", undoes_id=step.pk)

    with refused("attended_step_stays"):
        undo()
    with allowed():
        world.set("attendance", "at_minah", "outcome = '', step_id = NULL")
        undo()
        transaction_ends()
    assert Resident.objects.get(pk=world.ids["minah"]).state == "unrecorded"


@on_both("attendance_not_deleted_delete")
def whoever_was_expected_is_not_deleted(world):
    for name in ("at_siti", "closed_minah"):
        with refused("attendance_not_deleted"):
            execute("DELETE FROM outreach_attendance WHERE id = %s", [world.ids[name]])


@on_both("attendancechange_as_entered_insert")
def a_change_says_what_was_entered(world):
    ids = world.ids
    for attendance, after in ((ids["at_siti"], "absent"), (ids["closed_minah"], "absent"), (999999, "absent")):
        with refused("attendancechange_as_entered"):
            world.change(attendance, after)
    world.set("attendance", "at_siti", "outcome = 'absent'")
    world.change(ids["at_siti"], "absent")


@on_both("visitcode_stays_update")
def a_code_stays_with_its_person(world):
    for change in ("code = 'ZZZZZ'", "resident_id = {minah}", "visit_id = {later}"):
        with refused("visitcode_stays"):
            world.set("visitcode", "code", change)


# --- People counted without names -------------------------------------------------------------------------------------


def _row(world, people: int = 2, kind: str = "recorded", **more) -> int:
    return world.row(kind, people, desa=world.ids["simbur"], **more)


@on_both("visitcount_while_open_insert")
def nobody_is_counted_at_a_visit_that_is_not_open(world):
    for visit in ("planned", "put_off", "closed"):
        with refused("visitcount_while_open"):
            world.counted(visit, _row(world), 2)


@on_both("visitcount_while_open_update")
def a_count_stands_once_the_visit_is_closed(world):
    with refused("visitcount_while_open"):
        world.set("visitcount", "closed_count", "taken_back = true")


def _undone_row(world) -> int:
    row = _row(world)
    _row(world, reverses=row, note="x")
    return row


@on_both("visitcount_as_its_rows_insert")
def a_count_is_its_rows_of_the_ledger(world):
    own = world.row_of(world.ids["budi"], "recorded")
    _taken_back(world)
    for wrong in (
        lambda: world.counted("open", _row(world), 3),
        lambda: world.counted("open", _row(world), 2, desa_id=None),
        lambda: world.counted("open", _row(world), 2, desa_id=world.ids["siau"]),
        lambda: world.counted("open", _row(world), 2, newly_obliged=1),
        lambda: world.counted("open", _row(world), 2, inflow_row_id=_row(world, kind="added")),
        lambda: world.counted("open", _row(world), 2, newly_obliged=1, inflow_row_id=_row(world, kind="added")),
        lambda: world.counted("open", _row(world), 2, taken_back=True),
        lambda: world.counted("open", _row(world, kind="removed"), 2),
        lambda: world.counted("open", _undone_row(world), 2),
        lambda: world.counted("open", own, 1, desa_id=world.ids["siau"]),
        lambda: world.counted("open", own, 1, desa_id=world.ids["lambur"]),
        lambda: world.counted("open", 999999, 2),
    ):
        with refused("visitcount_as_its_rows"):
            wrong()
    world.counted("open", _row(world), 2, newly_obliged=2, inflow_row_id=_row(world, kind="added"))


@on_both("visitcount_once_insert")
def the_people_of_a_place_are_counted_once(world):
    world.counted("open", _row(world), 2)
    with refused("visitcount_once"):
        world.counted("open", _row(world), 2)


@on_both("visitcount_stays_update")
def a_count_is_not_changed(world):
    for change in (
        "people = 3",
        "newly_obliged = 0",
        "visit_id = {planned}",
        "desa_id = NULL",
        "row_id = {recorded}",
        "inflow_row_id = NULL",
        "id = 999999",
        "by_id = {foreigner}",
    ):
        with refused("visitcount_" if change.startswith("visit_id") else "visitcount_stays"):
            world.set("visitcount", "count", change)


def _taken_back(world, *, both: bool = True) -> None:
    count = VisitCount.objects.get(pk=world.ids["count"])
    world.set("visitcount", "count", "taken_back = true")
    world.row("recorded", 2, reverses=count.row_id, note="x")
    if both:
        world.row("added", 1, reverses=count.inflow_row_id, note="x")


@on_both("visitcount_stays_update")
def a_count_that_was_taken_back_stays_so(world):
    with allowed():
        _taken_back(world)
        transaction_ends()
    with refused("visitcount_stays"):
        world.set("visitcount", "count", "taken_back = false")


@case("visitcount_unsettled", "visitcount_settled")
def a_count_taken_back_takes_its_rows_back(world):
    for wrong in (
        lambda: world.set("visitcount", "count", "taken_back = true"),
        lambda: _taken_back(world, both=False),
    ):
        with refused(UNSETTLED[world.vendor]):
            wrong()
            transaction_ends()


@case("visitcount_settled")
def taking_back_both_rows_settles_a_count(world):
    with allowed():
        _taken_back(world)
        transaction_ends()


@on_both("visitcount_not_deleted_delete")
def a_count_is_not_deleted(world):
    with refused("visitcount_not_deleted"):
        execute("DELETE FROM outreach_visitcount WHERE id = %s", [world.ids["count"]])


@on_both("visit_row_undone_with_its_visit_insert")
def a_row_of_a_visit_is_undone_with_its_result(world):
    for name in ("count", "closed_count"):
        count = VisitCount.objects.get(pk=world.ids[name])
        with refused("visit_row_undone_with_its_visit"):
            world.row("recorded", count.people, reverses=count.row_id, note="x")
    with refused("visit_row_undone_with_its_visit"):
        count = VisitCount.objects.get(pk=world.ids["count"])
        world.row("added", 1, reverses=count.inflow_row_id, note="x")


# --- What was written stays as it was ---------------------------------------------------------------------------------


@on_both("visit_not_deleted_delete")
def a_visit_is_not_deleted(world):
    for name in ("planned", *BEGUN):
        with refused("visit_not_deleted"):
            execute("DELETE FROM outreach_visit WHERE id = %s", [world.ids[name]])


def _append_only(table: str) -> None:
    def is_not_updated(world):
        with refused(f"{table} is append-only: no UPDATE"):
            execute(f"UPDATE {table} SET id = id")

    def is_not_deleted(world):
        with refused(f"{table} is append-only: no DELETE"):
            execute(f"DELETE FROM {table}")

    name = table.removeprefix("outreach_")
    case(f"{name}_no_update", f"{name}_no_change")(is_not_updated)
    case(f"{name}_no_delete", f"{name}_no_change")(is_not_deleted)


def _not_truncated(table: str) -> None:
    def is_not_truncated(world):
        with refused(f"{table}: no TRUNCATE"):
            execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")

    case(postgresql=f"{table.removeprefix('outreach_')}_no_truncate")(is_not_truncated)


def _not_replaced(table: str) -> None:
    def is_not_replaced(world):
        names = world.columns(table)
        with refused(f"UNIQUE constraint failed: {table}: this row is there already"):
            execute(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} LIMIT 1")

    case(f"{table.removeprefix('outreach_')}_no_replace")(is_not_replaced)


for _name in ("visitstep", "attendancechange"):
    _append_only(f"outreach_{_name}")
_KEPT = ("visitstep", "attendancechange", "visit", "attendance", "visitcount", "visitcode")
for _name in (*_KEPT, "visit_desa", "visit_schools"):
    _not_truncated(f"outreach_{_name}")
for _name in _KEPT:
    _not_replaced(f"outreach_{_name}")


@case("visitcode_no_replace")
def a_code_is_not_given_to_somebody_else(world):
    code = "INSERT OR REPLACE INTO outreach_visitcode (visit_id, resident_id, code) VALUES (%s, %s, %s)"
    for who, text in (("minah", "AAAAA"), ("siti", "ZZZZZ")):
        with refused("outreach_visitcode: this row is there already"):
            execute(code, [world.ids["planned"], world.ids[who], text])


@case("visit_no_replace")
def a_visit_is_not_replaced_by_what_it_replaces(world):
    with refused("outreach_visit: this row is there already"):
        world.visit(verb="INSERT OR REPLACE", replaces_id=world.ids["put_off"])


@case("attendance_no_replace")
def whoever_is_there_is_not_replaced(world):
    with refused("outreach_attendance: this row is there already"):
        world.attendance("open", world.ids["siti"], verb="INSERT OR REPLACE")


@case("resident_keeps_id_update")
def a_resident_does_not_take_the_number_of_another(world):
    for name in ("id", "_rowid_", "oid"):
        with refused("resident_keeps_id"):
            world.set("resident", "siti", f"{name} = {{budi}}", or_replace=True)


@case("attendance_no_replace_by_update_update")
def a_step_is_not_claimed_twice(world):
    """Siti failed at the closed visit; the open one claims that step, which would replace her there."""
    world.step_id = _failed_step(world)
    with refused("attendance_no_replace_by_update"):
        world.set("attendance", "at_siti", f"outcome = 'failed', step_id = {world.step_id}", or_replace=True)
    assert VisitStep.objects.filter(visit=world.ids["closed"]).count() == 3
    assert AttendanceChange.objects.filter(attendance=world.ids["closed_siti"]).exists()
