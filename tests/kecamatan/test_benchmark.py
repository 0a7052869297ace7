"""``manage.py benchmark``: it measures what it says, on a database of its own, and leaves nothing behind."""

import json
import socket
import threading
from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from kecamatan.benchmark import place
from kecamatan.benchmark.asking import measure
from kecamatan.benchmark.filling import Spot, invented
from kecamatan.benchmark.over_http import ask_for, read_answer
from kecamatan.benchmark.report import as_json, as_text
from kecamatan.benchmark.running import Found
from kecamatan.models import Kabupaten
from tests.kecamatan.naive import SIGN


def databases() -> list[str]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'ektp_benchmark%'")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_the_benchmark_measures_its_own_database_and_leaves_nothing(places, tmp_path):
    out = StringIO()
    before = databases()
    call_command(
        "benchmark",
        *("--kabupaten", "2", "--rows", "300", "--seconds", "0.3", "--scale", "0.01", "--http", "--json"),
        folder=tmp_path,
        stdout=out,
        stderr=StringIO(),
    )
    (size,) = json.loads(out.getvalue())["sizes"]
    assert (size["rows"], size["faults"]) == (600, [])
    asked = {(row["what"], row["how"]): row for row in size["asked"]}
    assert {what for what, _how in asked} == {
        *("dashboard", "kecamatan page", "ledger list", "one update", "public page", "screen", "summary API"),
        *("forecast", "what if", "why the number moved", "kecamatan compared", "drives compared", "replay of a drive"),
        *("brief of a week", "forecast as a picture", "report"),
    }
    anew, kept = asked["dashboard", "made anew after a write"], asked["dashboard", "kept answer"]
    assert kept["queries"] < anew["queries"] <= 15
    assert 0 < anew["sql_ms"] < anew["median_ms"] <= anew["p95_ms"]
    assert asked["dashboard", "304, nothing changed"]["bytes"] == 0
    assert set(size["updates_a_second"]) == {"1", "2"}
    assert all(rate > 1 for rate in size["updates_a_second"].values())
    assert "FULL" in size["durable"] or "fsync=" in size["durable"]
    assert len(size["http"]) == 3
    for one in size["http"].values():
        assert one["requests"] > 0
        assert one["faults"] == []
    assert Kabupaten.objects.count() == 1
    assert list(tmp_path.iterdir()) == []
    assert databases() == before


@pytest.mark.parametrize("options", [{"kabupaten": [0]}, {"rows": 5}, {"seconds": 0}, {"scale": 11}])
def test_sizes_that_measure_nothing_are_refused(options):
    with pytest.raises(CommandError, match=r"From 1 to 1000|between 0 and"):
        call_command("benchmark", **options)


def test_a_role_that_may_make_no_database_is_told_what_to_do(monkeypatch, tmp_path):
    def denied(statement):
        raise ProgrammingError("permission denied to create database")

    monkeypatch.setattr(place, "_on_server", denied)
    monkeypatch.setattr(type(connection._connections["default"]), "vendor", "postgresql")
    with pytest.raises(place.NoPlace, match="CREATEDB"), place.own_place(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_invented_rows_never_take_more_than_remains_and_undo_the_row_before():
    days = [date(2024, 6, 25) + timedelta(days=n) for n in range(20)]
    pools = [[5], [0]]
    levels = [5, 0]
    spots = [Spot(1, 1, pools[0]), Spot(1, 2, pools[0]), Spot(2, None, pools[1])]
    before, undone = None, 0
    rows = list(invented(spots, days, 3000, Random(1)))
    for row in rows:
        sign = SIGN[row.kind]
        if row.undoes:
            undone += 1
            same = (before.spot, before.kind, before.quantity, before.day)
            assert (row.spot, row.kind, row.quantity, row.day) == same
            assert not before.undoes
            sign = -sign
        pool = pools.index(row.spot.pool)
        levels[pool] += sign * row.quantity
        assert levels[pool] >= 0
        before = row
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    assert undone > 5
    assert [pool[0] for pool in pools] == levels


def test_an_answer_that_is_not_the_one_meant_stops_the_measuring():
    with pytest.raises(AssertionError, match="403"):
        measure("page", "kept", lambda: (403, b""), rounds=2)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", 200),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200),
        (b"HTTP/1.1 304 Not Modified\r\netag: x\r\n\r\n", 304),
    ],
)
def test_answers_are_read_to_their_end(sent, status):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        writer = threading.Thread(target=lambda: [theirs.sendall(sent[n : n + 7]) for n in range(0, len(sent), 7)])
        writer.start()
        assert read_answer(ours) == status
        writer.join()


def test_a_server_that_is_not_there_is_a_fault_and_no_hang():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = ask_for(0.1, port=port, clients=2, path="/", cookie="")
    assert told["requests"] == 0
    assert len(told["faults"]) == 2


def test_the_report_names_every_goal_reached_or_missed():
    def row(how, median_ms, sql_ms=None):
        numbers = {"queries": 10, "median_ms": median_ms, "p95_ms": 40.0, "sql_ms": sql_ms, "bytes": 9000}
        return {"what": "dashboard", "how": how, **numbers}

    found = Found(100, "SQLite", rows=1_000_000, durable="synchronous=FULL")
    found.asked = [row("made anew after a write", 21.1, 2.0), row("kept answer", 2.5)]
    found.updates_a_second = {1: 300.0, 2: 200.0}
    found.http = {"whole page": {"requests": 4400, "seconds": 10, "median_ms": 15.0, "p95_ms": 20.0, "faults": []}}
    text = as_text([found])
    assert "| SQLite, 100 (1,000,000) | dashboard | kept answer | 10 | 2.50 | 40.00 |  | 9000 |" in text
    assert "dashboard made anew after a write, ms: 21.1, goal at most 21.0: MISSED." in text
    assert "dashboard, kept answer, ms: 2.5, goal at most 5.0: reached." in text
    assert "updates a second, 2 process(es): 200.0, goal at least 250: MISSED." in text
    assert "requests a second over HTTP: 440.0, goal at least 440: reached." in text
    assert len(as_json([found])["goals"]) == 6
