"""What the database itself enforces of design §4, on SQLite and on PostgreSQL.

* The ledger and the audit log are append-only: UPDATE, DELETE and (on PostgreSQL) TRUNCATE are refused (rule 3).
* A row of the ledger must fit its places, its drive and the row it reverses.
* Every row moves its place's tally and its kecamatan's version in the same statement, and is refused where remaining
  would fall below zero in the kecamatan, in a desa with a share, or in what is not broken down (rules 1, 2, 5), on the
  day of the row or on any later one.
* Nothing but a row of the ledger moves a tally, and none is deleted. PostgreSQL asks whether a trigger is at work;
  SQLite cannot tell, so there a tally names the newest row in it and moves only by exactly one row that is newer.
* A baseline obeys the same, and the shares of a kecamatan never sum to more than it (rule 2).
* Whatever a page may show raises the version of its kabupaten, so that a kept answer is never stale; a version never
  goes back, not even where a whole row is saved that was read before others wrote.
* On PostgreSQL, no table of the counts or of what a page may show is truncated: no guard would see the rows go.
* Places and drives with counts stay where they are, and a drive does not begin after its first row.
* SQLite would keep 1.5 people or the day "zzz": there the guards ask for whole people and for days as well.
* On SQLite, INSERT OR REPLACE and UPDATE OR REPLACE would delete the row in their way without asking any trigger for
  DELETE: what they would replace is refused as the unique key that it breaks, and an id never changes.

On SQLite, a later migration that alters one of these tables makes the table anew and loses its triggers: such a
migration must end with ``install`` of this module (or of its successor). ``manage.py check_ledger`` and a test notice
when one is missing.
"""

import re

from django.db import migrations

APPEND_ONLY = ["kecamatan_countupdate", "kecamatan_auditentry", "kecamatan_auditchange"]

#: Tables whose changes a page may show → the SQL that names their kabupaten, from {row} (NEW or OLD).
VERSIONED = {
    "kecamatan_kecamatan": "{row}.kabupaten_id",
    "kecamatan_outline": "(SELECT k.kabupaten_id FROM kecamatan_kecamatan k WHERE k.id = {row}.kecamatan_id)",
    "kecamatan_desa": "(SELECT k.kabupaten_id FROM kecamatan_kecamatan k WHERE k.id = {row}.kecamatan_id)",
    "kecamatan_school": (
        "(SELECT k.kabupaten_id FROM kecamatan_kecamatan k JOIN kecamatan_desa d ON d.kecamatan_id = k.id"
        " WHERE d.id = {row}.desa_id)"
    ),
    "kecamatan_drive": "{row}.kabupaten_id",
}
#: The columns of kecamatan_kabupaten and kecamatan_kecamatan whose change raises the version (not the version itself).
KABUPATEN_COLUMNS = (
    "code, name, kind, province, capital, time_zone, office_name, office_address, office_phone, office_email"
)
KECAMATAN_COLUMNS = "code, name, voters, latitude, longitude, tile_column, tile_row"
#: A name that stands in the ledger; signing in changes none of them.
USER_COLUMNS = "username, full_name"

#: Table → its unique keys beside the id: (what is unique of {row}, which rows it holds for, what SQLite calls it).
UNIQUE = {
    "kecamatan_kabupaten": [(["{row}.code"], "1", "kecamatan_kabupaten.code")],
    "kecamatan_kecamatan": [
        (["{row}.code"], "1", "kecamatan_kecamatan.code"),
        (["{row}.kabupaten_id", "{row}.name"], "1", "kecamatan_kecamatan.kabupaten_id, kecamatan_kecamatan.name"),
    ],
    "kecamatan_outline": [(["{row}.kecamatan_id"], "1", "kecamatan_outline.kecamatan_id")],
    "kecamatan_desa": [
        (["{row}.code"], "1", "kecamatan_desa.code"),
        (["{row}.kecamatan_id", "{row}.name"], "1", "kecamatan_desa.kecamatan_id, kecamatan_desa.name"),
    ],
    "kecamatan_school": [(["{row}.npsn"], "1", "kecamatan_school.npsn")],
    "kecamatan_drive": [
        (["{row}.kabupaten_id"], "{row}.is_active", "kecamatan_drive.kabupaten_id"),
        (["{row}.kabupaten_id", "{row}.name"], "1", "kecamatan_drive.kabupaten_id, kecamatan_drive.name"),
    ],
    "kecamatan_user": [
        (["{row}.username"], "1", "kecamatan_user.username"),
        (["LOWER({row}.username)"], "1", "index ''user_name_once_whatever_case''"),
    ],
    **{
        table: [
            (
                ["{row}.drive_id", "{row}.kecamatan_id"],
                "{row}.desa_id IS NULL",
                f"{table}.drive_id, {table}.kecamatan_id",
            ),
            (["{row}.drive_id", "{row}.desa_id"], "{row}.desa_id IS NOT NULL", f"{table}.drive_id, {table}.desa_id"),
        ]
        for table in ("kecamatan_baseline", "kecamatan_tally")
    },
}
#: Their rows never move to another place (another trigger sees to that), so that no UPDATE meets one in its way.
NEVER_MOVED = ["kecamatan_baseline", "kecamatan_tally"]
ID_STAYS = "an id never changes"

