"""Asking for what is masked, and for taking a mistaken entry off: each with its reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import LineField
from outreach.models import ResidentAccess

OTHER = "other"
USUAL = {
    "person_asks": _("the person asks for it"),
    "card": _("to compare it with the card or the family card"),
    "siak": _("to look the person up in SIAK"),
    OTHER: _("another reason, in my own words"),
}
WORDS_LENGTH = 200


class ReasonForm(forms.Form):
    """One of the usual reasons, or one's own words."""

    why = forms.ChoiceField(
        label=_("What is it needed for?"),
        choices=[("", _("Choose a reason")), *USUAL.items()],
        error_messages={"required": _("Choose why you need it."), "invalid_choice": _("Choose one of the reasons.")},
    )
    words = LineField(
        label=_("In your own words"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("why") == OTHER and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in a few words why you need it."))
        return cleaned

    @property
    def reason(self) -> str:
        """As the access log keeps it."""
        why, words = self.cleaned_data["why"], self.cleaned_data["words"]
        if why == OTHER:
            return words
        return f"{USUAL[why]}: {words}" if words else str(USUAL[why])


class RevealForm(ReasonForm):
    """Which number, and why."""

    Kind = ResidentAccess.Kind
    kind = forms.ChoiceField(
        choices=[(Kind.NIK, "NIK"), (Kind.NO_KK, "No KK")],
        widget=forms.HiddenInput,
        error_messages={"required": _("Which number?"), "invalid_choice": _("Which number?")},
    )
    field_order = ["kind", "why", "words"]


class PrintForm(ReasonForm):
    """The print for the person who asks; whole numbers only where they are wanted."""

    whole = forms.BooleanField(label=_("with the whole NIK and No KK"), required=False)


class UnlistForm(forms.Form):
    """Why somebody should not have been listed, and that it is meant."""

    reason = LineField(
        label=_("Why was it a mistake?"),
        max_length=200,
        help_text=_("The audit log keeps this. No names of residents."),
        error_messages={"required": _("Say why it was a mistake.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sure = forms.BooleanField(
        label=_("Yes, delete this entry with all that is stored of it"),
        error_messages={"required": _("Tick this to delete the entry.")},
    )
