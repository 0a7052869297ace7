"""Which charts may be shared, by name; whoever has another chart adds a line (``register``, from the app above too).

A chart is a function of (request, scope, look) that gives a ``Picture``; it raises Http404 for a place outside the scope.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from kecamatan.pictures.drawing import Colours, colours_of
from kecamatan.pictures.frame import Picture

if TYPE_CHECKING:  # charts are registered before there are models
    from kecamatan.access import Scope
    from kecamatan.views.pages import Look

Draw = Callable[[HttpRequest, "Scope", "Look"], Picture]


@dataclass(frozen=True)
class SharedChart:
    """``function``: its dotted name. ``of_counts``: shows nothing but what a version of the kabupaten stands for, so that it
    is kept while this stays as it is. ``reads``: parameters of the address that the chart checks itself.
    """

    function: str
    of_counts: bool = True
    reads: frozenset[str] = frozenset()

    def draw(self, request: HttpRequest, scope: "Scope", look: "Look") -> Picture:
        function: Draw = import_string(self.function)
        return function(request, scope, look)


_NUMBERS = "kecamatan.views.shared_numbers"
_MEASURE = frozenset({"measure"})
CHARTS: dict[str, SharedChart] = {
    "course": SharedChart("kecamatan.views.shared_charts.course"),
    "map": SharedChart("kecamatan.views.shared_charts.regency"),
    "forecast": SharedChart(f"{_NUMBERS}.forecast"),
    "moved-causes": SharedChart(f"{_NUMBERS}.moved_causes"),
    "moved-places": SharedChart(f"{_NUMBERS}.moved_places"),
    "funnel": SharedChart(f"{_NUMBERS}.funnel"),
    "compared-map": SharedChart(f"{_NUMBERS}.compared_map", reads=_MEASURE),
    "week-by-week": SharedChart(f"{_NUMBERS}.week_by_week"),
    "drives": SharedChart(f"{_NUMBERS}.drives", reads=_MEASURE),
    "replay": SharedChart(f"{_NUMBERS}.replay"),
}


def register(name: str, function: str, *, of_counts: bool = False) -> None:
    """Let a chart be shared under ``/share/name.svg`` and ``.png``."""
    CHARTS[name] = SharedChart(function, of_counts)


@cache
def colours() -> Colours:
    """The site's colours by day."""
    return colours_of(Path(settings.BASE_DIR, "static", "css", "variables.css").read_text(encoding="utf-8"))
