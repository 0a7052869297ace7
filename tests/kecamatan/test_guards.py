"""Every rule that the database itself holds, broken by SQL past all our code: it is refused, and by the guard named.

Each case is run twice: as things are, and with its guard taken away for a moment, where it must fail. So no case can
pass for another reason than its guard. A constraint or trigger without a case fails the tests of coverage.
"""

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import UniqueConstraint

from kecamatan.models import CountUpdate, SavedView, WallLink
from kecamatan.selectors.ledger_check import expected_triggers, present_triggers
from tests.breaking_guards import (
    constraint_of,
    execute,
    is_in_the_table_itself,
    named_constraints,
    refused,
    taken_away,
    without_the_constraint,
    without_trigger,
    words_of,
)
from tests.kecamatan import replace_cases, trigger_cases, version_cases
from tests.kecamatan.reports.report_constraints import OF_REPORTS, OTHERS, TABLES
from tests.kecamatan.trigger_cases import CASES

guards = import_module("kecamatan.migrations.0002_ledger_guards")

#: Constraint → statements that break it and no other one.
BROKEN = {
    "kabupaten_code_format": [
        "UPDATE kecamatan_kabupaten SET code = '1507' WHERE id = {kabupaten}",
        "UPDATE kecamatan_kabupaten SET code = '15.0x' WHERE id = {kabupaten}",
    ],
    "kabupaten_kind_known": ["UPDATE kecamatan_kabupaten SET kind = 'kab' WHERE id = {kabupaten}"],
    "kabupaten_time_zone_known": ["UPDATE kecamatan_kabupaten SET time_zone = 'Asia/Tokyo' WHERE id = {kabupaten}"],
    "kecamatan_code_format": ["UPDATE kecamatan_kecamatan SET code = '15.07.1' WHERE id = {timur}"],
    "kecamatan_name_once_per_kabupaten": [
        "UPDATE kecamatan_kecamatan SET name = 'Sadu' WHERE id = {timur}",
    ],
    "kecamatan_point_on_earth": [
        "UPDATE kecamatan_kecamatan SET latitude = 90.1, longitude = 104 WHERE id = {timur}",
        "UPDATE kecamatan_kecamatan SET latitude = -1, longitude = -180.1 WHERE id = {timur}",
        "UPDATE kecamatan_kecamatan SET latitude = -1, longitude = NULL WHERE id = {timur}",
        "UPDATE kecamatan_kecamatan SET latitude = NULL, longitude = 104 WHERE id = {timur}",
    ],
    "desa_code_format": ["UPDATE kecamatan_desa SET code = '15.07.01.202' WHERE id = {lambur}"],
    "desa_kind_known": ["UPDATE kecamatan_desa SET kind = 'kota' WHERE id = {lambur}"],
    "desa_name_once_per_kecamatan": ["UPDATE kecamatan_desa SET name = 'Simbur Naik' WHERE id = {lambur}"],
    "desa_point_on_earth": [
        "UPDATE kecamatan_desa SET latitude = -91, longitude = 104 WHERE id = {lambur}",
        "UPDATE kecamatan_desa SET latitude = NULL, longitude = 104 WHERE id = {lambur}",
    ],
    "school_npsn_format": ["UPDATE kecamatan_school SET npsn = '1050123' WHERE id = {school}"],
    "user_role_known": ["UPDATE kecamatan_user SET role = 'root' WHERE id = {petugas}"],
    "user_language_known": ["UPDATE kecamatan_user SET language = 'jv' WHERE id = {petugas}"],
    "user_name_once_whatever_case": ["UPDATE kecamatan_user SET username = 'ADMIN' WHERE id = {petugas}"],
    "drive_days_in_order": [
        "UPDATE kecamatan_drive SET last_recording_day = '{before}' WHERE id = {drive}",
        "UPDATE kecamatan_drive SET polling_day = '{before}' WHERE id = {drive}",
    ],
    "drive_days_from_2000_to_2100": [
        "UPDATE kecamatan_drive SET polling_day = '9999-12-31' WHERE id = {drive}",
        "UPDATE kecamatan_drive SET polling_day = '2101-01-01' WHERE id = {drive}",
        "UPDATE kecamatan_drive SET last_recording_day = '2101-01-01', polling_day = '2101-01-01' WHERE id = {drive}",
        "UPDATE kecamatan_drive SET baseline_date = '0204-06-25' WHERE id = {drive}",
        "UPDATE kecamatan_drive SET baseline_date = '1999-12-31' WHERE id = {drive}",
        "UPDATE kecamatan_drive SET base_date = '0204-06-25' WHERE id = {drive}",
        "UPDATE kecamatan_drive SET base_date = '2101-01-01' WHERE id = {drive}",
    ],
    "drive_target_is_percent": [
        "UPDATE kecamatan_drive SET coverage_target = 0 WHERE id = {drive}",
        "UPDATE kecamatan_drive SET coverage_target = 100.5 WHERE id = {drive}",
    ],
    "drive_one_active_per_kabupaten": ["UPDATE kecamatan_drive SET is_active = true WHERE id = {past_drive}"],
    "drive_name_once_per_kabupaten": ["UPDATE kecamatan_drive SET name = 'Pilkada' WHERE id = {past_drive}"],
    "drive_base_has_name_source_date": [
        "UPDATE kecamatan_drive SET base_people = 0 WHERE id = {drive}",
        "UPDATE kecamatan_drive SET base_name = '' WHERE id = {drive}",
        "UPDATE kecamatan_drive SET base_source = '' WHERE id = {drive}",
        "UPDATE kecamatan_drive SET base_date = NULL WHERE id = {drive}",
    ],
    "baseline_once_per_kecamatan": [
        "INSERT INTO kecamatan_baseline (drive_id, kecamatan_id, desa_id, people) VALUES ({drive}, {sadu}, NULL, 1)"
    ],
    "baseline_once_per_desa": [
        "INSERT INTO kecamatan_baseline (drive_id, kecamatan_id, desa_id, people) VALUES ({drive}, {timur}, {lambur}, 8)"
    ],
    "baseline_in_range": [
        "UPDATE kecamatan_baseline SET people = 10000001 WHERE kecamatan_id = {sadu}",
    ],
    "countupdate_quantity_in_range": ["{row} 'added', 0, '', NULL)", "{row} 'added', 100001, '', NULL)"],
    "countupdate_kind_known": ["{row} 'lost', 1, '', NULL)"],
    "countupdate_reversal_has_reason": ["{row} 'recorded', 7, '', {first})"],
    "savedview_shared_with_known": ["{view} 'Lain', '', 'root')"],
    "savedview_query_not_too_long": ["{view} 'Lain', '" + "x" * 2001 + "', '')"],
    "savedview_holds_no_nik": [
        "{view} 'Lain', 'note=a1507034508070002', '')",
        "{view} '1507034508070002', '', '')",
    ],
    "savedview_name_once": ["{view} 'Terekam', '', '')"],
    "walllink_language_known": ["UPDATE kecamatan_walllink SET language = 'jv'"],
    "tally_once_per_kecamatan": [
        "UPDATE kecamatan_tally SET desa_id = NULL, kecamatan_id = {sadu} WHERE desa_id = {lambur}"
    ],
    "tally_once_per_desa": ["UPDATE kecamatan_tally SET desa_id = {lambur} WHERE kecamatan_id = {sadu}"],
    "tally_not_negative": [
        f"UPDATE kecamatan_tally SET {kind} = -1 WHERE desa_id = {{lambur}}"
        for kind in ("recorded", "recorded_elsewhere", "added", "removed")
    ],
}
#: Fields that are unique, or that the database makes itself: no constraint with a name of ours, but rules all the same.
UNNAMED = {
    "a key stands once": "INSERT INTO kecamatan_countupdate (drive_id, kecamatan_id, key, date, entered_at, entered_by_id,"
    " kind, quantity, note) SELECT drive_id, kecamatan_id, key, date, entered_at, entered_by_id, 'added', 1, ''"
    " FROM kecamatan_countupdate WHERE id = {first}",
    "a row of a kecamatan nowhere": "UPDATE kecamatan_desa SET kecamatan_id = 999999 WHERE id = {siau}",
    "a code stands once": "UPDATE kecamatan_kecamatan SET code = '15.07.05' WHERE id = {timur}",
    "an NPSN stands once": "UPDATE kecamatan_school SET npsn = '10501235' WHERE id = {school}",
    "a token stands once": "UPDATE kecamatan_apitoken SET digest = 'a'",
    "a secret of a screen stands once": "UPDATE kecamatan_walllink SET digest = 'a'",
}


