"""Sites that were started once for all processes of a run and are copied from then on: a first start takes long.

Only for SQLite, whose database is a file in the folder of the data; on PostgreSQL a site begins from nothing.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from tests.site_process import Database, running

PASSWORD = "perahu-biru-27"


def copied(factory, name: str, start: Callable[[Database], None], folder: Path) -> None:
    """Make ``folder``, and the file of keys beside it, as ``start`` left its own; does nothing on PostgreSQL."""
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "started-once" / name
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "made").exists():
            shutil.rmtree(shared / "data", ignore_errors=True)
            (shared / "data").mkdir()
            start(Database(shared / "data"))
            (shared / "made").touch()
    shutil.copytree(shared / "data", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.log"))
    for keys in shared.glob("data-keys*.json"):
        shutil.copy2(keys, folder.with_name(keys.name.replace("data", folder.name, 1)))


def first_start(database: Database) -> None:
    """The real regency, nobody in it, and an admin with PASSWORD."""
    with running(database, ADMIN_PASSWORD=PASSWORD):
        pass


def demo_start(database: Database) -> None:
    """The demo, filled."""
    with running(database, "--demo"):
        pass
