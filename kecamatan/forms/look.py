"""What a page of numbers may be asked for in its address: the day, the drive, the measure of the map."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kecamatan.figures import day_text
from kecamatan.models import Drive


class DayInput(forms.DateInput):
    """A date field of the browser's own; always in ISO form, whatever the page's language."""

    input_type = "date"

    def __init__(self, **attrs) -> None:
        super().__init__(attrs=attrs or None, format="%Y-%m-%d")


class LookForm(forms.Form):
    """``as_of``: a day from the baseline to today; ``measure``: what the map is coloured by."""

    class Measure:
        REMAINING, RATE, DONE, STALE = "remaining", "rate", "done", "stale"
        CHOICES = [
            (REMAINING, _("Remaining")),
            (RATE, _("Remaining per voters")),
            (DONE, _("Share done")),
            (STALE, _("Days without an entry")),
        ]

    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        widget=DayInput(),
        error_messages={
            "invalid": _("This is not a day of the calendar. Write it as 25/06/2024 (in an address: 2024-06-25).")
        },
    )
    measure = forms.ChoiceField(
        label=_("Coloured by"),
        choices=Measure.CHOICES,
        required=False,
        error_messages={"invalid_choice": _("The map cannot be coloured by that. Choose one of the list.")},
    )

    def __init__(self, data, *, drive: Drive, today: date) -> None:
        super().__init__(data)
        self.drive, self.today = drive, today
        self.fields["as_of"].widget.attrs.update(min=drive.baseline_date.isoformat(), max=today.isoformat())

    def clean_as_of(self) -> date:
        day = self.cleaned_data["as_of"]
        if day is None:
            return self.today
        if day > self.today:
            raise ValidationError(
                _("%(day)s lies in the future. Choose today or an earlier day."), params={"day": day_text(day)}
            )
        if day < self.drive.baseline_date and day != self.today:
            raise ValidationError(
                _("Nothing is known of %(day)s: the counts begin on %(baseline)s."),
                params={"day": day_text(day), "baseline": day_text(self.drive.baseline_date)},
            )
        return day

    def clean_measure(self) -> str:
        return self.cleaned_data["measure"] or self.Measure.REMAINING
