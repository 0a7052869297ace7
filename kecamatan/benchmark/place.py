"""A database of the benchmark's own: on SQLite a file in a temporary folder, on PostgreSQL a new database. Never the office's."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import ProgrammingError, connection

#: Taken from the environment of every step, so that only what ``own_place`` says is used.
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


class NoPlace(Exception):
    """There is nowhere to make a database; the sentence says what to do."""


@contextmanager
def own_place(folder: Path | None = None) -> Iterator[dict[str, str]]:
    """The environment of a site that is empty and whose data is gone afterwards.

    ``folder``: where the temporary folder is made; unset, beside the office's data, so that the disk is the same one.
    """
    parent = folder or settings.DATA_DIR
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=parent) as own:
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        environment |= {"DATA_DIR": f"{own}/data", "KEYS_FILE": f"{own}/keys.json", "PYTHONWARNINGS": "ignore"}
        if connection.vendor == "sqlite":
            yield environment
            return
        with _own_database() as url:
            yield environment | {"DATABASE_URL": url}


@contextmanager
def _own_database() -> Iterator[str]:
    """A new database on the server of DATABASE_URL; gives its address."""
    name = f"ektp_benchmark_{uuid.uuid4().hex[:12]}"
    try:
        _on_server(f'CREATE DATABASE "{name}"')
    except ProgrammingError as fault:
        raise NoPlace(
            "The role of DATABASE_URL may not make a database, and the benchmark never uses one that is there. "
            f"Give it the right (ALTER ROLE … CREATEDB) or name another role. ({' '.join(str(fault).split())})"
        ) from None
    try:
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
