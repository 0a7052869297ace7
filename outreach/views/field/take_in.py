"""Events that somebody brings from the field: a colleague's phone sends them as JSON, the office pastes, chooses or scans."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kecamatan.access import Scope, may_write, scope_of
from outreach.access import leases_for, people_only
from outreach.actions.field.receive import MOST_AT_ONCE, Answer, receive_carried, receive_told
from outreach.field.box import from_b64u
from outreach.field.collecting import FILE, QR, Collected, collect
from outreach.field.parcel import BadParcel, Parcel, parcel_of
from outreach.field_in_words import FAULTS, sentence_of
from outreach.forms.field_take_in import TakeInForm
from outreach.selectors.field.along import epoch_ms
from outreach.selectors.field.taken_in import brought_in
from outreach.views.field.out_words import OUT_WORDS

#: The camera reads QR codes from a phone; nothing else of the sort is used.
PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"


@people_only
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """GET: the page. POST: as a form, or as JSON (README, "The field day"), what came; each event is answered for itself."""
    scope = scope_of(request.user)
    if request.method == "POST" and request.content_type == "application/json":
        return _answer_phone(request, scope)
    form = TakeInForm(request.POST, request.FILES) if request.method == "POST" else TakeInForm()
    if form.is_bound and form.is_valid():
        found = collect(form.cleaned_data["text"], form.read(), lambda code: _secrets_of(scope, code))
        return _page(request, scope, form, found, _receive(scope, found))
    return _page(request, scope, form)


def _page(
    request: HttpRequest,
    scope: Scope,
    form: TakeInForm,
    found: Collected | None = None,
    answers: Iterable[Answer] = (),
) -> HttpResponse:
    """What came in first, then what could not be read; the text stays as long as something of it could not."""
    faults = [(one.source, sentence_of(one)) for one in found.faults] if found else []
    brought = brought_in(scope, list(answers))
    if found and not faults:
        form = TakeInForm()
    context = {
        "form": form,
        "brought": brought,
        "events": sum(one.events for one in brought),
        "new": sum(one.new + one.decide for one in brought),
        "faults": faults,
        "words": {source: _(source) for source in OUT_WORDS} if get_language() == "id" else {},
    }
    status = 422 if (found and found.is_empty) or form.errors else 200
    response = render(request, "outreach/field/take_in.html", context, status=status)
    response["Permissions-Policy"] = PERMISSIONS
    return response


def _receive(scope: Scope, found: Collected) -> list[Answer]:
    answers: list[Answer] = []
    made = {UUID(lease): number for lease, number in found.made.items()}
    for way, envelopes in found.envelopes.items():
        if envelopes:
            answers += receive_carried(by=scope, envelopes=envelopes, way=way, made=made)
    if found.told:
        answers += receive_told(by=scope, told=found.told)
    return answers


def _secrets_of(scope: Scope, code: str) -> list[tuple[str, bytes]]:
    """The leases with this code that the scope may write to, each with what signs its messages."""
    leases = leases_for(scope).filter(code=code).select_related("visit__kecamatan")
    mine = [one for one in leases if may_write(scope, one.visit.kecamatan)]
    return [(str(one.key), from_b64u(one.keys.secret)) for one in mine]


def _answer_phone(request: HttpRequest, scope: Scope) -> JsonResponse:
    """A phone that carries for others: receipts as from /field/events/."""
    try:
        said = json.loads(request.body)
        found: Parcel = parcel_of(said)
    except (ValueError, RecursionError) as fault:
        bad = fault if isinstance(fault, BadParcel) else None
        words = FAULTS[bad.fault] if bad else _("What was sent cannot be read. Nothing was saved.")
        return JsonResponse({"error": bad.fault.value if bad else "unreadable", "sentence": str(words)}, status=400)
    if len(found.envelopes) > MOST_AT_ONCE:
        words = _("This is too much at once. Send it in smaller parts.")
        return JsonResponse({"error": "too_large", "sentence": words}, status=413)
    way = QR if said.get("way") == QR else FILE
    made = {UUID(lease): number for lease, number in found.made.items()}
    answers = receive_carried(by=scope, envelopes=found.envelopes, way=way, made=made)
    receipts = [{"l": one.lease, "n": one.number, "a": one.answer, "s": one.sentence} for one in answers]
    return JsonResponse({"answers": receipts, "now": epoch_ms(timezone.now())})