FLOW = "t.added - t.removed - t.recorded_elsewhere - t.recorded"

#: One row for each place of the kecamatan {row}.kecamatan_id whose remaining is below zero.
BELOW_ZERO = f"""
    SELECT 1 WHERE
        -- the kecamatan
        COALESCE((SELECT b.people FROM kecamatan_baseline b
                  WHERE b.drive_id = {{row}}.drive_id AND b.kecamatan_id = {{row}}.kecamatan_id AND b.desa_id IS NULL), 0)
        + COALESCE((SELECT SUM({FLOW}) FROM kecamatan_tally t
                    WHERE t.drive_id = {{row}}.drive_id AND t.kecamatan_id = {{row}}.kecamatan_id), 0) < 0
        -- a desa with a share
        OR EXISTS (SELECT 1 FROM kecamatan_baseline b
                   LEFT JOIN kecamatan_tally t ON t.drive_id = b.drive_id AND t.desa_id = b.desa_id
                   WHERE b.drive_id = {{row}}.drive_id AND b.kecamatan_id = {{row}}.kecamatan_id AND b.desa_id IS NOT NULL
                   AND b.people + COALESCE({FLOW}, 0) < 0)
        -- what is not broken down: the rest of the baseline, and the rows of the kecamatan alone or of desa without a share
        OR COALESCE((SELECT SUM(CASE WHEN b.desa_id IS NULL THEN b.people ELSE -b.people END) FROM kecamatan_baseline b
                     WHERE b.drive_id = {{row}}.drive_id AND b.kecamatan_id = {{row}}.kecamatan_id), 0)
        + COALESCE((SELECT SUM({FLOW}) FROM kecamatan_tally t
                    WHERE t.drive_id = {{row}}.drive_id AND t.kecamatan_id = {{row}}.kecamatan_id
                    AND (t.desa_id IS NULL OR NOT EXISTS (
                        SELECT 1 FROM kecamatan_baseline s WHERE s.drive_id = t.drive_id AND s.desa_id = t.desa_id))), 0) < 0
"""

#: One row for each day on which a desa with a share, or what is not broken down of {row}.kecamatan_id, was below zero.
#: (The kecamatan is their sum.)
EVER_BELOW_ZERO = """
    SELECT 1 FROM (
        SELECT f.place, SUM(SUM(f.net)) OVER (PARTITION BY f.place ORDER BY f.date) AS flow
        FROM (SELECT u.date, CASE WHEN u.kind = 'added' THEN u.signed ELSE -u.signed END AS net,
                     COALESCE(s.desa_id, 0) AS place
              FROM kecamatan_countupdate u
              LEFT JOIN kecamatan_baseline s ON s.drive_id = u.drive_id AND s.desa_id = u.desa_id
              WHERE u.drive_id = {row}.drive_id AND u.kecamatan_id = {row}.kecamatan_id) f
        GROUP BY f.place, f.date) r
    WHERE r.flow < 0 AND r.flow + COALESCE((
        SELECT SUM(CASE WHEN b.desa_id = r.place THEN b.people
                        WHEN r.place <> 0 THEN 0
                        WHEN b.desa_id IS NULL THEN b.people ELSE -b.people END)
        FROM kecamatan_baseline b
        WHERE b.drive_id = {row}.drive_id AND b.kecamatan_id = {row}.kecamatan_id), 0) < 0
"""

