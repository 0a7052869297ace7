"""What the database itself enforces for visits, on SQLite and on PostgreSQL.

* A visit begins as a draft, and its state moves with a step alone: the step must follow from the table of
  ``outreach.visit_life``, and it is the step that moves the visit, in the same statement.
* A visit is of its drive's kabupaten and stays in its kecamatan, in which its desa and its schools lie; a desa with
  visits does not move to another kecamatan.
* Outcomes and counts are entered while the visit is open; what was entered is never deleted. It is closed only when
  everybody whom it expected has an outcome, and not called off or un-started when something was entered.
* Steps and changes of outcomes are never changed or deleted.
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
BEFORE_THE_START = """(SELECT s.from_state FROM outreach_visitstep s WHERE s.visit_id = NEW.visit_id
    AND s.step = 'start' ORDER BY s.number DESC LIMIT 1)"""


def _in(column, values):
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


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
        EXISTS (SELECT 1 FROM outreach_attendance a JOIN outreach_attendancechange c ON c.attendance_id = a.id
                WHERE a.visit_id = NEW.visit_id)
        OR EXISTS (SELECT 1 FROM outreach_visitcount c WHERE c.visit_id = NEW.visit_id))
"""
MOVE = """
    UPDATE outreach_visit SET state = NEW.to_state, steps_taken = NEW.number, version = version + 1
    WHERE id = NEW.visit_id
"""
BEGINS = "SELECT 1 WHERE NEW.state <> 'draft' OR NEW.steps_taken <> 0"
MOVES_WITH_A_STEP = """
    SELECT 1 WHERE NEW.steps_taken <> OLD.steps_taken + 1 OR NOT EXISTS (
        SELECT 1 FROM outreach_visitstep s WHERE s.visit_id = NEW.id AND s.number = NEW.steps_taken
        AND s.to_state = NEW.state AND s.from_state = OLD.state)
"""
OTHER_KABUPATEN = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM kecamatan_kecamatan k JOIN kecamatan_drive d ON d.kabupaten_id = k.kabupaten_id
        WHERE k.id = NEW.kecamatan_id AND d.id = NEW.drive_id)
"""
STAYS = "SELECT 1 WHERE NEW.kecamatan_id <> OLD.kecamatan_id OR NEW.drive_id <> OLD.drive_id"
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
NOT_OPEN = f"SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM outreach_visit v WHERE v.id = NEW.visit_id AND v.state IN {OPEN})"
MOVED = "SELECT 1 WHERE NEW.visit_id <> OLD.visit_id OR NEW.origin <> OLD.origin"
#: The name of somebody whose data is erased goes; nobody else takes its place.
OTHER_PERSON = """
    SELECT 1 WHERE NEW.resident_id IS NOT NULL AND (OLD.resident_id IS NULL OR NEW.resident_id <> OLD.resident_id)
"""
STILL_HELD = f"SELECT 1 FROM outreach_visit v WHERE v.id = OLD.visit_id AND v.state IN {HELD}"
COUNT_CHANGED = """
    SELECT 1 WHERE NEW.visit_id <> OLD.visit_id OR COALESCE(NEW.desa_id, 0) <> COALESCE(OLD.desa_id, 0)
    OR NEW.people <> OLD.people OR NEW.newly_obliged <> OLD.newly_obliged OR NEW.row_id <> OLD.row_id
    OR COALESCE(NEW.inflow_row_id, 0) <> COALESCE(OLD.inflow_row_id, 0) OR OLD.taken_back
"""
STEP_OF_OTHERS = """
    SELECT 1 WHERE NEW.step_id IS NOT NULL AND NEW.resident_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM outreach_residentstep s WHERE s.id = NEW.step_id AND s.resident_id = NEW.resident_id)
