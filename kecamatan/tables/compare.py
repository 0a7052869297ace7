"""The table of the kecamatan compared."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan import from_above
from kecamatan.figures import decimal_text, percent_text
from kecamatan.intervals import Verdict
from kecamatan.linked_figures import RECKONED, linked
from kecamatan.lists.tables import Column, ListTable, NumberColumn, TextColumn
from kecamatan.selectors.compare import ADDRESS, CompareRow
from kecamatan.selectors.story import When
from kecamatan.tables.kecamatan import ago, ledger_query

HOW = "#how"


def verdict_words(verdict: Verdict) -> str:
    """What is said of a rate beside that of all together."""
    return {
        Verdict.UNKNOWN: _("not known"),
        Verdict.CHANCE: _("could be chance"),
        Verdict.ABOVE: _("above, hardly by chance"),
        Verdict.BELOW: _("below, hardly by chance"),
    }[verdict]


def span_text(span: tuple[float, float] | None) -> str | None:
    """1,52–1,71%."""
    return None if span is None else f"{decimal_text(span[0] * 100, 2)}–{percent_text(span[1], 2)}"


class CompareTable(ListTable):
    """One row a kecamatan. ``when``: the day it speaks of."""

    kecamatan = Column(accessor="kecamatan", verbose_name=gettext_lazy("Kecamatan"))
    remaining = NumberColumn(verbose_name=gettext_lazy("Remaining"))
    rate = NumberColumn(verbose_name=gettext_lazy("Remaining per voters"))
    sure = TextColumn(verbose_name=gettext_lazy("Between (95 of 100)"), orderable=False)
    likely = TextColumn(verbose_name=gettext_lazy("Between (80 of 100)"), orderable=False, extra=True)
    verdict = Column(verbose_name=gettext_lazy("Beside all together"), wide=True)
    recorded_a_week = NumberColumn(verbose_name=gettext_lazy("Recorded a week"))
    per_hundred = NumberColumn(verbose_name=gettext_lazy("A week, per 100 remaining"))
    turnout = NumberColumn(verbose_name=gettext_lazy("Turnout of visits"))
    stale_days = NumberColumn(verbose_name=gettext_lazy("Last day entered"))
    first_time = NumberColumn(verbose_name=gettext_lazy("First-time voters"))
    named_share = NumberColumn(verbose_name=gettext_lazy("Known by name"))
    voters = NumberColumn(accessor="kecamatan__voters", verbose_name=gettext_lazy("Voters on the roll"), extra=True)
    code = TextColumn(accessor="kecamatan__code", verbose_name=gettext_lazy("Code of the place"), extra=True)

    def __init__(self, *args, when: When, **options) -> None:
        super().__init__(*args, **options)
        self.when = when

    @classmethod
    def ordered(cls, rows, sort: str):
        """As they come: what they are ordered by is reckoned, not stored (``sorted_rows``)."""
        return rows

    @classmethod
    def sorted_rows(cls, rows: list[CompareRow], sort: str) -> list[CompareRow]:
        """``rows`` by the column ``sort`` ("-name": descending), those without a value last; ties by code. Empty: the most
        remaining first."""
        name, descending = sort.removeprefix("-") or "remaining", sort.startswith("-") or not sort
        values = {one.pk: cls._value(one, name) for one in rows}
        by_code = sorted(rows, key=lambda one: one.kecamatan.code)
        known = [one for one in by_code if values[one.pk] is not None]
        known.sort(key=lambda one: values[one.pk], reverse=descending)
        return known + [one for one in by_code if values[one.pk] is None]

    @classmethod
    def _value(cls, row: CompareRow, name: str):
        if name == "kecamatan":
            return row.kecamatan.name
        if name == "verdict":
            return [Verdict.BELOW, Verdict.CHANCE, Verdict.ABOVE, Verdict.UNKNOWN].index(row.verdict)
        if name in {"voters", "code"}:
            return getattr(row.kecamatan, name)
        return getattr(row, name)

    def _rows_behind(self, record: CompareRow) -> str:
        """The ledger's rows of a kecamatan until the day of the page."""
        asked = ledger_query(self.when, kecamatan=record.kecamatan.code)
        return f"{reverse('kecamatan:update-list')}?{asked}"

    def _behind(self, what: str, record: CompareRow) -> str:
        """Where the app above lists what is behind a figure."""
        return from_above.ask(ADDRESS, what, record.kecamatan.code, self.when.as_of, otherwise=HOW)

    def render_kecamatan(self, record: CompareRow) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.kecamatan.get_absolute_url(), record.kecamatan)

    def value_kecamatan(self, record: CompareRow) -> str:
        return record.kecamatan.name

    def render_remaining(self, record: CompareRow, value: int) -> str | SafeString:
        return linked(value, self._rows_behind(record), "remaining")

    def value_remaining(self, value: int) -> int:
        return value

    def render_rate(self, value: float) -> str | SafeString:
        return linked(value, HOW, RECKONED, percent_text(value, 2))

    def value_rate(self, value: float) -> str:
        return percent_text(value, 2)

    def render_sure(self, value: tuple[float, float]) -> str | SafeString:
        return linked(value[1], HOW, RECKONED, span_text(value))

    def value_sure(self, value: tuple[float, float]) -> str:
        return span_text(value) or ""

    def render_likely(self, value: tuple[float, float]) -> str | SafeString:
        return linked(value[1], HOW, RECKONED, span_text(value))

    def value_likely(self, value: tuple[float, float]) -> str:
        return span_text(value) or ""

    def render_verdict(self, value: Verdict) -> SafeString:
        badge = {Verdict.ABOVE: "badge warn", Verdict.BELOW: "badge good"}.get(value, "soft")
        return format_html('<span class="{}">{}</span>', badge, verdict_words(value))

    def value_verdict(self, value: Verdict) -> str:
        return verdict_words(value)

    def render_recorded_a_week(self, value: float) -> str | SafeString:
        return linked(value, HOW, RECKONED, decimal_text(value))

    def value_recorded_a_week(self, value: float) -> str:
        return decimal_text(value)

    def render_per_hundred(self, value: float) -> str | SafeString:
        return linked(value, HOW, RECKONED, decimal_text(value))

    def value_per_hundred(self, value: float) -> str:
        return decimal_text(value)

    def render_turnout(self, record: CompareRow, value: float) -> SafeString:
        expected, came = record.visits
        return format_html(
            '{} <small class="soft">{}/{}</small>',
            linked(value, HOW, RECKONED, percent_text(value, 0)),
            linked(came, self._behind("visits", record), "came"),
            linked(expected, self._behind("visits", record), "expected"),
        )

    def value_turnout(self, value: float) -> str:
        return percent_text(value, 0)

    def render_stale_days(self, record: CompareRow, value: int) -> str | SafeString:
        return linked(value, f"{self._rows_behind(record)}&sort=-date", "silent", ago(value))

    def value_stale_days(self, value: int) -> int:
        return value

    def render_first_time(self, record: CompareRow, value: int) -> str | SafeString:
        if not self.scope.sees_persons:
            return linked(value, HOW, RECKONED)
        return linked(value, self._behind("first-time voters", record), "rows")

    def value_first_time(self, value: int) -> int:
        return value

    def render_named_share(self, value: float) -> str | SafeString:
        return linked(value, HOW, RECKONED, percent_text(value, 0))

    def value_named_share(self, value: float) -> str:
        return percent_text(value, 0)
