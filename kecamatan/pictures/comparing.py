"""Drawings that compare: a waterfall, a funnel plot, small charts on one scale, bars that lie. Pure, as ``drawing`` is."""

from collections.abc import Sequence
from dataclasses import dataclass

from kecamatan.funnel import Dot, Funnel, small_line
from kecamatan.intervals import Verdict
from kecamatan.pictures.drawing import Colours, element, said, text
from kecamatan.waterfall import BAR, Bar, Waterfall

#: What a bar of a waterfall means → its colour; what is not named here is a level.
BAR_COLOURS = {
    "added": "added", "more": "added", "recorded": "recorded", "fewer": "recorded", "removed": "ink-soft",
    "recorded_elsewhere": "ink-soft",
}  # fmt: skip
VERDICT_COLOURS = {Verdict.ABOVE: "late", Verdict.BELOW: "recorded"}
#: A small chart with its name above and its values below; so many of them side by side.
CELL, CELL_HEIGHT, BESIDE = 190, 104, 4
LINE_HEIGHT = 44
#: One of the bars that lie: its words above it.
ROW = 54


def waterfall(drawn: Waterfall, colours: Colours) -> str:
    """One row a step: words, value, bar, and the line down to the next bar."""
    following = [*drawn.bars[1:], None]
    return "".join(
        _step(bar, drawn, colours, is_last=after is None) for bar, after in zip(drawn.bars, following, strict=True)
    )


def _step(bar: Bar, drawn: Waterfall, colours: Colours, *, is_last: bool) -> str:
    ink = {"font_size": 14, "fill": colours["ink"]}
    # The line down from the bar before may run through the value.
    halo = {"paint_order": "stroke", "stroke": colours["paper"], "stroke_width": 4, "stroke_linejoin": "round"}
    fill = colours[BAR_COLOURS.get(bar.name, "remaining")]
    parts = [
        text(bar.label, 1, bar.text_y, **ink),
        text(bar.text, drawn.width - 1, bar.text_y, text_anchor="end", font_weight=700, **ink, **halo),
        element("rect", x=bar.x, y=bar.y, width=bar.width, height=BAR, fill=fill),
    ]
    if bar.is_level and drawn.is_cut:
        line = {"stroke": colours["paper"], "stroke_width": 3, "fill": "none"}
        parts.append(element("path", d="M4 -2l-6 20m12 -20l-6 20", transform=f"translate(14 {bar.y:g})", **line))
    if not is_last:
        at = {"x1": bar.link_x, "x2": bar.link_x, "y1": bar.link_y, "y2": bar.next_y}
        parts.append(element("line", **at, stroke=colours["line-strong"]))
    return "".join(parts)


def verdict_colour(verdict: Verdict, colours: Colours) -> str:
    """The colour of a place's dot."""
    return colours[VERDICT_COLOURS.get(verdict, "remaining")]


def funnel(drawn: Funnel, below: str, colours: Colours) -> str:
    """The dots within what chance explains. ``below``: what is told to the right."""
    small = {"font_size": 12, "fill": colours["ink-soft"]}
    parts = [
        element("polygon", points=drawn.sure, fill=colours["accent-soft"]),
        element("polygon", points=drawn.likely, fill=colours["step-1"], fill_opacity=0.7),
    ]
    for tick in drawn.y_ticks:
        at = {"x1": drawn.left, "x2": drawn.right, "y1": tick.at, "y2": tick.at}
        parts.append(element("line", **at, stroke=colours["line"]))
        parts.append(text(tick.text, drawn.left - 6, tick.at + 4, text_anchor="end", **small))
    parts += [text(tick.text, tick.at, drawn.bottom + 16, text_anchor="middle", **small) for tick in drawn.x_ticks]
    parts.append(text(below, drawn.right, drawn.height - 6, text_anchor="end", **small))
    middle = {"x1": drawn.left, "x2": drawn.right, "y1": drawn.middle_y, "y2": drawn.middle_y}
    parts.append(element("line", **middle, stroke=colours["ink-soft"], stroke_dasharray="5 5"))
    return "".join(parts) + "".join(_dot(dot, colours) for dot in drawn.dots)


def _dot(dot: Dot, colours: Colours) -> str:
    paper = colours["paper"]
    round_ = element("circle", element("title", said(f"{dot.place.name}: {dot.place.text}")), cx=dot.x, cy=dot.y, r=6, stroke=paper, stroke_width=1.5,
                     fill=verdict_colour(dot.place.verdict, colours))  # fmt: skip
    if dot.name_x is None:
        return round_
    halo = {"paint_order": "stroke", "stroke": paper, "stroke_width": 3}
    anchor = "end" if dot.ends else "start"
    words = {"font_size": 13, "font_weight": 600, "fill": colours["ink"], "text_anchor": anchor}
    return round_ + text(dot.place.short, dot.name_x, dot.y + 4, **words, **halo)


@dataclass(frozen=True)
class SmallChart:
    """One of several on one scale: its name, its values, and what is written below."""

    name: str
    values: Sequence[int]
    words: str


def small_charts(charts: Sequence[SmallChart], highest: int, colours: Colours) -> tuple[str, tuple[int, int]]:
    """(the drawing, its size)."""
    parts = []
    for index, one in enumerate(charts):
        points = small_line(one.values, highest, len(one.values), CELL - 24, LINE_HEIGHT)
        line = {"fill": "none", "stroke": colours["remaining"], "stroke_width": 2}
        inside = [
            text(one.name, 0, 14, font_size=13, fill=colours["ink"]),
            element(
                "g",
                element(
                    "line", x1=0, x2=CELL - 24, y1=LINE_HEIGHT - 2, y2=LINE_HEIGHT - 2, stroke=colours["line-strong"]
                )
                + element("polyline", points=points, **line),
                transform="translate(0 22)",
            ),
            text(one.words, 0, 84, font_size=12, fill=colours["ink-soft"]),
        ]
        at = f"translate({index % BESIDE * CELL} {index // BESIDE * CELL_HEIGHT})"
        parts.append(element("g", "".join(inside), transform=at))
    rows = -(-len(charts) // BESIDE)
    return "".join(parts), (BESIDE * CELL, rows * CELL_HEIGHT)


@dataclass(frozen=True)
class LyingBar:
    """A bar: what it is of, its value in words, so much of a hundred, more words below; the name of its colour."""

    name: str
    value: str
    width: float
    below: str
    colour: str = "recorded"


def lying_bars(bars: Sequence[LyingBar], width: int, colours: Colours) -> tuple[str, tuple[int, int]]:
    """(bars one below the other on one scale, the size of the drawing)."""
    parts = []
    for index, bar in enumerate(bars):
        top = index * ROW
        parts += [
            text(bar.name, 0, top + 14, font_size=14, font_weight=700, fill=colours["ink"]),
            text(bar.value, width, top + 14, font_size=14, font_weight=700, text_anchor="end", fill=colours["ink"]),
            element("rect", x=0, y=top + 20, width=width, height=10, fill=colours["muted-bar"]),
            element("rect", x=0, y=top + 20, width=width * bar.width / 100, height=10, fill=colours[bar.colour]),
            text(bar.below, 0, top + 44, font_size=12, fill=colours["ink-soft"]),
        ]
    return "".join(parts), (width, len(bars) * ROW)
