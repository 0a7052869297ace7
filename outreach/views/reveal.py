"""Whole numbers, with a reason and on record; and who looked at a person, for admins and for the person who asks."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST

from kecamatan.access import Scope, admins_only, scope_of
from kecamatan.forms.fields import mark_errors
from outreach.access import accesses_for, people_only, resident_or_404
from outreach.actions.access_log import log_access, reveal
from outreach.forms.reveal import PrintForm, RevealForm
from outreach.models import Resident, ResidentAccess
from outreach.selectors.resident import resident_page
from outreach.views.residents import page_of

Kind = ResidentAccess.Kind
#: Seconds until a number hides again by itself.
SHOWN_FOR = 30


@people_only
@require_POST
def resident_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes down who sees the number and why, and then shows it."""
    scope = scope_of(request.user)
    resident = resident_or_404(scope, pk)
    form = RevealForm(request.POST)
    context = {"person": resident, "form": form, "here": page_of(request, pk), "seconds": SHOWN_FOR}
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        number = reveal(by=scope, resident=resident, kind=kind, reason=form.reason)
        context |= {
            "number": number,
            "masked": resident.nik_masked if kind == Kind.NIK else resident.no_kk_masked,
            "label": dict(form.fields["kind"].choices)[kind],
            "reason": form.reason,
        }
    mark_errors(form)
    response = render(request, "outreach/resident_reveal.html", context)
    add_never_cache_headers(response)
    return response


@admins_only
@require_http_methods(["GET", "POST"])
def resident_access(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: who looked at this person. POST: the print for the person who asks, on record as well."""
    scope = scope_of(request.user)
    resident = resident_or_404(scope, pk)
    form = PrintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _print(request, scope, resident, form)
    mark_errors(form)
    context = {
        "person": resident,
        "form": form,
        "accesses": accesses_for(scope, resident),
        "here": page_of(request, pk),
    }
    return render(request, "outreach/resident_access.html", context)


def _print(request: HttpRequest, scope: Scope, resident: Resident, form: PrintForm) -> HttpResponse:
    """What is stored of the person, since when, from which list, and who saw it."""
    whole = form.cleaned_data["whole"]
    kinds = [Kind.PRINT, *([Kind.NIK] if whole and resident.nik_sealed else [])]
    kinds += [Kind.NO_KK] if whole and resident.no_kk_sealed else []
    with transaction.atomic():
        for kind in kinds:
            log_access(by=scope, residents=[resident], kind=kind, reason=form.reason)
        context = {
            "person": resident,
            "page": resident_page(scope, resident),
            "nik": resident.nik if whole else resident.nik_masked,
            "no_kk": resident.no_kk if whole else resident.no_kk_masked,
            "accesses": list(accesses_for(scope, resident)),
            "now": timezone.now(),
            "here": page_of(request, resident.pk),
        }
    response = render(request, "outreach/resident_print.html", context)
    add_never_cache_headers(response)
    return response
