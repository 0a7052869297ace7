"""Throttled sign-in on django-axes: tries are counted in the database, so every worker knows of them.

Two limits. Name and address together: 8 tries, then a pause of 15 minutes; a stranger elsewhere cannot use it up for a
colleague. And a name alone: 60 tries within an hour from anywhere, after which only addresses that have signed in under
that name before may go on trying; so a colleague at their own desk is never shut out, and nobody is for good.
"""

from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt, AccessLog
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

PAUSE = timedelta(minutes=15)
TRIES_OF_A_NAME = 60
WINDOW_OF_A_NAME = timedelta(hours=1)


def cool_off(request: HttpRequest | None = None) -> timedelta:
    """How long a name at an address rests after too many tries."""
    return PAUSE


def username_of(request: HttpRequest | None, credentials: dict | None = None) -> str:
    """The name typed, without case, as names are told apart; known and unknown names are treated alike."""
    raw = (credentials or {}).get("username") or (request.POST.get("username", "") if request is not None else "")
    return raw.strip().lower()[:255]


class SignInHandler(AxesDatabaseHandler):
    """django-axes' handler with the slower limit for a name alone."""

    def is_locked(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        return super().is_locked(request, credentials) or self._name_is_under_attack(request, credentials)

    def _name_is_under_attack(self, request: HttpRequest, credentials: dict | None) -> bool:
        name = username_of(request, credentials)
        since = timezone.now() - WINDOW_OF_A_NAME
        tries = (
            AccessAttempt.objects.filter(username=name, attempt_time__gte=since).aggregate(
                n=Sum("failures_since_start")
            )["n"]
            or 0
        )
        if tries < TRIES_OF_A_NAME:
            return False
        return not AccessLog.objects.filter(username=name, ip_address=get_client_ip_address(request)).exists()


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """The page after too many tries: how long to wait; the same whether the name exists or not."""
    answer = render(request, "429.html", {"minutes": int(PAUSE.total_seconds() // 60)}, status=429)
    answer["Retry-After"] = str(int(PAUSE.total_seconds()))
    return answer
