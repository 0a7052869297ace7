"""``manage.py restore FILE``: make a backup the database again; the present one is moved aside."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, no_translations

from ektp_tracker.backups import put_back


class Command(BaseCommand):
    help = (
        "Checks a backup and makes it the database. Stop the site first. The present database is moved aside, not lost."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    @no_translations
    def handle(self, *, file: Path, **options) -> None:
        aside = put_back(file, datetime.now())  # noqa: DTZ005 - the office's own clock, for a file's name
        if aside is not None:
            self.stdout.write(f"The database that was there is now {aside}.")
        self.stdout.write(f"Restored from {file}. Start the site again: python manage.py up")
