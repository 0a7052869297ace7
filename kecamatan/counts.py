"""The arithmetic of the counts (design §4). Pure, and the only place that computes what remains.

``remaining = baseline + added − removed − recorded elsewhere − recorded`` (rule 1), for a desa, a kecamatan and the
kabupaten alike, and for what a kecamatan has *not broken down* to its desa (rule 2).
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

#: What one unit of each kind does to remaining.
EFFECT = {"added": 1, "removed": -1, "recorded_elsewhere": -1, "recorded": -1}
KINDS = tuple(EFFECT)


class Counts(NamedTuple):
    """People of one place as of one day: whole numbers, the parts always beside the sum.

    A named tuple, because a dashboard adds up thousands of them and a frozen dataclass takes three times as long to make.
    """

    baseline: int = 0
    added: int = 0
    removed: int = 0
    recorded_elsewhere: int = 0
    recorded: int = 0

    @property
    def remaining(self) -> int:
        """People still unrecorded (rule 1)."""
        return self.baseline + self.flow

    @property
    def flow(self) -> int:
        """What the ledger did to the baseline, signed."""
        return self.added - self.removed - self.recorded_elsewhere - self.recorded

    @property
    def to_record(self) -> int:
        """All who had to be recorded here so far: recorded here or still remaining."""
        return self.remaining + self.recorded

    @property
    def share_done(self) -> float | None:
        """Recorded ÷ ``to_record``; None where nobody had to be recorded (rule 11)."""
        return ratio(self.recorded, self.to_record)

    @property
    def share_of_baseline(self) -> float | None:
        """Recorded ÷ baseline; may pass 1 because of those who flowed in; None without a baseline."""
        return ratio(self.recorded, self.baseline)

    def __add__(self, other: "Counts") -> "Counts":  # type: ignore[override]
        return Counts(
            self.baseline + other.baseline,
            self.added + other.added,
            self.removed + other.removed,
            self.recorded_elsewhere + other.recorded_elsewhere,
            self.recorded + other.recorded,
        )

    def plus(self, kind: str, quantity: int) -> "Counts":
        """These counts with ``quantity`` more (or, negative, fewer) people of ``kind``."""
        return self._replace(**{kind: getattr(self, kind) + quantity})

    def with_baseline(self, baseline: int) -> "Counts":
        """The same flow over another baseline."""
        return self._replace(baseline=baseline)


def total(parts: Iterable[Counts]) -> Counts:
    """The sum of ``parts``; nothing sums to nothing."""
    result = Counts()
    for part in parts:
        result += part
    return result


def ratio(part: int | float, whole: int | float | None) -> float | None:
    """``part / whole``, or None where there is nothing to divide by (rule 11)."""
    return part / whole if whole else None


def effect(kind: str, quantity: int) -> int:
    """The change of remaining by ``quantity`` people of ``kind``; a reversal passes a negative quantity."""
    return EFFECT[kind] * quantity


def broken_down(
    kecamatan: Counts, shares: dict[int, int], by_desa: dict[int | None, Counts]
) -> tuple[dict[int, Counts], Counts]:
    """Split a kecamatan's counts into its desa with a share, and the rest that is *not broken down* (rule 2).

    ``shares``: desa → its stated share of the baseline. ``by_desa``: desa (None for rows that name only the kecamatan)
    → the flow entered for it, with no baseline. A desa without a stated share draws on what is not broken down, so its
    rows belong to the rest. The parts always sum to ``kecamatan``.
    """
    desa = {key: by_desa.get(key, Counts()).with_baseline(share) for key, share in shares.items()}
    rest_flow = total(flow for key, flow in by_desa.items() if key not in shares)
    rest = rest_flow.with_baseline(kecamatan.baseline - sum(shares.values()))
    return desa, rest


def lowest_from(day: date, remaining_now: int, later: Iterable[tuple[date, int]]) -> tuple[int, date]:
    """The lowest remaining at the end of ``day`` or of any later day, and that day.

    ``remaining_now``: with every row counted. ``later``: (day, change of remaining) of rows dated after ``day``, in
    any order. Walks back from now: before a row, remaining was its change less.
    """
    by_day: dict[date, int] = {}
    for row_day, change in later:
        by_day[row_day] = by_day.get(row_day, 0) + change
    level = remaining_now
    days = sorted(by_day, reverse=True)
    lowest, when = level, days[0] if days else day
    for index, row_day in enumerate(days):
        level -= by_day[row_day]
        before = days[index + 1] if index + 1 < len(days) else day
        if level < lowest:
            lowest, when = level, before
    return lowest, when
