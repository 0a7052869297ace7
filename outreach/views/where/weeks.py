"""The calendar of the coming weeks: proposed, ticked, and turned into draft visits."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import Scope, drives_for, scope_of
from kecamatan.figures import number_text
from kecamatan.forms.fields import mark_errors
from kecamatan.models import Drive
from kecamatan.refusals import Refused
from outreach.access import people_only
from outreach.actions.visits.drafts import make_drafts
from outreach.forms.where import DraftsForm, WeeksForm, usual_weeks
from outreach.planner_words import worth_words
from outreach.selectors.calendar_days import days_between
from outreach.selectors.visits.warnings import mark_of
from outreach.selectors.where.accepted import plans_of, warnings_of_all
from outreach.selectors.where.settings import Working, working_of
from outreach.selectors.where.terrain import terrain
from outreach.selectors.where.weeks import calendar_of


@require_safe
def weeks(request: HttpRequest) -> HttpResponse:
    """A calendar for the teams and days of the address; for the usual ones where it names none."""
    scope = scope_of(request.user)
    drive = drives_for(scope).filter(is_active=True).first()
    if drive is None:
        return render(request, "outreach/list_closed.html")
    working = working_of(scope)
    usual = usual_weeks(working.settings, drive, scope.today)
    form = WeeksForm(request.GET if set(request.GET) & set(usual) else _as_typed(usual), today=scope.today)
    context = {"scope": scope, "form": form, "drive": drive, "usual": usual}
    if form.is_valid():
        context |= _calendar(scope, drive, working, form.cleaned_data)
    mark_errors(form)
    return render(request, "outreach/where/weeks.html", context)


def _calendar(scope: Scope, drive: Drive, working: Working, asked: dict) -> dict:
    days = days_between(scope, asked["first"], asked["last"], school_week=working.school_week)
    found = terrain(scope, drive, working=working, days=days)
    squad = {name: asked[name] for name in ("teams", "kits", "saturdays")}
    calendar = calendar_of(found, days, **squad)
    return {
        "terrain": found,
        "calendar": calendar,
        "worth": worth_words(calendar.plan),
        "late": asked["last"] > drive.last_recording_day,
        "writes": scope.user.enters_counts,
        "sums": {
            name: sum(getattr(one, name) for one in calendar.remains)
            for name in ("now", "ahead", "proposed", "then", "unplaced")
        },
    }


def _as_typed(usual: dict) -> dict[str, str]:
    return {name: str(value) for name, value in usual.items() if value is not False}


@people_only
@require_POST
def drafts(request: HttpRequest) -> HttpResponse:
    """Make draft visits of the ticked proposals: all or none, each once; what is unwise is shown before."""
    scope = scope_of(request.user)
    drive = drives_for(scope).filter(is_active=True).first()
    if drive is None:
        return render(request, "outreach/list_closed.html", status=409)
    form, back = DraftsForm(request.POST), _back(request, scope)
    if not form.is_valid():
        errors = form.non_field_errors()
        if not errors or form.has_error("__all__", "crafted"):
            raise Http404
        messages.error(request, errors[0])
        return redirect(back)
    accepted = form.cleaned_data["accepted"]
    plans = plans_of(terrain(scope, drive), accepted)
    warnings = warnings_of_all(scope, drive, plans)
    if warnings and form.cleaned_data["seen"] != mark_of(warnings):
        context = {
            "accepted": accepted,
            "plans": plans,
            "warnings": warnings,
            "mark": mark_of(warnings),
            "key": form.cleaned_data["key"],
            "asked": _query(request).items(),
            "back": back,
        }
        return render(request, "outreach/where/drafts_sure.html", context)
    try:
        made = make_drafts(by=scope, drive=drive, plans=plans, key=form.cleaned_data["key"])
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(back)
    words = ngettext("%(count)s draft visit made.", "%(count)s draft visits made.", len(made.new))
    said = words % {"count": number_text(len(made.new))}
    said = said if made.new else _("These visits were made already.")
    messages.success(request, f"{said} {_('Give each its team and kits, then its letter.')}")
    return redirect(back)


def _back(request: HttpRequest, scope: Scope) -> str:
    """The calendar for what was asked before; without what is not valid."""
    asked = WeeksForm(_query(request), today=scope.today)
    asked.is_valid()
    known = {name: value for name, value in asked.cleaned_data.items() if value not in (None, False)}
    return f"{reverse('outreach:where-weeks')}?{urlencode(known)}" if known else reverse("outreach:where-weeks")


def _query(request: HttpRequest) -> dict:
    return {name.removeprefix("ask-"): value for name, value in request.POST.items() if name.startswith("ask-")}
