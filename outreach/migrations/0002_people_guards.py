"""What the database itself enforces of design §4 (rule 6) and §5 for people, on SQLite and on PostgreSQL.

* A resident begins unrecorded, and their state moves with a step alone: the step must follow from the table of
  ``outreach.life``, and it is the step that moves the resident, in the same statement. An undo leads back to where the
  last standing step came from.
* When a step is written, the rows of the ledger that stand for the resident are exactly those that the new state
  claims: one ``added`` where they flowed in, one that ends remaining where they no longer remain, and no other.
* A row of the ledger that belongs to a resident counts one person, where they live, and is reversed only by a row of
  the same resident. Such rows come before their step, and so they are asked once more when the transaction ends: rows
  without a step, a second one of a kind and a reversal alone are refused then, whoever wrote them.
* Steps, changes and the access log are never changed, and go only with their resident; a resident who is counted stays
  as long as the drive goes on. When it is over their personal data may be erased: the rows of the ledger stay.
* A resident's desa lies in their kecamatan, and that in the kabupaten of their drive; a desa with residents does not
  move to another kecamatan, nor a drive with residents to another kabupaten.
* NIKs are printed under the key that this database is sealed with, so that one NIK has one print.
* Whoever comes, goes, moves, changes state or turns out to be of another age raises the version of their kecamatan, so
  that a kept page is never stale.

On SQLite, a later migration that alters one of these tables must end with ``install`` of this module.
"""

from django.db import migrations

#: As ``outreach.life.TABLE``; a test holds the two together.
TABLE = {
    "add": (["unrecorded"], "unrecorded"),
    "record": (["unrecorded", "failed"], "recorded"),
    "send": (["recorded", "duplicate"], "sent"),
    "ready": (["recorded", "sent", "duplicate"], "print_ready"),
    "print": (["recorded", "sent", "print_ready"], "printed"),
    "deliver": (["printed"], "delivered"),
    "fail": (["unrecorded", "recorded", "sent", "duplicate"], "failed"),
    "hold_as_duplicate": (["recorded", "sent"], "duplicate"),
    "remove": (["unrecorded", "failed"], "removed"),
    "merge": (
        ["unrecorded", "recorded", "sent", "print_ready", "printed", "delivered", "failed", "duplicate"],
        "merged",
    ),
}
COUNTED = ["recorded", "sent", "print_ready", "printed", "delivered", "duplicate"]
GO_WITH_RESIDENT = [
    "outreach_residentstep",
    "outreach_residentchange",
    "outreach_residentaccess",
    "outreach_residentrow",
]


def _in(column, values):
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


