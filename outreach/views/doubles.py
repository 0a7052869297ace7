"""One person, listed twice: the pairs, two side by side, merging them, telling them apart, and the way back."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kecamatan.access import Scope, kecamatan_or_404, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.models import Drive, Kecamatan
from kecamatan.place_names import KECAMATAN_CODE
from kecamatan.refusals import Refused
from outreach.access import people_only, resident_or_404
from outreach.actions.doubles import merge, tell_apart, unmerge
from outreach.actions.steps import last_standing
from outreach.doubles import may_be_one
from outreach.forms.reconciliation import GREATEST, MergeForm, UnmergeForm
from outreach.life import State
from outreach.models import Distinct, Resident
from outreach.selectors.doubles import compared, pairs_of, who_stays, with_people
from outreach.selectors.reconciliation import standings
from outreach.views.reconciliation import active_drive

PER_PAGE = 25


@people_only
@require_safe
def double_list(request: HttpRequest) -> HttpResponse:
    """The likest pairs of the scope or of one kecamatan, best first."""
    scope = scope_of(request.user)
    drive = active_drive(scope)
    if drive is None:
        return render(request, "kecamatan/update_closed.html")
    chosen = _kecamatan_asked(request, scope)
    found = pairs_of(drive, [chosen.pk] if chosen else [one.pk for one in scope.kecamatan])
    page = Paginator(found.pairs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "scope": scope,
        "drive": drive,
        "chosen": chosen,
        "found": found,
        "page": page,
        "pairs": with_people(scope, page.object_list),
        "count": len(found.pairs),
    }
    return render(request, "outreach/doubles.html", context)


def _kecamatan_asked(request: HttpRequest, scope: Scope) -> Kecamatan | None:
    code = request.GET.get("kecamatan", "")
    if not code:
        return None
    if not re.fullmatch(KECAMATAN_CODE.strip("^$"), code):
        raise Http404
    return kecamatan_or_404(scope, code)


def _pair_or_404(scope: Scope, first: int, second: int) -> tuple[Resident, Resident]:
    if first == second or max(first, second) > GREATEST:
        raise Http404
    one, other = resident_or_404(scope, min(first, second)), resident_or_404(scope, max(first, second))
    if one.drive_id != other.drive_id:
        raise Http404
    return one, other


@people_only
@require_safe
def double(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Two people side by side, and what may be done with them."""
    scope = scope_of(request.user)
    pair = _pair_or_404(scope, first, second)
    return _page(request, pair)


@people_only
@require_POST
def double_merge(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """They are one: the other one is merged into the one who stays."""
    scope = scope_of(request.user)
    pair = _pair_or_404(scope, first, second)
    form = MergeForm(request.POST, pair=pair)
    if not form.is_valid():
        return _page(request, pair, form)
    kept, merged = pair if form.cleaned_data["kept"] == pair[0].pk else pair[::-1]
    try:
        merge(
            by=scope,
            kept=kept,
            merged=merged,
            counted_twice=form.cleaned_data["counted_twice"],
            day=scope.today,
            note=form.cleaned_data["note"],
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _page(request, tuple(resident_or_404(scope, one.pk) for one in pair), form)
    messages.success(request, _("Merged: %(name)s stays, and keeps both histories.") % {"name": kept.name})
    return redirect("outreach:double", first=pair[0].pk, second=pair[1].pk)


@people_only
@require_POST
def double_distinct(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """They are two, and are not proposed again."""
    scope = scope_of(request.user)
    pair = _pair_or_404(scope, first, second)
    try:
        tell_apart(by=scope, one=pair[0], other=pair[1])
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("outreach:double", first=pair[0].pk, second=pair[1].pk)
    messages.success(
        request, _("Noted: %(name)s and %(other)s are two people.") % {"name": pair[0].name, "other": pair[1].name}
    )
    return redirect("outreach:double-list")


@people_only
@require_http_methods(["GET", "POST"])
def double_unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why a merge is undone; POST undoes it."""
    if pk > GREATEST:
        raise Http404
    scope = scope_of(request.user)
    merged = resident_or_404(scope, pk)
    into = last_standing(merged).into if merged.state == State.MERGED else None
    if into is None:
        raise Http404
    into = resident_or_404(scope, into.pk)
    form = UnmergeForm(request.POST) if request.method == "POST" else UnmergeForm()
    if request.method == "POST" and form.is_valid():
        try:
            unmerge(by=scope, merged=merged, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("%(name)s is a person of their own again.") % {"name": merged.name})
            return redirect("outreach:double", first=min(pk, into.pk), second=max(pk, into.pk))
    mark_errors(form)
    return render(request, "outreach/double_unmerge.html", {"form": form, "merged": merged, "into": into})


def _page(request: HttpRequest, pair: tuple[Resident, ...], form: MergeForm | None = None) -> HttpResponse:
    one, other = pair
    merged = next((resident for resident in pair if resident.state == State.MERGED), None)
    possible = merged is None and may_be_one(one.state, other.state)
    twice, why = _counted_twice(one.drive, pair)
    if form is None:
        form = MergeForm(initial={"kept": who_stays(*pair).pk, "counted_twice": twice}, pair=pair) if possible else None
    if form is not None:
        mark_errors(form)
    context = {
        "first": one,
        "second": other,
        "rows": compared(one, other),
        "form": form if possible or (form is not None and form.is_bound) else None,
        "possible": possible,
        "why": why,
        "merged": merged,
        "into": last_standing(merged).into if merged else None,
        "told_apart": Distinct.objects.filter(first=one, second=other).exists(),
    }
    return render(request, "outreach/double.html", context)


def _counted_twice(drive: Drive, pair: tuple[Resident, ...]) -> tuple[bool, str]:
    """Does the count hold both, as far as numbers tell? With the sentence that says why."""
    gone = next((one for one in pair if one.state in {State.MERGED, State.REMOVED}), None)
    if gone is not None:
        return False, ""
    kept = who_stays(*pair)
    other = pair[1] if kept == pair[0] else pair[0]
    if other.added:
        return False, _("%(name)s was counted as flowed in; that row is undone with the merge.") % {"name": other.name}
    if kept.added:
        return False, _(
            "%(name)s was counted as flowed in. Tick this if the baseline holds the other entry as well."
        ) % {"name": kept.name}
    found = standings(drive, [other.kecamatan_id])[other.kecamatan_id]
    place = found.desa.get(other.desa_id, found.rest)
    if place.unnamed is None or place.unnamed < 0:
        return False, _("There are more names than people here, so the count seems to hold this person once.")
    return True, _("The count has room for all names here, so it seems to hold both entries of this person.")
