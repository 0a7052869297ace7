"""The filters of this app's lists."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope, drives_for
from kecamatan.days import end_of
from kecamatan.forms.fields import LineField
from kecamatan.lists.filters import DayFilter, DesaFilters, LineFilter, PlaceFilters
from kecamatan.models import Baseline, CountUpdate, Desa, Drive
from kecamatan.place_names import squeeze
from kecamatan.selectors.baselines import baseline_of


class NumberField(LineField):
    """The number of a row, as 12 or #12."""

    def clean(self, value: str) -> int | None:
        text = super().clean(value).removeprefix("#").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            raise forms.ValidationError(_("The number of a row is written in digits, such as 12 or #12."))
        return int(text)


class NumberFilter(django_filters.Filter):
    field_class = NumberField


class TickFilter(django_filters.Filter):
    """A box: ticked narrows the list, not ticked does nothing."""

    field_class = forms.BooleanField


class LedgerFilters(DesaFilters):
    """Of one drive, the active one unless another is chosen."""

    drive = django_filters.ChoiceFilter(label=gettext_lazy("Drive"), empty_label=None, method="filter_drive")
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=CountUpdate.Kind.choices, empty_label=gettext_lazy("all")
    )
    date_from = DayFilter(label=gettext_lazy("From day"), field_name="date", lookup_expr="gte")
    date_to = DayFilter(label=gettext_lazy("To day"), field_name="date", lookup_expr="lte")
    entered_to = DayFilter(label=gettext_lazy("Entered until day"), method="filter_entered_to")
    who = LineFilter(label=gettext_lazy("Entered by"), method="filter_who", max_length=60)
    note = LineFilter(label=gettext_lazy("Note holds"), lookup_expr="icontains", max_length=80)
    number = NumberFilter(label=gettext_lazy("Number"), method="filter_number")
    reversed = TickFilter(label=gettext_lazy("Only what was reversed"), method="filter_reversed")

    always = ("drive",)
    field_order = (
        *("kecamatan", "desa", "kind", "date_from", "date_to", "entered_to", "who", "note", "number", "drive"),
        "reversed",
    )
    #: In the place of a desa: what is not broken down, to which the desa without a share belong (rule 2).
    REST = "rest"
    #: Filters under which the rows are all that changed a baseline, so that what remains can be said.
    LEVEL = frozenset({"kecamatan", "desa", "date_to", "entered_to", "drive"})

    def __init__(self, data: QueryDict, *, queryset: QuerySet, scope: Scope) -> None:
        self.drives = list(drives_for(scope))
        data = data.copy()
        if not data.get("drive") and self.drives:
            data["drive"] = str(self.drives[0].pk)
        super().__init__(data, queryset=queryset, scope=scope)
        self.form.order_fields(self.field_order)
        if self.drives:
            self.form.fields["drive"].widget.attrs["data-usual"] = self.drives[0].pk

    @property
    def drive_chosen(self) -> Drive | None:
        """The drive whose rows are listed."""
        return next((drive for drive in self.drives if str(drive.pk) == self.data.get("drive")), None)

    def withheld(self) -> list[str]:
        return [] if self.scope.sees_persons else ["note"]

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        found = super().choices()
        if found["desa"]:
            found["desa"] = [(self.REST, _("not broken down")), *found["desa"]]
        return {**found, "drive": [(str(drive.pk), drive.name) for drive in self.drives]}

    @property
    def baseline(self) -> int | None:
        """The baseline that the rows listed have changed (one query); None where they are not all of a place's rows."""
        asked = {name for name in self.filters if self.data.get(name)}
        desa = self.data.get("desa", "")
        if not asked <= self.LEVEL or desa == self.NO_DESA or self.drive_chosen is None:
            return None
        code, rest = self.data.get("kecamatan"), desa == self.REST
        places = [one for one in self.scope.kecamatan if code in {None, "", one.code}]
        return baseline_of(self.drive_chosen, places, desa_code="" if rest else desa, not_broken_down=rest)

    def filter_drive(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(drive=value)

    def filter_desa(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """As everywhere, or the rows of what is not broken down."""
        if value != self.REST:
            return super().filter_desa(rows, name, value)
        shares = Baseline.objects.filter(drive=self.drive_chosen, desa__isnull=False).values("desa")
        return rows.filter(Q(desa__isnull=True) | ~Q(desa__in=shares))

    def filter_entered_to(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        """What was known on the evening of that day (rule 9); after the last day that there is, nothing more is known."""
        if value == date.max:
            return rows
        return rows.filter(entered_at__lt=end_of(value, self.scope.kabupaten.time_zone))

    def filter_who(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By any part of the name somebody signs in with or is called by."""
        return rows.filter(Q(entered_by__username__icontains=value) | Q(entered_by__full_name__icontains=value))

    def filter_number(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        """The row of this number, with the one it reverses or is reversed by."""
        return rows.filter(Q(pk=value) | Q(reverses=value) | Q(reversal=value))

    def filter_reversed(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Rows that were undone, each with the one that undoes it."""
        return rows.exclude(reverses__isnull=True, reversal__isnull=True) if value else rows


class VillageFilters(PlaceFilters):
    """Desa and kelurahan; names are found however they are spelled."""

    name = LineFilter(label=gettext_lazy("Name holds"), method="filter_name", max_length=80)
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=Desa.Kind.choices, empty_label=gettext_lazy("all")
    )
    no_head = TickFilter(label=gettext_lazy("No head named"), method="filter_no_head")
    no_share = TickFilter(label=gettext_lazy("No share of the baseline"), method="filter_no_share")

    def filter_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """ "Sei Lokan" finds Sungai Lokan; a text that is a code finds that desa (one query over the scope's names)."""
        wanted = squeeze(value)
        by_code = Q(code__startswith=value) if value[:1].isdigit() else Q(pk__in=[])
        if not wanted:
            return rows.filter(by_code)
        names = rows.order_by().values_list("pk", "name")
        return rows.filter(by_code | Q(pk__in=[pk for pk, found in names if wanted in squeeze(found)]))

    def filter_no_head(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(head_name="") if value else rows

    def filter_no_share(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(share__isnull=True) if value else rows
