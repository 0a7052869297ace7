"""What the office says of its teams and of the way to its desa, for the planner; each act is one line of the audit log."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kecamatan.access import Scope, may_write
from kecamatan.actions.audit import audit
from kecamatan.actions.records import save_record
from kecamatan.models import Desa
from outreach.models import DesaAccess, PlanSettings, Visit

FIELDS = [
    *("base_name", "latitude", "longitude", "teams", "kits", "hours", "set_up", "minutes"),
    *("road_speed", "boat_speed", "school_week", "lease_days"),
]


def save_plan_settings(*, by: Scope, settings: PlanSettings) -> PlanSettings:
    """Store how the teams work. Raises PermissionDenied for anybody but an admin, Refused where the database does."""
    settings.kabupaten = by.kabupaten
    save_record(by=by, instance=settings, fields=FIELDS, action="plan-settings")
    return settings


def _in_words(access: str) -> str:
    return str(dict(Visit.Access.choices).get(access, ""))


def say_access(*, by: Scope, desa: Desa, access: str) -> bool:
    """Say how a desa is reached; "" for: as at the last visit. False where it was said already.

    Raises PermissionDenied for whoever may not enter anything for its kecamatan.
    """
    if not may_write(by, desa.kecamatan):
        raise PermissionDenied
    with transaction.atomic():
        # Two who say it at once: one after the other.
        Desa.objects.select_for_update(no_key=True).get(pk=desa.pk)
        known = DesaAccess.objects.filter(desa=desa).first()
        before = known.access if known else ""
        if before == access:
            return False
        if access:
            DesaAccess.objects.update_or_create(desa=desa, defaults={"access": access})
        elif known:
            known.delete()
        audit(
            by=by.user,
            action="desa-access",
            target=desa,
            kabupaten=by.kabupaten,
            before={"access": _in_words(before)},
            after={"access": _in_words(access)},
        )
        return True
