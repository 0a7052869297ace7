"""How many of a place's people are in which segment today, and how the list is asked for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from kecamatan.models import Desa, Kecamatan
from outreach.segments import BirthBounds, Segment
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


def segments_told(people: Mapping[Segment, int], kecamatan: Kecamatan, desa: Desa | None = None) -> list[SegmentCount]:
    """Each segment of those of a place who are still to be recorded by name, with the address of their list."""
    place = {"kecamatan": kecamatan.code} | ({"desa": desa.code} if desa else {})
    page = reverse("outreach:resident-list")
    links = {one: urlencode({**place, "status": "remaining", "segment": one.value}) for one in Segment}
    return [SegmentCount(one, people.get(one, 0), f"{page}?{links[one]}") for one in Segment]
