"""One thing done to many residents: counted, shown, confirmed, and refused where they changed meanwhile."""

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy, ngettext

from kecamatan.access import Scope, scope_of
from kecamatan.actions.ledger_bulk import lock_places
from kecamatan.figures import number_text
from kecamatan.lists.bulk import BulkPage
from kecamatan.lists.controls import Controls
from kecamatan.lists.exports import Export, export_response
from kecamatan.lists.links import ListQuery
from kecamatan.models import Desa
from outreach.access import people_only
from outreach.actions.access_log import log_access
from outreach.actions.bulk import set_field
from outreach.actions.steps import take_steps
from outreach.actions.visits.people import pick_people
from outreach.forms import bulk as forms_of
from outreach.models import Resident, ResidentAccess
from outreach.tables.residents import ResidentTable
from outreach.views.people import ResidentList, log_export


@method_decorator(people_only, name="dispatch")
class ResidentBulk(BulkPage):
    """Of the list of residents."""

    list_class, list_name = ResidentList, "outreach:resident-list"
    scope: Scope

    def post(self, request: HttpRequest) -> HttpResponse:
        self.scope = scope_of(request.user)
        form_class = type(self).form_class
        self.form_class = lambda *args: form_class(*args, scope=self.scope)  # type: ignore[assignment]
        return super().post(request)


class ResidentWork(ResidentBulk):
    """What changes them: their kecamatan first, as every step and edit of one person does."""

    def hold(self, rows: QuerySet, form: forms.Form) -> None:
        places = set(rows.order_by().values_list("kecamatan", flat=True).distinct())
        chosen = getattr(form, "value", None)
        lock_places([*places, *([chosen.kecamatan_id] if isinstance(chosen, Desa) else [])])


class SetField(ResidentWork):
    """Desa, school or home visit of all of them."""

    field: str

    def perform(self, *, by: Scope, pks: list[int], form: forms.Form) -> str:
        reason = form.cleaned_data["reason"]
        count = set_field(by=by, pks=pks, name=self.field, value=form.value, reason=reason)
        words = ngettext("%(count)s person was changed.", "%(count)s people were changed.", count)
        return words % {"count": number_text(count)}


class SetDesa(SetField):
    action, field, title, form_class = "desa", "desa", gettext_lazy("Move to another desa"), forms_of.DesaForm


class SetSchool(SetField):
    action, field, title, form_class = "school", "school", gettext_lazy("Set the school"), forms_of.SchoolForm


class SetHomeVisit(SetField):
    action, field, title = "home_visit", "home_visit", gettext_lazy("Set the home visit")
    form_class = forms_of.HomeVisitForm


class TakeStep(ResidentWork):
    """The same step for all of them, each with a row of the ledger of their own."""

    action, title, form_class = "step", gettext_lazy("Record a step"), forms_of.StepForm

    def perform(self, *, by: Scope, pks: list[int], form: forms.Form) -> str:
        people = Resident.objects.filter(pk__in=pks).order_by("pk")
        steps = take_steps(by=by, residents=list(people), **form.facts)
        words = ngettext(
            "The step of %(count)s person was saved.", "The steps of %(count)s people were saved.", len(steps)
        )
        return words % {"count": number_text(len(steps))}


class PutOnVisit(ResidentBulk):
    """All of them are expected at one of the visits ahead, whatever their place."""

    action, title, form_class = "visit", gettext_lazy("Put on a visit"), forms_of.VisitForm

    def perform(self, *, by: Scope, pks: list[int], form: forms.Form) -> str:
        people = list(Resident.objects.filter(pk__in=pks).order_by("pk"))
        changed = pick_people(by=by, visit=form.value, residents=people, expect=True)
        words = ngettext(
            "%(count)s person is expected there now who was not before.",
            "%(count)s people are expected there now who were not before.",
            changed,
        )
        return words % {"count": number_text(changed)}


class ExportChosen(ResidentBulk):
    """A file of those who are selected; with whole numbers only for a reason, written down for each of them."""

    action, title, form_class = "export", gettext_lazy("Export"), forms_of.ExportForm
    response: HttpResponse | None = None

    def post(self, request: HttpRequest) -> HttpResponse:
        answer = super().post(request)
        return self.response or answer

    def perform(self, *, by: Scope, pks: list[int], form: forms.Form) -> str:
        told = form.cleaned_data
        rows = self.list_class().rows(by).filter(pk__in=pks)
        if told["whole"]:
            for kind in (ResidentAccess.Kind.NIK, ResidentAccess.Kind.NO_KK):
                log_access(by=by, residents=pks, kind=kind, reason=told["reason"])
        self.response = export_response(
            self._export(by, rows, whole=told["whole"]),
            told["kind"],
            lambda export, kind, count: log_export(export, kind, count, told["reason"]),
        )
        words = ngettext("A file of %(count)s person was made.", "A file of %(count)s people was made.", len(pks))
        return words % {"count": number_text(len(pks))}

    def _export(self, by: Scope, rows: QuerySet, *, whole: bool) -> Export:
        query = QueryDict(self.request.POST.get("query", ""))
        controls = Controls(query, table_class=ResidentTable, scope=by)
        chosen = controls.chosen if controls.is_valid() else None
        table = ResidentTable([], scope=by, chosen=chosen, whole_numbers=whole)
        return Export(str(ResidentList.title), rows, table, ListQuery(query).without("find"), by, timezone.now())
