"""The public page, its open data and the picture of its link previews; 404, all of it, until an admin switches it on.

Nothing here knows who asks: no session, no cookie, the language by the address. What is answered is made once a week in
each process, and kept by whatever stands between.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from kecamatan.figures import day_text
from kecamatan.kept import kept_by_key, one_moment
from kecamatan.models import Kabupaten
from kecamatan.open_data import LICENCE_URL, as_csv, as_json, column_words, how_shown
from kecamatan.pictures.png import png_of
from kecamatan.pictures.preview import preview_of
from kecamatan.pictures.shared import colours
from kecamatan.public_page import public_chart, public_legend, public_map
from kecamatan.selectors.publication import Publication, Stated, last_sunday, publication, stated_baselines

#: Seconds for which others may keep an answer: so long may a page that was switched off still be seen.
MAX_AGE = 300

Make = Callable[[Publication | None, "Site"], tuple[str | bytes, str]]


@dataclass(frozen=True)
class Site:
    """Whose page it is, in which language, and the address under which it is reached."""

    kabupaten: Kabupaten
    language: str
    address: str


def public_kabupaten() -> Kabupaten:
    """The kabupaten whose page is public; 404 where none is. Of several on one site, the first by code (one query)."""
    found = Kabupaten.objects.filter(public_since__isnull=False).order_by("code").first()
    if found is None:
        raise Http404
    return found


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How many remain, in the district and its kecamatan."""
    return _answer(request, "page", _page)


@login_not_required
@require_safe
def data_csv(request: HttpRequest) -> HttpResponse:
    return _answer(request, "csv", lambda told, site: (_data(told, as_csv), "text/csv; charset=utf-8"))


@login_not_required
@require_safe
def data_json(request: HttpRequest) -> HttpResponse:
    return _answer(request, "json", lambda told, site: (_data(told, as_json), "application/json"))


@login_not_required
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """1200 × 630 with the number in it, for messengers that show where a link leads."""
    return _answer(request, "preview", _preview)


def _answer(request: HttpRequest, what: str, make: Make) -> HttpResponse:
    """What was made for this week, these baselines and this version of the places (three queries), with ETag and 304."""
    kabupaten = public_kabupaten()
    drive = kabupaten.drives.filter(is_active=True).first()
    stated = stated_baselines(drive) if drive else []
    sunday = last_sunday(kabupaten.time_zone)
    base = settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
    site = Site(kabupaten, translation.get_language(), base)
    key = (
        "public",
        what,
        kabupaten.pk,
        kabupaten.version,
        drive and drive.pk,
        tuple(stated),
        sunday,
        site.language,
        base,
    )

    def build() -> tuple[bytes, str, str]:
        told = kept_by_key((*key[:1], *key[2:7]), lambda: _told(kabupaten, drive, stated, sunday)) if drive else None
        body, content_type = make(told, site)
        body = body.encode() if isinstance(body, str) else body
        return body, content_type, f'"{hashlib.sha256(body).hexdigest()[:32]}"'

    body, content_type, etag = kept_by_key(key, build)
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    if what in {"csv", "json"}:
        response["Link"] = f'<{LICENCE_URL}>; rel="license"'
        response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, response=response)


def _told(kabupaten: Kabupaten, drive, stated: Stated, sunday) -> Publication:
    with one_moment():
        return publication(kabupaten, drive, stated, sunday)


def _data(told: Publication | None, write: Callable[[Publication], str]) -> str:
    if told is None:
        raise Http404
    return write(told)


def _page(told: Publication | None, site: Site) -> tuple[str, str]:
    regency_map = public_map(told) if told else None
    context = {
        "site": site,
        "kabupaten": site.kabupaten,
        "told": told,
        "week": told.last if told else None,
        "regency_map": regency_map,
        "map_legend": public_legend(regency_map) if regency_map else [],
        "wide": public_chart(told, width=860, height=320) if told and told.weeks else None,
        "narrow": public_chart(told, width=360, height=280) if told and told.weeks else None,
        "columns": column_words(),
        "how_shown": how_shown(),
        "licence_url": LICENCE_URL,
        "day": day_text(told.last.day) if told and told.last else "",
        "demo": settings.DEMO,
        "LANGUAGE_CODE": site.language,
    }
    return render_to_string("public/page.html", context), "text/html; charset=utf-8"


def _preview(told: Publication | None, site: Site) -> tuple[bytes, str]:
    drawn = preview_of(site.kabupaten, told, colours(), demo=settings.DEMO)
    return png_of(drawn, ppi=72.0), "image/png"
