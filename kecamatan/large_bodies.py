"""The way in for uploads, which are larger and slower than any form: from a village, 60 MB may take ten minutes.

Only addresses of settings.LARGE_BODIES take them, and only from somebody who is signed in and may be there: of others
not a byte is taken in. A file goes to the disk as it comes, readable by its owner alone. Few threads of a worker wait for
uploads, so that the pages go on.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from kecamatan.figures import number_text
from kecamatan.models import User
from kecamatan.views.errors import permission_denied
from kecamatan.views.waiting import ask_to_wait

#: Threads of a worker that may wait for uploads.
AT_A_TIME = 2
SECONDS_FOR_A_TURN = 1.0
RETRY_SECONDS = 20
#: An upload may be slow to begin with; after that it has to come at so many bytes a second, all in all.
FIRST_SECONDS, BYTES_A_SECOND = 30.0, 20_000
MOST_SECONDS = 900.0
#: Bytes that are waited for at once: a server hands on a block only when all of it has come.
BLOCK = 16 * 1024

_turns = threading.BoundedSemaphore(AT_A_TIME)

TOO_MANY = _("Other files are being sent just now. Nothing was saved. Send yours again in a few seconds.")
TOO_SLOW = _("The file did not arrive in time. Nothing was saved. Send it again where the signal is better.")


def limit_of(path: str) -> int:
    """The most bytes that an address takes; 0 where it takes no more than a form."""
    return settings.LARGE_BODIES.get(path, 0)


def fetch_large(request: HttpRequest, limit: int) -> HttpResponse | None:
    """Take the upload in. None: it is there; otherwise the answer to give instead."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > limit:
        words = _("This is larger than %(most)s MB. Divide the list into several files.")
        return ask_to_wait(request, 413, words % {"most": number_text(limit // 1_000_000)}, RETRY_SECONDS)
    if not _may_send(request, [User.Role.ADMIN, User.Role.PETUGAS]):
        return permission_denied(request)
    if not _turns.acquire(timeout=SECONDS_FOR_A_TURN):
        return ask_to_wait(request, 503, TOO_MANY, RETRY_SECONDS)
    try:
        patience = getattr(request.environ.get("wsgi.input"), "be_patient", None)
        if patience is not None:
            patience(min(MOST_SECONDS, FIRST_SECONDS + size / BYTES_A_SECOND), BLOCK)
        request.POST  # noqa: B018 - Django takes the files in while it looks for the fields
    except OSError:
        return ask_to_wait(request, 408, TOO_SLOW, RETRY_SECONDS)
    except (MultiPartParserError, BadRequest):
        request._mark_post_parse_error()
    finally:
        _turns.release()
    return None


def _may_send(request: HttpRequest, roles: Sequence[str]) -> bool:
    """Is this somebody who is signed in, in one of these roles? Asked before the session is there (two queries)."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    with suppress(ValueError, ValidationError):
        return User.objects.filter(pk=session.get(SESSION_KEY), role__in=roles, is_active=True).exists()
    return False
