"""The cast and the places that every test may use, and what keeps guarded tables clean between tests."""

import os
import re
import zlib
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from hypothesis import settings as hypothesis_settings

from kecamatan.models import Baseline, Desa, Drive, Kabupaten, Kecamatan, User
from tests.guards_off import guards_off
from tests.order import dealt

# Playwright's synchronous API runs inside an event loop of its own, in which Django would refuse the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# In CI the same histories every time; elsewhere new ones with every run. Never a deadline: machines differ.
hypothesis_settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis_settings.register_profile("desk", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "desk")

PASSWORD = "perahu-biru-27"


#: Tests to which the database makes no difference, and that take long: .ci/run, which runs the suite on both databases, has
#: each of them in one of its two runs (TEST_SHARE). Everywhere else all tests run.
SHARES = {
    "1": (
        *("tests/test_roles.py", "tests/outreach/reading/", "tests/outreach/matching/", "tests/browser/test_people.py"),
        *(
            "tests/browser/test_weight.py",
            "tests/outreach/imports/test_real_process.py",
            "tests/kecamatan/test_demo.py",
        ),
        *("tests/outreach/imports/test_flow.py", "tests/outreach/test_benchmark_people.py", "tests/test_manage.py"),
        *("tests/outreach/letters/test_office_pages.py", "tests/outreach/letters/test_mailing.py"),
        *("tests/kecamatan/test_indonesian_pages.py", "tests/browser/test_lists.py", "tests/browser/test_journeys.py"),
        *("tests/outreach/papers/", "tests/kecamatan/papers/"),
        *(
            "tests/test_up.py::test_a_stopping_site",
            "tests/test_up.py::test_on_the_network",
            "tests/test_up.py::test_at_home",
            "tests/test_up.py::test_old_sessions",
            "tests/test_up.py::test_the_first_password",
            "tests/browser/test_doubles.py",
            "tests/browser/test_accessibility",
            *(
                f"tests/browser/field/test_{name}.py"
                for name in ("https", "faults", "page", "facts", "start", "worker")
            ),
        ),
    ),
    "2": (
        *("tests/browser/test_imports.py", "tests/outreach/test_demo_filled.py"),
        *(
            "tests/outreach/test_demo_people.py",
            "tests/outreach/test_demo_lists.py",
            "tests/outreach/test_demo_settling.py",
        ),
        *("tests/outreach/test_likeness.py", "tests/outreach/test_nik.py", "tests/outreach/test_person_names.py"),
        *("tests/test_up.py::test_a_start_without_the_keys", "tests/test_up.py::test_the_demo_has_a_database"),
        *("tests/kecamatan/test_demo_split.py", "tests/test_slow_clients.py", "tests/outreach/test_life.py"),
        *("tests/outreach/test_calendar_days.py", "tests/outreach/test_calendar_grid.py"),
        *("tests/outreach/test_clashes.py", "tests/outreach/test_ics.py"),
        "tests/browser/test_letters.py",
        # PostgreSQL refuses what SQLite refuses, and NUL as well.
        *("tests/kecamatan/test_nasty_values.py", "tests/outreach/test_nasty_values.py"),
        *("tests/kecamatan/test_benchmark.py", "tests/browser/test_one_resident.py"),
    ),
}


#: Files whose tests run on both databases in CI: what the database itself holds, what happens at one moment, and all that
#: writes to the ledger. Of the others each runs on one of the two; without TEST_SHARE everything runs.
ON_BOTH = re.compile(
    r"guard|concurren|racing|moment|ledger|counts|baseline|properties|migration|contradiction|steps|stays|results|numbering"
    r"|check|faults|backup|planning|matching_counts|reconciling|commit|undo|erasing|doubles_actions|test_up|likeness"
)


def share_of(item) -> str:
    """The run that alone has this test; "" where both have it.

    What asks for no database has nothing to do with which one it is: its files are dealt out to the two runs. So are
    those of pages and of most selectors; about two in five of the pages run on SQLite.
    """
    for number, paths in SHARES.items():
        if item.nodeid.startswith(paths):
            return number
    dealt = zlib.crc32(item.nodeid.partition("::")[0].encode())
    fixtures = set(item.fixturenames)
    if {"sign_in", "client", "live_server"} & fixtures:
        return "2" if dealt // 16 % 4 else "1"
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & fixtures
    if asks and ON_BOTH.search(item.nodeid.partition("::")[0]):
        return ""
    return str(1 + dealt % 2)


def pytest_collection_modifyitems(config, items):
    """Leave to the other run what is its share, and say how much that is; what takes long begins first."""
    share = os.environ.get("TEST_SHARE", "")
    left = [item for item in items if share and share_of(item) not in {"", share}]
    if left:
        config.hook.pytest_deselected(items=left)
        gone = set(left)
        items[:] = [item for item in items if item not in gone]
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if processes > 1:
        items[:] = dealt(items, processes)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """As usual; at the end, a thread of a live server that still holds a connection does not keep the database alive."""
    yield
    if connection.vendor == "postgresql":
        connection.creation._destroy_test_db = _drop_by_force


def _drop_by_force(name: str, verbosity: int) -> None:
    """Drop a test database, whoever is still connected."""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _keys_of_tests(settings, tmp_path_factory):
    """One file of keys for all tests of a process, beside nobody's own; read anew by each test."""
    from outreach import keys

    settings.WORK_INLINE = True
    settings.DATA_DIR = tmp_path_factory.getbasetemp() / "data"
    settings.KEYS_FILE = tmp_path_factory.getbasetemp() / "keys" / "keys.json"
    keys.forget()
    yield
    keys.forget()


