"""What is done to everybody who is selected."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.figures import short_day_text
from kecamatan.forms.fields import DayField, LineField
from outreach.access import visits_for
from outreach.forms.choices import desa_choices, school_choices
from outreach.life import Removal, Step
from outreach.models import Resident, ResidentStep

#: Steps that may be taken for many; merging is of two.
STEPS = [step for step in Step if step not in {Step.LIST, Step.UNDO, Step.MERGE}]


class DesaForm(forms.Form):
    """Where they live."""

    desa = forms.ChoiceField(
        label=gettext_lazy("Desa/kelurahan"), error_messages={"required": gettext_lazy("Choose a desa.")}
    )
    reason = LineField(label=gettext_lazy("Reason"), required=False, max_length=300)

    def __init__(self, *args, scope: Scope, **options) -> None:
        super().__init__(*args, **options)
        self.fields["desa"].choices, self.found = desa_choices(scope)

    @property
    def value(self):
        return self.found[self.cleaned_data["desa"]]


class SchoolForm(forms.Form):
    """Which school they go to."""

    school = forms.ChoiceField(label=gettext_lazy("School"), required=False)
    reason = LineField(label=gettext_lazy("Reason"), required=False, max_length=300)

    def __init__(self, *args, scope: Scope, **options) -> None:
        super().__init__(*args, **options)
        self.fields["school"].choices, self.found = school_choices(scope)

    @property
    def value(self):
        return self.found.get(self.cleaned_data["school"])


class HomeVisitForm(forms.Form):
    """Why they need a visit at home; none takes the flag away."""

    home_visit = forms.ChoiceField(
        label=gettext_lazy("Home visit"),
        required=False,
        choices=[("", gettext_lazy("none")), *Resident.HomeVisit.choices],
    )
    reason = LineField(label=gettext_lazy("Reason"), required=False, max_length=300)

    def __init__(self, *args, scope: Scope, **options) -> None:
        super().__init__(*args, **options)

    @property
    def value(self) -> str:
        return self.cleaned_data["home_visit"]


class StepForm(forms.Form):
    """What happened to all of them, on which day."""

    step = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        choices=[("", gettext_lazy("choose")), *((one.value, ResidentStep.Step(one).label) for one in STEPS)],
        error_messages={"required": gettext_lazy("Choose what happened.")},
    )
    removal = forms.ChoiceField(
        label=gettext_lazy("Why off the list?"), choices=[("", "–"), *Resident.Removal.choices], required=False
    )
    day = DayField(label=gettext_lazy("On which day?"))
    note = LineField(label=gettext_lazy("Note"), required=False, max_length=300)

    def __init__(self, *args, scope: Scope, **options) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = scope.today

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("step") == Step.REMOVE and not cleaned.get("removal"):
            self.add_error("removal", _("Say why they are taken off the list."))
        return cleaned

    @property
    def facts(self) -> dict:
        """For ``actions.steps.take_steps``."""
        told = self.cleaned_data
        step = Step(told["step"])
        removal = Removal(told["removal"]) if step is Step.REMOVE else None
        return {"step": step, "day": told["day"], "note": told["note"], "removal": removal}


class ExportForm(forms.Form):
    """As which file, and whether whole numbers go into it."""

    kind = forms.ChoiceField(label=gettext_lazy("File"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])
    whole = forms.BooleanField(label=gettext_lazy("With whole NIK and No. KK"), required=False)
    reason = LineField(label=gettext_lazy("What for?"), required=False, max_length=300)

    def __init__(self, *args, scope: Scope, **options) -> None:
        super().__init__(*args, **options)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("whole") and not cleaned.get("reason"):
            self.add_error(
                "reason", _("Say what the whole numbers are needed for: it is written down for each person.")
            )
        return cleaned


class VisitForm(forms.Form):
    """Which of the visits ahead expects them."""

    visit = forms.ChoiceField(
        label=gettext_lazy("Visit"),
        error_messages={
            "required": gettext_lazy("Choose a visit."),
            "invalid_choice": gettext_lazy("This visit has begun or was called off. Choose another one."),
        },
    )

    def __init__(self, *args, scope: Scope, **options) -> None:
        super().__init__(*args, **options)
        planned = visits_for(scope).planned().filter(drive__is_active=True).select_related("kecamatan")
        self.found = {str(one.pk): one for one in planned.order_by("day", "starts", "pk")}
        choices = [(pk, f"{short_day_text(one.day)}, {one} ({one.kecamatan})") for pk, one in self.found.items()]
        self.fields["visit"].choices = [("", _("choose")), *choices]

    @property
    def value(self):
        return self.found[self.cleaned_data["visit"]]
