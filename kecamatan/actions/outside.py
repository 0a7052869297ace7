"""What is seen from outside: the public page on and off, the links of screens; each with its line in the audit log."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kecamatan.access import Scope
from kecamatan.actions.audit import audit, snapshot
from kecamatan.models import Kabupaten, WallLink


@transaction.atomic
def set_public(*, by: Scope, on: bool) -> bool:
    """Switch the public page on or off. Whether anything changed. Raises PermissionDenied for anybody but an admin."""
    _require_admin(by)
    kabupaten = Kabupaten.objects.select_for_update(no_key=True).get(pk=by.kabupaten.pk)
    if (kabupaten.public_since is not None) == on:
        return False
    before = snapshot(kabupaten, ["public_since"])
    kabupaten.public_since = timezone.now() if on else None
    kabupaten.save(update_fields=["public_since"])
    after = snapshot(kabupaten, ["public_since"])
    action = "public-on" if on else "public-off"
    audit(by=by.user, action=action, target=kabupaten, kabupaten=kabupaten, before=before, after=after)
    return True


@transaction.atomic
def make_wall_link(*, by: Scope, name: str, language: str) -> tuple[WallLink, str]:
    """(link, secret): a new address for a screen. The secret is known only now, stored is its hash."""
    _require_admin(by)
    secret = WallLink.new_secret()
    link = WallLink.objects.create(
        kabupaten=by.kabupaten,
        name=name,
        language=language,
        digest=WallLink.digest_of(secret),
        made_by=by.user,
    )
    after = snapshot(link, ["name", "language"])
    audit(by=by.user, action="wall-new", target=link, kabupaten=by.kabupaten, after=after)
    return link, secret


@transaction.atomic
def end_wall_link(*, by: Scope, link: WallLink) -> bool:
    """From now on the address shows nothing. Whether it did before."""
    _require_admin(by)
    link = WallLink.objects.select_for_update(of=("self",), no_key=True).get(pk=link.pk, kabupaten=by.kabupaten)
    if not link.works:
        return False
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    audit(by=by.user, action="wall-revoke", target=link, kabupaten=by.kabupaten, before=snapshot(link, ["name"]))
    return True


def _require_admin(by: Scope) -> None:
    if not by.user.is_admin:
        raise PermissionDenied
