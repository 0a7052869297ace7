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
    """A chart over time, ready to be drawn. ``fan``: the outline of a range that widens, ``course``: its middle.

    ``level_y``: a level to be reached.
    """

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
    fan: str = ""
    course: str = ""
    level_y: float | None = None


@dataclass(frozen=True)
class Fan:
    """Days to come, each with the low edge, the middle and the high edge of what is expected; and the level to reach."""

    days: Sequence[tuple[date, int, int, int]]
    level: int | None = None


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
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    months = [day for day in (date(number // 12, number % 12 + 1, 1) for number in numbers) if day >= first]
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


@dataclass(frozen=True)
class Scale:
    """Days and people to coordinates."""

    first: date
    last: date
    highest: int
    left: float
    right: float
    top: float
    bottom: float

    def x(self, day: date) -> float:
        """Days outside are drawn at the edge."""
        along = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(self.left + (self.right - self.left) * min(1.0, max(0.0, along)), 1)

    def y(self, people: float) -> float:
        return round(self.bottom - (self.bottom - self.top) * people / self.highest, 1)

    def points(self, values: Sequence[tuple[date, int]]) -> str:
        return " ".join(f"{self.x(day):g},{self.y(value):g}" for day, value in values)


@dataclass(frozen=True)
class Frame:
    """What a chart is drawn into: its days, its size, and how figures and months are written.

    ``label_room``: units kept free to the right of the lines' ends for their names.
    """

    first: date
    last: date
    width: int
    height: int
    label_room: int
    number: Callable[[int], str]
    month: Callable[[date], str]


def time_chart(
    series: Sequence[Series],
    frame: Frame,
    *,
    baseline: int | None,
    held_until: date | None,
    marks: Sequence[tuple[date, str]],
    fan: Fan = Fan(()),
) -> Chart:
    """The chart of some series, and of what is expected of the first of them.

    ``baseline``: a level to mark, and where the line that had to be held begins; it ends at zero on ``held_until``.
    """
    known = (value for one in series for _day, value in one.values)
    highest = max([1, baseline or 0, *known, *(high for _day, _low, _mid, high in fan.days)])
    y_step = nice_step(highest, 5)
    ceiling = y_step * math.ceil(highest / y_step)
    scale = _scale(series, frame, ceiling)
    left, right, last = scale.left, scale.right, scale.last
    holds = baseline and held_until is not None and frame.first < held_until
    months = month_starts(frame.first, last, max(2, int((right - left) / 62)))
    ticks = [Tick(scale.x(day), frame.month(day)) for day in months]
    return Chart(
        width=frame.width,
        height=frame.height,
        left=left,
        right=right,
        top=scale.top,
        bottom=scale.bottom,
        lines=_lines(series, scale),
        x_ticks=[tick for tick in ticks if tick.at + 3.6 * len(tick.text) <= frame.width],
        y_ticks=[Tick(scale.y(value), frame.number(value)) for value in range(0, ceiling + 1, y_step)],
        marks=_day_marks(marks, scale),
        baseline_y=scale.y(baseline) if baseline else None,
        baseline_text=frame.number(baseline) if baseline else "",
        held=scale.points([(frame.first, baseline), (held_until, 0)]) if holds else "",
        fan=_outline(fan, scale),
        course=scale.points([(day, mid) for day, _low, mid, _high in fan.days]),
        level_y=None if fan.level is None or fan.level > ceiling else scale.y(fan.level),
    )


def _outline(fan: Fan, scale: Scale) -> str:
    """There along the low edge and back along the high one."""
    there = [(day, low) for day, low, _mid, _high in fan.days]
    back = [(day, high) for day, _low, _mid, high in reversed(fan.days)]
    return scale.points([*there, *back])


def _scale(series: Sequence[Series], frame: Frame, ceiling: int) -> Scale:
    last = max(frame.last, frame.first + timedelta(days=1))
    left = round(12 + 7.2 * len(frame.number(ceiling)), 1)
    right = _right_edge(series, frame, left, (last - frame.first).days)
    return Scale(frame.first, last, ceiling, left, right, 30.0, frame.height - 26.0)


def _right_edge(series: Sequence[Series], frame: Frame, left: float, days: int) -> float:
    """As far right as the names at the lines' ends allow: they may stand over days still to come."""
    ends = [one.values[-1][0] for one in series if one.values]
    passed = (max(ends) - frame.first).days / days if ends else 1.0
    room = frame.width - frame.label_room - left
    return round(min(frame.width - 8.0, left + room / max(passed, 0.01)), 1)


def _lines(series: Sequence[Series], scale: Scale) -> list[Line]:
    """The series as polylines, the names at their ends moved apart."""
    drawn = [one for one in series if one.values]
    ends = spread([scale.y(one.values[-1][1]) for one in drawn], 17, scale.top + 2, scale.bottom - 2)
    return [
        Line(
            one.name,
            one.label,
            scale.points(_thinned(one.values)),
            scale.x(one.values[-1][0]),
            scale.y(one.values[-1][1]),
            round(label_y, 1),
            one.values[-1][1],
        )
        for one, label_y in zip(drawn, ends, strict=True)
    ]


def _day_marks(marks: Sequence[tuple[date, str]], scale: Scale) -> list[DayMark]:
    """Marks within the days shown, their texts on two levels so that neighbours do not run into each other."""
    middle = (scale.left + scale.right) / 2
    inside = [(scale.x(day), text) for day, text in marks if scale.first <= day <= scale.last]
    return [
        DayMark(x, text, "end" if x > middle else "start", 12 if index % 2 == 0 else 25)
        for index, (x, text) in enumerate(inside)
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
    if low == high:
        low, high = low - 1, high + 1  # a level line runs through the middle
    span = high - low
    step = (width - 4) / (len(values) - 1)
    return " ".join(
        f"{2 + index * step:.1f},{height - 3 - (height - 6) * (value - low) / span:.1f}"
        for index, value in enumerate(values)
    )
