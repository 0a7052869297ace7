"""The filters of the register of letters."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kecamatan.filters import TickFilter
from kecamatan.lists.filters import DayFilter, LineFilter, PlaceFilters
from outreach.models import Letter


class LetterFilters(PlaceFilters):
    """By year of the register, kind, place, how far it has come, and what needs a hand."""

    VOIDED, REPLACED = "voided", "replaced"

    kecamatan = django_filters.ChoiceFilter(
        label=gettext_lazy("Kecamatan"), field_name="visit__kecamatan__code", empty_label=gettext_lazy("all")
    )
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Year"), field_name="number__year", empty_label=gettext_lazy("all")
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=Letter.Kind.choices, empty_label=gettext_lazy("all")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=[
            *Letter.State.choices,
            (VOIDED, gettext_lazy("voided")),
            (REPLACED, gettext_lazy("replaced by another letter")),
        ],
        empty_label=gettext_lazy("all"),
        method="filter_state",
    )
    visit_from = DayFilter(label=gettext_lazy("Visit from day"), field_name="visit__day", lookup_expr="gte")
    visit_to = DayFilter(label=gettext_lazy("Visit to day"), field_name="visit__day", lookup_expr="lte")
    number = LineFilter(
        label=gettext_lazy("Number holds"), field_name="number__text", lookup_expr="icontains", max_length=60
    )
    outdated = TickFilter(label=gettext_lazy("Only outdated ones"), method="filter_outdated")
    unanswered = TickFilter(label=gettext_lazy("Only those without an answer"), method="filter_unanswered")

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """The years of the letters this user sees (one query)."""
        years = self.queryset.order_by().values_list("number__year", flat=True).distinct()
        return {**super().choices(), "year": [(str(one), str(one)) for one in sorted(years, reverse=True)]}

    def filter_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == self.VOIDED:
            return rows.filter(is_voided=True)
        if value == self.REPLACED:
            return rows.filter(replaced_by__isnull=False)
        return rows.live().filter(state=value)

    def filter_outdated(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.outdated() if value else rows

    def filter_unanswered(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Out, about a visit ahead, and not answered."""
        return rows.awaiting().filter(state__in=[Letter.State.SENT, Letter.State.OPENED]) if value else rows
