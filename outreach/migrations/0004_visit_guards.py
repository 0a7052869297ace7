"""What the database itself enforces for visits, on SQLite and on PostgreSQL.

* A visit begins as a draft, and its state moves with a step alone: the step must follow from the table of
  ``outreach.visit_life``, and it is the step that moves the visit, in the same statement.
* A visit is of its drive's kabupaten, as are its leader, team and kits, and stays in its kecamatan, in which its desa and
  its schools lie; these do not move to another kecamatan. Its plan stands once it has begun or was called off.
* Outcomes and counts are entered while the visit is open; what was entered is never deleted. It is closed only when
  everybody whom it expected has an outcome, and not called off or un-started when something was entered.
* The step that an outcome took is of that person and of that kind, and is not undone past the visit. A count is exactly
  its rows of the ledger; these are not undone past it, and when it is taken back both are, by the end of the transaction.
* Steps, changes of outcomes and codes on paper are never changed. With the data of a person their name, note and step go.
* Whoever plans, moves, holds or calls off a visit raises the version of its kecamatan, so that a kept page is never stale.

On SQLite, a later migration that alters one of these tables must end with ``install`` of this module.
"""

from django.db import migrations

#: As ``outreach.visit_life.TABLE``; a test holds the two together. None: back to where the start came from.
TABLE = {
    "announce": (["draft"], "announced"),
    "confirm": (["draft", "announced"], "confirmed"),
    "unconfirm": (["confirmed"], "announced"),
    "start": (["draft", "announced", "confirmed"], "under_way"),
    "unstart": (["under_way"], None),
    "finish": (["under_way"], "done"),
    "resume": (["done"], "under_way"),
    "close": (["done"], "closed"),
    "reopen": (["closed"], "done"),
    "postpone": (["draft", "announced", "confirmed"], "postponed"),
    "cancel": (["draft", "announced", "confirmed"], "cancelled"),
}
OPEN = "('under_way', 'done')"
HELD = "('under_way', 'done', 'closed')"
PLANNED = "('draft', 'announced', 'confirmed')"
BEFORE_THE_START = """(SELECT s.from_state FROM outreach_visitstep s WHERE s.visit_id = NEW.visit_id
    AND s.step = 'start' ORDER BY s.number DESC LIMIT 1)"""


def _in(column, values):
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _changed(*columns):
    """Whether one of these is another one now; also where either is empty."""
    return " OR ".join(f"NEW.{one} <> OLD.{one} OR (NEW.{one} IS NULL) <> (OLD.{one} IS NULL)" for one in columns)


ALLOWED = " OR ".join(
    f"(NEW.step = '{step}' AND {_in('NEW.from_state', sources)} "
    f"AND NEW.to_state = {BEFORE_THE_START if target is None else repr(target)})"
    for step, (sources, target) in TABLE.items()
)
STEP_FITS = f"""
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM outreach_visit v WHERE v.id = NEW.visit_id AND NEW.number = v.steps_taken + 1
        AND NEW.from_state = v.state AND ({ALLOWED}))
"""
SOMEBODY_OPEN = """
    SELECT 1 FROM outreach_attendance a WHERE NEW.step = 'close' AND a.visit_id = NEW.visit_id
    AND a.outcome = '' AND a.origin <> 'unlisted'
"""
SOMETHING_ENTERED = """
    SELECT 1 WHERE NEW.step = 'unstart' AND (
        EXISTS (SELECT 1 FROM outreach_attendance a WHERE a.visit_id = NEW.visit_id AND a.outcome <> '')
        OR EXISTS (SELECT 1 FROM outreach_attendance a JOIN outreach_attendancechange c ON c.attendance_id = a.id
                   WHERE a.visit_id = NEW.visit_id)
        OR EXISTS (SELECT 1 FROM outreach_visitcount c WHERE c.visit_id = NEW.visit_id))
"""
MOVE = """
    UPDATE outreach_visit SET state = NEW.to_state, steps_taken = NEW.number, version = version + 1
    WHERE id = NEW.visit_id
"""
BEGINS = """
    SELECT 1 WHERE NEW.state <> 'draft' OR NEW.steps_taken <> 0 OR NEW.cards_printed IS NOT NULL
    OR NEW.ikd_activated IS NOT NULL OR NEW.began_at IS NOT NULL OR NEW.ended_at IS NOT NULL OR NEW.what_went_wrong <> ''
"""
MOVES_WITH_A_STEP = """
    SELECT 1 WHERE NEW.steps_taken <> OLD.steps_taken + 1 OR NOT EXISTS (
        SELECT 1 FROM outreach_visitstep s WHERE s.visit_id = NEW.id AND s.number = NEW.steps_taken
        AND s.to_state = NEW.state AND s.from_state = OLD.state)
"""
OTHER_KABUPATEN = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM kecamatan_kecamatan k JOIN kecamatan_drive d ON d.kabupaten_id = k.kabupaten_id
        WHERE k.id = NEW.kecamatan_id AND d.id = NEW.drive_id AND (NEW.leader_id IS NULL OR EXISTS (
            SELECT 1 FROM kecamatan_user u WHERE u.id = NEW.leader_id AND u.kabupaten_id = k.kabupaten_id)))
