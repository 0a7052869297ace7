"""The kecamatan compared fairly: a list like any other, with a map, a funnel and small charts above it."""

from collections.abc import Iterator
from functools import partial

import django_filters
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope, drives_for, kecamatan_for
from kecamatan.compare_words import lead_of
from kecamatan.figures import day_text, number_text, percent_text
from kecamatan.funnel import Funnel, Place, funnel, small_line
from kecamatan.lists.filters import DayFilter, ListFilters
from kecamatan.lists.page import ListPage
from kecamatan.models import Drive, Kecamatan
from kecamatan.place_names import initials
from kecamatan.regency_map import Area, RegencyMap, draw
from kecamatan.selectors.compare import Compared, CompareRow, compared, small_multiples
from kecamatan.selectors.story import When
from kecamatan.tables.compare import CompareTable, span_text
from kecamatan.views.dashboard import legend_of

#: The funnel plot beside a desk.
WIDE = (760, 340)


class CompareFilters(ListFilters):
    """The day, the drive, and what the map is coloured by; all kecamatan are always compared."""

    MEASURES = [
        ("remaining", gettext_lazy("Remaining")),
        ("rate", gettext_lazy("Remaining per voters")),
        ("recorded_a_week", gettext_lazy("Recorded a week")),
        ("turnout", gettext_lazy("Turnout of visits")),
        ("stale_days", gettext_lazy("Days without an entry")),
        ("first_time", gettext_lazy("First-time voters")),
    ]

    as_of = DayFilter(label=gettext_lazy("As of"), method="unchanged")
    drive = django_filters.ChoiceFilter(label=gettext_lazy("Drive"), empty_label=None, method="unchanged")
    measure = django_filters.ChoiceFilter(
        label=gettext_lazy("Coloured by"), empty_label=None, method="unchanged", choices=MEASURES
    )

    always = ("drive", "measure")

    def __init__(self, data: QueryDict, *, queryset: QuerySet, scope: Scope) -> None:
        self.drives = list(drives_for(scope))
        for drive in self.drives:
            drive.kabupaten = scope.kabupaten
        data = data.copy()
        if not data.get("drive") and self.drives:
            data["drive"] = str(self.drives[0].pk)
        data.setdefault("measure", "rate")
        super().__init__(data, queryset=queryset, scope=scope)
        self.form.fields["measure"].widget.attrs["data-usual"] = "rate"
        if self.drives:
            self.form.fields["drive"].widget.attrs["data-usual"] = self.drives[0].pk

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        self.filters["as_of"].extra["validators"] = [self.of_the_drive]
        return {"drive": [(str(drive.pk), drive.name) for drive in self.drives]}

    @property
    def drive_chosen(self) -> Drive | None:
        """The drive that is compared."""
        return next((drive for drive in self.drives if str(drive.pk) == self.data.get("drive")), None)

    def of_the_drive(self, day) -> None:
        """A day from the baseline to today."""
        if day > self.scope.today:
            raise ValidationError(
                _("%(day)s lies in the future. Choose today or an earlier day.") % {"day": day_text(day)}
            )
        drive = self.drive_chosen
        if drive is not None and day < drive.baseline_date:
            words = _("Nothing is known of %(day)s: the counts begin on %(baseline)s.")
            raise ValidationError(words % {"day": day_text(day), "baseline": day_text(drive.baseline_date)})

    def unchanged(self, rows: QuerySet, name: str, value: object) -> QuerySet:
        """All kecamatan, whatever the day."""
        return rows


class _Rows(list):
    """Rows that are reckoned, for an export that reads them a few at a time."""

    def iterator(self, chunk_size: int) -> Iterator[CompareRow]:
        return iter(self)


class CompareList(ListPage):
    """By number and by rate, with intervals, pace, turnout of visits, staleness and first-time voters."""

    filters_class = CompareFilters
    table_class = CompareTable
    template_name = "kecamatan/compare.html"
    title = gettext_lazy("Kecamatan compared")
    found: Compared | None = None

    def rows(self, scope: Scope) -> QuerySet[Kecamatan]:
        return kecamatan_for(scope).select_related("outline")

    @property
    def when(self) -> When | None:
        """The day asked for; None where there is no drive."""
        drive = self.filters.drive_chosen
        if drive is None:
            return None
        return When(drive, self.filters.form.cleaned_data.get("as_of") or self.scope.today, self.scope.today)

    def figures(self, rows: QuerySet[Kecamatan]) -> dict:
        when = self.when
        if when is None:
            return {"count": 0}
        found = self.found = compared(when, list(rows))
        measure = self.filters.form.cleaned_data.get("measure") or "rate"
        drawn = map_of(found, measure)
        small, highest, days = small_multiples(found)
        lines = [(one, small_line(one.values, highest, len(one.values))) for one in small]
        return {
            "count": len(found.rows), "found": found, "when": when, "lead": lead_of(found), "map": drawn,
            "legend": legend_of(drawn, measure), "measure": measure, "measures": CompareFilters.MEASURES,
            "wide": funnel_of(found, *WIDE), "narrow": funnel_of(found, 360, 300), "small": lines, "highest": highest,
            "days": days,
        }  # fmt: skip

    def page(self, rows: QuerySet[Kecamatan], count: int) -> Page:
        found = self._sorted(self.found) if self.found else []
        page = Paginator(found, self.controls.cleaned_data["per_page"]).get_page(
            self.controls.cleaned_data["page"] or 1
        )
        page.object_list = list(page.object_list)
        return page

    def _sorted(self, found: Compared) -> list[CompareRow]:
        return CompareTable.sorted_rows(list(found.rows), self.controls.cleaned_data["sort"])

    def table(self, rows: list) -> CompareTable:
        here = self.request.get_full_path()
        return CompareTable(rows, scope=self.scope, chosen=self.controls.chosen, here=here, when=self.when)

    def export(self, rows: QuerySet[Kecamatan]) -> HttpResponse:
        when = self.when
        return super().export(_Rows(self._sorted(compared(when, list(rows))) if when else []))


def map_of(found: Compared, measure: str) -> RegencyMap | None:
    """The kecamatan, coloured by one of the measures; None where they have no place on a map."""
    shown = {"rate": partial(percent_text, digits=2), "turnout": partial(percent_text, digits=0)}
    areas = []
    for one in found.rows:
        place, value = one.kecamatan, getattr(one, measure)
        value = round(value) if measure == "recorded_a_week" and value is not None else value
        text = shown.get(measure, number_text)(value)
        rings = place.outline.rings if hasattr(place, "outline") else ""
        spot = (place.tile_column, place.tile_row, rings, place.latitude, place.longitude)
        areas.append(Area(place.code, place.name, value, text, *spot))
    return draw(areas)


def funnel_of(found: Compared, width: int, height: int) -> Funnel | None:
    """Rate against voters; None where nothing is to be drawn."""
    places = [
        Place(
            *(one.kecamatan.code, one.kecamatan.name, initials(one.kecamatan.name), one.kecamatan.voters, one.rate),
            verdict=one.verdict,
            text=f"{percent_text(one.rate, 2)} ({span_text(one.sure)})",
        )
        for one in found.rows
        if one.sure is not None
    ]
    rate = found.base_rate
    if rate is None:
        return None
    percent = partial(percent_text, digits=2)
    return funnel(places, rate, width=width, height=height, number=number_text, percent=percent)
