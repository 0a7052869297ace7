"""The phones that took a visit along: what of each came in, what is missing, and giving one up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kecamatan.access import may_write, scope_of
from kecamatan.figures import number_text
from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from outreach.access import leases_for, people_only, visit_or_404
from outreach.actions.field.again import take_in_again
from outreach.actions.field.leases import end_lease
from outreach.field_words import open_in_the_field
from outreach.forms.field import EndLeaseForm
from outreach.selectors.field.phones import phones_of
from outreach.selectors.field.standing import standing_of


@require_safe
def visit_phones(request: HttpRequest, pk: int) -> HttpResponse:
    """Each phone in numbers. For pejabat as well: there is no person on it."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    rows = phones_of(scope, visit)
    standing = standing_of(visit)
    context = {
        "visit": visit,
        "rows": rows,
        "standing": standing,
        "open": open_in_the_field(standing),
        "refused": sum(one.refused for one in rows),
        "writes": may_write(scope, visit.kecamatan) and visit.drive.is_active,
    }
    return render(request, "outreach/field/phones.html", context)


@people_only
@require_http_methods(["GET", "POST"])
def phone_end(request: HttpRequest, pk: int, lease: int) -> HttpResponse:
    """Nobody waits for this phone any more; what is lost with it is said before."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    row = next((one for one in phones_of(scope, visit) if one.lease.pk == lease), None)
    if row is None:
        raise Http404
    if not row.lease.is_out:
        messages.info(request, _("Nobody waits for this phone any more."))
        return redirect("outreach:visit-phones", pk=pk)
    form = EndLeaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        held = leases_for(scope).get(pk=lease)
        try:
            end_lease(by=scope, lease=held, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, _("Saved: nobody waits for this phone any more."))
            return redirect("outreach:visit-phones", pk=pk)
    mark_errors(form)
    context = {"visit": visit, "row": row, "form": form}
    return render(request, "outreach/field/phone_end.html", context, status=409 if form.errors else 200)


@people_only
@require_POST
def field_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again what was refused or waits; what is taken in stands once, however often this is asked."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    tried = take_in_again(by=scope, visit=visit)
    if not tried.entries:
        messages.info(request, _("Nothing waits to be tried again."))
    elif tried.taken_in:
        words = ngettext("Taken in: %(count)s entry.", "Taken in: %(count)s entries.", tried.taken_in)
        messages.success(request, words % {"count": number_text(tried.taken_in)})
    if tried.left:
        words = ngettext(
            "%(count)s entry still can't be taken in; its reason stands beside it.",
            "%(count)s entries still can't be taken in; their reasons stand beside them.",
            tried.left,
        )
        messages.warning(request, words % {"count": number_text(tried.left)})
    back = "outreach:visit-decide" if request.POST.get("back") == "decide" else "outreach:visit-phones"
    return redirect(back, pk=pk)
