"""The operations of the API: read the summary, enter a row."""

import hashlib
import re
from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Body, NinjaAPI, Query

from kecamatan import kept
from kecamatan.access import Scope, desa_for, drives_for, kecamatan_for
from kecamatan.actions.ledger import Entry, Saved, record_updates
from kecamatan.api import refusing
from kecamatan.api.refusing import Refusal, StrictParser
from kecamatan.api.schemas import CountUpdateIn, CountUpdateOut, Day, ErrorsOut, Number, SummaryOut
from kecamatan.api.sentences import no_desa, no_drive, no_kecamatan
from kecamatan.api.tokens import OwnerOfToken, WriterWithToken
from kecamatan.figures import day_text
from kecamatan.models import Desa, Drive, Kecamatan
from kecamatan.place_names import DESA_CODE, KECAMATAN_CODE
from kecamatan.selectors.summary import Summary, summary_of

api = NinjaAPI(
    title="e-KTP outreach tracker",
    version="1",
    description="The counts of a kabupaten, and the way into its ledger. Sign in with a personal token.",
    urls_namespace="api",
    docs_url=None,
    parser=StrictParser(),
)
refusing.install(api)

REFUSALS = {401: ErrorsOut, 422: ErrorsOut}


@api.get(
    "summary",
    auth=OwnerOfToken(),
    response={200: SummaryOut, 304: None, 404: ErrorsOut, **REFUSALS},
    url_name="summary",
    summary=gettext_noop("The dashboard's numbers"),
    description=gettext_noop(
        "What remained on a day, for the kabupaten and each kecamatan. Send If-None-Match to learn that nothing changed."
    ),
)
def summary(
    request: HttpRequest,
    as_of: Annotated[
        Day | None, Query(description=gettext_noop("The day to look at; today where it is left out."))
    ] = None,
    drive: Annotated[
        Number | None, Query(description=gettext_noop("A drive's number; the active one where it is left out."))
    ] = None,
) -> HttpResponse:
    """The kept answer of this version of the counts, or 304 where the caller has it already."""
    scope: Scope = request.auth
    found = _drive(scope, drive)
    today = scope.today
    day = _day(as_of, found, today)
    version = kept.version_of(scope.kabupaten.pk)
    key = ("summary", scope.key, found.pk, day, today)
    unchanged = get_conditional_response(request, etag=_etag(version, key))
    if unchanged is not None:
        return _kept_by_caller(unchanged, _etag(version, key))
    version, answer = kept.kept(
        scope.kabupaten,
        key,
        lambda: _summary_json(summary_of(scope, found, day, today)),
        version=version,
    )
    response = HttpResponse(answer, content_type="application/json; charset=utf-8")
    return _kept_by_caller(response, _etag(version, key))


def _kept_by_caller(response: HttpResponse, etag: str) -> HttpResponse:
    """The caller may keep the answer, and asks with the ETag whether it still holds."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization"
    response["Content-Language"] = translation.get_language()
    return response


def _summary_json(found: Summary) -> bytes:
    return JsonResponse(found.as_json(), json_dumps_params={"ensure_ascii": False}).content


def _etag(version: int, key: tuple) -> str:
    return quote_etag(hashlib.sha256(repr((version, key)).encode()).hexdigest()[:32])


def _drive(scope: Scope, number: int | None) -> Drive:
    drives = drives_for(scope)
    found = drives.first() if number is None else drives.filter(pk=number).first()
    if found is not None:
        return found
    if number is not None:
        raise Refusal(422, no_drive(), "drive")
    raise Refusal(404, _("No drive has been set up here yet. An admin does that."))


def _day(day: date | None, drive: Drive, today: date) -> date:
    if day is None or day == today:
        return today
    if day > today:
        message = _("%(day)s lies in the future. Choose today or an earlier day.") % {"day": day_text(day)}
        raise Refusal(422, message, "as_of")
    if day < drive.baseline_date:
        message = _("Nothing is known of %(day)s: the counts begin on %(baseline)s.")
        raise Refusal(422, message % {"day": day_text(day), "baseline": day_text(drive.baseline_date)}, "as_of")
    return day


@api.post(
    "count-updates",
    auth=WriterWithToken(),
    response={
        201: CountUpdateOut,
        200: CountUpdateOut,
        400: ErrorsOut,
        403: ErrorsOut,
        409: ErrorsOut,
        413: ErrorsOut,
        415: ErrorsOut,
        **REFUSALS,
    },
    url_name="count-updates",
    summary=gettext_noop("Enter one row into the ledger"),
    description=gettext_noop(
        "Sent again with the same key and content, a row counts once. Nothing is ever changed later."
    ),
)
def count_updates(request: HttpRequest, row: Annotated[CountUpdateIn, Body()]) -> HttpResponse:
    """201: the row is new. 200: this key was sent before with the same content, and counts once. 409: with other content."""
    scope: Scope = request.auth
    kecamatan = _kecamatan(scope, row.kecamatan)
    desa = _desa(scope, kecamatan, row.desa) if row.desa is not None else None
    drive = drives_for(scope).first()
    if drive is None:
        raise Refusal(422, _("No drive has been set up here yet. An admin does that."))
    entry = Entry(row.key, kecamatan, desa, row.kind, row.quantity, row.date, row.note)
    return _row_answer(record_updates(by=scope, drive=drive, entries=[entry])[0], entry)


def _kecamatan(scope: Scope, code: str) -> Kecamatan:
    found = kecamatan_for(scope).filter(code=code).first() if re.fullmatch(KECAMATAN_CODE, code) else None
    if found is None:
        raise Refusal(422, no_kecamatan(), "kecamatan")
    return found


def _desa(scope: Scope, kecamatan: Kecamatan, code: str) -> Desa:
    fits = re.fullmatch(DESA_CODE, code)
    found = desa_for(scope).filter(kecamatan=kecamatan, code=code).first() if fits else None
    if found is None:
        raise Refusal(422, no_desa(), "desa")
    return found


def _row_answer(saved: Saved, entry: Entry) -> HttpResponse:
    row = saved.update
    body = {
        "id": row.pk,
        "key": str(row.key),
        "kecamatan": entry.kecamatan.code,
        "desa": entry.desa.code if entry.desa else None,
        "kind": row.kind,
        "quantity": row.quantity,
        "date": row.date.isoformat(),
        "note": row.note,
        "entered_at": row.entered_at.isoformat(),
        "remaining_before": saved.before,
        "remaining_after": saved.after,
    }
    response = JsonResponse(body, status=201 if saved.created else 200, json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = translation.get_language()
    return response
