"""How the API says no: one shape for every refusal, and a body that is read strictly."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from kecamatan.api.sentences import sentence
from kecamatan.refusals import KeyConflict, Refused
from kecamatan.views.errors import api_errors

MOST_BYTES = 64 * 1024


class Refusal(Exception):
    """An answer with this status, about this field."""

    def __init__(self, status: int, message: str, field: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.field = status, message, field


def _answer(status: int, *errors: tuple[str, str]) -> HttpResponse:
    response = api_errors(status, [{"field": field, "message": str(message)} for field, message in errors])
    response["Content-Language"] = translation.get_language()
    return response


class StrictParser(Parser):
    """JSON of one object: no field twice, no NaN, no other content type, not too large."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.content_type != "application/json":
            raise Refusal(415, _("Send JSON, and say so: Content-Type: application/json."))
        if len(request.body) > MOST_BYTES:
            raise Refusal(413, _("This is too large. One row of the ledger is a few hundred bytes."))
        try:
            return json.loads(request.body, object_pairs_hook=_once, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise Refusal(400, _("This is not valid JSON. Nothing was saved.")) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_constant(name: str) -> None:
    raise ValueError


def install(api: NinjaAPI) -> None:
    """Give every exception its answer."""
    for kind, handler in {
        AuthenticationError: _unauthenticated,
        Refusal: _refusal,
        Refused: _refused,
        ValidationError: _invalid,
        HttpError: _http_error,
        RequestDataTooBig: _too_big,
        Http404: _not_found,
        Exception: _ours,
    }.items():
        api.add_exception_handler(kind, handler)


def _unauthenticated(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
    message = _("Send a token of a user who may sign in: Authorization: Bearer …. Tokens are made on the account page.")
    response = _answer(401, ("", message))
    response["WWW-Authenticate"] = 'Bearer realm="e-KTP"'
    return response


def _refusal(request: HttpRequest, exc: Refusal) -> HttpResponse:
    return _answer(exc.status, (exc.field, exc.message))


def _refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    return _answer(409 if isinstance(exc, KeyConflict) else 422, (exc.field, exc.message))


def _invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    return _answer(422, *_faults(exc.errors))


def _http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
    # ninja wraps whatever the parser raised.
    if isinstance(exc.__cause__, Refusal):
        return _refusal(request, exc.__cause__)
    return _answer(exc.status_code, ("", _("Something in the address or in what was sent cannot be read.")))


def _too_big(request: HttpRequest, exc: RequestDataTooBig) -> HttpResponse:
    return _answer(413, ("", _("This is too large. One row of the ledger is a few hundred bytes.")))


def _not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
    return _answer(404, ("", _("There is nothing at this address.")))


def _ours(request: HttpRequest, exc: Exception) -> HttpResponse:
    # Django's own handling: kecamatan.views.errors answers in JSON, 503 where the database is away.
    raise exc


def _faults(errors: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """(field, sentence), one for each field; the name of an unknown field is cut to a length that can be shown."""
    found: dict[str, str] = {}
    for error in errors:
        # loc is ("query", field, …) or ("body", the parameter's name, field, …).
        names = error["loc"][1:] if error["loc"][0] == "query" else error["loc"][2:]
        field = str(names[0])[:60] if names else ""
        found.setdefault(field, sentence(field, error["type"]))
    return list(found.items())
