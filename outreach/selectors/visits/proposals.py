"""What can be known of a visit before anybody types: the place's office or school, whom to call, the last way there."""

from django.utils.translation import gettext as _

from kecamatan.models import Desa, Drive, School
from outreach.models import DesaAccess, Visit


def proposal_of(drive: Drive, place: Desa | School) -> dict[str, object]:
    """Fields of a plan (``actions.visits.planning.Plan``) for a visit to this place (two queries)."""
    home = place.desa if isinstance(place, School) else place
    name = place.name if isinstance(place, School) else _office(place)
    found = {"place_name": name, "contact_name": place.head_name, "contact_phone": place.head_phone}
    if home.latitude is not None:
        found["point"] = (home.latitude, home.longitude)
    last = Visit.objects.filter(drive=drive, desa=home).exclude(state=Visit.State.CANCELLED).order_by("-day").first()
    if last:
        found |= {"access": last.access, "hints": last.hints, "place_address": last.place_address}
    if said := DesaAccess.objects.filter(desa=home).first():
        found["access"] = said.access
    return found


def _office(desa: Desa) -> str:
    office = _("Kantor Lurah %(name)s") if desa.kind == Desa.Kind.KELURAHAN else _("Kantor Desa %(name)s")
    return office % {"name": desa.name}
