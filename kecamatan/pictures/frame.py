"""The frame of a picture that leaves the site: title, place and day above, legend, source below. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kecamatan.pictures.drawing import Colours, element, said, text

MARGIN = 28
#: A small chart gets room beside it, for its title and source.
NARROWEST = 480
FONTS = "Arimo, 'Liberation Sans', 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
#: A letter's width in ems, on average and on the safe side.
EM = 0.56


@dataclass(frozen=True)
class Key:
    """One entry of a legend: a line (``dash`` as SVG has it) or, where ``is_area``, a square of colour."""

    colour: str
    words: str
    dash: str | None = None
    is_area: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart to be shared. ``body``: SVG elements within ``width`` × ``height``, made by ``drawing``; all else is text.

    ``file_name``: what tells place and day, in words of letters, digits and hyphens. ``warning``: what must not be
    overlooked, such as that all is invented.
    """

    title: str
    place: str
    day: str
    source: str
    width: int
    height: int
    body: str
    file_name: str
    keys: Sequence[Key] = ()
    warning: str = ""


def wrapped(words: str, size: float, width: float) -> list[str]:
    """``words`` in lines that fit; a word longer than a line is broken."""
    most = max(8, int(width / (size * EM)))
    lines = [""]
    for word in words.split():
        while len(word) > most:
            lines[-1:] = [line for line in (lines[-1],) if line] + [word[:most], ""]
            word = word[most:]
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]


@dataclass(frozen=True)
class Drawn:
    """An SVG, as a file of its own, and its size in units of the drawing."""

    svg: str
    width: int
    height: int


def standalone(picture: Picture, colours: Colours) -> Drawn:
    """The whole picture, in its frame."""
    inside = max(picture.width, NARROWEST)
    width = inside + 2 * MARGIN
    parts, y = _head(picture, inside, colours)
    keys, y = _legend(picture.keys, y, inside, colours)
    parts += keys
    parts.append(element("g", picture.body, transform=f"translate({MARGIN} {y:g})"))
    y += picture.height + 8
    for line in wrapped(picture.source, 12, inside):
        y += 16
        parts.append(text(line, MARGIN, y, font_size=12, fill=colours["ink-soft"]))
    height = int(y + 18)
    ground = element("rect", width=width, height=height, fill=colours["paper"])
    name = element("title", said(f"{picture.title}, {picture.place}, {picture.day}"))
    return whole(name + ground + "".join(parts), width, height)


def whole(body: str, width: int, height: int) -> Drawn:
    """Elements as a file of its own."""
    size = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    svg = element("svg", body, xmlns="http://www.w3.org/2000/svg", **size, font_family=FONTS)
    return Drawn(f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n', width, height)


def _head(picture: Picture, width: int, colours: Colours) -> tuple[list[str], float]:
    parts, y = [], 18.0
    for line in wrapped(picture.title, 22, width):
        y += 26
        parts.append(text(line, MARGIN, y, font_size=22, font_weight=700, fill=colours["ink"]))
    for line in wrapped(f"{picture.place} · {picture.day}", 15, width):
        y += 21
        parts.append(text(line, MARGIN, y, font_size=15, fill=colours["ink-soft"]))
    for line in wrapped(picture.warning, 14, width):
        y += 22
        parts.append(text(line, MARGIN, y, font_size=14, font_weight=700, fill=colours["late"]))
    return parts, y + 16


def _legend(keys: Sequence[Key], y: float, width: int, colours: Colours) -> tuple[list[str], float]:
    """Entries from left to right, on as many lines as they need."""
    if not keys:
        return [], y
    parts, x, y = [], float(MARGIN), y + 14
    for key in keys:
        long = 30 + len(key.words) * 13 * EM + 18
        if x > MARGIN and x + long > MARGIN + width:
            x, y = float(MARGIN), y + 21
        if key.is_area:
            parts.append(
                element("rect", x=x, y=y - 12, width=18, height=14, rx=3, fill=key.colour, stroke=colours["line"])
            )
        else:
            at = {"x1": x, "x2": x + 22, "y1": y - 4, "y2": y - 4}
            parts.append(element("line", **at, stroke=key.colour, stroke_width=3, stroke_dasharray=key.dash))
        parts.append(text(key.words, x + 28, y, font_size=13, fill=colours["ink"]))
        x += long
    return parts, y + 14
