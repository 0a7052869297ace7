"""Copies of the SQLite database that can be trusted, and putting one back. (PostgreSQL brings its own: pg_dump.)"""

import hashlib
import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

PAGES_AT_A_TIME = 2000
WITH_IT = ("-wal", "-shm")


def database_path() -> Path:
    """The file of the database. Raises CommandError on PostgreSQL, with what serves there."""
    if connection.vendor != "sqlite":
        raise CommandError(
            "This site keeps its data in PostgreSQL. Back up with: pg_dump --format=custom --file=ektp.dump "
            '"$DATABASE_URL"; put it back into an empty database with: pg_restore --dbname="$DATABASE_URL" ektp.dump'
        )
    return Path(settings.DATABASES["default"]["NAME"])


def _reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=20)


def back_up(folder: Path, now: datetime) -> Path:
    """A copy of the database as of one moment, while the site goes on; checked, with its SHA-256 beside it.

    Raises CommandError where there is no database or the copy is not sound; nothing half-made is left behind.
    """
    source = database_path()
    if not source.exists():
        raise CommandError(f"There is no database at {source} yet.")
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{source.stem}-{now:%Y%m%d-%H%M%S}.sqlite3"
    draft = copy.with_suffix(".part")
    try:
        draft.touch(mode=0o600)
        with closing(_reading(source)) as live, closing(sqlite3.connect(draft)) as target:
            live.backup(target, pages=PAGES_AT_A_TIME)
            # One file, without a log beside it.
            target.execute("PRAGMA journal_mode=DELETE")
        check_sound(draft)
        digest = sha256_of(draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        copy.with_suffix(".sha256").write_text(f"{digest}  {copy.name}\n", encoding="utf-8")
        draft.replace(copy)
    finally:
        _remove(draft)
    return copy


def put_back(copy: Path, now: datetime) -> Path | None:
    """Make ``copy`` the database; the present one is moved aside and its new path given (None: there was none).

    The copy is first checked: its SHA-256 where that lies beside it, its soundness, and that this code knows all of its
    migrations. Raises CommandError for each, and where the site is still running; then nothing is changed.
    """
    target = database_path()
    _check_copy(copy)
    draft = target.with_name(f"{target.name}.restoring")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        draft.touch(mode=0o600)
        with closing(_reading(copy)) as source, closing(sqlite3.connect(draft)) as file:
            source.backup(file)
        check_sound(draft)
        aside = _move_aside(target, now)
        try:
            draft.replace(target)
        except BaseException:
            if aside is not None:
                aside.replace(target)
            raise
    finally:
        _remove(draft)
    return aside


def _check_copy(copy: Path) -> None:
    if not copy.is_file():
        raise CommandError(f"There is no file {copy}.")
    beside = copy.with_suffix(".sha256")
    if beside.exists() and beside.read_text(encoding="utf-8").split()[:1] != [sha256_of(copy)]:
        raise CommandError(
            f"{copy} is not what was backed up: its SHA-256 differs from {beside.name}. Use another copy."
        )
    check_sound(copy)
    known = set(MigrationLoader(None).graph.nodes)
    with closing(_reading(copy)) as database:
        try:
            applied = set(database.execute("SELECT app, name FROM django_migrations"))
        except sqlite3.DatabaseError:
            raise CommandError(f"{copy} is not a database of this site.") from None
    newer = sorted(applied - known)
    if newer:
        raise CommandError(
            f"{copy} comes from a newer version of this site ({'.'.join(newer[-1])}). Install that version first."
        )


def _move_aside(target: Path, now: datetime) -> Path | None:
    """Nobody has the file open: it is moved away, with its log written into it. Old logs never meet the new file."""
    if not target.exists():
        return None
    connection.close()
    with closing(sqlite3.connect(target, timeout=1, isolation_level=None)) as alone:
        try:
            alone.execute("PRAGMA locking_mode=EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.execute("ROLLBACK")
            alone.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError:
            raise CommandError("The site is running. Stop it first (Ctrl-C, or its service), then restore.") from None
    aside = target.with_name(f"{target.stem}-before-restore-{now:%Y%m%d-%H%M%S}.sqlite3")
    target.replace(aside)
    _remove_logs(target)
    return aside


def _remove_logs(path: Path) -> None:
    for ending in WITH_IT:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).unlink()


def _remove(draft: Path) -> None:
    """The draft, if it is still there, and whatever SQLite laid beside it."""
    draft.unlink(missing_ok=True)
    _remove_logs(draft)


def check_sound(path: Path) -> None:
    """Raise CommandError unless SQLite finds the file whole and every reference leading somewhere."""
    with closing(_reading(path)) as database:
        try:
            whole = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            whole = whole and not database.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError:
            whole = False
    if not whole:
        raise CommandError(f"{path} is not a sound SQLite database. Use another copy.")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
