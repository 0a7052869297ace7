"""A browser for the real site, as far as lists need one: signs in, keeps cookies, sends forms and files."""

import json
import re
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from kecamatan.benchmark.filling import _read
from outreach.benchmark.people import Invented, Spot, invented, write_xlsx
from tests.site_process import Database, Site

PASSWORD = "perahu-biru-27"
BOUNDARY = "----a-form-of-the-tests"
SECONDS = 90


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def number(self) -> int:
        """Of the import that it leads to."""
        return int(re.search(r"/imports/(\d+)/", self.headers["location"])[1])


class Browser:
    """One person at the real site, without JavaScript."""

    def __init__(self, site: Site) -> None:
        self.port, self.cookies = site.port, {}

    def sign_in(self) -> "Browser":
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", {"username": "admin", "password": PASSWORD})
        assert answer.status == 302, answer.text
        return self

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        """A form with the site's token, from the site's own page."""
        body = urlencode({**(fields or {}), "csrfmiddlewaretoken": self.cookies["csrftoken"]}).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: Path, *, covers: str = "whole", day: date) -> Answer:
        """The form of “Take in a list”."""
        self.get("/imports/new/")
        return self.ask("POST", "/imports/new/", self.form_of(path, covers, day), self.form_headers)

    form_headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}

    def form_of(self, path: Path, covers: str, day: date) -> bytes:
        texts = {"csrfmiddlewaretoken": self.cookies["csrftoken"], "covers": covers, "list_date": day.isoformat()}
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
            for name, text in texts.items()
        ]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n'
        parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", path.read_bytes()]
        return b"".join([*parts, f"\r\n--{BOUNDARY}--\r\n".encode()])

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        line = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            line.request(method, path, body or None, {**self.cookie_header, **(headers or {})})
            answer = line.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _sep, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return Answer(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())
        finally:
            line.close()

    @property
    def cookie_header(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}

    def until(self, number: int, state: str) -> str:
        """Ask how far the work is until the import is in this state; the words that were seen on the way."""
        seen, until = [], time.monotonic() + SECONDS
        while True:
            told = json.loads(self.get(f"/imports/{number}/progress/").text)
            seen.append(told["words"])
            if told["ended"]:
                assert told["state"] == state, told
                return " ".join(seen)
            assert time.monotonic() < until, told
            time.sleep(0.05)


def spots() -> list[Spot]:
    """Every desa of the real regency."""
    names = {row["code"]: row["name"] for row in _read("kecamatan.csv")}
    return [
        Spot(row["code"], row["name"], row["kecamatan_code"], names[row["kecamatan_code"]])
        for row in _read("desa_kelurahan.csv")
    ]


def people(count: int, seed: int = 0) -> list[Invented]:
    """Invented ones of that regency; one in ten flowed in since its baseline."""
    return list(invented(spots(), count, date.today() - timedelta(days=1), 120, seed))  # noqa: DTZ011


def list_file(folder: Path, count: int, name: str = "daftar.xlsx") -> Path:
    """A list of so many."""
    path = folder / name
    write_xlsx(path, people(count))
    return path


def worker_of(database: Database, number: int) -> dict:
    """What the work on an import said last: phase, done, pid."""
    key = database.rows(f"SELECT upload FROM outreach_importbatch WHERE id = {number}")[0][0]
    text = str(key).replace("-", "")
    name = f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    return json.loads((database.folder / "work" / f"{name}.json").read_text())


def uploads_of(database: Database) -> list[Path]:
    """The files that wait."""
    folder = database.folder / "uploads"
    return sorted(folder.iterdir()) if folder.exists() else []
