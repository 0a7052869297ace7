"""Writing down who sees whose personal data, and why, before it is shown (UU 27/2022 art. 31)."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.refusals import Refused
from outreach.access import residents_for
from outreach.models import Resident, ResidentAccess

AT_ONCE = 2000
#: Kinds that nobody does without saying why.
NEEDS_REASON = frozenset({ResidentAccess.Kind.NIK, ResidentAccess.Kind.NO_KK, ResidentAccess.Kind.PRINT})


def log_access(
    *,
    by: Scope,
    residents: Iterable[Resident | int],
    kind: str,
    reason: str = "",
    now: datetime | None = None,
) -> int:
    """One line for each of these residents (rows or their numbers), all or none; how many.

    Call it in the transaction that reads what is shown, before it is shown. Raises Refused without a reason where one
    is needed, PermissionDenied where one of them is not of the scope.
    """
    if kind in NEEDS_REASON and not reason.strip():
        raise Refused(_("Say why."), field="reason")
    now, count = now or timezone.now(), 0
    ids = iter(one.pk if isinstance(one, Resident) else one for one in residents)
    with transaction.atomic():
        while some := list(islice(ids, AT_ONCE)):
            if residents_for(by).filter(pk__in=some).count() != len(set(some)):
                raise PermissionDenied
            ResidentAccess.objects.bulk_create(
                ResidentAccess(
                    kabupaten=by.kabupaten, resident_id=pk, kind=kind, reason=reason.strip(), at=now, by=by.user
                )
                for pk in some
            )
            count += len(some)
    return count


def reveal(*, by: Scope, resident: Resident, kind: str, reason: str) -> str:
    """The whole NIK or No KK, once it is written down who sees it; "" where there is none, and nothing is written.

    What cannot be read is not written down either.
    """
    if not (resident.nik_sealed if kind == ResidentAccess.Kind.NIK else resident.no_kk_sealed):
        return ""
    with transaction.atomic():
        log_access(by=by, residents=[resident], kind=kind, reason=reason)
        return resident.nik if kind == ResidentAccess.Kind.NIK else resident.no_kk
