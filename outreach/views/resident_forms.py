"""Putting somebody on the list, correcting what is known of them, and taking a mistaken entry off."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kecamatan.access import Scope, desa_for, drives_for, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.kept import one_moment
from kecamatan.models import Drive
from kecamatan.refusals import Refused
from kecamatan.views.redirects import safe_next
from outreach.access import people_only, resident_or_404
from outreach.actions.changes import FIELDS
from outreach.actions.people import ChangedMeanwhile, edit_resident, list_resident, unlist
from outreach.forms.resident import EditResidentForm, NewResidentForm, ResidentForm
from outreach.forms.reveal import UnlistForm
from outreach.likeness import Person
from outreach.models import Resident
from outreach.selectors.conflict import Conflict, conflict_of, last_change_of
from outreach.selectors.likely import likely_doubles
from outreach.selectors.listing import Listing, listing_of
from outreach.selectors.resident import resident_page
from outreach.views.residents import page_of


@people_only
@require_http_methods(["GET", "POST"])
def resident_new(request: HttpRequest) -> HttpResponse:
    """First the form; then, in sight of rule 8's answer and of who looks alike, the saving."""
    scope = scope_of(request.user)
    drive = drives_for(scope).filter(is_active=True).first()
    if drive is None:
        return render(request, "outreach/list_closed.html", status=409 if request.method == "POST" else 200)
    if request.method == "GET":
        initial = {"desa": _desa_asked(request, scope)}
        return _new_page(request, drive, NewResidentForm(scope=scope, initial=initial))
    form = NewResidentForm(request.POST, scope=scope)
    if not form.is_valid():
        return _new_page(request, drive, form)
    listing = listing_for(scope, drive, form)
    if not answered(form, listing):
        return _new_page(request, drive, form, listing)
    try:
        resident = list_resident(
            by=scope,
            drive=drive,
            details=form.details,
            added=overruled(form, listing),
            reason=form.cleaned_data["reason"],
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _new_page(request, drive, form, listing)
    messages.success(request, _("Saved: this person is on the list."))
    _tell(request, form)
    return redirect(page_of(request, resident.pk))


def _desa_asked(request: HttpRequest, scope: Scope) -> str:
    code = request.GET.get("desa", "")
    if code and not ("\0" not in code and desa_for(scope).filter(code=code).exists()):
        raise Http404
    return code


def listing_for(scope: Scope, drive: Drive, form: NewResidentForm) -> Listing:
    """What is shown before somebody is saved."""
    details = form.details
    person = Person(details.name, details.birth_date, details.birth_place)
    return listing_of(details, drive, scope.today, likely_doubles(scope, drive, person))


def answered(form: NewResidentForm, listing: Listing) -> bool:
    """Whether just this was shown before, and whoever looks alike was looked at."""
    if form.cleaned_data["checked"] != mark_of(listing):
        return False
    if listing.doubles and not form.cleaned_data["other"]:
        form.add_error("other", _("Compare the two, then tick this, or open the person who is there."))
        return False
    return True


def overruled(form: NewResidentForm, listing: Listing) -> bool | None:
    """How they are counted where the petugas overrules rule 8; None where the rule decides."""
    counts_as = form.cleaned_data["counts_as"]
    added = None if counts_as == form.RULE else counts_as == form.INFLOW
    return None if added is listing.flows_in else added


def mark_of(listing: Listing) -> str:
    """Names what was shown, so that other answers are shown before they count."""
    shown = (listing.flows_in, listing.born_known, sorted(one.resident.pk for one in listing.doubles))
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def _new_page(
    request: HttpRequest, drive: Drive, form: NewResidentForm, listing: Listing | None = None
) -> HttpResponse:
    if listing is not None:
        form.data = form.data.copy()
        form.data["checked"] = mark_of(listing)
    mark_errors(form)
    context = {
        "form": form,
        "drive": drive,
        "listing": listing,
        "back": safe_next(request, reverse("outreach:resident-list")),
    }
    return render(request, "outreach/resident_new.html", {**context, "next": safe_next(request, "")})


@people_only
@require_http_methods(["GET", "POST"])
def resident_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrections. Where somebody else saved meanwhile, both values stand side by side, and nothing typed is lost."""
    scope = scope_of(request.user)
    resident = resident_or_404(scope, pk)
    if request.method == "GET":
        initial = {name: getattr(resident, name) for name in EditResidentForm.base_fields if hasattr(resident, name)}
        initial |= {"nik": "", "no_kk": "", "desa": resident.desa.code, "last_change": last_change_of(resident)}
        initial |= {"school": resident.school.npsn if resident.school else ""}
        return _edit_page(request, resident, EditResidentForm(scope=scope, resident=resident, initial=initial))
    form = EditResidentForm(request.POST, scope=scope, resident=resident)
    if not form.is_valid():
        return _edit_page(request, resident, form)
    resident, conflict = _looked_at_once(request, scope, pk, form)
    if not conflict.answered:
        return _edit_page(request, resident, form, conflict)
    details, reason = conflict.merged(form.details), form.cleaned_data["reason"]
    try:
        saved = edit_resident(
            by=scope, resident=resident, details=details, seen_version=resident.version, reason=reason
        )
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody else saved this person at the same moment. Look at it, and save again."))
        resident, conflict = _looked_at_once(request, scope, pk, form)
        return _edit_page(request, resident, form, conflict)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _edit_page(request, resident, form, conflict)
    messages.success(request, _("Saved.") if saved else _("Nothing was different, so nothing was changed."))
    _tell(request, form)
    return redirect(page_of(request, resident.pk))


def _looked_at_once(request: HttpRequest, scope: Scope, pk: int, form: EditResidentForm) -> tuple[Resident, Conflict]:
    """The resident and what was changed of them, of one moment: a value is never shown beside a change that came later."""
    with one_moment():
        resident = resident_or_404(scope, pk)
        return resident, _conflict(request, resident, form)


def _conflict(request: HttpRequest, resident: Resident, form: EditResidentForm) -> Conflict:
    """What differs from what somebody else saved since the form was opened."""
    data = form.cleaned_data
    return conflict_of(
        resident,
        form.details,
        seen_version=data["version"],
        last_change=data["last_change"] or 0,
        picks={name: request.POST.get(f"pick-{name}", "") for name in FIELDS},
    )


def _edit_page(
    request: HttpRequest, resident: Resident, form: EditResidentForm, conflict: Conflict | None = None
) -> HttpResponse:
    """``conflict`` is shown where anything differs: from then on, sending the form is a choice in sight of it."""
    if conflict is not None:
        form.data = form.data.copy()
        form.data["version"] = str(resident.version)
    mark_errors(form)
    context = {
        "form": form,
        "person": resident,
        "conflict": conflict if conflict is not None and conflict.lines else None,
        "here": page_of(request, resident.pk),
        "next": safe_next(request, ""),
    }
    return render(request, "outreach/resident_edit.html", context)


def _tell(request: HttpRequest, form: ResidentForm) -> None:
    """What is worth knowing of a number, without the number."""
    for sentence in form.told:
        messages.warning(request, sentence)


@people_only
@require_http_methods(["GET", "POST"])
def resident_unlist(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks; POST deletes an entry that was a mistake."""
    scope = scope_of(request.user)
    page = resident_page(scope, resident_or_404(scope, pk))
    form = UnlistForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            unlist(by=scope, residents=[page.resident], reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The entry was deleted."))
            return redirect(safe_next(request, reverse("outreach:resident-list")))
    mark_errors(form)
    context = {"page": page, "person": page.resident, "form": form}
    context |= {"here": page_of(request, pk), "next": safe_next(request, "")}
    return render(request, "outreach/resident_unlist.html", context)
