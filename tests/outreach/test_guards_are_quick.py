"""Guards that run for every row of a list taken in find what they look for by an index, not by reading everybody."""

import re

import pytest
from django.db import connection


@pytest.mark.parametrize("trigger", ["outreach_resident_no_replace", "outreach_resident_no_replace_by_update"])
def test_a_nik_is_looked_up_in_its_index(db, trigger):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE, and no such guard")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [trigger])
        (text,) = cursor.fetchone()
        found = re.search(r"FROM outreach_resident o WHERE (.*?)\)*; END$", text)[1]
        condition = re.sub(r"(NEW|OLD)\.\w+", "'1'", found)
        condition += ")" * (condition.count("(") - condition.count(")"))
        cursor.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM outreach_resident o WHERE {condition}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "resident_nik_once" in plan
    assert "SCAN" not in plan
    assert "resident_born" not in plan
