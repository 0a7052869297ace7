"""Erasing the personal data of drives that are over, for admins."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kecamatan.access import admins_only, drives_for, scope_of
from kecamatan.figures import number_text
from kecamatan.forms.fields import LineField, mark_errors
from kecamatan.refusals import Refused
from outreach.actions.erasing import erasable, erase_people


class EraseForm(forms.Form):
    """Of which drive, why, and the name of the drive typed once more."""

    drive = forms.IntegerField(widget=forms.HiddenInput)
    name = LineField(label=gettext_lazy("Type the name of the drive once more"), max_length=80)
    reason = LineField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        if self.is_bound:
            mark_errors(self)


@admins_only
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Past drives with the number of people whose data has no purpose any more."""
    scope = scope_of(request.user)
    drives = list(drives_for(scope).filter(is_active=False))
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        drive = next((one for one in drives if one.pk == form.cleaned_data["drive"]), None)
        if drive is None:
            raise Http404
        if form.cleaned_data["name"] != drive.name:
            form.add_error("name", _("This is not the name of the drive. Nothing was erased."))
        else:
            try:
                count = erase_people(by=scope, drive=drive, reason=form.cleaned_data["reason"])
            except Refused as refused:
                form.add_error(refused.field or None, refused.message)
            else:
                words = ngettext(
                    "The data of %(count)s person was erased.", "The data of %(count)s people was erased.", count
                )
                messages.success(request, words % {"count": number_text(count)})
                return redirect("outreach:resident-erase")
    asked = str(form["drive"].value() or "")
    found = [
        (
            drive,
            erasable(scope, drive).count(),
            form if str(drive.pk) == asked else EraseForm(initial={"drive": drive.pk}),
        )
        for drive in drives
    ]
    return render(request, "outreach/erase.html", {"found": found}, status=400 if form.errors else 200)