ALLOWED = " OR ".join(
    f"(NEW.step = '{step}' AND {_in('NEW.from_state', sources)} AND NEW.to_state = '{target}')"
    for step, (sources, target) in TABLE.items()
)
#: Standing steps of {resident}: neither undos nor undone.
STANDING = (
    "s.resident_id = {resident} AND s.step <> 'undo' "
    "AND NOT EXISTS (SELECT 1 FROM outreach_residentstep w WHERE w.undoes_id = s.id)"
)
STEP_FITS = f"""
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM outreach_resident r WHERE r.id = NEW.resident_id
        AND NEW.number = r.steps_taken + 1 AND NEW.from_state = r.state
        AND (
            (NEW.step <> 'undo' AND NEW.undoes_id IS NULL AND ({ALLOWED}) AND NOT (NEW.step = 'add' AND r.added))
            OR (NEW.step = 'undo' AND EXISTS (
                SELECT 1 FROM outreach_residentstep s WHERE s.id = NEW.undoes_id AND s.from_state = NEW.to_state
                AND {STANDING.format(resident="NEW.resident_id")}
                AND NOT EXISTS (SELECT 1 FROM outreach_residentstep l WHERE l.resident_id = s.resident_id
                    AND l.number > s.number AND l.step <> 'undo'
                    AND NOT EXISTS (SELECT 1 FROM outreach_residentstep w WHERE w.undoes_id = l.id))))))
    OR (NEW.step = 'remove') <> (NEW.to_state = 'removed' AND NEW.removal <> '')
    OR (NEW.step NOT IN ('remove', 'merge') AND NEW.removal <> '')
    OR (NEW.step = 'merge' AND NEW.removal NOT IN ('', 'double'))
    OR (NEW.into_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM outreach_resident o JOIN outreach_resident r ON r.drive_id = o.drive_id
        WHERE o.id = NEW.into_id AND r.id = NEW.resident_id AND o.id <> r.id AND o.state <> 'merged'))
"""
#: On SQLite, whose columns keep what they are given.
STEP_SHAPE = """
    SELECT 1 WHERE typeof(NEW.day) <> 'text' OR date(NEW.day, '+0 days') IS NOT NEW.day OR datetime(NEW.at) IS NULL
"""
RESIDENT_SHAPE = """
    SELECT 1 WHERE typeof(NEW.listed_on) <> 'text' OR date(NEW.listed_on, '+0 days') IS NOT NEW.listed_on
    OR (NEW.birth_date IS NOT NULL AND (typeof(NEW.birth_date) <> 'text' OR date(NEW.birth_date, '+0 days') IS NOT NEW.birth_date))
"""
TRUE, FALSE = "{true}", "{false}"
MOVE = f"""
    UPDATE outreach_resident SET
        state = NEW.to_state,
        removal = NEW.removal,
        added = CASE WHEN NEW.step = 'add' THEN {TRUE}
            WHEN NEW.step = 'undo' AND EXISTS (SELECT 1 FROM outreach_residentstep u
                                               WHERE u.id = NEW.undoes_id AND u.step = 'add') THEN {FALSE}
            ELSE added END,
        since = CASE WHEN NEW.step = 'add' THEN since WHEN NEW.step <> 'undo' THEN NEW.day
            ELSE COALESCE((SELECT s.day FROM outreach_residentstep s
                           WHERE {STANDING.format(resident="NEW.resident_id")} AND s.step <> 'add'
                           ORDER BY s.number DESC LIMIT 1), listed_on) END,
        steps_taken = NEW.number,
        version = version + 1
    WHERE id = NEW.resident_id
"""
#: The kind of the row of the ledger that ``l`` owns, where it stands. Asked for by itself, so that no planner, whatever it has
#: counted or not, begins with the ledger: it would walk through all of it for each step that is taken.
STANDING_KIND = """(SELECT c.kind FROM kecamatan_countupdate c WHERE c.key = l.key AND c.reverses_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM kecamatan_countupdate v WHERE v.reverses_id = c.id))"""
#: One row where the standing rows of the ledger of {resident} are not those that their state claims.
ROWS_DIFFER = f"""
    SELECT 1 FROM outreach_resident r LEFT JOIN (
        SELECT SUM(CASE WHEN k.kind = 'added' THEN 1 ELSE 0 END) AS added,
               SUM(CASE WHEN k.kind = 'recorded' THEN 1 ELSE 0 END) AS recorded,
               SUM(CASE WHEN k.kind = 'recorded_elsewhere' THEN 1 ELSE 0 END) AS elsewhere,
               SUM(CASE WHEN k.kind = 'removed' THEN 1 ELSE 0 END) AS removed
        FROM (SELECT {STANDING_KIND} AS kind FROM outreach_residentrow l WHERE l.resident_id = NEW.resident_id) k) n ON 1 = 1
    WHERE r.id = NEW.resident_id AND (
        COALESCE(n.added, 0) <> CASE WHEN r.added AND NOT (r.state = 'merged' AND r.removal = '') THEN 1 ELSE 0 END
        OR COALESCE(n.recorded, 0) <> CASE WHEN {_in("r.state", COUNTED)} THEN 1 ELSE 0 END
        OR COALESCE(n.elsewhere, 0) <> CASE WHEN r.removal = 'recorded_elsewhere' THEN 1 ELSE 0 END
        OR COALESCE(n.removed, 0) <> CASE WHEN r.removal NOT IN ('', 'recorded_elsewhere') THEN 1 ELSE 0 END)
"""
BEGINS = """
    SELECT 1 WHERE NEW.state <> 'unrecorded' OR NEW.removal <> '' OR NEW.added OR NEW.steps_taken <> 0
        OR NEW.since <> NEW.listed_on
"""
MOVES_WITH_A_STEP = """
    SELECT 1 WHERE NEW.steps_taken <> OLD.steps_taken + 1 OR NOT EXISTS (
        SELECT 1 FROM outreach_residentstep s
        WHERE s.resident_id = NEW.id AND s.number = NEW.steps_taken AND s.to_state = NEW.state
        AND s.from_state = OLD.state)
"""
WRONG_PLACE = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM kecamatan_desa d JOIN kecamatan_kecamatan k ON k.id = d.kecamatan_id
        JOIN kecamatan_drive v ON v.kabupaten_id = k.kabupaten_id
        WHERE d.id = NEW.desa_id AND k.id = NEW.kecamatan_id AND v.id = NEW.drive_id)
