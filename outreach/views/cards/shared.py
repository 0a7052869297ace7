"""The bars of the page of cards, as a picture that leaves the site: numbers only."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kecamatan.access import Scope, kecamatan_or_404
from kecamatan.figures import number_text
from kecamatan.pictures.comparing import LyingBar, lying_bars
from kecamatan.pictures.frame import Picture
from kecamatan.pictures.shared import colours
from kecamatan.views.pages import Look
from kecamatan.views.shared_charts import all_of, framed
from outreach.card_rows import CardPage, card_page
from outreach.life import State
from outreach.selectors.cards import cards_told

WIDTH = 480


def steps(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """How far the cards have come: of all, or of ``?kecamatan=``."""
    code, place, shown = request.GET.get("kecamatan", ""), all_of(scope), scope.kecamatan
    if code:
        one = kecamatan_or_404(scope, code)
        place, shown = _("Kecamatan %(kecamatan)s") % {"kecamatan": one}, [one]
    if not shown:
        raise BadRequest
    told = cards_told(look.when, scope, [one.pk for one in shown])
    bars = _bars(card_page(told, scope, shown, code))
    body, size = lying_bars(bars, WIDTH, colours())
    note = _("A full bar is everybody recorded by name: %(named)s; the ledger counts %(recorded)s recorded.")
    note %= {"named": number_text(told.named), "recorded": number_text(told.recorded)}
    return framed(scope, look, _("How far the cards have come"), place, body, size, note=note)


def _bars(page: CardPage) -> list[LyingBar]:
    """The steps, and those beside the way."""
    bars = []
    for row in page.steps:
        here = _("stand here now: %(n)s") % {"n": number_text(row.here.all.people)}
        below = _("have their card in hand") if row.state == State.DELIVERED else here
        bars.append(LyingBar(capfirst(row.label), number_text(row.came.people if row.came else 0), row.width, below))
    for row in page.beside:
        value = number_text(row.here.all.people)
        bars.append(LyingBar(capfirst(row.label), value, row.width, _("Beside the way"), "late"))
    return bars
