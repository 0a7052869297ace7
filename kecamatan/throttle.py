"""Throttled tries at passwords, on django-axes: counted in the database, so every worker knows of them.

A try is counted *before* the password is looked at and taken back when it was right, so that many tries at the same
moment cannot slip past the limit. Known and unknown names are counted, answered and delayed alike.

* A name from one address: 8 tries in any 15 minutes.
* An address, under whatever names: 100 tries in any 15 minutes, for one who tries a password on many names.
* A name from all addresses together: 60 tries in any hour, for an attacker with many addresses.
* A browser that has signed in under that name before carries a signed cookie and has a count of its own. So nobody who
  tries a colleague's name, from the next desk or from a thousand addresses, can shut that colleague out, and none of
the three limits above holds for it.

A password check costs a good part of a second of a processor on purpose, so a worker makes few at the same time
(``password_check``); whoever comes beyond those waits a moment and is then asked to come again.

Refused tries are not counted: a pause ends by itself. An admin's reset link ends it at once (``forget_name``).
The rows stand in django-axes' table of failures, one a failed try, and go an hour later with a try from anywhere
(looked for once a minute at most); ``forget_old_tries`` does the same at the start of the server. Nothing else of axes is kept.
"""

import hashlib
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from axes.models import AccessFailureLog
from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kecamatan.client_address import client_address

PAUSE = timedelta(minutes=15)
TRIES = 8
WINDOW_OF_A_NAME = timedelta(hours=1)
TRIES_OF_A_NAME = 60
TRIES_OF_AN_ADDRESS = 100

CHECKS_AT_A_TIME, CHECKS_THAT_WAIT = 2, 4
SECONDS_FOR_A_CHECK = 1.5
RETRY_SECONDS = 5
_checks = threading.BoundedSemaphore(CHECKS_AT_A_TIME)
_checks_or_waiting = threading.BoundedSemaphore(CHECKS_AT_A_TIME + CHECKS_THAT_WAIT)

SECONDS_BETWEEN_FORGETTING = 60
_forgetting = {"next": 0.0}

SIGN_IN = "sign-in"
BROWSER_COOKIE = "known_browser"
BROWSER_DAYS = 365
NAMES_OF_A_BROWSER = 12


def cool_off(request: HttpRequest | None = None) -> timedelta:
    """How long a name at an address rests after too many tries."""
    return PAUSE


def address_of(request: HttpRequest) -> str:
    """The client's address; X-Forwarded-For counts only as far as PROXY_COUNT vouches for it."""
    meta = request.META
    return client_address(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), settings.PROXY_COUNT)


def same_name(name: str) -> str:
    """A name as the database tells names apart, whose comparison turns i and ı into the same capital."""
    return name.strip().upper().casefold()[:255]


def username_of(request: HttpRequest | None, credentials: dict | None = None) -> str:
    """The name typed, without case."""
    return same_name((credentials or {}).get("username") or "")


def take(request: HttpRequest, page: str, name: str) -> int:
    """Count a try on ``page`` for ``name``. 0: go on; otherwise the seconds to wait, and the try was not counted."""
    name, browser = same_name(name), browser_of(request, name)
    row = AccessFailureLog.objects.create(
        path_info=page, username=name, ip_address=address_of(request), user_agent=browser, http_accept=""
    )
    wait = _seconds_to_wait(row)
    if wait:
        AccessFailureLog.objects.filter(pk=row.pk).delete()
    return wait


def seconds_to_wait(request: HttpRequest, page: str, name: str) -> int:
    """The seconds until a try on ``page`` for ``name`` would be allowed; 0 for now. Counts nothing."""
    row = AccessFailureLog(path_info=page, username=same_name(name), ip_address=address_of(request), user_agent="")
    return _seconds_to_wait(row)


def give_back(request: HttpRequest, page: str, name: str) -> None:
    """It was right: forget the tries of this name from this address or known browser."""
    name, browser = same_name(name), browser_of(request, name)
    _of_one(_tries(page, name), browser, address_of(request)).delete()


def forget_name(name: str) -> None:
    """Forget every try of this name, so that its owner can sign in at once."""
    AccessFailureLog.objects.filter(username=same_name(name)).delete()


def forget_old_tries(now: datetime | None = None) -> int:
    """Delete the tries that count no more; how many rows went."""
    return AccessFailureLog.objects.filter(attempt_time__lt=(now or timezone.now()) - WINDOW_OF_A_NAME).delete()[0]


def _forget_now_and_then() -> None:
    """There is no index by time, so not at each try."""
    if monotonic() >= _forgetting["next"]:
        _forgetting["next"] = monotonic() + SECONDS_BETWEEN_FORGETTING
        forget_old_tries()


@contextmanager
def password_check() -> Iterator[bool]:
    """Inside, a password may be looked at; False where too many are being looked at already in this worker."""
    if not _checks_or_waiting.acquire(blocking=False):
        yield False
        return
    try:
        allowed = _checks.acquire(timeout=SECONDS_FOR_A_CHECK)
        try:
            yield allowed
        finally:
            if allowed:
                _checks.release()
    finally:
        _checks_or_waiting.release()


