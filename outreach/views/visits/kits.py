"""The kits of the office: named, taken out of use and put back by admins."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import admins_only, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from outreach.access import kit_or_404, kits_for
from outreach.actions.visits.kits import add_kit, use_kit
from outreach.forms.visits.kits import KitForm
from outreach.visit_life import PLANNED


@admins_only
@require_safe
def kit_list(request: HttpRequest) -> HttpResponse:
    """All kits, those in use first, with the visits ahead that take each."""
    return _page(request, KitForm())


@admins_only
@require_POST
def kit_add(request: HttpRequest) -> HttpResponse:
    """Name one more. What was typed stays where something is wrong with it."""
    form = KitForm(request.POST)
    if form.is_valid():
        try:
            kit = add_kit(by=scope_of(request.user), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, _("Added: %(kit)s.") % {"kit": kit})
            return redirect("outreach:kit-list")
    return _page(request, form, status=400)


@admins_only
@require_POST
def kit_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use, or in use again. Whoever presses twice is not told of a fault."""
    scope = scope_of(request.user)
    kit = kit_or_404(scope, pk)
    in_use = request.POST.get("in_use") == "1"
    if use_kit(by=scope, kit=kit, in_use=in_use):
        words = _("In use again: %(kit)s.") if in_use else _("Out of use: %(kit)s. Visits that have it keep it.")
        messages.success(request, words % {"kit": kit})
    else:
        messages.info(request, _("That was done already."))
    return redirect("outreach:kit-list")


def _page(request: HttpRequest, form: KitForm, status: int = 200) -> HttpResponse:
    scope = scope_of(request.user)
    mark_errors(form)
    ahead = Q(visits__state__in=sorted(PLANNED), visits__day__gte=scope.today)
    kits = kits_for(scope).annotate(ahead=Count("visits", filter=ahead)).order_by("-is_active", "name")
    return render(request, "outreach/visits/kits.html", {"kits": kits, "form": form}, status=status)
