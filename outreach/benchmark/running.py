"""The steps of the benchmark one after the other."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from django.db import connection

from kecamatan.benchmark.place import own_place
from kecamatan.benchmark.running import Steps
from outreach.benchmark.lists import ALL_CHANGED, NEW, NEXT_MONTH

MODULE = "outreach.benchmark"
#: All people of a database get new keys in one transaction; of more than this nobody measures it.
MOST_ROTATED = 400_000

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """``people`` in each of ``kabupaten`` regencies, and lists of as many rows, but ``most_rows``."""

    kabupaten: int
    people: int
    rounds: int = 20
    most_rows: int = 100_000
    folder: Path | None = None


@dataclass
class Found:
    """Everything measured at one size. ``lists``: (what, figures of its step)."""

    kabupaten: int
    database: str
    people: int = 0
    faults: list[str] = field(default_factory=list)
    fill_seconds: float = 0
    load: float = 0
    pages: list[dict] = field(default_factory=list)
    rows: int = 0
    lists: list[tuple[str, dict]] = field(default_factory=list)


def run(plan: Plan, say: Say) -> Found:
    """Make, fill, measure and take away. Raises NoPlace, StepFailed."""
    with own_place(plan.folder) as environment:
        steps = Steps(environment, MODULE)
        found = Found(plan.kabupaten, {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor])
        say(f"Filling {plan.kabupaten} × {plan.people} people …")
        begun = perf_counter()
        steps.one("places", number=plan.kabupaten)
        parts = min(plan.kabupaten, 2) if connection.vendor == "postgresql" else 1
        steps.together([("people", {"each": plan.people, "part": part, "parts": parts}) for part in range(parts)])
        found.fill_seconds = perf_counter() - begun
        checked = steps.one("check")
        found.people, found.faults = checked["people"], checked["faults"]
        found.load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
        say("Asking pages …")
        found.pages = steps.one("ask", each=plan.people, rounds=plan.rounds)
        found.rows = min(plan.people, plan.most_rows)
        _take_lists(steps, found, say)
        for kind in ("csv", "xlsx"):
            found.lists.append((f"export of {plan.people:,}, {kind.upper()}", steps.one("export", kind=kind)))
        if found.people <= MOST_ROTATED:
            say("Sealing everything anew …")
            found.lists.append(("new keys", steps.one("rotate")))
        found.faults += steps.one("check")["faults"]
    return found


def _take_lists(steps: Steps, found: Found, say: Say) -> None:
    """A list of new people taken in and undone, taken in again; then the next month's and one where all is changed."""
    for which, undone in ((NEW, True), (NEW, False), (NEXT_MONTH, True), (ALL_CHANGED, True)):
        say(f"Taking in {found.rows} rows, {which} …")
        number = steps.one("make_list", which=which, rows=found.rows)["number"]
        for what, step in (("preview", "read"), ("taken in", "commit")):
            told = steps.one("take", kind=step, number=number)
            wanted = {"read": "preview", "commit": "committed"}[step]
            if told["state"] != wanted:
                found.faults.append(f"{which}: {step} ended as {told['state']}")
            if undone or which != NEW:
                found.lists.append((f"{which}, {what}", told))
        if undone:
            found.lists.append((f"{which}, undone", steps.one("undo", number=number)))
