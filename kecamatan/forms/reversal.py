"""The form that undoes a row of the ledger."""

from django import forms
from django.utils.translation import gettext_lazy

from kecamatan.forms.fields import LineField
from kecamatan.forms.rows import KeyedForm
from kecamatan.models.ledger import NOTE_LENGTH


class ReversalForm(KeyedForm):
    """The reason, and the key."""

    reason = LineField(
        label=gettext_lazy("Reason"),
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy("What was wrong with this row? No names of residents."),
        error_messages={"required": gettext_lazy("Say why this row is undone.")},
    )
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("This page is out of date. Check the row, and send it again."),
            "invalid": gettext_lazy("This page is out of date. Check the row, and send it again."),
        },
    )
