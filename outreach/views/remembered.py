"""What lists were said to mean: read by everybody who takes lists in, and forgotten where it is wrong."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import scope_of
from outreach.access import people_only, remembered_columns_for, remembered_places_for
from outreach.actions.imports.remembered import forget_columns, forget_place
from outreach.reading.meanings import Meaning
from outreach.words import MEANINGS


@people_only
@require_safe
def remembered(request: HttpRequest) -> HttpResponse:
    """Names of places and the desa that they mean, and shapes of lists with the meaning of their columns."""
    scope = scope_of(request.user)
    places = remembered_places_for(scope).select_related("desa__kecamatan", "by")
    columns = remembered_columns_for(scope).select_related("by").order_by("shape", "column")
    shapes = [
        {"shape": shape, "columns": [(one, MEANINGS[Meaning(one.meaning)]) for one in found], "last": found[-1]}
        for shape, some in groupby(columns, key=lambda one: one.shape)
        if (found := list(some))
    ]
    context = {"scope": scope, "places": places.order_by("desa__kecamatan__code", "desa__name", "key")}
    return render(request, "outreach/remembered.html", {**context, "shapes": shapes})


@people_only
@require_POST
def remembered_forget(request: HttpRequest) -> HttpResponse:
    """Forget one name of a place, or all columns of one shape. Whoever presses twice is not told of a fault."""
    scope = scope_of(request.user)
    place, shape = request.POST.get("place", ""), request.POST.get("shape", "")
    if place.isascii() and place.isdigit() and len(place) < 19:
        if not forget_place(by=scope, number=int(place)):
            messages.info(request, _("That was forgotten already, or belongs to another kecamatan."))
            return redirect("outreach:import-remembered")
    elif shape and "\0" not in shape and len(shape) <= 32:
        forget_columns(by=scope, shape=shape)
    else:
        raise Http404
    messages.success(request, _("Forgotten. The next list asks again; a list in preview does once it is read anew."))
    return redirect("outreach:import-remembered")
