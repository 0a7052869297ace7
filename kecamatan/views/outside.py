"""What is seen from outside, for admins: the public page, on or off, and the links of screens in the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import admins_only, scope_of, wall_link_or_404, wall_links_for
from kecamatan.actions.outside import end_wall_link, make_wall_link, set_public
from kecamatan.forms.fields import mark_errors
from kecamatan.forms.outside import WallForm


@admins_only
@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    return _page(request, WallForm())


@admins_only
@require_POST
def public_set(request: HttpRequest) -> HttpResponse:
    """``on``: 1 switches the public page on, anything else off. Pressed twice, it is told of no fault."""
    on = request.POST.get("on") == "1"
    if not set_public(by=scope_of(request.user), on=on):
        messages.success(request, _("That was so already."))
    elif on:
        messages.success(request, _("The public page is on: everybody can read it now."))
    else:
        messages.success(
            request, _("The public page is off. Copies on the way to readers may show it for five minutes more.")
        )
    return redirect("kecamatan:outside")


@admins_only
@require_POST
def wall_new(request: HttpRequest) -> HttpResponse:
    """Make a link. The answer is the only page that shows it, so it is no redirect."""
    form = WallForm(request.POST)
    if not form.is_valid():
        mark_errors(form)
        return _page(request, form, status=422)
    given = form.cleaned_data
    _link, secret = make_wall_link(by=scope_of(request.user), name=given["name"], language=given["language"])
    address = request.build_absolute_uri(reverse("kecamatan:wall", args=[secret]))
    return _page(request, WallForm(), address=address, status=201)


@admins_only
@require_POST
def wall_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The link shows nothing from now on."""
    scope = scope_of(request.user)
    ended = end_wall_link(by=scope, link=wall_link_or_404(scope, pk))
    messages.success(request, _("The link works no more.") if ended else _("That was done already."))
    return redirect("kecamatan:outside")


def _page(request: HttpRequest, form: WallForm, *, address: str = "", status: int = 200) -> HttpResponse:
    scope = scope_of(request.user)
    context = {
        "scope": scope,
        "form": form,
        "links": wall_links_for(scope),
        "address": address,
        "public_address": request.build_absolute_uri(reverse("kecamatan:public")),
    }
    return render(request, "kecamatan/outside.html", context, status=status)
