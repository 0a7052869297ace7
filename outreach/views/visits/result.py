"""Entering the result of a visit: dozens of people by keyboard, a tally sheet by its codes, counts without names."""

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kecamatan.access import Scope, desa_for, may_write, scope_of
from kecamatan.figures import number_text
from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from outreach.access import attendances_for, people_only, visit_or_404
from outreach.actions.visits.counts import count_unnamed
from outreach.actions.visits.locking import VisitChangedMeanwhile
from outreach.actions.visits.results import Entered, Entry, enter_outcomes, save_result
from outreach.attendance import KEYS
from outreach.forms.visits.result import CountForm, Line, ResultForm, entries_of, lines_of
from outreach.models import Attendance, Visit, VisitCode, VisitCount
from outreach.selectors.field.standing import standing_of
from outreach.selectors.visits.people import SHOW, ResultPage, result_page, row_of
from outreach.selectors.visits.result import tally_of_visit


@people_only
@require_http_methods(["GET", "POST"])
def visit_result(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the people, first those without an outcome. POST: what became of them; what can't be saved stays as typed."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    if not visit.is_held:
        messages.info(request, _("Results are entered once the visit has started."))
        return redirect(visit.get_absolute_url())
    show = request.GET.get("show", "open")
    show = show if show in SHOW else "open"
    if request.method == "GET":
        return _page(request, scope, visit, result_page(scope, visit, show=show, number=request.GET.get("page")))
    entries = entries_of(request.POST)
    try:
        done = enter_outcomes(by=scope, visit=visit, entries=entries)
    except Refused as refused:
        messages.error(request, refused.message)
        kept = Entered(refused={one.attendance: refused.message for one in entries})
        if not entries:
            return redirect(_here(visit, show))
        return _again(request, scope, visit_or_404(scope, pk), show, entries, kept)
    _say(request, done)
    if done.all_saved:
        return redirect(_here(visit, show))
    return _again(request, scope, visit, show, entries, done)


def _here(visit: Visit, show: str) -> str:
    address = reverse("outreach:visit-result", args=[visit.pk])
    return address if show == "open" else f"{address}?{urlencode({'show': show})}"


def _say(request: HttpRequest, done: Entered) -> None:
    if done.saved or (done.all_saved and not done.same):
        words = ngettext("Saved: %(count)s person.", "Saved: %(count)s people.", done.saved)
        messages.success(request, words % {"count": number_text(done.saved)})
    elif done.all_saved:
        messages.info(request, _("All of this was saved already."))
    wrong = len(done.conflicts) + len(done.refused)
    if wrong:
        words = ngettext(
            "%(count)s person could not be saved. Look at the reason beside the name.",
            "%(count)s people could not be saved. Look at the reasons beside the names.",
            wrong,
        )
        messages.warning(request, words % {"count": number_text(wrong)})


def _again(
    request: HttpRequest, scope: Scope, visit: Visit, show: str, entries: list[Entry], done: Entered
) -> HttpResponse:
    """Just the people who were not saved: what was typed, why it can't be, what a colleague said."""
    typed = {one.attendance: one for one in entries}
    theirs = {one.attendance.pk: one.theirs for one in done.conflicts}
    pks = [*done.refused, *theirs]
    found = result_page(scope, visit, show=show, pks=pks)
    rows = []
    for one in found.page.object_list:
        wrong = done.refused.get(one.pk) or _("A colleague entered something else meanwhile.")
        said = str(Attendance.Outcome(theirs[one.pk]).label) if theirs.get(one.pk) else ""
        rows.append(row_of(one, visit, typed=typed[one.pk].outcome, note=typed[one.pk].note, wrong=wrong, theirs=said))
    again = ResultPage(found.page, rows, found.counts, show, found.hidden)
    return _page(request, scope, visit, again, again=True)


@people_only
@require_POST
def visit_result_find(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of the visit whose names have these parts. Sent, never in an address, where names do not belong."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    find = request.POST.get("find", "")[:80].replace("\0", "")
    return _page(request, scope, visit, result_page(scope, visit, show="all", find=find), find=find)


@people_only
@require_POST
def visit_result_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Hours, cards, IKD, what went wrong."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    form = ResultForm(request.POST, visit=visit)
    if form.is_valid():
        try:
            save_result(by=scope, visit=visit, **form.facts)
        except VisitChangedMeanwhile as changed:
            form.add_error(None, _("A colleague saved this visit meanwhile. Look at what stands, and save again."))
            form.data = form.data.copy()
            form.data["version"] = str(changed.visit.version)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(_here(visit, "open"))
    found = result_page(scope, visit, show="open")
    return _page(request, scope, visit_or_404(scope, pk), found, rest=form, status=409)


@people_only
@require_POST
def visit_count(request: HttpRequest, pk: int) -> HttpResponse:
    """People counted without names: rows of the ledger that are the visit's own."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    form = CountForm(request.POST, places=_places(scope, visit))
    if form.is_valid():
        data = form.cleaned_data
        try:
            count_unnamed(
                by=scope,
                visit=visit,
                desa=form.place,
                people=data["people"],
                newly_obliged=data["newly_obliged"] or 0,
                seen=data["seen"] or None,
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(_here(visit, "open"))
    return _page(request, scope, visit, result_page(scope, visit, show="open"), count=form, status=409)


@people_only
@require_http_methods(["GET", "POST"])
def visit_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """A tally sheet, typed line by line: first whom each code names, then, in sight of that, the saving."""
    scope = scope_of(request.user)
    visit = visit_or_404(scope, pk)
    if not visit.is_open:
        return redirect(visit.get_absolute_url())
    text = request.POST.get("lines", "")[:60_000].replace("\0", "")
    lines = lines_of(text, _by_code(scope, visit)) if request.method == "POST" else []
    wrong = [one for one in lines if one.wrong]
    mark = _mark_of(text, lines)
    # Whoever changed the sheet since, or whose colleague entered something of it, looks again whom it names.
    sure = request.POST.get("sure", "")
    if lines and not wrong and (sure == mark or (sure and all(one.stands for one in lines))):
        try:
            done = enter_outcomes(by=scope, visit=visit, entries=_entries(lines))
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            _say(request, done)
            if done.all_saved:
                return redirect(_here(visit, "open"))
            return _again(request, scope, visit, "open", _entries(lines), done)
    context = {"visit": visit, "text": text, "lines": lines, "wrong": wrong, "keys": _keys(), "mark": mark}
    return render(request, "outreach/visits/codes.html", context)


def _mark_of(text: str, lines: list[Line]) -> str:
    """Names a sheet and what was entered of its people when it was shown."""
    seen = [(one.attendance.pk, one.attendance.version) for one in lines if one.attendance is not None]
    return hashlib.sha256(f"{text}\n{seen}".encode()).hexdigest()[:32]


def _by_code(scope: Scope, visit: Visit) -> dict[str, Attendance]:
    people = {one.resident_id: one for one in attendances_for(scope, visit).select_related("resident", "desa")}
    codes = VisitCode.objects.filter(visit=visit).values_list("code", "resident")
    return {code: people[resident] for code, resident in codes if resident in people}


def _entries(lines: list[Line]) -> list[Entry]:
    """One for each person, however often the sheet names them alike."""
    found = {one.attendance.pk: one for one in lines}
    return [Entry(pk, one.outcome, one.attendance.version, one.attendance.note) for pk, one in found.items()]


def _keys() -> list[tuple[str, str, str]]:
    """(value, key, label) of each outcome."""
    return [(one.value, key, str(Attendance.Outcome(one).label)) for one, key in KEYS.items()]


def _places(scope: Scope, visit: Visit) -> list:
    """The desa of the kecamatan, those of the visit first."""
    served = set(visit.desa.values_list("pk", flat=True)) | set(visit.schools.values_list("desa", flat=True))
    return sorted(
        desa_for(scope).filter(kecamatan=visit.kecamatan_id), key=lambda one: (one.pk not in served, one.code)
    )


def _page(
    request: HttpRequest,
    scope: Scope,
    visit: Visit,
    found: ResultPage,
    *,
    find: str = "",
    again: bool = False,
    rest: ResultForm | None = None,
    count: CountForm | None = None,
    status: int = 200,
) -> HttpResponse:
    writes = visit.is_open and may_write(scope, visit.kecamatan) and visit.drive.is_active
    rest = rest or ResultForm(visit=visit)
    places = _places(scope, visit)
    count = count or CountForm(places=places, initial={"desa": places[0].code if places else "", "seen": 0})
    for form in (rest, count):
        mark_errors(form)
    context = {
        "visit": visit,
        "found": found,
        "tally": tally_of_visit(visit),
        "standing": standing_of(visit),
        "keys": _keys(),
        "find": find,
        "again": again,
        "writes": writes,
        "rest": rest,
        "count": count,
        "counts": _counts(visit, places),
        "show": found.show,
    }
    return render(request, "outreach/visits/result.html", context, status=status)


def _counts(visit: Visit, places: list) -> list[tuple[VisitCount, CountForm]]:
    """What was counted without names so far, each with the form that corrects it."""
    found = VisitCount.objects.filter(visit=visit, taken_back=False).select_related("desa")
    return [
        (
            one,
            CountForm(
                places=places,
                count=one.pk,
                initial={
                    "desa": one.desa.code if one.desa else "",
                    "people": one.people,
                    "newly_obliged": one.newly_obliged,
                    "seen": one.pk,
                },
            ),
        )
        for one in found
    ]
