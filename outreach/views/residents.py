"""The page of one resident, the step they take next, and the undoing of the last one."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kecamatan.access import Scope, scope_of
from kecamatan.figures import day_text
from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from kecamatan.views.redirects import safe_next
from outreach.access import people_only, resident_or_404
from outreach.actions.seen_steps import Moved, take_seen_step, undo_seen_step
from outreach.forms.reveal import RevealForm
from outreach.forms.steps import StepForm, UndoForm
from outreach.models import Resident, ResidentStep
from outreach.selectors.resident import ResidentPage, resident_page

#: Lines of the history that are open at once.
RECENT = 8


@people_only
@require_safe
def resident(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, where, how far, what comes next, and all that happened."""
    scope = scope_of(request.user)
    return _page(request, resident_page(scope, resident_or_404(scope, pk)))


@people_only
@require_POST
def resident_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the next step, once, however often it is sent."""
    scope = scope_of(request.user)
    page = resident_page(scope, resident_or_404(scope, pk))
    form = StepForm(request.POST, page=page)

    def take() -> str:
        step = take_seen_step(by=scope, resident=page.resident, **form.facts)
        return _("Saved: %(step)s, %(day)s.") % {"step": step.get_step_display(), "day": day_text(step.day)}

    return _done(request, page, form, take) or _again(request, scope, page.resident, form)


@people_only
@require_POST
def resident_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the last step that the page showed, once, however often it is sent."""
    scope = scope_of(request.user)
    page = resident_page(scope, resident_or_404(scope, pk))
    form = UndoForm(request.POST, page=page)

    def take_back() -> str:
        data = form.cleaned_data
        step = undo_seen_step(by=scope, resident=page.resident, seen_version=data["version"], note=data["reason"])
        return _("Undone: %(step)s, %(day)s.") % {"step": step.get_step_display(), "day": day_text(step.day)}

    return _done(request, page, form, take_back) or _again(request, scope, page.resident, form)


def page_of(request: HttpRequest, pk: int) -> str:
    """The address of a resident's page, with the way back that this one knows."""
    back = safe_next(request, "")
    address = reverse("outreach:resident", args=[pk])
    return f"{address}?{urlencode({'next': back})}" if back else address


def _done(
    request: HttpRequest, page: ResidentPage, form: StepForm | UndoForm, act: Callable[[], str]
) -> HttpResponse | None:
    """Back to the page with what was done; None where the form now carries a refusal."""
    if not form.is_valid():
        return None
    try:
        messages.success(request, act())
    except Moved as moved:
        if moved.done is None:
            form.add_error(
                None,
                _("Somebody changed this person since you opened the page. Look at it as it is now, then send again."),
            )
            return None
        messages.info(request, _("This was saved already, and counts once: %(step)s.") % {"step": _did(moved.done)})
    except Refused as refused:
        field = {"note": "reason"}.get(refused.field, refused.field) if "reason" in form.fields else refused.field
        form.add_error(field if field in form.fields else None, refused.message)
        return None
    return redirect(page_of(request, page.resident.pk))


def _did(step: ResidentStep) -> str:
    return f"{step.get_step_display()}, {day_text(step.day)}"


def _again(request: HttpRequest, scope: Scope, old: Resident, form: StepForm | UndoForm) -> HttpResponse:
    """The page as it is now, with what was typed and why it was not done."""
    page = resident_page(scope, resident_or_404(scope, old.pk))
    form.data = form.data.copy()
    # Sending it again is now a choice made in sight of what stands.
    form.data["version"] = str(page.resident.version)
    return _page(request, page, form)


def _page(request: HttpRequest, page: ResidentPage, sent: StepForm | UndoForm | None = None) -> HttpResponse:
    step = sent if isinstance(sent, StepForm) else StepForm(page=page)
    undo = sent if isinstance(sent, UndoForm) else UndoForm(page=page)
    step.fields["step"].widget.choices = StepForm(page=page).fields["step"].widget.choices
    for form in (step, undo):
        mark_errors(form)
    return render(
        request,
        "outreach/resident.html",
        {
            "page": page,
            "person": page.resident,
            "step_form": step,
            "undo_form": undo,
            "sent": sent,
            "reveal_forms": [
                RevealForm(initial={"kind": kind}, auto_id=f"{kind}-%s")
                for kind, there in (("nik", page.resident.nik_sealed), ("no_kk", page.resident.no_kk_sealed))
                if there
            ],
            "recent": page.history[:RECENT],
            "earlier": page.history[RECENT:],
            "doubles": [
                (one, reverse("outreach:double", args=sorted((page.resident.pk, one.resident.pk))))
                for one in page.doubles
            ],
            "import_page": _import_page(request, page),
            "here": page_of(request, page.resident.pk),
            "back": safe_next(request, reverse("outreach:resident-list")),
            "next": safe_next(request, ""),
        },
    )


def _import_page(request: HttpRequest, page: ResidentPage) -> str:
    """Where the list is that brought this person, for whoever may see it (``access.imports_for``); else ""."""
    batch = page.resident.batch
    if batch is None or not (page.assigned is None or batch.by_id == request.user.pk):
        return ""
    return reverse("outreach:import", args=[batch.pk])
