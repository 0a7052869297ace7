"""The charts of the pages of numbers, as pictures that leave the site: forecast, causes, comparison, drives, replay.

What a page does not draw cannot be shared (404); what it would not accept in its address is refused (400).
"""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.access import Scope, kecamatan_for
from kecamatan.figures import day_text, number_text, signed_text
from kecamatan.forms.drives import CoursesForm, ReplayForm
from kecamatan.forms.what_if import WhatIfForm
from kecamatan.intervals import Verdict
from kecamatan.pictures import comparing, drawing
from kecamatan.pictures.drawing import DASHES, colour_of
from kecamatan.pictures.frame import Key, Picture
from kecamatan.pictures.shared import colours
from kecamatan.selectors.compare import Compared, compared, small_multiples
from kecamatan.selectors.drives import SHARE, drives_told
from kecamatan.selectors.forecast import Expected, WhatIf, expected, with_changes
from kecamatan.selectors.replay import replay_of
from kecamatan.tables.compare import verdict_words
from kecamatan.views.compare import WIDE, CompareFilters, funnel_of, map_of
from kecamatan.views.dashboard import legend_of
from kecamatan.views.drives import legend_words
from kecamatan.views.drives import map_of as replay_map
from kecamatan.views.forecast import chart_of
from kecamatan.views.moved import MovedPage, asked_of
from kecamatan.views.pages import Look
from kecamatan.views.shared_charts import all_of, framed, line_keys
from kecamatan.waterfall import Waterfall


