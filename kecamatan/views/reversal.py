"""Undoing a row of the ledger: a page that asks why, and a reversing row."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kecamatan.access import Scope, may_write, scope_of, update_or_404, writers_only
from kecamatan.actions.ledger import Saved, reverse_update
from kecamatan.counts import effect
from kecamatan.figures import number_text
from kecamatan.forms.fields import mark_errors
from kecamatan.forms.reversal import ReversalForm
from kecamatan.models import CountUpdate
from kecamatan.owned_rows import Owner, owners_of
from kecamatan.refusals import KeyConflict, Refused
from kecamatan.selectors.counts import counts_as_of
from kecamatan.views.redirects import safe_next


@writers_only
@require_http_methods(["GET", "POST"])
def update_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the row and what undoing it does; POST undoes it, once, however often it is sent."""
    scope = scope_of(request.user)
    update = update_or_404(scope, pk)
    owner = owners_of([update.pk]).get(update.pk)
    form = ReversalForm(request.POST) if request.method == "POST" else ReversalForm(initial={"key": uuid.uuid4()})
    if request.method == "POST" and not owner and form.is_valid():
        try:
            saved = reverse_update(by=scope, update=update, **form.cleaned_data)
        except KeyConflict as refused:
            form.add_error(None, refused.message)
            form.renew_key()
        except Refused as refused:
            form.add_error("reason" if refused.field == "reason" else None, refused.message)
        else:
            messages.success(request, _undone(update, saved))
            return redirect(safe_next(request, reverse("kecamatan:update-list")))
    elif not owner and "key" in form.errors:
        form.renew_key()
    return _page(request, scope, update, form, owner)


def _undone(update: CountUpdate, saved: Saved) -> str:
    """What remains now, and of what."""
    counts = counts_as_of(update.drive, [update.kecamatan_id]).kecamatan[update.kecamatan_id]
    facts = {"place": _place(update), "kecamatan": update.kecamatan, "count": number_text(saved.after)}
    is_rest = bool(counts.desa) if update.desa_id is None else update.desa_id not in counts.desa
    if is_rest:
        return _("Undone. Not broken down in %(kecamatan)s now: %(count)s.") % facts
    return _("Undone. In %(place)s now remain: %(count)s.") % facts


def _place(update: CountUpdate) -> str:
    return str(update.desa or update.kecamatan)


def _page(
    request: HttpRequest, scope: Scope, update: CountUpdate, form: ReversalForm, owner: Owner | None = None
) -> HttpResponse:
    """``owner``: whose row this is; with it the row is undone, and never here."""
    counts = counts_as_of(update.drive, [update.kecamatan_id]).kecamatan[update.kecamatan_id]
    here = counts.place(update.desa_id).remaining
    reversal = CountUpdate.objects.filter(reverses=update).select_related("entered_by").first()
    mark_errors(form)
    context = {
        "form": form,
        "row": update,
        "place": _place(update),
        "broken_down": update.desa_id in counts.desa,
        "before": here,
        "after": here - effect(update.kind, update.quantity),
        "reversal": reversal,
        "owner": owner,
        "possible": not owner
        and reversal is None
        and update.reverses_id is None
        and may_write(scope, update.kecamatan),
        "next": safe_next(request, reverse("kecamatan:update-list")),
    }
    return render(request, "kecamatan/update_reverse.html", context)
