"""What the page of causes may be asked for: two days and a place."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.figures import day_text
from kecamatan.forms.fields import DayField, mark_errors
from kecamatan.models import Desa, Drive, Kecamatan


class MovedForm(forms.Form):
    """``from``, ``until``, ``kecamatan`` and ``desa`` (codes). What is left out is asked for as usual: the last seven days."""

    until = DayField(label=gettext_lazy("To day"), required=False)
    kecamatan = forms.ChoiceField(
        label=gettext_lazy("Kecamatan"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There is no such kecamatan here. Choose one of the list.")},
    )
    desa = forms.ChoiceField(
        label=gettext_lazy("Desa/kelurahan"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("There is no such desa in this kecamatan. Choose one of the list.")
        },
    )

    def __init__(
        self, data: QueryDict, *, drive: Drive, today: date, kecamatan: Sequence[Kecamatan], desa: Sequence[Desa]
    ) -> None:
        super().__init__(data)
        self.drive, self.today = drive, today
        self.fields["from"] = DayField(label=gettext_lazy("From day"), required=False)
        self.order_fields(["from", "until", "kecamatan", "desa"])
        for name in ("from", "until"):
            self.fields[name].widget.attrs.update(min=drive.baseline_date.isoformat(), max=today.isoformat())
        self.fields["kecamatan"].choices = [("", _("all")), *((one.code, one.name) for one in kecamatan)]
        self.fields["desa"].choices = [("", _("all")), *((one.code, one.name) for one in desa)]
        if not desa:
            del self.fields["desa"]
        mark_errors(self)

    def _checked(self, day: date | None) -> date | None:
        if day is not None and day > self.today:
            raise ValidationError(
                _("%(day)s lies in the future. Choose today or an earlier day."), params={"day": day_text(day)}
            )
        if day is not None and day < self.drive.baseline_date and day != self.today:
            raise ValidationError(
                _("Nothing is known of %(day)s: the counts begin on %(baseline)s."),
                params={"day": day_text(day), "baseline": day_text(self.drive.baseline_date)},
            )
        return day

    def clean_until(self) -> date | None:
        return self._checked(self.cleaned_data["until"])

    def clean(self) -> dict:
        """Days that cannot be, and a span that ends before it begins."""
        try:
            first = self._checked(self.cleaned_data.get("from"))
        except ValidationError as fault:
            self.add_error("from", fault)
            return self.cleaned_data
        until = self.cleaned_data.get("until")
        if first and until and first > until:
            words = _("%(until)s is before %(first)s. Choose a last day that is not before the first.")
            self.add_error("until", words % {"until": day_text(until), "first": day_text(first)})
        return self.cleaned_data
