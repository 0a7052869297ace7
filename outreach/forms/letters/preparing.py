"""What is chosen for the letters of a visit, and for its papers."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import DayField, LineField
from outreach.actions.letters.prepare import Order
from outreach.models import Letter
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.recipients import Recipient


class NumberedForm(forms.Form):
    """The date of a paper, and the number that the agenda office gave, if it did."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    day = DayField(label=_("date of the letter"))
    number = LineField(
        label=_("number of the agenda office"),
        required=False,
        max_length=60,
        help_text=_("Empty: the next number of the register."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LettersForm(NumberedForm):
    """To whom, of which kind, with which copies. ``recipients``: whom letters of this visit may go to, ``free``: those
    who have none yet."""

    INVITE = "invite"
    kind = forms.ChoiceField(
        label=_("kind"),
        choices=[
            (INVITE, _("invitation to the visit")),
            (Letter.Kind.REMINDER, Letter.Kind.REMINDER.label),
            (Letter.Kind.THANKS, Letter.Kind.THANKS.label),
        ],
    )
    recipients = forms.MultipleChoiceField(
        label=_("to whom"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one recipient."),
            "invalid_choice": _("Choose recipients of this visit."),
        },
    )
    to_camat = forms.BooleanField(label=_("copy to the camat"), required=False, initial=True)
    enclosed = forms.BooleanField(label=_("the list for calling people in comes with it"), required=False)
    field_order = ["key", "kind", "recipients", "to_camat", "enclosed", "day", "number"]

    def __init__(self, *args, recipients: list[Recipient], **options) -> None:
        super().__init__(*args, **options)
        self.whom = {one.key: one for one in recipients}
        self.fields["recipients"].choices = [(one.key, _label(one)) for one in recipients]

    @property
    def chosen(self) -> list[Recipient]:
        """Whom letters go to, in the order of the list."""
        return [one for key, one in self.whom.items() if key in self.cleaned_data["recipients"]]

    @property
    def wanted(self) -> Kind | None:
        """The kind, None for the first letter."""
        kind = self.cleaned_data["kind"]
        return None if kind == self.INVITE else Kind(kind)

    def order(self, site: str) -> Order:
        """As the action takes it."""
        told = self.cleaned_data
        return Order(
            recipients=self.chosen,
            day=told["day"],
            key=told["key"],
            site=site,
            kind=self.wanted,
            to_camat=told["to_camat"],
            enclosed=told["enclosed"],
            typed=told["number"],
        )


class ListForm(forms.Form):
    """Which part of the people, masked or, for a reason, whole."""

    part = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1000, initial=1)
    whole = forms.BooleanField(label=_("with the whole NIK"), required=False)
    reason = LineField(
        label=_("What are the whole numbers needed for?"),
        required=False,
        max_length=300,
        help_text=_("It is written down for each person on the list."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("whole") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error(
                "reason", _("Say what the whole numbers are needed for: it is written down for each person.")
            )
        return cleaned


def _label(one: Recipient) -> str:
    return f"{one.title} – {one.name}" if one.name else one.title
