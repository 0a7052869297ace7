"""Planning a visit and changing its plan: what is unwise is said before it is saved, what cannot be is refused."""

from datetime import date, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kecamatan.access import Scope, desa_or_404, drives_for, kecamatan_or_404, school_or_404, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.models import Desa, Drive, Kecamatan, School
from kecamatan.refusals import Refused
from kecamatan.views.redirects import safe_next
from outreach.access import people_only, visit_or_404
from outreach.actions.visits.locking import VisitChangedMeanwhile
from outreach.actions.visits.planning import edit_visit, plan_of, plan_visit
from outreach.forms.visits.calendar import DayForm
from outreach.forms.visits.plan import PlanForm, initial_of
from outreach.models import Visit
from outreach.selectors.visits.proposals import proposal_of
from outreach.selectors.visits.warnings import mark_of, warnings_of

#: The hours that are proposed.
STARTS, ENDS = time(8), time(14)
#: A visit may be opened for so many desa.
MOST_DESA = 10


@people_only
@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest) -> HttpResponse:
    """First in which kecamatan, unless the address says so; then all else."""
    scope = scope_of(request.user)
    drive = drives_for(scope).filter(is_active=True).first()
    if drive is None:
        return render(request, "outreach/list_closed.html", status=409 if request.method == "POST" else 200)
    day = _day_asked(request)
    kecamatan, places = _places_asked(request, scope)
    if kecamatan is None:
        context = {
            "kecamatan_list": scope.kecamatan,
            "day": day,
            "back": safe_next(request, reverse("outreach:visit-list")),
        }
        return render(request, "outreach/visits/choose_kecamatan.html", context)
    if request.method == "GET":
        initial = _proposal(scope, drive, places) | ({"day": day} if day else {})
        form = PlanForm(scope=scope, kecamatan=kecamatan, initial=initial)
        return _form_page(request, form)
    form = PlanForm(request.POST, scope=scope, kecamatan=kecamatan)
    if not form.is_valid():
        return _form_page(request, form)
    return _sent_before(request, form) or _planned(request, scope, drive, form)


def _planned(request: HttpRequest, scope: Scope, drive: Drive, form: PlanForm) -> HttpResponse:
    """Save the new visit, once what is unwise about it was seen."""
    warnings = warnings_of(scope, drive, form.plan)
    if warnings and form.cleaned_data["seen"] != mark_of(warnings):
        return _form_page(request, form, warnings=warnings)
    try:
        visit = plan_visit(by=scope, drive=drive, plan=form.plan, uid=form.uid)
    except Refused as refused:
        # Pressed twice at once: the other one planned it meanwhile.
        if found := _sent_before(request, form):
            return found
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _form_page(request, form)
    messages.success(request, _("Saved as a draft. Prepare its letter next, or confirm the place."))
    return redirect(visit.get_absolute_url())


def _sent_before(request: HttpRequest, form: PlanForm) -> HttpResponse | None:
    """To the visit that this very form planned already."""
    there = Visit.objects.filter(uid=form.uid, made_by=request.user).first() if form.uid else None
    if there is None:
        return None
    messages.info(request, _("This visit was planned already: here it is."))
    return redirect(there.get_absolute_url())


@people_only
@require_http_methods(["GET", "POST"])
def visit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the plan. A colleague who saved meanwhile is not written over: what stands is shown, what was typed stays."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    if not visit.is_planned:
        messages.error(request, _("This visit is “%(state)s”; its plan stands.") % {"state": visit.get_state_display()})
        return redirect(visit.get_absolute_url())
    if request.method == "GET":
        initial = initial_of(plan_of(visit)) | {"version": visit.version}
        return _form_page(
            request, PlanForm(scope=scope, kecamatan=visit.kecamatan, visit=visit, initial=initial), visit=visit
        )
    form = PlanForm(request.POST, scope=scope, kecamatan=visit.kecamatan, visit=visit)
    if not form.is_valid():
        return _form_page(request, form, visit=visit)
    warnings = warnings_of(scope, visit.drive, form.plan, visit)
    if warnings and form.cleaned_data["seen"] != mark_of(warnings):
        return _form_page(request, form, visit=visit, warnings=warnings)
    try:
        edit_visit(by=scope, visit=visit, plan=form.plan, seen_version=form.cleaned_data["version"])
    except VisitChangedMeanwhile as changed:
        return _changed(request, form, changed.visit, warnings)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _form_page(request, form, visit=visit)
    messages.success(request, _("Saved."))
    return redirect(visit.get_absolute_url())


