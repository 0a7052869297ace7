"""Uploads that are larger than a form: only at the addresses of LARGE_BODY_PATHS, streamed into a file for this user alone.

Who is not signed in, or enters nothing here, is refused before any of it is taken in, and so is what is too large.
Then the body is read here, before the check of the form's token needs it: by ``AT_A_TIME`` threads of a worker at most,
with the patience that a village's line needs and an end to it.
"""

import threading
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from django.utils.translation import gettext as _

from kecamatan.bodies import RETRY_SECONDS, TOO_MANY, TOO_SLOW, Patience, PatientInput, comes_of_slowness, is_large
from kecamatan.figures import number_text
from kecamatan.views.errors import language_of
from kecamatan.views.waiting import ask_to_wait

AT_A_TIME = 2
#: 20 kB a second on average once 30 seconds are over, and 15 minutes at most. In blocks: Granian 2.8 waits until a
#: block is whole, so a large one would let a client that drips hold a thread for long, and single bytes cost a
#: processor (20 MB: 7.8 s byte by byte, 0.15 s in blocks of 64, 0.03 s in blocks of 1024).
PATIENCE = Patience(seconds=15 * 60.0, grace=30.0, bytes_a_second=20_000, block=256)

_turns = threading.BoundedSemaphore(AT_A_TIME)


class LargeBodyMiddleware:
    """Comes after authentication and language. 413, 403 or the sign-in page without reading; 408 and 503 as for forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refusal = _taken_in(request) if is_large(request) else None
        return refusal or self.get_response(request)


def _taken_in(request: HttpRequest) -> HttpResponse | None:
    """Read the upload. None: it is there; otherwise the answer to give instead. Raises PermissionDenied."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if not request.user.enters_counts:
        raise PermissionDenied
    most = settings.LARGE_BODY_PATHS[request.path]
    if int(request.META["CONTENT_LENGTH"]) > most:
        with translation.override(language_of(request)):
            words = _("This file is too large: at most %(most)s MB can be sent. Nothing was saved.")
            return ask_to_wait(request, 413, words % {"most": number_text(most // 1_000_000)}, RETRY_SECONDS)
    if not _turns.acquire(blocking=False):
        return ask_to_wait(request, 503, TOO_MANY, RETRY_SECONDS)
    try:
        stream = request.environ["wsgi.input"]
        if isinstance(stream, PatientInput):
            stream.patience = PATIENCE
        request.upload_handlers = [TemporaryFileUploadHandler(request)]
        request.POST  # noqa: B018 - Django keeps what it reads, the file on disk
    except UnreadablePostError as fault:
        if comes_of_slowness(fault):
            return ask_to_wait(request, 408, TOO_SLOW, RETRY_SECONDS)
        raise
    finally:
        _turns.release()
    return None
