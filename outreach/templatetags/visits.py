"""What the pages of numbers say of visits: whole numbers and places, never a person."""

from django import template

from kecamatan.access import Scope
from kecamatan.models import Desa, Kecamatan
from kecamatan.selectors.story import When
from outreach.selectors.visits.outlook import GoingOut, going_out

register = template.Library()


@register.simple_tag
def going_out_of(
    scope: Scope, when: When, kecamatan: Kecamatan | None = None, desa: Desa | None = None
) -> GoingOut | None:
    """The visits of these places; None but for today's active drive. A template without a place gives an empty text."""
    if not (when.is_now and when.drive.is_active):
        return None
    return going_out(scope, when.drive, kecamatan=kecamatan or None, desa=desa or None)
