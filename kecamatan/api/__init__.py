"""The HTTP API of design §10, for programs that act as their owner."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

from kecamatan.api.operations import api
from kecamatan.views.errors import api_errors


def urls() -> tuple[list[URLPattern], str, str]:
    """The addresses of the API, for ``path("api/v1/", urls())``. They ask for a token themselves, not for a session."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        pattern.callback = _for_programs(pattern.callback)
    return patterns, app, namespace


def _for_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        message = _("This address takes other methods: %(methods)s.") % {"methods": response["Allow"]}
        refusal = api_errors(405, [{"field": "", "message": message}])
        refusal["Allow"] = response["Allow"]
        return refusal

    answered.login_required = False  # read by LoginRequiredMiddleware
    return answered
