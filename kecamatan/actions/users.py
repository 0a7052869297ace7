"""Accounts as an admin keeps them: role, assigned kecamatan, who may sign in."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.records import save_record
from kecamatan.models import Kabupaten, Kecamatan, User
from kecamatan.refusals import Refused

USER_FIELDS = ["username", "full_name", "email", "role", "language", "is_active"]


def save_user(*, by: Scope, user: User, kecamatan: Sequence[Kecamatan]) -> User:
    """Store an account of this kabupaten; a new one has no password until its owner sets one by a link.

    Raises Refused where nobody would be left to administer, PermissionDenied for anybody but an admin.
    """
    with transaction.atomic():
        # Two admins who take each other's rights at the same moment wait here for each other.
        Kabupaten.objects.select_for_update(no_key=True).get(pk=by.kabupaten.pk)
        adding = user.pk is None
        if adding:
            user.kabupaten = by.kabupaten
            user.set_unusable_password()
        elif not user.is_staff and not _other_admins(by.kabupaten, user):
            raise Refused(
                _("At least one admin must be left who may sign in. Make somebody else admin first."),
                field="role" if not user.is_admin else "is_active",
            )
        save_record(
            by=by,
            instance=user,
            fields=USER_FIELDS,
            many={"kecamatan": kecamatan},
            action="create" if adding else "change",
        )
    return user


def _other_admins(kabupaten: Kabupaten, user: User) -> bool:
    """Does anybody but ``user`` administer this kabupaten?"""
    admins = User.objects.filter(kabupaten=kabupaten, role=User.Role.ADMIN, is_active=True)
    return admins.exclude(pk=user.pk).exists()
