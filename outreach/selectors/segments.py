"""How many of a place's people are in which segment today: one query, whatever the size."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from kecamatan.models import Desa, Drive, Kecamatan
from outreach.models import Resident
from outreach.segments import BirthBounds, Segment, birth_bounds
from outreach.words import SEGMENTS


@dataclass(frozen=True)
class SegmentCount:
    """People still to be recorded of one segment, and the address of their list."""

    segment: Segment
    people: int
    link: str

    @property
    def label(self) -> str:
        return str(SEGMENTS[self.segment])


def born_within(bounds: BirthBounds) -> Q:
    """Who belongs to a segment, by birth date and marriage."""
    born = Q(birth_date__isnull=False)
    if bounds.after is not None:
        born &= Q(birth_date__gt=bounds.after)
    if bounds.until is not None:
        born &= Q(birth_date__lte=bounds.until)
    return born | Q(ever_married=True) if bounds.takes_married else born & Q(ever_married=False)


def segment_counts(drive: Drive, day: date, kecamatan: Kecamatan, desa: Desa | None = None) -> list[SegmentCount]:
    """Each segment of those still to be recorded by name (one query)."""
    people = Resident.objects.filter(drive=drive, kecamatan=kecamatan).remaining().order_by()
    if desa is not None:
        people = people.filter(desa=desa)
    bounds = {one: birth_bounds(one, day, polling_day=drive.polling_day) for one in Segment}
    counts = people.aggregate(**{one.value: Count("state", filter=born_within(found)) for one, found in bounds.items()})
    place = {"kecamatan": kecamatan.code} | ({"desa": desa.code} if desa else {})
    page = reverse("outreach:resident-list")
    links = {one: urlencode({**place, "status": "remaining", "segment": one.value}) for one in Segment}
    return [SegmentCount(one, counts[one.value], f"{page}?{links[one]}") for one in Segment]