"""
NEVER = "SELECT 1"

RESULT = ["outcome", "note", "step_id", "by_id", "at"]
#: (table, verb, columns, condition, name, sentence)
GUARDS = [
    ("outreach_visit", "INSERT", [], BEGINS, "visit_begins_as_draft", "a visit begins as a draft"),
    ("outreach_visit", "INSERT", [], OTHER_KABUPATEN, "visit_of_its_kabupaten", "the drive is of another kabupaten"),
    ("outreach_visit", "UPDATE", ["state", "steps_taken"], MOVES_WITH_A_STEP, "visit_moves_with_a_step", "a state changes with a step alone"),
    ("outreach_visit", "UPDATE", ["kecamatan_id", "drive_id"], STAYS, "visit_stays", "a visit stays in its kecamatan and its drive"),
    ("outreach_visit", "DELETE", [], NEVER, "visit_not_deleted", "a visit is called off, not deleted"),
    ("outreach_visitstep", "INSERT", [], STEP_FITS, "visitstep_fits", "this step does not follow from where the visit stands"),
    ("outreach_visitstep", "INSERT", [], SOMEBODY_OPEN, "visit_adds_up", "somebody expected has no outcome yet"),
    ("outreach_visitstep", "INSERT", [], SOMETHING_ENTERED, "visit_nothing_entered", "something was entered already"),
    ("outreach_visit_desa", "INSERT", [], OTHER_DESA, "visit_desa_of_its_kecamatan", "the desa lies in another kecamatan"),
    ("outreach_visit_schools", "INSERT", [], OTHER_SCHOOL, "visit_school_of_its_kecamatan", "the school lies in another kecamatan"),
    ("kecamatan_desa", "UPDATE", ["kecamatan_id"], DESA_WITH_VISITS, "desa_with_visits_stays", "a desa with visits does not move to another kecamatan"),
    ("outreach_attendance", "INSERT", [], NOT_OPEN, "attendance_while_open", "the visit is not open"),
    ("outreach_attendance", "INSERT", [], STEP_OF_OTHERS, "attendance_step_of_the_person", "the step is of somebody else"),
    ("outreach_attendance", "UPDATE", ["step_id"], STEP_OF_OTHERS, "attendance_step_of_the_person", "the step is of somebody else"),
    ("outreach_attendance", "UPDATE", ["outcome", "note", "by_id", "at"], NOT_OPEN, "attendance_while_open", "the visit is not open"),
    ("outreach_attendance", "UPDATE", ["visit_id", "origin"], MOVED, "attendance_stays", "an attendance stays with its visit"),
    ("outreach_attendance", "UPDATE", ["resident_id"], OTHER_PERSON, "attendance_of_one_person", "an attendance is of one person"),
    ("outreach_attendance", "DELETE", [], STILL_HELD, "attendance_not_deleted", "what a visit held is not deleted"),
    ("outreach_visitcount", "INSERT", [], NOT_OPEN, "visitcount_while_open", "the visit is not open"),
    ("outreach_visitcount", "UPDATE", [], NOT_OPEN, "visitcount_while_open", "the visit is not open"),
    ("outreach_visitcount", "UPDATE", [], COUNT_CHANGED, "visitcount_stays", "a count is taken back, never changed"),
    ("outreach_visitcount", "DELETE", [], NEVER, "visitcount_not_deleted", "a count is taken back, never deleted"),
]  # fmt: skip
APPEND_ONLY = ["outreach_visitstep", "outreach_attendancechange"]
NOT_EMPTIED = ["outreach_visit", "outreach_attendance", "outreach_visitcount"]
#: What is in the way of a new row: INSERT OR REPLACE would delete it without asking any trigger for DELETE.
REPLACED = {
    "outreach_visit": "o.id = NEW.id OR o.uid = NEW.uid OR o.replaces_id = NEW.replaces_id",
    "outreach_visitstep": "o.id = NEW.id OR (o.visit_id = NEW.visit_id AND o.number = NEW.number)",
    "outreach_attendance": "o.id = NEW.id OR (o.visit_id = NEW.visit_id AND o.resident_id = NEW.resident_id) "
    "OR o.step_id = NEW.step_id",
    "outreach_attendancechange": "o.id = NEW.id",
    "outreach_visitcount": "o.id = NEW.id OR o.row_id = NEW.row_id OR o.inflow_row_id = NEW.inflow_row_id",
}
RAISE = "UPDATE kecamatan_kecamatan SET version = version + 1 WHERE id = NEW.kecamatan_id"


def trigger_name(guard):
    """Its own for every guard and verb."""
    _table, verb, _columns, _condition, name, _sentence = guard
    return f"outreach_{name}_{verb.lower()}"


def sqlite_statements():
    for guard in GUARDS:
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


def postgresql_statements():
    def function(name, body, result):
        return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {body} RETURN {result}; END $body$"

    for guard in GUARDS:
        table, verb, columns, condition, name, sentence = guard
        of = f" OF {', '.join(columns)}" if columns else ""
        refuse = (
            f"IF EXISTS ({condition}) THEN RAISE EXCEPTION '{name}: {sentence}' "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF;"
        )
        yield function(trigger_name(guard), refuse, "OLD" if verb == "DELETE" else "NEW")
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


def _statements(schema_editor):
    return sqlite_statements() if schema_editor.connection.vendor == "sqlite" else postgresql_statements()


def install(apps, schema_editor):
    for statement in _statements(schema_editor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    functions = []
    for statement in _statements(schema_editor):
        words = statement.split()
        if words[1] == "FUNCTION":
            functions.append(words[2].split("(")[0])
        elif postgresql:
            schema_editor.execute(f"DROP TRIGGER {words[2]} ON {words[words.index('ON') + 1]}")
        else:
            schema_editor.execute(f"DROP TRIGGER {words[2]}")
    for function in functions:
        schema_editor.execute(f"DROP FUNCTION {function}")


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_visits")]

    operations = [migrations.RunPython(install, remove)]
