"""Answers that ask for a little patience: 408, 429 and 503 with Retry-After, in the look of the site, without a query."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from kecamatan.views.errors import API_PATH, api_errors, language_of


def ask_to_wait(request: HttpRequest, status: int, words: str | Promise, seconds: int) -> HttpResponse:
    """``words`` as a page, under /api/ as JSON; ``seconds`` until it is worth a new try."""
    with translation.override(language_of(request)):
        if request.path.startswith(API_PATH):
            response = api_errors(status, [{"field": "", "message": str(words)}])
        else:
            context = {"words": words, "LANGUAGE_CODE": translation.get_language(), "demo": settings.DEMO}
            response = HttpResponse(render_to_string("wait.html", context), status=status)
    response["Retry-After"] = str(seconds)
    return response
