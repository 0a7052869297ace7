"""``manage.py test [pytest's arguments]``: the whole suite, on the database that the environment names."""

import os
import subprocess
import sys
from importlib.util import find_spec

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

#: Each process has a database and a browser of its own.
MOST = 6


class Command(BaseCommand):
    help = (
        "Runs the tests with pytest, on a few processes unless -n says otherwise. On SQLite, or on the PostgreSQL that "
        "DATABASE_URL names. Everything after “test” goes to pytest as it stands."
    )

    def run_from_argv(self, argv: list[str]) -> None:
        """Pass everything on unread: pytest's options are not ours to know. Exits with pytest's own code."""
        for package in ("pytest", "xdist", "pytest_django"):
            if find_spec(package) is None:
                sys.stderr.write("The tests need more packages: pip install -r tests/requirements.txt\n")
                sys.exit(1)
        # A process of its own: the settings must see from the start that they are under test.
        command = [sys.executable, "-m", "pytest", *arguments(argv[2:])]
        sys.exit(subprocess.run(command, cwd=settings.BASE_DIR, check=False).returncode)  # noqa: S603

    def handle(self, *args, **options) -> None:
        raise CommandError("Run the tests from the command line: python manage.py test")


def arguments(given: list[str]) -> list[str]:
    """What pytest gets: a process more than there are cores, as many tests wait for others, unless the caller chose a
    number, or a debugger, which needs just one."""
    own = ("-n", "--numprocesses", "--pdb", "--trace", "--dist")
    if any(argument.startswith(own) for argument in given) or "no:xdist" in given:
        return given
    return ["-n", str(min((os.cpu_count() or 1) + 1, MOST)), "--dist", "worksteal", *given]
