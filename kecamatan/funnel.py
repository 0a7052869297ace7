"""Geometry of a funnel plot: rate against size with control limits; and of small charts with one scale. Pure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kecamatan.charts import Tick, nice_step
from kecamatan.intervals import LIKELY, SURE, Verdict, limits

#: Steps along a curve of the limits.
STEPS = 40
LEFT, TOP, BOTTOM, RIGHT = 52.0, 12.0, 40.0, 14.0
#: A name takes so much room beside its dot; one that would lie upon another or upon a dot is left out: its place stands in
#: the table.
NAME_WIDTH, NAME_HEIGHT, DOT = 32.0, 14.0, 7.0


@dataclass(frozen=True)
class Place:
    """One kecamatan: ``size`` people (voters), of whom ``rate`` (0–1) remain."""

    code: str
    name: str
    short: str
    size: int
    rate: float
    verdict: Verdict
    text: str


@dataclass(frozen=True)
class Dot:
    """One drawn place. ``name_x``: where its name begins, or, with ``ends``, ends; None: there is no room for it."""

    place: Place
    x: float
    y: float
    name_x: float | None
    ends: bool = False

    @property
    def named(self) -> bool:
        return self.name_x is not None


@dataclass(frozen=True)
class Funnel:
    """``sure`` and ``likely``: the outlines between which chance keeps 95 and 80 of 100 places, as closed polygons."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    middle_y: float
    sure: str
    likely: str
    dots: Sequence[Dot]
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]


def funnel(
    places: Sequence[Place],
    rate: float,
    *,
    width: int,
    height: int,
    number: Callable[[int], str],
    percent: Callable[[float], str],
) -> Funnel | None:
    """The funnel around ``rate``; None where there is no place or nothing to vary (a rate of 0 or 1)."""
    if not places or not 0 < rate < 1:
        return None
    largest = max(one.size for one in places) * 1.08
    smallest = max(1.0, min(one.size for one in places) * 0.6)
    low, high = _span(places, limits(rate, smallest))
    right, bottom = width - RIGHT, height - BOTTOM

    def x(size: float) -> float:
        return round(LEFT + (right - LEFT) * size / largest, 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - TOP) * (value - low) / (high - low), 1)

    def outline(level: float) -> str:
        sizes = [smallest * (largest / smallest) ** (index / STEPS) for index in range(STEPS + 1)]
        found = [(size, *limits(rate, size, level)) for size in sizes]
        upper = [f"{x(size):g},{y(top):g}" for size, _bottom, top in found]
        lower = [f"{x(size):g},{y(max(low, floor)):g}" for size, floor, _top in reversed(found)]
        return " ".join([*upper, *lower])

    sizes = range(0, math.ceil(largest), nice_step(largest, 4 if width < 500 else 8))
    return Funnel(
        *(width, height, LEFT, right, bottom, y(rate), outline(SURE), outline(LIKELY)),
        dots=_named([(one, x(one.size), y(one.rate)) for one in places], right),
        x_ticks=[Tick(x(size), number(size)) for size in sizes],
        y_ticks=[Tick(y(value), percent(value)) for value in _levels(low, high)],
    )


def _span(places: Sequence[Place], widest: tuple[float, float]) -> tuple[float, float]:
    """From which rate to which is drawn: all places and the limits where they are widest, with a little air."""
    low = min(widest[0], *(one.rate for one in places))
    high = max(widest[1], *(one.rate for one in places))
    return max(0.0, low - (high - low) * 0.06), high + (high - low) * 0.06


def _levels(low: float, high: float, most: int = 6) -> list[float]:
    """Even rates between the two, in hundredths of a per cent."""
    step = nice_step((high - low) * 10_000, most)
    return [value / 10_000 for value in range(math.ceil(low * 10_000 / step) * step, int(high * 10_000) + 1, step)]


def _named(found: Sequence[tuple[Place, float, float]], right: float) -> list[Dot]:
    """The dots; those outside the limits are named first, to the right where there is room, else to the left."""
    taken = [(x - DOT, x + DOT, y) for _place, x, y in found]
    dots = []
    for place, x, y in sorted(found, key=lambda one: one[0].verdict is Verdict.CHANCE):
        sides = [(x + DOT + 2, False), (x - DOT - 2, True)]
        fitting = (side for side in sides if _is_free(side, y, taken, right))
        at, ends = next(fitting, (None, False))
        dots.append(Dot(place, x, y, at, ends))
        if at is not None:
            taken.append((*_span_of(at, ends), y))
    return dots


def _span_of(at: float, ends: bool) -> tuple[float, float]:
    return (at - NAME_WIDTH, at) if ends else (at, at + NAME_WIDTH)


def _is_free(side: tuple[float, bool], y: float, taken: Sequence[tuple[float, float, float]], right: float) -> bool:
    first, last = _span_of(*side)
    inside = first >= LEFT and last <= right + RIGHT
    return inside and all(last < low or first > high or abs(y - level) > NAME_HEIGHT for low, high, level in taken)


def small_line(values: Sequence[int], highest: int, weeks: int, width: int = 120, height: int = 44) -> str:
    """Points of a small chart from zero to ``highest``, ``weeks`` wide: the same scale for every place."""
    step = (width - 2) / max(1, weeks - 1)
    room = height - 4
    return " ".join(
        f"{1 + index * step:.1f},{height - 2 - room * max(0, value) / max(1, highest):.1f}"
        for index, value in enumerate(values)
    )
