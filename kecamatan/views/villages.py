"""Village records: the list of desa and kelurahan, and the form of one."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kecamatan.access import Scope, admins_only, desa_or_404, drives_for, scope_of
from kecamatan.actions.places import ChangedMeanwhile, desa_values, fingerprint, save_desa
from kecamatan.figures import NONE, number_text
from kecamatan.filters import VillageFilters
from kecamatan.forms.fields import mark_errors
from kecamatan.forms.villages import DesaForm
from kecamatan.lists.page import ListPage
from kecamatan.models import Desa, Drive
from kecamatan.phones import phone_text
from kecamatan.refusals import Refused
from kecamatan.selectors.shares import breakdown_around
from kecamatan.selectors.villages import villages
from kecamatan.tables.villages import VillageTable


class VillageList(ListPage):
    """Desa and kelurahan with whom to call there, their share of the baseline and what was done."""

    filters_class = VillageFilters
    table_class = VillageTable
    template_name = "kecamatan/villages.html"
    title = gettext_lazy("Villages")

    def rows(self, scope: Scope) -> QuerySet[Desa]:
        self.drive = active_drive(scope)
        return villages(scope, self.drive)


def active_drive(scope: Scope) -> Drive | None:
    """The drive whose shares can be changed; None where none is active."""
    return drives_for(scope).filter(is_active=True).first()


@admins_only
@require_http_methods(["GET", "POST"])
def desa_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Head and share of one desa. Where somebody else saved meanwhile, both values are shown and nothing is lost."""
    scope = scope_of(request.user)
    desa = desa_or_404(scope, code)
    drive = active_drive(scope)
    current = desa_values(desa, drive)
    theirs = None
    if request.method == "GET":
        form = DesaForm(initial={**current, "seen": fingerprint(current)}, with_share=drive is not None)
        return _desa_page(request, desa, drive, form)
    form = DesaForm(request.POST, with_share=drive is not None)
    if form.is_valid():
        try:
            save_desa(by=scope, desa=desa, drive=drive, values=form.values, seen=form.cleaned_data["seen"])
        except ChangedMeanwhile as changed:
            theirs = changed.current
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, _("%(desa)s saved.") % {"desa": desa})
            return redirect("kecamatan:desa-edit", code=desa.code)
    return _desa_page(request, desa, drive, form, theirs)


def _desa_page(
    request: HttpRequest, desa: Desa, drive: Drive | None, form: DesaForm, theirs: dict | None = None
) -> HttpResponse:
    mark_errors(form)
    conflicts = []
    if theirs is not None:
        conflicts = _conflicts(form, theirs)
        form.data = form.data.copy()
        # Sending the form again is now a choice made in sight of the other values.
        form.data["seen"] = fingerprint(theirs)
    context = {
        "desa": desa,
        "drive": drive,
        "form": form,
        "breakdown": breakdown_around(desa, drive) if drive else None,
        "left": None,
        "conflicts": conflicts,
        "schools": desa.schools.all(),
    }
    if drive:
        share = (
            form.cleaned_data.get("share") if form.is_bound and hasattr(form, "cleaned_data") else form["share"].value()
        )
        context["left"] = context["breakdown"].left(share)
    return render(request, "kecamatan/desa_edit.html", context)


def _conflicts(form: DesaForm, theirs: dict) -> list[tuple[str, str, str]]:
    """(field, saved meanwhile, typed here) of every field that differs."""
    found = []
    for name, value in theirs.items():
        typed = form.cleaned_data.get(name)
        if name in form.fields and typed != value:
            found.append((form.fields[name].label, _shown(name, value), _shown(name, typed)))
    return found


def _shown(name: str, value: str | int | None) -> str:
    if value in (None, ""):
        return NONE
    if name == "share":
        return number_text(value)
    return phone_text(value) if name == "head_phone" else str(value)
