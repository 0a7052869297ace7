"""The sortable tables of the dashboard and of a kecamatan's page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import signature
from urllib.parse import urlencode

import django_tables2 as tables
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow

from kecamatan import figures
from kecamatan.charts import sparkline
from kecamatan.counts import EFFECT, Counts
from kecamatan.filters import LedgerFilters
from kecamatan.linked_figures import linked, page, reckoned
from kecamatan.models import User
from kecamatan.selectors.story import Dashboard, DesaRow, KecamatanRow, KecamatanStory, When

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}, "tf": {"class": "num"}}
NAME = {"td": {"class": "wide"}, "tf": {"class": "wide"}}
STALE_AFTER_DAYS = 14
FIGURES = ("remaining", "done", "names", "first_time", "baseline", "added", "removed", "elsewhere", "recorded")


def ledger_query(when: When, **place: object) -> str:
    """The address of the ledger's rows behind a page's figures: the same drive, place and days."""
    return urlencode({**place, "drive": when.drive.pk, "date_to": when.as_of.isoformat()})


def moved_address(when: When, **asked: object) -> str:
    """Why the remaining moved: the page of its causes, of the same drive."""
    drive = {} if when.drive.is_active else {"drive": when.drive.pk}
    return f"{page('kecamatan:moved')}?{urlencode({**asked, **drive})}"


def share_figure(value: float | None, digits: int = 1) -> str | SafeString:
    """A share, opening how it is reckoned."""
    return reckoned(value, figures.percent_text(value, digits))


def _figure(part: str, label, **options) -> tables.Column:
    """A column of whole people, summed in the foot from the whole (not from the rows shown)."""
    return tables.Column(
        accessor=part,
        verbose_name=label,
        attrs=NUMBER,
        empty_values=(),
        footer=lambda table: table.footing(part.rpartition("__")[2]),
        **options,
    )


@cache
def _taken_by(render: Callable) -> tuple[str, ...]:
    """The arguments that the rendering of a cell takes."""
    names = signature(render).parameters
    return tuple(name for name in ("value", "record") if name in names)


@dataclass(frozen=True)
class _Drawn:
    """A column as its cells are drawn: attributes, way to the value, and the arguments that its rendering takes."""

    column: BoundColumn
    attributes: str
    accessor: tables.A
    takes: tuple[str, ...]

    @classmethod
    def of(cls, column: BoundColumn) -> "_Drawn":
        takes = _taken_by(getattr(column.render, "__func__", column.render))
        return cls(column, column.attrs["td"].as_html(), tables.A(column.accessor), takes)

    def cell(self, record: object) -> object:
        """What stands in the cell of a row."""
        value = self.accessor.resolve(record)
        if value in self.column.column.empty_values:
            return self.column.default
        given = {"value": value, "record": record}
        return self.column.render(**{name: given[name] for name in self.takes})


class CountsTable(tables.Table):
    """Rows with what remains and the parts of rule 1, their sum in the foot; each figure opens its rows of the ledger."""

    title = ""

    baseline = _figure("counts__baseline", _("Baseline"))
    added = _figure("counts__added", _("Flowed in"))
    removed = _figure("counts__removed", _("Removed"))
    elsewhere = _figure("counts__recorded_elsewhere", _("Recorded elsewhere"))
    recorded = _figure("counts__recorded", _("Recorded"))
    remaining = _figure("counts__remaining", _("Remaining"))
    done = tables.Column(
        accessor="counts__share_done",
        verbose_name=_("Share done"),
        attrs=NUMBER,
        empty_values=(),
        footer=lambda table: share_figure(table.whole.share_done),
    )

    # Filled by the app above, which knows people: words of places, never a person. Not shown before.
    names = tables.Column(
        accessor="counts",
        verbose_name=_("Names"),
        orderable=False,
        empty_values=(),
        attrs={"td": {"class": "nowrap"}, "tf": {"class": "nowrap"}},
        footer=lambda table: table.whole_names,
    )

    first_time = tables.Column(
        accessor="counts",
        verbose_name=_("First-time voters"),
        orderable=False,
        empty_values=(),
        attrs=NUMBER,
        footer=lambda table: table.whole_first_time,
    )

    class Meta:
        attrs = {"class": "compare"}
        template_name = "parts/counts_table.html"

    def __init__(
        self, rows: Sequence, *, when: When, whole: Counts, request: HttpRequest, place: dict[str, str] | None = None
    ) -> None:
        self.whole_place = place or {}
        self.when, self.whole, self.ledger = when, whole, page("kecamatan:update-list")
        self.behind: dict[tuple[str, ...], str] = {}
        # Every place is a row of one page, in the order asked for by a column's name.
        sort = request.GET.get("sort", "")
        super().__init__(rows, order_by=sort if sort.removeprefix("-") in self.base_columns else None)
        self.request = request
        self.names: dict[int | None, str] = {}
        self.whole_names = ""
        self.first_time: dict[int | None, str] = {}
        self.whole_first_time = ""
        self.columns.hide("names")
        self.columns.hide("first_time")

    @property
    def sees_persons(self) -> bool:
        """May the user see persons? A pejabat's figures open rows of numbers."""
        return self.request.user.role != User.Role.PEJABAT

    def show_names(self, names: dict[int | None, str], whole: str) -> None:
        """Whether names and counts agree: for each place by its number (None: what is not broken down), and together."""
        self.names, self.whole_names = names, whole
        self.columns.show("names")

    def show_first_time(self, people: dict[int | None, str], whole: str) -> None:
        """First-time voters among the people known by name: for each place by its number, and together."""
        self.first_time, self.whole_first_time = people, whole
        self.columns.show("first_time")

    def render_first_time(self, record) -> str:
        return self.first_time.get(self.place_key(record), figures.NONE)

    def place_key(self, record) -> int | None:
        """What a row is found by in ``names``."""
        raise NotImplementedError

    def render_names(self, record) -> str:
        return self.names.get(self.place_key(record), "")

    def place_of(self, record) -> dict[str, str]:
        """How the ledger's address names the place of a row."""
        raise NotImplementedError

    def opening(self, place: dict[str, str], value: int | None, part: str) -> str | SafeString:
        """A figure that opens the rows behind it: of one kind, or all where it is what remains."""
        # A row opens the same rows of the ledger from each of its cells.
        asked = tuple(place.values())
        if asked not in self.behind:
            self.behind[asked] = f"{self.ledger}?{ledger_query(self.when, **place)}"
        return linked(value, f"{self.behind[asked]}{f'&kind={part}' if part in EFFECT else ''}", part)

    def drawn_rows(self) -> Iterator[tuple[BoundRow, SafeString]]:
        """Each row with its cells as HTML. The library would work attributes and signatures out anew for every cell."""
        columns = [_Drawn.of(column) for column in self.columns]
        for row in self.rows:
            cells = [(column.attributes, column.cell(row.record)) for column in columns]
            yield row, format_html_join("", "<td {}>{}</td>", cells)

    def footing(self, part: str) -> str | SafeString:
        """The sum of a column, opening the rows of all places of the table."""
        return self.opening(self.whole_place, getattr(self.whole, part), part)

    def render_baseline(self, record, value: int | None) -> str | SafeString:
        return self.opening(self.place_of(record), value, "baseline")

    def render_added(self, record, value: int) -> str | SafeString:
        return self.opening(self.place_of(record), value, "added")

    def render_removed(self, record, value: int) -> str | SafeString:
        return self.opening(self.place_of(record), value, "removed")

    def render_elsewhere(self, record, value: int) -> str | SafeString:
        return self.opening(self.place_of(record), value, "recorded_elsewhere")

    def render_recorded(self, record, value: int) -> str | SafeString:
        return self.opening(self.place_of(record), value, "recorded")

    def render_remaining(self, record, value: int | None) -> SafeString:
        return format_html("<strong>{}</strong>", self.opening(self.place_of(record), value, "remaining"))

    def render_done(self, value: float | None) -> str | SafeString:
        return share_figure(value)

    def link(self, place, text: str) -> SafeString:
        """To the place's own page, the day and the drive kept."""
        parts = []
        if not self.when.is_now:
            parts.append(f"as_of={self.when.as_of.isoformat()}")
        if not self.when.drive.is_active:
            parts.append(f"drive={self.when.drive.pk}")
        query = f"?{'&'.join(parts)}" if parts else ""
        return format_html('<a href="{}{}">{}</a>', place.get_absolute_url(), query, text)