@pytest.fixture
def world(places, cast, today, enter):
    SavedView.objects.create(kabupaten=places.kabupaten, owner=cast.petugas, list="kecamatan:desa-list", name="Terekam")
    for digest in ("b", "c"):
        WallLink.objects.create(kabupaten=places.kabupaten, name="Aula", digest=digest, made_by=cast.admin)
    return trigger_cases.world(places, cast, today, enter)


def filled(statement: str, world: SimpleNamespace) -> str:
    row = (
        "INSERT INTO kecamatan_countupdate (drive_id, kecamatan_id, desa_id, key, date, entered_at, entered_by_id, kind,"
        f" quantity, note, reverses_id) VALUES ({world.ids['drive']}, {world.ids['timur']}, {world.ids['lambur']},"
        f" '{uuid.uuid4().hex}', '{world.first_day}', '{world.now}', {world.ids['petugas']},"
    )
    view = (
        "INSERT INTO kecamatan_savedview (kabupaten_id, owner_id, list, saved_at, name, query, shared_with) VALUES"
        f" ({world.ids['kabupaten']}, {world.ids['petugas']}, 'kecamatan:desa-list', '{world.now}',"
    )
    return statement.format(row=row, view=view, **world.ids, before=world.before)


def test_every_named_constraint_has_a_statement_that_breaks_it():
    assert sorted([*BROKEN, *OF_REPORTS, *OTHERS]) == sorted(named_constraints("kecamatan"))
    assert len(BROKEN) >= 28
    assert all(BROKEN.values())


