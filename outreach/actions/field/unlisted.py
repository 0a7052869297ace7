"""Somebody came who was on no list of the phone: found on the office's list, or put on it by rule 8."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.models import Desa
from kecamatan.refusals import Refused
from outreach.access import residents_for
from outreach.actions.people import Details, list_resident
from outreach.field.events import Event, Kind
from outreach.likeness import Person
from outreach.models import FieldEvent, Resident, Visit
from outreach.person_names import search_column
from outreach.refusing import NeedsTheOffice
from outreach.selectors.likely import likely_doubles


def list_unlisted(*, by: Scope, visit: Visit, event: Event, now: datetime) -> Resident:
    """The resident of this event. Who was told of by another phone at this visit alike is the same person; so is who has
    the same NIK.

    Raises NeedsTheOffice where somebody on the list looks alike, Refused where whoever entered it left something out.
    """
    told = event.details
    desa = Desa.objects.select_related("kecamatan").get(code=told.desa, kecamatan__kabupaten=by.kabupaten)
    if told.nik and (same := residents_for(by).filter(drive=visit.drive).present().with_nik(told.nik).first()):
        return same
    if (twin := _told_by_another_phone(visit, event, desa)) is not None:
        return twin
    if likely_doubles(by, visit.drive, Person(told.name, told.born, "")):
        # Not who: colleagues read this as well who may not see that one.
        raise NeedsTheOffice(_("Somebody on the list looks alike. Is it the same person?"))
    return list_details(by=by, visit=visit, event=event, now=now)


def list_details(*, by: Scope, visit: Visit, event: Event, now: datetime) -> Resident:
    """Put the person of this event on the list, whoever looks alike. Raises as ``list_unlisted`` does."""
    told = event.details
    desa = Desa.objects.select_related("kecamatan").get(code=told.desa, kecamatan__kabupaten=by.kabupaten)
    details = Details(
        name=told.name,
        desa=desa,
        nik=told.nik,
        sex=told.sex,
        birth_date=told.born,
        ever_married=told.married,
        rt=told.rt,
        rw=told.rw,
    )
    if told.born and told.born > visit.day:
        raise Refused(_("This birth date lies after the visit. Enter the person again."))
    try:
        return list_resident(by=by, drive=visit.drive, details=details, added=event.added, reason=event.why, now=now)
    except PermissionDenied as fault:
        raise NeedsTheOffice(_("Whoever took the visit along may not write to it any more.")) from fault
    except Refused as why:
        if why.field == "reason":
            raise
        raise NeedsTheOffice(why.message) from why


def _told_by_another_phone(visit: Visit, event: Event, desa: Desa) -> Resident | None:
    """Whom another event of this visit put on the list with the same name, birth date and desa; None without a birth date."""
    if event.details.born is None:
        return None
    others = FieldEvent.objects.filter(lease__visit=visit, kind=Kind.UNLISTED, resident__isnull=False)
    return (
        Resident.objects.filter(pk__in=others.values("resident"), desa=desa, birth_date=event.details.born)
        .filter(name_key=search_column(event.details.name))
        .present()
        .first()
    )
