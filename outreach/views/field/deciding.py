"""What of a visit is to decide: all words side by side, and the office's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import Scope, may_write, scope_of
from kecamatan.refusals import Refused
from outreach.access import people_only, resident_or_404, visit_or_404
from outreach.actions.field.deciding import ToldMeanwhile, decide_person, name_unlisted, settle_entry
from outreach.attendance import Outcome
from outreach.forms.field import DecideForm, EntryForm
from outreach.models import Attendance, FieldEvent, Visit
from outreach.selectors.field.deciding import to_decide


@people_only
@require_safe
def visit_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of whom phones and the office say different things, and what fits nowhere."""
    scope = scope_of(request.user)
    return _page(request, scope, visit_or_404(scope, pk))


@people_only
@require_POST
def decide_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The office's word on one person. What came in since the page was shown is shown first."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, scope, visit, wrong=_("Choose what became of them."), status=400)
    resident = resident_or_404(scope, form.cleaned_data["resident"])
    outcome, seen = form.cleaned_data["outcome"], form.cleaned_data["seen"]
    try:
        decide_person(by=scope, visit=visit, resident=resident, outcome=outcome, seen=seen)
    except Refused as refused:
        return _page(request, scope, visit, resident=resident.pk, chosen=outcome, wrong=refused.message, status=409)
    messages.success(request, _("Decided: %(name)s.") % {"name": resident.name})
    return redirect("outreach:visit-decide", pk=pk)


@people_only
@require_POST
def decide_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Who somebody unlisted is, or what becomes of an entry that fits nowhere."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    form = EntryForm(request.POST)
    if not form.is_valid():
        wrong = next(iter(form.errors.values()))[0]
        return _page(request, scope, visit, wrong=wrong, typed=form.data, status=400)
    event = FieldEvent.objects.filter(lease__visit=visit, pk=form.cleaned_data["event"]).first()
    try:
        if event is None:
            raise ToldMeanwhile
        _settle(scope, visit, event, form.cleaned_data)
    except Refused as refused:
        return _page(request, scope, visit, wrong=refused.message, typed=form.data, status=409)
    messages.success(request, _("Decided."))
    return redirect("outreach:visit-decide", pk=pk)


def _settle(scope: Scope, visit: Visit, event: FieldEvent, said: dict) -> None:
    how = said["how"]
    if how == EntryForm.NEW:
        name_unlisted(by=scope, visit=visit, event=event, resident=None)
    elif how == EntryForm.SAME:
        name_unlisted(by=scope, visit=visit, event=event, resident=resident_or_404(scope, said["resident"]))
    else:
        settle_entry(by=scope, visit=visit, event=event, how=how, reason=said["reason"])


def _page(
    request: HttpRequest,
    scope: Scope,
    visit: Visit,
    *,
    resident: int | None = None,
    chosen: str = "",
    wrong: str = "",
    typed: dict | None = None,
    status: int = 200,
) -> HttpResponse:
    """``resident``: only this one, as it stands now; ``wrong``: why nothing was saved; ``typed``: of an entry."""
    context = {
        "visit": visit,
        "found": to_decide(scope, visit, number=request.GET.get("page"), resident=resident),
        "outcomes": [(one.value, str(Attendance.Outcome(one).label)) for one in Outcome],
        "writes": may_write(scope, visit.kecamatan) and visit.drive.is_active,
        "only": resident,
        "chosen": chosen,
        "wrong": wrong,
        "typed": typed or {},
    }
    return render(request, "outreach/field/decide.html", context, status=status)
