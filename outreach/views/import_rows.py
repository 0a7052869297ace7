"""The rows of an import: what each is found to be, and what is decided about those in doubt."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from kecamatan.access import Scope, desa_for, scope_of
from kecamatan.figures import number_text
from kecamatan.lists.exports import XLSX_TYPE
from kecamatan.refusals import Refused
from kecamatan.views.redirects import safe_next
from outreach import jobs
from outreach.access import import_or_404, people_only, residents_for
from outreach.actions.imports.commit import gone_of
from outreach.actions.imports.decide import choose_columns, choose_place, decide_all, decide_row
from outreach.actions.imports.faulty import faulty_file
from outreach.forms.columns import mapping_forms
from outreach.import_words import words_of
from outreach.models import ImportBatch, ImportRow, Resident
from outreach.selectors.imports import rows_shown

Verdict, Decision, State = ImportRow.Verdict, ImportRow.Decision, ImportBatch.State
ROWS_ON_A_PAGE = 25
#: In the place of a verdict: who stands in no row.
GONE = "gone"


@people_only
@require_safe
def import_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows of one verdict, a page at a time; those in doubt with what may be decided."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    verdict = request.GET.get("verdict", Verdict.DOUBTFUL)
    if verdict == GONE:
        return _who_is_gone(request, scope, batch)
    if verdict not in Verdict.values:
        raise Http404
    reason = _reason(request.GET)
    rows = batch.rows.filter(verdict=verdict).select_related("desa", "resident").order_by("pk")
    rows = rows.filter(reason=reason) if reason else rows
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = rows_shown(scope, list(page.object_list))
    unplaced = any(one.place_key and not one.places and one.row.desa is None for one in shown)
    context = {
        "batch": batch,
        "verdict": verdict,
        "verdict_words": Verdict(verdict).label,
        "verdicts": Verdict.choices,
        "reason": reason,
        "reason_words": words_of(reason) if reason else "",
        "page": page,
        "rows": shown,
        "desa": desa_for(scope) if unplaced else [],
        "open": batch.state in {State.PREVIEW, State.COMMITTED},
        "query": urlencode({"verdict": verdict, **({"reason": reason} if reason else {})}),
    }
    return render(request, "outreach/import_rows.html", context)


def _who_is_gone(request: HttpRequest, scope: Scope, batch: ImportBatch) -> HttpResponse:
    """People who would be gone: asked before the list is taken in; afterwards they stand in the queue."""
    if batch.state != State.PREVIEW or batch.covers != ImportBatch.Covers.WHOLE:
        return redirect(f"{reverse('outreach:absence-list')}?{urlencode({'import': batch.pk})}")
    gone = gone_of(scope, batch).for_list().order_by("kecamatan__code", "desa__name", "name", "pk")
    page = Paginator(gone, 2 * ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "outreach/import_gone.html", {"batch": batch, "page": page})


@people_only
@require_POST
def row_decide(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Settle one doubtful row."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    row = get_object_or_404(batch.rows.select_related("resident"), pk=row_pk)
    decision, resident = _decision(scope, request.POST.get("decision", ""))
    try:
        decide_row(by=scope, batch=batch, row=row, decision=decision, resident=resident)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(f"{safe_next(request, reverse('outreach:import-rows', args=[batch.pk]))}#row-{row.pk}")


def _decision(scope: Scope, text: str) -> tuple[str, Resident | None]:
    """``new``, ``skip``, "" or ``match-NUMBER`` of the form."""
    kind, _dash, number = text.partition("-")
    if kind == Decision.MATCH and number.isdecimal():
        return kind, residents_for(scope).filter(pk=int(number[:18])).select_related("desa", "school").first()
    if text not in {Decision.NEW, Decision.SKIP, Decision.NONE}:
        raise Http404
    return text, None


@people_only
@require_POST
def rows_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle every undecided row of one reason alike."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    decision = request.POST.get("decision", "")
    if decision not in {Decision.NEW, Decision.SKIP}:
        raise Http404
    try:
        done, left = decide_all(by=scope, batch=batch, reason=_reason(request.POST), decision=decision)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(batch)
    words = ngettext("%(count)s row was decided.", "%(count)s rows were decided.", done) % {"count": number_text(done)}
    if left:
        words += " " + ngettext(
            "%(count)s row tells too little or may be somebody known, and stays in doubt: decide it by itself.",
            "%(count)s rows tell too little or may be people known, and stay in doubt: decide them one by one.",
            left,
        ) % {"count": number_text(left)}
    messages.success(request, words)
    return redirect(batch)


@people_only
@require_POST
def place_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which desa a name of the list means: remembered, and the list is read anew with it."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    named = request.POST.get("desa", "").replace("\0", "").strip()[:80]
    desa = desa_for(scope).filter(Q(code=named) | Q(name__iexact=named)).first()
    if batch.state != State.PREVIEW:
        messages.warning(request, _("This list is not waiting for decisions any more. Reload the page."))
    elif desa is None:
        messages.error(request, _("Choose one of your desa or kelurahan."))
    else:
        number = request.POST.get("row", "")
        row = get_object_or_404(batch.rows, pk=int(number[:18]) if number.isdecimal() else 0)
        try:
            choose_place(by=scope, batch=batch, row=row, desa=desa)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            jobs.start("read", batch)
            messages.success(
                request, _("Remembered: this name means %(desa)s. The list was read anew.") % {"desa": desa}
            )
    return redirect(batch)


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What the columns mean: asked where nobody knows, and open to correction until the list is taken in."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    if batch.state not in {State.MAPPING, State.PREVIEW}:
        messages.warning(request, _("This list is not waiting for decisions any more. Reload the page."))
        return redirect(batch)
    found = mapping_forms(batch, request.POST or None)
    if request.method == "POST":
        checked = [form for form in found if form.is_valid()]
        if checked and len(checked) == len([form for form in found if form.has_changed() or form.is_valid()]):
            for form in checked:
                titles = {int(name[1:]): title for name, title in form.titles.items()}
                choose_columns(by=scope, batch=batch, shape=form.shape, titles=titles, mapping=form.mapping)
            jobs.start("read", batch)
            return redirect(batch)
    status = 400 if request.method == "POST" else 200
    return render(
        request, "outreach/import_columns.html", {"scope": scope, "batch": batch, "forms": found}, status=status
    )


@people_only
@require_GET
def import_faulty(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were not taken, with the reason beside each, to be corrected and taken in again; logged."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    handle = faulty_file(by=scope, batch=batch)
    name = f"{_('rows-to-correct')}-{batch.pk}.xlsx"
    return FileResponse(handle, as_attachment=True, filename=name, content_type=XLSX_TYPE)


def _reason(sent: QueryDict) -> str:
    """The machine name of a reason, or what is none of them; never what PostgreSQL cannot be asked for."""
    return sent.get("reason", "").replace("\0", "")[:40]
