"""The control beside a chart with which it is shared."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from kecamatan.models import Desa, Kecamatan
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
    query = urlencode({**asked, **of})
    return {
        "svg": f"{reverse('kecamatan:share-svg', args=[chart])}?{query}",
        "png": f"{reverse('kecamatan:share-png', args=[chart])}?{query}",
        "link": f"{page}?{urlencode(asked)}",
    }