#: The new row takes people away on a day that later rows follow: only then can an earlier day fall below zero alone.
LOWERS_THE_PAST = """
    (NEW.kind = 'added') = (NEW.reverses_id IS NOT NULL) AND EXISTS (
        SELECT 1 FROM kecamatan_countupdate u
        WHERE u.drive_id = NEW.drive_id AND u.kecamatan_id = NEW.kecamatan_id AND u.date > NEW.date)
"""

SHARES_TOO_LARGE = """
    SELECT 1 WHERE COALESCE((SELECT SUM(CASE WHEN b.desa_id IS NULL THEN b.people ELSE -b.people END)
                             FROM kecamatan_baseline b
                             WHERE b.drive_id = {row}.drive_id AND b.kecamatan_id = {row}.kecamatan_id), 0) < 0
"""

WRONG_PLACE = """
    SELECT 1 WHERE
        EXISTS (SELECT 1 FROM kecamatan_desa d WHERE d.id = NEW.desa_id AND d.kecamatan_id <> NEW.kecamatan_id)
        OR NOT EXISTS (SELECT 1 FROM kecamatan_kecamatan k JOIN kecamatan_drive v ON v.kabupaten_id = k.kabupaten_id
                       WHERE k.id = NEW.kecamatan_id AND v.id = NEW.drive_id)
"""

TOO_EARLY = "SELECT 1 FROM kecamatan_drive v WHERE v.id = NEW.drive_id AND NEW.date < v.baseline_date"

WRONG_REVERSAL = """
    SELECT 1 FROM kecamatan_countupdate o WHERE o.id = NEW.reverses_id AND (
        o.reverses_id IS NOT NULL OR o.drive_id <> NEW.drive_id OR o.kecamatan_id <> NEW.kecamatan_id
        OR COALESCE(o.desa_id, 0) <> COALESCE(NEW.desa_id, 0) OR o.kind <> NEW.kind OR o.quantity <> NEW.quantity
        OR o.date <> NEW.date)
"""

#: On SQLite, whose columns keep what they are given. (A modifier makes it count: the 30th of February is 1 March.)
NO_DAY = "typeof({day}) <> 'text' OR date({day}, '+0 days') IS NOT {day}"
ROW_SHAPE = f"""
    SELECT 1 WHERE typeof(NEW.quantity) <> 'integer' OR {NO_DAY.format(day="NEW.date")}
        OR {NO_DAY.format(day="SUBSTR(NEW.entered_at, 1, 10)")} OR datetime(NEW.entered_at) IS NULL
        OR typeof(NEW.key) <> 'text' OR LENGTH(NEW.key) <> 32 OR NEW.key GLOB '*[^0-9a-f]*'
"""
WHOLE_ROW = (ROW_SHAPE, "countupdate_shape", "a row has whole people, a day, a moment and a key")
WHOLE_PEOPLE = (
    "SELECT 1 WHERE typeof(NEW.people) <> 'integer'",
    "baseline_in_range",
    "a baseline is a whole number of people",
)
REAL_DAYS = (
    "SELECT 1 WHERE "
    + " OR ".join(NO_DAY.format(day=f"NEW.{one}") for one in ("baseline_date", "last_recording_day", "polling_day"))
    + f" OR (NEW.base_date IS NOT NULL AND ({NO_DAY.format(day='NEW.base_date')}))",
    "drive_days_are_days",
    "this is not a day",
)

MOVED_PLACE = """
    SELECT 1 WHERE OLD.kecamatan_id <> NEW.kecamatan_id AND (
        EXISTS (SELECT 1 FROM kecamatan_countupdate u WHERE u.desa_id = OLD.id)
        OR EXISTS (SELECT 1 FROM kecamatan_baseline b WHERE b.desa_id = OLD.id))
"""

DRIVE_MOVED = """
    SELECT 1 WHERE
        (OLD.kabupaten_id <> NEW.kabupaten_id AND (
            EXISTS (SELECT 1 FROM kecamatan_countupdate u WHERE u.drive_id = OLD.id)
            OR EXISTS (SELECT 1 FROM kecamatan_baseline b WHERE b.drive_id = OLD.id)))
        OR (OLD.baseline_date < NEW.baseline_date
            AND EXISTS (SELECT 1 FROM kecamatan_countupdate u
                        WHERE u.drive_id = OLD.id AND u.date < NEW.baseline_date))
"""

