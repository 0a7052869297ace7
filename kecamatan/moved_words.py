"""Why the remaining moved, in one or two sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.figures import day_text, number_text
from kecamatan.models import CountUpdate
from kecamatan.moves import Move, where_most
from kecamatan.selectors.moves import Moved


def lead_of(moved: Moved) -> str:
    """From 1 to 30 September the remaining fell by 52: 310 recorded, 240 flowed in; most of it in Sadu."""
    facts = {
        "first": day_text(moved.span.first),
        "until": day_text(moved.span.until),
        "n": number_text(abs(moved.whole.change)),
        "causes": causes_of(moved.whole),
    }
    if moved.whole.is_still:
        return _("From %(first)s to %(until)s nothing was entered.") % facts
    if not moved.has_level:
        said = _("From %(first)s to %(until)s: %(causes)s.") % facts
    elif moved.whole.change < 0:
        said = _("From %(first)s to %(until)s the remaining fell by %(n)s: %(causes)s.") % facts
    elif moved.whole.change > 0:
        said = _("From %(first)s to %(until)s the remaining rose by %(n)s: %(causes)s.") % facts
    else:
        said = _("From %(first)s to %(until)s the remaining stayed the same: %(causes)s.") % facts
    return f"{said} {where_of(moved)}".strip()


def causes_of(move: Move) -> str:
    """310 recorded, 240 flowed in: the largest first, nothing of what did not happen."""
    labels = dict(CountUpdate.Kind.choices)
    found = sorted((cause for cause in move.causes if cause[1]), key=lambda cause: -abs(cause[1]))
    return ", ".join(f"{number_text(people)} {labels[kind]}" for kind, people, _effect in found)


def where_of(moved: Moved) -> str:
    """In which place most of it lay; nothing where it is spread, or where nobody knows."""
    parts = {index: part.move.change for index, part in enumerate(moved.parts)}
    found = where_most(parts, moved.whole.change) if moved.has_level else None
    if found is None:
        return ""
    part = moved.parts[found[0]]
    if part.place is None:
        return _("Most of it names no desa.") if found[1] else _("The largest part names no desa.")
    words = _("Most of it in %(place)s.") if found[1] else _("The largest part in %(place)s.")
    return words % {"place": part.place}


def still_of(moved: Moved) -> str:
    """In how many places nothing was entered; nothing where there is none."""
    if not moved.still:
        return ""
    words = ngettext(
        "In %(n)s other place nothing was entered.", "In %(n)s other places nothing was entered.", moved.still
    )
    return words % {"n": number_text(moved.still)}
