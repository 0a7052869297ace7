"""What becomes of accounts: signing in, passwords, reset links, language, tokens. Each with its audit row."""

from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from kecamatan import throttle
from kecamatan.actions.audit import audit, snapshot
from kecamatan.models import ApiToken, User
from kecamatan.refusals import Refused

MOST_TOKENS = 20


def note_sign_in(*, by: User) -> None:
    """Somebody signed in with the right password."""
    audit(by=by, action="sign-in", target=by, kabupaten=by.kabupaten)


@transaction.atomic
def change_password(*, by: User, password: str) -> None:
    """Their own new password. Every other session of theirs ends, because sessions are bound to the password."""
    _set_password(by, password)
    audit(by=by, action="password-change", target=by, kabupaten=by.kabupaten)


@transaction.atomic
def reset_password(*, by: User, password: str) -> None:
    """A new password by a reset link; ends every session and token of theirs and every pause after too many tries."""
    _set_password(by, password)
    _revoke(by=by, tokens=by.tokens.all())
    throttle.forget_name(by.username)
    audit(by=by, action="password-reset", target=by, kabupaten=by.kabupaten)


def _set_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def make_reset_link(*, by: User, user: User) -> tuple[str, str]:
    """(uid, token) of a link with which ``user`` sets a new password, once, within a day.

    Raises PermissionDenied for anybody but an admin of the user's kabupaten, Refused for a user who may not sign in.
    """
    if not by.is_admin or by.kabupaten_id != user.kabupaten_id:
        raise PermissionDenied
    if not user.is_active:
        raise Refused(_("%(user)s may not sign in, so a new password is of no use.") % {"user": user})
    audit(by=by, action="reset-link", target=user, kabupaten=by.kabupaten)
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


@transaction.atomic
def set_language(*, by: User, language: str) -> None:
    """The language of every page they see from now on. ``language`` is a code of User.language, checked by the form."""
    before = snapshot(by, ["language"])
    if before["language"] == language:
        return
    by.language = language
    by.save(update_fields=["language"])
    audit(
        by=by,
        action="language",
        target=by,
        kabupaten=by.kabupaten,
        before=before,
        after=snapshot(by, ["language"]),
    )


@transaction.atomic
def make_token(*, by: User, name: str) -> tuple[ApiToken, str]:
    """(token, secret): the secret is known only now; the database keeps its hash. Refused beyond 20 at a time."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if by.tokens.filter(revoked_at__isnull=True).count() >= MOST_TOKENS:
        raise Refused(
            _("You have %(most)s tokens already. Revoke one that is not used any more.") % {"most": MOST_TOKENS},
            field="name",
        )
    secret = ApiToken.new_secret()
    token = by.tokens.create(name=name, start=secret[:10], digest=ApiToken.digest_of(secret))
    audit(by=by, action="token-new", target=token, kabupaten=by.kabupaten, after=snapshot(token, ["name"]))
    return token, secret


@transaction.atomic
def revoke_token(*, by: User, token: ApiToken, now: datetime | None = None) -> None:
    """From now on the token opens nothing. Doing it twice is doing it once."""
    if token.owner_id != by.pk:
        raise PermissionDenied
    _revoke(by=by, tokens=by.tokens.filter(pk=token.pk), now=now)


@transaction.atomic
def revoke_tokens_of(*, by: User, user: User) -> int:
    """Every token of a colleague opens nothing from now on; how many did before.

    Raises PermissionDenied for anybody but an admin of the user's kabupaten.
    """
    if not by.is_admin or by.kabupaten_id != user.kabupaten_id:
        raise PermissionDenied
    return _revoke(by=by, tokens=user.tokens.all())


def _revoke(*, by: User, tokens: QuerySet[ApiToken], now: datetime | None = None) -> int:
    """Revoke those that still hold, each with its audit row; how many."""
    count = 0
    for token in tokens.filter(revoked_at__isnull=True).order_by("pk"):
        if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now or timezone.now()):
            audit(by=by, action="token-revoke", target=token, kabupaten=by.kabupaten, before=snapshot(token, ["name"]))
            count += 1
    return count