SUMS = """
    UPDATE kecamatan_tally SET
        recorded = recorded + CASE WHEN NEW.kind = 'recorded' THEN {signed} ELSE 0 END,
        recorded_elsewhere = recorded_elsewhere + CASE WHEN NEW.kind = 'recorded_elsewhere' THEN {signed} ELSE 0 END,
        added = added + CASE WHEN NEW.kind = 'added' THEN {signed} ELSE 0 END,
        removed = removed + CASE WHEN NEW.kind = 'removed' THEN {signed} ELSE 0 END,
        last_entered_at = CASE WHEN last_entered_at IS NULL OR last_entered_at < NEW.entered_at
                               THEN NEW.entered_at ELSE last_entered_at END,
        newest_row = CASE WHEN newest_row < NEW.id THEN NEW.id ELSE newest_row END
    WHERE drive_id = NEW.drive_id AND kecamatan_id = NEW.kecamatan_id AND COALESCE(desa_id, 0) = COALESCE(NEW.desa_id, 0)
"""
SIGNED = "(CASE WHEN NEW.reverses_id IS NULL THEN NEW.quantity ELSE -NEW.quantity END)"
NEW_TALLY = """
    INSERT INTO kecamatan_tally (drive_id, kecamatan_id, desa_id, recorded, recorded_elsewhere, added, removed,
                                 newest_row)
    SELECT NEW.drive_id, NEW.kecamatan_id, NEW.desa_id, 0, 0, 0, 0, 0
    WHERE NOT EXISTS (SELECT 1 FROM kecamatan_tally WHERE drive_id = NEW.drive_id AND kecamatan_id = NEW.kecamatan_id
                      AND COALESCE(desa_id, 0) = COALESCE(NEW.desa_id, 0))
"""
#: On SQLite. A row has its tally from the moment it is written, so only the ledger's own trigger finds one without.
TALLY_BEGINS = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM kecamatan_countupdate u WHERE u.drive_id = NEW.drive_id AND u.kecamatan_id = NEW.kecamatan_id
        AND COALESCE(u.desa_id, 0) = COALESCE(NEW.desa_id, 0))
"""
#: On SQLite. Every row moves its tally in its own statement, so only the ledger's own trigger finds a newer one.
TALLY_FOLLOWS = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM kecamatan_countupdate u WHERE u.id = NEW.newest_row AND u.id > OLD.newest_row
        AND u.drive_id = OLD.drive_id AND u.kecamatan_id = OLD.kecamatan_id
        AND COALESCE(u.desa_id, 0) = COALESCE(OLD.desa_id, 0)
        AND NEW.recorded = OLD.recorded + CASE WHEN u.kind = 'recorded' THEN u.signed ELSE 0 END
        AND NEW.recorded_elsewhere
            = OLD.recorded_elsewhere + CASE WHEN u.kind = 'recorded_elsewhere' THEN u.signed ELSE 0 END
        AND NEW.added = OLD.added + CASE WHEN u.kind = 'added' THEN u.signed ELSE 0 END
        AND NEW.removed = OLD.removed + CASE WHEN u.kind = 'removed' THEN u.signed ELSE 0 END)
    OR NEW.id <> OLD.id OR NEW.drive_id <> OLD.drive_id OR NEW.kecamatan_id <> OLD.kecamatan_id
    OR COALESCE(NEW.desa_id, 0) <> COALESCE(OLD.desa_id, 0)
"""
ONLY_THE_LEDGER = ("tally_follows_ledger", "only a row of the ledger moves a tally")
RAISE_KECAMATAN = "UPDATE kecamatan_kecamatan SET version = version + 1 WHERE id = {row}.kecamatan_id"

