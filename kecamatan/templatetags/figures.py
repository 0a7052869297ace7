"""Template filters for numbers, shares and days; built in to every template (settings)."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template

from kecamatan import figures

register = template.Library()

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