@pytest.fixture(autouse=True)
def _no_kept_answers():
    """Answers kept by one test belong to a database that the next one no longer has."""
    from kecamatan import kept

    kept.clear()


@pytest.fixture(scope="session", autouse=True)
def _flush_despite_guards():
    """Tests with real commits empty the tables afterwards, which the guards of the ledger rightly refuse."""
    from django.test import TransactionTestCase

    teardown = TransactionTestCase._fixture_teardown

    def _fixture_teardown(self):
        with guards_off():
            teardown(self)

    TransactionTestCase._fixture_teardown = _fixture_teardown
    yield
    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture
def today():
    from kecamatan.days import today_in

    return today_in("Asia/Jakarta")


@pytest.fixture
def places(db, today):
    """A small regency: two kecamatan, five desa, one active drive begun 60 days ago with 40 days to go.

    Timur: baseline 100, Lambur and Simbur with shares 40 and 30, Siau without one. Sadu: baseline 50, no shares.
    """
    kabupaten = Kabupaten.objects.create(
        code="15.07", name="Tanjung Jabung Timur", province="Jambi", capital="Muara Sabak"
    )
    timur = Kecamatan.objects.create(
        kabupaten=kabupaten, code="15.07.01", name="Muara Sabak Timur", voters=24815, tile_column=4, tile_row=0
    )
    sadu = Kecamatan.objects.create(
        kabupaten=kabupaten, code="15.07.05", name="Sadu", voters=10225, tile_column=6, tile_row=1
    )
    lambur = Desa.objects.create(
        kecamatan=timur,
        code="15.07.01.2002",
        name="Lambur",
        kind="desa",
        head_name="Bapak Kades",
        head_phone="081234567890",
    )
    simbur = Desa.objects.create(kecamatan=timur, code="15.07.01.2004", name="Simbur Naik", kind="desa")
    siau = Desa.objects.create(kecamatan=timur, code="15.07.01.2015", name="Siau Dalam", kind="desa")
    lokan = Desa.objects.create(kecamatan=sadu, code="15.07.05.1005", name="Sungai Lokan", kind="kelurahan")
    itik = Desa.objects.create(kecamatan=sadu, code="15.07.05.2004", name="Sungai Itik", kind="desa")
    drive = Drive.objects.create(
        kabupaten=kabupaten,
        name="Pilkada",
        baseline_date=today - timedelta(days=60),
        last_recording_day=today + timedelta(days=40),
        polling_day=today + timedelta(days=53),
        base_people=35040,
        base_name="wajib e-KTP",
        base_source="test",
        base_date=date(2024, 6, 25),
        is_active=True,
    )
    Baseline.objects.create(drive=drive, kecamatan=timur, people=100)
    Baseline.objects.create(drive=drive, kecamatan=sadu, people=50)
    Baseline.objects.create(drive=drive, kecamatan=timur, desa=lambur, people=40)
    Baseline.objects.create(drive=drive, kecamatan=timur, desa=simbur, people=30)
    return SimpleNamespace(
        kabupaten=kabupaten,
        timur=timur,
        sadu=sadu,
        lambur=lambur,
        simbur=simbur,
        siau=siau,
        lokan=lokan,
        itik=itik,
        drive=drive,
    )


@pytest.fixture
def cast(places):
    """Five people: admin, petugas of all, petugas of Timur, petugas of Sadu, pejabat; and an admin of another regency."""

    def person(name, role, *kecamatan, kabupaten=places.kabupaten):
        user = User.objects.create_user(
            name, PASSWORD, role=role, kabupaten=kabupaten, full_name=name.replace("_", " ").title()
        )
        user.kecamatan.set(kecamatan)
        return user

    elsewhere = Kabupaten.objects.create(
        code="15.06", name="Tanjung Jabung Barat", province="Jambi", capital="Kuala Tungkal"
    )
    return SimpleNamespace(
        admin=person("admin", "admin"),
        petugas=person("petugas", "petugas"),
        petugas_timur=person("petugas_timur", "petugas", places.timur),
        petugas_sadu=person("petugas_sadu", "petugas", places.sadu),
        pejabat=person("pejabat", "pejabat"),
        foreigner=person("foreigner", "admin", kabupaten=elsewhere),
    )


@pytest.fixture
def sign_in(cast):
    """``sign_in("petugas")`` gives a client signed in as that member of the cast; ``sign_in(None)`` a stranger's."""

    def signed_in(name: str | None, **options) -> Client:
        client = Client(**options)
        if name:
            client.force_login(getattr(cast, name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def regency(db):
    """The real Tanjung Jabung Timur: 11 kecamatan, 93 desa and kelurahan, 2,798 people."""
    call_command("load_kabupaten", "kecamatan/regencies/15.07", verbosity=0)
    return Kabupaten.objects.get(code="15.07")


@pytest.fixture
def on_postgresql():
    return connection.vendor == "postgresql"


@pytest.fixture
def own_connections(tmp_path, transactional_db):
    """A database that threads and faults are real in: SQLite in a file, as in an office, instead of one in memory.

    Every thread has a connection of its own to the same data. On SQLite: the test's data, moved into a file.

    Yields the open connection of this thread. Ask for the cast first, so that it is in the file.
    """
    usual = connections["default"]
    if usual.vendor != "sqlite":
        yield usual
        usual.close()
        return
    path = tmp_path / "site.sqlite3"
    usual.ensure_connection()
    name = connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = str(path)
    in_file = connections.create_connection("default")
    in_file.inc_thread_sharing()
    in_file.connect()
    usual.connection.backup(in_file.connection)
    connections["default"] = in_file
    try:
        yield in_file
    finally:
        connections["default"] = usual
        connections.settings["default"]["NAME"] = name
        in_file.dec_thread_sharing()
        in_file.close()
