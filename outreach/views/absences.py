"""The queue of people who are gone from the centre's list."""

from django.contrib import messages
from django.core.paginator import Paginator
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
    ticked = _ticked(request, people)
    if request.method == "POST" and form.is_valid():
        if not ticked:
            form.add_error(None, _("Tick the people it is about, or “all of this list”."))
        elif _settled(request, scope, form, ticked):
            return redirect(
                f"{reverse('outreach:absence-list')}?{urlencode(asked)}" if asked else "outreach:absence-list"
            )
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


def _ticked(request: HttpRequest, people: QuerySet[Resident]) -> list[Resident]:
    if request.method != "POST":
        return []
    if request.POST.get("all") == "on":
        return list(people)
    numbers = [int(one[:18]) for one in request.POST.getlist("person") if one.isdecimal()]
    return list(people.filter(pk__in=numbers))


def _settled(request: HttpRequest, scope: Scope, form: SettleForm, people: list[Resident]) -> bool:
    told = form.cleaned_data
    if request.POST.get("count") and request.POST.get("all") == "on" and request.POST["count"] != str(len(people)):
        form.add_error(None, _("The queue has changed since you opened it. Look at it again, and settle then."))
        return False
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
