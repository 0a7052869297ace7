"""The table of visits: when, where, whom it serves, what it promises and what it yielded."""

from collections.abc import Mapping
from datetime import date, time

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.figures import NONE, hours_text, number_text, percent_text
from kecamatan.lists.tables import Column, DayColumn, ListTable, NumberColumn, TextColumn
from outreach.models import Visit
from outreach.selectors.field.missing import Missing
from outreach.selectors.visits.figures import Figures


class VisitTable(ListTable):
    """One row a visit. ``figures``: of the rows shown, by the number of the visit; ``missing``: what phones still have."""

    day = DayColumn(verbose_name=gettext_lazy("Day"))
    hours = TextColumn(accessor="starts", order_by="starts", verbose_name=gettext_lazy("Hours"))
    place = Column(accessor="place_name", verbose_name=gettext_lazy("Gathering place"))
    kecamatan = Column(accessor="kecamatan__name", verbose_name=gettext_lazy("Kecamatan"))
    serves = Column(accessor="pk", orderable=False, verbose_name=gettext_lazy("Serves"), wide=True)
    state = Column(orderable=False, verbose_name=gettext_lazy("Status"))
    expected = NumberColumn(accessor="pk", orderable=False, verbose_name=gettext_lazy("Expected"))
    recorded = NumberColumn(accessor="pk", orderable=False, verbose_name=gettext_lazy("Recorded"))
    turnout = NumberColumn(accessor="pk", orderable=False, verbose_name=gettext_lazy("Turnout"))
    team = Column(accessor="pk", orderable=False, verbose_name=gettext_lazy("Team"), wide=True)
    leader = Column(accessor="leader", order_by="leader__full_name", verbose_name=gettext_lazy("Leader"), extra=True)
    kits = Column(accessor="pk", orderable=False, verbose_name=gettext_lazy("Kits"), extra=True)
    phones = NumberColumn(accessor="pk", orderable=False, verbose_name=gettext_lazy("Phones out"), extra=True)
    came = NumberColumn(accessor="pk", orderable=False, verbose_name=gettext_lazy("Came"), extra=True)
    address = Column(accessor="place_address", verbose_name=gettext_lazy("Address"), extra=True, wide=True)
    access = Column(verbose_name=gettext_lazy("How to get there"), extra=True)
    number = NumberColumn(accessor="pk", verbose_name=gettext_lazy("Number"), extra=True)

    class Meta(ListTable.Meta):
        attrs = {"class": "visits"}

    def __init__(
        self, *args, figures: Mapping[int, Figures], missing: Mapping[int, Missing] | None = None, **options
    ) -> None:
        super().__init__(*args, **options)
        self.figures, self.missing = figures, missing or {}

    def _figures(self, record: Visit) -> Figures:
        return self.figures.get(record.pk, Figures())

    def render_day(self, value: date) -> SafeString:
        words = date_format(value, "D, j M Y")
        return format_html('<strong class="today">{}</strong>', words) if value == self.scope.today else words

    def value_day(self, value: date) -> date:
        return value

    def render_hours(self, record: Visit, value: time) -> str:
        return hours_text(value, record.ends)

    def render_place(self, record: Visit, value: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), value)

    def value_place(self, value: str) -> str:
        return value

    def render_serves(self, record: Visit) -> str:
        names = self._figures(record).serves
        if names is None:
            names = tuple(one.name for one in [*record.desa.all(), *record.schools.all()])
        return ", ".join(names) or NONE

    def render_state(self, record: Visit) -> SafeString:
        badge = format_html('<span class="badge state-{}">{}</span>', record.state, record.get_state_display())
        if record.is_planned and record.day < self.scope.today:
            return format_html('{} <span class="badge bad">{}</span>', badge, _("its day is past"))
        return badge

    def value_state(self, record: Visit) -> str:
        return str(record.get_state_display())

    def render_expected(self, record: Visit) -> str:
        return number_text(self._figures(record).expected)

    def value_expected(self, record: Visit) -> int | None:
        return self._figures(record).expected

    def render_recorded(self, record: Visit) -> str:
        """Empty until it began, so that a phone's card of a planned visit is short."""
        found = self._figures(record).recorded
        return "" if found is None else number_text(found)

    def value_recorded(self, record: Visit) -> int | None:
        return self._figures(record).recorded

    def render_turnout(self, record: Visit) -> str:
        found = self._figures(record)
        if found.turnout is None:
            return ""
        facts = {"share": percent_text(found.turnout, 0), "expected": number_text(found.expected)}
        return _("%(share)s of %(expected)s") % facts

    def value_turnout(self, record: Visit) -> str | None:
        found = self._figures(record).turnout
        return None if found is None else percent_text(found)

    def render_came(self, record: Visit) -> str:
        return number_text(self._figures(record).came)

    def value_came(self, record: Visit) -> int | None:
        return self._figures(record).came

    def render_phones(self, record: Visit) -> SafeString | str:
        found = self.missing.get(record.pk)
        if found is None:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("outreach:visit-phones", args=[record.pk]), found.phones)

    def value_phones(self, record: Visit) -> int | None:
        found = self.missing.get(record.pk)
        return found.phones if found else None

    def render_team(self, record: Visit) -> str:
        return ", ".join(sorted(str(one) for one in record.team.all())) or NONE

    def render_kits(self, record: Visit) -> str:
        return ", ".join(sorted(str(one) for one in record.kits.all())) or NONE

    def render_number(self, value: int) -> str:
        return f"#{value}"

    def value_number(self, value: int) -> int:
        return value
