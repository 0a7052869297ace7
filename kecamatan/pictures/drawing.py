"""Charts as SVG that needs nothing around it: no style sheet, no script, no font of ours. Pure: geometry in, text out.

Everything is said by attributes of the elements, which browsers, word processors and messengers understand alike and no
Content-Security-Policy forbids. Every text is escaped here.
"""

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from kecamatan.charts import Chart
from kecamatan.plain_text import REORDERING
from kecamatan.regency_map import RegencyMap, Shape

#: Name of a colour of variables.css → its value by day.
Colours = Mapping[str, str]

DASHES = {
    "recorded": "9 3", "added": "2 4", "course-1": "9 3", "course-2": "2 4", "course-3": "9 3 2 3", "course-4": "5 5",
}  # fmt: skip
#: Lines that stand for a drive, not for a meaning, and the colours they take.
LINES = {
    "course-0": "remaining",
    "course-1": "added",
    "course-2": "recorded",
    "course-3": "late",
    "course-4": "ink-soft",
}
STEP_COLOURS = tuple(f"step-{index}" for index in range(5))


def colours_of(style_sheet: str) -> dict[str, str]:
    """The colours by day that ``variables.css`` names in its first block."""
    block = style_sheet.partition(":root {")[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,8});", block))


def element(name: str, content: str | None = None, /, **attributes: object) -> str:
    """One element. ``content`` is markup; attributes are text: ``font_size`` becomes ``font-size``, None is left out."""
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_clean(_number(value)))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}/>" if content is None else f"<{name}{given}>{content}</{name}>"


def text(words: object, x: float, y: float, **attributes: object) -> str:
    """A line of text at its baseline."""
    return element("text", said(words), x=x, y=y, **attributes)


def said(words: object) -> str:
    """Text between tags, escaped."""
    return escape(_clean(str(words)))


def _number(value: object) -> str:
    return f"{round(value, 2):g}" if isinstance(value, float) else str(value)


def _clean(words: str) -> str:
    """Without what XML cannot hold or what would reorder the text: such signs are left out."""
    whole = words.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return "".join(char for char in whole if char not in REORDERING and (char >= " " or char in "\n\t"))


def colour_of(line: str, colours: Colours) -> str:
    """The colour of a line of a chart, by its name."""
    return colours[LINES.get(line, line)]


def course(chart: Chart, colours: Colours) -> str:
    """A chart over time, with the names of its lines at their ends."""
    soft, paper = colours["ink-soft"], colours["paper"]
    parts = _scales(chart, colours)
    if chart.fan:
        fill = colours["remaining"]
        parts.append(element("polygon", points=chart.fan, fill=fill, fill_opacity=0.18))
        parts.append(_line(chart.course, fill, width=1.5, dash="2 4"))
    if chart.level_y is not None:
        parts.append(_level(chart, chart.level_y, colours["recorded"], dash="8 3"))
    if chart.held:
        parts.append(_line(chart.held, soft, width=1.5, dash="5 5"))
    if chart.baseline_y is not None:
        parts.append(_level(chart, chart.baseline_y, soft))
    for line in chart.lines:
        colour = colour_of(line.name, colours)
        parts.append(_line(line.points, colour, width=2.5, dash=DASHES.get(line.name)))
        parts.append(element("circle", cx=line.end_x, cy=line.end_y, r=3.5, fill=colour))
    halo = {"paint_order": "stroke", "stroke": paper, "stroke_width": 5, "stroke_linejoin": "round"}
    bold = {"font_size": 13, "font_weight": 700}
    parts += [
        text(line.label, line.end_x + 9, line.label_y + 4, fill=colour_of(line.name, colours), **bold, **halo)
        for line in chart.lines
    ]
    return "".join(parts)