#: (condition, name, sentence): what a new row of the ledger is refused for, before it is written.
BEFORE_ROW = [
    (WRONG_PLACE, "countupdate_place_fits", "the desa or the drive belongs elsewhere"),
    (TOO_EARLY, "countupdate_not_before_baseline", "the day is before the baseline date"),
    (WRONG_REVERSAL, "countupdate_reversal_fits", "a reversal must equal the row it undoes"),
]
BELOW = ("remaining_not_negative", "remaining would fall below zero")
PAST = ("remaining_not_negative", "remaining would have been below zero on an earlier day")
SHARES = ("baseline_shares_within_kecamatan", "the shares of the desa exceed their kecamatan")
#: (table, columns, condition, name, sentence): what does not move.
STAYS = [
    ("desa", "kecamatan_id", MOVED_PLACE, "desa_stays", "a desa with counts does not move to another kecamatan"),
    (
        "kecamatan",
        "kabupaten_id",
        "SELECT 1 WHERE OLD.kabupaten_id <> NEW.kabupaten_id",
        "kecamatan_stays",
        "a kecamatan does not move to another kabupaten",
    ),
    (
        "drive",
        "kabupaten_id, baseline_date",
        DRIVE_MOVED,
        "drive_stays",
        "a drive with counts does not move to another kabupaten, nor begin after its first row",
    ),
]
#: On PostgreSQL, before a row or baseline asks anything of its places: they stay as they are until it is there to be
#: seen. The kecamatan of a desa and the kabupaten of a drive are parts of unique keys, so that KEY SHARE holds them;
#: a new baseline date waits for the kecamatan (BEGINS_LATER). The order is that of the actions, so that none deadlock.
STAY_A_WHILE = """
    PERFORM 1 FROM kecamatan_kecamatan k WHERE k.id = NEW.kecamatan_id FOR NO KEY UPDATE;
    PERFORM 1 FROM kecamatan_drive v WHERE v.id = NEW.drive_id FOR KEY SHARE;
    PERFORM 1 FROM kecamatan_desa d WHERE d.id = NEW.desa_id FOR KEY SHARE;
"""
BEGINS_LATER = """
    IF OLD.baseline_date < NEW.baseline_date AND OLD.kabupaten_id = NEW.kabupaten_id THEN
        PERFORM 1 FROM kecamatan_kecamatan k WHERE k.kabupaten_id = OLD.kabupaten_id ORDER BY k.id FOR NO KEY UPDATE;
    END IF;
"""


def raise_kabupaten(table, verb, row):
    """The statement that raises the version of the kabupaten that a changed row of ``table`` belongs (or belonged) to."""
    by = "1"
    if table == "kecamatan_kecamatan" and verb == "DELETE":
        # The version read is the sum over the kecamatan: one that goes must leave its part behind.
        by = "1 + OLD.version"
    rows = ("OLD", "NEW") if verb == "UPDATE" else (row,)
    kabupaten = ", ".join(VERSIONED[table].format(row=one) for one in rows)
    return f"UPDATE kecamatan_kabupaten SET version = version + {by} WHERE id IN ({kabupaten});"


def sqlite_replacing():
    """The triggers that refuse what an OR REPLACE would delete unasked, in the words that SQLite itself has for it."""

    def refuse(table, parts, condition, called, others):
        both = [part.format(row="o") + " = " + part.format(row="NEW") for part in parts]
        both += [condition.format(row=row) for row in ("o", "NEW") if condition != "1"]
        return (
            f"SELECT RAISE(ABORT, 'UNIQUE constraint failed: {called}') "
            f"WHERE EXISTS (SELECT 1 FROM {table} o WHERE {' AND '.join([*both, *others])});"
        )

    for table, keys in UNIQUE.items():
        if table != "kecamatan_tally":
            yield (
                f"CREATE TRIGGER {table}_keeps_id BEFORE UPDATE ON {table} WHEN OLD.id <> NEW.id BEGIN "
                f"SELECT RAISE(ABORT, '{table}: {ID_STAYS}'); END"
            )
        if table not in NEVER_MOVED:
            columns = ", ".join(sorted(set(re.findall(r"{row}\.(\w+)", str(keys)))))
            checks = " ".join(refuse(table, *key, ["o.id <> OLD.id"]) for key in keys)
            yield f"CREATE TRIGGER {table}_no_replace_by_update BEFORE UPDATE OF {columns} ON {table} BEGIN {checks} END"
        if table == "kecamatan_school":
            # A school may be left out where it is known (INSERT OR IGNORE). One that is replaced tells its kabupaten.
            yield (
                f"CREATE TRIGGER {table}_version_replace BEFORE INSERT ON {table} BEGIN "
                "UPDATE kecamatan_kabupaten SET version = version + 1 WHERE id IN ("
                "SELECT k.kabupaten_id FROM kecamatan_school o JOIN kecamatan_desa d ON d.id = o.desa_id "
                "JOIN kecamatan_kecamatan k ON k.id = d.kecamatan_id WHERE o.id = NEW.id OR o.npsn = NEW.npsn); END"
            )
            continue
        checks = " ".join(refuse(table, *key, []) for key in [(["{row}.id"], "1", f"{table}.id"), *keys])
        yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {checks} END"


