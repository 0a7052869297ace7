"""What the office says of its teams, for admins."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kecamatan.access import admins_only, scope_of
from kecamatan.forms.fields import mark_errors
from kecamatan.refusals import Refused
from outreach.actions.plan_settings import save_plan_settings
from outreach.forms.where import SettingsForm
from outreach.selectors.where.settings import settings_of


@admins_only
@require_http_methods(["GET", "POST"])
def plan_settings(request: HttpRequest) -> HttpResponse:
    """Where a colleague saved meanwhile, their values are shown and nothing is lost."""
    scope = scope_of(request.user)
    form = SettingsForm(request.POST or None, instance=settings_of(scope))
    if request.method == "POST" and form.is_valid():
        try:
            save_plan_settings(by=scope, settings=form.save(commit=False))
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved. The planner reckons with it from now on."))
            return redirect("outreach:plan-settings")
    mark_errors(form)
    return render(request, "outreach/where/settings.html", {"form": form})
