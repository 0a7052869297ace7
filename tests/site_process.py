"""The real site as a process of its own, for tests of ``manage.py up``: temporary data, a free port, bounded in time."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg2
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
#: Nothing hangs longer; with all that tests start at once on two cores a first start takes half a minute.
SECONDS = 120
OURS = (
    "DATA_DIR",
    "DATABASE_URL",
    "DEMO",
    "DEBUG",
    "PRODUCTION",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "ADMIN_PASSWORD",
    "KEYS_FILE",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**changes: str) -> dict[str, str]:
    """The environment without what would change the site, and with these."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("DJANGO_")}
    # Beside the data, never in the home of whoever runs the tests.
    keys = {"KEYS_FILE": f"{changes['DATA_DIR']}-keys.json"} if "DATA_DIR" in changes else {}
    return {**kept, "PYTHONWARNINGS": "ignore", **keys, **changes}


def manage(*arguments: str, stdin: str = "", blocks: int = 0, **changes: str) -> subprocess.CompletedProcess:
    """Run a command of manage.py to its end. ``blocks``: no file may grow beyond that many kilobytes."""
    limit = ["bash", "-c", f'ulimit -f {blocks}; exec "$@"', "limited"] if blocks else []
    return subprocess.run(
        [*limit, sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(**changes),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


class Database:
    """Where a site of the tests keeps its data: a folder, and on PostgreSQL a database of its own as well."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url
        self.env = {"DATA_DIR": str(folder), **({"DATABASE_URL": url} if url else {})}

    @contextmanager
    def connection(self) -> Iterator:
        """A connection in autocommit, from outside the site."""
        if self.url:
            connection = psycopg2.connect(self.url)
            connection.autocommit = True
        else:
            connection = sqlite3.connect(self.folder / "ektp.sqlite3", timeout=20, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()

    def rows(self, sql: str) -> list[tuple]:
        with self.connection() as connection:
            cursor = connection.cursor()
            cursor.execute(sql)
            return cursor.fetchall()

    @contextmanager
    def writers_wait(self) -> Iterator:
        """Inside, whoever writes to the ledger waits. Yields a function that lets them go on."""
        with self.connection() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN" if self.url else "BEGIN IMMEDIATE")
            if self.url:
                cursor.execute("LOCK TABLE kecamatan_countupdate IN EXCLUSIVE MODE")
            yield lambda: cursor.execute("ROLLBACK")


@contextmanager
def new_database(folder: Path) -> Iterator[Database]:
    """An empty place for data, of the kind that the suite runs on."""
    folder.mkdir(parents=True, exist_ok=True)
    where = settings.DATABASES["default"]
    if "postgresql" not in where["ENGINE"]:
        yield Database(folder)
        return
    name = f"test_up_{uuid.uuid4().hex[:12]}"
    server = psycopg2.connect(
        dbname="postgres", **{key.lower(): where[key] for key in ("HOST", "PORT", "USER", "PASSWORD") if where[key]}
    )
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        secret = f":{where['PASSWORD']}" if where["PASSWORD"] else ""
        yield Database(
            folder,
            f"postgres://{where['USER']}{secret}@{where['HOST'] or '127.0.0.1'}:{where['PORT'] or 5432}/{name}",
        )
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        server.close()


def _hears_hangups() -> None:
    """Also where the tests themselves were started by nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Site:
    """A running ``manage.py up``. ``port``: where an earlier one served."""

    def __init__(self, database: Database, *arguments: str, port: int = 0, **changes: str) -> None:
        self.database, self.port = database, port or free_port()
        self.log = database.folder / f"up-{self.port}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(self.port), *arguments],
                cwd=ROOT,
                env=environment(**database.env, **changes),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_hears_hangups,
            )

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_until_told(self) -> "Site":
        """Until it says where it serves; nobody has asked it for anything yet."""
        for _try in range(SECONDS * 5):
            assert self.process.poll() is None, self.output
            if "Serving at" in self.output:
                return self
            time.sleep(0.2)
        raise AssertionError(f"not ready within {SECONDS} seconds:\n{self.output}")

    def wait_until_ready(self) -> "Site":
        for _try in range(SECONDS * 5):
            assert self.process.poll() is None, self.output
            try:
                if self.get("/healthz")[0] == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"not ready within {SECONDS} seconds:\n{self.output}")

    def get(self, path: str, host: str = "", token: str = "") -> tuple[int, str]:
        """(status, body)"""
        headers = {"Host": host} if host else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            with urlopen(Request(f"http://127.0.0.1:{self.port}{path}", headers=headers), timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as fault:
            with fault:
                return fault.code, fault.read().decode()

    def signal_to_all(self, number: int) -> None:
        """As Ctrl-C does it: to every process of the site."""
        os.killpg(self.process.pid, number)

    def wait_until_listening(self) -> "Site":
        """Until its address takes connections, whatever is spoken there."""
        for _try in range(SECONDS * 10):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                return self
            time.sleep(0.1)
        raise AssertionError(f"not listening within {SECONDS} seconds:\n{self.output}")

    def wait_until_deaf(self) -> None:
        """Wait until nobody is let in any more."""
        for _try in range(SECONDS * 10):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            except OSError:
                return
            time.sleep(0.1)
        raise AssertionError("still lets people in")

    def end(self) -> int:
        """Stop it as a service manager does, and give its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)


@contextmanager
def running(database: Database, *arguments: str, asked: bool = True, **changes: str) -> Iterator[Site]:
    """A site that answers (``asked`` False: that nobody has asked yet); nothing of it is left afterwards."""
    site = Site(database, *arguments, **changes)
    try:
        yield site.wait_until_ready() if asked else site.wait_until_told()
        site.end()
    finally:
        if site.process.poll() is None:
            site.signal_to_all(signal.SIGKILL)
            site.process.wait(SECONDS)


def token_of(database: Database, name: str = "admin") -> str:
    """A token for the API, made as the account page makes it."""
    code = (
        "from kecamatan.models import ApiToken, User\n"
        "secret = ApiToken.new_secret()\n"
        f"ApiToken.objects.create(owner=User.objects.get(username='{name}'), name='test', start=secret[:12], "
        "digest=ApiToken.digest_of(secret))\n"
        "print('token:', secret)\n"
    )
    done = manage("shell", "-c", code, **database.env)
    found = re.search(r"token: (\S+)", done.stdout)
    assert found, done.stderr
    return found[1]


class SlowPost:
    """A row sent to the API over a socket of our own, step by step."""

    def __init__(self, site: Site, token: str, *, quantity: int = 1) -> None:
        self.key = str(uuid.uuid4())
        row = {"key": self.key, "kecamatan": "15.07.05", "desa": None, "kind": "recorded", "quantity": quantity}
        body = json.dumps({**row, "date": "2024-07-01", "note": ""}).encode()
        self.socket = socket.create_connection(("127.0.0.1", site.port), timeout=SECONDS)
        self.socket.sendall(
            f"POST /api/v1/count-updates HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n".encode()
        )
        # The server answers this when it wants the body: the request is under way.
        assert self.socket.recv(4096).startswith(b"HTTP/1.1 100 ")
        self.socket.sendall(body)

    def answer(self) -> tuple[int, dict]:
        """(status, JSON) of the complete answer."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _sep, body = received.partition(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
        while len(body) < length:
            body += self._more()
        self.socket.close()
        return int(head.split()[1]), json.loads(body)

    def _more(self) -> bytes:
        part = self.socket.recv(65536)
        assert part, "the answer was cut short"
        return part
