"""What the office says about phones and what came in from them."""

from django import forms
from django.utils.translation import gettext_lazy

from kecamatan.forms.fields import LineField
from outreach.actions.field.deciding import BY_HAND, DROP
from outreach.models import Attendance

OFF = {"autocomplete": "off"}


def _reason() -> LineField:
    return LineField(
        label=gettext_lazy("Why?"),
        max_length=300,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class EndLeaseForm(forms.Form):
    """Nobody waits for a phone any more: why, and that it is meant."""

    reason = _reason()
    sure = forms.BooleanField(
        label=gettext_lazy("What was entered on this phone and has not come in is lost, unless it is found again."),
        error_messages={"required": gettext_lazy("Tick that you know this.")},
    )


class DecideForm(forms.Form):
    """What became of one person, by the office. ``keep``: what stands now is right."""

    resident = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    seen = forms.RegexField(r"^\d{1,18}-\d{1,9}\Z", widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=Attendance.Outcome.choices,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what became of them.")},
    )


class EntryForm(forms.Form):
    """What is to be done with an entry of nobody on the list. ``resident``: who of the list it is."""

    SAME, NEW = "same", "new"
    event = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    how = forms.ChoiceField(
        choices=[(one, one) for one in (SAME, NEW, BY_HAND, DROP)],
        error_messages={
            "required": gettext_lazy("Choose what is to be done with it."),
            "invalid_choice": gettext_lazy("Choose what is to be done with it."),
        },
    )
    resident = forms.IntegerField(min_value=1, max_value=2**53, required=False)
    reason = LineField(required=False, max_length=300)

    def clean(self) -> dict:
        """Who it is, where it is somebody of the list."""
        found = super().clean()
        if found.get("how") == self.SAME and not found.get("resident"):
            self.add_error("how", gettext_lazy("Choose who of the list it is."))
        return found
