"""``manage.py up`` as the real process: first start, later starts, the demo, and how it ends."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ektp_tracker.serving import own_addresses
from tests.site_process import ROOT, Database, SlowPost, environment, manage, new_database, running, token_of
from tests.started_once import copied, first_start

PASSWORD = "perahu-biru-27"


@pytest.fixture
def database(tmp_path):
    with new_database(tmp_path / "data") as made:
        yield made


@pytest.fixture
def static(tmp_path_factory, database):
    """The database's folder with the static files that an earlier test collected, so that each start is quick."""
    kept = tmp_path_factory.getbasetemp() / "static"
    if kept.exists():
        shutil.copytree(kept, database.folder / "static")
    yield database
    if not kept.exists() and (database.folder / "static").exists():
        shutil.copytree(database.folder / "static", kept)


@pytest.fixture
def started(tmp_path_factory, database):
    """A site that was started before, with an admin of PASSWORD and no row in its ledger."""
    copied(tmp_path_factory, "first", first_start, database.folder)
    return database


def contents(database: Database) -> dict[str, list[tuple]]:
    """Every row of every table."""
    tables = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if database.url
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    return {name: sorted(map(repr, database.rows(f'SELECT * FROM "{name}"'))) for (name,) in database.rows(tables)}


def test_from_an_empty_folder_to_a_served_site_and_a_second_start_touches_nothing(static):
    with running(static) as site:
        said = site.output
        assert "WARNING" not in said
        assert re.search(r"admin, password \S{16} \(shown this once: keep it\)", said)
        assert f"Serving at http://127.0.0.1:{site.port}/" in said
        assert site.get("/healthz") == (200, '{"status": "ok"}')
        status, page = site.get("/accounts/login/")
        assert status == 200
        style = re.search(r'href="(/static/css/base\.[0-9a-f]+\.css)"', page)[1]
        assert site.get(style)[0] == 200
    assert site.end() == 0
    assert static.rows("SELECT count(*) FROM kecamatan_desa") == [(93,)]
    assert static.rows("SELECT sum(people) FROM kecamatan_baseline") == [(2798,)]
    assert static.rows("SELECT username, role FROM kecamatan_user") == [("admin", "admin")]

    before = contents(static)
    with running(static) as site:
        assert "password" not in site.output
        assert "Loaded" not in site.output
    assert contents(static) == before


def test_the_first_password_can_be_chosen_and_a_weak_one_is_refused(static):
    done = manage("up", "--port", "1024", ADMIN_PASSWORD="12345", **static.env)
    assert done.returncode == 1
    assert done.stderr.startswith("ADMIN_PASSWORD is not good enough. ")
    assert static.rows("SELECT count(*) FROM kecamatan_user") == [(0,)]
    with running(static, ADMIN_PASSWORD=PASSWORD) as site:
        assert PASSWORD not in site.output
        assert "the password of ADMIN_PASSWORD" in site.output
    check = f"from kecamatan.models import User; print(User.objects.get().check_password('{PASSWORD}'))"
    assert "True" in manage("shell", "-c", check, **static.env).stdout


def test_the_demo_has_a_database_of_its_own_and_says_so(tmp_path):
    database = Database(tmp_path)
    for _start in range(2):
        with running(database, "--demo") as site:
            assert site.output.count("Demo account: ") == 3
            assert 'class="demo-bar"' in site.get("/accounts/login/")[1]
        names = {path.name for path in tmp_path.glob("*.sqlite3")}
        assert names == {"demo.sqlite3"}
    counted = (
        "from kecamatan.models import *; print(Drive.objects.count(), User.objects.filter(is_active=True).count())"
    )
    assert "2 3" in manage("shell", "-c", counted, DEMO="1", **database.env).stdout