"""
STAYS = f"SELECT 1 WHERE {_changed('id', 'uid', 'kecamatan_id', 'drive_id', 'follows_id', 'replaces_id')}"
#: The other visit is of the same place and campaign; the one that is replaced was put off.
OTHER_VISIT = """
    SELECT 1 WHERE (NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM outreach_visit v WHERE v.id = NEW.replaces_id AND v.state = 'postponed'
        AND v.kecamatan_id = NEW.kecamatan_id AND v.drive_id = NEW.drive_id))
    OR (NEW.follows_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM outreach_visit v WHERE v.id = NEW.follows_id
        AND v.kecamatan_id = NEW.kecamatan_id AND v.drive_id = NEW.drive_id))
"""
PLAN = ["day", "starts", "ends", "place_name", "place_address", "leader_id"]
PLAN_STANDS = f"SELECT 1 WHERE OLD.state NOT IN {PLANNED} AND ({_changed(*PLAN)})"
YIELD = ["cards_printed", "ikd_activated", "what_went_wrong", "began_at", "ended_at"]
YIELD_STANDS = f"SELECT 1 WHERE OLD.state NOT IN {OPEN} AND ({_changed(*YIELD)})"
#: Of a row {row} that joins a visit with one of its places: they come and go while it is planned.
NOT_PLANNED = f"SELECT 1 FROM outreach_visit v WHERE v.id = {{row}}.visit_id AND v.state NOT IN {PLANNED}"
OTHER_OFFICE = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM outreach_visit v JOIN kecamatan_kecamatan k ON k.id = v.kecamatan_id
        JOIN {table} o ON o.kabupaten_id = k.kabupaten_id WHERE v.id = NEW.visit_id AND o.id = NEW.{column})
"""
OTHER_DESA = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM outreach_visit v JOIN kecamatan_desa d ON d.kecamatan_id = v.kecamatan_id
        WHERE v.id = NEW.visit_id AND d.id = NEW.desa_id)
"""
OTHER_SCHOOL = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM outreach_visit v JOIN kecamatan_desa d ON d.kecamatan_id = v.kecamatan_id
        JOIN kecamatan_school s ON s.desa_id = d.id WHERE v.id = NEW.visit_id AND s.id = NEW.school_id)
"""
DESA_WITH_VISITS = """
    SELECT 1 WHERE OLD.kecamatan_id <> NEW.kecamatan_id AND (
        EXISTS (SELECT 1 FROM outreach_visit_desa v WHERE v.desa_id = OLD.id)
        OR EXISTS (SELECT 1 FROM outreach_visit_schools v JOIN kecamatan_school s ON s.id = v.school_id
                   WHERE s.desa_id = OLD.id))
"""
SCHOOL_WITH_VISITS = """
    SELECT 1 FROM kecamatan_desa a JOIN kecamatan_desa b ON b.id = NEW.desa_id AND b.kecamatan_id <> a.kecamatan_id
    WHERE a.id = OLD.desa_id AND EXISTS (SELECT 1 FROM outreach_visit_schools v WHERE v.school_id = OLD.id)
"""
DRIVE_WITH_VISITS = """
    SELECT 1 WHERE OLD.kabupaten_id <> NEW.kabupaten_id
    AND EXISTS (SELECT 1 FROM outreach_visit v WHERE v.drive_id = OLD.id)
"""
NOT_OPEN = f"SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM outreach_visit v WHERE v.id = NEW.visit_id AND v.state IN {OPEN})"
#: With the data of a person their note and their step go, whatever became of the visit.
ENTERED_AFTERWARDS = f"""{NOT_OPEN} AND ({_changed("outcome", "by_id", "at")} OR (
    ({_changed("note", "step_id")}) AND NOT (NEW.resident_id IS NULL AND NEW.note = '' AND NEW.step_id IS NULL)))
"""
EXPECTED_AFTERWARDS = """
    SELECT 1 WHERE NEW.origin <> 'unlisted' AND NOT EXISTS (
        SELECT 1 FROM outreach_visit v JOIN outreach_visitstep s ON s.visit_id = v.id AND s.number = v.steps_taken
        WHERE v.id = NEW.visit_id AND s.step = 'start')
"""
NOT_OF_THE_LIST = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM outreach_resident r JOIN outreach_visit v ON v.drive_id = r.drive_id
        WHERE r.id = NEW.resident_id AND v.id = NEW.visit_id AND r.desa_id = NEW.desa_id)
