"""Reports on paper: choose one and see it at once, number it, take it as PDF or as a sheet."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kecamatan.access import Scope, admins_only, desa_for, report_or_404, reports_for, scope_of, writers_only
from kecamatan.actions.reports import issue_report, save_report_settings
from kecamatan.forms.fields import mark_errors
from kecamatan.forms.reports import ReportForm, ReportSettingsForm
from kecamatan.kept import kept, version_of
from kecamatan.lists.page import ListPage
from kecamatan.models import Drive, Report, ReportMail, ReportSettings
from kecamatan.refusals import Refused
from kecamatan.reports.view import changed_since, shown
from kecamatan.selectors.report_brief import told_in
from kecamatan.selectors.report_files import file_of, forms_of
from kecamatan.selectors.reports import Asked, asked_again, head_of_report
from kecamatan.tables.reports import ReportFilters, ReportTable
from kecamatan.views.pages import drives_of

LATEST = 10


@dataclass(frozen=True)
class _Wanted:
    """What a request asks for: its drive, its form and, where that has no errors, the report's content."""

    drive: Drive
    drives: list[Drive]
    form: ReportForm
    content: Mapping | None


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """A report as it would be printed now, the weekly one of today unless asked otherwise; and those issued last."""
    scope = scope_of(request.user)
    drive, drives = drives_of(request, scope)
    if drive is None:
        return render(request, "kecamatan/no_drive.html", {"scope": scope})
    wanted = _wanted(request.GET, scope, drive, drives)
    return _page(request, scope, wanted, status=200 if wanted.content else 400)


@writers_only
@require_POST
def report_issue(request: HttpRequest) -> HttpResponse:
    """Number the report that the form asks for; sent twice it is the same one."""
    scope = scope_of(request.user)
    drive, drives = _drive(request.POST.get("drive", ""), request, scope)
    if drive is None:
        return render(request, "kecamatan/no_drive.html", {"scope": scope}, status=409)
    form = ReportForm(request.POST, scope=scope, drive=drive, desa=list(desa_for(scope)))
    key = _key(request.POST.get("key", ""))
    if key is None:
        form.add_error(None, _("This form is not complete. Open the page again and send it anew."))
    if form.is_valid():
        try:
            report = issue_report(by=scope, asked=form.asked, key=key)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Issued as %(number)s.") % {"number": report.number})
            return redirect(report)
    return _page(request, scope, _Wanted(drive, drives, form, None), status=400)


@require_safe
def report_draft(request: HttpRequest, form: str) -> HttpResponse:
    """The report that the address asks for as a file, without a number."""
    scope = scope_of(request.user)
    drive, drives = drives_of(request, scope)
    if drive is None:
        raise Http404
    wanted = _wanted(request.GET, scope, drive, drives)
    if wanted.content is None:
        return _page(request, scope, wanted, status=400)
    return _file(wanted.content, form)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """An issued report as it is printed, and beside it what is known now where that is something else."""
    scope = scope_of(request.user)
    found = report_or_404(scope, pk)
    now = _told(scope, asked_again(found))
    context = {
        "scope": scope,
        "report": found,
        "shown": shown(found.content),
        "forms": forms_of(found.kind),
        "changes": changed_since(found.content, now),
        "mails": list(ReportMail.objects.filter(report=found)) if scope.user.is_admin else [],
        "draft": _query(found.kind, found.desa or found.kecamatan, found.day, found.drive),
    }
    return render(request, "kecamatan/reports/report.html", context)


@require_safe
def report_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """An issued report as a file: the same bytes whenever it is asked for."""
    return _file(report_or_404(scope_of(request.user), pk).content, form)


@admins_only
@require_http_methods(["GET", "HEAD", "POST"])
def report_settings(request: HttpRequest) -> HttpResponse:
    """How reports are numbered, and to whom the schedule sends them."""
    scope = scope_of(request.user)
    held = ReportSettings.objects.filter(kabupaten=scope.kabupaten).first() or ReportSettings(kabupaten=scope.kabupaten)
    version = held.version
    form = ReportSettingsForm(request.POST or None, instance=held, scope=scope, initial={"version": version})
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            save_report_settings(by=scope, values=values, seen=form.cleaned_data["version"])
        except Refused as refused:
            form.add_error(None, refused.message)
            form.data = form.data.copy()
            form.data["version"] = version
        else:
            messages.success(request, _("Saved. Reports from now on are numbered and sent so."))
            return redirect("kecamatan:report-settings")
    mark_errors(form)
    status = 400 if form.errors else 200
    return render(request, "kecamatan/reports/settings.html", {"scope": scope, "form": form}, status=status)


