"""``manage.py backtest [FILE]``: how often the forecast was right; see kecamatan.forecast for how it is made."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from kecamatan.forecast.backtest import score, told, told_of_drives, walk
from kecamatan.forecast.parts import Goal, Past
from kecamatan.loading.faults import Faulty
from kecamatan.loading.series import CountSeries, read_series

#: Weeks ahead.
HORIZONS = (1, 2, 4, 8, 12)


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a day such as 2024-06-25") from None


class Command(BaseCommand):
    help = (
        "Cuts a real series after every week, forecasts what remains 1, 2, 4, 8 and 12 weeks later, and says how often the "
        "true number lay within the 80 % range and how large the error was. FILE is a CSV with the columns date, recorded "
        "and, where known, added, removed, recorded_elsewhere; or the CSV that the ledger's page exports. Without FILE it "
        "runs on invented drives. Reads only."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument("--people", type=int, help="how many remained before the first day of FILE")
        parser.add_argument("--last-recording-day", type=a_day, help="the last day of FILE if left out")
        parser.add_argument(
            "--rest-days", type=a_day, nargs="+", default=[], metavar="DAY", help="holidays and the like"
        )
        parser.add_argument("--drives", type=int, default=500, help="how many drives are invented")
        parser.add_argument(
            "--seed", type=int, nargs="+", default=[1], help="of the invented drives; several are run one by one"
        )

    @no_translations
    def handle(self, *, file: Path | None, **options) -> None:
        if file is None:
            if not 1 <= options["drives"] <= 10_000:
                raise CommandError("From 1 to 10000 drives can be invented.")
            for seed in options["seed"]:
                self.stdout.write("\n".join(told_of_drives(options["drives"], seed)))
            return
        try:
            series = read_series(file)
        except Faulty as faulty:
            number = "1 fault" if len(faulty.faults) == 1 else f"{len(faulty.faults)} faults"
            raise CommandError(f"nothing was tried. {number}:\n{faulty}") from None
        self._try(series, options)

    def _try(self, series: CountSeries, options: dict) -> None:
        """Walk through a real series."""
        first, today = series.days[0][0], series.days[-1][0]
        lowest = -min(accumulate(flow.flow for _day, flow in series.days))
        people = options["people"]
        if people is None:
            people = max(0, lowest) + sum(flow.recorded for _day, flow in series.days)
            self.stdout.write(f"How many remained at first was not said (--people); {people} is assumed.")
        elif people < lowest:
            raise CommandError(f"--people {people} is too few: {lowest} at least must have remained before {first}.")
        end = options["last_recording_day"] or today
        remaining = people + sum(flow.flow for _day, flow in series.days)
        past = Past(first, today, remaining, series.days, rest_days=frozenset(options["rest_days"]))
        # Far enough that every horizon lies before polling day.
        goal = Goal(end, max(end, today) + timedelta(weeks=max(HORIZONS)))
        found = walk(past, goal, HORIZONS)
        self.stdout.write(f"{len(series.days)} days with entries from {first} to {today}.")
        for weeks, trials in found.items():
            name = f"{weeks} week{'' if weeks == 1 else 's'} ahead"
            self.stdout.write(told(name, score(trials)) if trials else f"{name}: too little data for a forecast")
