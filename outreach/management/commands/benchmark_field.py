"""``manage.py benchmark_field``: how long the office takes for what all phones send at once in the evening."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import connection

from kecamatan.benchmark.place import NoPlace, own_place
from kecamatan.benchmark.running import StepFailed, Steps
from outreach.benchmark.running import MODULE


class Command(BaseCommand):
    help = (
        "Fills a database of its own with 2,798 invented people, lets phones on half as many visits send their events at "
        "the same moment, and looks whether everybody was counted once. The office's data is never touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--phones", type=int, default=20)
        parser.add_argument("--events", type=int, default=500, help="of each phone; it meets some 250 people")
        parser.add_argument("--folder", type=Path, help="where the temporary folder is made; DATA_DIR if left out")

    @no_translations
    def handle(self, *, phones: int, events: int, folder: Path | None, **options) -> None:
        if not 2 <= phones <= 22 or not 400 <= events <= 5000:
            raise CommandError("From 2 to 22 phones with 400 to 5000 events each can be measured.")
        try:
            with own_place(folder) as environment:
                steps = Steps(environment, MODULE)
                steps.one("places", number=1)
                steps.one("people", each=2798, part=0, parts=1)
                steps.one("check")
                found = steps.one("phones", phones=phones, events=events)
                faults = [*found["faults"], *steps.one("check")["faults"]]
        except (NoPlace, StepFailed) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(
            f"{connection.vendor}: {found['events']} events of {phones} phones in {found['seconds']:.1f} s, "
            f"{found['events'] / found['seconds']:.0f} a second; a batch of 50 took {found['median_ms']:.0f} ms at the "
            f"median and {found['p95_ms']:.0f} ms at the 95th percentile, waiting included."
        )
        if faults:
            raise CommandError("Something is not as it should be: " + " ".join(faults))
