"""What the pages of drives may be asked for in their address."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kecamatan.figures import day_text
from kecamatan.forms.look import DayInput
from kecamatan.selectors.drives import NUMBER, SHARE


class CoursesForm(forms.Form):
    """What the courses are drawn in."""

    measure = forms.ChoiceField(
        choices=[(SHARE, _("In percent of the baseline")), (NUMBER, _("In people"))],
        required=False,
        error_messages={"invalid_choice": _("The courses cannot be drawn in that. Choose one of the two.")},
    )


class ReplayForm(forms.Form):
    """One of the days of a drive; without one the last."""

    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=DayInput(),
        error_messages={
            "invalid": _("This is not a day of the calendar. Write it as 25/06/2024 (in an address: 2024-06-25).")
        },
    )

    def __init__(self, data, *, first: date, last: date) -> None:
        super().__init__(data)
        self.first, self.last = first, last
        self.fields["day"].widget.attrs.update(min=first.isoformat(), max=last.isoformat())

    def clean_day(self) -> date:
        day = self.cleaned_data["day"] or self.last
        if not self.first <= day <= self.last:
            raise ValidationError(
                _("This drive is told from %(first)s to %(last)s. Choose a day between them."),
                params={"first": day_text(self.first), "last": day_text(self.last)},
            )
        return day
