"""The schools of a desa: add, change, delete. Admins only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kecamatan.access import Scope, admins_only, desa_or_404, school_or_404, scope_of
from kecamatan.actions.places import delete_school, save_school
from kecamatan.forms.fields import mark_errors
from kecamatan.forms.villages import SchoolForm
from kecamatan.models import School
from kecamatan.refusals import Refused


@admins_only
@require_http_methods(["GET", "POST"])
def school_new(request: HttpRequest, code: str) -> HttpResponse:
    """A new school of this desa."""
    scope = scope_of(request.user)
    return _school_form(request, scope, School(desa=desa_or_404(scope, code)))


@admins_only
@require_http_methods(["GET", "POST"])
def school_edit(request: HttpRequest, npsn: str) -> HttpResponse:
    """Change a school."""
    scope = scope_of(request.user)
    return _school_form(request, scope, school_or_404(scope, npsn))


@admins_only
@require_http_methods(["GET", "POST"])
def school_delete(request: HttpRequest, npsn: str) -> HttpResponse:
    """GET asks; POST deletes."""
    scope = scope_of(request.user)
    school = school_or_404(scope, npsn)
    refusal = ""
    if request.method == "POST":
        try:
            delete_school(by=scope, school=school)
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, _("%(school)s deleted.") % {"school": school})
            return redirect("kecamatan:desa-edit", code=school.desa.code)
    return render(request, "kecamatan/school_delete.html", {"school": school, "refusal": refusal})


def _school_form(request: HttpRequest, scope: Scope, school: School) -> HttpResponse:
    form = SchoolForm(request.POST or None, instance=school)
    if request.method == "POST" and form.is_valid():
        try:
            save_school(by=scope, school=form.save(commit=False))
        except Refused as refused:
            form.add_error("npsn", refused.message)
        else:
            messages.success(request, _("%(school)s saved.") % {"school": school})
            return redirect("kecamatan:desa-edit", code=school.desa.code)
    mark_errors(form)
    adding = school._state.adding
    return render(request, "kecamatan/school_form.html", {"form": form, "desa": school.desa, "adding": adding})
