"""What else raises the version of its kabupaten, so that a kept page is never stale: whom the office expects at a visit or leaves
out of it, on which the forecast rests; whether a resident is a man or a woman, which reports tell.

On SQLite, a later migration that alters one of these tables must end with ``install`` of this module.
"""

from django.db import migrations

PICKS = "outreach_visitpick"
RAISE = "UPDATE kecamatan_kecamatan SET version = version + 1 WHERE id {whose}"
#: Verb → the row, or the rows of a statement, that tell whose picks changed.
VERBS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
SEX = ("outreach_resident_sex_version_update", "AFTER UPDATE OF sex ON outreach_resident", "WHEN (NEW.sex <> OLD.sex)")
SEX_RAISES = RAISE.format(whose="= NEW.kecamatan_id")


def sqlite_statements():
    for verb, row in VERBS.items():
        raised = RAISE.format(whose=f"= (SELECT v.kecamatan_id FROM outreach_visit v WHERE v.id = {row}.visit_id)")
        yield f"CREATE TRIGGER {PICKS}_version_{verb.lower()} AFTER {verb} ON {PICKS} BEGIN {raised}; END"
    yield f"CREATE TRIGGER {' '.join(SEX)} BEGIN {SEX_RAISES}; END"


def postgresql_statements():
    def function(name, raised):
        body = f"BEGIN {raised}; RETURN NULL; END"
        return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ {body} $body$"

    # Once for a statement, however many people it picks.
    of = "SELECT v.kecamatan_id FROM outreach_visit v WHERE v.id = ANY (ARRAY(SELECT DISTINCT c.visit_id FROM changed c))"
    for verb, row in VERBS.items():
        name = f"{PICKS}_version_{verb.lower()}"
        yield function(name, RAISE.format(whose=f"IN ({of})"))
        yield (
            f"CREATE TRIGGER {name} AFTER {verb} ON {PICKS} REFERENCING {row} TABLE AS changed "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    name, after, when = SEX
    yield function(name, SEX_RAISES)
    yield f"CREATE TRIGGER {name} {after} FOR EACH ROW {when} EXECUTE FUNCTION {name}()"


def install(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite_statements() if sqlite else postgresql_statements():
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name in (*(f"{PICKS}_version_{verb.lower()}" for verb in VERBS), SEX[0]):
        schema_editor.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP FUNCTION {name}() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("outreach", "0013_more_raises_version")]

    operations = [migrations.RunPython(install, remove)]