class KecamatanTable(CountsTable):
    """The kecamatan of the dashboard."""

    title = _("The kecamatan compared")
    kecamatan = tables.Column(accessor="kecamatan__name", verbose_name=_("Kecamatan"), attrs=NAME, footer=_("Together"))
    rate = tables.Column(accessor="rate", verbose_name=_("Remaining per voters"), attrs=NUMBER, empty_values=())
    trend = tables.Column(accessor="four_weeks", verbose_name=_("Four weeks"), attrs=NUMBER, empty_values=())
    last = tables.Column(accessor="last_day_ordinal", verbose_name=_("Last day entered"), attrs=NUMBER, empty_values=())

    class Meta(CountsTable.Meta):
        order_by = "-remaining"
        sequence = ("kecamatan", *FIGURES, "...")

    @classmethod
    def of(cls, told: Dashboard, when: When, request: HttpRequest) -> "KecamatanTable":
        return cls(list(told.rows), when=when, whole=told.story.counts, request=request)

    def place_key(self, record: KecamatanRow) -> int:
        return record.kecamatan.pk

    def place_of(self, record: KecamatanRow) -> dict[str, str]:
        return {"kecamatan": record.kecamatan.code}

    def render_kecamatan(self, value: str, record: KecamatanRow) -> SafeString:
        return self.link(record.kecamatan, value)

    def render_rate(self, value: float | None) -> str | SafeString:
        return share_figure(value, 2)

    def render_trend(self, value: int | None, record: KecamatanRow) -> SafeString:
        moved = {**self.place_of(record), "from": record.four_weeks_from, "until": self.when.as_of}
        return format_html(
            '<svg class="spark" viewBox="0 0 84 24" width="84" height="24" aria-hidden="true" focusable="false">'
            '<polyline points="{}"/></svg> {}',
            sparkline(record.trend),
            linked(value, moved_address(self.when, **moved), "change", figures.signed_text(value)),
        )

    def render_last(self, record: KecamatanRow) -> SafeString:
        if record.last_day is None:
            return format_html('<span class="soft">{}</span>', gettext("nothing yet"))
        return format_html(
            '{}<br><span class="small {}">{}</span>',
            figures.short_day_text(record.last_day),
            "stale" if record.stale_days > STALE_AFTER_DAYS else "soft",
            linked(record.stale_days, self.rows_behind(record), "silent", ago(record.stale_days)),
        )

    def rows_behind(self, record: KecamatanRow) -> str:
        """The ledger's rows of a kecamatan, the newest day first."""
        return f"{self.ledger}?{ledger_query(self.when, **self.place_of(record))}&sort=-date"


