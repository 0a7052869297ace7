"""What the database itself enforces for the stock of blank cards, on SQLite and on PostgreSQL.

* A row is of one kabupaten: so are the kecamatan it names (which never moves to another one) and whoever entered it.
* A row that undoes another one mirrors it, and undoes no reversal.
* No stock, of the office or of a kecamatan, is below zero at the end of any day; writers of a kabupaten wait for each other.
* Rows are never changed or deleted.
* Every row raises the version of its kabupaten, so that a kept page is never stale.

On SQLite, a later migration that alters this table must end with ``install`` of this module.
"""

from django.db import migrations

TABLE = "outreach_blankcards"
#: As ``outreach.card_stock.EFFECT``; a test holds the two together.
ADDS = ("received", "counted_more")
#: The change of the stock by a new row; the column that says so is not filled yet where a trigger fires before it.
SIGNED = f"""(CASE WHEN (NEW.kind IN {ADDS}) = (NEW.reverses_id IS NULL) THEN NEW.quantity ELSE -NEW.quantity END)"""
HERE = "{o}.kabupaten_id = NEW.kabupaten_id AND COALESCE({o}.kecamatan_id, 0) = COALESCE(NEW.kecamatan_id, 0)"
ELSEWHERE = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM kecamatan_user u WHERE u.id = NEW.entered_by_id AND u.kabupaten_id = NEW.kabupaten_id)
    OR (NEW.kecamatan_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM kecamatan_kecamatan k WHERE k.id = NEW.kecamatan_id AND k.kabupaten_id = NEW.kabupaten_id))
"""
NO_MIRROR = f"""
    SELECT 1 WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {TABLE} o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL AND {HERE.format(o="o")}
        AND o.kind = NEW.kind AND o.quantity = NEW.quantity AND o.day = NEW.day)
"""
BELOW_ZERO = f"""
    SELECT 1 WHERE {SIGNED} < 0 AND EXISTS (
        SELECT 1 FROM (
            SELECT NEW.day AS day UNION SELECT o.day FROM {TABLE} o WHERE {HERE.format(o="o")} AND o.day > NEW.day) d
        WHERE (SELECT COALESCE(SUM(s.signed), 0) FROM {TABLE} s WHERE {HERE.format(o="s")} AND s.day <= d.day)
            + {SIGNED} < 0)
"""
#: On SQLite, whose columns keep what they are given.
SHAPE = "SELECT 1 WHERE typeof(NEW.quantity) <> 'integer' OR typeof(NEW.day) <> 'text' OR date(NEW.day, '+0 days') IS NOT NEW.day"
#: What is in the way of a new row: INSERT OR REPLACE would delete it without asking any trigger for DELETE.
REPLACED = f"SELECT 1 FROM {TABLE} o WHERE o.id = NEW.id OR o.key = NEW.key OR o.reverses_id = NEW.reverses_id"
RAISE = "UPDATE kecamatan_kabupaten SET version = version + 1 WHERE id = NEW.kabupaten_id"
#: (table, when, condition, name, sentence)
GUARDS = [
    (TABLE, "INSERT", ELSEWHERE, "blankcards_of_its_kabupaten", "the kecamatan or the user is of another kabupaten"),
    (TABLE, "INSERT", NO_MIRROR, "blankcards_reversal_mirrors", "a reversal mirrors the row that it undoes"),
    (TABLE, "INSERT", BELOW_ZERO, "blankcards_not_below_zero", "fewer blank cards are there than that"),
]  # fmt: skip


def sqlite_statements():
    shape = (TABLE, "INSERT", SHAPE, "blankcards_shape", "a whole number of cards on a day of the calendar")
    replaced = (
        TABLE,
        "INSERT",
        REPLACED,
        "blankcards_no_replace",
        f"UNIQUE constraint failed: {TABLE}: this row is there already",
    )
    for table, when, condition, name, sentence in [*GUARDS, shape, replaced]:
        said = sentence if name == "blankcards_no_replace" else f"{name}: {sentence}"
        yield (
            f"CREATE TRIGGER outreach_{name} BEFORE {when} ON {table} BEGIN "
            f"SELECT RAISE(ABORT, '{said}') WHERE EXISTS ({condition}); END"
        )
    for verb in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN "
            f"SELECT RAISE(ABORT, '{TABLE} is append-only: no {verb}'); END"
        )
    yield f"CREATE TRIGGER {TABLE}_version AFTER INSERT ON {TABLE} BEGIN {RAISE}; END"


def postgresql_statements():
    for table, when, condition, name, sentence in GUARDS:
        # Raising the version first locks the kabupaten's row: the next writer waits here and then sees this one's row.
        first = f"{RAISE}; " if name == "blankcards_not_below_zero" else ""
        yield (
            f"CREATE FUNCTION outreach_{name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {first}"
            f"IF EXISTS ({condition}) THEN RAISE EXCEPTION '{name}: {sentence}' "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF; RETURN NEW; END $body$"
        )
        yield (
            f"CREATE TRIGGER outreach_{name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION outreach_{name}()"
        )
    yield (
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION kecamatan_append_only()"
    )
    yield (
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION kecamatan_no_truncate()"
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
    dependencies = [("outreach", "0011_blank_cards")]

    operations = [migrations.RunPython(install, remove)]
