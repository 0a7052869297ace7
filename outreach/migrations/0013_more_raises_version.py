"""What raises the version of its kabupaten, so that a kept page is never stale: a list that comes, goes or moves on, of which
pages say how many wait; holidays and the settings of the planner, on which the forecast rests; the school of a resident.

On SQLite, a later migration that alters one of these tables must end with ``install`` of this module.
"""

from django.db import migrations

RAISE = "UPDATE kecamatan_kabupaten SET version = version + 1 WHERE id = {whose}"
OF_RESIDENT = "(SELECT k.kabupaten_id FROM kecamatan_kecamatan k WHERE k.id = NEW.kecamatan_id)"
MOVED_SCHOOL = "COALESCE(NEW.school_id, 0) <> COALESCE(OLD.school_id, 0)"
#: (table, verb, columns, whose version, only when)
CASES = [
    ("outreach_importbatch", "INSERT", "", "NEW.kabupaten_id", ""),
    ("outreach_importbatch", "UPDATE", "state", "NEW.kabupaten_id", "NEW.state <> OLD.state"),
    ("outreach_importbatch", "DELETE", "", "OLD.kabupaten_id", ""),
    *(
        (table, verb, "", "OLD.kabupaten_id" if verb == "DELETE" else "NEW.kabupaten_id", "")
        for table in ("outreach_calendarday", "outreach_plansettings")
        for verb in ("INSERT", "UPDATE", "DELETE")
    ),
    # Whom a visit to a school expects.
    ("outreach_resident", "UPDATE", "school_id", OF_RESIDENT, MOVED_SCHOOL),
]


def _named():
    for table, verb, columns, whose, only in CASES:
        of = f" OF {columns}" if columns else ""
        when = f" WHEN ({only})" if only else ""
        name = f"{table}_{'school_' if table == 'outreach_resident' else ''}version_{verb.lower()}"
        yield name, f"AFTER {verb}{of} ON {table}", when, whose


def sqlite_statements():
    for name, after, when, whose in _named():
        yield f"CREATE TRIGGER {name} {after}{when} BEGIN {RAISE.format(whose=whose)}; END"


def postgresql_statements():
    for name, after, when, whose in _named():
        body = f"BEGIN {RAISE.format(whose=whose)}; RETURN NULL; END"
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ {body} $body$"
        yield f"CREATE TRIGGER {name} {after} FOR EACH ROW{when} EXECUTE FUNCTION {name}()"


def install(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite_statements() if sqlite else postgresql_statements():
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, _after, _when, _whose in _named():
        if sqlite:
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP FUNCTION {name}() CASCADE")


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0012_blank_card_guards"),
        ("kecamatan", "0003_saved_view"),
    ]

    operations = [migrations.RunPython(install, remove)]