class DesaTable(CountsTable):
    """The desa of a kecamatan, and what is not broken down to them."""

    title = _("Its desa and kelurahan")
    desa = tables.Column(accessor="name", verbose_name=_("Desa/kelurahan"), attrs=NAME, footer=_("Together"))

    class Meta(CountsTable.Meta):
        order_by = "desa"
        sequence = ("desa", *FIGURES)
        row_attrs = {"class": lambda record: "" if record.counts_here else "soft"}

    @classmethod
    def of(cls, told: KecamatanStory, when: When, request: HttpRequest) -> "DesaTable":
        rows = [*told.desa, DesaRow(None, told.rest, True)]
        place = {"kecamatan": told.kecamatan.code}
        return cls(rows, when=when, whole=told.story.counts, request=request, place=place)

    def place_key(self, record: DesaRow) -> int | None:
        return record.desa.pk if record.desa else None

    def place_of(self, record: DesaRow) -> dict[str, str]:
        return {**self.whole_place, "desa": record.desa.code if record.desa else LedgerFilters.REST}

    def render_desa(self, value: str, record: DesaRow) -> SafeString:
        if record.desa is None:
            return format_html("<em>{}</em>", gettext("Not broken down"))
        return self.link(record.desa, value)

    def render_baseline(self, record: DesaRow, value: int) -> str | SafeString:
        return super().render_baseline(record, value if record.counts_here else None)

    def render_remaining(self, record: DesaRow, value: int) -> SafeString:
        return super().render_remaining(record, value if record.counts_here else None)

    def render_done(self, value: float | None, record: DesaRow) -> str | SafeString:
        return share_figure(value if record.counts_here else None)


def ago(days: int) -> str:
    """today, yesterday, 5 days ago."""
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": figures.number_text(days)}
