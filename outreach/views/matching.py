"""Giving names to counts: the rows of a place without names, and the people whom one of them counted."""

import uuid

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kecamatan.access import Scope, scope_of, update_or_404
from kecamatan.figures import number_text
from kecamatan.forms.fields import mark_errors
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from outreach.access import people_only, residents_for
from outreach.actions.matching_counts import MATCHED, Matched, match_counts
from outreach.forms.reconciliation import MatchForm
from outreach.life import Removal
from outreach.models import Resident, ResidentRow
from outreach.person_names import search_terms
from outreach.selectors.reconciliation import people_of, unnamed_rows
from outreach.views.reconciliation import active_drive_or_404, page_of_place, place_or_404

MOST_ROWS, MOST_PEOPLE = 100, 60


@people_only
@require_safe
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows of the ledger of a place that count people without names."""
    scope = scope_of(request.user)
    kecamatan, desa = place_or_404(scope, code)
    found = unnamed_rows(active_drive_or_404(scope), kecamatan, desa)
    context = {
        "place": desa or kecamatan,
        "rows": list(found[:MOST_ROWS]),
        "count": found.count(),
        "back": page_of_place(kecamatan, desa)[0],
        "code": code,
    }
    return render(request, "outreach/reconciliation_rows.html", context)


@people_only
@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the row and people to choose; POST looks for more of them, shows what will be done, or does it."""
    scope = scope_of(request.user)
    row = update_or_404(scope, pk)
    if row.kind not in MATCHED or row.reverses_id is not None or ResidentRow.objects.filter(row__pk=row.pk).exists():
        raise Http404
    removes = row.kind == "removed"
    if request.method == "GET":
        return _page(request, row, MatchForm(initial={"key": uuid.uuid4()}, removes=removes), [])
    form = MatchForm(request.POST, removes=removes)
    if not form.is_valid():
        chosen = [] if "people" in form.errors else _chosen(scope, row, form)
        return _page(request, row, form.with_new_key() if "key" in form.errors else form, chosen)
    chosen = _chosen(scope, row, form)
    if "find" in request.POST:
        return _page(request, row, form, chosen)
    if len(chosen) < len(set(form.cleaned_data["people"])):
        form.add_error("people", _("Somebody of this selection is no longer on the list. Look at it again."))
    elif not chosen:
        form.add_error("people", _("Choose at least one person."))
    elif len(chosen) > row.quantity:
        form.add_error("people", _("You chose %(n)s people, but the row counts fewer.") % {"n": len(chosen)})
    if form.errors or form.needs_reason():
        return _page(request, row, form, chosen)
    if "do" not in request.POST:
        return _page(request, row, form, chosen, stage="look")
    return _do(request, scope, row, form, chosen)


def _do(request: HttpRequest, scope: Scope, row: CountUpdate, form: MatchForm, chosen: list[Resident]) -> HttpResponse:
    removal = form.cleaned_data.get("removal")
    try:
        done = match_counts(
            by=scope,
            row=row,
            people=chosen,
            key=form.cleaned_data["key"],
            removal=Removal(removal) if removal else None,
            note=form.cleaned_data["note"],
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _page(request, row, form, chosen)
    messages.success(request, _matched(done))
    return redirect(*page_of_place(row.kecamatan, row.desa))


def _matched(done: Matched) -> str:
    sentence = ngettext(
        "%(n)s person of this row has a name now; %(left)s stay without one. What remains is the same.",
        "%(n)s people of this row have names now; %(left)s stay without one. What remains is the same.",
        done.named,
    )
    return sentence % {"n": number_text(done.named), "left": number_text(done.left)}


def _of_place(scope: Scope, row: CountUpdate) -> QuerySet[Resident]:
    people = residents_for(scope).filter(drive=row.drive, kecamatan=row.kecamatan)
    return people if row.desa is None else people.filter(desa=row.desa)


def _chosen(scope: Scope, row: CountUpdate, form: MatchForm) -> list[Resident]:
    # One more than could be right is enough to say so.
    ids = form.cleaned_data.get("people", [])[: row.quantity + 1]
    return list(_of_place(scope, row).filter(pk__in=ids).for_list().order_by("name", "pk"))


def _page(
    request: HttpRequest, row: CountUpdate, form: MatchForm, chosen: list[Resident], *, stage: str = "choose"
) -> HttpResponse:
    mark_errors(form)
    found = people_of(row.drive, row.kecamatan, row.desa).exclude(pk__in=[one.pk for one in chosen])
    typed = form.cleaned_data.get("q", "") if form.is_bound and hasattr(form, "cleaned_data") else ""
    for term in search_terms(typed):
        found = found.filter(Q(name_key__contains=term))
    people = [] if stage == "look" else list(found[: MOST_PEOPLE + 1])
    context = {
        "form": form,
        "row": row,
        "chosen": chosen,
        "people": people[:MOST_PEOPLE],
        "more": len(people) > MOST_PEOPLE,
        "typed": typed,
        "stage": stage,
        "left": row.quantity - len(chosen),
        "undone": CountUpdate.objects.filter(reverses=row).exists(),
        "back": page_of_place(row.kecamatan, row.desa),
        "removal": dict(Resident.Removal.choices).get(form.data.get("removal", ""), "") if form.is_bound else "",
    }
    return render(request, "outreach/reconciliation_match.html", context)
