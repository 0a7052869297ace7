"""Doing one thing to many rows, in two steps: what is chosen is counted and shown, and done only once confirmed."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from kecamatan.access import Scope, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.lists.links import ListQuery
from kecamatan.lists.page import ListPage
from kecamatan.lists.selection import freeze, thaw
from kecamatan.refusals import Refused

#: Rows of which the first page tells the names.
SHOWN = 10


class BulkPage(View):
    """One action on the rows of one list. POST a selection (``ids``, or ``all`` with ``query``), then confirm it.

    ``action``: its name inside the signed selection. ``version``: fields that change whenever a row does.
    """

    http_method_names = ["post"]
    list_class: type[ListPage]
    list_name: str
    action: str
    title: str
    form_class: type[forms.Form] = forms.Form
    version: tuple[str, ...] = ("version",)
    template_name = "parts/bulk.html"

    def allowed(self, scope: Scope) -> bool:
        """May this user do it at all?"""
        return scope.user.enters_counts

    def perform(self, *, by: Scope, pks: list[int], form: forms.Form) -> str:
        """Do it, inside a transaction that holds these rows. The sentence that is shown then. May raise Refused."""
        raise NotImplementedError

    def hold(self, rows: QuerySet, form: forms.Form) -> None:
        """Lock what every writer locks before these rows, inside the transaction: in another order two would deadlock."""

    def post(self, request: HttpRequest) -> HttpResponse:
        scope = scope_of(request.user)
        if not self.allowed(scope):
            raise PermissionDenied
        try:
            rows = self.list_class().chosen_rows(scope, request.POST)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(self.back)
        if "frozen" not in request.POST:
            return self.shown(rows, self.form_class())
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.shown(rows, form, status=422)
        try:
            with transaction.atomic():
                self.hold(rows, form)
                pks = thaw(request.POST["frozen"], rows, version=self.version, **self.whose)
                words = self.perform(by=scope, pks=pks, form=form)
        except Refused as refused:
            return self.shown(rows, form, status=409, refusal=refused.message)
        messages.success(request, words)
        return redirect(self.back)

    @property
    def whose(self) -> dict:
        """For whom and what a selection is frozen."""
        return {"user": self.request.user, "list_name": self.list_name, "action": self.action}

    @property
    def back(self) -> str:
        """The list as it was."""
        query = ListQuery(QueryDict(self.request.POST.get("query", ""))).without("export")
        return f"{reverse(self.list_name)}?{query}" if query else reverse(self.list_name)

    def shown(self, rows: QuerySet, form: forms.Form, *, status: int = 200, refusal: str = "") -> HttpResponse:
        """How many rows, which ones, and what will be done to them."""
        frozen = freeze(rows, version=self.version, **self.whose)
        if not frozen.count:
            messages.error(self.request, _("None of these rows is there any more. Choose again."))
            return redirect(self.back)
        mark_errors(form)
        context = {
            "title": self.title,
            "form": form,
            "frozen": frozen,
            "first": list(rows[:SHOWN]),
            "more": max(frozen.count - SHOWN, 0),
            "refusal": refusal,
            "back": self.back,
            "kept": [(name, one) for name in ("ids", "all", "query") for one in self.request.POST.getlist(name)],
        }
        return render(self.request, self.template_name, context, status=status)
