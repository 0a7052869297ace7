"""The queue of people who are gone from the centre's list."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kecamatan.access import Scope, scope_of
from kecamatan.figures import number_text
from kecamatan.lists.bulk import SHOWN
from kecamatan.lists.selection import freeze, thaw
from kecamatan.refusals import Refused
from outreach.access import people_only, residents_for
from outreach.actions.absences import settle_absences
from outreach.forms.absences import SettleForm
from outreach.models import Absence, Resident

ROWS_ON_A_PAGE = 50


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def absence_list(request: HttpRequest) -> HttpResponse:
    """Who is gone and not yet explained; settled one by one, or many alike."""
    scope = scope_of(request.user)
    asked = {name: request.GET[name] for name in ("import", "kecamatan") if request.GET.get(name)}
    if "\0" in asked.get("kecamatan", ""):
        raise Http404
    people = _gone(scope, asked)
    form = SettleForm(request.POST or None, today=scope.today)
    if request.POST.get("all") == "on" and (form.is_valid() or "frozen" in request.POST):
        return _all_of_them(request, scope, form, people, asked)
    ticked = _ticked(request, people)
    if request.method == "POST" and form.is_valid():
        if not ticked:
            form.add_error(None, _("Tick the people it is about, or “all of this list”."))
        elif _settled(request, scope, form, ticked):
            return redirect(_back(asked))
    page = Paginator(people, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "scope": scope,
        "form": form,
        "page": page,
        "asked": asked,
        "query": urlencode(asked),
        "ticked": {one.pk for one in ticked},
        "whole": request.POST.get("all") == "on",
        "by_place": _by_place(scope),
    }
    return render(request, "outreach/absences.html", context, status=400 if form.errors else 200)


def _gone(scope: Scope, asked: dict[str, str]) -> QuerySet[Resident]:
    """People with an open absence, of the import or kecamatan asked for."""
    open_ones = Absence.objects.filter(settled=Absence.Settled.OPEN)
    number = asked.get("import", "")
    if number.isdecimal():
        # Of whoever took that list in: the people are those of this user anyway.
        open_ones = open_ones.filter(batch=int(number[:18]), batch__kabupaten=scope.kabupaten)
    found = residents_for(scope).filter(pk__in=open_ones.values("resident"))
    if "kecamatan" in asked:
        found = found.filter(kecamatan__code=asked["kecamatan"])
    return found.for_list().order_by("kecamatan__code", "desa__name", "name", "pk")


def _back(asked: dict[str, str]) -> str:
    """The queue as it was asked for."""
    return f"{reverse('outreach:absence-list')}?{urlencode(asked)}" if asked else reverse("outreach:absence-list")


def _all_of_them(
    request: HttpRequest, scope: Scope, form: SettleForm, people: QuerySet[Resident], asked: dict[str, str]
) -> HttpResponse:
    """Everybody of the queue alike, on whatever page they stand: counted and shown first, and done once confirmed.

    They can be undone one by one only, so that one careless click would cost a day.
    """
    whose = {"user": scope.user, "list_name": "outreach:absence-list", "action": "settle"}
    status = 200
    if "frozen" in request.POST:
        try:
            with transaction.atomic():
                pks = thaw(request.POST["frozen"], people, **whose)
                if form.is_valid() and _settled(request, scope, form, list(people.filter(pk__in=pks))):
                    return redirect(_back(asked))
            status = 422
        except Refused as refused:
            form.add_error(None, refused.message)
            status = 409
    frozen = freeze(people, **whose)
    if not frozen.count:
        messages.error(request, _("None of these rows is there any more. Choose again."))
        return redirect(_back(asked))
    context = {
        "title": _("Settle everybody of this queue"),
        "form": form,
        "frozen": frozen,
        "first": list(people[:SHOWN]),
        "more": max(frozen.count - SHOWN, 0),
        "back": _back(asked),
        "kept": [("all", "on")],
    }
    return render(request, "outreach/absences_sure.html", context, status=status)


def _ticked(request: HttpRequest, people: QuerySet[Resident]) -> list[Resident]:
    if request.method != "POST":
        return []
    numbers = [int(one[:18]) for one in request.POST.getlist("person") if one.isdecimal()]
    return list(people.filter(pk__in=numbers))


def _settled(request: HttpRequest, scope: Scope, form: SettleForm, people: list[Resident]) -> bool:
    told = form.cleaned_data
    try:
        count = settle_absences(by=scope, residents=people, why=told["why"], day=told["day"], note=told["note"])
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    words = ngettext("%(count)s person was settled.", "%(count)s people were settled.", count)
    messages.success(request, words % {"count": number_text(count)})
    return True


def _by_place(scope: Scope) -> list[tuple[str, str, int]]:
    """Code, name and number of each kecamatan with an open queue."""
    found = residents_for(scope).filter(absences__settled=Absence.Settled.OPEN)
    rows = found.order_by("kecamatan__code").values_list("kecamatan__code", "kecamatan__name").annotate(Count("pk"))
    return list(rows)
