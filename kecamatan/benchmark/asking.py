"""Pages and calls in process: through the whole WSGI application, as a signed-in person, without a network."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from io import BytesIO
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kecamatan import kept
from kecamatan.access import scope_of
from kecamatan.actions.accounts import make_token
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.days import today_in
from kecamatan.models import CountUpdate, Desa, Drive, Kabupaten, User, WallLink

#: Statements that find out who asks and whether anything changed; all others make the answer.
FRAME = re.compile(
    r'FROM "(django_session|kecamatan_user|kecamatan_user_kecamatan|kecamatan_apitoken|kecamatan_kabupaten)"'
)
#: Words around statements, which ask for nothing.
BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
BACKEND = "django.contrib.auth.backends.ModelBackend"
#: Enough for a steady median and 95th percentile, and still over in seconds.
QUICK, SLOW = 300, 60

Ask = Callable[[], tuple[int, bytes]]


@dataclass
class Measured:
    """One line: what was asked, its queries, milliseconds at the median and the 95th percentile, and of the bare SQL."""

    what: str
    how: str
    queries: int
    median_ms: float
    p95_ms: float
    sql_ms: float | None = None
    bytes: int | None = None


@dataclass
class Statements:
    """The statements that a piece of work sent, with their parameters."""

    sent: list[tuple[str, object]] = field(default_factory=list)

    def note(self, execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        if not sql.startswith(BRACKETS):
            self.sent.append((sql, params))
        return execute(sql, params, many, context)


@contextmanager
def noted() -> Iterator[Statements]:
    statements = Statements()
    with connection.execute_wrapper(statements.note):
        yield statements


def bare_ms(sent: list[tuple[str, object]], rounds: int) -> float:
    """The median time of these statements on the driver alone: no ORM, rows fetched and thrown away."""

    def run() -> None:
        for sql, params in sent:
            with closing(connection.create_cursor()) as cursor:
                cursor.execute(sql, params or ())
                cursor.fetchall()

    run()
    return median(_timed(run) for _round in range(rounds)) * 1000


def _timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def measure(
    what: str, how: str, ask: Ask, *, rounds: int, before: Callable = lambda: None, status: int = 200
) -> Measured:
    """Ask so many times, each after ``before`` (not timed). Raises AssertionError where the answer is not the one meant."""
    times = []
    for _round in range(rounds):
        before()
        begun = perf_counter()
        got, body = ask()
        times.append((perf_counter() - begun) * 1000)
        if got != status:
            raise AssertionError(f"{what} ({how}) was answered with {got}, not {status}")
    before()
    with noted() as statements:
        ask()
    return Measured(what, how, len(statements.sent), median(times), quantiles(times, n=20)[-1], bytes=len(body))


def session_of(user: User) -> str:
    """The cookie of a session in which this person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class Site:
    """The application as the server calls it, and one person of the first kabupaten."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()
        self.drive = Drive.objects.order_by("pk").select_related("kabupaten")[0]
        self.kabupaten = self.drive.kabupaten
        self.petugas = User.objects.get(kabupaten=self.kabupaten, role=User.Role.PETUGAS)
        self.scope = scope_of(self.petugas)
        self.desa = list(Desa.objects.filter(kecamatan__kabupaten=self.kabupaten).select_related("kecamatan"))
        self.today = today_in(self.kabupaten.time_zone)
        self.written = 0
        self.etag = ""

    def ask(self, path: str, *, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """(status, body) of a GET, or of a POST where there is a body."""
        path, _sep, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "POST" if body else "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **headers,
        }
        told: list = []
        response = self.application(environ, lambda status, sent, _fault=None: told.extend([status, sent]))
        content = b"".join(response)
        response.close()
        self.etag = dict(told[1]).get("ETag", "")
        return int(told[0].split()[0]), content

    def entry(self) -> Entry:
        """The next row: somebody flows in, somebody is recorded, in one desa after the other."""
        self.written += 1
        desa = self.desa[(self.written - 1) // 2 % len(self.desa)]
        kind = CountUpdate.Kind.ADDED if self.written % 2 else CountUpdate.Kind.RECORDED
        return Entry(uuid.uuid4(), desa.kecamatan, desa, kind, 1, self.today)

    def write(self) -> None:
        """One row through the action, with every rule on."""
        record_updates(by=self.scope, drive=self.drive, entries=[self.entry()])

    def row_for_the_api(self) -> bytes:
        entry = self.entry()
        row = {"key": str(entry.key), "kecamatan": entry.kecamatan.code, "desa": entry.desa.code, "kind": entry.kind}
        return json.dumps(row | {"quantity": 1, "date": entry.date.isoformat(), "note": ""}).encode()


def ask_everything(scale: float = 1) -> list[dict]:
    """The pages of numbers and the calls, in every way they can be answered. ``scale``: less than 1 asks less often."""
    site = Site()
    quick, slow = max(2, int(QUICK * scale)), max(2, int(SLOW * scale))
    session = {"HTTP_COOKIE": session_of(site.petugas)}
    _token, secret = make_token(by=site.petugas, name="benchmark")
    token = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    kecamatan = site.desa[0].kecamatan
    found: list[Measured] = []
    for what, path, who in (
        ("dashboard", reverse("kecamatan:dashboard"), session),
        ("kecamatan page", kecamatan.get_absolute_url(), session),
        ("summary API", reverse("api:summary"), token),
    ):
        found += _kept_answer(site, what, path, who, quick, slow)
    found += _numbers(site, session, max(2, slow // 2))
    found += _screen(site, quick, slow) + _public_page(site, quick, slow)
    found.append(_ledger_list(site, session, slow))
    found += _report(site, session, max(2, slow // 6))
    found += _one_update(site, token, quick)
    return [asdict(one) for one in found]


def _kept_answer(site: Site, what: str, path: str, who: dict, quick: int, slow: int) -> list[Measured]:
    def ask() -> tuple[int, bytes]:
        return site.ask(path, **who)

    made_anew = _made_anew(site, what, path, who, slow)
    known = measure(what, "kept answer", ask, rounds=quick)
    etag = site.etag
    unchanged = measure(
        what, "304, nothing changed", lambda: site.ask(path, **who, HTTP_IF_NONE_MATCH=etag), rounds=quick, status=304
    )
    return [made_anew, known, unchanged]


def _numbers(site: Site, session: dict, rounds: int) -> list[Measured]:
    """The pages of numbers beside the dashboard, each made anew after a write, with its bare SQL."""
    forecast, moved = reverse("kecamatan:forecast"), reverse("kecamatan:moved")
    brief = {"kind": "brief", "place": "", "day": site.today - timedelta(days=1)}
    pages = {
        "forecast": forecast,
        "what if": f"{forecast}?teams=2&turnout=10",
        "why the number moved": f"{moved}?from={site.drive.baseline_date}",
        "kecamatan compared": reverse("kecamatan:compare"),
        "drives compared": reverse("kecamatan:drives"),
        "replay of a drive": reverse("kecamatan:drive-replay", args=[site.drive.pk]),
        "brief of a week": f"{reverse('kecamatan:reports')}?{urlencode(brief)}",
        "forecast as a picture": reverse("kecamatan:share-png", args=["forecast"]),
    }
    return [_made_anew(site, what, path, session, rounds) for what, path in pages.items()]


def _made_anew(site: Site, what: str, path: str, who: dict, rounds: int) -> Measured:
    def ask() -> tuple[int, bytes]:
        return site.ask(path, **who)

    ask()
    found = measure(what, "made anew after a write", ask, rounds=rounds, before=site.write)
    site.write()
    with noted() as statements:
        ask()
    found.sql_ms = bare_ms([one for one in statements.sent if not FRAME.search(one[0])], rounds)
    return found


def _screen(site: Site, quick: int, slow: int) -> list[Measured]:
    """A screen in the office."""
    secret = WallLink.new_secret()
    kabupaten, digest = site.drive.kabupaten, WallLink.digest_of(secret)
    WallLink.objects.create(kabupaten=kabupaten, name="benchmark", digest=digest, made_by=site.petugas)
    path = reverse("kecamatan:wall", args=[secret])

    def ask() -> tuple[int, bytes]:
        return site.ask(path)

    ask()
    made_anew = measure("screen", "made anew after a write", ask, rounds=slow, before=site.write)
    return [made_anew, measure("screen", "kept answer", ask, rounds=quick)]


def _public_page(site: Site, quick: int, slow: int) -> list[Measured]:
    """Made once a week in each process, whatever is written; then kept."""
    Kabupaten.objects.filter(pk=site.drive.kabupaten_id).update(public_since=timezone.now())
    path = reverse("kecamatan:public")

    def ask() -> tuple[int, bytes]:
        return site.ask(path)

    ask()
    made_anew = measure("public page", "made anew, once a week", ask, rounds=slow, before=kept.clear)
    return [made_anew, measure("public page", "kept answer", ask, rounds=quick, before=site.write)]


def _ledger_list(site: Site, session: dict, rounds: int) -> Measured:
    path = reverse("kecamatan:update-list")

    def ask() -> tuple[int, bytes]:
        return site.ask(path, **session)

    ask()
    found = measure("ledger list", "made anew each time", ask, rounds=rounds)
    with noted() as statements:
        ask()
    found.sql_ms = bare_ms([one for one in statements.sent if not FRAME.search(one[0])], rounds)
    return found


def _report(site: Site, session: dict, rounds: int) -> list[Measured]:
    """The recap of the whole regency as a file, of a day past, so that what was known then is asked as well."""
    day = today_in(site.drive.kabupaten.time_zone) - timedelta(days=1)
    found = []
    for form in ("pdf", "xlsx"):
        path = (
            f"{reverse('kecamatan:report-draft', args=[form])}?{urlencode({'kind': 'weekly', 'place': '', 'day': day})}"
        )

        def ask(path: str = path) -> tuple[int, bytes]:
            return site.ask(path, **session)

        ask()
        found.append(measure("report", f"{form.upper()} after a write", ask, rounds=rounds, before=site.write))
    return found


def _one_update(site: Site, token: dict, rounds: int) -> list[Measured]:
    def through_the_action() -> tuple[int, bytes]:
        site.write()
        return 200, b""

    bodies = iter([site.row_for_the_api() for _round in range(rounds + 1)])
    path = reverse("api:count-updates")
    action = measure("one update", "action, committed", through_the_action, rounds=rounds)
    call = measure(
        "one update",
        "API call, committed",
        lambda: site.ask(path, body=next(bodies), **token),
        rounds=rounds,
        status=201,
    )
    action.sql_ms = call.sql_ms = median(_timed(lambda: _bare_insert(site)) for _round in range(rounds)) * 1000
    return [action, call]


def _bare_insert(site: Site) -> None:
    """One row by one statement, committed, with the triggers but without the locks and sentences of the action."""
    entry = site.entry()
    values = (
        *(site.drive.pk, entry.kecamatan.pk, entry.desa.pk, entry.kind, 1, str(entry.date), "", entry.key.hex),
        *(connection.ops.adapt_datetimefield_value(timezone.now()), site.petugas.pk),
    )
    with closing(connection.create_cursor()) as cursor:
        cursor.execute(
            "INSERT INTO kecamatan_countupdate (drive_id, kecamatan_id, desa_id, kind, quantity, date, note, key,"
            f" entered_at, entered_by_id) VALUES ({', '.join(['%s'] * len(values))})",
            values,
        )
