"""The base of every table, and the kinds of columns. A column has a form for the screen and one for an export."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import django_tables2 as tables
from django.db import models
from django.db.models import F, QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.figures import NONE, number_text, short_day_text, short_moment_text


class Column(tables.Column):
    """Text. ``extra``: shown only when asked for. ``wide``: takes a whole line of the card on a phone.

    ``screen_only``: has no place in an export and cannot be chosen away (buttons).
    """

    cell_class = ""
    #: Never to become a number or a day in a spreadsheet, whatever it looks like.
    stays_text = False

    def __init__(self, *args, extra: bool = False, wide: bool = False, screen_only: bool = False, **options) -> None:
        options.setdefault("default", NONE)
        super().__init__(*args, **options)
        self.extra, self.screen_only = extra, screen_only
        names = [self.cell_class, "wide" if wide else "", "no-print" if screen_only else ""]
        self.cell_class = " ".join(name for name in names if name)

    @property
    def sortable(self) -> bool:
        """May the list be ordered by this column?"""
        return self.orderable is not False and not self.screen_only


class TextColumn(Column):
    """Text that looks like a number or a day: NIK, RT, a code. It stays text in a spreadsheet, with all its digits.

    In XLSX by its type; in CSV, which knows no types, by an apostrophe before it, as before whatever could be a formula
    (``kecamatan.lists.exports``). Reading a list takes the apostrophe off again (``outreach.reading.plain``).
    """

    cell_class = "nowrap"
    stays_text = True


class NumberColumn(Column):
    """A whole number: 2.798 on screen, a real number in an export."""

    cell_class = "num"

    def render(self, value: int) -> str:
        return number_text(value)

    def value(self, value: int) -> int:
        return value


class DayColumn(Column):
    """A day: 25 Jun 2024 on screen, a real date in an export."""

    cell_class = "nowrap"

    def render(self, value: date) -> str:
        return short_day_text(value)

    def value(self, value: date) -> date:
        return value


class MomentColumn(Column):
    """A moment in the kabupaten's time zone; in an export a real date and time of that zone."""

    cell_class = "moment"

    def render(self, value: datetime, table: "ListTable") -> str:
        kabupaten = table.scope.kabupaten
        return short_moment_text(value, kabupaten.time_zone, kabupaten.zone_label)

    def value(self, value: datetime, table: "ListTable") -> datetime:
        return value.astimezone(ZoneInfo(table.scope.kabupaten.time_zone)).replace(tzinfo=None)


class SelectColumn(Column):
    """A box for each row of a list with ``bulk`` actions; the first column, whatever others are chosen."""

    cell_class = "select"

    def __init__(self, **options) -> None:
        super().__init__(
            accessor="pk", orderable=False, screen_only=True, verbose_name=gettext_lazy("Select"), **options
        )

    def render(self, value: int, record: models.Model) -> SafeString:
        words = _("Select %(row)s") % {"row": record}
        return format_html(
            '<input type="checkbox" name="ids" value="{}" form="bulk-form" aria-label="{}">', value, words
        )


class ListTable(tables.Table):
    """Columns are listed one by one; what is not listed never appears.

    ``scope``: of who looks. ``chosen``: names of the columns, in order. ``here``: the address of the page, for links
    that come back to it.
    """

    class Meta:
        orderable = False  # the order is made in ``ordered``; the library's own is not total
        default = NONE

    def __init__(self, data, *, scope: Scope, chosen: list[str] | None = None, here: str = "") -> None:
        self.scope, self.here = scope, here
        if chosen is None:
            chosen = self.usual(scope)
        own = {name: column for name, column in self.base_columns.items() if column.screen_only}
        boxes = [name for name, column in own.items() if isinstance(column, SelectColumn)]
        shown = [*boxes, *chosen, *(name for name in own if name not in boxes)]
        super().__init__(data, sequence=shown, exclude=[name for name in self.base_columns if name not in shown])

    @classmethod
    def withheld(cls, scope: Scope) -> frozenset[str]:
        """Names of the columns that this user must not see, in whatever form."""
        return frozenset()

    @classmethod
    def offered(cls, scope: Scope) -> dict[str, Column]:
        """The columns this user may choose among, by name."""
        withheld = cls.withheld(scope)
        return {
            name: column for name, column in cls.base_columns.items() if name not in withheld and not column.screen_only
        }

    @classmethod
    def usual(cls, scope: Scope) -> list[str]:
        """Names of the columns shown to somebody who chose none."""
        return [name for name, column in cls.offered(scope).items() if not column.extra]

    @classmethod
    def ordered(cls, rows: QuerySet, sort: str) -> QuerySet:
        """``rows`` by the column ``sort`` ("-name": descending); empty: as they come.

        The primary key breaks ties, so that no row is on two pages or on none. Rows without a value come last on both
        databases.
        """
        if not sort:
            return rows
        name, descending = sort.removeprefix("-"), sort.startswith("-")
        column = cls.base_columns[name]
        accessors = column.order_by or [column.accessor or name]
        keys = [F(str(accessor).replace(".", "__")) for accessor in accessors]
        ordered = [key.desc(nulls_last=True) if descending else key.asc(nulls_last=True) for key in keys]
        return rows.order_by(*ordered, "-pk" if descending else "pk")

    @cached_property
    def shown(self) -> list[str]:
        """Names of the columns an export holds, in order."""
        return [column.name for column in self.columns.itervisible() if not column.column.screen_only]