"""
IS_COUNTED = f"""
    SELECT 1 FROM outreach_residentrow l WHERE l.resident_id = OLD.id AND {STANDING_KIND} IS NOT NULL
    AND EXISTS (SELECT 1 FROM kecamatan_drive d WHERE d.id = OLD.drive_id AND d.is_active)
"""
OTHER_KEY = """
    SELECT 1 WHERE (NEW.nik_print IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM outreach_sealcheck c WHERE c.key_id = SUBSTR(NEW.nik_print, 1, 8)))
    OR (NEW.no_kk_print <> '' AND NOT EXISTS (
        SELECT 1 FROM outreach_sealcheck c WHERE c.key_id = SUBSTR(NEW.no_kk_print, 1, 8)))
"""
STILL_THERE = "SELECT 1 FROM outreach_resident r WHERE r.id = OLD.resident_id"
#: A new row of the ledger undoes one that belongs to a resident, and does not belong to the same.
UNDOES_A_NAMED = """
    SELECT 1 FROM kecamatan_countupdate c JOIN outreach_residentrow l ON l.key = c.key
    WHERE c.id = NEW.reverses_id
    AND NOT EXISTS (SELECT 1 FROM outreach_residentrow m WHERE m.key = NEW.key AND m.resident_id = l.resident_id)
"""
#: A new row of a resident that counts others as well, or another place, or undoes what is not theirs.
NAMED_OF_OTHERS = """
    SELECT 1 FROM outreach_residentrow l JOIN outreach_resident r ON r.id = l.resident_id
    WHERE l.key = NEW.key AND (
        NEW.quantity <> 1 OR NEW.drive_id <> r.drive_id
        OR (NEW.reverses_id IS NULL AND (
            NEW.kecamatan_id <> r.kecamatan_id OR NEW.desa_id IS NULL OR NEW.desa_id <> r.desa_id))
        OR (NEW.reverses_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM outreach_residentrow m JOIN kecamatan_countupdate c ON c.key = m.key
            WHERE c.id = NEW.reverses_id AND m.resident_id = l.resident_id)))
"""
CLAIMS_A_ROW = "SELECT 1 FROM kecamatan_countupdate c WHERE c.key = NEW.key"
DRIVE_WITH_PEOPLE = """
    SELECT 1 WHERE OLD.kabupaten_id <> NEW.kabupaten_id
    AND EXISTS (SELECT 1 FROM outreach_resident r WHERE r.drive_id = OLD.id)
"""
DESA_WITH_PEOPLE = """
    SELECT 1 WHERE OLD.kecamatan_id <> NEW.kecamatan_id
    AND EXISTS (SELECT 1 FROM outreach_resident r WHERE r.desa_id = OLD.id)
