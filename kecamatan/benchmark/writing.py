"""How many rows a second are acknowledged, each in a transaction of its own that a power cut does not undo."""

import sys
from time import perf_counter

from django.db import connection

from kecamatan.benchmark.asking import Site


def write_for(seconds: float, turn: int) -> dict:
    """Write rows until the time is over, once let go. ``turn`` sets two writers apart.

    {"updates", "seconds", "durable"}: the last one is what the database was asked to do for a commit.
    """
    site = Site()
    site.written = 2 * turn * (len(site.desa) // 2)
    site.write()
    wait_to_be_let_go()
    begun, updates = perf_counter(), 0
    while perf_counter() - begun < seconds:
        site.write()
        updates += 1
    return {"updates": updates, "seconds": perf_counter() - begun, "durable": durability()}


def wait_to_be_let_go() -> None:
    """Say that all is ready, and wait for a line."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def durability() -> str:
    """The database's own words on when a commit counts as done."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return {0: "synchronous=OFF", 1: "synchronous=NORMAL", 2: "synchronous=FULL", 3: "synchronous=EXTRA"}[
                cursor.fetchone()[0]
            ]
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')")
        return "synchronous_commit={}, fsync={}".format(*cursor.fetchone())
