"""No row goes by being replaced or truncated, no id changes, and SQLite keeps no odd values. Registers its cases.

SQLite deletes the rows in the way of an OR REPLACE without asking the triggers for DELETE (recursive_triggers is off).
"""

from importlib import import_module

from django.db import connection

from kecamatan.kept import version_of
from tests.breaking_guards import cursor, execute, refused
from tests.kecamatan import version_cases
from tests.kecamatan.trigger_cases import case, on_both, raises_version

guards = import_module("kecamatan.migrations.0002_ledger_guards")

#: Table → (column, SQL of its new value) of a row that would push another one out of its unique key, and which row.
INTO_ANOTHER = {
    "kabupaten": [("code", "'15.06'", "kabupaten", "kecamatan_kabupaten.code")],
    "kecamatan": [
        ("code", "'15.07.05'", "timur", "kecamatan_kecamatan.code"),
        ("name", "'Sadu'", "timur", "kecamatan_kecamatan.kabupaten_id, kecamatan_kecamatan.name"),
    ],
    "outline": [("kecamatan_id", "{sadu}", "outline", "kecamatan_outline.kecamatan_id")],
    "desa": [
        ("code", "'15.07.05.2004'", "lambur", "kecamatan_desa.code"),
        ("name", "'Simbur Naik'", "lambur", "kecamatan_desa.kecamatan_id, kecamatan_desa.name"),
    ],
    "school": [("npsn", "'10501235'", "school", "kecamatan_school.npsn")],
    "drive": [
        ("is_active", "1", "past_drive", "kecamatan_drive.kabupaten_id"),
        ("name", "'Pilkada'", "past_drive", "kecamatan_drive.kabupaten_id, kecamatan_drive.name"),
    ],
    "user": [
        ("username", "'admin'", "petugas", "kecamatan_user.username"),
        ("username", "'ADMIN'", "petugas", "index 'user_name_once_whatever_case'"),
    ],
    "baseline": [("people", "99999", "baseline", ""), ("people", "1", "share", "")],
    "tally": [("recorded", "0", "tally", "")],
}


def _prepared(world) -> dict[str, int]:
    """The ids of the world, with a second outline, a baseline, a share and a tally."""
    execute("INSERT INTO kecamatan_outline (kecamatan_id, rings) VALUES (%s, '[]')", [world.ids["sadu"]])
    found = {
        "outline": f"SELECT id FROM kecamatan_outline WHERE kecamatan_id = {world.ids['timur']}",
        "baseline": f"SELECT id FROM kecamatan_baseline WHERE kecamatan_id = {world.ids['sadu']}",
        "share": f"SELECT id FROM kecamatan_baseline WHERE desa_id = {world.ids['lambur']}",
        "tally": f"SELECT id FROM kecamatan_tally WHERE desa_id = {world.ids['lambur']}",
    }
    ids = dict(world.ids)
    for name, query in found.items():
        with cursor() as one:
            one.execute(query)
            (ids[name],) = one.fetchone()
    return ids


def _copy(table: str, pk: int, **changed: str) -> str:
    """INSERT OR REPLACE of a row as it is but for these columns; the id stays unless it is changed to NULL."""
    with cursor() as one:
        one.execute(f"SELECT * FROM kecamatan_{table} LIMIT 1")
        names = [column[0] for column in one.description]
    values = ", ".join(changed.get(name, name) for name in names)
    columns = ", ".join(names)
    return (
        f"INSERT OR REPLACE INTO kecamatan_{table} ({columns}) SELECT {values} FROM kecamatan_{table} WHERE id = {pk}"
    )