def _tries(page: str, name: str) -> QuerySet[AccessFailureLog]:
    return AccessFailureLog.objects.filter(path_info=page, username=name).order_by()


def _of_one(tries: QuerySet[AccessFailureLog], browser: str, address: str) -> QuerySet[AccessFailureLog]:
    """The tries of a known browser, or of all unknown ones at an address."""
    return tries.filter(user_agent=browser) if browser else tries.filter(user_agent="", ip_address=address)


def _seconds_to_wait(row: AccessFailureLog) -> int:
    """The seconds until this try, itself counted already, would be allowed; 0 for now (one to three queries)."""
    now = timezone.now()
    others = _tries(row.path_info, row.username).exclude(pk=row.pk)
    mine = _of_one(others, row.user_agent, row.ip_address)
    wait = _until_fewer(mine, TRIES, PAUSE, now)
    if not row.user_agent:
        wait = max(wait, _until_fewer(others.filter(user_agent=""), TRIES_OF_A_NAME, WINDOW_OF_A_NAME, now))
        here = AccessFailureLog.objects.filter(path_info=row.path_info, user_agent="", ip_address=row.ip_address)
        wait = max(wait, _until_fewer(here.exclude(pk=row.pk).order_by(), TRIES_OF_AN_ADDRESS, PAUSE, now))
    return wait


def _until_fewer(tries: QuerySet[AccessFailureLog], most: int, window: timedelta, now: datetime) -> int:
    """Seconds until fewer than ``most`` of the tries lie within ``window``; 0 where that is so now."""
    nth_newest = tries.order_by("-attempt_time").values_list("attempt_time", flat=True)[most - 1 : most]
    for moment in nth_newest:
        return max(0, int((moment + window - now).total_seconds()) + 1) if moment + window > now else 0
    return 0


# --- Browsers that signed in before -----------------------------------------------------------------------------------


def _mark(name: str) -> str:
    """A name within the cookie: short, and not readable by who finds the cookie."""
    return hashlib.sha256(same_name(name).encode()).hexdigest()[:16]


def _cookie_of(request: HttpRequest) -> dict:
    try:
        found = signing.loads(
            request.COOKIES.get(BROWSER_COOKIE, ""), salt=BROWSER_COOKIE, max_age=BROWSER_DAYS * 24 * 60 * 60
        )
    except signing.BadSignature:
        return {"id": "", "names": []}
    return found


def browser_of(request: HttpRequest, name: str) -> str:
    """Names the browser, if somebody signed in with it under this name before; otherwise empty."""
    cookie = _cookie_of(request)
    return cookie["id"] if _mark(name) in cookie["names"] else ""


def remember_browser(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """From now on this browser is known for this name."""
    cookie = _cookie_of(request)
    names = [_mark(name), *(mark for mark in cookie["names"] if mark != _mark(name))][:NAMES_OF_A_BROWSER]
    value = {"id": cookie["id"] or secrets.token_urlsafe(16), "names": names}
    response.set_cookie(
        BROWSER_COOKIE,
        signing.dumps(value, salt=BROWSER_COOKIE, compress=True),
        max_age=BROWSER_DAYS * 24 * 60 * 60,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


# --- What django-axes asks --------------------------------------------------------------------------------------------


class SignInHandler(AbstractAxesHandler, AxesBaseHandler):
    """django-axes' part in signing in: it asks before every password check, and is told how it ended."""

    def is_allowed(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        """Counts the try; False where it comes too soon."""
        _forget_now_and_then()
        request.seconds_to_wait = take(request, SIGN_IN, username_of(request, credentials))
        return not request.seconds_to_wait

    def user_login_failed(
        self, sender: object, credentials: dict, request: HttpRequest | None = None, **kwargs: object
    ) -> None:
        """The try was counted before; nothing is logged, for a name is personal data."""

    def user_logged_in(self, sender: object, request: HttpRequest, user: object, **kwargs: object) -> None:
        """The password was right: earlier slips at this place are forgotten."""
        give_back(request, SIGN_IN, user.get_username())

    def user_logged_out(self, sender: object, request: HttpRequest, user: object, **kwargs: object) -> None:
        """Nothing to keep."""

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """``manage.py axes_reset`` and its kin: forget the tries of a name, of an address, or all; how many went."""
        rows = AccessFailureLog.objects.all()
        if username:
            rows = rows.filter(username=same_name(username))
        if ip_address:
            rows = rows.filter(ip_address=client_address(ip_address, "", 0))
        return rows.delete()[0]

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Tries of this name from this address or known browser that still count."""
        name = username_of(request, credentials)
        mine = _of_one(_tries(SIGN_IN, name), browser_of(request, name), address_of(request))
        return mine.filter(attempt_time__gt=timezone.now() - PAUSE).count()


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """The sign-in page itself, with the typed name still there, as 429; the same whether the name exists or not."""
    answer = response if response is not None else HttpResponse()
    answer.status_code = 429
    answer["Retry-After"] = str(getattr(request, "seconds_to_wait", 0) or int(PAUSE.total_seconds()))
    return answer