def test_the_demo_never_touches_the_database_of_the_office(tmp_path):
    done = manage("up", "--dem", "--port", "1024", DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "--demo in full" in done.stderr
    assert not list(tmp_path.glob("*.sqlite3"))


@pytest.mark.parametrize("way", ["SIGTERM", "SIGTERM to all", "Ctrl-C", "terminal closed"])
def test_a_stopping_site_finishes_the_requests_under_way(started, way):
    with running(started, ADMIN_PASSWORD=PASSWORD) as site:
        token = token_of(started)
        assert site.get("/api/v1/summary", token=token)[0] == 200  # the use of the token is noted
        idle = socket.create_connection(("127.0.0.1", site.port))  # one who keeps the line open does not hold it up
        with started.writers_wait() as let_go:
            post = SlowPost(site, token)
            if way == "SIGTERM":
                site.process.send_signal(signal.SIGTERM)
            else:
                to_all = {"SIGTERM to all": signal.SIGTERM, "Ctrl-C": signal.SIGINT, "terminal closed": signal.SIGHUP}
                site.signal_to_all(to_all[way])
            site.wait_until_deaf()
            assert site.process.poll() is None
            let_go()
        status, row = post.answer()
        assert (status, row["key"], row["remaining_after"]) == (201, post.key, 151)
        assert site.end() == 0, site.output
        idle.close()
    assert "Traceback" not in site.output
    assert started.rows("SELECT count(*) FROM kecamatan_countupdate") == [(1,)]


def test_a_row_that_was_acknowledged_survives_kill_9(started):
    with running(started, ADMIN_PASSWORD=PASSWORD) as site:
        token = token_of(started)
        for number in range(1, 4):
            status, _row = SlowPost(site, token, quantity=number).answer()
            assert status == 201
        site.signal_to_all(signal.SIGKILL)
    kept = started.rows("SELECT quantity FROM kecamatan_countupdate ORDER BY id")
    assert kept == [(1,), (2,), (3,)]
    with running(started) as site:
        assert site.get("/healthz")[0] == 200
    checked = manage("check_ledger", **started.env)
    assert checked.returncode == 0, checked.stderr
    assert "Looked at 3 rows" in checked.stdout


def test_on_the_network_it_answers_to_its_own_names_and_to_no_others(started):
    with running(started, "--host", "0.0.0.0") as site:
        for name in [*own_addresses(), socket.gethostname(), f"{socket.gethostname()}.local", "localhost"]:
            assert site.get("/accounts/login/", host=name)[0] == 200, name
            assert f"http://{own_addresses()[-1]}:{site.port}/" in site.output
        assert site.get("/accounts/login/", host="stranger.example")[0] == 400


def test_at_home_it_answers_to_local_names_only(started):
    with running(started) as site:
        assert site.get("/accounts/login/", host="localhost")[0] == 200
        assert site.get("/accounts/login/", host="stranger.example")[0] == 400


def test_old_sessions_and_tries_at_passwords_are_cleared_at_the_start(started):
    with running(started):
        pass
    with started.connection() as connection:
        cursor = connection.cursor()
        for name, moment in (("old", "2020-01-01 00:00:00"), ("new", "2199-01-01 00:00:00")):
            cursor.execute(
                "INSERT INTO django_session (session_key, session_data, expire_date) "
                f"VALUES ('{name}', 'x', '{moment}')"
            )
            cursor.execute(
                "INSERT INTO axes_accessfailurelog (username, attempt_time, user_agent, ip_address, http_accept, "
                f"path_info, locked_out) VALUES ('{name}', '{moment}', '', '127.0.0.1', '', 'sign-in', false)"
            )
    with running(started):
        pass
    assert started.rows("SELECT session_key FROM django_session") == [("new",)]
    assert started.rows("SELECT username FROM axes_accessfailurelog") == [("new",)]


def test_a_site_in_production_needs_a_key_and_names():
    for changes, wanted in [({}, "SECRET_KEY"), ({"SECRET_KEY": "k" * 60}, "ALLOWED_HOSTS")]:
        done = manage("up", PRODUCTION="1", **changes)
        assert done.returncode == 1
        assert wanted in done.stderr
        assert done.stderr.count("\n") == 1


# --- What goes wrong before it serves: one sentence, exit code 1, no traceback --------------------------------------


def one_sentence(done, *parts: str) -> None:
    assert done.returncode == 1, done.stdout
    assert done.stderr.count("\n") == 1, done.stderr
    for part in parts:
        assert part in done.stderr


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = manage("up", "--port", str(port), DATA_DIR=str(tmp_path))
    one_sentence(done, f"Port {port} is taken.", f"--port {port + 1}")
    assert {path.name for path in tmp_path.iterdir()} <= {"secret_key"}


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--port", "0"], "0 is no port."),
        (["--port", "70000"], "70000 is no port."),
        (["--host", "192.0.2.1"], "This machine has no address 192.0.2.1."),
        (["--host", "not a host"], "“not a host” is no name or address of this machine."),
    ],
)
def test_an_address_that_cannot_be_used_is_said(tmp_path, arguments, part):
    one_sentence(manage("up", *arguments, DATA_DIR=str(tmp_path)), part)


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    folder = str(tmp_path / "file" / "data")
    one_sentence(manage("up", DATA_DIR=folder), "cannot be written", "set DATA_DIR")
    production = {"PRODUCTION": "1", "SECRET_KEY": "k3y-" * 20, "ALLOWED_HOSTS": "ektp.example.go.id"}
    one_sentence(manage("up", DATA_DIR=folder, **production), "cannot be made", "set DATA_DIR")


