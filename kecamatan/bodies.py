"""The body of a request, fetched before anything else looks at it: bounded in size, in time and in threads.

The server hands a request on as soon as its head is there, knows no limit of time for the body, and whoever reads it
waits for the client. A few clients that send a byte a second would keep every thread. So the body is fetched here: only
``AT_A_TIME`` threads of a worker ever wait for one, while the others go on serving, and a body that is not complete
after ``SECONDS`` is given up with its next byte. (A client that falls silent for good keeps its one thread until it
hangs up: a proxy that buffers requests keeps all of this away. README, "Deploy".)
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext_lazy as _

from kecamatan.views.waiting import ask_to_wait

#: In which a body must be complete.
SECONDS = 10.0
#: Threads of a worker that may wait for bodies; fewer than it has.
AT_A_TIME = 8
#: How long a request waits for its turn to be read.
SECONDS_FOR_A_TURN = 1.0
RETRY_SECONDS = 5

_turns = threading.BoundedSemaphore(AT_A_TIME)

TOO_SLOW = _(
    "What you sent did not arrive in time. Nothing was saved by this request. Fill it in and send it again where the signal is better."
)
TOO_MANY = _("Too much is being sent just now. Nothing was saved by this request. Send it again in a few seconds.")


class Readable(Protocol):
    """``wsgi.input`` as far as it is needed here."""

    def read(self, size: int) -> bytes: ...


class TooSlow(OSError):
    """The body took longer than ``SECONDS``."""


@dataclass(frozen=True)
class Patience:
    """How long a body is waited for: ``seconds`` in all, and after ``grace`` only at that pace. Read in ``block`` bytes."""

    seconds: float
    grace: float
    bytes_a_second: int
    block: int


class PatientInput:
    """``wsgi.input`` with an end to its patience. Byte for byte: a longer read of Granian 2.8 waits for all of it.

    An upload gets another ``patience``, and is read in blocks (kecamatan.large_bodies).
    """

    def __init__(self, inner: Readable) -> None:
        self.inner = inner
        self.patience: Patience | None = None
        self.taken = 0
        self.begun = monotonic()

    def read(self, size: int) -> bytes:
        """``size`` bytes, fewer at the end. Raises TooSlow."""
        return self._in_blocks(size, self.patience) if self.patience else self._until(size, None)

    def readline(self, size: int) -> bytes:
        """``size`` bytes at most, up to the end of the line. Raises TooSlow."""
        return self._until(size, b"\n")

    def _in_blocks(self, size: int, patience: Patience) -> bytes:
        found = bytearray()
        while len(found) < size:
            block = self.inner.read(min(patience.block, size - len(found)))
            if not block:
                break
            found += block
            self.taken += len(block)
            passed = monotonic() - self.begun
            if passed > patience.seconds or (passed > patience.grace and self.taken < passed * patience.bytes_a_second):
                raise TooSlow
        return bytes(found)

    def _until(self, size: int, end: bytes | None) -> bytes:
        found, byte = bytearray(), b""
        while len(found) < size and byte != end:
            byte = self.inner.read(1)
            if not byte:
                break
            found += byte
            if len(found) % 16 == 1 and monotonic() - self.begun > SECONDS:
                raise TooSlow
        return bytes(found)


def with_patience(application: Callable) -> Callable:
    """The WSGI application, reading bodies through ``PatientInput``."""

    def patient(environ: dict, start_response: Callable) -> object:
        environ["wsgi.input"] = PatientInput(environ["wsgi.input"])
        return application(environ, start_response)

    return patient


class BodyMiddleware:
    """Comes before everything that reads ``request.POST``. Answers 408 to a body that is late, 503 where many are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        comes = request.META.get("CONTENT_LENGTH") not in {None, "", "0"} and not is_large(request)
        refusal = fetch(request) if comes else None
        return refusal or self.get_response(request)


def is_large(request: HttpRequest) -> bool:
    """Is this an upload to one of LARGE_BODY_PATHS, which kecamatan.large_bodies takes in once it knows who sends it?"""
    length = request.META.get("CONTENT_LENGTH") or ""
    return (
        request.method == "POST"
        and request.path in settings.LARGE_BODY_PATHS
        and request.content_type == "multipart/form-data"
        and length.isascii()
        and length.isdigit()
    )


def fetch(request: HttpRequest) -> HttpResponse | None:
    """Read the whole body into ``request.body``. None: it is there; otherwise the answer to give instead.

    Raises RequestDataTooBig beyond DATA_UPLOAD_MAX_MEMORY_SIZE.
    """
    if not _turns.acquire(timeout=SECONDS_FOR_A_TURN):
        return ask_to_wait(request, 503, TOO_MANY, RETRY_SECONDS)
    try:
        request.body  # noqa: B018 - Django keeps what it reads
    except UnreadablePostError as fault:
        if comes_of_slowness(fault):
            return ask_to_wait(request, 408, TOO_SLOW, RETRY_SECONDS)
        # Who has gone away hears nothing anyway; the page goes on with an empty form.
    finally:
        _turns.release()
    return None


def comes_of_slowness(fault: BaseException | None) -> bool:
    """Django wraps it more than once."""
    return fault is not None and (isinstance(fault, TooSlow) or comes_of_slowness(fault.__cause__))
