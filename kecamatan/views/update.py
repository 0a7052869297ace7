"""Update counts: the page a petugas lives on."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kecamatan.access import Scope, drive_or_404, scope_of, writers_only
from kecamatan.actions.ledger import Entry, Saved, record_updates
from kecamatan.days import day_of
from kecamatan.figures import day_text, moment_text, number_text
from kecamatan.forms.update import CountRows, CountRowsSet
from kecamatan.models import CountUpdate, Drive
from kecamatan.refusals import KeyConflict, Refused
from kecamatan.selectors.entry import Place, Places, just_saved, last_entries, similar_row
from kecamatan.views.errors import RETRY_SECONDS


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
def update_new(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user)
    drive = drive_or_404(scope)
    if drive is None or not drive.is_active:
        return render(
            request, "kecamatan/update_closed.html", {"drive": drive}, status=409 if request.method == "POST" else 200
        )
    places = Places(scope, drive)
    options = {"form_kwargs": {"places": places, "drive": drive, "today": scope.today}, "prefix": "row"}
    status = 200
    if request.method == "POST":
        rows = CountRowsSet(request.POST, **options)
        status, saved = _save(scope, drive, rows)
        if saved:
            _say(request, places, saved)
            ids = ",".join(str(one.update.pk) for one in saved)
            return redirect(f"{reverse('kecamatan:update-new')}?saved={ids}")
        place = next((form.cleaned_data["place"] for form in rows if form.cleaned_data.get("place")), None)
    else:
        place = _place_asked(request, places)
        rows = CountRowsSet(initial=[{"place": place.label}] if place else None, **options)
    page = render(request, "kecamatan/update.html", _context(request, scope, drive, places, rows, place), status=status)
    if status == 503:
        page["Retry-After"] = RETRY_SECONDS
    return page


def _context(
    request: HttpRequest, scope: Scope, drive: Drive, places: Places, rows: CountRows, place: Place | None
) -> dict:
    return {
        "drive": drive,
        "places": places.all,
        "place_data": [
            {
                "code": one.code,
                "label": one.label,
                "short": one.short,
                "remaining": one.remaining,
                "pool": one.pool,
                "rest_of": one.kecamatan.name if one.is_rest else "",
            }
            for one in places.all
        ],
        "rows": rows,
        "saved": just_saved(scope, _ids(request.GET.get("saved", ""))),
        "recent": last_entries(scope, drive, place),
        "recent_place": place,
        "today": scope.today,
    }


def _place_asked(request: HttpRequest, places: Places) -> Place | None:
    code = request.GET.get("place", "")
    if not code:
        return None
    if code not in places.by_code:
        raise Http404
    return places.by_code[code]


def _ids(raw: str) -> list[int]:
    """The numbers in ``?saved=``; what is no number is passed over (it only chooses what may be undone)."""
    return [int(part) for part in raw.split(",")[:50] if part.isascii() and part.isdigit() and len(part) < 18]


def _save(scope: Scope, drive: Drive, rows: CountRows) -> tuple[int, list[Saved]]:
    """(status, what was saved); where nothing was saved, the rows carry the errors."""
    if not rows.is_valid():
        for form in rows:
            if "key" in form.errors:
                form.renew_key()
        return 400, []
    entries = rows.entries()
    if _unanswered(scope, drive, rows, entries):
        return 409, []
    try:
        return 200, record_updates(by=scope, drive=drive, entries=[entry for _index, entry in entries])
    except KeyConflict as conflict:
        form = rows.forms[entries[conflict.row or 0][0]]
        form.add_error(
            None,
            f"{conflict} " + _("If these are further people, save once more; to correct a row, undo it in the ledger."),
        )
        form.renew_key()
        return 409, []
    except Refused as refused:
        if refused.row is None:
            rows.non_form_errors().append(refused.message)
        else:
            form = rows.forms[entries[refused.row][0]]
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return 422, []
    except OperationalError:
        rows.non_form_errors().append(
            _(
                "The database could not write just now (busy, or its disk is full). Nothing was saved and nothing is lost: save again in a few seconds."
            )
        )
        return 503, []


def _unanswered(scope: Scope, drive: Drive, rows: CountRows, entries: list[tuple[int, Entry]]) -> bool:
    """Ask at every row that looks like one somebody else entered within the hour, unless that was answered."""
    known = set(CountUpdate.objects.filter(key__in=[entry.key for _i, entry in entries]).values_list("key", flat=True))
    now = timezone.now()
    asked = False
    for index, entry in entries:
        form = rows.forms[index]
        if entry.key in known:
            continue
        form.similar = similar_row(scope, drive, entry, now)
        if form.similar is not None and not form.cleaned_data["confirm"]:
            asked = True
            form.add_error("confirm", _similar_text(form.similar, scope))
    return asked


def _similar_text(row: CountUpdate, scope: Scope) -> str:
    return _(
        "%(who)s entered %(quantity)s %(kind)s for %(place)s, %(day)s, at %(moment)s. Are yours the same people? Then clear this row."
    ) % {
        "who": row.entered_by,
        "quantity": number_text(row.quantity),
        "kind": row.get_kind_display(),
        "place": row.place,
        "day": day_text(row.date),
        "moment": moment_text(row.entered_at, scope.kabupaten.time_zone, scope.kabupaten.zone_label),
    }


def _say(request: HttpRequest, places: Places, saved: list[Saved]) -> None:
    for one in saved:
        row = one.update
        facts = {
            "quantity": number_text(row.quantity),
            "kind": row.get_kind_display(),
            "place": row.place,
            "kecamatan": row.kecamatan,
            "day": day_text(row.date),
            "before": number_text(one.before),
            "after": number_text(one.after),
        }
        if one.created:
            if places.by_code[row.place.code].is_rest:
                left = _("Not broken down in %(kecamatan)s: %(before)s → %(after)s.")
            else:
                left = _("Remaining there: %(before)s → %(after)s.")
            what = _("Saved: %(quantity)s %(kind)s, %(place)s, %(day)s.")
            messages.success(request, f"{what} {left}" % facts)
        else:
            messages.info(request, _("Known already, counted once: %(quantity)s %(kind)s, %(place)s, %(day)s.") % facts)


@writers_only
@require_safe
def update_recent(request: HttpRequest) -> HttpResponse:
    """The last entries of a place and day, as a part of a page: for the script that shows them while typing."""
    scope = scope_of(request.user)
    drive = drive_or_404(scope)
    if drive is None:
        raise Http404
    places = Places(scope, drive)
    place = _place_asked(request, places)
    try:
        day = forms.DateField(required=False, input_formats=["%Y-%m-%d"]).clean(request.GET.get("date", ""))
    except ValidationError:
        day = None
    context = {
        "recent": last_entries(scope, drive, place, day),
        "recent_place": place,
        "recent_day": day,
        "drive": drive,
        "today": day_of(timezone.now(), scope.kabupaten.time_zone),
    }
    return render(request, "parts/entries_seen.html", context)
