"""Making an account from the command line."""

from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kecamatan.actions.audit import audit, snapshot
from kecamatan.models import Kabupaten, Kecamatan, User

AUDITED = ["username", "full_name", "email", "role", "kecamatan", "is_active"]


def make_user(
    *,
    by: User | None,
    kabupaten: Kabupaten,
    username: str,
    password: str,
    role: str,
    kecamatan: Sequence[Kecamatan] = (),
    full_name: str = "",
) -> User:
    """A new account of this kabupaten; raises ValidationError by field for a bad or taken name or a weak password.

    ``kecamatan`` empty means all of them.
    """
    with transaction.atomic():
        user = User(username=username, full_name=full_name, kabupaten=kabupaten, role=role)
        user.full_clean(exclude=["password"])
        try:
            validate_password(password, user)
        except ValidationError as fault:
            raise ValidationError({"password": fault.error_list}) from fault
        user.set_password(password)
        user.save(force_insert=True)
        user.kecamatan.set(kecamatan)
        audit(by=by, action="create", target=user, kabupaten=kabupaten, after=snapshot(user, AUDITED))
    return user