"""

#: Word for word as the index resident_nik_once says it: otherwise SQLite would read every resident for each new one.
SAME_NIK = (
    "o.drive_id = NEW.drive_id AND o.nik_print = NEW.nik_print AND o.nik_print IS NOT NULL AND NOT (o.state = 'merged')"
)
STATE_COLUMNS = ["state", "removal", "added", "since", "steps_taken"]
#: (table, when, verb, columns, condition, name, sentence)
GUARDS = [
    ("outreach_resident", "BEFORE", "INSERT", [], BEGINS, "resident_begins_unrecorded", "a resident begins unrecorded"),
    ("outreach_resident", "BEFORE", "INSERT", [], WRONG_PLACE, "resident_place_fits", "the desa or the drive belongs elsewhere"),
    ("outreach_resident", "BEFORE", "INSERT", [], OTHER_KEY, "resident_print_of_current_key", "the number was printed under another key"),
    (
        "outreach_resident", "BEFORE", "UPDATE", STATE_COLUMNS, MOVES_WITH_A_STEP,
        "resident_moves_with_a_step", "a state changes with a step alone",
    ),
    (
        "outreach_resident", "BEFORE", "UPDATE", ["drive_id", "kecamatan_id", "desa_id"], WRONG_PLACE,
        "resident_place_fits", "the desa or the drive belongs elsewhere",
    ),
    (
        "outreach_resident", "BEFORE", "UPDATE", ["nik_print", "no_kk_print"], OTHER_KEY,
        "resident_print_of_current_key", "the number was printed under another key",
    ),
    (
        "outreach_resident", "BEFORE", "DELETE", [], IS_COUNTED,
        "resident_counted_stays", "a resident who is counted is not deleted while the drive goes on",
    ),
    (
        "outreach_residentstep", "BEFORE", "INSERT", [], STEP_FITS,
        "residentstep_fits", "this step does not follow from where the resident stands",
    ),
    (
        "outreach_residentrow", "BEFORE", "INSERT", [], CLAIMS_A_ROW,
        "residentrow_before_its_row", "a row is claimed before it is written",
    ),
    (
        "kecamatan_countupdate", "BEFORE", "INSERT", [], UNDOES_A_NAMED,
        "named_row_undone_with_its_resident", "this row belongs to a resident and is undone with their step",
    ),
    (
        "kecamatan_countupdate", "BEFORE", "INSERT", [], NAMED_OF_OTHERS,
        "named_row_counts_one", "a row of a resident counts one person where they live, or undoes a row of theirs",
    ),
    (
        "kecamatan_desa", "BEFORE", "UPDATE", ["kecamatan_id"], DESA_WITH_PEOPLE,
        "desa_with_residents_stays", "a desa with residents does not move to another kecamatan",
    ),
    (
        "kecamatan_drive", "BEFORE", "UPDATE", ["kabupaten_id"], DRIVE_WITH_PEOPLE,
        "drive_with_residents_stays", "a drive with residents does not move to another kabupaten",
    ),
    *(
        (table, "BEFORE", "DELETE", [], STILL_THERE, f"{table.removeprefix('outreach_')}_goes_with_resident",
         f"{table}: no DELETE while its resident is there")
        for table in GO_WITH_RESIDENT
    ),
]  # fmt: skip
SQLITE_GUARDS = [
    (
        "outreach_residentstep",
        "BEFORE",
        "INSERT",
        [],
        STEP_SHAPE,
        "residentstep_shape",
        "a step has a day and a moment",
    ),
    *(
        ("outreach_resident", "BEFORE", verb, [], RESIDENT_SHAPE, "resident_shape", "this is not a day")
        for verb in ("INSERT", "UPDATE")
    ),
]
#: Of a change, nothing but how its numbers are sealed: when the keys are rotated.
SEALED_ANEW = """
    NEW.field NOT IN ('nik', 'no_kk') OR NEW.id <> OLD.id OR NEW.resident_id <> OLD.resident_id OR NEW.field <> OLD.field
    OR COALESCE(NEW.batch_id, 0) <> COALESCE(OLD.batch_id, 0) OR COALESCE(NEW.step_id, 0) <> COALESCE(OLD.step_id, 0)
    OR NEW.reason <> OLD.reason OR NEW.at <> OLD.at OR NEW.by_id <> OLD.by_id
    OR (NEW.before = '') <> (OLD.before = '') OR (NEW.after = '') <> (OLD.after = '')
"""
DIFFER = ("resident_rows_as_claimed", "the rows of the ledger are not those that this state claims")
#: SQLite asks nothing at the end of a transaction but its deferred foreign keys. So whoever's rows differ is noted here
#: beside a key that never is there, until their step or another row sets it right.
UNSETTLED = """
    CREATE TABLE IF NOT EXISTS outreach_unsettled (
        resident_id integer NOT NULL PRIMARY KEY,
        never integer NOT NULL DEFAULT 0 REFERENCES outreach_sealcheck (id) DEFERRABLE INITIALLY DEFERRED)
