"""An office that is really served, can be killed, stopped, shut for maintenance and started again at the same address."""

import json
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tests.browser.field.filled_day import VISITS
from tests.site_process import SECONDS, Database, Site, manage, new_database
from tests.started_once import copied, first_start

#: What a visit, and everything that was ever told of it, is made of.
TABLES = {
    "outreach_attendance": "id, visit_id, resident_id, outcome, origin, note",
    "outreach_fieldevent": "id, key, lease_id, number, kind, answer, resident_id, outcome, people, received_at",
    "outreach_resident": "id, state, name, desa_id, version",
    "kecamatan_countupdate": "id, kecamatan_id, desa_id, kind, quantity, date",
    "outreach_visit": "id, state, version, cards_printed, ikd_activated",
}
FAULTS = "from outreach.selectors.people_check import check_people; print('faults:', check_people().faults)"
BEING_MENDED = b"<!doctype html><title>503</title><h1>Sedang dirawat</h1>"


def start_day(factory, database: Database) -> None:
    """The real regency with a field day ahead; its first start is shared with the tests of starting."""
    copied(factory, "first", first_start, database.folder)
    if database.url:
        first_start(database)
    done = manage("shell", "-c", "from tests.browser.field.filled_day import fill; fill()", **database.env)
    assert done.returncode == 0, done.stderr


class ServedDay:
    """The site, by one address as long as the tests last. Each visit (1, 2, …) has people of its own (see VISITS)."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.site = Site(database).wait_until_ready()
        self.port, self.url = self.site.port, f"http://127.0.0.1:{self.site.port}"

    def start(self) -> None:
        self.site = Site(self.database, port=self.port).wait_until_ready()

    def kill(self) -> None:
        """As a power cut does it."""
        self.site.signal_to_all(signal.SIGKILL)
        self.site.process.wait(SECONDS)

    @contextmanager
    def being_mended(self) -> Iterator[list[str]]:
        """Inside, whoever asks gets 503 and a page; yields the addresses that were asked for."""
        asked: list[str] = []

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(503)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(BEING_MENDED)))
                self.end_headers()
                self.wfile.write(BEING_MENDED)

            do_POST = do_GET

            def log_message(self, *_told: object) -> None:
                pass

        self.kill()
        door = ThreadingHTTPServer(("127.0.0.1", self.port), Door)
        threading.Thread(target=door.serve_forever, daemon=True).start()
        try:
            yield asked
        finally:
            door.shutdown()
            door.server_close()
        self.start()

    def everything(self) -> dict[str, list[tuple]]:
        """All that the office knows of people, visits and counts."""
        rows = {
            name: self.database.rows(f"SELECT {columns} FROM {name} ORDER BY id") for name, columns in TABLES.items()
        }
        leases = "SELECT key, made, until FROM outreach_fieldlease ORDER BY id"
        return rows | {"leases": self.database.rows(leases)}

    def numbers(self, visit: int) -> list[int]:
        """The numbers of all events of a visit, in order."""
        of = f"lease_id IN (SELECT id FROM outreach_fieldlease WHERE visit_id = {visit})"
        rows = self.database.rows(f"SELECT number FROM outreach_fieldevent WHERE {of} ORDER BY number")
        return [number for (number,) in rows]

    def people(self, visit: int) -> list[int]:
        """The ids of whom a visit expects."""
        desa = f"(SELECT desa_id FROM outreach_visit_desa WHERE visit_id = {visit})"
        return [
            pk for (pk,) in self.database.rows(f"SELECT id FROM outreach_resident WHERE desa_id IN {desa} ORDER BY id")
        ]

    def desa(self, visit: int) -> str:
        """The code of the desa that a visit goes to."""
        goes = f"(SELECT desa_id FROM outreach_visit_desa WHERE visit_id = {visit})"
        return self.database.rows(f"SELECT code FROM kecamatan_desa WHERE id IN {goes}")[0][0]

    def recorded(self, visit: int) -> dict[str, int]:
        """How many the office has as recorded: attendances of a visit; people of its desa; what stands in the ledger."""
        desa = f"(SELECT desa_id FROM outreach_visit_desa WHERE visit_id = {visit})"
        count = {
            "attendances": f"outreach_attendance WHERE outcome = 'recorded' AND visit_id = {visit}",
            "people": f"outreach_resident WHERE state = 'recorded' AND desa_id IN {desa}",
        }
        reversed_ones = "(SELECT reverses_id FROM kecamatan_countupdate WHERE reverses_id IS NOT NULL)"
        stand = f"kind = 'recorded' AND reverses_id IS NULL AND id NOT IN {reversed_ones} AND desa_id IN {desa}"
        ledger = self.database.rows(f"SELECT sum(quantity) FROM kecamatan_countupdate WHERE {stand}")
        return {name: self.database.rows(f"SELECT count(*) FROM {rows}")[0][0] for name, rows in count.items()} | {
            "ledger": ledger[0][0] or 0
        }

    def wait_for(self, visit: int, many: int) -> None:
        """Until so many events are in, and no gap below them."""
        for _moment in range(200):
            if len(self.numbers(visit)) >= many:
                break
            threading.Event().wait(0.05)
        assert self.numbers(visit) == list(range(1, many + 1))
        made = f"SELECT made FROM outreach_fieldlease WHERE visit_id = {visit}"
        assert self.database.rows(made) == [(many,)]

    def post(self, body: bytes, cookies: dict[str, str], *, told: int = 0, waits: bool = True) -> tuple[int, dict]:
        """(status, JSON) of a batch sent over a wire of our own; (0, {}) where no answer came or nobody waited for it.

        ``told``: the Content-Length, where the wire is cut before all of it went.
        """
        known = "; ".join(f"{name}={value}" for name, value in cookies.items())
        head = (
            f"POST /field/events/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {known}\r\nConnection: close\r\n"
            f"X-CSRFToken: {cookies['csrftoken']}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {told or len(body)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as wire:
            wire.sendall(head.encode() + body)
            if not waits:
                return 0, {}
            if told:
                wire.shutdown(socket.SHUT_WR)
            try:
                answer = b"".join(iter(lambda: wire.recv(65536), b""))
            except ConnectionResetError:
                return 0, {}
        top, _blank, content = answer.partition(b"\r\n\r\n")
        return (int(top.split()[1]), json.loads(content)) if b"application/json" in top else (0, {})

    def new_password(self, name: str, password: str) -> None:
        """As the admin's link sets it: every session of that user ends."""
        secret = PBKDF2PasswordHasher().encode(password, "salt")
        with self.database.connection() as connection:
            connection.cursor().execute(f"UPDATE kecamatan_user SET password = '{secret}' WHERE username = '{name}'")

    def faults(self) -> str:
        """What the office's own check of people finds."""
        return manage("shell", "-c", FAULTS, **self.database.env).stdout.partition("faults: ")[2].strip()


@contextmanager
def served_day(factory) -> Iterator[ServedDay]:
    """A day that nobody touched yet, served."""
    with new_database(factory.mktemp("day") / "data") as database:
        if database.url:
            start_day(factory, database)
        copied(factory, "field-day", partial(start_day, factory), database.folder)
        day = ServedDay(database)
        try:
            yield day
        finally:
            if day.site.process.poll() is None:
                day.kill()


__all__ = ["VISITS", "ServedDay", "served_day"]