def sqlite_statements():
    """Every trigger as one statement; their names begin with the table's."""

    def refuse(condition, name, sentence):
        return f"SELECT RAISE(ABORT, '{name}: {sentence}') WHERE EXISTS ({condition});"

    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} is append-only: no {verb}'); END"
            )
        # INSERT OR REPLACE would delete the old row without asking the trigger above.
        same = "o.key = NEW.key OR o.reverses_id = NEW.reverses_id" if table == APPEND_ONLY[0] else "0"
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN "
            f"{refuse(f'SELECT 1 FROM {table} o WHERE o.id = NEW.id OR {same}', table, 'this row is there already')} END"
        )
    yield from sqlite_replacing()
    checks = " ".join(refuse(*check) for check in [WHOLE_ROW, *BEFORE_ROW])
    yield f"CREATE TRIGGER kecamatan_countupdate_fits BEFORE INSERT ON kecamatan_countupdate BEGIN {checks} END"
    yield (
        "CREATE TRIGGER kecamatan_countupdate_sums AFTER INSERT ON kecamatan_countupdate BEGIN "
        f"{RAISE_KECAMATAN.format(row='NEW')}; {NEW_TALLY}; {SUMS.format(signed=SIGNED)}; "
        f"{refuse(BELOW_ZERO.format(row='NEW'), *BELOW)} END"
    )
    yield (
        "CREATE TRIGGER kecamatan_tally_begins BEFORE INSERT ON kecamatan_tally BEGIN "
        f"{refuse(TALLY_BEGINS, *ONLY_THE_LEDGER)} END"
    )
    yield (
        "CREATE TRIGGER kecamatan_tally_follows BEFORE UPDATE ON kecamatan_tally BEGIN "
        f"{refuse(TALLY_FOLLOWS, *ONLY_THE_LEDGER)} END"
    )
    yield (
        "CREATE TRIGGER kecamatan_tally_no_delete BEFORE DELETE ON kecamatan_tally BEGIN "
        f"{refuse('SELECT 1', *ONLY_THE_LEDGER)} END"
    )
    yield (
        f"CREATE TRIGGER kecamatan_countupdate_past AFTER INSERT ON kecamatan_countupdate WHEN {LOWERS_THE_PAST} BEGIN "
        f"{refuse(EVER_BELOW_ZERO.format(row='NEW'), *PAST)} END"
    )
    yield (
        "CREATE TRIGGER kecamatan_baseline_place BEFORE INSERT ON kecamatan_baseline BEGIN "
        f"{refuse(WRONG_PLACE, 'baseline_place_fits', 'the desa or the drive belongs elsewhere')} END"
    )
    yield (
        "CREATE TRIGGER kecamatan_baseline_stays BEFORE UPDATE OF drive_id, kecamatan_id, desa_id ON kecamatan_baseline "
        "WHEN OLD.drive_id <> NEW.drive_id OR OLD.kecamatan_id <> NEW.kecamatan_id "
        "OR COALESCE(OLD.desa_id, 0) <> COALESCE(NEW.desa_id, 0) BEGIN "
        "SELECT RAISE(ABORT, 'baseline_place_fits: a baseline does not move to another place'); END"
    )
    for verb in ("INSERT", "UPDATE"):
        for table, check in (("kecamatan_baseline", WHOLE_PEOPLE), ("kecamatan_drive", REAL_DAYS)):
            yield f"CREATE TRIGGER {table}_shape_{verb.lower()} BEFORE {verb} ON {table} BEGIN {refuse(*check)} END"
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        yield (
            f"CREATE TRIGGER kecamatan_baseline_{verb.lower()} AFTER {verb} ON kecamatan_baseline BEGIN "
            f"{RAISE_KECAMATAN.format(row=row)}; "
            f"{refuse(SHARES_TOO_LARGE.format(row=row), *SHARES)} {refuse(BELOW_ZERO.format(row=row), *BELOW)} "
            f"{refuse(EVER_BELOW_ZERO.format(row=row), *PAST)} END"
        )
    for table, columns, condition, name, sentence in STAYS:
        yield (
            f"CREATE TRIGGER kecamatan_{name} BEFORE UPDATE OF {columns} ON kecamatan_{table} BEGIN "
            f"{refuse(condition, name, sentence)} END"
        )
    yield (
        f"CREATE TRIGGER kecamatan_kabupaten_version AFTER UPDATE OF {KABUPATEN_COLUMNS} ON kecamatan_kabupaten BEGIN "
        "UPDATE kecamatan_kabupaten SET version = version + 1 WHERE id = NEW.id; END"
    )
    yield (
        f"CREATE TRIGGER kecamatan_user_version AFTER UPDATE OF {USER_COLUMNS} ON kecamatan_user BEGIN "
        "UPDATE kecamatan_kabupaten SET version = version + 1 WHERE id = NEW.kabupaten_id; END"
    )
    for table in ("kecamatan_kabupaten", "kecamatan_kecamatan"):
        yield (
            f"CREATE TRIGGER {table}_version_rises AFTER UPDATE OF version ON {table} WHEN NEW.version < OLD.version "
            f"BEGIN UPDATE {table} SET version = OLD.version + 1 WHERE id = NEW.id; END"
        )
    for table in VERSIONED:
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            columns = f" OF {KECAMATAN_COLUMNS}" if table == "kecamatan_kecamatan" and verb == "UPDATE" else ""
            yield (
                f"CREATE TRIGGER {table}_version_{verb.lower()} AFTER {verb}{columns} ON {table} BEGIN "
                f"{raise_kabupaten(table, verb, row)} END"
            )


