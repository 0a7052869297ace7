"""The picture that a messenger shows beside a link to the public page: 1200 × 630, the number in it."""

from django.utils.translation import gettext as _

from kecamatan.figures import day_text
from kecamatan.models import Kabupaten
from kecamatan.pictures.drawing import Colours, element, text
from kecamatan.pictures.frame import Drawn, whole, wrapped
from kecamatan.public_page import cell_text
from kecamatan.selectors.publication import Publication

WIDTH, HEIGHT, MARGIN = 1200, 630, 72


def preview_of(kabupaten: Kabupaten, told: Publication | None, colours: Colours, *, demo: bool) -> Drawn:
    """The published number of people who remain, whose, and as of when."""
    ink, soft = colours["ink"], colours["ink-soft"]
    parts = [
        element("rect", width=WIDTH, height=HEIGHT, fill=colours["paper"]),
        element("rect", width=WIDTH, height=16, fill=colours["accent"]),
        text("e-KTP", MARGIN, 110, font_size=40, font_weight=700, fill=colours["accent"]),
        text(str(kabupaten), MARGIN + 150, 110, font_size=40, fill=ink),
    ]
    week = told.last if told else None
    if week is None or week.whole.remaining is None:
        parts += _lines(_("How many remain to be recorded"), 330, 64, ink)
    else:
        parts.append(
            text(
                cell_text(week.whole.remaining), MARGIN, 330, font_size=190, font_weight=700, fill=colours["remaining"]
            )
        )
        parts += _lines(_("people remain to be recorded"), 410, 52, ink)
        done = _("%(n)s were recorded. As of %(day)s, to the nearest five.")
        done %= {"n": cell_text(week.whole.recorded), "day": day_text(week.day)}
        parts += _lines(done, 480, 34, soft)
    parts += _lines(kabupaten.office_name, 572, 28, soft)
    if demo:
        warning = _("Demo: all figures and names here are invented.")
        parts.append(text(warning, MARGIN, 612, font_size=26, font_weight=700, fill=colours["late"]))
    return whole("".join(parts), WIDTH, HEIGHT)


def _lines(words: str, y: float, size: int, colour: str) -> list[str]:
    lines = wrapped(words, size, WIDTH - 2 * MARGIN)[:2]
    return [
        text(line, MARGIN, y + index * size * 1.15, font_size=size, fill=colour) for index, line in enumerate(lines)
    ]
