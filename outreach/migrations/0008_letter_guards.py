"""What the database itself enforces for letters, on SQLite and on PostgreSQL.

* The register has no gaps: a serial follows the last one of its year, and nothing of it is changed or deleted. The first
  serial of a year is free, for an office whose agenda book has begun already.
* What a letter says, its number and its visit never change, and it is never deleted.
* Its state moves with an event alone, one after the other; a voided letter has no further event and stays voided.
* Events, answers, crests and versions of texts are never changed or deleted.
* Whatever happens to a letter raises the version of its kecamatan, so that a kept page is never stale.

On SQLite, a later migration that alters one of these tables must end with ``install`` of this module.
"""

from django.db import migrations

APPEND_ONLY = [
    *("outreach_letternumber", "outreach_letterevent", "outreach_letteranswer", "outreach_crest"),
    "outreach_lettertext",
]
SAID = (
    "visit_id kind number_id key day subject addressee desa_id school_id expected said_day said_starts said_ends "
    "said_place_name said_place_address printed crest_id about_id replaces_id prepared_at prepared_by_id"
)
GAP = """
    SELECT 1 WHERE NEW.serial IS NOT NULL AND NEW.serial <> COALESCE((
        SELECT MAX(o.serial) + 1 FROM outreach_letternumber o
        WHERE o.kabupaten_id = NEW.kabupaten_id AND o.year = NEW.year AND o.serial IS NOT NULL), NEW.serial)
"""
NOT_NEW = "SELECT 1 WHERE NEW.state <> 'prepared' OR NEW.is_voided OR NEW.events_told <> 0"
OTHER_OFFICE = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM outreach_visit v JOIN kecamatan_drive d ON d.id = v.drive_id
        JOIN outreach_letternumber n ON n.kabupaten_id = d.kabupaten_id WHERE v.id = NEW.visit_id AND n.id = NEW.number_id)
"""
#: Where an event (``e``) brings a letter that stood in ``OLD.state``; a later step is not undone by an earlier one.
LEADS_TO = """
    CASE WHEN e.kind = 'answered' THEN 'answered'
         WHEN e.kind = 'opened' AND {old} IN ('prepared', 'sent') THEN 'opened'
         WHEN e.kind = 'sent' AND {old} = 'prepared' THEN 'sent' ELSE {old} END
"""
WITHOUT_EVENT = f"""
    SELECT 1 WHERE NEW.events_told <> OLD.events_told + 1 OR NOT EXISTS (
        SELECT 1 FROM outreach_letterevent e WHERE e.letter_id = NEW.id AND e.number = NEW.events_told
        AND NEW.state = {LEADS_TO.format(old="OLD.state")} AND NEW.is_voided = (OLD.is_voided OR e.kind = 'voided'))
"""
EVENT_UNFIT = """
    SELECT 1 WHERE (NEW.kind = 'prepared') <> (NEW.number = 1) OR NOT EXISTS (
        SELECT 1 FROM outreach_letter l WHERE l.id = NEW.letter_id AND l.events_told = NEW.number - 1 AND NOT l.is_voided)
"""
VOIDED = "SELECT 1 FROM outreach_letter l WHERE l.id = NEW.letter_id AND l.is_voided"
NEVER = "SELECT 1"
#: (table, verb, columns, condition, name, sentence)
GUARDS = [
    ("outreach_letternumber", "INSERT", "", GAP, "letternumber_no_gap", "a serial follows the last one of its year"),
    ("outreach_letter", "INSERT", "", NOT_NEW, "letter_begins_prepared", "a letter begins as prepared"),
    ("outreach_letter", "INSERT", "", OTHER_OFFICE, "letter_of_its_office", "the number is of another office"),
    ("outreach_letter", "UPDATE", SAID, NEVER, "letter_says_the_same", "what a letter says never changes"),
    ("outreach_letter", "UPDATE", "state is_voided events_told", WITHOUT_EVENT, "letter_moves_with_an_event", "a letter moves with an event alone"),
    ("outreach_letter", "DELETE", "", NEVER, "letter_not_deleted", "a letter is voided, never deleted"),
    ("outreach_letterevent", "INSERT", "", EVENT_UNFIT, "letterevent_fits", "this event does not follow, or the letter is voided"),
    ("outreach_letteranswer", "INSERT", "", VOIDED, "letteranswer_to_a_live_letter", "the letter is voided"),
]  # fmt: skip
MOVE = f"""
    UPDATE outreach_letter SET events_told = NEW.number, is_voided = (is_voided OR NEW.kind = 'voided'),
    state = {LEADS_TO.replace("e.kind", "NEW.kind").format(old="state")} WHERE id = NEW.letter_id
