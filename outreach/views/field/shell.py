"""The shell of the field page: the same HTML for everybody, without a person, a session or a query in it.

A service worker keeps it and shows it for every address of the field page; what stands on it comes from the phone. It is
rendered in Indonesian and carries the words of both languages, so that one kept copy serves whoever holds the phone.
"""

import hashlib
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.views.field.out_words import OUT_WORDS
from outreach.views.field.scripts import needed_by
from outreach.views.field.words import WORDS

LANGUAGE = "id"
SCRIPT = "field/app.js"
STYLES = ("css/field.css", "css/field_out.css")
ICONS = (
    ("img/field-192.png", "192x192", "any"),
    ("img/field-512.png", "512x512", "any"),
    ("img/field-maskable-512.png", "512x512", "maskable"),
)
#: The page may use the camera, to read QR codes from a colleague's phone; nothing else of the sort.
PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"


@login_not_required
@require_safe
def shell(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The page, whichever visit the address names, and whether there is such a visit or not."""
    response = HttpResponse(_page())
    response["Cache-Control"] = "no-cache"
    response["Permissions-Policy"] = PERMISSIONS
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to know to put the page among its apps."""
    with translation.override(LANGUAGE):
        told = {
            "id": "/field/",
            "name": _("e-KTP field day"),
            "short_name": _("Field day"),
            "description": _("The people of a visit on the phone, also where there is no network."),
            "lang": LANGUAGE,
            "start_url": reverse("outreach:field"),
            "scope": reverse("outreach:field"),
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0b5c8a",
            "icons": [
                {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
                for name, sizes, purpose in ICONS
            ],
        }
    response = JsonResponse(told, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


def _page() -> str:
    """Rendered once for each process, as nothing in it changes; anew each time while the scripts are being written."""
    return _rendered(settings.DEMO) if not settings.DEBUG else _rendered.__wrapped__(settings.DEMO)


@lru_cache(maxsize=2)
def _rendered(demo: bool) -> str:
    with translation.override(LANGUAGE):
        context = {
            "LANGUAGE_CODE": LANGUAGE,
            "demo": demo,
            "script": SCRIPT,
            # The browser is told of all of them at once, so that a slow network is waited for once, not once for each
            # level of imports.
            "modules": needed_by(SCRIPT),
            "styles": STYLES,
            "words": {source: _(source) for source in (*WORDS, *OUT_WORDS)},
            "addresses": {
                "field": reverse("outreach:field"),
                "signIn": reverse("login"),
                "visits": reverse("outreach:visit-list"),
                "site": reverse("kecamatan:dashboard"),
                "help": f"{reverse('kecamatan:help')}#field",
            },
        }
        return render_to_string("field/shell.html", context)
