"""What the database itself enforces for visits on phones and what comes in from there, on SQLite and on PostgreSQL.

* A lease stays with its visit, its person and its phone, and the highest number that its phone told of never falls.
* An event is never deleted, and of what it says nothing changes, unless a text message told only part of it.
* An event tells of people of its visit's drive, and its lease's user is of its visit's kabupaten.
* Leases and events raise the version of their kecamatan, so that a kept page is never stale.

On SQLite, a later migration that alters one of these tables must end with ``install`` of this module.
"""

from django.db import migrations

LEASE, EVENT = "outreach_fieldlease", "outreach_fieldevent"


def _changed(*columns):
    return " OR ".join(f"NEW.{one} <> OLD.{one} OR (NEW.{one} IS NULL) <> (OLD.{one} IS NULL)" for one in columns)


OTHER_OFFICE = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM outreach_visit v JOIN kecamatan_kecamatan k ON k.id = v.kecamatan_id
        JOIN kecamatan_user u ON u.kabupaten_id = k.kabupaten_id WHERE v.id = NEW.visit_id AND u.id = NEW.user_id)
"""
LEASE_STAYS = f"""
    SELECT 1 WHERE {_changed("id", "key", "code", "device", "visit_id", "user_id", "people", "taken_at")}
    OR NEW.made < OLD.made OR (OLD.returned_at IS NOT NULL AND NEW.returned_at IS NULL)
    OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL)
"""
#: Of a person of another drive.
OTHER_DRIVE = f"""
    SELECT 1 WHERE NEW.resident_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {LEASE} l JOIN outreach_visit v ON v.id = l.visit_id
        JOIN outreach_resident r ON r.drive_id = v.drive_id WHERE l.id = NEW.lease_id AND r.id = NEW.resident_id)
"""
ALWAYS = ("id", "key", "lease_id", "number", "kind", "received_at", "carried_by_id")
ONCE_WHOLE = ("outcome", "about", "undoes", "desa_id", "people", "newly", "what", "phone_at", "way", "digest")
#: Only a word that a message told in part is completed; a person is named once, and a note goes with them.
EVENT_STAYS = f"""
    SELECT 1 WHERE {_changed(*ALWAYS)} OR (NOT OLD.partial AND (NEW.partial OR {_changed(*ONCE_WHOLE)}))
    OR (NEW.note <> OLD.note AND NEW.note <> '' AND NOT OLD.partial)
    OR (OLD.content = '' AND NEW.content <> '' AND NOT OLD.partial)
    OR (OLD.resident_id IS NOT NULL AND NEW.resident_id IS NOT NULL AND NEW.resident_id <> OLD.resident_id)
    OR (OLD.answer IN ('applied', 'settled') AND NEW.answer = 'refused')
"""
NEVER = "SELECT 1"
#: (table, verb, condition, name, sentence)
GUARDS = [
    (LEASE, "INSERT", OTHER_OFFICE, "fieldlease_of_its_kabupaten", "the user is of another kabupaten than the visit"),
    (LEASE, "UPDATE", LEASE_STAYS, "fieldlease_stays", "a lease stays with its visit and person, and its numbers only grow"),
    (LEASE, "DELETE", NEVER, "fieldlease_not_deleted", "a lease is ended, never deleted"),
    (EVENT, "INSERT", OTHER_DRIVE, "fieldevent_of_its_drive", "the person is of another drive"),
    (EVENT, "UPDATE", OTHER_DRIVE, "fieldevent_stays_in_its_drive", "the person is of another drive"),
    (EVENT, "UPDATE", EVENT_STAYS, "fieldevent_stays", "an event is never changed but for what became of it"),
    (EVENT, "DELETE", NEVER, "fieldevent_not_deleted", "an event is never deleted"),
]  # fmt: skip
#: What is in the way of a new row: INSERT OR REPLACE would delete it without asking any trigger for DELETE.
REPLACED = {
    LEASE: "o.id = NEW.id OR o.key = NEW.key OR o.code = NEW.code",
    EVENT: "o.id = NEW.id OR o.key = NEW.key OR (o.lease_id = NEW.lease_id AND o.number = NEW.number)",
}
RAISE = "UPDATE kecamatan_kecamatan SET version = version + 1 WHERE id {whose}"
PLACE = {
    LEASE: "SELECT v.kecamatan_id FROM outreach_visit v JOIN {rows} c ON c.visit_id = v.id",
    EVENT: f"SELECT v.kecamatan_id FROM outreach_visit v JOIN {LEASE} l ON l.visit_id = v.id JOIN {{rows}} c ON c.lease_id = l.id",
}
ONE = {
    LEASE: "= (SELECT v.kecamatan_id FROM outreach_visit v WHERE v.id = NEW.visit_id)",
    EVENT: f"= (SELECT v.kecamatan_id FROM outreach_visit v JOIN {LEASE} l ON l.visit_id = v.id WHERE l.id = NEW.lease_id)",
}


def _raisers():
    for table in (LEASE, EVENT):
        for verb in ("INSERT", "UPDATE"):
            yield f"{table}_version_{verb.lower()}", verb, table


def sqlite_statements():
    for table, verb, condition, name, sentence in GUARDS:
        yield (
            f"CREATE TRIGGER outreach_{name} BEFORE {verb} ON {table} BEGIN "
            f"SELECT RAISE(ABORT, '{name}: {sentence}') WHERE EXISTS ({condition}); END"
        )
    for table, same in REPLACED.items():
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN "
            f"SELECT RAISE(ABORT, 'UNIQUE constraint failed: {table}: this row is there already') "
            f"WHERE EXISTS (SELECT 1 FROM {table} o WHERE {same}); END"
        )
    for name, verb, table in _raisers():
        yield f"CREATE TRIGGER {name} AFTER {verb} ON {table} BEGIN {RAISE.format(whose=ONE[table])}; END"


def postgresql_statements():
    for table, verb, condition, name, sentence in GUARDS:
        row = "OLD" if verb == "DELETE" else "NEW"
        yield (
            f"CREATE FUNCTION outreach_{name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
            f"IF EXISTS ({condition}) THEN RAISE EXCEPTION '{name}: {sentence}' "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF; RETURN {row}; END $body$"
        )
        yield (
            f"CREATE TRIGGER outreach_{name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION outreach_{name}()"
        )
    for table in (LEASE, EVENT):
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION kecamatan_no_truncate()"
        )
    # Once for a statement, however many events it brings.
    for name, verb, table in _raisers():
        raised = RAISE.format(whose=f"IN ({PLACE[table].format(rows='changed')})")
        body = f"BEGIN {raised}; RETURN NULL; END"
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ {body} $body$"
        yield (
            f"CREATE TRIGGER {name} AFTER {verb} ON {table} REFERENCING NEW TABLE AS changed "
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
    dependencies = [("outreach", "0015_field")]

    operations = [migrations.RunPython(install, remove)]