"""
MOVED = f"SELECT 1 WHERE {_changed('id', 'visit_id', 'origin', 'desa_id')}"
#: The name of somebody whose data is erased goes, unless they are counted still; nobody else takes its place.
OTHER_PERSON = """
    SELECT 1 WHERE (NEW.resident_id IS NOT NULL AND (OLD.resident_id IS NULL OR NEW.resident_id <> OLD.resident_id))
    OR (NEW.resident_id IS NULL AND OLD.outcome IN ('recorded', 'already_recorded') AND EXISTS (
        SELECT 1 FROM outreach_residentstep s JOIN outreach_resident r ON r.id = s.resident_id
        JOIN kecamatan_drive d ON d.id = r.drive_id WHERE s.id = OLD.step_id AND d.is_active
        AND NOT EXISTS (SELECT 1 FROM outreach_residentstep w WHERE w.undoes_id = s.id)))
"""
STILL_HELD = f"SELECT 1 FROM outreach_visit v WHERE v.id = OLD.visit_id AND v.state IN {HELD}"
STEP_OF_OTHERS = """
    SELECT 1 WHERE NEW.step_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM outreach_residentstep s WHERE s.id = NEW.step_id AND s.resident_id = NEW.resident_id
        AND ((NEW.outcome = 'recorded' AND s.step = 'record') OR (NEW.outcome = 'failed' AND s.step = 'fail')
             OR (NEW.outcome = 'already_recorded' AND s.removal = 'recorded_elsewhere')))
"""
#: A step that a visit claims is undone by correcting the result of that visit.
CLAIMED_BY_A_VISIT = "SELECT 1 FROM outreach_attendance a WHERE a.step_id = NEW.undoes_id"
NOT_AS_ENTERED = f"""
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM outreach_attendance a JOIN outreach_visit v ON v.id = a.visit_id
        WHERE a.id = NEW.attendance_id AND a.outcome = NEW.after AND v.state IN {OPEN})
"""
#: A standing row of the ledger that counts {people} as {kind} where NEW counts them, and belongs to nobody of the list.
ROW_OF_COUNT = """EXISTS (
        SELECT 1 FROM kecamatan_countupdate c JOIN outreach_visit v
        ON v.drive_id = c.drive_id AND v.kecamatan_id = c.kecamatan_id
        WHERE c.id = NEW.{row} AND v.id = NEW.visit_id AND c.kind = '{kind}' AND c.quantity = NEW.{people}
        AND c.reverses_id IS NULL AND COALESCE(c.desa_id, 0) = COALESCE(NEW.desa_id, 0)
        AND NOT EXISTS (SELECT 1 FROM kecamatan_countupdate w WHERE w.reverses_id = c.id)
        AND NOT EXISTS (SELECT 1 FROM outreach_residentrow l WHERE l.key = c.key))"""
ITS_ROW = ROW_OF_COUNT.format(row="row_id", kind="recorded", people="people")
ITS_INFLOW = ROW_OF_COUNT.format(row="inflow_row_id", kind="added", people="newly_obliged")
NOT_AS_ITS_ROWS = f"""
    SELECT 1 WHERE NEW.taken_back OR (NEW.newly_obliged > 0) <> (NEW.inflow_row_id IS NOT NULL)
    OR NOT {ITS_ROW} OR (NEW.inflow_row_id IS NOT NULL AND NOT {ITS_INFLOW})
