"""The page of one visit, the steps of its life, putting it off, and going again."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import Scope, scope_of
from kecamatan.figures import day_text
from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from outreach.access import people_only, visit_or_404
from outreach.actions.visits.planning import follow_up, postpone_visit
from outreach.actions.visits.steps import take_visit_step
from outreach.field_words import open_in_the_field
from outreach.forms.visits.plan import FollowUpForm, PostponeForm, VisitStepForm
from outreach.models import Visit
from outreach.selectors.letters.following import letters_of
from outreach.selectors.visits.page import VisitPage, proposed_day, visit_page
from outreach.visit_life import NEEDS_REASON, Step

#: The step that comes next in an ordinary life has the large button; the others stand below it, folded.
ORDINARY = (Step.START, Step.FINISH, Step.CLOSE)
FOLDED = (Step.UNSTART, Step.RESUME, Step.REOPEN, Step.UNCONFIRM, Step.CANCEL)


@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """When and where, whom it expects, what it yielded, what comes next. For pejabat as well: there is no person on it."""
    scope = scope_of(request.user)
    return _page(request, scope, visit_page(scope, visit_or_404(scope, pk)))


@people_only
@require_POST
def visit_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step of the visit's life; asked twice it is done once."""
    scope = scope_of(request.user)
    here = visit_or_404(scope, pk)
    form = VisitStepForm(request.POST)
    if form.is_valid():
        step = Step(form.cleaned_data["step"])
        last = here.steps.order_by("-number").first()
        if last is not None and last.step == step and last.by_id == request.user.pk and here.state == last.to_state:
            messages.info(request, _("This was saved already: %(step)s.") % {"step": last.get_step_display()})
            return redirect(here.get_absolute_url())
        try:
            taken = take_visit_step(by=scope, visit=here, step=step, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason" if refused.field == "reason" else None, refused.message)
        else:
            messages.success(request, _("Saved: %(step)s.") % {"step": taken.get_step_display()})
            return redirect(here.get_absolute_url())
    return _page(request, scope, visit_page(scope, visit_or_404(scope, pk)), sent=form, status=409)


@people_only
@require_POST
def visit_postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the visit off to another day: the new one takes its place, and each leads to the other."""
    scope = scope_of(request.user)
    here = visit_or_404(scope, pk)
    form = PostponeForm(request.POST, auto_id="postpone-%s")
    if form.is_valid():
        later = Visit.objects.filter(replaces=here, day=form.cleaned_data["day"]).first()
        if later is not None:
            messages.info(request, _("This visit was put off already: here is the new one."))
            return redirect(later.get_absolute_url())
        try:
            later = postpone_visit(by=scope, visit=here, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            words = _("Put off to %(day)s. The letter that is out is no longer right: prepare a new one.")
            messages.success(request, words % {"day": day_text(later.day)})
            return redirect(later.get_absolute_url())
    return _page(request, scope, visit_page(scope, visit_or_404(scope, pk)), postpone=form, status=409)


@people_only
@require_POST
def visit_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: a draft on another day that expects those who were not there."""
    scope = scope_of(request.user)
    here = visit_or_404(scope, pk)
    form = FollowUpForm(request.POST, proposed=scope.today)
    if form.is_valid():
        again = here.followed_by.filter(day=form.cleaned_data["day"]).planned().first()
        if again is not None:
            messages.info(request, _("This follow-up was planned already: here it is."))
            return redirect(again.get_absolute_url())
        try:
            again = follow_up(by=scope, visit=here, day=form.cleaned_data["day"])
        except Refused as refused:
            form.add_error("day", refused.message)
        else:
            messages.success(
                request, _("A draft for %(day)s, with those who were not there.") % {"day": day_text(again.day)}
            )
            return redirect(again.get_absolute_url())
    return _page(request, scope, visit_page(scope, visit_or_404(scope, pk)), again=form, status=409)


def button_of(step: Step) -> str:
    """What the button of a step says."""
    return {
        Step.ANNOUNCE: _("It was announced there"),
        Step.CONFIRM: _("The place is confirmed"),
        Step.UNCONFIRM: _("The place is no longer confirmed"),
        Step.START: _("Start the visit"),
        Step.UNSTART: _("It did not start after all"),
        Step.FINISH: _("The visit is over"),
        Step.RESUME: _("Take it up again"),
        Step.CLOSE: _("Close the visit"),
        Step.REOPEN: _("Open it again"),
        Step.CANCEL: pgettext("button", "Cancel the visit"),
    }[step]


def _page(
    request: HttpRequest,
    scope: Scope,
    page: VisitPage,
    *,
    sent: VisitStepForm | None = None,
    postpone: PostponeForm | None = None,
    again: FollowUpForm | None = None,
    status: int = 200,
) -> HttpResponse:
    here, may_postpone, day = page.visit, Step.POSTPONE in page.offered, scope.today
    if may_postpone or page.may_go_again:
        day = proposed_day(scope, here, at_schools=bool(page.schools))
    if postpone is None and may_postpone:
        initial = {"day": day, "starts": here.starts, "ends": here.ends}
        postpone = PostponeForm(initial=initial, auto_id="postpone-%s")
    if again is None and page.may_go_again:
        again = FollowUpForm(proposed=day)
    for form in (sent, postpone, again):
        if form is not None:
            mark_errors(form)
    closing = _closing(page, scope, sent) if Step.CLOSE in page.offered and page.standing.is_open else None
    elsewhere = (
        {Step.POSTPONE} | ({Step.START} if page.days_ahead > 0 else set()) | ({Step.CLOSE} if closing else set())
    )
    offered = [one for one in page.offered if one not in elsewhere]
    context = {
        "page": page,
        "visit": here,
        "closing": closing,
        "first": [(one, button_of(one)) for one in offered if one in (Step.ANNOUNCE, Step.CONFIRM, *ORDINARY)],
        "folded": [_folded(one, sent) for one in offered if one in FOLDED],
        "sent": sent,
        "postpone": postpone if may_postpone else None,
        "again": again if page.may_go_again else None,
        "steps": page.steps,
        "may_see_people": scope.sees_persons,
        "courses": letters_of(here),
    }
    return render(request, "outreach/visits/visit.html", context, status=status)


def _closing(page: VisitPage, scope: Scope, sent: VisitStepForm | None) -> dict:
    """What has not come in from the field, and, for an admin, the form that closes the visit all the same."""
    told = {"open": open_in_the_field(page.standing), "form": None}
    if scope.user.is_admin and not (page.tally and page.tally.open):
        told["form"] = _folded(Step.CLOSE, sent)["form"]
    return told


def _folded(step: Step, sent: VisitStepForm | None) -> dict:
    """One step behind a fold, with the form in which its reason is given."""
    mine = sent is not None and sent.data.get("step") == step
    form: Form = sent if mine else VisitStepForm(initial={"step": step}, auto_id=f"{step}-%s")
    return {
        "step": step,
        "button": button_of(step),
        "form": form,
        "needs_reason": step in NEEDS_REASON,
        "open": mine,
        "danger": step is Step.CANCEL,
    }
