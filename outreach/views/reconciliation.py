"""Names against counts: all kecamatan, one, a desa; and those who flowed in but were taken for the baseline's."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kecamatan.access import Scope, desa_for, desa_or_404, drives_for, kecamatan_or_404, scope_of
from kecamatan.figures import number_text
from kecamatan.forms.fields import mark_errors
from kecamatan.models import Desa, Drive, Kecamatan
from kecamatan.refusals import Refused
from outreach.access import people_only, residents_for
from outreach.actions.inflow import count_as_inflow
from outreach.forms.reconciliation import InflowForm
from outreach.reconciling import together
from outreach.selectors.doubles import with_people
from outreach.selectors.reconciliation import MOST_SHOWN, causes_of, overlooked_inflow, standings

MOST_TICKED = 200


def active_drive(scope: Scope) -> Drive | None:
    """The drive whose names and counts are compared: the active one alone, as people belong to today."""
    return drives_for(scope).filter(is_active=True).first()


def active_drive_or_404(scope: Scope) -> Drive:
    """The active drive; without one there is nothing to compare."""
    drive = active_drive(scope)
    if drive is None:
        raise Http404
    return drive


def place_or_404(scope: Scope, code: str) -> tuple[Kecamatan, Desa | None]:
    """The kecamatan of this code, or the desa with its kecamatan, if it is in the scope."""
    if code.count(".") == 2:
        return kecamatan_or_404(scope, code), None
    desa = desa_or_404(scope, code)
    return desa.kecamatan, desa


def page_of_place(kecamatan: Kecamatan, desa: Desa | None) -> tuple[str, str]:
    """(name of the page, code) where names and counts of a place are compared."""
    if desa is not None:
        return "outreach:reconciliation-desa", desa.code
    return "outreach:reconciliation-kecamatan", kecamatan.code


@require_safe
def all_kecamatan(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user)
    drive = active_drive(scope)
    if drive is None:
        return render(request, "kecamatan/update_closed.html")
    found = standings(drive, [one.pk for one in scope.kecamatan])
    context = {
        "scope": scope,
        "drive": drive,
        "rows": [(one, found[one.pk].whole) for one in scope.kecamatan],
        "whole": together(one.whole for one in found.values()),
    }
    return render(request, "outreach/reconciliation.html", context)


@require_safe
def of_kecamatan(request: HttpRequest, code: str) -> HttpResponse:
    scope = scope_of(request.user)
    all_desa = list(desa_for(scope).filter(kecamatan__code=code))
    kecamatan = all_desa[0].kecamatan if all_desa else kecamatan_or_404(scope, code)
    return _place_page(request, scope, kecamatan, None, all_desa)


@require_safe
def of_desa(request: HttpRequest, code: str) -> HttpResponse:
    scope = scope_of(request.user)
    desa = desa_or_404(scope, code)
    return _place_page(request, scope, desa.kecamatan, desa, [])


def _place_page(
    request: HttpRequest, scope: Scope, kecamatan: Kecamatan, desa: Desa | None, all_desa: list[Desa]
) -> HttpResponse:
    """``all_desa``: of the kecamatan, where the page is of all of it."""
    drive = active_drive(scope)
    if drive is None:
        return render(request, "kecamatan/update_closed.html")
    found = standings(drive, [kecamatan.pk])[kecamatan.pk]
    causes = causes_of(drive, kecamatan, desa=desa, all_desa=all_desa, found=found)
    same, two = causes.same_desa[:MOST_SHOWN], causes.two_desa[:MOST_SHOWN]
    seen = with_people(scope, [*same, *two]) if scope.sees_persons and (same or two) else []
    same_pairs = {(pair.first, pair.second) for pair in same}
    context = {
        "scope": scope,
        "drive": drive,
        "kecamatan": kecamatan,
        "desa": desa,
        "code": (desa or kecamatan).code,
        "place": desa or kecamatan,
        "standing": found.place(desa.pk) if desa else found.whole,
        "rest": found.rest,
        "parts": [(one, found.place(one.pk)) for one in all_desa] if desa is None else [],
        "causes": causes,
        "same_desa": [one for one in seen if (one.first.pk, one.second.pk) in same_pairs],
        "two_desa": [one for one in seen if (one.first.pk, one.second.pk) not in same_pairs],
    }
    return render(request, "outreach/reconciliation_place.html", context)


@people_only
@require_http_methods(["GET", "POST"])
def inflow(request: HttpRequest, code: str) -> HttpResponse:
    """GET lists who by rule 8 flowed in; POST gives those ticked their row of the ledger."""
    scope = scope_of(request.user)
    kecamatan, desa = place_or_404(scope, code)
    drive = active_drive_or_404(scope)
    form = InflowForm(request.POST) if request.method == "POST" else InflowForm()
    if request.method == "POST" and form.is_valid():
        ids = form.cleaned_data["people"]
        people = residents_for(scope).filter(pk__in=ids, drive=drive, kecamatan=kecamatan).order_by("pk")
        people = list(people if desa is None else people.filter(desa=desa))
        try:
            if not people or len(people) < len(set(ids)):
                raise Refused(_("Choose at least one person of this list."))
            counted = len(count_as_inflow(by=scope, residents=people, note=form.cleaned_data["note"]))
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _counted(counted))
            return redirect(*page_of_place(kecamatan, desa))
    mark_errors(form)
    found = overlooked_inflow(drive, kecamatan, desa)
    context = {
        "form": form,
        "drive": drive,
        "place": desa or kecamatan,
        "people": list(found[:MOST_TICKED]),
        "count": found.count(),
        "ticked": set(form.data.getlist("people")) if form.is_bound else None,
        "code": code,
        "back": page_of_place(kecamatan, desa)[0],
    }
    return render(request, "outreach/reconciliation_inflow.html", context)


def _counted(people: int) -> str:
    sentence = ngettext("%(n)s person was counted as flowed in.", "%(n)s people were counted as flowed in.", people)
    return sentence % {"n": number_text(people)}
