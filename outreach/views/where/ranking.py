"""The ranking of places by what a day of a team brings there, and how a desa is reached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import desa_or_404, drives_for, scope_of
from kecamatan.forms.fields import mark_errors
from outreach.access import people_only
from outreach.actions.plan_settings import say_access
from outreach.forms.where import AccessForm, RankingForm
from outreach.selectors.where.ranked import Order, What, in_order, ranked
from outreach.selectors.where.terrain import terrain

#: Rows shown until all are asked for.
FIRST_ROWS = 12


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """The places of the kecamatan one may see, the most promising first. Numbers only: officials read it too."""
    scope = scope_of(request.user)
    drive = drives_for(scope).filter(is_active=True).first()
    if drive is None:
        return render(request, "outreach/list_closed.html")
    form = RankingForm(request.GET, scope=scope)
    valid = form.is_valid()
    mark_errors(form)
    found = terrain(scope, drive)
    asked = form.cleaned_data if valid else {"what": "", "order": "", "rows": ""}
    what = What(asked["what"]) if asked["what"] else None
    rows = ranked(found, kecamatan=form.chosen if valid else None, what=what)
    ordered = in_order(rows, Order(asked["order"] or Order.PROMISE))
    shown = ordered if asked["rows"] == "all" else ordered[:FIRST_ROWS]
    desa = [spot.desa for spot in found.spots.values() if spot.school is None]
    context = {
        "scope": scope,
        "form": form,
        "terrain": found,
        "rows": shown,
        "count": len(rows),
        "best": rows[0] if rows else None,
        "left": sum(one.left for one in found.places),
        "unplaced": sum(found.unplaced.values()),
        "access_form": AccessForm(desa=desa) if scope.user.enters_counts else None,
        "by_boat": [one for one in desa if hasattr(one, "reached")],
    }
    return render(request, "outreach/where/ranking.html", context)


@people_only
@require_POST
def desa_access(request: HttpRequest) -> HttpResponse:
    """Say how a desa is reached; one that is not of the scope does not exist."""
    scope = scope_of(request.user)
    desa = desa_or_404(scope, request.POST.get("desa", "").replace("\0", ""))
    form = AccessForm(request.POST, desa=[desa])
    if form.is_valid():
        said = say_access(by=scope, desa=desa, access=form.cleaned_data["access"])
        messages.success(request, _("%(desa)s saved.") % {"desa": desa} if said else _("That was said already."))
    else:
        messages.error(request, _("Choose how to get to %(desa)s.") % {"desa": desa})
    return redirect(reverse("outreach:where"))
