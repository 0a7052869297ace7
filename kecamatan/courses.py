"""The courses of several drives laid over each other by days before polling day. Pure: numbers in, geometry out."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kecamatan.charts import Chart, DayMark, Line, Tick, nice_step, spread

#: The most drives that one drawing tells apart.
MOST_COURSES = 5


@dataclass(frozen=True)
class Course:
    """One drive: (days before polling day, value), the earliest first; days after polling day are negative.

    ``name``: what it is drawn as; ``label``: what it is called.
    """

    name: str
    label: str
    values: Sequence[tuple[int, float]]

    def at(self, days_before: int) -> float | None:
        """The value so many days before polling day; None before the drive began or after what is known."""
        known = [value for days, value in self.values if days >= days_before]
        begun = bool(self.values) and self.values[-1][0] <= days_before <= self.values[0][0]
        return known[-1] if known and begun else None


@dataclass(frozen=True)
class Sheet:
    """What the courses are drawn onto. ``number`` writes a value of the scale, ``days`` so many days before polling day.

    ``label_room``: units kept free at the right.
    """

    width: int
    height: int
    label_room: int
    number: Callable[[int], str]
    days: Callable[[int], str]
    polling_day: str


def draw_courses(courses: Sequence[Course], sheet: Sheet) -> Chart | None:
    """One chart with one scale for all of them; None where none has a value."""
    drawn = [one for one in courses if one.values]
    if not drawn:
        return None
    highest = max(1.0, *(value for one in drawn for _days, value in one.values))
    step = nice_step(highest, 5)
    plan = _Plan(
        first=max(one.values[0][0] for one in drawn),
        last=min(0, min(one.values[-1][0] for one in drawn)),
        ceiling=step * math.ceil(highest / step),
        sheet=sheet,
    )
    every = max(30, nice_step(plan.first, max(2, int((plan.right - plan.left) / 70))))
    return Chart(
        width=sheet.width,
        height=sheet.height,
        left=plan.left,
        right=plan.right,
        top=plan.top,
        bottom=plan.bottom,
        lines=_lines(drawn, plan),
        x_ticks=[Tick(plan.x(days), sheet.days(days)) for days in range(every, plan.first + 1, every)],
        y_ticks=[Tick(plan.y(value), sheet.number(value)) for value in range(0, plan.ceiling + 1, step)],
        marks=[DayMark(plan.x(0), sheet.polling_day, "end", 12)],
        baseline_y=None,
        baseline_text="",
        held="",
    )


@dataclass(frozen=True)
class _Plan:
    """Days before polling day and values to coordinates."""

    first: int
    last: int
    ceiling: int
    sheet: Sheet
    top: float = 30.0

    @property
    def left(self) -> float:
        return round(12 + 7.2 * len(self.sheet.number(self.ceiling)), 1)

    @property
    def right(self) -> float:
        return float(self.sheet.width - self.sheet.label_room)

    @property
    def bottom(self) -> float:
        return self.sheet.height - 26.0

    def x(self, days: int) -> float:
        """Polling day, or the last day after it, at the right."""
        along = (self.first - days) / max(1, self.first - self.last)
        return round(self.left + (self.right - self.left) * along, 1)

    def y(self, value: float) -> float:
        return round(self.bottom - (self.bottom - self.top) * value / self.ceiling, 1)


def _lines(drawn: Sequence[Course], plan: _Plan) -> list[Line]:
    """The courses as polylines, the names at their ends moved apart."""
    ends = spread([plan.y(one.values[-1][1]) for one in drawn], 17, plan.top + 2, plan.bottom - 2)
    return [
        Line(
            one.name,
            one.label,
            " ".join(f"{plan.x(days):g},{plan.y(value):g}" for days, value in one.values),
            plan.x(one.values[-1][0]),
            plan.y(one.values[-1][1]),
            round(label_y, 1),
            round(one.values[-1][1]),
        )
        for one, label_y in zip(drawn, ends, strict=True)
    ]
