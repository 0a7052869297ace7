"""The register of reports: its table and its filters."""

import django_filters
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.lists.filters import DayFilter, LineFilter, PlaceFilters
from kecamatan.lists.tables import Column, DayColumn, ListTable, MomentColumn, TextColumn
from kecamatan.models import Report


class ReportTable(ListTable):
    """Number, kind, place, day, and who issued it when."""

    # A name of its own: the cards of a phone place the ledger's number.
    report_number = TextColumn(accessor="number", order_by="pk", verbose_name=gettext_lazy("Number"))
    report_kind = Column(accessor="kind", verbose_name=gettext_lazy("Report"))
    of_kecamatan = Column(accessor="kecamatan__name", verbose_name=gettext_lazy("Kecamatan"))
    of_desa = Column(accessor="desa__name", verbose_name=gettext_lazy("Desa/kelurahan"))
    day = DayColumn(verbose_name=gettext_lazy("As of"))
    on = DayColumn(verbose_name=gettext_lazy("Date of the report"))
    issued_at = MomentColumn(verbose_name=gettext_lazy("Issued at"), extra=True)
    issued_by = Column(order_by="issued_by__username", verbose_name=gettext_lazy("Issued by"), empty_values=())

    def render_report_number(self, record: Report) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.number)

    def value_report_number(self, record: Report) -> str:
        return record.number

    def render_report_kind(self, record: Report) -> str:
        return record.get_kind_display()

    def value_report_kind(self, record: Report) -> str:
        return record.get_kind_display()

    def render_issued_by(self, record: Report) -> str:
        return str(record.issued_by) if record.issued_by else _("the schedule")

    def value_issued_by(self, record: Report) -> str:
        return self.render_issued_by(record)


class ReportFilters(PlaceFilters):
    """By year of the register, kind, place, day and number."""

    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), empty_label=gettext_lazy("all"))
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Report"), choices=Report.Kind.choices, empty_label=gettext_lazy("all")
    )
    day_from = DayFilter(label=gettext_lazy("From day"), field_name="day", lookup_expr="gte")
    day_to = DayFilter(label=gettext_lazy("To day"), field_name="day", lookup_expr="lte")
    number = LineFilter(label=gettext_lazy("Number holds"), lookup_expr="icontains", max_length=60)

    field_order = ("kind", "kecamatan", "day_from", "day_to", "year", "number")

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """The years of the reports this user sees (one query)."""
        queryset: QuerySet[Report] = self.queryset
        years = queryset.order_by().values_list("year", flat=True).distinct()
        return {**super().choices(), "year": [(str(one), str(one)) for one in sorted(years, reverse=True)]}
