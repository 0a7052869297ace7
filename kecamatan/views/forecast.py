"""Will we make it? The range of what remains, in words and on a chart, and what would change it."""

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kecamatan.access import Scope, scope_of
from kecamatan.charts import Chart, Fan, Frame, Series, time_chart
from kecamatan.figures import number_text
from kecamatan.forecast_words import words_of
from kecamatan.forms.what_if import WhatIfForm
from kecamatan.kept import kept
from kecamatan.models import Drive
from kecamatan.selectors.forecast import Expected, expected, with_changes
from kecamatan.selectors.story import running
from kecamatan.views.pages import drives_of, kept_page


@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user)
    drive, _drives = drives_of(request, scope)
    # What would be different is reckoned anew each time, from what is known, which is kept.
    is_asked = bool(request.GET.keys() & WhatIfForm.base_fields.keys())
    known = _known(scope, drive) if drive is not None and is_asked else None
    return kept_page(
        request, scope, "forecast", lambda: _body(request, scope, drive, known), template="kecamatan/forecast.html"
    )


def _known(scope: Scope, drive: Drive) -> Expected:
    """As it goes on; made once for as long as nothing changes."""
    key = ("expected", scope.key, scope.today, drive.pk, get_language())
    _version, told = kept(scope.kabupaten, key, lambda: expected(scope, drive))
    return told


def _body(request: HttpRequest, scope: Scope, drive: Drive | None, known: Expected | None) -> tuple[str, dict, int]:
    if drive is None:
        return "kecamatan/no_drive.html", {"scope": scope}, 200
    told = known or expected(scope, drive)
    form = WhatIfForm(request.GET, visits=told.ahead.visits)
    if form.is_valid():
        told = with_changes(told, form.asked)
    context = {
        "scope": scope,
        "drive": drive,
        "told": told,
        "words": words_of(told),
        "form": form,
        "asked": form.asked if told.asked else None,
        "ranges": [told.shown.fan[0], *told.shown.fan[7::7]] if told.shown.is_enough else [],
        "wide": chart_of(told, width=860, height=320),
        "narrow": chart_of(told, width=360, height=280),
    }
    return "kecamatan/forecast_body.html", context, 400 if form.errors else 200


def chart_of(told: Expected, *, width: int, height: int) -> Chart | None:
    """What remained until now, and the fan of what is expected; None where there is no range to draw."""
    drive, fan = told.drive, told.shown.fan
    if told.unstated or len(fan) < 2:
        return None
    levels = running(told.past.days, told.counts.baseline, first=drive.baseline_date, until=told.past.today)
    frame = Frame(
        first=drive.baseline_date,
        last=max(drive.polling_day, told.today),
        width=width,
        height=height,
        label_room=16,
        number=number_text,
        month=lambda day: date_format(day, "M" if day.month != 1 else "M Y"),
    )
    return time_chart(
        [Series("remaining", _("Remaining"), [(day, level.remaining) for day, level in levels])],
        frame,
        baseline=None,
        held_until=None,
        marks=[(drive.last_recording_day, _("Last recording day")), (drive.polling_day, _("Polling day"))],
        fan=Fan([(one.day, one.low, one.mid, one.high) for one in fan], told.goal.may_remain or None),
    )
