"""Taking a list in: from the file to the people, one question a page."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from kecamatan.access import Scope, drive_or_404, scope_of
from kecamatan.actions.audit import audit
from kecamatan.refusals import Refused
from outreach import jobs, uploads
from outreach.access import import_or_404, imports_for, people_only, residents_for
from outreach.actions.imports.commit import waiting_changed, waiting_new
from outreach.actions.imports.discard import discard, discard_forgotten
from outreach.actions.imports.undo import InTheWay, undo_import
from outreach.forms.columns import mapping_forms
from outreach.forms.imports import ReasonForm, TakeInForm, UploadForm
from outreach.models import Absence, ImportBatch
from outreach.selectors.above import WAITING
from outreach.selectors.imports import preview_of, result_of

State = ImportBatch.State
#: States that end; nothing is under way, and the upload is gone.
CLOSED = {State.COMMITTED, State.UNDONE, State.DISCARDED, State.FAILED}


@people_only
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """The lists that were taken in, newest first."""
    scope = scope_of(request.user)
    uploads.drop_old()  # of those that nobody took in, also where nobody uploads another one
    discard_forgotten(timezone.now())
    batches = imports_for(scope).select_related("by", "drive").exclude(state=State.DISCARDED)[:100]
    waiting = residents_for(scope).filter(absences__settled=Absence.Settled.OPEN).count()
    unread = imports_for(scope).filter(state__in=WAITING).count()
    context = {"scope": scope, "batches": batches, "closed": CLOSED, "waiting": waiting, "unread": unread}
    return render(request, "outreach/imports.html", context)


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """The file. It is kept for as long as it takes to look at it, and read in a process of its own."""
    scope = scope_of(request.user)
    drive = drive_or_404(scope)
    if drive is None or not drive.is_active:
        return render(request, "kecamatan/update_closed.html", {"drive": drive}, status=409 if request.POST else 200)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, today=scope.today)
    if request.method == "POST" and form.is_valid():
        batch = _kept(scope, drive, form)
        jobs.start("read", batch)
        return redirect(batch)
    return render(
        request, "outreach/import_new.html", {"scope": scope, "form": form}, status=400 if form.errors else 200
    )


def _kept(scope: Scope, drive, form: UploadForm) -> ImportBatch:
    file = form.cleaned_data["file"]
    uploads.drop_old()
    batch = ImportBatch(
        kabupaten=scope.kabupaten,
        drive=drive,
        file_name=file.name[-150:],
        file_bytes=file.size,
        upload=uuid.uuid4(),
        covers=form.cleaned_data["covers"],
        list_date=form.cleaned_data["list_date"],
        by=scope.user,
    )
    batch.file_print = uploads.print_of(uploads.keep(batch.upload, file.chunks()))
    batch.save(force_insert=True)
    audit(by=scope.user, action="upload", target=batch, kabupaten=scope.kabupaten)
    return batch


@people_only
@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands, and what comes next."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    return _page(request, scope, batch)


def _page(request: HttpRequest, scope: Scope, batch: ImportBatch, status: int = 200, **more) -> HttpResponse:
    context = {"scope": scope, "batch": batch, **more}
    if batch.state in {State.UPLOADED, State.READING, State.COMMITTING}:
        context |= {"progress": jobs.progress_of(batch)}
        return render(request, "outreach/import_waiting.html", context, status=status)
    if batch.state == State.MAPPING:
        context.setdefault("forms", mapping_forms(batch))
        return render(request, "outreach/import_columns.html", context, status=status)
    if batch.state == State.PREVIEW:
        context.setdefault("form", TakeInForm(initial={"new_are": batch.new_are}))
        context["preview"] = preview_of(scope, batch)
        return render(request, "outreach/import_preview.html", context, status=status)
    context["result"] = result_of(scope, batch)
    return render(request, "outreach/import_done.html", context, status=status)


@people_only
@require_GET
def import_progress(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the work on this import is, for the page that waits for it."""
    batch = import_or_404(scope_of(request.user), pk)
    progress = jobs.progress_of(batch)
    return JsonResponse(
        {"state": batch.state, "words": progress.words, "share": progress.share, "ended": progress.ended}
    )


@people_only
@require_POST
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in what is sure and decided; the work goes on when the browser is closed."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    form = TakeInForm(request.POST)
    if batch.state not in {State.PREVIEW, State.COMMITTED}:
        messages.warning(request, _("This list is not waiting to be taken in any more. Here is where it stands."))
        return redirect(batch)
    if not form.is_valid():
        return _page(request, scope, batch, 400, form=form)
    whole = batch.state == State.PREVIEW and batch.covers == ImportBatch.Covers.WHOLE
    if not (waiting_new(batch).exists() or waiting_changed(batch).exists() or whole or _all_same(batch)):
        messages.warning(request, _("No row of this list can be taken in yet. Decide the doubtful ones first."))
        return redirect(batch)
    told = {name: form.cleaned_data[name] for name in ("new_are", "new_reason")}
    jobs.start("commit", batch, committed_by=scope.user, **told)
    return redirect(batch)


def _all_same(batch: ImportBatch) -> bool:
    """A list of which everything is known already may be taken in: it then says so."""
    return batch.state == State.PREVIEW and not batch.rows.exclude(verdict="same").exists()


@people_only
@require_POST
def import_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with work that was cut off, by a power cut or a restart: nothing of it was saved."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    if batch.state in {State.UPLOADED, State.READING, State.COMMITTING} and jobs.progress_of(batch).stopped:
        jobs.start("commit" if batch.state == State.COMMITTING else "read", batch)
    return redirect(batch)


@people_only
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a list that was only looked at; its file and its rows are deleted."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    if not discard(by=scope, batch=batch):
        messages.warning(request, _("This list was taken in. Undo it instead of throwing it away."))
        return redirect(batch)
    messages.success(request, _("“%(file)s” was thrown away. Nothing was changed.") % {"file": batch.file_name})
    return redirect("outreach:import-list")


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list back, or see which later work stands in the way."""
    scope = scope_of(request.user)
    batch = import_or_404(scope, pk)
    if batch.state != State.COMMITTED:
        messages.warning(request, _("This list is not taken in, so there is nothing to undo."))
        return redirect(batch)
    form, standing = ReasonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            undo_import(by=scope, batch=batch, reason=form.cleaned_data["reason"])
        except InTheWay as found:
            standing = found
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(
                request, _("“%(file)s” was taken back: everything is as it was before.") % {"file": batch.file_name}
            )
            return redirect(batch)
    status = 409 if standing else 400 if form.errors else 200
    return render(
        request, "outreach/import_undo.html", {"batch": batch, "form": form, "standing": standing}, status=status
    )
