"""The base of every list's filters, and the cascade kecamatan → desa: never a select of all desa at once."""

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.forms.fields import DayField, LineField, mark_errors
from kecamatan.models import Desa
from kecamatan.models.drives import DAY_VALIDATORS


class LineFilter(django_filters.CharFilter):
    """One line of text to look for."""

    field_class = LineField


class DayFilter(django_filters.Filter):
    """One day, none so far off that no other day can be reckoned from it."""

    field_class = DayField

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **{"validators": DAY_VALIDATORS, **options})


class ListFilters(django_filters.FilterSet):
    """Filters of a list as seen by ``scope``. An invalid value has its error at the field, and nothing is listed."""

    #: Filters that always have a value, and so do not count as narrowing the list.
    always: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, queryset: QuerySet, scope: Scope) -> None:
        self.scope = scope
        super().__init__(data, queryset=queryset)
        for name in self.withheld():
            del self.filters[name]
        for name, choices in self.choices().items():
            self.filters[name].extra["choices"] = choices
        mark_errors(self.form)

    def withheld(self) -> list[str]:
        """Filters that this user does not have."""
        return []

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What the filters with a choice offer to this user."""
        return {}

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return sum(1 for name in self.filters if name not in self.always and self.data.get(name))


class PlaceFilters(ListFilters):
    """Kecamatan first; once one is chosen, the desa of that one. Both by code, within the scope."""

    kecamatan = django_filters.ChoiceFilter(
        label=gettext_lazy("Kecamatan"), field_name="kecamatan__code", empty_label=gettext_lazy("all")
    )

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        return {**super().choices(), "kecamatan": [(place.code, place.name) for place in self.scope.kecamatan]}


class DesaFilters(PlaceFilters):
    """With the desa of the chosen kecamatan."""

    NO_DESA = "none"

    desa = django_filters.ChoiceFilter(
        label=gettext_lazy("Desa/kelurahan"), empty_label=gettext_lazy("all"), method="filter_desa"
    )

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        chosen = self.data.get("kecamatan")
        place = next((place for place in self.scope.kecamatan if place.code == chosen), None)
        desa = self.filters["desa"].extra
        if place is None:
            desa["empty_label"] = _("choose a kecamatan first")
            desa["error_messages"] = {"invalid_choice": _("Choose its kecamatan as well.")}
            return {**super().choices(), "desa": []}
        desa["error_messages"] = {
            "invalid_choice": _("This is not a desa of %(kecamatan)s. Choose one of the list.") % {"kecamatan": place}
        }
        found = Desa.objects.filter(kecamatan=place).order_by("name", "pk").values_list("code", "name")
        return {**super().choices(), "desa": [(self.NO_DESA, _("no desa named")), *found]}

    def filter_desa(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Rows of one desa, or those that name none."""
        return rows.filter(desa__isnull=True) if value == self.NO_DESA else rows.filter(desa__code=value)
