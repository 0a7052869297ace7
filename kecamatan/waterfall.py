"""Geometry of a waterfall: from one level to another, step by step. Pure: numbers in, coordinates and texts out.

One row a step, its words above its bar, so that it reads at 360 px. Where all levels lie close together far from zero the
scale does not begin at zero: ``floor`` says where it does, and the bars of levels are drawn as broken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROW, BAR, HEAD = 46, 16, 18
WIDTH = 360
#: Below this part of the highest level the levels' span would hardly be seen.
LEAST_SPAN = 0.4


@dataclass(frozen=True)
class Step:
    """What one row says: its name, by how much the level moves, and the class that gives the colour."""

    name: str
    label: str
    change: int


@dataclass(frozen=True)
class Bar:
    """One row: its words at ``text_y``, its bar from ``x`` on, and where the line down to the next bar stands."""

    name: str
    label: str
    text: str
    x: float
    width: float
    y: float
    text_y: float
    link_x: float
    link_y: float
    next_y: float
    is_level: bool


@dataclass(frozen=True)
class Waterfall:
    """``floor``: the level at the left edge; not 0 where the scale is cut."""

    width: int
    height: int
    floor: int
    bars: Sequence[Bar]

    @property
    def is_cut(self) -> bool:
        return self.floor > 0


def floor_of(levels: Sequence[int]) -> int:
    """Where the scale begins: 0, below the lowest level where they all lie close together, or the lowest negative one."""
    low, high = min(levels), max(levels)
    if low <= 0:
        return low
    span = high - low
    if span >= LEAST_SPAN * high:
        return 0
    wanted = low - max(1, span)
    step = 10 ** max(0, len(str(max(1, span))) - 1)
    return max(0, wanted // step * step)


def waterfall(
    start: int | None,
    steps: Sequence[Step],
    words: tuple[str, str],
    number: Callable[[int], str],
    signed: Callable[[int], str],
) -> Waterfall:
    """From ``start`` over the steps to the end. ``words``: what start and end are called; start None: no level is known,
    only the steps are drawn, from zero."""
    levels = [start or 0]
    for one in steps:
        levels.append(levels[-1] + one.change)
    floor = floor_of(levels)
    scale = (WIDTH - 2) / max(1, max(*levels, 0 if start is None else floor) - floor)

    def x(level: int) -> float:
        return round(1 + (level - floor) * scale, 1)

    rows: list[tuple[str, str, str, int, int, int, bool]] = []
    if start is not None:
        rows.append(("start", words[0], number(start), floor, start, start, True))
    for one, before, after in zip(steps, levels, levels[1:], strict=False):
        low, high = min(before, after), max(before, after)
        rows.append((one.name, one.label, signed(one.change), low, high, after, False))
    if start is not None:
        rows.append(("end", words[1], number(levels[-1]), floor, levels[-1], levels[-1], True))
    bars = []
    for index, (name, label, text, low, high, after, level) in enumerate(rows):
        y, below = ROW * index + HEAD + 4, ROW * (index + 1) + HEAD + 4
        at = (x(low), round(x(high) - x(low), 1), y, y - 7, x(after), y + BAR, below)
        bars.append(Bar(name, label, text, *at, is_level=level))
    return Waterfall(WIDTH, ROW * len(bars), floor, bars)
