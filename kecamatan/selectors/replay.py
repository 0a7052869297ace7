"""A drive day by day: the counts of every kecamatan at the end of each of its days."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from kecamatan.counts import Counts, total
from kecamatan.models import Baseline, Drive, Kecamatan
from kecamatan.regency_map import STEPS, Step, step_of
from kecamatan.selectors.counts import daily_flows

#: Frames × kecamatan that a script is given at most; a longer drive or a larger regency is played in larger steps.
MOST_NUMBERS = 5000
#: One scale for all days: the share done in fifths.
LEGEND = [Step(index, index / STEPS, (index + 1) / STEPS) for index in range(STEPS)]


@dataclass(frozen=True)
class PlaceDay:
    """One kecamatan at the end of a day; ``counts`` None: its baseline is not stated, so what remains is not known."""

    kecamatan: Kecamatan
    counts: Counts
    stated: bool

    @property
    def share(self) -> float | None:
        """Recorded of all who had to be recorded so far."""
        return self.counts.share_done if self.stated else None

    @property
    def step(self) -> int | None:
        """The colour of the share."""
        return step_of(self.share, LEGEND)


@dataclass(frozen=True)
class Replay:
    """All days of a drive, from the baseline to polling day or today."""

    drive: Drive
    first: date
    last: date
    kecamatan: Sequence[Kecamatan]
    baselines: dict[int, int]
    flows: dict[int, list[tuple[date, Counts]]]

    def on(self, day: date) -> list[PlaceDay]:
        """Every kecamatan at the end of ``day``."""
        found = []
        for one in self.kecamatan:
            flow = total(flow for when, flow in self.flows[one.pk] if when <= day)
            counts = flow.with_baseline(self.baselines.get(one.pk, 0))
            found.append(PlaceDay(one, counts, one.pk in self.baselines))
        return found

    def flow_on(self, day: date) -> Counts:
        """What was entered for that one day, of all kecamatan."""
        return total(flow for days in self.flows.values() for when, flow in days if when == day)

    @property
    def stated(self) -> bool:
        """Is every baseline stated?"""
        return bool(self.kecamatan) and len(self.baselines) == len(self.kecamatan)

    @cached_property
    def frames(self) -> list[date]:
        """The days that a script plays: every one, or every second, third … where they are many; the last one always."""
        days = (self.last - self.first).days
        stride = max(1, math.ceil((days + 1) * max(1, len(self.kecamatan)) / MOST_NUMBERS))
        found = [self.first + timedelta(days=number) for number in range(0, days + 1, stride)]
        return found if found[-1] == self.last else [*found, self.last]

    def as_json(self) -> dict:
        """For the script, one number a frame: remaining and recorded, the share in percent (−1: none), the colour (-: none).

        ``kecamatan``: in the order of the page. ``all``: all of them, with who flowed in. Nothing is left to be computed.
        """
        whole = self._levels(self.kecamatan)
        return {
            "first": self.first.isoformat(),
            "days": [(day - self.first).days for day in self.frames],
            "kecamatan": [
                {
                    "code": one.code,
                    "remaining": [level.remaining for level in levels] if one.pk in self.baselines else [],
                    "recorded": [level.recorded for level in levels],
                    "share": [percent_of(level.share_done) if one.pk in self.baselines else -1 for level in levels],
                    "step": "".join(self._colour(one, level) for level in levels),
                }
                for one in self.kecamatan
                for levels in [self._levels([one])]
            ],
            "all": {
                "remaining": [level.remaining for level in whole] if self.stated else [],
                "recorded": [level.recorded for level in whole],
                "added": [level.added for level in whole],
                "share": [percent_of(level.share_done) if self.stated else -1 for level in whole],
            },
        }

    def _colour(self, kecamatan: Kecamatan, level: Counts) -> str:
        step = step_of(level.share_done, LEGEND) if kecamatan.pk in self.baselines else None
        return "-" if step is None else str(step)

    def _levels(self, places: Sequence[Kecamatan]) -> list[Counts]:
        """The counts of these kecamatan together at the end of each frame."""
        days = sorted((day, flow) for one in places for day, flow in self.flows[one.pk])
        level = Counts(sum(self.baselines.get(one.pk, 0) for one in places))
        found, index = [], 0
        for frame in self.frames:
            while index < len(days) and days[index][0] <= frame:
                level += days[index][1]
                index += 1
            found.append(level)
        return found


def percent_of(share: float | None) -> int:
    """A share in whole percent; −1 for none."""
    return -1 if share is None else round(share * 100)


def replay_of(drive: Drive, kecamatan: Sequence[Kecamatan], today: date) -> Replay:
    """All that is known of a drive's days (two queries)."""
    ids = [one.pk for one in kecamatan]
    baselines = dict(
        Baseline.objects.of_kecamatan().filter(drive=drive, kecamatan__in=ids).values_list("kecamatan", "people")
    )
    last = max(drive.baseline_date, min(drive.polling_day, today))
    return Replay(drive, drive.baseline_date, last, kecamatan, baselines, daily_flows(drive, ids, as_of=last))
