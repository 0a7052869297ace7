"""``manage.py benchmark_people``: it measures what it says, on a database of its own, and leaves nothing behind."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kecamatan.models import Kabupaten
from outreach.benchmark.people import Spot, as_next_month, invented
from outreach.benchmark.planning import WHAT, plan_once
from outreach.benchmark.report import as_json, as_text
from outreach.benchmark.running import Found
from outreach.nik import Sex, Verdict, read_kk, read_nik
from tests.kecamatan.test_benchmark import databases

TODAY = date(2026, 11, 25)
SPOTS = [Spot(f"15.07.0{n}.2001", "Desa Uji", f"15.07.0{n}", "Uji") for n in range(1, 4)]


@pytest.mark.django_db(transaction=True)
def test_it_measures_its_own_database_and_leaves_nothing(places, tmp_path):
    out, before = StringIO(), databases()
    call_command(
        "benchmark_people",
        *("--kabupaten", "2", "--people", "120", "--rounds", "2", "--json"),
        folder=tmp_path,
        stdout=out,
        stderr=StringIO(),
    )
    (size,) = json.loads(out.getvalue())["sizes"]
    assert (size["people"], size["rows"], size["faults"]) == (240, 120, [])
    pages = {row["what"]: row for row in size["pages"]}
    assert pages["list, first page"]["queries"] <= 15
    calendar = pages.pop(WHAT)
    assert (calendar["queries"], calendar["sql_ms"]) == (0, 0)
    assert calendar["median_ms"] > 0
    once = [pages.pop(name) for name, row in list(pages.items()) if row["queries"] == ""]
    assert len(once) == 4
    assert all(row["median_ms"] > 0 for row in once)
    assert {"visits, calendar of a month", "where to go next"} < set(pages)
    assert all(0 < row["sql_ms"] < row["median_ms"] for row in pages.values())
    done = dict(size["lists"])
    assert all(one["seconds"] > 0 and one["megabytes"] > 10 for one in done.values())
    assert (done["all new, taken in"]["new"], done["all new, taken in"]["state"]) == (120, "committed")
    assert (done["next month, taken in"]["new"], done["next month, taken in"]["changed"]) == (6, 6)
    assert (done["next month, taken in"]["same"], done["next month, taken in"]["gone"]) == (108, 6)
    assert done["all changed, preview"]["changed"] == 120
    assert {one["state"] for what, one in done.items() if what.endswith("undone")} == {"undone"}
    assert done["new keys"]["sealed"] >= 240
    assert Kabupaten.objects.count() == 1
    assert list(tmp_path.iterdir()) == []
    assert databases() == before


@pytest.mark.parametrize("options", [{"kabupaten": 0}, {"people": [5]}, {"people": [60, 200_000]}, {"rounds": 1}])
def test_sizes_that_measure_nothing_are_refused(options):
    with pytest.raises(CommandError, match=r"From 1 to 1000|between 2 and"):
        call_command("benchmark_people", **options)


def test_invented_people_are_the_same_every_time_and_their_numbers_are_fine():
    people = list(invented(SPOTS, 900, TODAY, 120))
    assert people == list(invented(SPOTS, 900, TODAY, 120))
    assert len({one.nik for one in people}) == 900
    regions = {one.kecamatan.replace(".", "") for one in SPOTS}
    for one in people:
        about = {"today": TODAY, "home": "15.07", "regions": regions}
        sex = Sex.MALE if one.male else Sex.FEMALE
        assert read_nik(one.nik, **about, birth_date=one.birth_date, sex=sex).verdict is Verdict.FINE
        assert read_kk(one.no_kk, **about).verdict is Verdict.FINE
    assert 60 < sum((TODAY - one.birth_date).days < 17 * 366 + 115 for one in people) < 140


def test_the_next_month_has_some_gone_some_moved_and_some_new():
    people, fresh = list(invented(SPOTS, 100, TODAY, 120)), list(invented(SPOTS, 5, TODAY, 120, seed=1))
    month = list(as_next_month(people, fresh))
    assert len(month) == 100
    assert len(set(month) & set(people)) == 90
    assert len({one.nik for one in month} & {one.nik for one in people}) == 95


def test_the_calendar_that_is_measured_is_a_whole_one():
    made = plan_once()
    assert len(made.left) == 93 + 14
    assert len(made.proposals) > 100
    assert len({one.team for one in made.proposals}) == 3
    assert 0.7 < made.at_least < 1


def test_the_report_names_every_goal_reached_or_missed():
    page = {"what": "list, first page", "queries": 9, "median_ms": 40.0, "p95_ms": 50.0, "sql_ms": 2.0, "bytes": 5}
    done = {"seconds": 31.0, "cpu": 20.0, "megabytes": 400, "new": 1}
    calendar = page | {"what": WHAT, "median_ms": 999.0}
    found = Found(1, "SQLite", people=100_000, rows=100_000, pages=[page, calendar])
    found.lists = [("all new, preview", done), ("all new, taken in", done), ("export of 100,000, CSV", done)]
    goals = as_json([found])["goals"]
    assert sum("reached" in line for line in goals) == 5
    assert [line for line in goals if "MISSED" in line] == [
        "SQLite, 1 (100,000): 100,000 rows, all new, preview, s: 31.0, goal at most 30: MISSED."
    ]
    text = as_text([found])
    assert "| SQLite, 1 (100,000) | list, first page | 9 | 40.0 | 50.0 | 2.0 | 5 |" in text
    assert "| SQLite, 1 (100,000) | 100,000 | export of 100,000, CSV | 31.0 | 20.0 | 400 |" in text
