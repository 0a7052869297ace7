"""The answers of 400, 403, 404, 429, 500 and 503: in the look of the site, in one language, without a query.

Under /api/ they are JSON of the one shape that every refusal of the API has.
"""

import sys

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

RETRY_SECONDS = "5"
API_PATH = "/api/"


def language_of(request: HttpRequest) -> str:
    """Of the answer: the user's where that is known by now, otherwise the cookie's."""
    language = getattr(request, "LANGUAGE_CODE", None) or request.COOKIES.get("language", "id")
    return language if language in {"id", "en"} else "id"


def _sentence(status: int) -> str:
    """What a program is told; the pages say more."""
    return {
        400: _("Something in the address or in what was sent cannot be read."),
        403: _("This is not part of your role."),
        404: _("There is nothing at this address."),
        413: _("This is too large. Send less at once."),
        500: _("Something went wrong on our side. Nothing was saved by this request."),
        503: _(
            "The database cannot be reached just now. Nothing was saved. Send the same request again in a few seconds."
        ),
    }[status]


def api_errors(status: int, errors: list[dict[str, str]]) -> JsonResponse:
    """The one shape of every refusal of the API: [{"field": …, "message": …}], the field empty where it is none's."""
    return JsonResponse({"errors": errors}, status=status, json_dumps_params={"ensure_ascii": False})


def _page(request: HttpRequest, status: int, name: str | None = None, more: dict | None = None) -> HttpResponse:
    """Rendered without the request, so that nobody's session is looked up for it."""
    with translation.override(language_of(request)):
        if request.path.startswith(API_PATH):
            return api_errors(status, [{"field": "", "message": _sentence(status)}])
        context = {"path": request.path, "LANGUAGE_CODE": translation.get_language(), "demo": settings.DEMO}
        context |= more or {}
        body = render_to_string(name or f"{status}.html", context)
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(request, 413, "400.html")
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: what was typed stands on the page, to be sent again."""
    return send_again(request, "old", 403) or _page(request, 403, "403_csrf.html")


def send_again(request: HttpRequest, why: str, status: int) -> HttpResponse | None:
    """A page that holds what one of our own forms sent, to be sent again; ``why``: old, signed_out or unavailable.

    None where there is nothing to keep, where it may hold a password, and where another site sent it: what somebody
    else put together is never offered to a user.
    """
    fields = _sent(request)
    if not fields:
        return None
    more = {"fields": fields, "csrf_token": get_token(request), "why": why}
    return _page(request, status, "send_again.html", more)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, value) of a form that came from a page of ours, but for its token; empty where it is not to be kept."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if request.method != "POST" or not ours or request.path.startswith(API_PATH):
        return []
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except (BadRequest, SuspiciousOperation, RawPostDataException, OSError):
        return []
    if files or any("password" in name.lower() for name, _value in pairs):
        return []
    return [(name, value) for name, value in pairs if name != "csrfmiddlewaretoken"]


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while the database is away, locked or out of disk; 500 for our own faults."""
    fault = sys.exc_info()[1]
    if isinstance(fault, (OperationalError, InterfaceError)):
        return unavailable(request)
    return _page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database cannot answer now; nothing was changed."""
    response = send_again(request, "unavailable", 503) or _page(request, 503)
    response["Retry-After"] = RETRY_SECONDS
    return response
