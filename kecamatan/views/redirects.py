"""One place decides where ``next`` may lead: to pages of this site only."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, default: str) -> str:
    """The address in ``next`` of the form or the query, if it is one of this host; otherwise ``default``.

    Never a page of the door itself, which would lead in a circle or answer 405.
    """
    target = request.POST.get("next") or request.GET.get("next") or ""
    fits = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if fits and target.startswith("/") and not target.startswith("/accounts/") else default
