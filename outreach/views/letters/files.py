"""PDFs as answers, and the lists of a visit's people on paper, on record for each person."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import Scope, scope_of
from kecamatan.actions.audit import audit
from kecamatan.forms.fields import mark_errors
from kecamatan.lists.exports import RETRY_SECONDS, turn
from kecamatan.lists.page import BUSY
from kecamatan.papers.indonesian import day_text
from kecamatan.views.waiting import ask_to_wait
from outreach.access import letter_or_404, people_only, visit_or_404
from outreach.actions.access_log import log_access
from outreach.actions.visits.people import codes_for
from outreach.forms.letters.preparing import ListForm
from outreach.models import ResidentAccess, Visit
from outreach.papers.lists import Footer, calling_list, tally_sheet
from outreach.selectors.letters.people import ON_ONE_PAPER, facts_of, paper_head, parts_of, people_on_paper, rows_of
from outreach.selectors.letters.printing import pdf_of_letter
from outreach.selectors.letters.texts import letterhead_of


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to be looked at in the browser; ``name`` holds nothing of a person."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    add_never_cache_headers(response)
    return response


@people_only
@require_safe
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it was printed."""
    letter = letter_or_404(scope_of(request.user), pk)
    return pdf_response(pdf_of_letter(letter), f"surat-{letter.pk}")


@people_only
@require_POST
def visit_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for calling people in; with whole numbers for a reason only."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    form = ListForm(request.POST)
    if form.is_valid():
        return _made(request, scope, visit, form, tally=False)
    mark_errors(form)
    return render(request, "outreach/letters/list_whole.html", {"visit": visit, "form": form, "scope": scope})


@people_only
@require_POST
def visit_tally(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet that is filled in by pen, with a short code for each person."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    form = ListForm({"part": request.POST.get("part", "1")})
    if not form.is_valid():
        form = ListForm({"part": "1"})
        form.is_valid()
    return _made(request, scope, visit, form, tally=True)


def _made(request: HttpRequest, scope: Scope, visit: Visit, form: ListForm, *, tally: bool) -> HttpResponse:
    with turn() as allowed:
        if not allowed:
            return ask_to_wait(request, 429, BUSY, RETRY_SECONDS)
        pdf = _paper(scope, visit, form.cleaned_data, tally=tally)
    return pdf_response(pdf, f"{'lembar-hasil' if tally else 'daftar'}-{visit.pk}")


def _paper(scope: Scope, visit: Visit, told: dict, *, tally: bool) -> bytes:
    """Write down whose data goes onto paper, then make it; all of it or none."""
    now = timezone.now()
    whole = bool(told["whole"]) and not tally
    found = people_on_paper(scope, visit)
    parts = parts_of(found.count()) or [(1, 0, 0)]
    part, first, last = parts[min(told["part"], len(parts)) - 1]
    with transaction.atomic():
        people = list(found[(part - 1) * ON_ONE_PAPER : part * ON_ONE_PAPER])
        codes = codes_for(visit=visit, residents=[one.pk for one in people]) if tally else {}
        reason = told["reason"] if whole else ""
        log_access(by=scope, residents=people, kind=ResidentAccess.Kind.EXPORT, reason=reason, now=now)
        after = {"list": "tally" if tally else "calling", "format": "PDF", "rows": str(len(people)), "reason": reason}
        audit(by=scope.user, action="export", target=visit, kabupaten=scope.kabupaten, after=after)
        rows = rows_of(visit, people, whole=whole, codes=codes)
        head = paper_head(visit, letterhead_of(scope.kabupaten))
        at = now.astimezone(ZoneInfo(scope.kabupaten.time_zone))
        when = f"{day_text(at.date())} {at:%H.%M} {scope.kabupaten.zone_label}"
        use = "pencatatan hasil perekaman" if tally else "mengundang warga"
        facts = facts_of(visit, first, last, parts[-1][2])
        return (tally_sheet if tally else calling_list)(
            head, rows, facts=facts, footer=Footer(str(scope.user), when, use)
        )
