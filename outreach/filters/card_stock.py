"""The filters of the stock of blank cards."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from kecamatan.filters import NumberFilter, TickFilter
from kecamatan.lists.filters import DayFilter, LineFilter, ListFilters
from outreach.forms.cards import OFFICE, stock_places
from outreach.models import BlankCards


class StockFilters(ListFilters):
    """By place, kind and day; a row by its number comes with the one that it undoes or is undone by."""

    place = django_filters.ChoiceFilter(
        label=pgettext_lazy("of blank cards", "Where"), method="filter_place", empty_label=gettext_lazy("all")
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("What happened"), choices=BlankCards.Kind.choices, empty_label=gettext_lazy("all")
    )
    date_from = DayFilter(label=gettext_lazy("From day"), field_name="day", lookup_expr="gte")
    date_to = DayFilter(label=gettext_lazy("To day"), field_name="day", lookup_expr="lte")
    note = LineFilter(label=gettext_lazy("Note holds"), lookup_expr="icontains", max_length=80)
    number = NumberFilter(label=gettext_lazy("Number"), method="filter_number")
    standing = TickFilter(label=gettext_lazy("Only what stands"), method="filter_standing")

    def withheld(self) -> list[str]:
        return [] if self.scope.sees_persons else ["note"]

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        return {**super().choices(), "place": stock_places(self.scope)}

    def filter_place(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(kecamatan__isnull=True) if value == OFFICE else rows.filter(kecamatan__code=value)

    def filter_number(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        return rows.filter(Q(pk=value) | Q(reverses=value) | Q(reversal=value))

    def filter_standing(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.standing() if value else rows
