"""``manage.py benchmark``: how quick the site is on this machine, on a database of its own."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from kecamatan.benchmark.place import NoPlace
from kecamatan.benchmark.report import as_json, as_text
from kecamatan.benchmark.running import Plan, StepFailed, run


class Command(BaseCommand):
    help = (
        "Fills a database of its own with a ledger of so many regencies and measures pages, calls and updates. The "
        "office's data is never touched: on SQLite a file in a temporary folder, on PostgreSQL a new database on the "
        "server of DATABASE_URL (whose role must be allowed to make one); both are gone afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kabupaten", type=int, nargs="+", default=[1], help="how many regencies; several sizes")
        parser.add_argument("--rows", type=int, default=10_000, help="rows of the ledger for each regency")
        parser.add_argument("--seconds", type=float, default=5, help="how long to write, and to ask over HTTP")
        parser.add_argument("--scale", type=float, default=1, help="less than 1 asks pages less often")
        parser.add_argument("--http", action="store_true", help="serve as “up” does and ask from 8 clients as well")
        parser.add_argument("--folder", type=Path, help="where the temporary folder is made; DATA_DIR if left out")
        parser.add_argument("--json", action="store_true", help="print JSON")

    @no_translations
    def handle(self, **options) -> None:
        sizes = options["kabupaten"]
        if min(sizes) < 1 or max(sizes) > 1000 or not 200 <= options["rows"] <= 1_000_000:
            raise CommandError("From 1 to 1000 kabupaten with 200 to 1000000 rows each can be measured.")
        if not 0 < options["seconds"] <= 60 or not 0 < options["scale"] <= 10:
            raise CommandError("--seconds lies between 0 and 60, --scale between 0 and 10.")
        same = {name: options[name] for name in ("rows", "http", "seconds", "scale", "folder")}
        try:
            found = [run(Plan(size, **same), self._say) for size in sizes]
        except (NoPlace, StepFailed) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(json.dumps(as_json(found), indent=2) if options["json"] else as_text(found))
        if faults := [fault for one in found for fault in one.faults]:
            raise CommandError("The ledger does not hold what it promises: " + " ".join(faults))

    def _say(self, sentence: str) -> None:
        self.stderr.write(sentence)
