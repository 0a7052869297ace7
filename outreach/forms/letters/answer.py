"""What the head of a village or school answers on the phone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import LineField, SpelledLimits
from kecamatan.forms.rows import CountField
from outreach.actions.letters.answering import Answer
from outreach.models.letters import MOST_TOLD


class AnswerForm(SpelledLimits, forms.Form):
    """Confirms, or proposes another place or time; how many were told; who answers."""

    CONFIRM, PROPOSE = "confirm", "propose"

    seen = forms.CharField(widget=forms.HiddenInput, max_length=500)
    answer = forms.ChoiceField(
        label=_("Do day, hours and place suit?"),
        choices=[(CONFIRM, _("Yes, we confirm them")), (PROPOSE, _("No, we propose another place or time"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    proposal = LineField(
        label=_("Which place, day or hours instead?"),
        required=False,
        max_length=300,
        help_text=_("Only where you propose another one."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    told = CountField(
        label=_("How many people have been told?"),
        required=False,
        min_value=0,
        max_value=MOST_TOLD,
        help_text=_("Leave it empty if nobody was told yet; come back and answer again later."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the number of people in digits, such as 35.")},
    )
    name = LineField(
        label=_("Your name and office"),
        max_length=120,
        error_messages={"required": _("Write your name, so that the office knows who answered.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("answer") == self.PROPOSE and not cleaned.get("proposal") and "proposal" not in self.errors:
            self.add_error("proposal", _("Say which place, day or hours you propose."))
        return cleaned

    @property
    def answered(self) -> Answer:
        """What was answered, as the action takes it."""
        found = self.cleaned_data
        proposal = found["proposal"] if found["answer"] == self.PROPOSE else ""
        return Answer(name=found["name"], seen=found["seen"], proposal=proposal, told=found["told"])
