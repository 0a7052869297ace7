"""Charts as files: ``/share/<chart>.svg`` and ``.png``, for whoever is signed in, of the places that are theirs."""

import hashlib

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kecamatan.access import Scope, scope_of
from kecamatan.kept import kept
from kecamatan.pictures.frame import standalone
from kecamatan.pictures.png import png_of
from kecamatan.pictures.shared import CHARTS, colours
from kecamatan.views.pages import LONGEST_QUERY, drives_of, read_look

TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
#: What an address may ask of a picture that is kept.
ASKED = frozenset({"as_of", "drive", "measure", "kecamatan", "desa", "from", "until", "day"})

#: (the file, its name)
File = tuple[bytes, str]


@require_safe
def share_svg(request: HttpRequest, chart: str) -> HttpResponse:
    return _file(request, chart, "svg")


@require_safe
def share_png(request: HttpRequest, chart: str) -> HttpResponse:
    return _file(request, chart, "png")


def _file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """The picture under a name that says place and day; 404 for an unknown chart or a place of others, 400 for a wrong day."""
    chart = CHARTS.get(name)
    if chart is None:
        raise Http404
    scope = scope_of(request.user)

    def build() -> File:
        return _drawn(request, scope, name, kind)

    if chart.of_counts and request.GET.keys() <= ASKED and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
        asked = tuple((key, tuple(request.GET.getlist(key))) for key in sorted(request.GET))
        key = ("share", name, kind, scope.key, get_language(), scope.today, asked)
        body, file_name = kept(scope.kabupaten, key, build)[1]
    else:
        body, file_name = build()
    response = HttpResponse(body, content_type=TYPES[kind])
    response["Content-Disposition"] = f'inline; filename="{file_name}.{kind}"'
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _drawn(request: HttpRequest, scope: Scope, name: str, kind: str) -> File:
    drive, _drives = drives_of(request, scope)
    if drive is None:
        raise Http404
    look = read_look(request, scope, drive)
    if look.form.errors.keys() - CHARTS[name].reads:
        raise BadRequest
    picture = CHARTS[name].draw(request, scope, look)
    drawn = standalone(picture, colours())
    return (png_of(drawn) if kind == "png" else drawn.svg.encode()), picture.file_name