class ReportList(ListPage):
    """Every issued report with its number, newest first."""

    filters_class = ReportFilters
    table_class = ReportTable
    template_name = "kecamatan/reports/register.html"
    title = gettext_lazy("Register of reports")

    def rows(self, scope: Scope) -> QuerySet[Report]:
        return reports_for(scope).defer("content").select_related("kecamatan", "desa", "issued_by").order_by("-pk")


def _wanted(data, scope: Scope, drive: Drive, drives: list[Drive]) -> _Wanted:
    usual = {"kind": Report.Kind.WEEKLY, "place": "", "day": min(scope.today, _last_day(drive)).isoformat()}
    if not scope.everything and scope.kecamatan:
        usual["place"] = scope.kecamatan[0].code
    form = ReportForm(usual | data.dict(), scope=scope, drive=drive, desa=list(desa_for(scope)))
    content = None
    if form.is_valid():
        content = head_of_report(form.asked) | _told(scope, form.asked)
    return _Wanted(drive, drives, form, content)


def _last_day(drive: Drive):
    """The last day of which a report of a drive speaks, unless asked otherwise: of a past one its polling day."""
    return drive.polling_day


def _told(scope: Scope, asked: Asked) -> dict:
    """The content, of one moment, kept for as long as nothing changes."""
    place = asked.place.code
    key = ("report", asked.drive.pk, asked.kind, asked.level, place, asked.day, scope.today)
    return kept(scope.kabupaten, key, lambda: told_in(asked), version=_version(scope))[1]


def _version(scope: Scope) -> int:
    """Of the counts, from what this request has read of its places, which is no older than the request itself."""
    if not scope.everything:
        return version_of(scope.kabupaten.pk)
    return scope.kabupaten.version + sum(one.version for one in scope.kecamatan)


def _page(request: HttpRequest, scope: Scope, wanted: _Wanted, *, status: int) -> HttpResponse:
    form = wanted.form
    mark_errors(form)
    context = {
        "scope": scope,
        "drive": wanted.drive,
        "drives": wanted.drives,
        "form": form,
        "shown": shown(wanted.content) if wanted.content else None,
        "forms": forms_of(form.cleaned_data["kind"]) if wanted.content else (),
        "key": uuid.uuid4(),
        "latest": _latest(scope),
    }
    if wanted.content:
        asked = form.asked
        context["draft"] = _query(asked.kind, asked.desa or asked.kecamatan, asked.day, asked.drive)
    part = request.htmx and request.htmx.target == "preview"
    return render(request, f"kecamatan/reports/{'preview' if part else 'reports'}.html", context, status=status)


def _latest(scope: Scope) -> list[Report]:
    """The reports issued last (one query)."""
    found = list(
        reports_for(scope).defer("content").select_related("kecamatan", "desa", "issued_by").order_by("-pk")[:LATEST]
    )
    for one in found:
        one.kabupaten = scope.kabupaten
    return found


def _query(kind: str, place, day, drive: Drive) -> Mapping:
    """What an address says to ask for a report."""
    asked = {"kind": str(kind), "place": place.code if place else "", "day": day.isoformat()}
    return asked if drive.is_active else asked | {"drive": str(drive.pk)}


def _file(content: Mapping, form: str) -> HttpResponse:
    if form not in forms_of(content["kind"]):
        raise Http404
    name, made, kind = file_of(content, form)
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if form == "pdf" else "attachment"}; filename="{name}"'
    add_never_cache_headers(response)
    return response


def _drive(raw: str, request: HttpRequest, scope: Scope) -> tuple[Drive | None, list[Drive]]:
    drive, drives = drives_of(request, scope)
    if not raw:
        return drive, drives
    for one in drives:
        if str(one.pk) == raw:
            return one, drives
    raise Http404


def _key(raw: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(raw)
    except ValueError:
        return None
