"""Whom a visit expects, by name, and who is left out of it by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import may_write, scope_of
from kecamatan.figures import number_text
from kecamatan.refusals import Refused
from outreach.access import people_only, residents_for, visit_or_404
from outreach.actions.visits.people import pick_people
from outreach.selectors.visits.people import expecting


@people_only
@require_safe
def visit_people(request: HttpRequest, pk: int) -> HttpResponse:
    """The expected list; once the visit began, with the outcomes."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    if visit.is_held:
        return redirect(f"{reverse('outreach:visit-result', args=[pk])}?show=all")
    context = {
        "visit": visit,
        "found": expecting(scope, visit, request.GET.get("page")),
        "writes": may_write(scope, visit.kecamatan) and visit.is_planned and visit.drive.is_active,
    }
    return render(request, "outreach/visits/people.html", context)


@people_only
@require_POST
def visit_pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the ticked people out, or expect them again."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    ids = [int(one) for one in request.POST.getlist("ids")[:1000] if one.isascii() and one.isdigit() and len(one) < 18]
    people = list(residents_for(scope).filter(pk__in=ids, drive=visit.drive_id))
    expect = request.POST.get("expect") == "1"
    try:
        changed = pick_people(by=scope, visit=visit, residents=people, expect=expect)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        words = (
            ngettext("%(count)s person is expected now.", "%(count)s people are expected now.", changed)
            if expect
            else ngettext("%(count)s person was left out.", "%(count)s people were left out.", changed)
        )
        messages.success(request, words % {"count": number_text(changed)})
    return redirect("outreach:visit-people", pk=pk)
