"""How many visits a kabupaten has on each day: numbers for pages that know no visit."""

from datetime import date

from django.db.models import Count

from kecamatan.models import Kabupaten
from outreach.models import Visit


def visits_by_day(kabupaten: Kabupaten, first: date, last: date) -> dict[date, int]:
    """Day → visits of the active drive that are planned, under way or held, in order (one query)."""
    found = Visit.objects.filter(drive__kabupaten=kabupaten, drive__is_active=True, day__range=(first, last))
    return dict(found.taking_place().order_by("day").values("day").annotate(n=Count("pk")).values_list("day", "n"))
