"""The calendar of visits, by month and by week."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kecamatan.access import drives_for, scope_of
from kecamatan.lists.links import ListQuery
from outreach.forms.visits.calendar import CalendarForm
from outreach.selectors.visits.calendar import CalendarPage, calendar_page


@require_safe
def visit_calendar(request: HttpRequest) -> HttpResponse:
    """``?month=2026-12`` or ``?week=2026-W49``, this month unless the address says so; for pejabat as well."""
    scope = scope_of(request.user)
    form = CalendarForm(request.GET, scope=scope)
    asked = form.cleaned_data if form.is_valid() else {}
    page = calendar_page(
        scope,
        form.period(scope.today),
        by_week=form.by_week,
        kecamatan=asked.get("kecamatan") or "",
        member=int(asked["member"]) if asked.get("member") else None,
    )
    plans = scope.user.enters_counts and drives_for(scope).filter(is_active=True).exists()
    query = ListQuery(request.GET)
    context = {
        "page": page,
        "form": form,
        "today": scope.today,
        "way": "week" if form.by_week else "month",
        "narrowed": any(asked.get(name) for name in ("kecamatan", "member")),
        "links": _links(page, query, scope.today),
        "plans": plans,
    }
    return render(request, "outreach/visits/calendar.html", context)


def _links(page: CalendarPage, query: ListQuery, today: date) -> dict[str, str]:
    """To the period before and after, to today's, and to the other way to look; each with the filters kept."""
    name, other = ("week", "month") if page.by_week else ("month", "week")
    around = {
        "before": page.grid.before,
        "after": page.grid.after,
        "now": None if page.grid.first <= today <= page.last else today,
    }
    found = {key: query.replaced(**{name: _period(day, name)}) for key, day in around.items() if day is not None}
    here = today if page.grid.first <= today <= page.last else page.grid.first
    return {**found, "other": query.replaced(**{name: None, other: _period(here, other)})}


def _period(day: date, name: str) -> str:
    """2026-12, or 2026-W49."""
    return day.strftime("%Y-%m") if name == "month" else "{}-W{:02}".format(*day.isocalendar())
