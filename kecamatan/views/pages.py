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
from kecamatan.kept import kept, kept_by_key, one_moment, version_of
from kecamatan.models import Drive
from kecamatan.selectors.story import When

#: Where the body and the token of a request's forms come into a frame that is kept; nothing on a page says these.
BODY, TOKEN = "\x00body\x00", "\x00token\x00"
#: What an address may ask of a page of numbers.
ASKED = frozenset({"as_of", "drive", "kecamatan", "measure", "sort"})
LONGEST_QUERY = 200


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
    asked = _asked(request)
    key = (name, scope.key, scope.user.role, get_language(), scope.today, request.path, asked)
    etag = _etag(scope, key, version)
    if not getattr(request, "_messages", ()) and (unchanged := _not_modified(request, etag)):
        return unchanged

    def body() -> tuple[str, int]:
        part, context, status = build()
        return render_to_string(part, context, request=request), status

    if asked is None:
        with one_moment():
            html, status = body()
    else:
        version, (html, status) = kept(scope.kabupaten, key, body, version=version, worth=_stands)
    response = HttpResponse(_in_frame(request, scope, name, html, template, place), status=status)
    if status == 200 and asked is not None:
        response["ETag"] = _etag(scope, key, version)
    return response


def _asked(request: HttpRequest) -> tuple | None:
    """What the address asks of a page of numbers; None where it holds anything else, which is answered but not kept.

    So nobody fills the memory, or pushes others' pages out of it, by addresses that mean nothing.
    """
    if not request.GET.keys() <= ASKED or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return None
    return tuple((name, tuple(request.GET.getlist(name))) for name in sorted(request.GET))


def _stands(answer: tuple[str, int]) -> bool:
    """A page without errors."""
    return answer[1] == 200


def _in_frame(request: HttpRequest, scope: Scope, name: str, body: str, template: str, place: object) -> str:
    """The whole page: ``body`` in its frame, which is kept too, but for messages and the token of its forms.

    A frame shows the menu of a role, in a language, and names of one version of the kabupaten.
    """

    def frame(inside: str, **more: str) -> str:
        context = {"body": mark_safe(inside), "place": place, **more}  # noqa: S308 - rendered by our own template
        return render_to_string(template, context, request=request)

    if getattr(request, "_messages", ()):
        return frame(body)
    whose = ("frame", name, request.path, scope.user.role, get_language(), scope.kabupaten.pk, scope.kabupaten.version)
    html = kept_by_key(whose, lambda: frame(BODY, csrf_token=TOKEN))
    return html.replace(TOKEN, get_token(request)).replace(BODY, body, 1)


def _etag(scope: Scope, key: tuple, version: int) -> str:
    return (
        '"'
        + hashlib.sha256(repr((scope.user.pk, scope.kabupaten.version, key, version)).encode()).hexdigest()[:32]
        + '"'
    )


def _not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    response = get_conditional_response(request, etag=etag)
    return response if isinstance(response, HttpResponseNotModified) else None
