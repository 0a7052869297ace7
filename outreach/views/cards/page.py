"""From recording to card: who stands where, for how long, who turns 17 when, and whether the blanks are enough."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kecamatan.access import Scope, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.selectors.story import When
from kecamatan.views.pages import Look, drives_of, kept_page
from outreach.card_rows import card_page
from outreach.forms.cards import CardLookForm
from outreach.selectors.cards import cards_told


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """Numbers only: officials read it too, without the lists behind them."""
    scope = scope_of(request.user)
    return kept_page(request, scope, "cards", lambda: _body(request, scope), template="outreach/cards/cards.html")


def _body(request: HttpRequest, scope: Scope) -> tuple[str, dict, int]:
    drive, drives = drives_of(request, scope)
    if drive is None:
        return "kecamatan/no_drive.html", {"scope": scope}, 200
    form = CardLookForm(request.GET, drive=drive, today=scope.today, scope=scope)
    form.is_valid()
    mark_errors(form)
    as_of = form.cleaned_data.get("as_of") or scope.today
    look = Look(When(drive, as_of, scope.today), form, form.cleaned_data.get("measure") or "")
    chosen = form.cleaned_data.get("kecamatan") or ""
    shown = [one for one in scope.kecamatan if chosen in {"", one.code}]
    told = cards_told(look.when, scope, [one.pk for one in shown])
    context = {
        "scope": scope,
        "look": look,
        "when": look.when,
        "drive": drive,
        "drives": drives,
        "told": told,
        "page": card_page(told, scope, shown, chosen),
        "chosen": shown[0] if chosen else None,
        "shown": shown,
    }
    return "outreach/cards/cards_body.html", context, look.status