"""
COUNTED_ALREADY = """
    SELECT 1 FROM outreach_visitcount o WHERE o.visit_id = NEW.visit_id AND NOT o.taken_back
    AND COALESCE(o.desa_id, 0) = COALESCE(NEW.desa_id, 0)
"""
COUNT = ["id", "visit_id", "desa_id", "people", "newly_obliged", "row_id", "inflow_row_id", "at", "by_id"]
COUNT_CHANGED = f"SELECT 1 WHERE OLD.taken_back OR {_changed(*COUNT)}"
ROW_OF_A_VISIT = """
    SELECT 1 FROM outreach_visitcount c
    WHERE NOT c.taken_back AND (c.row_id = NEW.reverses_id OR c.inflow_row_id = NEW.reverses_id)
"""
#: A count {c} that is taken back, one of whose rows stands still.
HALF_TAKEN_BACK = """
    {c}.taken_back AND (
        NOT EXISTS (SELECT 1 FROM kecamatan_countupdate w WHERE w.reverses_id = {c}.row_id)
        OR ({c}.inflow_row_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM kecamatan_countupdate w WHERE w.reverses_id = {c}.inflow_row_id)))
"""
#: On SQLite, whose columns keep what they are given.
SHAPE = """
    SELECT 1 WHERE typeof(NEW.day) <> 'text' OR date(NEW.day, '+0 days') IS NOT NEW.day
    OR typeof(NEW.starts) <> 'text' OR time(NEW.starts) IS NULL OR typeof(NEW.ends) <> 'text' OR time(NEW.ends) IS NULL