"""
RAISE = """
    UPDATE kecamatan_kecamatan SET version = version + 1 WHERE id = (
        SELECT v.kecamatan_id FROM outreach_letter l JOIN outreach_visit v ON v.id = l.visit_id WHERE l.id = NEW.letter_id)
"""
#: What is in the way of a new row: INSERT OR REPLACE would delete it without asking any trigger for DELETE.
REPLACED = {
    "outreach_letternumber": "o.id = NEW.id OR (o.kabupaten_id = NEW.kabupaten_id AND (UPPER(o.text) = UPPER(NEW.text) "
    "OR (o.year = NEW.year AND o.serial = NEW.serial)))",
    "outreach_letter": "o.id = NEW.id OR o.number_id = NEW.number_id OR o.key = NEW.key OR o.handle = NEW.handle "
    "OR o.replaces_id = NEW.replaces_id",
    "outreach_letterevent": "o.id = NEW.id OR (o.letter_id = NEW.letter_id AND o.number = NEW.number)",
    "outreach_letteranswer": "o.id = NEW.id",
    "outreach_crest": "o.id = NEW.id",
    "outreach_lettertext": "o.id = NEW.id OR (o.kabupaten_id = NEW.kabupaten_id AND o.kind = NEW.kind AND o.number = NEW.number)",
}


def sqlite_triggers():
    """(name, when and on which table, what is done)"""
    for table, verb, columns, condition, name, sentence in GUARDS:
        of = f" OF {', '.join(columns.split())}" if columns else ""
        refuse = f"SELECT RAISE(ABORT, '{name}: {sentence}') WHERE EXISTS ({condition})"
        yield f"outreach_{name}", f"BEFORE {verb}{of} ON {table}", refuse
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            refuse = f"SELECT RAISE(ABORT, '{table} is append-only: no {verb}')"
            yield f"{table}_no_{verb.lower()}", f"BEFORE {verb} ON {table}", refuse
    for table, same in REPLACED.items():
        there = f"WHERE EXISTS (SELECT 1 FROM {table} o WHERE {same})"
        refuse = f"SELECT RAISE(ABORT, 'UNIQUE constraint failed: {table}: this row is there already') {there}"
        yield f"{table}_no_replace", f"BEFORE INSERT ON {table}", refuse
    yield "outreach_letterevent_moves", "AFTER INSERT ON outreach_letterevent", f"{MOVE}; {RAISE}"


def postgresql_triggers():
    """(name, when and on which table, what is done); what another migration has made a function for has none."""
    for table, verb, columns, condition, name, sentence in GUARDS:
        of = f" OF {', '.join(columns.split())}" if columns else ""
        refuse = (
            f"IF EXISTS ({condition}) THEN RAISE EXCEPTION '{name}: {sentence}' "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF; "
            f"RETURN {'OLD' if verb == 'DELETE' else 'NEW'}"
        )
        yield f"outreach_{name}", f"BEFORE {verb}{of} ON {table} FOR EACH ROW", refuse
    for table in APPEND_ONLY:
        yield f"{table}_no_change", f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW", "kecamatan_append_only()"
    for table in [*APPEND_ONLY, "outreach_letter"]:
        yield f"{table}_no_truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", "kecamatan_no_truncate()"
    moves = "AFTER INSERT ON outreach_letterevent FOR EACH ROW"
    yield "outreach_letterevent_moves", moves, f"{MOVE}; {RAISE}; RETURN NULL"


def sqlite_statements():
    for name, when, body in sqlite_triggers():
        yield f"CREATE TRIGGER {name} {when} BEGIN {body}; END"


def postgresql_statements():
    for name, when, body in postgresql_triggers():
        function = body
        if not body.startswith("kecamatan_"):
            function = f"{name}()"
            yield f"CREATE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {body}; END $body$"
        yield f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {function}"


def install(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite_statements() if sqlite else postgresql_statements():
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, _when, _body in sqlite_triggers():
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    for name, when, body in postgresql_triggers():
        words = when.split()
        schema_editor.execute(f"DROP TRIGGER {name} ON {words[words.index('ON') + 1]}")
        if not body.startswith("kecamatan_"):
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("outreach", "0007_letters")]

    operations = [migrations.RunPython(install, remove)]
