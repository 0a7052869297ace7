"""The forms of the calendar's days."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import DayField, LineField
from outreach.calendar_days import FIRST_YEAR, LAST_YEAR
from outreach.models import CalendarDay


class YearForm(forms.Form):
    """The year asked for in the address."""

    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)


class RangeForm(forms.Form):
    """Days of one kind, as a button of the page names them."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    kind = forms.ChoiceField(label=_("Kind"), choices=CalendarDay.Kind.choices)


class AddDaysForm(forms.Form):
    """A day, or all days of a range, with its name."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"), required=False, help_text=_("Empty where it is a single day."))
    kind = forms.ChoiceField(label=_("Kind"), choices=CalendarDay.Kind.choices)
    name = LineField(
        label=_("Name"),
        max_length=80,
        help_text=_("As people know it, such as: Semester break, Anniversary of the regency."),
    )

    def clean(self) -> dict:
        """Without a last day it is the first."""
        found = super().clean()
        if "last" in found and found["last"] is None:
            found["last"] = found.get("first")
        return found
