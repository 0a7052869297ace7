"""How often the truth lies within the range: ``python -m kecamatan.forecast.backtest --drives 500 --seed 1``.

Each invented drive is cut at a day drawn at random, from the first with enough data to a week before the last recording
day; the forecast sees nothing after it. A real series is cut after every week instead.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from time import perf_counter

from kecamatan.forecast.course import forecast, is_enough
from kecamatan.forecast.drives import Drive, a_drive
from kecamatan.forecast.parts import Goal, Past, Plan, Range

#: No drive is cut later than so many days before the last recording day: then there is little left to tell.
LATEST = 7
#: Between these the part of true numbers within an 80 % range has to lie.
LOWEST, HIGHEST = 0.75, 0.85


@dataclass(frozen=True)
class Trial:
    """One forecast and what came of it. ``weeks``: from the cut to the day that was forecast; ``now``: remaining then."""

    weeks: float
    now: int
    told: Range
    truth: int

    @property
    def is_within(self) -> bool:
        return self.told.low <= self.truth <= self.told.high

    @property
    def error(self) -> int:
        """Forecast less truth: positive where fewer remained than was forecast."""
        return self.told.mid - self.truth


@dataclass(frozen=True)
class Score:
    """Of several trials. Coverage, the parts below and above the range; the mean error and its mean size, in people and
    as a part of what remained at the cut; the range's mean width as such a part."""

    trials: int
    within: float
    below: float
    above: float
    error: float
    size: float
    relative_error: float
    relative_size: float
    width: float

    @property
    def is_honest(self) -> bool:
        """Does about as much lie within the range as it says?"""
        return LOWEST <= self.within <= HIGHEST


def score(trials: Sequence[Trial]) -> Score:
    """Of at least one trial."""
    number = len(trials)
    return Score(
        number,
        sum(one.is_within for one in trials) / number,
        sum(one.truth < one.told.low for one in trials) / number,
        sum(one.truth > one.told.high for one in trials) / number,
        sum(one.error for one in trials) / number,
        sum(abs(one.error) for one in trials) / number,
        sum(one.error / max(1, one.now) for one in trials) / number,
        sum(abs(one.error) / max(1, one.now) for one in trials) / number,
        sum((one.told.high - one.told.low) / max(1, one.now) for one in trials) / number,
    )


def thirds(trials: Sequence[Trial]) -> list[list[Trial]]:
    """The nearest, the middle and the furthest third."""
    ordered = sorted(trials, key=lambda one: one.weeks)
    cuts = [0, len(ordered) // 3, 2 * len(ordered) // 3, len(ordered)]
    return [ordered[low:high] for low, high in pairwise(cuts)]


def trial_of(drive: Drive, chance: Random) -> Trial | None:
    """The drive cut at a day drawn at random; None where there is no day with enough data and somebody remaining."""
    days = range((drive.last_recording_day - drive.start).days - LATEST + 1)
    for _try in range(20):
        today = drive.start + timedelta(days=chance.choice(days))
        past = drive.past(today)
        if past.remaining > 0 and is_enough(past):
            told = forecast(past, drive.goal, drive.plan(today)).at_last_recording_day
            weeks = (drive.last_recording_day - today).days / 7
            return Trial(weeks, past.remaining, told, drive.remaining_on(drive.last_recording_day))
    return None


def trials_of(drives: int, seed: int) -> list[Trial]:
    """One trial each of so many invented drives."""
    found, number = [], 0
    while len(found) < drives:
        drive, chance = a_drive(f"{seed} {number}"), Random(f"cut {seed} {number}")
        number += 1
        if (one := trial_of(drive, chance)) is not None:
            found.append(one)
    return found


def walk(past: Past, goal: Goal, horizons: Iterable[int]) -> dict[int, list[Trial]]:
    """A real series, cut after every week: weeks ahead → what was forecast for then and what came.

    ``past`` is the whole series. Days after the last recording day are not forecast, and no visit is known beforehand.
    """
    found: dict[int, list[Trial]] = {weeks: [] for weeks in horizons}
    last = min(past.today, goal.last_recording_day)
    today = past.start
    while today < last:
        seen = _cut(past, today)
        if seen.remaining > 0 and is_enough(seen):
            told = forecast(seen, goal, Plan())
            for weeks, trials in found.items():
                day = today + timedelta(weeks=weeks)
                if day <= last:
                    truth = _cut(past, day).remaining
                    trials.append(Trial(weeks, seen.remaining, told.fan[weeks * 7], truth))
        today += timedelta(weeks=1)
    return found


def _cut(past: Past, today: date) -> Past:
    """What was known at the end of this day."""
    later = sum(flow.flow for day, flow in past.days if today < day <= past.today)
    days = [(day, flow) for day, flow in past.days if day <= today]
    return Past(past.start, today, past.remaining - later, days, past.visited, past.rest_days)


def told(name: str, found: Score) -> str:
    """One line of words."""
    return (
        f"{name}: {found.trials} forecasts, {found.within:.1%} within the range ({found.below:.1%} below it, "
        f"{found.above:.1%} above); mean error {found.error:+.0f} people ({found.relative_error:+.1%} of what remained), "
        f"mean size of the error {found.size:.0f} ({found.relative_size:.1%}); the range is as wide as {found.width:.0%} "
        "of what remained"
    )


def told_of_drives(drives: int, seed: int) -> list[str]:
    """The lines for so many invented drives."""
    begun = perf_counter()
    trials = trials_of(drives, seed)
    lines = [told(f"{drives} invented drives, seed {seed}, on the last recording day", score(trials))]
    for some in thirds(trials):
        if some:
            lines.append(told(f"  {some[0].weeks:.0f} to {some[-1].weeks:.0f} weeks ahead", score(some)))
    return [*lines, f"  {perf_counter() - begun:.1f} s"]


def main(arguments: Sequence[str] | None = None) -> list[str]:
    """What is printed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drives", type=int, default=500)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    asked = parser.parse_args(arguments)
    return [line for seed in asked.seed for line in told_of_drives(asked.drives, seed)]


if __name__ == "__main__":
    print("\n".join(main()))
