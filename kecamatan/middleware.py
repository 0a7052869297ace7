"""What every answer carries, and the language of the person who asks."""

import re
from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from kecamatan.views.errors import send_again

LANGUAGE_COOKIE = "language"
#: Pages for whoever has the address: no session is looked at, no cookie read or set, and the address says the language.
SESSIONLESS = ("/public/", "/wall/")
ENGLISH = "/public/en/"
#: What is the same for everybody and kept by phones: the field page, its manifest and its worker.
SHELL = re.compile(r"/field/(\d+/|manifest\.webmanifest|sw\.js)?")


def is_sessionless(request: HttpRequest) -> bool:
    return request.path.startswith(SESSIONLESS) or SHELL.fullmatch(request.path) is not None


class PageHeadersMiddleware:
    """No page with data is kept by a browser or proxy, and no page may use the camera, the microphone or the like."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        )
        return response


class LanguageMiddleware:
    """The user's language; for strangers the one they chose on the sign-in page; Indonesian otherwise.

    Never the browser's: a phone set to English would show English to an office that works in Indonesian.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self.language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response

    @staticmethod
    def language_of(request: HttpRequest) -> str:
        if is_sessionless(request):
            return "en" if request.path.startswith(ENGLISH) else "id"
        user = request.user
        language = user.language if user.is_authenticated else request.COOKIES.get(LANGUAGE_COOKIE)
        return language if language in {"id", "en"} else "id"


class SignInMiddleware(LoginRequiredMiddleware):
    """Strangers are sent to sign in; a form of somebody whose sign-in ended meanwhile is kept, to be sent again."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponse | None:
        """Who is signed in is not even looked at where that makes no difference, so that caches may keep the answer."""
        if is_sessionless(request) and not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        return send_again(request, "signed_out", 403) or super().handle_no_permission(request, view_func)
