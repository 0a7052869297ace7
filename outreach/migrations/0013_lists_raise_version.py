"""A list that comes, goes or moves on raises the version of its kabupaten, so that a page that says how many wait is never stale.

On SQLite, a later migration that alters the table of lists must end with ``install`` of this module.
"""

from django.db import migrations

RAISE = "UPDATE kecamatan_kabupaten SET version = version + 1 WHERE id = {row}.kabupaten_id"
#: (verb, columns, the row it is about, only when)
CASES = [
    ("INSERT", "", "NEW", ""),
    ("UPDATE", "state", "NEW", "NEW.state <> OLD.state"),
    ("DELETE", "", "OLD", ""),
]


def _named():
    for verb, columns, row, only in CASES:
        of = f" OF {columns}" if columns else ""
        when = f" WHEN ({only})" if only else ""
        yield f"outreach_importbatch_version_{verb.lower()}", f"AFTER {verb}{of} ON outreach_importbatch", when, row


def sqlite_statements():
    for name, after, when, row in _named():
        yield f"CREATE TRIGGER {name} {after}{when} BEGIN {RAISE.format(row=row)}; END"


def postgresql_statements():
    for name, after, when, row in _named():
        body = f"BEGIN {RAISE.format(row=row)}; RETURN NULL; END"
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ {body} $body$"
        yield f"CREATE TRIGGER {name} {after} FOR EACH ROW{when} EXECUTE FUNCTION {name}()"


def install(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite_statements() if sqlite else postgresql_statements():
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, _after, _when, _row in _named():
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
