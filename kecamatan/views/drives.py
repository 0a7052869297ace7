"""The drives of a kabupaten beside each other, and one of them day by day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kecamatan.access import Scope, drive_or_404, kecamatan_for, scope_of
from kecamatan.counts import total
from kecamatan.figures import day_text, percent_text
from kecamatan.forms.drives import CoursesForm, ReplayForm
from kecamatan.regency_map import Area, RegencyMap, draw
from kecamatan.selectors.drives import SHARE, drives_told
from kecamatan.selectors.replay import LEGEND, PlaceDay, Replay, replay_of
from kecamatan.views.pages import kept_page


@require_safe
def drives(request: HttpRequest) -> HttpResponse:
    """Past drives beside the present one."""
    scope = scope_of(request.user)
    return kept_page(request, scope, "drives", lambda: _drives_body(request, scope), template="kecamatan/drives.html")


def _drives_body(request: HttpRequest, scope: Scope) -> tuple[str, dict, int]:
    form = CoursesForm(request.GET)
    form.is_valid()
    told = drives_told(scope, form.cleaned_data.get("measure") or SHARE)
    if not told.told:
        return "kecamatan/no_drive.html", {"scope": scope}, 200
    context = {
        "scope": scope,
        "told": told,
        "form": form,
        "measures": form.fields["measure"].choices,
        "present": next((one for one in told.told if one.drive.is_active), None),
    }
    return "kecamatan/drives_body.html", context, 400 if form.errors else 200


@require_safe
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """One day of a drive, with the ways to the others; a script plays through all of them."""
    scope = scope_of(request.user)
    drive = drive_or_404(scope, pk)
    if drive is None:
        raise Http404
    drive.kabupaten = scope.kabupaten
    told = replay_of(drive, list(kecamatan_for(scope).select_related("outline")), scope.today)
    form = ReplayForm(request.GET, first=told.first, last=told.last)
    form.is_valid()
    day = form.cleaned_data.get("day") or told.last
    places = told.on(day)
    counts = total(one.counts for one in places)
    context = {
        "scope": scope,
        "drive": drive,
        "told": told,
        "form": form,
        "day": day,
        "places": places,
        "counts": counts,
        "share": counts.share_done if told.stated else None,
        "flow": told.flow_on(day),
        "regency_map": map_of(places),
        "legend": legend_words(),
        "ways": ways_from(told, day),
        "data": told.as_json() | {"texts": [day_text(frame) for frame in told.frames]},
        "frame": max(index for index, frame in enumerate(told.frames) if frame <= day),
    }
    return render(request, "kecamatan/replay.html", context, status=400 if form.errors else 200)


@dataclass(frozen=True)
class GoTo:
    """A way to another day: so many days on (negative: back). ``leads``: is that a day of the drive, and another one?"""

    label: str
    day: date
    days: int
    leads: bool


def ways_from(told: Replay, day: date) -> list[GoTo]:
    """The days to go to from ``day``."""
    ways = [
        (_("First day"), (told.first - day).days),
        (_("A week back"), -7),
        (_("The day before"), -1),
        (_("The next day"), 1),
        (_("A week on"), 7),
        (_("Last day"), (told.last - day).days),
    ]
    found = []
    for index, (label, days) in enumerate(ways):
        to = min(told.last, max(told.first, day + timedelta(days=days)))
        far = {0: -10_000, len(ways) - 1: 10_000}.get(index, days)
        found.append(GoTo(label, to, far, to != day and (to - day).days == days))
    return found


def legend_words() -> list[str]:
    """The fifths of the share done, in words."""
    return [f"{percent_text(step.low, 0)} – {percent_text(step.high, 0)}" for step in LEGEND]


def map_of(places: list[PlaceDay]) -> RegencyMap | None:
    """Coloured by the share done, on a scale that is the same on every day."""
    areas = [
        Area(
            one.kecamatan.code,
            one.kecamatan.name,
            one.share,
            percent_text(one.share, 0),
            one.kecamatan.tile_column,
            one.kecamatan.tile_row,
            one.kecamatan.outline.rings if hasattr(one.kecamatan, "outline") else "",
            one.kecamatan.latitude,
            one.kecamatan.longitude,
        )
        for one in places
    ]
    return draw(areas, LEGEND)