def test_every_trigger_has_a_case_that_needs_it(db):
    """Of the migration, and of the database as it stands; and no case names a trigger that is not there."""
    assert expected_triggers() == {name for name in present_triggers() if name.startswith("kecamatan_")}
    assert sorted({name for name, _case in CASES}) == sorted(expected_triggers())
    assert len(expected_triggers()) >= 30
    assert sorted(version_cases.NEW) == sorted(table.removeprefix("kecamatan_") for table in guards.VERSIONED)


def test_every_unique_key_is_known_to_the_guards_against_replacing():
    """The ledger and the audit log refuse any row that is there already, by triggers of their own."""
    known = {table: [called for _parts, _rows, called in keys] for table, keys in guards.UNIQUE.items()}
    for model in apps.get_app_config("kecamatan").get_models():
        table = model._meta.db_table
        if table not in known:
            # Of these nothing hangs that a replaced row would take with it.
            plain = ["kecamatan_apitoken", "kecamatan_savedview", "kecamatan_walllink", *TABLES]
            assert table in [*guards.APPEND_ONLY, *plain]
            continue
        called = [f"{table}.{one.column}" for one in model._meta.local_fields if one.unique and not one.primary_key]
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                columns = [model._meta.get_field(one).column for one in constraint.fields]
                words = ", ".join(f"{table}.{column}" for column in columns)
                called.append(words or f"index ''{constraint.name}''")
        assert sorted(known[table]) == sorted(called)
    assert {f"kecamatan_{table}" for table in replace_cases.INTO_ANOTHER} == set(known)


@pytest.mark.parametrize(
    ("name", "statement"), [(name, statement) for name, statements in BROKEN.items() for statement in statements]
)
def test_a_constraint_is_held_by_the_database(world, name, statement):
    # Past the guard that lets nobody but the ledger move a tally.
    past = taken_away(without_trigger("kecamatan_tally_follows")) if name.startswith("tally_") else nullcontext()
    with past, refused(words_of(name)):
        execute(filled(statement, world))


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        (name, statement)
        for name, statements in BROKEN.items()
        for statement in statements
        if not is_in_the_table_itself(constraint_of(name))
    ],
)
def test_without_the_constraint_the_same_statement_goes_through(world, name, statement):
    without_the_constraint(name, filled(statement, world))


@pytest.mark.parametrize("statement", UNNAMED.values(), ids=UNNAMED.keys())
def test_what_stands_once_stands_once_and_points_somewhere(world, statement):
    with refused(""):
        execute(filled(statement, world))
        connection.check_constraints()


def test_a_row_is_reversed_once(world):
    world.row("recorded", 7, reverses=world.first, note="twice typed", date=world.first_day)
    with refused(""):
        world.row("recorded", 7, reverses=world.first, note="and again", date=world.first_day)


def test_the_sign_of_a_row_is_made_by_the_database(world):
    with pytest.raises(Exception, match="signed"), transaction.atomic():
        execute(
            filled("{row} 'added', 5, '', NULL)", world).replace("note, ", "note, signed, ").replace("'', ", "'', 9, ")
        )
    assert CountUpdate.objects.get(pk=world.first).signed == 7


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_a_trigger_does_its_work(world, name, case):
    case(world)


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_without_the_trigger_its_work_is_not_done(world, name: str, case: Callable):
    with taken_away(without_trigger(name)), pytest.raises((AssertionError, pytest.fail.Exception)):
        case(world)
