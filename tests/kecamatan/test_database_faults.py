"""The database locked, full, restarted or gone while the site serves: 503 with Retry-After, then on without a restart."""

import sqlite3
import threading
import uuid

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from kecamatan.actions.accounts import make_token
from kecamatan.models import CountUpdate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(places, cast, own_connections, today):
    """A client that enters counts through the API as a petugas, over a database with real locks."""
    _token, secret = make_token(by=cast.petugas, name="test")
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {secret}"})

    def enter(key=None):
        row = {
            "key": str(key or uuid.uuid4()),
            "kecamatan": places.timur.code,
            "desa": places.lambur.code,
            "kind": "recorded",
            "quantity": 1,
            "date": today.isoformat(),
            "note": "x" * 300,
        }
        return client.post("/api/v1/count-updates", row, content_type="application/json")

    client.enter = enter
    assert enter().status_code == 201
    return client


@pytest.fixture
def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")


@pytest.fixture
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL only")


def refused_for_now(response):
    """A 503 that says when to come back, and nothing about the database."""
    body = response.content.decode()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "database is locked" not in body
    assert "Traceback" not in body
    return True


def lock_of(own_connections):
    """A second writer that holds the database's one write lock until it is rolled back."""
    other = sqlite3.connect(own_connections.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_a_lock_of_three_seconds_is_ridden_out(on_sqlite, site, own_connections):
    other = lock_of(own_connections)
    timer = threading.Timer(3, other.rollback)
    timer.start()
    assert site.enter().status_code == 201
    timer.join()
    other.close()


def test_a_longer_lock_is_503_and_the_same_request_later_counts_once(on_sqlite, site, own_connections):
    own_connections.cursor().execute("PRAGMA busy_timeout = 100")
    key, before = uuid.uuid4(), CountUpdate.objects.count()
    other = lock_of(own_connections)
    assert refused_for_now(site.enter(key))
    assert site.enter(key).json()["errors"][0]["field"] == ""
    assert CountUpdate.objects.count() == before
    other.rollback()
    other.close()
    assert [site.enter(key).status_code, site.enter(key).status_code] == [201, 200]
    assert CountUpdate.objects.count() == before + 1


def test_pages_are_read_while_somebody_writes(on_sqlite, site, own_connections):
    own_connections.cursor().execute("PRAGMA busy_timeout = 100")
    other = lock_of(own_connections)
    assert site.get("/api/v1/summary").status_code == 200
    other.rollback()
    other.close()


def fill_disk(own_connections):
    """From now on the file may not grow; what room there was inside it is given back first."""
    cursor = own_connections.cursor()
    cursor.execute("VACUUM")
    cursor.execute(f"PRAGMA max_page_count = {cursor.execute('PRAGMA page_count').fetchone()[0]}")
    return cursor


def test_a_full_disk_is_503_and_reading_goes_on(on_sqlite, site, own_connections):
    cursor = fill_disk(own_connections)
    answers = [site.enter() for _row in range(39)]
    full = [answer for answer in answers if answer.status_code != 201]
    assert full
    assert all(refused_for_now(answer) for answer in full)
    kept = CountUpdate.objects.count()
    assert kept == 1 + len(answers) - len(full)
    assert site.get("/api/v1/summary").json()["recorded"] == kept
    cursor.execute("PRAGMA max_page_count = 1000000")
    assert site.enter().status_code == 201


def test_a_full_disk_shows_a_page_in_the_look_of_the_site_to_people(on_sqlite, cast, own_connections):
    client = Client(raise_request_exception=False)
    client.force_login(cast.petugas, backend="django.contrib.auth.backends.ModelBackend")
    fill_disk(own_connections)
    for number in range(200):
        worst = client.post("/account/language/", {"language": ["en", "id"][number % 2]})
        if worst.status_code != 302:
            break
    assert refused_for_now(worst)
    assert 'class="masthead"' in worst.content.decode()


def kill_connections():
    """What a restart of the server does to every open connection."""
    killer = connections.create_connection("default")
    with killer.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    killer.close()


def test_connections_lost_between_requests_are_made_anew(on_postgres, site):
    from django.db import close_old_connections

    kill_connections()
    close_old_connections()  # a server does this at the start of a request; the client of the tests leaves it out
    assert site.enter().status_code == 201


def test_a_connection_lost_during_a_request_is_503_and_the_next_one_works(on_postgres, site, monkeypatch):
    from kecamatan.api import operations

    record = operations.record_updates

    def cut_off(**kwargs):
        kill_connections()
        return record(**kwargs)

    key, before = uuid.uuid4(), CountUpdate.objects.count()
    monkeypatch.setattr(operations, "record_updates", cut_off)
    assert refused_for_now(site.enter(key))
    monkeypatch.setattr(operations, "record_updates", record)
    connection.close_if_unusable_or_obsolete()
    assert CountUpdate.objects.count() == before
    assert site.enter(key).status_code == 201


@pytest.mark.parametrize("path", ["/api/v1/summary", "/account/", "/accounts/login/", "/"])
def test_a_database_out_of_reach_is_503_everywhere(site, cast, monkeypatch, path):
    page = Client(raise_request_exception=False)
    page.force_login(cast.petugas, backend="django.contrib.auth.backends.ModelBackend")
    asker = site if path.startswith("/api/") else page

    def out_of_reach(self):
        raise OperationalError("could not connect to server: host=secret-host user=secret-user")

    with monkeypatch.context() as patch:
        patch.setattr(type(connection._connections["default"]), "_cursor", lambda self, name=None: out_of_reach(self))
        patch.setattr(type(connection._connections["default"]), "cursor", lambda self: out_of_reach(self))
        response = asker.get(path)
    assert refused_for_now(response)
    assert "secret" not in response.content.decode()
    assert asker.get(path).status_code in {200, 302}