def forecast(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """What remained and what is expected, as it goes on or as ``?teams=``, ``turnout`` and ``off`` ask; of today alone."""
    if not look.when.is_now:
        raise BadRequest
    told = expected(scope, look.when.drive)
    form = WhatIfForm(request.GET, visits=told.ahead.visits)
    if not form.is_valid():
        raise BadRequest
    told = with_changes(told, form.asked)
    chart = chart_of(told, width=860, height=320)
    if chart is None:
        raise Http404
    keys = [*line_keys(chart), Key(colours()["step-2"], _("What is expected: 8 of 10 lie within"), is_area=True)]
    if chart.level_y is not None:
        most = _("At most %(most)s may remain") % {"most": number_text(told.goal.may_remain)}
        keys.append(Key(colours()["recorded"], most, "8 3"))
    body = drawing.course(chart, colours())
    size = (chart.width, chart.height)
    asked = _asked(form.asked) if told.asked else ""
    return framed(
        scope, look, _("Will we make it?"), all_of(scope), body, size, keys=keys, note=_range(told), warning=asked
    )


def _range(told: Expected) -> str:
    """What the drawing ends with, in words."""
    last = told.shown.fan[-1]
    words = _("On %(day)s between %(low)s and %(high)s are expected to remain; the middle is %(mid)s.")
    values = {"low": number_text(last.low), "high": number_text(last.high), "mid": number_text(last.mid)}
    return words % {"day": day_text(last.day), **values}


def _asked(asked: WhatIf) -> str:
    """What would be different, so that nobody takes the picture for what is expected as it goes on."""
    said = []
    if asked.teams:
        words = ngettext("%(n)s team more", "%(n)s teams more", asked.teams)
        said.append(words % {"n": number_text(asked.teams)})
    if asked.points:
        words = ngettext("turnout %(n)s point", "turnout %(n)s points", abs(asked.points))
        said.append(words % {"n": signed_text(asked.points)})
    if asked.off:
        words = ngettext("%(n)s visit called off", "%(n)s visits called off", len(asked.off))
        said.append(words % {"n": number_text(len(asked.off))})
    return _("What if: %(asked)s.") % {"asked": ", ".join(said)}


def moved_causes(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """The remaining from ``?from=`` to ``until``, by cause."""
    page = _moved(request, scope, look)
    return _waterfall(scope, look, page, page.by_cause, _("Why the number moved, by cause"))


def moved_places(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """The same by place."""
    page = _moved(request, scope, look)
    if page.by_place is None:
        raise Http404
    return _waterfall(scope, look, page, page.by_place, _("Why the number moved, by place"))


def _moved(request: HttpRequest, scope: Scope, look: Look) -> MovedPage:
    form, page = asked_of(request, scope, look.when.drive)
    if not form.is_valid():
        raise BadRequest
    return page


def _waterfall(scope: Scope, look: Look, page: MovedPage, drawn: Waterfall, title: str) -> Picture:
    place = all_of(scope)
    if page.desa is not None:
        place = f"{page.desa.get_kind_display().capitalize()} {page.desa}, {page.kecamatan}"
    elif page.kecamatan is not None:
        place = _("Kecamatan %(kecamatan)s") % {"kecamatan": page.kecamatan}
    note = page.lead
    if drawn.is_cut:
        note += " " + _("The bars begin at %(floor)s, not at zero.") % {"floor": number_text(drawn.floor)}
    span = page.moved.span
    body = comparing.waterfall(drawn, colours())
    return framed(
        scope, look, title, place, body, (drawn.width, drawn.height), days=(span.first, span.until), note=note
    )


def _compared(scope: Scope, look: Look) -> Compared:
    return compared(look.when, list(kecamatan_for(scope).select_related("outline")))


def funnel(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """Remaining per voters against the number of voters, with what chance explains; every place in the legend."""
    drawn = funnel_of(_compared(scope, look), *WIDE)
    if drawn is None:
        raise Http404
    keys = [
        Key(colours()["step-1"], _("80 of 100 places that differ by chance alone"), is_area=True),
        Key(colours()["accent-soft"], _("95 of 100"), is_area=True),
    ]
    for dot in sorted(drawn.dots, key=lambda one: one.place.code):
        place, words = dot.place, f"{dot.place.short} {dot.place.name}: {dot.place.text}"
        if place.verdict is not Verdict.CHANCE:
            words += f", {verdict_words(place.verdict)}"
        keys.append(Key(comparing.verdict_colour(place.verdict, colours()), words, is_area=True))
    body = comparing.funnel(drawn, _("Voters on the roll"), colours())
    title = _("Remaining per voters: high, or only small?")
    return framed(scope, look, title, all_of(scope), body, (drawn.width, drawn.height), keys=keys)


def compared_map(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """The kecamatan, coloured by ``?measure=`` of the comparison."""
    labels, measure = dict(CompareFilters.MEASURES), request.GET.get("measure") or "rate"
    if measure not in labels:
        raise BadRequest
    drawn = map_of(_compared(scope, look), measure)
    if drawn is None:
        raise Http404
    title = _("%(measure)s, by kecamatan") % {"measure": labels[measure]}
    keys = [Key(colours()[f"step-{one['index']}"], one["text"], is_area=True) for one in legend_of(drawn, measure)]
    body = drawing.regency(drawn, colours())
    return framed(scope, look, title, all_of(scope), body, (drawn.width, drawn.height), keys=keys)


def week_by_week(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """A small chart for each kecamatan, all on one scale."""
    small, highest, days = small_multiples(_compared(scope, look))
    if days is None:
        raise Http404
    charts = [
        comparing.SmallChart(str(one.row.kecamatan), one.values, f"{number_text(one.first)} → {number_text(one.last)}")
        for one in small
    ]
    body, size = comparing.small_charts(charts, highest, colours())
    note = _("From 0 to %(highest)s people in each, from %(first)s to %(last)s.") % {
        "highest": number_text(highest), "first": day_text(days[0]), "last": day_text(days[1]),
    }  # fmt: skip
    title = _("The remaining week by week, on one scale")
    return framed(scope, look, title, all_of(scope), body, size, note=note)


def drives(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """The courses of the drives by days before polling day, in ``?measure=``; of today alone."""
    form = CoursesForm(request.GET)
    if not form.is_valid() or not look.when.is_now:
        raise BadRequest
    told = drives_told(scope, form.cleaned_data["measure"] or SHARE)
    chart = told.wide
    if chart is None:
        raise Http404
    after = "%" if told.measure == SHARE else ""
    keys = [
        Key(colour_of(line.name, colours()), f"{line.label}: {number_text(line.value)}{after}", DASHES.get(line.name))
        for line in chart.lines
    ]
    body = drawing.course(chart, colours())
    note = dict(form.fields["measure"].choices)[told.measure]
    title = _("Remaining, by days before polling day")
    size = (chart.width, chart.height)
    return framed(scope, look, title, all_of(scope), body, size, keys=keys, note=f"{note}.")


def replay(request: HttpRequest, scope: Scope, look: Look) -> Picture:
    """The map of the share done at the end of ``?day=`` of a drive; without one of its last."""
    told = replay_of(look.when.drive, list(kecamatan_for(scope).select_related("outline")), scope.today)
    form = ReplayForm(request.GET, first=told.first, last=told.last)
    if not form.is_valid():
        raise BadRequest
    day = form.cleaned_data["day"]
    drawn = replay_map(told.on(day))
    if drawn is None:
        raise Http404
    keys = [Key(colours()[f"step-{index}"], words, is_area=True) for index, words in enumerate(legend_words())]
    body = drawing.regency(drawn, colours())
    note = _("Share done: recorded ÷ all who had to be recorded there until that day.")
    size = (drawn.width, drawn.height)
    title = _("Share done, by kecamatan")
    return framed(scope, look, title, all_of(scope), body, size, keys=keys, days=(day,), note=note)