def postgresql_statements():
    """The same rules as functions and triggers of PostgreSQL."""

    def refuse(condition, name, sentence):
        return (
            f"IF EXISTS ({condition}) THEN RAISE EXCEPTION '{name}: {sentence}' "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF;"
        )

    def function(name, body, result="NEW"):
        return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {body} RETURN {result}; END $body$"

    yield (
        "CREATE FUNCTION kecamatan_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
        "RAISE EXCEPTION '% is append-only: no %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation'; "
        "END $body$"
    )
    for table in APPEND_ONLY:
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION kecamatan_append_only()"
        )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION kecamatan_append_only()"
        )
    yield (
        "CREATE FUNCTION kecamatan_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
        "RAISE EXCEPTION '%: no TRUNCATE, since no guard would see the rows go', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $body$"
    )
    for table in UNIQUE:
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION kecamatan_no_truncate()"
        )
    yield function(
        "kecamatan_keeps_id",
        f"RAISE EXCEPTION '%: {ID_STAYS}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
    )
    for table in sorted({*UNIQUE} - {"kecamatan_tally"}):
        # AFTER: a BEFORE trigger would make every save lock the row against those who only name it (a ledger's FK).
        yield (
            f"CREATE TRIGGER {table}_keeps_id AFTER UPDATE ON {table} FOR EACH ROW "
            "WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION kecamatan_keeps_id()"
        )
    yield function("kecamatan_countupdate_fits", " ".join([STAY_A_WHILE, *(refuse(*check) for check in BEFORE_ROW)]))
    yield (
        "CREATE TRIGGER kecamatan_countupdate_fits BEFORE INSERT ON kecamatan_countupdate "
        "FOR EACH ROW EXECUTE FUNCTION kecamatan_countupdate_fits()"
    )
    # Raising the version first locks the kecamatan's row: the next writer waits here and then sees this one's sums.
    yield function(
        "kecamatan_countupdate_sums",
        f"{RAISE_KECAMATAN.format(row='NEW')}; {NEW_TALLY}; {SUMS.format(signed=SIGNED)}; "
        f"{refuse(BELOW_ZERO.format(row='NEW'), *BELOW)} "
        f"IF {LOWERS_THE_PAST} THEN {refuse(EVER_BELOW_ZERO.format(row='NEW'), *PAST)} END IF;",
    )
    yield (
        "CREATE TRIGGER kecamatan_countupdate_sums AFTER INSERT ON kecamatan_countupdate "
        "FOR EACH ROW EXECUTE FUNCTION kecamatan_countupdate_sums()"
    )
    yield function("kecamatan_tally_follows", refuse("SELECT 1", *ONLY_THE_LEDGER))
    yield (
        "CREATE TRIGGER kecamatan_tally_follows BEFORE INSERT OR UPDATE ON kecamatan_tally FOR EACH ROW "
        "WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION kecamatan_tally_follows()"
    )
    yield (
        "CREATE TRIGGER kecamatan_tally_no_delete BEFORE DELETE ON kecamatan_tally "
        "FOR EACH ROW EXECUTE FUNCTION kecamatan_tally_follows()"
    )
    yield function(
        "kecamatan_baseline_place",
        f"{STAY_A_WHILE} {refuse(WRONG_PLACE, 'baseline_place_fits', 'the desa or the drive belongs elsewhere')}",
    )
    yield (
        "CREATE TRIGGER kecamatan_baseline_place BEFORE INSERT ON kecamatan_baseline "
        "FOR EACH ROW EXECUTE FUNCTION kecamatan_baseline_place()"
    )
    yield function(
        "kecamatan_baseline_stays",
        "RAISE EXCEPTION 'baseline_place_fits: a baseline does not move to another place' USING ERRCODE = 'check_violation';",
    )
    yield (
        "CREATE TRIGGER kecamatan_baseline_stays BEFORE UPDATE ON kecamatan_baseline FOR EACH ROW "
        "WHEN (OLD.drive_id <> NEW.drive_id OR OLD.kecamatan_id <> NEW.kecamatan_id OR OLD.desa_id IS DISTINCT FROM NEW.desa_id) "
        "EXECUTE FUNCTION kecamatan_baseline_stays()"
    )
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        name = f"kecamatan_baseline_{verb.lower()}"
        yield function(
            name,
            f"{RAISE_KECAMATAN.format(row=row)}; "
            f"{refuse(SHARES_TOO_LARGE.format(row=row), *SHARES)} {refuse(BELOW_ZERO.format(row=row), *BELOW)} "
            f"{refuse(EVER_BELOW_ZERO.format(row=row), *PAST)}",
            row,
        )
        yield f"CREATE TRIGGER {name} AFTER {verb} ON kecamatan_baseline FOR EACH ROW EXECUTE FUNCTION {name}()"
    for table, columns, condition, name, sentence in STAYS:
        yield function(
            f"kecamatan_{name}", (BEGINS_LATER if table == "drive" else "") + refuse(condition, name, sentence)
        )
        yield (
            f"CREATE TRIGGER kecamatan_{name} BEFORE UPDATE OF {columns} ON kecamatan_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION kecamatan_{name}()"
        )
    yield function(
        "kecamatan_kabupaten_version", "UPDATE kecamatan_kabupaten SET version = version + 1 WHERE id = NEW.id;"
    )
    yield (
        f"CREATE TRIGGER kecamatan_kabupaten_version AFTER UPDATE OF {KABUPATEN_COLUMNS} ON kecamatan_kabupaten "
        "FOR EACH ROW EXECUTE FUNCTION kecamatan_kabupaten_version()"
    )
    yield function(
        "kecamatan_user_version",
        "UPDATE kecamatan_kabupaten SET version = version + 1 WHERE id = NEW.kabupaten_id;",
    )
    yield (
        f"CREATE TRIGGER kecamatan_user_version AFTER UPDATE OF {USER_COLUMNS} ON kecamatan_user "
        "FOR EACH ROW EXECUTE FUNCTION kecamatan_user_version()"
    )
    yield function("kecamatan_version_rises", "NEW.version := OLD.version + 1;")
    for table in ("kecamatan_kabupaten", "kecamatan_kecamatan"):
        yield (
            f"CREATE TRIGGER {table}_version_rises BEFORE UPDATE ON {table} FOR EACH ROW "
            "WHEN (NEW.version < OLD.version) EXECUTE FUNCTION kecamatan_version_rises()"
        )
    for table in VERSIONED:
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            columns = f" OF {KECAMATAN_COLUMNS}" if table == "kecamatan_kecamatan" and verb == "UPDATE" else ""
            name = f"{table}_version_{verb.lower()}"
            yield function(
                name,
                raise_kabupaten(table, verb, row),
                row,
            )
            yield f"CREATE TRIGGER {name} AFTER {verb}{columns} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def remove(apps, schema_editor):
    """Take every trigger (and on PostgreSQL function) of this module away."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'kecamatan\\_%' ESCAPE '\\'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute(
                "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
                "WHERE n.nspname = current_schema() AND p.prorettype = 'trigger'::regtype AND p.proname LIKE 'kecamatan\\_%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP FUNCTION "{name}"() CASCADE')


def install(apps, schema_editor):
    """Make every trigger anew; may be run twice."""
    remove(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    statements = sqlite_statements() if vendor == "sqlite" else postgresql_statements()
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("kecamatan", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
