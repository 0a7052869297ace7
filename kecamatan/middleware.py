"""What every answer carries, and the language of the person who asks."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from kecamatan.views.errors import send_again

LANGUAGE_COOKIE = "language"


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
        user = request.user
        language = user.language if user.is_authenticated else request.COOKIES.get(LANGUAGE_COOKIE)
        language = language if language in {"id", "en"} else "id"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Strangers are sent to sign in; a form of somebody whose sign-in ended meanwhile is kept, to be sent again."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        return send_again(request, "signed_out", 403) or super().handle_no_permission(request, view_func)
