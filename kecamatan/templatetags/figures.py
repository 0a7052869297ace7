"""Template filters for numbers, shares and days; built in to every template (settings)."""

import re
import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html

from kecamatan import figures, linked_figures
from kecamatan.counts import EFFECT
from kecamatan.linked_figures import linked, page
from kecamatan.tables.kecamatan import ago, ledger_query

register = template.Library()
#: Where the address of the rows behind a figure says until which day (``ledger_query``).
DATE_TO = re.compile(r"date_to=[\d-]+")

register.filter("number", figures.number_text)
register.filter("signed", figures.signed_text)
register.filter("percent", figures.percent_text)
register.filter("decimal", figures.decimal_text)
register.filter("day", figures.day_text)
register.filter("short_day", figures.short_day_text)
register.filter("long_day", figures.long_day_text)
register.filter("hour", figures.hour_text)


@register.filter
def moment(value: datetime | None, kabupaten) -> str:
    """25 Juni 2024 14.05 WIB."""
    return figures.moment_text(value, kabupaten.time_zone, kabupaten.zone_label)


@register.filter
def short_moment(value: datetime | None, kabupaten) -> str:
    """25 Jun 2024 14.05 WIB."""
    return figures.short_moment_text(value, kabupaten.time_zone, kabupaten.zone_label)


@register.filter
def clock(value: datetime, kabupaten) -> str:
    """14.05, in the kabupaten's zone."""
    return figures.hour_text(value.astimezone(ZoneInfo(kabupaten.time_zone)).time())


@register.filter
def iso(value: date | None) -> str:
    """2024-06-25, for inputs of type date and for URLs."""
    return value.isoformat() if value else ""


@register.simple_tag
def new_key() -> str:
    """A fresh key for a form that writes to the ledger (rule 4)."""
    return str(uuid.uuid4())


@register.simple_tag
def figure(value: int | float | None, address: str, of: str, text: str | None = None) -> str:
    """A figure that opens what is behind it (``kecamatan.linked_figures``)."""
    return linked(value, address, of, text)


@register.simple_tag
def reckoned(value: float | None, text: str) -> str:
    """A figure that counts no rows and opens how it is reckoned."""
    return linked_figures.reckoned(value, text)


@register.simple_tag
def total(value: int | None, of: str, text: str | None = None) -> str:
    """The number that figures of other pages lead to."""
    return linked_figures.total(value, of, text)


@register.simple_tag
def stale_figure(row, when) -> str:
    """19 days ago: since when a kecamatan is silent; opens its rows."""
    return day_figure(row.last_day, when, ledger_query(when, kecamatan=row.kecamatan.code))


@register.simple_tag
def day_figure(day: date, when, query: str) -> str:
    """The last day of which anything was entered, as 19 days ago; opens the rows."""
    days = (when.as_of - day).days
    return linked(days, f"{page('kecamatan:update-list')}?{query}&sort=-date", "silent", ago(days))


@register.simple_tag
def lists_told(lists: int) -> str:
    """How many lists wait, for those who may not open them."""
    return format_html('<span class="unopened">{}</span>', figures.number_text(lists))


@register.simple_tag
def rows_until(day: date, query: str) -> str:
    """The address of the ledger's rows of a page, until another day."""
    return f"{page('kecamatan:update-list')}?{DATE_TO.sub(f'date_to={day.isoformat()}', query)}"


@register.simple_tag
def line_figure(line, query: str) -> str:
    """The value at the end of a line of the chart; opens its rows."""
    kind = f"&kind={line.name}" if line.name in EFFECT else ""
    return linked(line.value, f"{page('kecamatan:update-list')}?{query}{kind}", line.name)
