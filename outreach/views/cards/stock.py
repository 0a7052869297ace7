"""The stock of blank cards: what is left and how far it goes, the rows, entering and undoing them."""

import uuid

from django.contrib import messages
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kecamatan.access import Scope, drives_for, scope_of, writers_only
from kecamatan.figures import day_text, number_text
from kecamatan.forms.fields import mark_errors
from kecamatan.forms.reversal import ReversalForm
from kecamatan.lists.page import ListPage
from kecamatan.models import Drive
from kecamatan.refusals import KeyConflict, Refused
from kecamatan.selectors.story import When
from kecamatan.views.errors import RETRY_SECONDS
from kecamatan.views.redirects import safe_next
from outreach.access import blank_cards_for, blank_cards_or_404, may_write_stock
from outreach.actions.card_stock import StockSaved, record_blank_cards, reverse_blank_cards
from outreach.card_stock import effect
from outreach.filters.card_stock import StockFilters
from outreach.forms.cards import StockRows, StockRowsSet, stock_places
from outreach.models import BlankCards
from outreach.selectors.card_stock import agreement_of, left_at, stock_as_of
from outreach.selectors.cards import need_told
from outreach.tables.cards import StockTable

MOST_SAVED = 20


class StockList(ListPage):
    """Blanks left, how far they go against the prints due, whether the records agree; below, every row."""

    filters_class = StockFilters
    table_class = StockTable
    template_name = "outreach/cards/stock.html"
    title = gettext_lazy("Stock of blank cards")

    def rows(self, scope: Scope) -> QuerySet[BlankCards]:
        return blank_cards_for(scope).for_list().order_by("-day", "-pk")

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context if self.part else {**context, **_told(self.scope, drives_for(self.scope).first())}


def _told(scope: Scope, drive: Drive | None) -> dict:
    """The stock of the scope today, against the prints due and the other records of printed cards (five queries)."""
    if drive is None:
        stock = stock_as_of(blank_cards_for(scope).order_by(), scope.today)
        return {"stock": stock, "need": None, "agreement": None, "drive": None}
    stock, need = need_told(When(drive, scope.today, scope.today), scope)
    return {"stock": stock, "need": need, "agreement": agreement_of(stock, drive, scope.kecamatan), "drive": drive}


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
def stock_new(request: HttpRequest) -> HttpResponse:
    """Rows to fill in; all are saved or none, and nothing typed is lost."""
    scope = scope_of(request.user)
    options = {"form_kwargs": {"scope": scope}, "prefix": "row"}
    status = 200
    if request.method == "POST":
        rows = StockRowsSet(request.POST, **options)
        status, saved = _save(scope, rows)
        if saved:
            _say(request, saved)
            ids = ",".join(str(one.row.pk) for one in saved)
            return redirect(f"{reverse('outreach:card-stock-new')}?saved={ids}")
    else:
        rows = StockRowsSet(**options)
    if lost := not rows.forms:  # what was sent was no form of this page
        rows = StockRowsSet(**options)
    for form in rows:
        mark_errors(form)
    found = blank_cards_for(scope).for_list().standing().filter(pk__in=_ids(request), entered_by=scope.user)
    saved_rows = [row for row in found.order_by("pk") if may_write_stock(scope, row.kecamatan)]
    context = {
        "rows": rows,
        "saved": saved_rows,
        "stock": stock_as_of(blank_cards_for(scope).order_by(), scope.today),
        "several": len(stock_places(scope)) > 1,
        "lost": lost,
    }
    page = render(request, "outreach/cards/stock_new.html", context, status=status)
    if status == 503:
        page["Retry-After"] = RETRY_SECONDS
    return page


def _ids(request: HttpRequest) -> list[int]:
    """The numbers in ``?saved=``; what is no number is passed over (it only chooses what may be undone)."""
    parts = request.GET.get("saved", "").split(",")[:MOST_SAVED]
    return [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 18]


def _save(scope: Scope, rows: StockRows) -> tuple[int, list[StockSaved]]:
    """(status, what was saved); where nothing was saved, the rows carry the errors."""
    if not rows.is_valid():
        for form in rows:
            if "key" in form.errors:
                form.renew_key()
        return 400, []
    entries = rows.entries()
    try:
        return 200, record_blank_cards(by=scope, entries=[entry for _index, entry in entries])
    except KeyConflict as conflict:
        form = rows.forms[entries[conflict.row or 0][0]]
        form.add_error(
            None, f"{conflict} " + _("If these are further cards, save once more; to correct a row, undo it.")
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


def _say(request: HttpRequest, saved: list[StockSaved]) -> None:
    for one in saved:
        facts = {
            "quantity": number_text(one.row.quantity),
            "kind": one.row.get_kind_display(),
            "day": day_text(one.row.day),
            "left": number_text(one.left),
        }
        if one.created:
            what = _("Saved: %(quantity)s blank cards %(kind)s, %(day)s. Left there now: %(left)s.")
            messages.success(request, what % facts)
        else:
            what = _("Known already, counted once: %(quantity)s blank cards %(kind)s, %(day)s.")
            messages.info(request, what % facts)


@writers_only
@require_http_methods(["GET", "POST"])
def stock_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the row and what undoing it does; POST undoes it, once, however often it is sent."""
    scope = scope_of(request.user)
    row = blank_cards_or_404(scope, pk)
    back = safe_next(request, reverse("outreach:card-stock"))
    form = ReversalForm(request.POST) if request.method == "POST" else ReversalForm(initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            saved = reverse_blank_cards(by=scope, row=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error("reason" if refused.field == "reason" else None, refused.message)
            if isinstance(refused, KeyConflict):
                form.renew_key()
        else:
            messages.success(
                request, _("Undone. Blank cards left there now: %(left)s.") % {"left": number_text(saved.left)}
            )
            return redirect(back)
    elif "key" in form.errors:
        form.renew_key()
    mark_errors(form)
    left = left_at(scope.kabupaten.pk, row.kecamatan_id)
    context = {
        "form": form,
        "row": row,
        "before": left,
        "after": left + effect(row.kind, row.quantity, reverses=True),
        "possible": row.reversed_by is None and row.reverses_id is None and may_write_stock(scope, row.kecamatan),
        "next": back,
    }
    return render(request, "outreach/cards/stock_reverse.html", context)