@pytest.mark.skipif(os.name == "nt", reason="rights of another kind there")
def test_the_data_folder_is_for_its_owner_alone(tmp_path):
    manage("up", "--port", "1024", DATA_DIR=str(tmp_path / "data"), DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_without_the_right_to_write_is_said(tmp_path):
    tmp_path.chmod(0o500)
    done = manage("up", DATA_DIR=str(tmp_path))
    tmp_path.chmod(0o700)
    one_sentence(done, "cannot be written", "set DATA_DIR")


def test_a_database_file_that_is_a_folder_or_no_database_is_said(tmp_path):
    (tmp_path / "ektp.sqlite3").mkdir()
    one_sentence(manage("up", "--port", "1024", DATA_DIR=str(tmp_path)), "cannot be written")
    (tmp_path / "ektp.sqlite3").rmdir()
    (tmp_path / "ektp.sqlite3").write_bytes(b"no database at all " * 100)
    one_sentence(manage("up", "--port", "1024", DATA_DIR=str(tmp_path)), "is not a sound SQLite database")


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("postgres://nobody@127.0.0.1:1/none", "The database is out of reach at 127.0.0.1:1, database none."),
        ("postgres://nobody:secret-word@no-such-host.invalid/none", "is out of reach"),
        ("mysql://a@b/c", "must begin with postgres:// or sqlite:///"),
        ("nonsense", "DATABASE_URL is not an address like postgres://"),
        ("postgres://a@b:port/c", "DATABASE_URL is not an address like postgres://"),
    ],
)
def test_a_database_out_of_reach_or_a_wrong_address_is_said_without_its_password(tmp_path, url, part):
    done = manage("up", "--port", "1024", DATA_DIR=str(tmp_path), DATABASE_URL=url)
    one_sentence(done, part)
    assert "secret-word" not in done.stderr


def test_a_full_disk_is_said(tmp_path):
    """A limit on the size of files stands in for the disk: SQLite is refused more room in the midst of migrating."""
    done = manage("up", "--port", "1024", blocks=100, DATA_DIR=str(tmp_path))
    one_sentence(done, "full", "Make room")


def test_every_command_says_a_wrong_setting_in_one_sentence(tmp_path):
    for command in (["check"], ["migrate"], ["load_kabupaten", "x"], ["check_ledger"]):
        done = manage(*command, DATA_DIR=str(tmp_path), DEBUG="maybe")
        one_sentence(done, "DEBUG='maybe' is neither true nor false.")
    one_sentence(manage("check_ledger", DATA_DIR=str(tmp_path)), "The database is not ready for this code.")


def test_an_empty_secret_key_is_said_instead_of_a_new_one_for_each_process(tmp_path):
    (tmp_path / "secret_key").touch()
    one_sentence(manage("check", DATA_DIR=str(tmp_path)), "secret_key is empty.", "Put it back from a backup")


def test_processes_that_start_at_once_share_one_secret_key(tmp_path):
    script = "from ektp_tracker.settings import SECRET_KEY; print(SECRET_KEY)"
    settings = {"cwd": ROOT, "env": environment(DATA_DIR=str(tmp_path)), "stdout": subprocess.PIPE, "text": True}
    started = [subprocess.Popen([sys.executable, "-c", script], **settings) for _number in range(6)]
    keys = {process.communicate(timeout=60)[0].strip() for process in started}
    assert keys == {(tmp_path / "secret_key").read_text()}
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_start_without_the_keys_of_the_data_or_with_others_is_refused(static):
    keys = Path(f"{static.folder}-keys.json")
    with running(static, ADMIN_PASSWORD=PASSWORD):
        assert keys.stat().st_mode & 0o777 == 0o600
    aside = keys.rename(keys.with_suffix(".aside"))
    one_sentence(manage("up", "--port", "1024", **static.env), "file of keys", "is missing", "Put it back")
    keys.write_text(aside.read_text().replace('"version": 1', '"version": 1 '))
    one_sentence(manage("up", "--port", "1024", **static.env), "Others may read", "chmod 600")
    keys.unlink()
    other = static.folder / "other"
    other.mkdir()
    with running(Database(other), ADMIN_PASSWORD=PASSWORD):
        Path(f"{other}-keys.json").rename(keys)
    one_sentence(manage("up", "--port", "1024", **static.env), "not those that this database was sealed with")


def test_keys_in_the_data_folder_are_refused(tmp_path):
    done = manage("up", "--port", "1024", DATA_DIR=str(tmp_path), KEYS_FILE=str(tmp_path / "keys.json"))
    one_sentence(done, "would lie in the data folder", "Set KEYS_FILE")
