"""The first page of everyone: how many remain, where, and why."""

import math

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kecamatan import from_above
from kecamatan.access import Scope, kecamatan_for, scope_of
from kecamatan.figures import NONE, number_text, percent_text
from kecamatan.forecast_words import Answer, answer_of
from kecamatan.forms.look import LookForm
from kecamatan.regency_map import Area, RegencyMap, Step, draw
from kecamatan.selectors.forecast import expected_of
from kecamatan.selectors.story import Dashboard, KecamatanRow
from kecamatan.selectors.story import dashboard as dashboard_of
from kecamatan.tables.kecamatan import KecamatanTable, ledger_query
from kecamatan.views.pages import Look, drives_of, kept_page, read_look


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user)
    return kept_page(request, scope, "dashboard", lambda: _body(request, scope), template="kecamatan/dashboard.html")


def _body(request: HttpRequest, scope: Scope) -> tuple[str, dict, int]:
    drive, drives = drives_of(request, scope)
    if drive is None:
        return "kecamatan/no_drive.html", {"scope": scope}, 200
    look = read_look(request, scope, drive)
    places = list(kecamatan_for(scope).select_related("outline"))
    scope.has_read(places)
    told = dashboard_of(look.when, places, everything=scope.everything)
    table = KecamatanTable.of(told, look.when, request)
    regency_map = area_map(told, look.measure)
    context = {
        "scope": scope,
        "look": look,
        "when": look.when,
        "drive": drive,
        "story": told.story,
        "coverage": told.coverage,
        "forecast": _forecast(scope, look, told),
        "table": table,
        "stalest": told.stalest,
        "never": told.never,
        "lists": _lists_waiting(scope, look),
        "regency_map": regency_map,
        "map_legend": legend_of(regency_map, look.measure),
        "ledger_query": ledger_query(look.when),
        "measures": LookForm.Measure.CHOICES,
        "drives": drives,
    }
    return "kecamatan/dashboard_body.html", context, look.status


def _forecast(scope: Scope, look: Look, told: Dashboard) -> Answer | None:
    """Will we make it, in words; None for an earlier day or drive, and before anything is known."""
    if not (look.when.is_now and look.when.drive.is_active and told.story.is_known and told.story.is_stated):
        return None
    return answer_of(expected_of(scope, look.when.drive, told.story.counts, told.days, unstated=0))


def _lists_waiting(scope: Scope, look: Look) -> int:
    """Lists that wait to be taken in, for those who see all kecamatan: a list is of no kecamatan alone (one query)."""
    if not (scope.everything and look.when.is_now and look.when.drive.is_active):
        return 0
    return from_above.ask("lists that wait", scope.kabupaten, otherwise=0)


def area_map(told: Dashboard, measure: str) -> RegencyMap | None:
    """The kecamatan, coloured by a measure; None where they have no place on a map."""
    areas = []
    for row in told.rows:
        value, text = measure_of(row, measure)
        place = row.kecamatan
        areas.append(
            Area(
                place.code,
                place.name,
                value,
                text,
                place.tile_column,
                place.tile_row,
                place.outline.rings if hasattr(place, "outline") else "",
                place.latitude,
                place.longitude,
            )
        )
    return draw(areas)


def measure_of(row: KecamatanRow, measure: str) -> tuple[float | None, str]:
    """A kecamatan's value on the map, and how it is written; without a baseline nobody knows but how long it is silent."""
    if not row.is_stated and measure != LookForm.Measure.STALE:
        return None, NONE
    values = {
        LookForm.Measure.REMAINING: (row.counts.remaining, number_text(row.counts.remaining)),
        LookForm.Measure.RATE: (row.rate, percent_text(row.rate, 2)),
        LookForm.Measure.DONE: (row.counts.share_done, percent_text(row.counts.share_done, 0)),
        LookForm.Measure.STALE: (row.stale_days, number_text(row.stale_days)),
    }
    return values[measure]


def legend_of(drawn: RegencyMap | None, measure: str) -> list[dict]:
    """The colours of the map and the values they stand for, in words."""
    if drawn is None:
        return []
    digits = {LookForm.Measure.RATE: 2, LookForm.Measure.DONE: 0, "turnout": 0}
    if measure in digits:
        spans = [
            (percent_text(step.low, digits[measure]), percent_text(step.high, digits[measure])) for step in drawn.legend
        ]
        return [
            {"index": step.index, "text": low if low == high else f"{low} – {high}"}
            for step, (low, high) in zip(drawn.legend, spans, strict=True)
        ]
    return [
        {"index": step.index, "text": number_text(low) if low == high else f"{number_text(low)} – {number_text(high)}"}
        for step in drawn.legend
        for low, high in [whole_numbers(step, is_last=step is drawn.legend[-1])]
        if low <= high
    ]


def whole_numbers(step: Step, *, is_last: bool) -> tuple[int, int]:
    """The lowest and highest whole number with this colour; the lowest above the highest where there is none."""
    return math.ceil(step.low - 1e-9), math.floor(step.high + 1e-9) if is_last else math.ceil(step.high - 1e-9) - 1