"""
OF_ROW = "(SELECT l.resident_id FROM outreach_residentrow l WHERE l.key = NEW.key)"
SETTLE = "DELETE FROM outreach_unsettled WHERE resident_id = {resident}"
#: A list taken in by one transaction fills tables of which PostgreSQL still thinks that they are empty, and a session keeps
#: the plans that it made then: asked without this, the whole ledger would be read once for every person.
BY_INDEX = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
ASKED_BY_INDEX = "SELECT 1 WHERE outreach_rows_differ(NEW.resident_id)"
RAISE = "UPDATE kecamatan_kecamatan SET version = version + 1 WHERE id IN ({ids})"


def trigger_name(guard):
    """Its own for every guard; those on tables of kecamatan begin with outreach too, as its own ``install`` takes its own."""
    table, _when, verb, _columns, _condition, name, _sentence = guard
    if table.startswith("kecamatan_"):
        return f"outreach_{name}"
    return f"{table}_{name.removeprefix(table.split('_')[1] + '_')}_{verb.lower()}"


def sqlite_statements():
    yield UNSETTLED
    for guard in [*GUARDS, *SQLITE_GUARDS]:
        table, when, verb, columns, condition, name, sentence = guard
        of = f" OF {', '.join(columns)}" if columns else ""
        yield (
            f"CREATE TRIGGER {trigger_name(guard)} {when} {verb}{of} ON {table} BEGIN "
            f"SELECT RAISE(ABORT, '{name}: {sentence}') WHERE EXISTS ({condition}); END"
        )
    yield (
        "CREATE TRIGGER outreach_residentstep_moves AFTER INSERT ON outreach_residentstep BEGIN "
        f"{MOVE.format(true='1', false='0')}; "
        f"SELECT RAISE(ABORT, '{DIFFER[0]}: {DIFFER[1]}') WHERE EXISTS ({ROWS_DIFFER}); "
        f"{SETTLE.format(resident='NEW.resident_id')}; END"
    )
    yield (
        "CREATE TRIGGER outreach_named_row_settled AFTER INSERT ON kecamatan_countupdate "
        f"WHEN EXISTS {OF_ROW} BEGIN {SETTLE.format(resident=OF_ROW)}; "
        f"INSERT INTO outreach_unsettled (resident_id) SELECT {OF_ROW} "
        f"WHERE EXISTS ({ROWS_DIFFER.replace('NEW.resident_id', OF_ROW)}); END"
    )
    yield (
        "CREATE TRIGGER outreach_resident_settled AFTER DELETE ON outreach_resident BEGIN "
        f"{SETTLE.format(resident='OLD.id')}; END"
    )
    for table in GO_WITH_RESIDENT:
        when = f"WHEN {SEALED_ANEW} " if table == "outreach_residentchange" else ""
        yield (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}BEGIN "
            f"SELECT RAISE(ABORT, '{table} is append-only: no UPDATE'); END"
        )
    # INSERT OR REPLACE would delete what is in its way without asking any trigger for DELETE.
    keys = {
        "outreach_resident": f"o.id = NEW.id OR ({SAME_NIK})",
        "outreach_residentstep": "o.id = NEW.id OR (o.resident_id = NEW.resident_id AND o.number = NEW.number) OR o.undoes_id = NEW.undoes_id",
        "outreach_residentrow": "o.key = NEW.key",
        "outreach_residentchange": "o.id = NEW.id",
        "outreach_residentaccess": "o.id = NEW.id",
    }
    for table, same in keys.items():
        name = (
            "UNIQUE constraint failed: outreach_resident.drive_id, outreach_resident.nik_print"
            if table == "outreach_resident"
            else f"{table}: this row is there already"
        )
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN "
            f"SELECT RAISE(ABORT, '{name}') WHERE EXISTS (SELECT 1 FROM {table} o WHERE {same}); END"
        )
    yield (
        "CREATE TRIGGER outreach_resident_no_replace_by_update BEFORE UPDATE OF id, drive_id, nik_print, state "
        "ON outreach_resident BEGIN "
        "SELECT RAISE(ABORT, 'UNIQUE constraint failed: outreach_resident.drive_id, outreach_resident.nik_print') "
        "WHERE NEW.id <> OLD.id OR (NEW.state <> 'merged' AND EXISTS (SELECT 1 FROM outreach_resident o WHERE o.id <> OLD.id "
        f"AND {SAME_NIK})); END"
    )
    for verb, ids in (
        ("INSERT", "NEW.kecamatan_id"),
        ("UPDATE OF state, kecamatan_id, desa_id, birth_date, ever_married", "OLD.kecamatan_id, NEW.kecamatan_id"),
        ("DELETE", "OLD.kecamatan_id"),
    ):
        yield (
            f"CREATE TRIGGER outreach_resident_version_{verb.split()[0].lower()} AFTER {verb} ON outreach_resident BEGIN "
            f"{RAISE.format(ids=ids)}; END"
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
        table, when, verb, columns, condition, name, sentence = guard
        of = f" OF {', '.join(columns)}" if columns else ""
        yield function(trigger_name(guard), refuse(condition, name, sentence), "OLD" if verb == "DELETE" else "NEW")
        yield (
            f"CREATE TRIGGER {trigger_name(guard)} {when} {verb}{of} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {trigger_name(guard)}()"
        )
    yield (
        "CREATE FUNCTION outreach_rows_differ(whom bigint) RETURNS boolean LANGUAGE plpgsql "
        f"{BY_INDEX} AS $body$ BEGIN RETURN EXISTS ({ROWS_DIFFER.replace('NEW.resident_id', 'whom')}); END $body$"
    )
    yield function(
        "outreach_residentstep_moves",
        f"{MOVE.format(true='true', false='false')}; {refuse(ASKED_BY_INDEX, *DIFFER)}",
        "NULL",
    )
    yield (
        "CREATE TRIGGER outreach_residentstep_moves AFTER INSERT ON outreach_residentstep "
        "FOR EACH ROW EXECUTE FUNCTION outreach_residentstep_moves()"
    )
    yield function("outreach_residentrow_as_claimed", refuse(ASKED_BY_INDEX, *DIFFER), "NULL")
    yield (
        "CREATE CONSTRAINT TRIGGER outreach_residentrow_as_claimed AFTER INSERT ON outreach_residentrow "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION outreach_residentrow_as_claimed()"
    )
    for table in GO_WITH_RESIDENT:
        when = f"WHEN ({SEALED_ANEW}) " if table == "outreach_residentchange" else ""
        yield (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW {when}EXECUTE FUNCTION kecamatan_append_only()"
        )
    for table in ["outreach_resident", *GO_WITH_RESIDENT]:
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION kecamatan_no_truncate()"
        )
    # Once for a statement, however many rows it has: a list taken in raises each version once.
    columns = ["state", "kecamatan_id", "desa_id", "birth_date", "ever_married"]
    new, old = (", ".join(f"{alias}.{column}" for column in columns) for alias in ("n", "o"))
    changed = " UNION ".join(
        f"SELECT {alias}.kecamatan_id FROM fresh n JOIN gone o ON o.id = n.id WHERE ({new}) IS DISTINCT FROM ({old})"
        for alias in ("n", "o")
    )
    for verb, ids, tables in (
        ("INSERT", "SELECT kecamatan_id FROM fresh", "NEW TABLE AS fresh"),
        ("UPDATE", changed, "OLD TABLE AS gone NEW TABLE AS fresh"),
        ("DELETE", "SELECT kecamatan_id FROM gone", "OLD TABLE AS gone"),
    ):
        name = f"outreach_resident_version_{verb.lower()}"
        yield function(name, f"{RAISE.format(ids=ids)};", "NULL")
        yield (
            f"CREATE TRIGGER {name} AFTER {verb} ON outreach_resident REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
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
            table = words[words.index("ON") + 1]
            schema_editor.execute(f"DROP TRIGGER {words[2]} ON {table}")
        else:
            schema_editor.execute(f"DROP TRIGGER {words[2]}")
    if not postgresql:
        schema_editor.execute("DROP TABLE outreach_unsettled")
    for function in functions:
        schema_editor.execute(f"DROP FUNCTION {function}")


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0001_people"),
        ("kecamatan", "0002_ledger_guards"),
    ]

    operations = [migrations.RunPython(install, remove)]
