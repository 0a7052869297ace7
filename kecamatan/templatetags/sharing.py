"""The control beside a chart with which it is shared."""

from datetime import date
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from kecamatan.models import Desa, Drive, Kecamatan
from kecamatan.selectors.story import When

register = template.Library()


@register.inclusion_tag("parts/share.html")
def share(chart: str, when: When, place: Kecamatan | Desa | None = None, measure: str = "") -> dict:
    """SVG, PNG and a link of ``chart`` as it is shown: of this day, place and measure."""
    asked = {"as_of": when.as_of.isoformat()}
    if not when.drive.is_active:
        asked["drive"] = str(when.drive.pk)
    if measure:
        asked["measure"] = measure
    page = place.get_absolute_url() if place else reverse("kecamatan:dashboard")
    of = {"desa" if isinstance(place, Desa) else "kecamatan": place.code} if place else {}
    return _ways(chart, urlencode({**asked, **of}), f"{page}?{urlencode(asked)}")


@register.inclusion_tag("parts/share.html")
def share_page(chart: str, page: str, **asked: object) -> dict:
    """The same of a page whose address asks for what its picture asks for; what is empty, and the active drive, is left out.

    ``page``: its address without a query.
    """
    query = urlencode([(name, one) for name, value in asked.items() for one in _written(value)])
    return _ways(chart, query, f"{page}?{query}" if query else page)


def _written(value: object) -> list[str]:
    """How an address says it: days as 2024-06-25, places by their codes, a past drive by its number; several one by one."""
    if isinstance(value, Drive):
        return [] if value.is_active else [str(value.pk)]
    if isinstance(value, (Kecamatan, Desa)):
        return [value.code]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, (frozenset, list, tuple)):
        return sorted(map(str, value))
    return [str(value)] if value else []


def _ways(chart: str, query: str, link: str) -> dict:
    after = f"?{query}" if query else ""
    return {
        "svg": reverse("kecamatan:share-svg", args=[chart]) + after,
        "png": reverse("kecamatan:share-png", args=[chart]) + after,
        "link": link,
    }
