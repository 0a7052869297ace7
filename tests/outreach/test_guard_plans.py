"""What the database asks for each row that is written, it finds by an index: a guard must not walk through the ledger."""

import re
from importlib import import_module

import pytest
from django.db import connection

guards = import_module("outreach.migrations.0002_people_guards")
visit_guards = import_module("outreach.migrations.0004_visit_guards")
#: The rows of these tables grow with every day; no other guard's question may walk through them.
LARGE = (
    *("outreach_resident", "outreach_residentrow", "outreach_residentstep", "kecamatan_countupdate"),
    *(
        "outreach_visit",
        "outreach_visitstep",
        "outreach_attendance",
        "outreach_attendancechange",
        "outreach_visitcount",
    ),
    *("outreach_visitcode", "outreach_visit_desa", "outreach_visit_schools"),
)


def asked():
    """Name → the question of every guard for one row, with the number 5 for whatever the row holds."""
    found = {f"{name} ({verb.lower()})": condition for _table, _when, verb, _of, condition, name, _say in guards.GUARDS}
    found["resident_rows_as_claimed"] = guards.ROWS_DIFFER
    found["move"] = guards.MOVE.format(true="1", false="0")
    visits = [*visit_guards.GUARDS, *visit_guards.SQLITE_GUARDS]
    found |= {f"{name} ({table} {verb.lower()})": condition for table, verb, _of, condition, name, _say in visits}
    found |= {
        f"{table} (replaced)": f"SELECT 1 FROM {table} o WHERE {same}" for table, same in visit_guards.REPLACED.items()
    }
    found["visit moves"] = visit_guards.MOVE
    found["half taken back"] = f"SELECT 1 WHERE {visit_guards.HALF_TAKEN_BACK.format(c='NEW')}"
    return {name: re.sub(r"\b(NEW|OLD)\.\w+", "5", sql) for name, sql in found.items()}


def alias_of(table, sql):
    return set(re.findall(rf"{table} (\w)\b", sql))


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans by what it has counted")
@pytest.mark.parametrize("name", asked())
def test_no_guard_walks_through_a_large_table(name):
    sql = asked()[name]
    aliases = {alias for table in LARGE for alias in alias_of(table, sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = [line[3] for line in cursor.fetchall()]
    for line in plan:
        kind, _space, rest = line.partition(" ")
        if rest.partition(" ")[0] in aliases:
            assert kind == "SEARCH", plan
            # "c.reverses_id IS NULL" is true of nearly every row of the ledger.
            assert not ("(reverses_id=?)" in line and rest.startswith("c ")), plan


def plan_of(name):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked()[name]}")
        return " ".join(line[3] for line in cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans by what it has counted")
def test_closing_a_visit_looks_only_at_those_without_an_outcome():
    """However many were expected: by the index that begins with the visit and the outcome."""
    plan = plan_of("visit_adds_up (outreach_visitstep insert)")
    assert "USING COVERING INDEX attendance_tally (visit_id=? AND outcome=?)" in plan, plan


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no INSERT OR REPLACE, and no such guard")
def test_whoever_is_met_is_looked_up_among_nobody_else():
    plan = plan_of("outreach_attendance (replaced)")
    assert plan.count("SEARCH o") == 3, plan
    assert "(visit_id=? AND resident_id=?)" in plan, plan
