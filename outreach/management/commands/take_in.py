"""``manage.py take_in read|commit NUMBER``: the work on an import, started by its page in a process of its own."""

import os
import signal
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import translation

from outreach import jobs
from outreach.models import ImportBatch

POLITENESS = 5
#: SQLite has one writer at a time: behind a large list, another one waits so long before it gives up.
MINUTES_FOR_A_TURN = 30


class Command(BaseCommand):
    help = "Reads or takes in an uploaded list. The page of the import starts this; by hand it does no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=jobs.KINDS)
        parser.add_argument("number", type=int)

    def handle(self, *, kind: str, number: int, **options) -> None:
        if hasattr(signal, "pthread_sigmask"):  # the worker that began this has signals blocked
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
        if hasattr(os, "nice"):
            os.nice(POLITENESS)  # pages come first
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {MINUTES_FOR_A_TURN * 60_000}")
        batch = ImportBatch.objects.select_related("by", "drive", "kabupaten").filter(pk=number).first()
        if batch is None:
            raise CommandError("There is no import of this number.")
        with translation.override(batch.by.language):
            jobs.run(kind, batch)
