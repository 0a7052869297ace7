"""``manage.py up``: from an empty folder to a served site, and from then on just the serving."""

import errno
import logging
import os
import secrets
import signal
import socket
import sqlite3
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from ektp_tracker.certificates import SITE, SITE_KEY, names_of
from ektp_tracker.environment import env_str
from kecamatan.actions.loading import load_regency
from kecamatan.actions.new_user import make_user
from kecamatan.days import today_in
from kecamatan.demo import ACCOUNTS, fill_demo
from kecamatan.demo_reports import issue_demo
from kecamatan.loading import read_regency
from kecamatan.models import Kabupaten, User
from kecamatan.throttle import forget_old_tries
from outreach.demo import name_the_counts
from outreach.keys import open_site_keys
from outreach.sealing import SealingError

REGENCY = Path(__file__).resolve().parent.parent / "kecamatan" / "regencies" / "15.07"
WORKERS = 2
#: Some may wait for slow clients (kecamatan.bodies) or the database while the others go on. On PostgreSQL each has a
#: connection of its own: two workers of twelve take 24 of the 100 that it allows unless told otherwise.
THREADS_A_WORKER = 12
#: Longer than a request may wait for the database; after that a worker that hangs is ended.
SECONDS_TO_FINISH = 60

Say = Callable[[str], None]


class CannotServe(Exception):
    """The address cannot be served on; the sentence says what to do."""


def check_address(host: str, port: int) -> str:
    """The host's address as the server binds it. Raises CannotServe where that will not work."""
    if not 1 <= port <= 65535:
        raise CannotServe(f"{port} is no port. Choose one from 1024 to 65535 with --port.")
    try:
        family, kind, _proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise CannotServe(f"“{host}” is no name or address of this machine. Correct --host.") from None
    with socket.socket(family, kind) as probe:
        if os.name != "nt":  # there the option would allow a port that is taken
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as fault:
            raise CannotServe(_why_not(fault, host, port)) from None
    return str(address[0])


def _why_not(fault: OSError, host: str, port: int) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Stop the program that uses it, or choose another one: --port {port + 1}."
    if fault.errno == errno.EACCES:
        return f"This user may not use port {port}. Choose one from 1024 upward, such as --port 8000."
    if fault.errno == errno.EADDRNOTAVAIL:
        return f"This machine has no address {host}. Leave --host out, or use --host 0.0.0.0 for all its addresses."
    return f"{host}:{port} cannot be used ({fault.strerror}). Choose another --host or --port."


def prepare(say: Say) -> None:
    """The database as the code needs it, with the real baseline (or the demo) and an admin; nothing is done twice."""
    _make_data_folder()
    _migrate(say)
    _open_keys()
    if not Kabupaten.objects.exists():
        loaded = load_regency(by=None, regency=read_regency(REGENCY), with_drive=not settings.DEMO)
        say(f"Loaded {loaded.kabupaten.name} with {loaded.kabupaten.kecamatan_set.count()} kecamatan.")
    kabupaten = Kabupaten.objects.order_by("pk")[0]
    if settings.DEMO:
        if not kabupaten.drives.exists():
            say("Filling the demo with invented people and months of work …")
            today = today_in(kabupaten.time_zone)
            fill_demo(kabupaten, today=today, naming=name_the_counts)
            issue_demo(kabupaten.drives.get(is_active=True), today=today)
        for name, password, role in ACCOUNTS:
            say(f"Demo account: {name}, password {password} ({role})")
    elif not User.objects.filter(role=User.Role.ADMIN).exists():
        _make_first_admin(kabupaten, say)
    call_command("clearsessions", verbosity=0)
    forget_old_tries()
    call_command("collectstatic", interactive=False, verbosity=0)


def _make_data_folder() -> None:
    """For this user alone: what lies in it is personal data, and the secret key."""
    try:
        settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise ImproperlyConfigured(
            f"The data folder {settings.DATA_DIR} cannot be made ({fault.strerror}). Give this user the right to write "
            "there, or set DATA_DIR to another folder."
        ) from None


def _migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)


def _open_keys() -> None:
    """The keys of what is sealed, made on the first start. Raises ImproperlyConfigured where they are not those of the data."""
    try:
        open_site_keys()
    except SealingError as fault:
        raise ImproperlyConfigured(str(fault)) from None


