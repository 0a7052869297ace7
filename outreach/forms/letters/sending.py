"""How a letter went out, to whom and when; and why it is voided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import DayField, LineField
from outreach.actions.letters.sending import Sent
from outreach.models import LetterEvent


class SeenForm(forms.Form):
    """``seen``: how many events of the letter its page showed."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, error_messages={"required": _("Open the page of the letter again.")}
    )


class SentForm(SeenForm):
    """Handed over, or sent by WhatsApp."""

    way = forms.ChoiceField(
        choices=[one for one in LetterEvent.Way.choices if one[0] != LetterEvent.Way.EMAIL], widget=forms.HiddenInput
    )
    recipient = LineField(
        label=_("to whom"),
        max_length=120,
        error_messages={"required": _("Say who took it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    on = DayField(label=_("day"))

    @property
    def sent(self) -> Sent:
        told = self.cleaned_data
        return Sent(told["way"], told["recipient"], told["on"])


class MailForm(SeenForm):
    """By e-mail, with the letter as PDF."""

    to = forms.EmailField(
        label=_("e-mail address of the recipient"),
        max_length=120,
        error_messages={"required": _("Type the e-mail address."), "invalid": _("This is no e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class VoidForm(SeenForm):
    """Why a letter does not hold any more."""

    reason = LineField(
        label=_("Why is it voided?"),
        max_length=300,
        error_messages={"required": _("Say why.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
