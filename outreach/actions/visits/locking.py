"""Holding a visit while it is changed, so that two colleagues never cross."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write
from kecamatan.actions.ledger_bulk import lock_places
from kecamatan.refusals import Refused
from outreach.models import Visit


class VisitChangedMeanwhile(Exception):
    """Somebody else saved the visit since the form was opened; ``visit`` is what stands now."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit.pk)
        self.visit = visit


def hold_visit(visit: Visit, *, places: Iterable[int] = ()) -> Visit:
    """The visit as it is now, held until the end of the transaction; its kecamatan first, as everywhere.

    ``places``: the other kecamatan that will be written to, held with its own: two that wait for each other would deadlock.
    """
    lock_places([visit.kecamatan_id, *places])
    if connection.features.has_select_for_update:
        list(Visit.objects.select_for_update(no_key=True).filter(pk=visit.pk).values_list("pk"))
    return Visit.objects.select_related("kecamatan", "drive__kabupaten", "leader").get(pk=visit.pk)


def lock_visit(by: Scope, visit: Visit, *, seen_version: int | None = None, places: Iterable[int] = ()) -> Visit:
    """The visit held as by ``hold_visit``, for somebody who may change it.

    Raises PermissionDenied for a kecamatan of somebody else, VisitChangedMeanwhile where it is another version than
    ``seen_version``.
    """
    now = hold_visit(visit, places=places)
    if not may_write(by, now.kecamatan):
        raise PermissionDenied
    if seen_version is not None and now.version != seen_version:
        raise VisitChangedMeanwhile(now)
    return now


def check_drive_goes_on(visit: Visit) -> None:
    """Raise Refused where the drive of the visit is over."""
    if not visit.drive.is_active:
        raise Refused(_("The drive “%(drive)s” has ended; its visits are closed.") % {"drive": visit.drive.name})
