"""Backups of SQLite that can be trusted, and putting one back: on the real commands and files."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from ektp_tracker import backups
from tests.site_process import Database, manage, running

pytestmark = pytest.mark.usefixtures("on_sqlite_only")


@pytest.fixture
def on_sqlite_only(settings):
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("SQLite only: PostgreSQL has pg_dump")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A folder of data: migrated, with the real regency."""
    folder = tmp_path_factory.mktemp("loaded") / "data"
    for command in (["migrate", "-v0"], ["load_kabupaten", "kecamatan/regencies/15.07"]):
        done = manage(*command, DATA_DIR=str(folder))
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def office(loaded, tmp_path):
    """A site's data, of this test's own, in a folder with a name that is not easy."""
    return Database(Path(shutil.copytree(loaded, tmp_path / "data of the office? #1")))


def names(database):
    return {name for (name,) in database.rows("SELECT name FROM kecamatan_kecamatan")}


def rename(database, name):
    with database.connection() as connection:
        connection.execute("UPDATE kecamatan_kecamatan SET name = ? WHERE code = '15.07.01'", [name])


def back_up(database, folder):
    done = manage("backup", str(folder), **database.env)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.sqlite3"))


def test_a_copy_made_while_the_site_serves_brings_everything_back(office, tmp_path):
    with running(office):
        copy = back_up(office, tmp_path / "copies")
        rename(office, "Changed since")
    done = manage("restore", str(copy), **office.env)
    assert done.returncode == 0, done.stderr
    assert "Muara Sabak Timur" in names(office)
    aside = next(office.folder.glob("*-before-restore-*"))
    assert "Changed since" in names_in(aside)
    assert not list(office.folder.glob("*-wal"))
    assert manage("check_ledger", **office.env).returncode == 0


def names_in(path):
    connection = sqlite3.connect(path)
    found = {name for (name,) in connection.execute("SELECT name FROM kecamatan_kecamatan")}
    connection.close()
    return found


def test_nobody_else_reads_a_copy(office, tmp_path):
    copy = back_up(office, tmp_path / "copies")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.with_suffix(".sha256").exists()


def test_a_running_site_is_not_swapped_away_under_its_feet(office, tmp_path):
    copy = back_up(office, tmp_path / "copies")
    rename(office, "Changed since")
    # Idle workers: nobody has asked them for anything that needs the database.
    with running(office, asked=False):
        done = manage("restore", str(copy), **office.env)
        assert done.returncode == 1
        assert "site is running" in done.stderr
        assert "Traceback" not in done.stderr
    assert "Changed since" in names(office)
    assert not list(office.folder.glob("*.restoring"))


def test_what_is_no_sound_backup_is_refused_and_changes_nothing(office, tmp_path):
    copy = back_up(office, tmp_path / "copies")
    damaged = tmp_path / "copies" / "damaged.sqlite3"
    damaged.write_bytes(copy.read_bytes()[:-5000])
    other = tmp_path / "copies" / "other.sqlite3"
    sqlite3.connect(other).close()
    newer = tmp_path / "copies" / "newer.sqlite3"
    newer.write_bytes(copy.read_bytes())
    connection = sqlite3.connect(newer)
    connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('kecamatan', '9999_later', '')")
    connection.commit()
    connection.close()
    copy.write_bytes(copy.read_bytes() + b"x")
    for file, words in (
        (copy, "SHA-256"),
        (damaged, "not a sound"),
        (other, "not a database of this site"),
        (newer, "newer version"),
        (tmp_path / "none.sqlite3", "no file"),
    ):
        done = manage("restore", str(file), **office.env)
        assert done.returncode == 1, file
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    assert "Muara Sabak Timur" in names(office)
    assert not list(office.folder.glob("*-before-restore-*"))


def test_without_a_database_there_is_nothing_to_back_up(tmp_path):
    done = manage("backup", str(tmp_path / "copies"), DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 1
    assert "no database" in done.stderr


def test_a_restore_that_fails_at_its_last_step_leaves_the_database_as_it_was(office, tmp_path, settings, monkeypatch):
    copy = back_up(office, tmp_path / "copies")
    rename(office, "Changed since")
    target = office.folder / "ektp.sqlite3"
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", target)
    monkeypatch.setattr(backups, "connection", SimpleNamespace(vendor="sqlite", close=lambda: None))
    replace = Path.replace

    def full(path, to):
        if path.name.endswith(".restoring"):
            path.with_name(path.name + "-wal").touch()
            raise OSError(28, "No space left on device")
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        backups.put_back(copy, datetime(2024, 7, 1, 8, 0, tzinfo=UTC))
    assert "Changed since" in names(office)
    left = {path.name for path in office.folder.iterdir()}
    assert not [name for name in left if "restor" in name]
