"""Thousands of rows of the ledger at once, for a list that is taken in or taken back. The database's guards judge them."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write
from kecamatan.models import CountUpdate, Drive, Kecamatan
from kecamatan.refusals import Refused

BATCH = 500


def lock_places(kecamatan_ids: Sequence[int]) -> None:
    """Let nobody else write to these kecamatan until the transaction ends; in order, so that none deadlock."""
    if connection.features.has_select_for_update:
        places = Kecamatan.objects.select_for_update(no_key=True).filter(pk__in=set(kecamatan_ids)).order_by("pk")
        list(places.values_list("pk"))


def write_many(*, by: Scope, drive: Drive, rows: Sequence[CountUpdate], now: datetime) -> None:
    """Write these rows, which have their keys; inside the caller's transaction, which must have locked their places.

    Raises Refused where the drive has ended or the ledger's guards say no, PermissionDenied for somebody else's place.
    """
    if not rows:
        return
    for place in {row.kecamatan_id: row.kecamatan for row in rows}.values():
        if not may_write(by, place):
            raise PermissionDenied
    if not Drive.objects.filter(pk=drive.pk, is_active=True, kabupaten=by.kabupaten).exists():
        raise Refused(_("The drive “%(drive)s” has ended; its ledger is closed.") % {"drive": drive.name})
    for row in rows:
        row.entered_at, row.entered_by = now, by.user
    try:
        with transaction.atomic():
            CountUpdate.objects.bulk_create(rows, batch_size=BATCH)
    except IntegrityError as fault:
        raise Refused(
            _("The ledger refused this: fewer people remain there than that. Reload the page and look again.")
        ) from fault
