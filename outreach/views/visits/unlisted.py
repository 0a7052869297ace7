"""Somebody came whom the visit did not expect: of another place of the list, or of no list at all (rule 8)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kecamatan.access import Scope, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from outreach.access import people_only, resident_or_404, residents_for, visit_or_404
from outreach.actions.visits.results import add_unlisted, list_and_add
from outreach.attendance import Outcome
from outreach.forms.visits.unlisted import NewComerForm
from outreach.models import Attendance, Resident, Visit
from outreach.person_names import search_terms
from outreach.search import Search
from outreach.segments import age_on
from outreach.selectors.listing import Listing
from outreach.views.resident_forms import answered, listing_for, mark_of, overruled

#: People that a search shows; who is not among them is searched for by more of the name.
MOST = 20


@people_only
@require_http_methods(["GET", "POST"])
def visit_unlisted(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the person first: who is on the list is not listed twice."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    if not visit.is_open:
        return redirect(visit.get_absolute_url())
    find = request.POST.get("find", "")[:120].replace("\0", "").strip()
    found = _found(scope, visit, find) if find else []
    context = {
        "visit": visit,
        "find": find,
        "people": [(one, age_on(one.birth_date, visit.day) if one.birth_date else None) for one in found[:MOST]],
        "more": len(found) > MOST,
        "expected": set(
            Attendance.objects.filter(visit=visit, resident__in=[one.pk for one in found])
            .exclude(origin=Attendance.Origin.UNLISTED, outcome="")
            .values_list("resident", flat=True)
        ),
        "outcomes": _outcomes(),
    }
    return render(request, "outreach/visits/unlisted.html", context)


@people_only
@require_POST
def visit_unlisted_add(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of somebody of the list who was not expected here."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    number, outcome = request.POST.get("resident", ""), request.POST.get("outcome", "")
    if not (number.isascii() and number.isdigit() and len(number) < 18) or outcome not in dict(_outcomes()):
        messages.error(request, _("Choose who came and what became of them."))
        return redirect("outreach:visit-unlisted", pk=pk)
    resident = resident_or_404(scope, int(number))
    try:
        add_unlisted(by=scope, visit=visit, resident=resident, outcome=outcome)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("outreach:visit-unlisted", pk=pk)
    messages.success(request, _("Saved: one who came unlisted."))
    return redirect(f"{reverse('outreach:visit-result', args=[pk])}?show=unlisted")


@people_only
@require_http_methods(["GET", "POST"])
def visit_newcomer(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of no list: rule 8's answer and who looks alike are shown before all of it is saved at once."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    if not visit.is_open:
        return redirect(visit.get_absolute_url())
    if request.method == "GET":
        first = visit.desa.order_by("code").first()
        return _newcomer_page(request, visit, NewComerForm(scope=scope, initial={"desa": first.code if first else ""}))
    form = NewComerForm(request.POST, scope=scope)
    if not form.is_valid():
        return _newcomer_page(request, visit, form)
    listing = listing_for(scope, visit.drive, form)
    if not answered(form, listing):
        return _newcomer_page(request, visit, form, listing)
    try:
        list_and_add(
            by=scope,
            visit=visit,
            details=form.details,
            outcome=form.cleaned_data["outcome"],
            added=overruled(form, listing),
            reason=form.cleaned_data["reason"],
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _newcomer_page(request, visit, form, listing)
    messages.success(request, _("Saved: one who was on no list."))
    return redirect(f"{reverse('outreach:visit-result', args=[pk])}?show=unlisted")


def _outcomes() -> list[tuple[str, str]]:
    """Whoever came was not absent, and not away."""
    not_here = {Outcome.ABSENT, Outcome.AWAY}
    return [(one.value, str(Attendance.Outcome(one).label)) for one in Outcome if one not in not_here]


def _found(scope: Scope, visit: Visit, find: str) -> list[Resident]:
    """People of the drive's list by parts of the name or the whole NIK."""
    rows = residents_for(scope).present().filter(drive=visit.drive_id).select_related("desa", "kecamatan")
    search = Search(find)
    if search.nik:
        return list(rows.with_nik(search.nik)[:1])
    terms = search_terms(find)
    if not terms:
        return []
    for term in terms:
        rows = rows.filter(name_key__contains=term)
    return list(rows.order_by("name", "pk")[: MOST + 1])


def _newcomer_page(
    request: HttpRequest, visit: Visit, form: NewComerForm, listing: Listing | None = None
) -> HttpResponse:
    if listing is not None:
        form.data = form.data.copy()
        form.data["checked"] = mark_of(listing)
    mark_errors(form)
    context = {"form": form, "visit": visit, "listing": listing, "drive": visit.drive}
    return render(request, "outreach/visits/newcomer.html", context)
