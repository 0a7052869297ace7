"""The charts of the dashboard and the pages of places, as pictures that leave the site."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kecamatan.access import Scope, desa_or_404, kecamatan_for, kecamatan_or_404
from kecamatan.charts import Chart
from kecamatan.figures import day_text, number_text
from kecamatan.forms.look import LookForm
from kecamatan.pictures import drawing
from kecamatan.pictures.drawing import DASHES, colour_of
from kecamatan.pictures.frame import Key, Picture
from kecamatan.pictures.shared import colours
from kecamatan.selectors.story import Story, desa_story, kecamatan_story
from kecamatan.selectors.story import dashboard as dashboard_of
from kecamatan.views.dashboard import area_map, legend_of
from kecamatan.views.pages import Look


def course(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """Remaining, recorded and flowed in over time: of all, or of ``?kecamatan=`` or ``?desa=``."""
    place, story = _story_of(request, scope, look)
    chart = story.wide
    body = drawing.course(chart, colours())
    return framed(
        scope, look, _("Who remains, over time"), place, body, (chart.width, chart.height), keys=line_keys(chart)
    )


def regency(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """The map of the kecamatan, coloured by ``?measure=``."""
    places = list(kecamatan_for(scope).select_related("outline"))
    drawn = area_map(dashboard_of(look.when, places, everything=scope.everything), look.measure)
    if drawn is None:
        raise Http404
    title = _("%(measure)s, by kecamatan") % {"measure": dict(LookForm.Measure.CHOICES)[look.measure]}
    keys = [
        Key(colours()[f"step-{step['index']}"], step["text"], is_area=True) for step in legend_of(drawn, look.measure)
    ]
    body = drawing.regency(drawn, colours())
    return framed(scope, look, title, all_of(scope), body, (drawn.width, drawn.height), keys=keys)


def framed(
    scope: Scope,
    look: Look,
    title: str,
    place: str,
    body: str,
    size: tuple[int, int],
    *,
    keys: Sequence[Key] = (),
    days: tuple[date, ...] = (),
    note: str = "",
    warning: str = "",
) -> Picture:
    """A drawing with what every picture says: where, as of when, by whom, and whether it is invented.

    ``days``: the day it speaks of where that is not the look's, or the first and the last. ``note``: stands before the
    source. ``warning``: what must not be overlooked.
    """
    days = days or (look.when.as_of,)
    said = {"first": day_text(days[0]), "day": day_text(days[-1])}
    source = _("Source: %(office)s, %(kabupaten)s; %(drive)s, baseline of %(day)s.") % {
        "office": scope.kabupaten.office_name,
        "kabupaten": scope.kabupaten,
        "drive": look.when.drive.name,
        "day": day_text(look.when.drive.baseline_date),
    }
    demo = _("Demo: all figures and names here are invented.") if settings.DEMO else ""
    return Picture(
        title=title,
        place=place,
        day=(_("From %(first)s to %(day)s") if len(days) > 1 else _("As of %(day)s")) % said,
        source=f"{note} {source}".strip(),
        width=size[0],
        height=size[1],
        body=body,
        file_name=f"e-ktp-{slugify(title)}-{slugify(place)[:60]}-{'-'.join(day.isoformat() for day in days)}",
        keys=keys,
        warning=f"{warning} {demo}".strip(),
    )


def all_of(scope: Scope) -> str:
    """All places of the scope, in words."""
    return str(scope.kabupaten) if scope.everything else ", ".join(one.name for one in scope.kecamatan)


def _story_of(request: HttpRequest, scope: Scope, look: Look) -> tuple[str, Story]:
    """(the place's name, its story): of one's own places alone."""
    if code := request.GET.get("desa"):
        desa = desa_or_404(scope, code)
        return f"{desa.get_kind_display().capitalize()} {desa}, {desa.kecamatan}", desa_story(look.when, desa).story
    if code := request.GET.get("kecamatan"):
        kecamatan = kecamatan_or_404(scope, code)
        return _("Kecamatan %(kecamatan)s") % {"kecamatan": kecamatan}, kecamatan_story(look.when, kecamatan, []).story
    return all_of(scope), dashboard_of(look.when, scope.kecamatan, everything=scope.everything).story


def line_keys(chart: Chart) -> list[Key]:
    """The lines of a chart with the values at their ends."""
    keys = [
        Key(colour_of(line.name, colours()), f"{line.label}: {number_text(line.value)}", DASHES.get(line.name))
        for line in chart.lines
    ]
    if chart.held:
        keys.append(Key(colours()["ink-soft"], _("The line that had to be held"), "5 5"))
    if chart.baseline_text:
        keys.append(Key(colours()["ink-soft"], f"{_('Baseline')}: {chart.baseline_text}"))
    return keys
