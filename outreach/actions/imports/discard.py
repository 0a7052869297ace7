"""Throwing away lists that were only looked at: by hand, or because nobody came back to them."""

from datetime import datetime, timedelta

from django.db import transaction

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from outreach import uploads
from outreach.models import ImportBatch

State = ImportBatch.State
#: Lists that are taken in, or were: not thrown away, not even by a click at the moment when that begins.
KEPT = {State.COMMITTING, State.COMMITTED, State.UNDONE}
#: What a preview holds of people is needed until the next month's list comes.
MOST_DAYS = 45


def discard(*, by: Scope | None, batch: ImportBatch) -> bool:
    """Delete the rows and the file; False where the list is taken in, or was. ``by`` None: because it was forgotten."""
    with transaction.atomic():
        if not ImportBatch.objects.filter(pk=batch.pk).exclude(state__in=KEPT).update(state=State.DISCARDED):
            return False
        batch.rows.all().delete()
        audit(by=by.user if by else None, action="discard", target=batch, kabupaten=batch.kabupaten)
    uploads.drop(batch.upload)
    return True


def discard_forgotten(now: datetime) -> int:
    """Throw away what nobody took in for so long, with what it holds of people; gives how many lists that were."""
    old = ImportBatch.objects.filter(at__lt=now - timedelta(days=MOST_DAYS)).select_related("kabupaten")
    waiting = old.exclude(state__in=[*KEPT, State.DISCARDED, State.FAILED])
    return sum(discard(by=None, batch=batch) for batch in waiting)
