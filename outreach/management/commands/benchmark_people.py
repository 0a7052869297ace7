"""``manage.py benchmark_people``: how quick the pages of people and the taking in of lists are on this machine."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from kecamatan.benchmark.place import NoPlace
from kecamatan.benchmark.running import StepFailed
from outreach.benchmark.report import as_json, as_text
from outreach.benchmark.running import Plan, run


class Command(BaseCommand):
    help = (
        "Fills a database of its own with invented people and measures pages, lists that are taken in and undone, exports "
        "and new keys. The office's data is never touched: on SQLite a file in a temporary folder, on PostgreSQL a new "
        "database on the server of DATABASE_URL (whose role must be allowed to make one); both are gone afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, nargs="+", default=[2798], help="on each list; several sizes")
        parser.add_argument("--kabupaten", type=int, default=1, help="how many regencies, each with its list")
        parser.add_argument("--rounds", type=int, default=20, help="how often a page is asked")
        parser.add_argument("--folder", type=Path, help="where the temporary folder is made; DATA_DIR if left out")
        parser.add_argument("--json", action="store_true", help="print JSON")

    @no_translations
    def handle(self, **options) -> None:
        sizes, number = options["people"], options["kabupaten"]
        if not 1 <= number <= 1000 or min(sizes) < 60 or max(sizes) > 100_000:
            raise CommandError("From 1 to 1000 kabupaten with 60 to 100000 people each can be measured.")
        if not 2 <= options["rounds"] <= 1000:
            raise CommandError("--rounds lies between 2 and 1000.")
        same = {"rounds": options["rounds"], "folder": options["folder"]}
        try:
            found = [run(Plan(number, size, **same), self.stderr.write) for size in sizes]
        except (NoPlace, StepFailed) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(json.dumps(as_json(found), indent=2) if options["json"] else as_text(found))
        if faults := [fault for one in found for fault in one.faults]:
            raise CommandError("Something is not as it should be: " + " ".join(faults))