"""
NEVER = "SELECT 1"
HALF = ("visitcount_settled", "a count was taken back and its rows of the ledger stand")

#: (table, verb, columns, condition, name, sentence)
GUARDS = [
    ("outreach_visit", "INSERT", [], BEGINS, "visit_begins_as_draft", "a visit begins as a draft"),
    *(
        ("outreach_visit", verb, columns, OTHER_KABUPATEN, "visit_of_its_kabupaten", "the drive or the leader is of another kabupaten")
        for verb, columns in (("INSERT", []), ("UPDATE", ["leader_id"]))
    ),
    ("outreach_visit", "INSERT", [], OTHER_VISIT, "visit_after_its_own", "the visit before it is of another place, or was not put off"),
    ("outreach_visit", "UPDATE", ["state", "steps_taken"], MOVES_WITH_A_STEP, "visit_moves_with_a_step", "a state changes with a step alone"),
    ("outreach_visit", "UPDATE", [], STAYS, "visit_stays", "a visit stays in its kecamatan and its drive, and after its own"),
    ("outreach_visit", "UPDATE", PLAN, PLAN_STANDS, "visit_plan_stands", "the plan of a visit stands once it has begun or was called off"),
    ("outreach_visit", "UPDATE", YIELD, YIELD_STANDS, "visit_result_while_open", "the visit is not open"),
    ("outreach_visit", "DELETE", [], NEVER, "visit_not_deleted", "a visit is called off, not deleted"),
    ("outreach_visitstep", "INSERT", [], STEP_FITS, "visitstep_fits", "this step does not follow from where the visit stands"),
    ("outreach_visitstep", "INSERT", [], SOMEBODY_OPEN, "visit_adds_up", "somebody expected has no outcome yet"),
    ("outreach_visitstep", "INSERT", [], SOMETHING_ENTERED, "visit_nothing_entered", "something was entered already"),
    ("outreach_visit_desa", "INSERT", [], OTHER_DESA, "visit_desa_of_its_kecamatan", "the desa lies in another kecamatan"),
    ("outreach_visit_schools", "INSERT", [], OTHER_SCHOOL, "visit_school_of_its_kecamatan", "the school lies in another kecamatan"),
    *(
        (f"outreach_visit_{what}", verb, [], NOT_PLANNED.format(row=row), f"visit_{what}_stand", "the plan of a visit stands once it has begun or was called off")
        for what in ("desa", "schools") for verb, row in (("INSERT", "NEW"), ("DELETE", "OLD"))
    ),
    *(
        (f"outreach_visit_{what}", "INSERT", [], OTHER_OFFICE.format(table=table, column=column), f"visit_{what}_of_its_kabupaten", "this is of another kabupaten")
        for what, table, column in (("team", "kecamatan_user", "user_id"), ("kits", "outreach_kit", "kit_id"))
    ),
    *(
        (f"outreach_visit_{what}", "UPDATE", [], NEVER, f"visit_{what}_not_updated", "it is taken out and another one put in")
        for what in ("desa", "schools", "team", "kits")
    ),
    ("kecamatan_desa", "UPDATE", ["kecamatan_id"], DESA_WITH_VISITS, "desa_with_visits_stays", "a desa with visits does not move to another kecamatan"),
    ("kecamatan_school", "UPDATE", ["desa_id"], SCHOOL_WITH_VISITS, "school_with_visits_stays", "a school with visits does not move to another kecamatan"),
    ("kecamatan_drive", "UPDATE", ["kabupaten_id"], DRIVE_WITH_VISITS, "drive_with_visits_stays", "a drive with visits does not move to another kabupaten"),
    ("outreach_residentstep", "INSERT", [], CLAIMED_BY_A_VISIT, "attended_step_stays", "this step is undone in the result of its visit"),
    ("outreach_attendance", "INSERT", [], NOT_OPEN, "attendance_while_open", "the visit is not open"),
    ("outreach_attendance", "INSERT", [], EXPECTED_AFTERWARDS, "attendance_expected_at_the_start", "the list of whom a visit expected stands"),
    ("outreach_attendance", "INSERT", [], NOT_OF_THE_LIST, "attendance_of_the_list", "the person is of another drive or lives in another desa"),
    *(
        ("outreach_attendance", verb, columns, STEP_OF_OTHERS, "attendance_step_of_the_person", "the step is of somebody else, or of another outcome")
        for verb, columns in (("INSERT", []), ("UPDATE", ["step_id", "outcome", "resident_id"]))
    ),
    (
        "outreach_attendance", "UPDATE", ["outcome", "note", "by_id", "at", "step_id"], ENTERED_AFTERWARDS,
        "attendance_while_open", "the visit is not open",
    ),
    ("outreach_attendance", "UPDATE", [], MOVED, "attendance_stays", "an attendance stays with its visit"),
    ("outreach_attendance", "UPDATE", ["resident_id"], OTHER_PERSON, "attendance_of_one_person", "an attendance is of one person"),
    ("outreach_attendance", "DELETE", [], STILL_HELD, "attendance_not_deleted", "what a visit held is not deleted"),
    ("outreach_attendancechange", "INSERT", [], NOT_AS_ENTERED, "attendancechange_as_entered", "no such outcome was entered at an open visit"),
    ("outreach_visitcode", "UPDATE", [], NEVER, "visitcode_stays", "a code on paper stays with its person"),
    *(
        ("outreach_visitcount", verb, [], NOT_OPEN, "visitcount_while_open", "the visit is not open")
        for verb in ("INSERT", "UPDATE")
    ),
    ("outreach_visitcount", "INSERT", [], NOT_AS_ITS_ROWS, "visitcount_as_its_rows", "the rows of the ledger say otherwise"),
    ("outreach_visitcount", "INSERT", [], COUNTED_ALREADY, "visitcount_once", "these people were counted already"),
    ("outreach_visitcount", "UPDATE", [], COUNT_CHANGED, "visitcount_stays", "a count is taken back, never changed"),
    ("outreach_visitcount", "DELETE", [], NEVER, "visitcount_not_deleted", "a count is taken back, never deleted"),
    (
        "kecamatan_countupdate", "INSERT", [], ROW_OF_A_VISIT,
        "visit_row_undone_with_its_visit", "this row belongs to a visit and is undone with its result",
    ),
]  # fmt: skip
SQLITE_GUARDS = [
    *(("outreach_visit", verb, [], SHAPE, "visit_shape", "this is not a day or a time") for verb in ("INSERT", "UPDATE")),
    (
        "outreach_attendance", "UPDATE", ["step_id"],
        "SELECT 1 FROM outreach_attendance o WHERE o.step_id = NEW.step_id AND o.id <> OLD.id",
        "attendance_no_replace_by_update", "this step is claimed already",
    ),
    # By its other name, _rowid_, an id passes what migration 0002 asks where "id" is set.
    ("outreach_resident", "UPDATE", [], "SELECT 1 WHERE NEW.id <> OLD.id", "resident_keeps_id", "an id never changes"),
]  # fmt: skip
APPEND_ONLY = ["outreach_visitstep", "outreach_attendancechange"]
NOT_EMPTIED = [
    *("outreach_visit", "outreach_visit_desa", "outreach_visit_schools"),
    *("outreach_attendance", "outreach_visitcount", "outreach_visitcode"),
]
#: What is in the way of a new row: INSERT OR REPLACE would delete it without asking any trigger for DELETE.
REPLACED = {
    "outreach_visit": "o.id = NEW.id OR o.uid = NEW.uid OR o.replaces_id = NEW.replaces_id",
    "outreach_visitstep": "o.id = NEW.id OR (o.visit_id = NEW.visit_id AND o.number = NEW.number)",
    "outreach_attendance": "o.id = NEW.id OR (o.visit_id = NEW.visit_id AND o.resident_id = NEW.resident_id) "
    "OR o.step_id = NEW.step_id",
    "outreach_attendancechange": "o.id = NEW.id",
    "outreach_visitcount": "o.id = NEW.id OR o.row_id = NEW.row_id OR o.inflow_row_id = NEW.inflow_row_id",
    "outreach_visitcode": "o.id = NEW.id OR (o.visit_id = NEW.visit_id AND (o.resident_id = NEW.resident_id OR o.code = NEW.code))",
    "outreach_visit_desa": "o.id = NEW.id",
    "outreach_visit_schools": "o.id = NEW.id",
}
#: As ``outreach_unsettled`` of migration 0002: asked at the end of a transaction, by a key that never is there.
UNSETTLED = """
    CREATE TABLE IF NOT EXISTS outreach_unsettledcount (
        count_id integer NOT NULL PRIMARY KEY,
        never integer NOT NULL DEFAULT 0 REFERENCES outreach_sealcheck (id) DEFERRABLE INITIALLY DEFERRED)