def _kept(table: str) -> None:
    ways = INTO_ANOTHER[table]

    def keeps_its_id(world):
        pk = _prepared(world)[ways[0][2]]
        for column in ("id", "rowid") if connection.vendor == "sqlite" else ("id",):
            with refused(f"kecamatan_{table}: an id never changes"):
                execute(f"UPDATE kecamatan_{table} SET {column} = 777777 WHERE id = %s", [pk])

    def is_not_replaced_by_its_id(world):
        ids = _prepared(world)
        for column, value, row, _words in ways:
            with refused(f"UNIQUE constraint failed: kecamatan_{table}.id"):
                execute(_copy(table, ids[row], **{column: value.format(**ids)}))

    def is_not_replaced_by_its_key(world):
        ids = _prepared(world)
        for column, value, row, words in ways:
            changed = {column: value.format(**ids), "id": "NULL"}
            if words.endswith("name"):  # the code would do the same
                changed |= {"code": "'15.07.09" + ("'" if table == "kecamatan" else ".2001'")}
            with refused(f"UNIQUE constraint failed: {words or f'kecamatan_{table}.drive_id'}"):
                execute(_copy(table, ids[row], **changed))

    def is_not_replaced_by_an_update(world):
        ids = _prepared(world)
        for column, value, row, words in ways:
            with refused(f"UNIQUE constraint failed: {words}"):
                execute(
                    f"UPDATE OR REPLACE kecamatan_{table} SET {column} = {value.format(**ids)} WHERE id = %s",
                    [ids[row]],
                )

    def is_not_truncated(world):
        with refused(f"kecamatan_{table}: no TRUNCATE"):
            execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE kecamatan_{table} CASCADE")

    for function in (
        keeps_its_id,
        is_not_replaced_by_its_id,
        is_not_replaced_by_its_key,
        is_not_replaced_by_an_update,
        is_not_truncated,
    ):
        function.__name__ = f"{table}_{function.__name__}"
    case(postgresql=f"{table}_no_truncate")(is_not_truncated)
    if table != "tally":
        on_both(f"{table}_keeps_id")(keeps_its_id)
    if table != "school":
        case(f"{table}_no_replace")(is_not_replaced_by_its_id)
        case(f"{table}_no_replace")(is_not_replaced_by_its_key)
    if f"kecamatan_{table}" not in guards.NEVER_MOVED:
        case(f"{table}_no_replace_by_update")(is_not_replaced_by_an_update)


for _table in INTO_ANOTHER:
    _kept(_table)


@case("school_version_replace")
def a_school_that_is_replaced_from_elsewhere_raises_the_version_where_it_was(world):
    ids = world.ids
    for key in ({}, {"id": "NULL"}):
        before = version_of(ids["kabupaten"])
        with raises_version(ids["elsewhere"]):
            execute(_copy("school", ids["school"], desa_id=str(ids["muntialo"]), **key))
        assert version_of(ids["kabupaten"]) > before
        with cursor() as one:
            one.execute("SELECT MAX(id) FROM kecamatan_school WHERE npsn = '10501234'")
            (pk,) = one.fetchone()
        execute("UPDATE kecamatan_school SET desa_id = %s WHERE id = %s", [ids["lambur"], pk])


# --- What SQLite's columns would keep --------------------------------------------------------------------------------


@case("countupdate_fits")
def a_row_has_whole_people_a_day_a_moment_and_a_key(world):
    for wrong in (
        {"quantity": 1.5},
        *({"date": day} for day in ("zzz", "2999-02-30", "now", "2999-1-1", "2999-01-01 00:00:00", 29990101)),
        *({"entered_at": moment} for moment in ("zzz", "now", "2024-02-30 10:00:00", "2024-01-01 25:00:00", 1.5)),
        *({"key": key} for key in ("", "a" * 31, "A" * 32, "z" * 32, b"a" * 32)),
    ):
        with refused("countupdate_shape"):
            world.row("added", wrong.pop("quantity", 1), **wrong)


@case("baseline_shape_insert")
def a_new_baseline_is_of_whole_people(world):
    ids = world.ids
    with refused("a whole number of people"):
        execute(
            "INSERT INTO kecamatan_baseline (drive_id, kecamatan_id, desa_id, people) VALUES (%s, %s, %s, 1.5)",
            [ids["drive"], ids["timur"], ids["siau"]],
        )


@case("baseline_shape_update")
def a_baseline_stays_of_whole_people(world):
    with refused("a whole number of people"):
        execute("UPDATE kecamatan_baseline SET people = 50.5 WHERE kecamatan_id = %s", [world.ids["sadu"]])


@case("drive_shape_insert")
def a_new_drive_has_real_days(world):
    with refused("drive_days_are_days"):
        execute(version_cases.NEW["drive"].format(**world.ids).replace("2022-01-01", "2022-01-x"))


@case("drive_shape_update")
def a_drive_keeps_real_days(world):
    for column, day in (
        ("baseline_date", "2022-12-32"),
        ("last_recording_day", "2023-02-29"),
        ("polling_day", "2023-03-xx"),
        ("base_date", "2023-03-xx"),
    ):
        with refused("drive_days_are_days"):
            execute(f"UPDATE kecamatan_drive SET {column} = %s WHERE id = %s", [day, world.ids["past_drive"]])
