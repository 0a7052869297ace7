"""The steps of the benchmark one after the other, each in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, perf_counter, sleep

from django.conf import settings
from django.db import connection

from kecamatan.benchmark.place import own_place

LONGEST_STEP = 1800
SECONDS_TO_START = 60
CLIENTS = 8
DASHBOARD = "/"

Say = Callable[[str], None]
#: A step and its arguments.
Job = tuple[str, dict]


class StepFailed(Exception):
    """A step did not come to its end; what it said last is the message."""


@dataclass(frozen=True)
class Plan:
    """What to measure: ``rows`` in each of ``kabupaten`` regencies."""

    kabupaten: int
    rows: int
    http: bool = False
    seconds: float = 5
    scale: float = 1
    folder: Path | None = None


@dataclass
class Found:
    """Everything measured at one size."""

    kabupaten: int
    database: str
    rows: int = 0
    faults: list[str] = field(default_factory=list)
    fill_seconds: float = 0
    load: float = 0
    durable: str = ""
    asked: list[dict] = field(default_factory=list)
    updates_a_second: dict[int, float] = field(default_factory=dict)
    http: dict[str, dict] = field(default_factory=dict)


def run(plan: Plan, say: Say) -> Found:
    """Make, fill, measure and take away. Raises NoPlace, StepFailed."""
    with own_place(plan.folder) as environment:
        steps = Steps(environment)
        found = Found(plan.kabupaten, {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor])
        say(f"Filling {plan.kabupaten} × {plan.rows} rows …")
        begun = perf_counter()
        steps.one("places", number=plan.kabupaten)
        # PostgreSQL takes several writers at once, SQLite one.
        parts = min(plan.kabupaten, 2) if connection.vendor == "postgresql" else 1
        steps.together([("rows", {"each": plan.rows, "part": part, "parts": parts}) for part in range(parts)])
        found.fill_seconds = perf_counter() - begun
        checked = steps.one("check")
        found.rows, found.faults = checked["rows"], checked["faults"]
        say("Asking pages and calls …")
        found.load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
        found.asked = steps.one("ask", scale=plan.scale)
        _write(plan, steps, found, say)
        if plan.http:
            _ask_over_http(plan, steps, found, say)
        found.faults += steps.one("check")["faults"]
    return found


def _write(plan: Plan, steps: "Steps", found: Found, say: Say) -> None:
    for processes in (1, 2):
        say(f"Writing for {plan.seconds:g} seconds from {processes} process(es) …")
        jobs = [("write", {"seconds": plan.seconds, "turn": turn}) for turn in range(processes)]
        done = steps.at_once(jobs)
        found.updates_a_second[processes] = sum(one["updates"] for one in done) / max(one["seconds"] for one in done)
        found.durable = done[0]["durable"]


def _ask_over_http(plan: Plan, steps: "Steps", found: Found, say: Say) -> None:
    cookie = steps.one("session")["cookie"]
    with served(steps.environment) as port:
        how = {"seconds": plan.seconds, "port": port, "clients": CLIENTS, "path": DASHBOARD, "cookie": cookie}
        etag = _etag(port, cookie)
        # Every worker has then made the page once.
        steps.at_once([("http", how | {"seconds": min(1, plan.seconds)})])
        for name, changes in (("whole page", {}), ("304, nothing changed", {"etag": etag})):
            say(f"Asking over HTTP for {plan.seconds:g} seconds from {CLIENTS} clients: {name} …")
            (found.http[name],) = steps.at_once([("http", how | changes)])
        say(f"Asking over HTTP for {plan.seconds:g} seconds while rows are written all the time …")
        asked, written = steps.at_once([("http", how), ("write", {"seconds": plan.seconds, "turn": 0})])
        rate = written["updates"] / written["seconds"]
        found.http[f"whole page, while one process writes {rate:.0f} rows a second"] = asked


class Steps:
    """Runs the steps of a module in one environment."""

    def __init__(self, environment: dict[str, str], module: str = "kecamatan.benchmark") -> None:
        self.environment, self.module = environment, module

    def one(self, step: str, **arguments: object) -> dict | list:
        return self.end(self.start(step, arguments))

    def together(self, jobs: list[Job]) -> list:
        """Several steps side by side."""
        return [self.end(process) for process in [self.start(step, arguments) for step, arguments in jobs]]

    def at_once(self, jobs: list[Job]) -> list:
        """Several steps that wait to be let go, begun at the same moment."""
        processes = [self.start(step, arguments) for step, arguments in jobs]
        for process in processes:
            if process.stdout.readline().strip() != "ready":
                self.end(process)
                raise StepFailed("A step did not begin.")
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        return [self.end(process) for process in processes]

    def start(self, step: str, arguments: dict) -> subprocess.Popen:
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", self.module, step, json.dumps(arguments)],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self, process: subprocess.Popen) -> dict | list:
        try:
            out, fault = process.communicate(timeout=LONGEST_STEP)
        finally:
            process.kill()
        if process.returncode:
            raise StepFailed(fault.strip()[-2000:] or f"A step ended with {process.returncode}.")
        return json.loads(out)


@contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    """The site on 127.0.0.1 as ``manage.py up`` serves it; gives the port. Stopped at the end, whatever happened."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "up", "--port", str(port)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_answers(site, port)
        yield port
    finally:
        site.send_signal(signal.SIGTERM)
        try:
            site.wait(SECONDS_TO_START)
        except subprocess.TimeoutExpired:
            site.kill()


def _wait_until_it_answers(site: subprocess.Popen, port: int) -> None:
    until = monotonic() + SECONDS_TO_START
    while monotonic() < until and site.poll() is None:
        try:
            if _get(port, "/healthz", "")[0] == 200:
                return
        except OSError:
            sleep(0.2)
    raise StepFailed("The site could not be started; try “manage.py up” by itself.")


def _etag(port: int, cookie: str) -> str:
    status, fields = _get(port, DASHBOARD, cookie)
    if status != 200:
        raise StepFailed(f"The dashboard was answered with {status}.")
    return fields["etag"]


def _get(port: int, path: str, cookie: str) -> tuple[int, dict[str, str]]:
    client = HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
    try:
        client.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = client.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        client.close()
