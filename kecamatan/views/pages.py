"""What the pages of numbers share: reading the address, keeping the answer while nothing changed, ETag and 304."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from kecamatan.access import Scope, drives_for
from kecamatan.forms.look import LookForm
from kecamatan.kept import kept, kept_by_key, version_of
from kecamatan.models import Drive
from kecamatan.selectors.story import When

#: Where the body and the token of a request's forms come into a frame that is kept; nothing on a page says these.
BODY, TOKEN = "\x00body\x00", "\x00token\x00"


@dataclass(frozen=True)
class Look:
    """A page's request, read: the day it speaks of and the form that says so (with its errors, if any)."""

    when: When
    form: LookForm
    measure: str

    @property
    def status(self) -> int:
        """400 where the address asked for something that cannot be; the page then shows today."""
        return 400 if self.form.errors else 200


def read_look(request: HttpRequest, scope: Scope, drive: Drive) -> Look:
    """The day and measure asked for; today and the first measure where the address has errors or nothing."""
    form = LookForm(request.GET, drive=drive, today=scope.today)
    form.is_valid()
    as_of = form.cleaned_data.get("as_of") or scope.today
    return Look(When(drive, as_of, scope.today), form, form.cleaned_data.get("measure") or LookForm.Measure.REMAINING)


def drives_of(request: HttpRequest, scope: Scope) -> tuple[Drive | None, list[Drive]]:
    """(the drive of the page, all drives): the one named by ``?drive=`` (a past one stays readable), else the active one.

    One query; 404 for a drive that is not of this kabupaten.
    """
    drives = list(drives_for(scope))
    for drive in drives:
        drive.kabupaten = scope.kabupaten
    raw = request.GET.get("drive", "")
    if not raw:
        return (drives[0] if drives else None), drives
    for drive in drives:
        if str(drive.pk) == raw:
            return drive, drives
    raise Http404


def kept_page(
    request: HttpRequest,
    scope: Scope,
    name: str,
    build: Callable[[], tuple[str, dict, int]],
    *,
    template: str,
    place: object = None,
) -> HttpResponse:
    """A page whose body is kept for as long as nothing it shows has changed, with ETag and 304.

    ``build`` gives the body's template, its context and the status. The frame around it is each person's own.
    """
    version = version_of(scope.kabupaten.pk)
    # The names that the request has with it were read before the version: should they have changed in between, theirs
    # is an older version of the kabupaten, and nobody who comes later asks under this key.
    names = scope.kabupaten.version
    key = (name, scope.key, scope.user.role, get_language(), scope.today, names, request.get_full_path())
    etag = _etag(scope, key, version)
    if not getattr(request, "_messages", ()) and (unchanged := _not_modified(request, etag)):
        return unchanged

    def body() -> tuple[str, int]:
        part, context, status = build()
        return render_to_string(part, context, request=request), status

    version, (html, status) = kept(scope.kabupaten.pk, key, body, version=version)
    response = HttpResponse(_in_frame(request, scope, key, html, template, place), status=status)
    if status == 200:
        response["ETag"] = _etag(scope, key, version)
    return response


def _in_frame(request: HttpRequest, scope: Scope, key: tuple, body: str, template: str, place: object) -> str:
    """The whole page: ``body`` in its frame, which is kept too, but for messages and the token of its forms.

    ``key`` says all that a frame shows: who looks, in what language, where, and of which version the names are.
    """

    def frame(inside: str, **more: str) -> str:
        context = {"body": mark_safe(inside), "place": place, **more}  # noqa: S308 - rendered by our own template
        return render_to_string(template, context, request=request)

    if getattr(request, "_messages", ()):
        return frame(body)
    whose = ("frame", scope.user.pk, str(scope.user), key)
    html = kept_by_key(whose, lambda: frame(BODY, csrf_token=TOKEN))
    return html.replace(TOKEN, get_token(request)).replace(BODY, body, 1)


def _etag(scope: Scope, key: tuple, version: int) -> str:
    return '"' + hashlib.sha256(repr((scope.user.pk, str(scope.user), key, version)).encode()).hexdigest()[:32] + '"'


def _not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    response = get_conditional_response(request, etag=etag)
    return response if isinstance(response, HttpResponseNotModified) else None
