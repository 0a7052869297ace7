"""Somebody of no list who came to a visit: who they are, and what became of them."""

from django import forms
from django.utils.translation import gettext_lazy

from outreach.attendance import Outcome
from outreach.forms.resident import NewResidentForm
from outreach.models import Attendance

_CAME = (Outcome.RECORDED, Outcome.FAILED, Outcome.REFUSED, Outcome.UNDER_16)


class NewComerForm(NewResidentForm):
    """As whoever is put on the list, with the outcome."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of them?"),
        choices=[(one.value, Attendance.Outcome(one).label) for one in _CAME],
        initial=Outcome.RECORDED.value,
        error_messages={
            "required": gettext_lazy("Choose what became of them."),
            "invalid_choice": gettext_lazy("Choose what became of them."),
        },
    )
