"""Holidays, joint leave, school breaks and days on which the office stays in: read by all, changed by admins."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import admins_only, scope_of
from kecamatan.figures import number_text
from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from outreach.actions.calendar_days import add_days, put_back_days, take_off_days
from outreach.forms.calendar_days import AddDaysForm, RangeForm, YearForm
from outreach.selectors.calendar_days import year_of_days


@require_safe
def day_list(request: HttpRequest) -> HttpResponse:
    """All special days of a year, this one unless another is asked for."""
    return _page(request, AddDaysForm())


@admins_only
@require_POST
def days_add(request: HttpRequest) -> HttpResponse:
    """Name a day or a range. What was typed stays where something is wrong with it."""
    scope = scope_of(request.user)
    form = AddDaysForm(request.POST)
    if form.is_valid():
        try:
            count = add_days(by=scope, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            said = ngettext("%(count)s day added.", "%(count)s days added.", count) % {"count": number_text(count)}
            messages.success(request, said if count else _("The calendar says so already."))
            return _back(form.cleaned_data["first"])
    return _page(request, form, status=400)


@admins_only
@require_POST
def days_take_off(request: HttpRequest) -> HttpResponse:
    """Take days off the calendar. Whoever presses twice is not told of a fault."""
    return _changed(request, take_off_days, _("Taken off the calendar. Below you can put it back."))


@admins_only
@require_POST
def days_put_back(request: HttpRequest) -> HttpResponse:
    """Undo what was taken off."""
    return _changed(request, put_back_days, _("Put back on the calendar."))


def _changed(request: HttpRequest, act: Callable[..., int], done: str) -> HttpResponse:
    """Do it with the days that a button names; those that no button of ours names are not there."""
    form = RangeForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        count = act(by=scope_of(request.user), **form.cleaned_data)
    except Refused as refused:
        raise Http404 from refused
    messages.success(request, done if count else _("That was done already."))
    return _back(form.cleaned_data["first"])


def _back(day: date) -> HttpResponse:
    return redirect(f"{reverse('outreach:calendar-day-list')}?year={day.year}")


def _page(request: HttpRequest, form: AddDaysForm, status: int = 200) -> HttpResponse:
    asked = YearForm(request.GET)
    if not asked.is_valid():
        raise Http404
    scope = scope_of(request.user)
    mark_errors(form)
    year = year_of_days(scope, asked.cleaned_data["year"] or scope.today.year)
    context = {"scope": scope, "form": form, "page": year, "today": scope.today}
    return render(request, "outreach/calendar_days.html", context, status=status)