def _changed(request: HttpRequest, form: PlanForm, visit: Visit, warnings: list[str]) -> HttpResponse:
    """What a colleague saved, field by field beside what was typed; saving again is a choice in sight of it."""
    theirs, mine = plan_of(visit), form.plan
    lines = [
        (form.fields[name].label, _shown(theirs, name), _shown(mine, name))
        for name in form.fields
        if hasattr(mine, name) and _shown(theirs, name) != _shown(mine, name)
    ]
    form.data = form.data.copy()
    form.data["version"] = str(visit.version)
    return _form_page(request, form, visit=visit, warnings=warnings, conflict=lines)


def _shown(plan, name: str) -> str:
    value = getattr(plan, name)
    if name == "access":
        return str(Visit.Access(value).label)
    if isinstance(value, list | tuple):
        return ", ".join(sorted(map(str, value)))
    return "" if value is None else str(value)


def _places_asked(request: HttpRequest, scope: Scope) -> tuple[Kecamatan | None, list[Desa | School]]:
    """What the address names: a school, or desa of one kecamatan; the only kecamatan of whoever has just one."""
    asked = {name: request.GET.getlist(name)[:MOST_DESA] for name in ("kecamatan", "desa", "school")}
    if any("\0" in value for values in asked.values() for value in values):
        raise Http404
    if asked["school"]:
        school = school_or_404(scope, asked["school"][0])
        return school.desa.kecamatan, [school]
    if asked["desa"]:
        desa = [desa_or_404(scope, code) for code in dict.fromkeys(asked["desa"])]
        if len({one.kecamatan_id for one in desa}) > 1:
            raise Http404
        return desa[0].kecamatan, list(desa)
    if asked["kecamatan"]:
        return kecamatan_or_404(scope, asked["kecamatan"][0]), []
    return (scope.kecamatan[0] if len(scope.kecamatan) == 1 else None), []


def _day_asked(request: HttpRequest) -> date | None:
    """The day that the calendar named; 404 for what is none."""
    asked = DayForm(request.GET)
    if not asked.is_valid():
        raise Http404
    return asked.cleaned_data["day"]


def _proposal(scope: Scope, drive: Drive, places: list[Desa | School]) -> dict:
    """What can be known before anybody types; of several desa people gather at the first."""
    found = {"starts": STARTS, "ends": ENDS, "day": min(scope.today + timedelta(days=7), drive.last_recording_day)}
    found["day"] = max(found["day"], scope.today)
    if places:
        found |= proposal_of(drive, places[0])
    found["schools"] = [one.npsn for one in places if isinstance(one, School)]
    found["desa"] = [one.code for one in places if isinstance(one, Desa)]
    return found


def _form_page(
    request: HttpRequest,
    form: PlanForm,
    *,
    visit: Visit | None = None,
    warnings: list[str] | None = None,
    conflict: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = mark_of(warnings) if warnings else ""
    mark_errors(form)
    wrong = len([name for name in form.errors if name != "__all__"])
    words = ngettext("%(count)s field needs a look.", "%(count)s fields need a look.", wrong)
    context = {
        "form": form,
        "visit": visit,
        "kecamatan_of_visit": form.kecamatan,
        "warnings": warnings,
        "conflict": conflict,
        "wrong": words % {"count": wrong} if wrong else "",
        "back": visit.get_absolute_url() if visit else safe_next(request, reverse("outreach:visit-list")),
    }
    return render(request, "outreach/visits/plan.html", context)
