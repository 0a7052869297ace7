"""The pages of 400, 403, 404, 429, 500 and 503: in the look of the site, in one language, without a query."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

RETRY_SECONDS = "5"


def _page(request: HttpRequest, status: int, name: str | None = None) -> HttpResponse:
    """Rendered without the request, so that nobody's session is looked up for it."""
    language = getattr(request, "LANGUAGE_CODE", None) or request.COOKIES.get("language", "id")
    with translation.override(language if language in {"id", "en"} else "id"):
        body = render_to_string(
            name or f"{status}.html", {"path": request.path, "LANGUAGE_CODE": translation.get_language()}
        )
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: go back, what was typed is still there, reload and send again."""
    return _page(request, 403, "403_csrf.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while the database is away, locked or out of disk; 500 for our own faults."""
    fault = sys.exc_info()[1]
    if isinstance(fault, (OperationalError, InterfaceError)):
        return unavailable(request)
    return _page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database cannot answer now; nothing was changed."""
    response = _page(request, 503)
    response["Retry-After"] = RETRY_SECONDS
    return response
