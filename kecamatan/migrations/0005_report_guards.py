"""What the database itself enforces for reports, on SQLite and on PostgreSQL.

* The register has no gaps: a report's serial follows the last one of its year, from 1.
* A report is of its own office: its drive and its places belong to its kabupaten, its desa to its kecamatan.
* What was issued is never changed or deleted, nor (on SQLite) replaced.
* A report that is sent to an address, or that may have arrived there, is not sent there again; the address stays.

Its triggers have names of their own (``reports_…``): migration 0002 makes those of ``kecamatan_…`` anew.
"""

from django.db import migrations

GAP = """
    SELECT 1 WHERE NEW.serial <> COALESCE((
        SELECT MAX(o.serial) FROM kecamatan_report o
        WHERE o.kabupaten_id = NEW.kabupaten_id AND o.year = NEW.year), 0) + 1
"""
OTHER_OFFICE = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM kecamatan_drive d WHERE d.id = NEW.drive_id AND d.kabupaten_id = NEW.kabupaten_id)
    OR (NEW.kecamatan_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM kecamatan_kecamatan k WHERE k.id = NEW.kecamatan_id AND k.kabupaten_id = NEW.kabupaten_id))
    OR (NEW.desa_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM kecamatan_desa v WHERE v.id = NEW.desa_id AND v.kecamatan_id = NEW.kecamatan_id))
"""
SENT_BEFORE = """
    SELECT 1 WHERE OLD.state IN ('sent', 'uncertain') OR (OLD.state = 'taken' AND NEW.state = 'taken')
"""
NEVER = "SELECT 1"
NO_TRUNCATE = "reports_no_truncate"
#: (table, verb, columns, condition, name, sentence)
GUARDS = [
    ("kecamatan_report", "INSERT", "", GAP, "number_no_gap", "a number follows the last one of its year"),
    ("kecamatan_report", "INSERT", "", OTHER_OFFICE, "of_its_office", "the drive or the place is of another office"),
    ("kecamatan_report", "UPDATE", "", NEVER, "say_the_same", "an issued report never changes"),
    ("kecamatan_report", "DELETE", "", NEVER, "not_deleted", "an issued report keeps its number"),
    ("kecamatan_reportmail", "UPDATE", "report_id address", NEVER, "mail_stays", "a mail stays of its report and address"),
    ("kecamatan_reportmail", "UPDATE", "state", SENT_BEFORE, "mail_not_twice", "nothing is sent twice to an address"),
    ("kecamatan_reportmail", "DELETE", "", NEVER, "mail_not_deleted", "what was sent stays on record"),
]  # fmt: skip
#: What is in the way of a new row: INSERT OR REPLACE would delete it without asking any trigger for DELETE.
REPLACED = {
    "kecamatan_report": "o.id = NEW.id OR o.key = NEW.key OR (o.kabupaten_id = NEW.kabupaten_id "
    "AND (UPPER(o.number) = UPPER(NEW.number) OR (o.year = NEW.year AND o.serial = NEW.serial)))",
    "kecamatan_reportmail": "o.id = NEW.id OR (o.report_id = NEW.report_id AND o.address = NEW.address)",
}


def sqlite_statements():
    for table, verb, columns, condition, name, sentence in GUARDS:
        of = f" OF {', '.join(columns.split())}" if columns else ""
        refuse = f"SELECT RAISE(ABORT, 'reports_{name}: {sentence}') WHERE EXISTS ({condition})"
        yield f"CREATE TRIGGER reports_{name} BEFORE {verb}{of} ON {table} BEGIN {refuse}; END"
    for table, same in REPLACED.items():
        there = f"WHERE EXISTS (SELECT 1 FROM {table} o WHERE {same})"
        refuse = f"SELECT RAISE(ABORT, 'UNIQUE constraint failed: {table}: this row is there already') {there}"
        name = f"reports_{table.removeprefix('kecamatan_')}_no_replace"
        yield f"CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN {refuse}; END"


def postgresql_statements():
    for table, verb, columns, condition, name, sentence in GUARDS:
        of = f" OF {', '.join(columns.split())}" if columns else ""
        refuse = (
            f"IF EXISTS ({condition}) THEN RAISE EXCEPTION 'reports_{name}: {sentence}' "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_{name}'; END IF; "
            f"RETURN {'OLD' if verb == 'DELETE' else 'NEW'};"
        )
        yield f"CREATE FUNCTION reports_{name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {refuse} END $body$"
        yield (
            f"CREATE TRIGGER reports_{name} BEFORE {verb}{of} ON {table} FOR EACH ROW EXECUTE FUNCTION reports_{name}()"
        )
    refuse = "RAISE EXCEPTION '%: no TRUNCATE', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
    yield f"CREATE FUNCTION {NO_TRUNCATE}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {refuse} END $body$"
    for table in REPLACED:
        name = f"reports_{table.removeprefix('kecamatan_')}_no_truncate"
        yield (f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {NO_TRUNCATE}()")


def install(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite_statements() if sqlite else postgresql_statements():
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in sqlite_statements() if schema_editor.connection.vendor == "sqlite" else postgresql_statements():
        words = statement.split()
        if words[1] == "FUNCTION":
            continue
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {words[words.index('ON') + 1]}"
        schema_editor.execute(f"DROP TRIGGER {words[2]}{on}")
    if schema_editor.connection.vendor != "sqlite":
        for _table, _verb, _columns, _condition, name, _sentence in GUARDS:
            schema_editor.execute(f"DROP FUNCTION reports_{name}()")
        schema_editor.execute(f"DROP FUNCTION {NO_TRUNCATE}()")


class Migration(migrations.Migration):
    dependencies = [("kecamatan", "0004_reports")]

    operations = [migrations.RunPython(install, remove)]
