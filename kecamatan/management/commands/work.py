"""``manage.py work ID COMMAND …``: a command that a page started, in a process of its own. See kecamatan.background."""

import argparse
import signal

from django.core.management.base import BaseCommand, CommandParser

from kecamatan.background import run


class Command(BaseCommand):
    help = "Runs a command that a page has started, and notes how far it is. Not meant to be called by hand."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id")
        parser.add_argument("name")
        parser.add_argument("arguments", nargs=argparse.REMAINDER)

    def handle(self, *args, **options) -> None:
        if hasattr(signal, "pthread_sigmask"):  # the web worker blocks these for itself (ektp_tracker.worker)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGHUP, signal.SIGTERM})
        run(options["id"], options["name"], *options["arguments"])
