"""The forms of a resident's page: the next step, and the undoing of the last one."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import DayField, LineField
from outreach.life import Removal, Step
from outreach.models import Resident, ResidentStep
from outreach.selectors.resident import OFFERED, ResidentPage

OUT_OF_DATE = _("This page is out of date. Look at it again, and send it once more.")
STALE = {"required": OUT_OF_DATE, "invalid": OUT_OF_DATE, "min_value": OUT_OF_DATE, "max_value": OUT_OF_DATE}
#: Steps whose name in the history says too little beside the others.
LABELS = {Step.ADD: _("flowed in after the baseline")}


def version_field() -> forms.IntegerField:
    """Which version of the resident the page showed, so that a form sent twice is done once."""
    return forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, error_messages=STALE)


class StepForm(forms.Form):
    """What happened, on which day; for a removal also why."""

    version = version_field()
    step = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(step.value, "") for step in OFFERED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened."), "invalid_choice": _("Choose one of the steps.")},
    )
    removal = forms.ChoiceField(
        label=_("Why off the list?"), choices=[("", "–"), *Resident.Removal.choices], required=False
    )
    day = DayField(label=_("On which day?"), required=False, help_text=_("Empty: today."))
    note = LineField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args, page: ResidentPage, **options) -> None:
        only = page.offered[0] if len(page.offered) == 1 else ""
        initial = {"version": page.resident.version, "day": page.today, "step": only}
        super().__init__(*args, auto_id="step-%s", initial=initial, **options)
        self.page = page
        # Every step is read, so that one that became impossible meanwhile is refused with its sentence.
        offered = [(step.value, capfirst(LABELS.get(step, ResidentStep.Step(step).label))) for step in page.offered]
        self.fields["step"].widget.choices = offered
        self.fields["day"].widget.attrs.update(
            min=page.resident.drive.baseline_date.isoformat(), max=page.today.isoformat()
        )
        self.fields["note"].widget.attrs["autocomplete"] = "off"

    @property
    def facts(self) -> dict:
        """For ``actions.seen_steps.take_seen_step``. A reason for leaving the list belongs to that step alone."""
        data = self.cleaned_data
        step = Step(data["step"])
        removal = Removal(data["removal"]) if data["removal"] and step is Step.REMOVE else None
        return {
            "seen_version": data["version"],
            "step": step,
            "day": data["day"] or self.page.today,
            "note": data["note"],
            "removal": removal,
        }


class UndoForm(forms.Form):
    """Why the last step is undone."""

    version = version_field()
    reason = LineField(
        label=_("Why is it undone?"),
        max_length=300,
        error_messages={"required": _("Say why it is undone.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, page: ResidentPage, **options) -> None:
        super().__init__(*args, auto_id="undo-%s", initial={"version": page.resident.version}, **options)
