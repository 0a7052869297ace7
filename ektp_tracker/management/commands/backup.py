"""``manage.py backup [FOLDER]``: a checked copy of the SQLite database, while the site goes on."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, no_translations

from ektp_tracker.backups import back_up


class Command(BaseCommand):
    help = "Copies the SQLite database as of one moment, checks the copy, and writes its SHA-256 beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.DATA_DIR / "backups")

    @no_translations
    def handle(self, *, folder: Path, **options) -> None:
        copy = back_up(folder, datetime.now())  # noqa: DTZ005 - the office's own clock, for a file's name
        self.stdout.write(f"Backed up to {copy} ({copy.stat().st_size // 1024} kB, checked). Keep it on another disk.")
        self.stdout.write(f"It is no use without the keys in {settings.KEYS_FILE}: keep a copy of them too, elsewhere.")
