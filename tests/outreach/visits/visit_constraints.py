"""The constraints of visits, each with statements that break it and no other one."""

VISIT = "UPDATE outreach_visit SET {change} WHERE id = {{planned}}"
ATTENDANCE = "UPDATE outreach_attendance SET {change} WHERE id = {{at_siti}}"
COUNT = "UPDATE outreach_visitcount SET {change} WHERE id = {{count}}"


def visit(change: str) -> str:
    return VISIT.format(change=change)


def twice(table: str, columns: str, values: str) -> str:
    """A row that stands once, written twice."""
    return f"INSERT INTO outreach_{table} ({columns}) VALUES ({values}), ({values})"


def code(who: str, code: str) -> str:
    return f"INSERT INTO outreach_visitcode (visit_id, resident_id, code) VALUES ({{planned}}, {who}, '{code}')"


#: Constraint → statements that break it and no other one.
BROKEN = {
    "kit_name_once": ["INSERT INTO outreach_kit (kabupaten_id, name, is_active) VALUES ({kabupaten}, 'Alat 1', true)"],
    "kit_has_a_name": ["UPDATE outreach_kit SET name = '' WHERE id = {kit}"],
    "visit_ends_after_it_starts": [visit("ends = starts"), visit("ends = '07:00:00'")],
    "visit_has_a_place": [visit("place_name = ''")],
    "visit_state_known": [visit("state = 'lost'")],
    "visit_access_known": [visit("access = 'air'")],
    "visit_point_on_earth": [
        visit("latitude = -1.1"),
        visit("longitude = 103.9"),
        visit("latitude = 91, longitude = 103.9"),
        visit("latitude = -1.1, longitude = -181"),
    ],
    "visitstep_number_once": ["UPDATE outreach_visitstep SET number = 1 WHERE visit_id = {closed} AND number = 2"],
    "visitstep_has_its_reason": [
        "UPDATE outreach_visitstep SET reason = '' WHERE visit_id = {put_off}",
        "UPDATE outreach_visitstep SET reason = '', step = 'reopen' WHERE visit_id = {closed} AND number = 1",
    ],
    "visitpick_once": [
        twice("visitpick", "visit_id, resident_id, kind, at, by_id", "{planned}, {siti}, 'expect', '{now}', {petugas}")
    ],
    "visitcode_of_one_person": [code("{siti}", "ZZZZZ")],
    "visitcode_once": [code("{minah}", "AAAAA")],
    "attendance_once": [ATTENDANCE.format(change="resident_id = {minah}")],
    "attendance_outcome_known": [ATTENDANCE.format(change="outcome = 'lost'")],
    "attendance_origin_known": [ATTENDANCE.format(change="origin = 'lost'")],
    "attendance_recorded_by_a_step": [
        ATTENDANCE.format(change="outcome = 'recorded'"),
        "UPDATE outreach_attendance SET step_id = NULL WHERE id = {at_minah}",
    ],
    "visitcount_somebody": [COUNT.format(change="people = 0, newly_obliged = 0")],
    "visitcount_new_ones_among_them": [COUNT.format(change="newly_obliged = 3")],
}
#: Rules without a name of ours: unique fields and references.
UNNAMED = {
    "a visit has an address of its own": "UPDATE outreach_visit SET uid = (SELECT v.uid FROM outreach_visit v"
    " WHERE v.id = {open}) WHERE id = {planned}",
    "a visit is replaced once": visit("replaces_id = {put_off}"),
    "a visit follows one that is there": visit("follows_id = 999999"),
    "a step is claimed by one visit": "UPDATE outreach_attendance SET step_id = (SELECT a.step_id"
    " FROM outreach_attendance a WHERE a.id = {at_minah}) WHERE id = {at_siti}",
    "a row of the ledger is of one count": "UPDATE outreach_visitcount SET row_id = (SELECT c.row_id"
    " FROM outreach_visitcount c WHERE c.id = {count}) WHERE id = {closed_count}",
    "an inflow is of one count": "UPDATE outreach_visitcount SET newly_obliged = 1, inflow_row_id = (SELECT c.inflow_row_id"
    " FROM outreach_visitcount c WHERE c.id = {count}) WHERE id = {closed_count}",
    "a change is of an attendance": "UPDATE outreach_attendancechange SET attendance_id = 999999",
}