def _make_first_admin(kabupaten: Kabupaten, say: Say) -> None:
    """User ``admin`` with the password of ADMIN_PASSWORD, or with one that is made here and shown this once."""
    given = env_str("ADMIN_PASSWORD")
    password = given or secrets.token_urlsafe(12)
    try:
        make_user(by=None, kabupaten=kabupaten, username="admin", password=password, role=User.Role.ADMIN)
    except ValidationError as fault:
        texts = " ".join(text for texts in fault.message_dict.values() for text in texts)
        name = "ADMIN_PASSWORD is not good enough" if "password" in fault.message_dict else "The admin cannot be made"
        raise ImproperlyConfigured(f"{name}. {texts} Correct it and start again.") from None
    shown = "the password of ADMIN_PASSWORD" if given else f"password {password} (shown this once: keep it)"
    say(f"Made the first account: admin, {shown}")


def check_certificate(folder: Path | None) -> None:
    """Raise CannotServe where HTTPS is asked for and there is no certificate."""
    if folder is not None and not ((folder / SITE).is_file() and (folder / SITE_KEY).is_file()):
        raise CannotServe(
            f"There is no certificate in {folder}. Make one: manage.py make_certificate NAME --folder {folder}"
        )


def serve(host: str, address: str, port: int, say: Say, *, https: Path | None = None) -> None:
    """Serve until Ctrl-C or SIGTERM, then finish the requests under way. ``https``: the folder of a certificate."""
    _allow_own_names(host, address, names_of(https) if https else [])
    # Workers begin anew and open their own connections.
    connections.close_all()
    # The number of threads is meant (see above), and those who start the site need not be warned of it.
    logging.getLogger("_granian").addFilter(lambda line: "Python threads" not in line.getMessage())
    server = Granian(
        "ektp_tracker.worker:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS_A_WORKER,
        blocking_threads_idle_timeout=600,
        workers_kill_timeout=SECONDS_TO_FINISH,
        respawn_failed_workers=True,
        websockets=False,
        ssl_cert=https / SITE if https else None,
        ssl_key=https / SITE_KEY if https else None,
        log_level=LogLevels.warning,
    )

    detached = hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN  # by nohup

    @server.on_startup
    def tell() -> None:
        if hasattr(signal, "SIGHUP"):  # closing the terminal stops the site, instead of leaving it without one
            signal.signal(signal.SIGHUP, signal.SIG_IGN if detached else server.signal_handler_interrupt)
        shown = own_addresses() if address in {"0.0.0.0", "::"} else [host]  # noqa: S104
        for name in shown:
            say(
                f"Serving at http{'s' if https else ''}://{f'[{name}]' if ':' in name else name}:{port}/  (Ctrl-C stops)"
            )

    with _holding_the_database():
        server.serve()


@contextmanager
def _holding_the_database() -> Iterator[None]:
    """On SQLite the file is held open from the first moment, so that a restore notices that the site is running."""
    if connection.vendor != "sqlite":
        yield
        return
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as held:
        held.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


def _allow_own_names(host: str, address: str, certified: list[str]) -> None:
    """Answer to the names of this machine too, where it serves more than itself; in production the office names them.

    Through the environment: the workers read their settings from there.
    """
    if settings.PRODUCTION or (address in {"127.0.0.1", "::1"} and not certified):
        return
    here = socket.gethostname().lower()
    own = [host.lower(), address, here, f"{here}.local", *own_addresses(), *certified]
    names = [f"[{name}]" if ":" in name else name for name in own if name not in {"0.0.0.0", "::"}]  # noqa: S104
    os.environ["ALLOWED_HOSTS"] = ",".join(dict.fromkeys([*settings.ALLOWED_HOSTS, *names]))


def own_addresses() -> list[str]:
    """The IPv4 addresses by which others may reach this machine, 127.0.0.1 first."""
    found = ["127.0.0.1"]
    if sys.platform == "linux":
        import fcntl  # only there

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            for _index, name in socket.if_nameindex():
                request = struct.pack("256s", name.encode()[:15])
                with suppress(OSError):  # this interface has no address
                    found.append(socket.inet_ntoa(fcntl.ioctl(probe.fileno(), 0x8915, request)[20:24]))
    else:
        with suppress(OSError):
            found += socket.gethostbyname_ex(socket.gethostname())[2]
    return list(dict.fromkeys(found))
