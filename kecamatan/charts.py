"""Geometry of the charts that the server draws as SVG. Pure: numbers in, coordinates and texts out.

Coordinates are in the units of the drawing's viewBox, rounded to one decimal, so that a chart weighs little.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Line:
    """One series as a polyline, with the value at its end and where to write it."""

    name: str
    label: str
    points: str
    end_x: float
    end_y: float
    label_y: float
    value: int


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class DayMark:
    """A day worth a vertical line."""

    x: float
    text: str
    anchor: str
    y: float


@dataclass(frozen=True)
class Chart:
    """A chart over time, ready to be drawn."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    lines: Sequence[Line]
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    marks: Sequence[DayMark]
    baseline_y: float | None
    baseline_text: str
    held: str


@dataclass(frozen=True)
class Series:
    """What a line is to show: (day, value) in order of days."""

    name: str
    label: str
    values: Sequence[tuple[date, int]]


def nice_step(largest: float, most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that divides ``largest`` into at most ``most`` steps."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if largest <= factor * power * most:
                return factor * power
        power *= 10


def month_starts(first: date, last: date, most: int) -> list[date]:
    """First days of months from ``first`` to ``last``, thinned evenly to at most ``most``."""
    months = []
    year, month = first.year, first.month
    while date(year, month, 1) <= last:
        if date(year, month, 1) >= first:
            months.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    step = max(1, math.ceil(len(months) / most))
    return months[::step]


def spread(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """``wanted`` heights moved apart to at least ``gap``, in their order, within ``top`` and ``bottom``."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = list(wanted)
    level = top
    for index in order:
        placed[index] = max(placed[index], level)
        level = placed[index] + gap
    level = bottom
    for index in reversed(order):
        placed[index] = min(placed[index], level)
        level = placed[index] - gap
    return placed


def time_chart(
    series: Sequence[Series],
    *,
    first: date,
    last: date,
    width: int,
    height: int,
    baseline: int | None,
    held_until: date | None,
    marks: Sequence[tuple[date, str]],
    number: Callable[[int], str],
    month: Callable[[date], str],
    label_room: int,
) -> Chart:
    """The chart of some series between two days.

    ``baseline``: a level to mark, and where the line that had to be held begins; it ends at zero on ``held_until``.
    ``label_room``: units kept free on the right for the values at the lines' ends.
    """
    last = max(last, first + timedelta(days=1))
    highest = max([1, baseline or 0, *(value for one in series for _day, value in one.values)])
    y_step = nice_step(highest, 5)
    ceiling = y_step * math.ceil(highest / y_step)
    left, top, bottom, right = 12 + 7.2 * len(number(ceiling)), 30.0, height - 26.0, float(width - label_room)

    def x(day: date) -> float:
        return round(left + (right - left) * min(1.0, max(0.0, (day - first).days / (last - first).days)), 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - top) * value / ceiling, 1)

    drawn = [one for one in series if one.values]
    label_heights = spread([y(one.values[-1][1]) for one in drawn], 17, top + 2, bottom - 2)
    lines = [
        Line(
            one.name,
            one.label,
            " ".join(f"{x(day):g},{y(value):g}" for day, value in _thinned(one.values)),
            x(one.values[-1][0]),
            y(one.values[-1][1]),
            round(label_y, 1),
            one.values[-1][1],
        )
        for one, label_y in zip(drawn, label_heights, strict=True)
    ]
    held = ""
    if baseline and held_until is not None and first < held_until:
        held = f"{x(first):g},{y(baseline):g} {x(held_until):g},{y(0):g}"
    return Chart(
        width=width,
        height=height,
        left=round(left, 1),
        right=right,
        top=top,
        bottom=bottom,
        lines=lines,
        x_ticks=[Tick(x(day), month(day)) for day in month_starts(first, last, max(2, int((right - left) / 62)))],
        y_ticks=[Tick(y(value), number(value)) for value in range(0, ceiling + 1, y_step)],
        marks=_day_marks(marks, first, last, x, (left + right) / 2),
        baseline_y=y(baseline) if baseline else None,
        baseline_text=number(baseline) if baseline else "",
        held=held,
    )


def _day_marks(
    marks: Sequence[tuple[date, str]], first: date, last: date, x: Callable[[date], float], middle: float
) -> list[DayMark]:
    """Marks within the days shown, their texts on two levels so that neighbours do not run into each other."""
    inside = [(day, text) for day, text in marks if first <= day <= last]
    return [
        DayMark(x(day), text, "end" if x(day) > middle else "start", 12 if index % 2 == 0 else 25)
        for index, (day, text) in enumerate(inside)
    ]


def _thinned(values: Sequence[tuple[date, int]], most: int = 200) -> list[tuple[date, int]]:
    """At most about ``most`` points, the last one always among them."""
    step = max(1, math.ceil(len(values) / most))
    kept = list(values[::step])
    if kept[-1] != values[-1]:
        kept.append(values[-1])
    return kept


def sparkline(values: Sequence[int], width: int = 84, height: int = 24) -> str:
    """Points of a small line without axes, its own lowest and highest at the edges; "" for fewer than two values."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (width - 4) / (len(values) - 1)
    return " ".join(
        f"{2 + index * step:.1f},{height - 3 - (height - 6) * (value - low) / span:.1f}"
        for index, value in enumerate(values)
    )