"""
RAISE = "UPDATE kecamatan_kecamatan SET version = version + 1 WHERE id = NEW.kecamatan_id"


def trigger_name(guard):
    """Its own for every guard and verb."""
    _table, verb, _columns, _condition, name, _sentence = guard
    return f"outreach_{name}_{verb.lower()}"


def sqlite_statements():
    yield UNSETTLED
    for guard in [*GUARDS, *SQLITE_GUARDS]:
        table, verb, columns, condition, name, sentence = guard
        of = f" OF {', '.join(columns)}" if columns else ""
        yield (
            f"CREATE TRIGGER {trigger_name(guard)} BEFORE {verb}{of} ON {table} BEGIN "
            f"SELECT RAISE(ABORT, '{name}: {sentence}') WHERE EXISTS ({condition}); END"
        )
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} is append-only: no {verb}'); END"
            )
    for table, same in REPLACED.items():
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN "
            f"SELECT RAISE(ABORT, 'UNIQUE constraint failed: {table}: this row is there already') "
            f"WHERE EXISTS (SELECT 1 FROM {table} o WHERE {same}); END"
        )
    yield f"CREATE TRIGGER outreach_visitstep_moves AFTER INSERT ON outreach_visitstep BEGIN {MOVE}; END"
    for verb in ("INSERT", "UPDATE"):
        yield f"CREATE TRIGGER outreach_visit_version_{verb.lower()} AFTER {verb} ON outreach_visit BEGIN {RAISE}; END"
    yield (
        "CREATE TRIGGER outreach_attendance_version AFTER UPDATE OF outcome ON outreach_attendance "
        "WHEN NEW.outcome <> OLD.outcome BEGIN UPDATE kecamatan_kecamatan SET version = version + 1 "
        "WHERE id = (SELECT v.kecamatan_id FROM outreach_visit v WHERE v.id = NEW.visit_id); END"
    )
    yield (
        "CREATE TRIGGER outreach_visitcount_unsettled AFTER UPDATE OF taken_back ON outreach_visitcount "
        "WHEN NEW.taken_back BEGIN INSERT INTO outreach_unsettledcount (count_id) SELECT NEW.id "
        f"WHERE {HALF_TAKEN_BACK.format(c='NEW')}; END"
    )
    yield (
        "CREATE TRIGGER outreach_visitcount_settled AFTER INSERT ON kecamatan_countupdate "
        "WHEN NEW.reverses_id IS NOT NULL BEGIN DELETE FROM outreach_unsettledcount WHERE count_id IN "
        "(SELECT c.id FROM outreach_visitcount c WHERE (c.row_id = NEW.reverses_id OR c.inflow_row_id = NEW.reverses_id) "
        f"AND NOT ({HALF_TAKEN_BACK.format(c='c')})); END"
    )


def postgresql_statements():
    def refuse(condition, name, sentence):
        return (
            f"IF EXISTS ({condition}) THEN RAISE EXCEPTION '{name}: {sentence}' "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF;"
        )

    def function(name, body, result):
        return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {body} RETURN {result}; END $body$"

    for guard in GUARDS:
        table, verb, columns, condition, name, sentence = guard
        of = f" OF {', '.join(columns)}" if columns else ""
        yield function(trigger_name(guard), refuse(condition, name, sentence), "OLD" if verb == "DELETE" else "NEW")
        yield (
            f"CREATE TRIGGER {trigger_name(guard)} BEFORE {verb}{of} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {trigger_name(guard)}()"
        )
    for table in APPEND_ONLY:
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION kecamatan_append_only()"
        )
    for table in [*APPEND_ONLY, *NOT_EMPTIED]:
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION kecamatan_no_truncate()"
        )
    yield function("outreach_visitstep_moves", f"{MOVE};", "NULL")
    yield (
        "CREATE TRIGGER outreach_visitstep_moves AFTER INSERT ON outreach_visitstep "
        "FOR EACH ROW EXECUTE FUNCTION outreach_visitstep_moves()"
    )
    yield function("outreach_visit_version", f"{RAISE};", "NULL")
    for verb in ("INSERT", "UPDATE"):
        yield (
            f"CREATE TRIGGER outreach_visit_version_{verb.lower()} AFTER {verb} ON outreach_visit "
            "FOR EACH ROW EXECUTE FUNCTION outreach_visit_version()"
        )
    # Once for a statement, however many people it enters; no join of the two, which without statistics compares each with each.
    of = "SELECT v.kecamatan_id FROM outreach_visit v WHERE v.id = ANY (ARRAY(SELECT DISTINCT n.visit_id FROM fresh n))"
    raised = f"UPDATE kecamatan_kecamatan SET version = version + 1 WHERE id IN ({of});"
    yield function("outreach_attendance_version", raised, "NULL")
    yield (
        "CREATE TRIGGER outreach_attendance_version AFTER UPDATE ON outreach_attendance "
        "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION outreach_attendance_version()"
    )
    yield function(
        "outreach_visitcount_settled", refuse(f"SELECT 1 WHERE {HALF_TAKEN_BACK.format(c='NEW')}", *HALF), "NULL"
    )
    yield (
        "CREATE CONSTRAINT TRIGGER outreach_visitcount_settled AFTER UPDATE ON outreach_visitcount "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION outreach_visitcount_settled()"
    )


def _statements(schema_editor):
    return sqlite_statements() if schema_editor.connection.vendor == "sqlite" else postgresql_statements()


def install(apps, schema_editor):
    for statement in _statements(schema_editor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    functions = []
    for statement in _statements(schema_editor):
        words = [word for word in statement.split() if word != "CONSTRAINT"]
        if words[1] == "TABLE":
            continue
        if words[1] == "FUNCTION":
            functions.append(words[2].split("(")[0])
        elif postgresql:
            schema_editor.execute(f"DROP TRIGGER {words[2]} ON {words[words.index('ON') + 1]}")
        else:
            schema_editor.execute(f"DROP TRIGGER {words[2]}")
    if not postgresql:
        schema_editor.execute("DROP TABLE outreach_unsettledcount")
    for function in functions:
        schema_editor.execute(f"DROP FUNCTION {function}")


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_visits")]

    operations = [migrations.RunPython(install, remove)]