def _scales(chart: Chart, colours: Colours) -> list[str]:
    """The levels, the months and the days worth a mark."""
    small = {"font_size": 12, "fill": colours["ink-soft"]}
    parts = []
    for tick in chart.y_ticks:
        parts.append(_level(chart, tick.at, colours["line"]))
        parts.append(text(tick.text, chart.left - 6, tick.at + 4, text_anchor="end", **small))
    for tick in chart.x_ticks:
        # The last one may have no room to its right.
        is_last = tick.at + 8 * len(tick.text) > chart.width + 20
        anchored = {"x": chart.width + 20.0, "text_anchor": "end"} if is_last else {"x": tick.at}
        parts.append(text(tick.text, y=chart.height - 8, **anchored, **small))
    for mark in chart.marks:
        at = {"x1": mark.x, "x2": mark.x, "y1": mark.y, "y2": chart.bottom}
        parts.append(element("line", **at, stroke=colours["line-strong"], stroke_dasharray="1 3"))
        beside = -4 if mark.anchor == "end" else 4
        parts.append(text(mark.text, mark.x + beside, mark.y + 4, text_anchor=mark.anchor, **small))
    return parts


def _level(chart: Chart, y: float, colour: str, *, dash: str | None = None) -> str:
    return element("line", x1=chart.left, x2=chart.right, y1=y, y2=y, stroke=colour, stroke_dasharray=dash)


def _line(points: str, colour: str, *, width: float, dash: str | None) -> str:
    joined = {"stroke_linejoin": "round", "stroke_linecap": "round"}
    return element(
        "polyline", points=points, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dash, **joined
    )


def regency(drawn: RegencyMap, colours: Colours) -> str:
    """The map: tiles or outlines with name and value."""
    shapes = [_shape(shape, colours) for shape in drawn.shapes]
    # Outlines first, so that no neighbour covers a name.
    return "".join(shape for shape, _words in shapes) + "".join(words for _shape, words in shapes)


def _shape(shape: Shape, colours: Colours) -> tuple[str, str]:
    fill = colours["muted-bar"] if shape.step is None else colours[STEP_COLOURS[shape.step]]
    ink = colours["step-ink-dark"] if shape.is_dark else colours["step-ink-light"]
    if shape.path:
        halo = {"paint_order": "stroke", "stroke": fill, "stroke_width": 4, "stroke_linejoin": "round"}
        words = _middle(shape.short, shape.x, shape.y, 17, ink, weight=600, **halo)
        words += _middle(shape.area.text, shape.x, shape.y + 20, 19, ink, weight=700, **halo)
        return element("path", d=shape.path, fill=fill, stroke=colours["line-strong"]), words
    tops = [30.0] if len(shape.words) == 1 else [22.0, 37.0]
    lines = zip(shape.words, tops, strict=False)
    words = "".join(_middle(word, shape.x + 47, shape.y + top, 14, ink) for word, top in lines)
    words += _middle(shape.area.text, shape.x + 47, shape.y + 64, 22, ink, weight=700)
    return element("rect", x=shape.x, y=shape.y, width=94, height=78, rx=8, fill=fill), words


def _middle(words: str, x: float, y: float, size: int, ink: str, *, weight: int | None = None, **more: object) -> str:
    return text(words, x, y, text_anchor="middle", font_size=size, font_weight=weight, fill=ink, **more)


def bars(values: Sequence[tuple[str, str, int]], colour: str, *, width: float, height: float, colours: Colours) -> str:
    """Upright bars: (name below, value above in words, value)."""
    highest = max([1, *(value for _name, _words, value in values)])
    step = width / max(1, len(values))
    parts = []
    for index, (name, words, value) in enumerate(values):
        tall, left = (height - 60) * value / highest, index * step
        middle = left + step / 2
        parts.append(
            element("rect", x=left + step * 0.15, y=height - 30 - tall, width=step * 0.7, height=tall, fill=colour)
        )
        parts.append(_middle(words, middle, height - 38 - tall, 15, colours["ink"], weight=700))
        parts.append(_middle(name, middle, height - 10, 13, colours["ink-soft"]))
    return "".join(parts)
