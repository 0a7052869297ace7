"""``manage.py up``: one command from an empty folder to a served site."""

import multiprocessing
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from ektp_tracker.serving import CannotServe, check_address, check_certificate, prepare, serve


class Command(BaseCommand):
    help = (
        "Migrates, loads the real baseline into an empty database, makes the first admin and prints its password once "
        "(or takes ADMIN_PASSWORD), and serves. A second start touches nothing. --demo uses a database of its own."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0: every address of this machine")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--https", type=Path, metavar="FOLDER", help="with the certificate of make_certificate")
        parser.add_argument("--demo", action="store_true", help="invented people and months of work")

    @no_translations
    def handle(self, *, host: str, port: int, https: Path | None, demo: bool, **options) -> None:
        if demo != settings.DEMO:
            raise CommandError("Write --demo in full behind “manage.py up”, and leave DEMO out of the environment.")
        try:
            check_certificate(https)
            address = check_address(host, port)
        except CannotServe as fault:
            raise CommandError(str(fault)) from None
        prepare(self._say)
        # Workers that start anew read their settings from the environment and share no connection with this process.
        multiprocessing.set_start_method("spawn", force=True)
        serve(host, address, port, self._say, https=https)

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
