"""What the field page asks for and sends, as JSON: who is signed in, visits, taking along, events, giving back.

Nothing here redirects: a phone that is signed out is told so with 401, and loses nothing.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import may_write, scope_of
from kecamatan.models import User
from kecamatan.refusals import Refused
from outreach.access import leases_for, visit_or_404, visits_for
from outreach.actions.field.leases import give_back, take_along
from outreach.actions.field.receive import MOST_AT_ONCE, Answer, Contact, receive_own
from outreach.field.gaps import gaps
from outreach.models import FieldLease
from outreach.selectors.field.along import epoch_ms, lease_data, visit_facts
from outreach.selectors.visits.figures import expected_counts
from outreach.visit_life import OPEN, PLANNED

#: Gaps told at once; the rest is told with the next batch.
MOST_GAPS = 50
#: Days back and ahead of the visits that are offered.
BACK, AHEAD = 3, 14
_Page = Callable[..., HttpResponse]


def for_phones(view: _Page) -> _Page:
    """A view of the field page: answers in JSON whoever is signed out or may not see persons."""

    @login_not_required
    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return said(401, "signed_out", _("You are signed out. Sign in again; nothing on the phone is lost."))
        if request.user.role not in {User.Role.ADMIN, User.Role.PETUGAS}:
            return said(403, "not_yours", _("Your account sees counts only."))
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return said(404, "not_found", _("This visit is not there, or not yours."))
        except PermissionDenied:
            return said(403, "not_yours", _("This visit is of a kecamatan that is not yours."))
        except Refused as refused:
            return said(409, "refused", refused.message)
        except _Unreadable:
            return said(400, "unreadable", _("The phone sent something that cannot be read. Reload the page."))

    return answered


class _Unreadable(ValueError):
    """The body is not what was agreed on."""


def said(status: int, error: str, sentence: str) -> JsonResponse:
    """A refusal as the phone shows it."""
    return JsonResponse({"error": error, "sentence": str(sentence)}, status=status)


@for_phones
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Who is signed in, the token for what is sent next, and the time."""
    user = request.user
    return JsonResponse(
        {
            "user": {"id": user.pk, "name": str(user)},
            "csrf": get_token(request),
            "now": epoch_ms(timezone.now()),
            "language": user.language,
        }
    )


@for_phones
@require_safe
def near_visits(request: HttpRequest) -> HttpResponse:
    """The visits of these days that one may write to, those of one's own team first, then by day."""
    scope = scope_of(request.user)
    days = (scope.today - timedelta(days=BACK), scope.today + timedelta(days=AHEAD))
    rows = visits_for(scope).filter(day__range=days, state__in=sorted(PLANNED | OPEN), drive__is_active=True)
    visits = list(rows.select_related("kecamatan").prefetch_related("team").order_by("day", "starts", "pk")[:100])
    expected = _expected(visits)
    visits.sort(key=lambda one: (scope.user not in one.team.all(), one.day, one.starts, one.pk))
    return JsonResponse({"visits": [visit_facts(one) | {"expected": expected[one.pk]} for one in visits]})


def _expected(visits: list) -> dict[int, int]:
    """Of a planned visit whom it expects now, of one that has begun whom it expected."""
    found = expected_counts([one for one in visits if one.is_planned])
    return found | {one.pk: one.attendances.exclude(origin="unlisted").count() for one in visits if not one.is_planned}


@for_phones
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a visit on a phone: 201 with all that the phone keeps; 200 where it had been taken under the same key."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    if not may_write(scope, visit.kecamatan):
        raise PermissionDenied
    body = _json(request)
    label = body.get("label", "")
    if not isinstance(label, str) or "\0" in label or not _is_text(label):
        raise _Unreadable
    key, device = _uuid(body.get("lease")), _uuid(body.get("device"))
    lease, is_new = take_along(by=scope, visit=visit, key=key, device=device, label=label)
    lease.visit.refresh_from_db()
    return JsonResponse(lease_data(scope, lease), status=201 if is_new else 200)


@for_phones
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """A batch of events of one's own phones: a receipt for each."""
    scope = scope_of(request.user)
    body = _json(request)
    envelopes, told = body.get("events", []), body.get("leases", [])
    if not isinstance(envelopes, list) or not isinstance(told, list):
        raise _Unreadable
    if len(envelopes) > MOST_AT_ONCE or len(told) > MOST_AT_ONCE:
        return said(413, "too_large", _("Too much at once. The phone sends it in smaller parts."))
    answers, leases = receive_own(by=scope, envelopes=envelopes, contacts=_contacts(told))
    return JsonResponse(
        {
            "answers": [as_json(one) for one in answers],
            "leases": [_lease(one) for one in leases],
            "now": epoch_ms(timezone.now()),
        }
    )


@for_phones
@require_POST
def give_visit_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The phone has wiped the visit: 409 while something of it is missing."""
    scope = scope_of(request.user)
    body = _json(request)
    lease = leases_for(scope).filter(visit=pk, user=request.user, key=_uuid(body.get("lease"))).first()
    if lease is None:
        raise Http404
    return JsonResponse(_lease(give_back(by=scope, lease=lease, made=_whole(body.get("made", 0)))))


def as_json(answer: Answer) -> dict[str, Any]:
    """A receipt."""
    return {"l": answer.lease, "n": answer.number, "a": answer.answer, "s": str(answer.sentence)}


def _lease(lease: FieldLease) -> dict[str, Any]:
    """How a lease stands. ``missing``: [first, last] of numbers that the office has not got, whatever the phone believes:
    it sends them again (a database that was restored has forgotten what came in after its backup)."""
    state = "out" if lease.is_out else "ended" if lease.ended_at else "returned"
    numbers = lease.events.values_list("number", flat=True)
    missing = [[gap.first, gap.last] for gap in gaps(numbers, lease.made)][:MOST_GAPS]
    return {"lease": str(lease.key), "state": state, "until": epoch_ms(lease.until), "missing": missing}


def _contacts(told: list[Any]) -> dict[UUID, Contact]:
    found = {}
    for one in told:
        if not isinstance(one, dict):
            raise _Unreadable
        clock, persisted = one.get("clock"), one.get("persisted")
        ahead = round(_whole(clock) / 1000 - timezone.now().timestamp()) if clock is not None else None
        if ahead is not None and abs(ahead) > 2**31 - 1:
            ahead = None
        found[_uuid(one.get("lease"))] = Contact(
            _whole(one.get("made", 0), 10**6), persisted if isinstance(persisted, bool) else None, ahead
        )
    return found


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as fault:
        raise _Unreadable from fault
    if not isinstance(body, dict):
        raise _Unreadable
    return body


def _is_text(value: str) -> bool:
    """Not, where it has half of a surrogate pair, which no database takes."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (AttributeError, TypeError, ValueError) as fault:
        raise _Unreadable from fault


def _whole(value: Any, most: int = 2**53) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise _Unreadable
    return value
