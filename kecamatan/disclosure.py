"""What may be published of counts, so that nobody finds out a small one. Pure: whole numbers in, what is shown out.

**The rule.** A count below ``LEAST``, zero among them, is published as "<5" and nothing else. Every other count is
published as the nearest multiple of ``STEP``. So each published figure stands for a *span* of at least three true values
(0–4, 5–7, 8–12, 13–17 …), and which of them it is can be read from nothing that is published:

* *Not from totals.* A total is not the sum of what is shown (which would be off by tens) but the true one, published by the
  same rule, as long as that leaves every value of every span possible; where it would not (a few places, all of them at
  the edge of their spans), the sum of the spans' middles is published instead, which is made of nothing but what is shown.
  So whoever knows this rule, too, and tries every combination, keeps every value of every span. No second cell needs to be
  hidden for the sake of a first.
* *Not across columns.* Published are the baseline, who was recorded and who remains. What flowed in, less who died, moved
  or was recorded elsewhere, is the difference of the three and is not published: it may be any whole number, so no column
  narrows another. (With "flowed in" as a column of its own it would: ``others ≥ 0`` is a limit.) It also holds against
  who knows the baselines exactly, as the press does.
* *Not from shares, maps, charts, files or pictures.* They are made of ``Shown`` alone; the true counts end here.
* *Not by comparing days.* Counts are published once a week, as they were known on Sunday evening; what is entered later
  about those days shows the week after, so a week once published never changes. Two weeks differ by two spans: a flow of
  a few people does not show, or shows as 5. What remains: somebody who knows from elsewhere that exactly one person was
  recorded in a week in which a figure moves knows the true count at that moment; and somebody who knows from elsewhere by
  how much a baseline was corrected sees the same counts through two gratings. Nothing but not publishing helps there.

The price: the public reads "about 2.610", and the office's own pages say 2.612.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Counts below this are not told.
LEAST = 5
STEP = 5


@dataclass(frozen=True)
class Shown:
    """What is published of one count: a multiple of ``STEP``, or None for "fewer than ``LEAST``"."""

    people: int | None

    @property
    def is_hidden(self) -> bool:
        return self.people is None

    @property
    def low(self) -> int:
        """The lowest true count that is shown so."""
        return 0 if self.people is None else max(LEAST, self.people - STEP // 2)

    @property
    def high(self) -> int:
        """The highest true count that is shown so."""
        return LEAST - 1 if self.people is None else self.people + STEP // 2

    @property
    def drawn(self) -> int:
        """Where it stands in a chart: what is hidden lies on the ground."""
        return self.people or 0


HIDDEN = Shown(None)


@dataclass(frozen=True)
class Known:
    """The true counts of one place; None where the office has not stated a baseline."""

    baseline: int | None
    recorded: int
    remaining: int | None


@dataclass(frozen=True)
class Published:
    """The same as it is published; None where it is not known."""

    baseline: Shown | None
    recorded: Shown | None
    remaining: Shown | None

    @property
    def net_inflow(self) -> int | None:
        """Flowed in less gone, as the published figures tell it; None where one of them is hidden or not known."""
        parts = (self.remaining, self.recorded, self.baseline)
        if any(part is None or part.is_hidden for part in parts):
            return None
        remaining, recorded, baseline = (part.people for part in parts)
        return remaining + recorded - baseline

    @property
    def net_outflow(self) -> int | None:
        """Gone less flowed in."""
        return None if self.net_inflow is None else -self.net_inflow


def shown(count: int) -> Shown:
    """What is published of a count by itself."""
    return HIDDEN if count < LEAST else Shown(STEP * ((count + STEP // 2) // STEP))


def shown_total(counts: Sequence[int]) -> Shown | None:
    """What is published of the sum of ``counts``, each of which is published too; None for the sum of nothing."""
    if not counts:
        return None
    cells = [shown(count) for count in counts]
    wanted = shown(sum(counts))
    if narrows_nothing(cells, wanted):
        return wanted
    return shown(sum((cell.low + cell.high) // 2 for cell in cells))


def narrows_nothing(cells: Sequence[Shown], total: Shown) -> bool:
    """May every cell still have every value of its span, whatever else is so that the sum is within the total's span?

    A cell at its highest needs the others at their lowest to stay within it, a cell at its lowest the others at their
    highest to reach it.
    """
    lowest, highest = sum(cell.low for cell in cells), sum(cell.high for cell in cells)
    widest = max(cell.high - cell.low for cell in cells)
    return lowest + widest <= total.high and highest - widest >= total.low


def publish(places: Sequence[Known]) -> tuple[list[Published], Published]:
    """(the places in their order, all of them together). What is not known of a place is missing in the sum."""
    rows = [Published(_of(one.baseline), shown(one.recorded), _of(one.remaining)) for one in places]
    whole = Published(
        shown_total(_known(one.baseline for one in places)),
        shown_total([one.recorded for one in places]),
        shown_total(_known(one.remaining for one in places)),
    )
    return rows, whole


def _of(count: int | None) -> Shown | None:
    return None if count is None else shown(count)


def _known(counts: Iterable[int | None]) -> list[int]:
    return [count for count in counts if count is not None]
