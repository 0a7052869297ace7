"""How an office writes, for the pages of numbers that ask."""

from kecamatan.models import Kabupaten
from kecamatan.selectors.letterhead import Style
from outreach.models import Crest, Letterhead


def style_of(kabupaten: Kabupaten) -> Style:
    """Its place, its crest and for whom its signer signs (one query)."""
    return style_from(Letterhead.objects.filter(kabupaten=kabupaten).first() or Letterhead(kabupaten=kabupaten))


def style_from(head: Letterhead) -> Style:
    """The same of a letterhead that was read already."""
    return Style(head.place, head.on_behalf_of, head.crest_id)


def crest_of(number: int) -> bytes | None:
    """The picture (one query)."""
    picture = Crest.objects.filter(pk=number).values_list("picture", flat=True).first()
    return None if picture is None else bytes(picture)
