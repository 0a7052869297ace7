"""One field of many residents at once, with the history of each."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kecamatan.access import Scope, may_write
from kecamatan.actions.ledger_bulk import lock_places
from kecamatan.models import Desa, School
from outreach.actions.changes import as_text, changes_of, set_value, update_residents
from outreach.actions.imports.commit import chunks
from outreach.actions.people import move_added_row
from outreach.actions.steps import rules_of_the_database
from outreach.models import Resident, ResidentChange


def _as_kept(value: str | Desa | School | None) -> str:
    """As the history keeps it."""
    if isinstance(value, Desa):
        return value.code
    return value.npsn if isinstance(value, School) else value or ""


def set_field(
    *,
    by: Scope,
    pks: Sequence[int],
    name: str,
    value: str | Desa | School | None,
    reason: str = "",
    now: datetime | None = None,
) -> int:
    """Set ``desa``, ``school`` or ``home_visit`` of these residents; gives how many had another value before.

    Who flowed in takes the row of the ledger along to another desa. Raises PermissionDenied for somebody else's
    kecamatan, Refused where the ledger says no.
    """
    now, text = now or timezone.now(), _as_kept(value)
    places = {value.code: value} if isinstance(value, Desa) else {}
    schools = {value.npsn: value} if isinstance(value, School) else {}
    if any(not may_write(by, one.kecamatan) for one in places.values()):
        raise PermissionDenied
    changed = 0
    with rules_of_the_database(), transaction.atomic():
        ids = Resident.objects.filter(pk__in=pks).order_by().values_list("kecamatan", flat=True).distinct()
        lock_places([*ids, *(one.kecamatan_id for one in places.values())])
        for found in chunks(sorted(pks)):
            people = Resident.objects.filter(pk__in=found).select_related("kecamatan", "desa", "school", "drive")
            lines: list[ResidentChange] = []
            saved = [one for one in people.order_by("pk") if as_text(one, name) != text]
            for person in saved:
                if not may_write(by, person.kecamatan):
                    raise PermissionDenied
                before = {name: as_text(person, name)}
                set_value(person, name, text, places, schools)
                lines += changes_of(by, person, before, now=now, reason=reason)
            update_residents((one, [name]) for one in saved)
            ResidentChange.objects.bulk_create(lines, batch_size=1000)
            for person in [one for one in saved if name == "desa" and one.added]:
                move_added_row(by, person, reason, now)
            changed += len(saved)
    return changed
