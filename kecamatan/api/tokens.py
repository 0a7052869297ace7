"""Who calls: the owner of a personal token, with their role and their kecamatan. Cookies open nothing here."""

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from kecamatan.access import Scope, scope_of
from kecamatan.api.refusing import Refusal
from kecamatan.models import ApiToken

LONGEST_SECRET = 200


class OwnerOfToken(HttpBearer):
    """Reads ``Authorization: Bearer ektp_…``; the answer is in the owner's language from here on."""

    def authenticate(self, request: HttpRequest, token: str) -> Scope | None:
        if not token.isascii() or len(token) > LONGEST_SECRET:
            return None
        found = (
            ApiToken.objects.select_related("owner__kabupaten")
            .filter(digest=ApiToken.digest_of(token.strip()), revoked_at__isnull=True, owner__is_active=True)
            .first()
        )
        if found is None:
            return None
        found.touch()
        translation.activate(found.owner.language)  # LanguageMiddleware puts the former one back
        request.LANGUAGE_CODE = found.owner.language
        return scope_of(found.owner)


class WriterWithToken(OwnerOfToken):
    """The same, for those whose role enters counts."""

    def authenticate(self, request: HttpRequest, token: str) -> Scope | None:
        scope = super().authenticate(request, token)
        if scope is not None and not scope.user.enters_counts:
            raise Refusal(403, _("Your role reads counts and does not enter them."))
        return scope
