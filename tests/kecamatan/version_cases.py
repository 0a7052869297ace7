"""What a page may show raises the version of its kabupaten, whoever changes it and how. Registers its cases."""

from kecamatan.kept import version_of
from tests.breaking_guards import cursor, execute
from tests.kecamatan.trigger_cases import on_both, raises_version

#: Table → an INSERT of a row that nothing points at; {a place} by its name.
NEW = {
    "kecamatan": "INSERT INTO kecamatan_kecamatan (kabupaten_id, code, name, version)"
    " VALUES ({kabupaten}, '15.07.11', 'Dendang', 0)",
    "outline": "INSERT INTO kecamatan_outline (kecamatan_id, rings) VALUES ({sadu}, '[]')",
    "desa": "INSERT INTO kecamatan_desa (kecamatan_id, code, name, kind, head_name, head_title, head_phone)"
    " VALUES ({sadu}, '15.07.05.2009', 'Labuhan Pering', 'desa', '', '', '')",
    "school": "INSERT INTO kecamatan_school (desa_id, npsn, name, level, head_name, head_phone)"
    " VALUES ({lambur}, '10509999', 'MA Lambur', 'MA', '', '')",
    "drive": "INSERT INTO kecamatan_drive (kabupaten_id, name, baseline_date, last_recording_day, polling_day,"
    " coverage_target, base_name, base_source, is_active)"
    " VALUES ({kabupaten}, 'Pilkades', '2022-01-01', '2022-02-01', '2022-03-01', 99, '', '', false)",
}
#: Table → what its rows show.
SHOWN = {
    "kecamatan": ["code", "name", "voters", "latitude", "longitude", "tile_column", "tile_row"],
    "outline": ["rings"],
    "desa": ["code", "name", "kind", "latitude", "longitude", "head_name", "head_title", "head_phone"],
    "school": ["npsn", "name", "level", "head_name", "head_phone", "desa_id"],
    "drive": [
        "name",
        "baseline_date",
        "last_recording_day",
        "polling_day",
        "coverage_target",
        "base_people",
        "base_name",
        "base_source",
        "base_date",
        "is_active",
    ],
}
#: Table → the column that moves its row to another kabupaten, and where to.
ELSEWHERE = {
    "outline": ("kecamatan_id", "betara"),
    "desa": ("kecamatan_id", "betara"),
    "school": ("desa_id", "muntialo"),
    "drive": ("kabupaten_id", "elsewhere"),
}
KABUPATEN = [
    "code",
    "name",
    "kind",
    "province",
    "capital",
    "time_zone",
    "office_name",
    "office_address",
    "office_phone",
    "office_email",
]


def _insert(table: str, world) -> int:
    with cursor() as one:
        one.execute(f"{NEW[table].format(**world.ids)} RETURNING id")
        return one.fetchone()[0]


def _versions_of(table: str) -> None:
    def raises_when_made(world):
        with raises_version(world.ids["kabupaten"]):
            _insert(table, world)

    def raises_when_changed(world):
        pk = _insert(table, world)
        for column in SHOWN[table]:
            with raises_version(world.ids["kabupaten"]):
                execute(f"UPDATE kecamatan_{table} SET {column} = {column} WHERE id = %s", [pk])

    def raises_when_deleted(world):
        pk = _insert(table, world)
        if table == "kecamatan":  # what it has added to the version stays
            execute("UPDATE kecamatan_kecamatan SET version = 5 WHERE id = %s", [pk])
        with raises_version(world.ids["kabupaten"]):
            execute(f"DELETE FROM kecamatan_{table} WHERE id = %s", [pk])

    def raises_where_it_left(world):
        pk = _insert(table, world)
        column, place = ELSEWHERE[table]
        with raises_version(world.ids["kabupaten"]), raises_version(world.ids["elsewhere"]):
            execute(f"UPDATE kecamatan_{table} SET {column} = %s WHERE id = %s", [world.ids[place], pk])

    if table in ELSEWHERE:
        raises_where_it_left.__name__ = f"{table}_{raises_where_it_left.__name__}"
        on_both(f"{table}_version_update")(raises_where_it_left)
    for verb, function in (
        ("insert", raises_when_made),
        ("update", raises_when_changed),
        ("delete", raises_when_deleted),
    ):
        function.__name__ = f"{table}_{function.__name__}"
        on_both(f"{table}_version_{verb}")(function)


for _table in NEW:
    _versions_of(_table)


@on_both("kabupaten_version")
def the_name_and_the_letterhead_of_a_kabupaten_raise_its_version(world):
    for column in KABUPATEN:
        with raises_version(world.ids["kabupaten"]):
            execute(f"UPDATE kecamatan_kabupaten SET {column} = {column} WHERE id = %s", [world.ids["kabupaten"]])


@on_both("user_version")
def the_name_of_a_person_raises_the_version_and_signing_in_does_not(world):
    for column in ("username", "full_name"):
        with raises_version(world.ids["kabupaten"]):
            execute(f"UPDATE kecamatan_user SET {column} = {column} WHERE id = %s", [world.ids["petugas"]])
    before = version_of(world.ids["kabupaten"])
    execute("UPDATE kecamatan_user SET last_login = %s WHERE id = %s", [world.now, world.ids["petugas"]])
    assert version_of(world.ids["kabupaten"]) == before


def _version_rises(table: str, name: str) -> None:
    def never_goes_back(world):
        execute(f"UPDATE kecamatan_{table} SET version = 900 WHERE id = %s", [world.ids[name]])
        with raises_version(world.ids["kabupaten"]):
            execute(f"UPDATE kecamatan_{table} SET version = 3 WHERE id = %s", [world.ids[name]])

    never_goes_back.__name__ = f"the_version_of_a_{table}_never_goes_back"
    on_both(f"{table}_version_rises")(never_goes_back)


_version_rises("kabupaten", "kabupaten")
_version_rises("kecamatan", "timur")
