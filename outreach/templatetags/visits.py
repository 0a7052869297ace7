"""What the pages of numbers say of visits: whole numbers and places, never a person."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kecamatan.access import Scope
from kecamatan.figures import percent_text
from kecamatan.linked_figures import linked, page, reckoned
from kecamatan.models import Desa, Kecamatan
from kecamatan.selectors.story import When
from kecamatan.tables.kecamatan import KecamatanTable
from outreach.field.standing import Standing
from outreach.field_words import phones_text
from outreach.filters.visits import OVER
from outreach.selectors.visits.outlook import GoingOut, Yield, going_out

register = template.Library()


@register.simple_tag
def going_out_of(
    scope: Scope,
    when: When,
    kecamatan: Kecamatan | None = None,
    desa: Desa | None = None,
    table: KecamatanTable | None = None,
) -> GoingOut | None:
    """The visits of these places; None but for today's active drive. A template without a place gives an empty text.

    ``table``: of the kecamatan of the scope, where the page has read them already.
    """
    if not (when.is_now and when.drive.is_active):
        return None
    places = [row.kecamatan for row in table.data] if table else None
    return going_out(scope, when.drive, kecamatan=kecamatan or None, desa=desa or None, places=places)


@register.simple_tag
def visit_figure(
    value: int | float | None,
    of: str,
    place: str = "",
    text: str | None = None,
    month: date | None = None,
    kecamatan: Kecamatan | None = None,
    **asked: str,
) -> str:
    """A figure that opens the visits behind it. ``place``: part of an address; ``of``: their number or one of their sums."""
    return linked(value, _visits(place, month, kecamatan, **asked), of, text)


def _visits(place: str, month: date | None, kecamatan: Kecamatan | None, **asked: str) -> str:
    """The address of the visits behind a figure."""
    if month:
        asked |= {"day_from": month.isoformat(), "day_to": (_next_month(month) - timedelta(days=1)).isoformat()}
    if kecamatan:
        asked["kecamatan"] = kecamatan.code
    query = "&".join(part for part in (place, urlencode(asked)) if part)
    return f"{page('outreach:visit-list')}?{query}"


@register.simple_tag
def phones_told(standing: Standing) -> str:
    """2 phones not yet in (at most 46 people); "" where all are in."""
    return phones_text(standing.phones, standing.at_most)


@register.simple_tag
def turnout_figures(
    told: Yield, place: str = "", month: date | None = None, kecamatan: Kecamatan | None = None
) -> SafeString:
    """62% 31/50: the share, and both figures with the visits behind them."""
    behind = _visits(place or "", month, kecamatan, state=OVER)
    came, expected = linked(told.came, behind, "came"), linked(told.expected, behind, "expected")
    share = reckoned(told.turnout, percent_text(told.turnout, 0))
    return format_html('{} <small class="soft">{}/{}</small>', share, came, expected)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
