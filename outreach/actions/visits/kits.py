"""Naming the kits of the office, taking them out of use and putting them back; for admins, each in the audit log."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from kecamatan.models import Kabupaten
from kecamatan.place_names import squeeze
from kecamatan.refusals import Refused
from outreach.access import kits_for
from outreach.models import Kit


@transaction.atomic
def add_kit(*, by: Scope, name: str) -> Kit:
    """A further kit, in use. Raises PermissionDenied for anybody but an admin, Refused where one is called so already."""
    _admins_only(by)
    # Two who add at the same time come one after the other.
    Kabupaten.objects.select_for_update(no_key=True).get(pk=by.kabupaten.pk)
    alike = [one for one in kits_for(by) if squeeze(one.name) == squeeze(name) or one.name == name]
    if alike:
        raise Refused(_("There is a kit “%(name)s” already.") % {"name": alike[0].name}, field="name")
    kit = Kit.objects.create(kabupaten=by.kabupaten, name=name)
    audit(by=by.user, action="kit-new", target=kit, kabupaten=by.kabupaten, after={"name": kit.name})
    return kit


@transaction.atomic
def use_kit(*, by: Scope, kit: Kit, in_use: bool) -> bool:
    """Put a kit in use or out of it; visits that have it keep it. Whether anything changed.

    Raises PermissionDenied for anybody but an admin of its office.
    """
    _admins_only(by)
    if kit.kabupaten_id != by.kabupaten.pk:
        raise PermissionDenied
    if not Kit.objects.filter(pk=kit.pk).exclude(is_active=in_use).update(is_active=in_use):
        return False
    audit(by=by.user, action="kit-back" if in_use else "kit-out", target=kit, kabupaten=by.kabupaten)
    return True


def _admins_only(by: Scope) -> None:
    if not by.user.is_admin:
        raise PermissionDenied
