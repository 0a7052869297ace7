"""What every form has in common whose rows go into a ledger: the key, the day, the number, the note."""

import re
import uuid
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kecamatan.figures import day_text
from kecamatan.forms.fields import LineField
from kecamatan.forms.look import DayInput
from kecamatan.models.ledger import NOTE_LENGTH

KEYLESS = _("This row had no key; it has one now. Save again.")


class CountField(forms.IntegerField):
    """A whole number of people or things; thousands may be separated as people write them ("1.200")."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 12})

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip()
            if re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", value):
                value = re.sub(r"[.,]", "", value)
            elif not re.fullmatch(r"[-+\u2212]?[0-9]{0,12}", value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class RowDayField(forms.DateField):
    """The day on which what a row says happened."""

    widget = DayInput()
    default_error_messages = {
        "required": _("On which day?"),
        "invalid": _("This is not a day of the calendar. Write it as 25/06/2024."),
    }


class KeyedForm(forms.Form):
    """What is sent stands under ``key``: a second click or a reload is the same request (rule 4)."""

    def renew_key(self) -> None:
        """Another key, where the old one stands for something else or was none."""
        self.data = self.data.copy()
        self.data[self.add_prefix("key")] = str(uuid.uuid4())


class LedgerRowForm(KeyedForm):
    """One row. A row in which none of ``TYPED`` is filled in counts as not filled in.

    A form of this kind names its fields in ``field_order``, and its day in ``DAY``: a RowDayField.
    """

    DAY: str
    TYPED: tuple[str, ...]

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": KEYLESS, "invalid": KEYLESS})
    note = LineField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": _("Shorten the note to 300 characters.")},
    )

    def __init__(self, *args, first: date, today: date, **kwargs) -> None:
        """``first`` and ``today``: the days from which and until which something may have happened."""
        super().__init__(*args, label_suffix="", **kwargs)
        self.first, self.today = first, today
        self.fields["key"].initial = uuid.uuid4
        self.fields[self.DAY].initial = today
        self.fields[self.DAY].widget.attrs.update(min=first.isoformat(), max=today.isoformat())
        self.fields["note"].widget.attrs.update(autocomplete="off", maxlength=NOTE_LENGTH)

    def has_changed(self) -> bool:
        """Was anything typed? The day and the kind are there from the start."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.TYPED)

    def clean_of_day(self) -> date:
        """The day, neither after today nor before the first."""
        day = self.cleaned_data[self.DAY]
        if day > self.today:
            facts = {"day": day_text(day), "today": day_text(self.today)}
            raise ValidationError(_("%(day)s lies in the future; today is %(today)s."), params=facts)
        if day < self.first:
            raise self.too_early(day)
        return day

    def too_early(self, day: date) -> ValidationError:
        """What is said of a day before the first."""
        raise NotImplementedError


class LedgerRows(forms.BaseFormSet):
    """The rows of one page; those left empty are passed over. ``NOTHING``: what is said where all are empty."""

    NOTHING: str

    def entries(self) -> list[tuple]:
        """(index of the row, entry to ask the ledger for) of every row that was filled in."""
        return [(index, form.entry()) for index, form in enumerate(self.forms) if form.has_changed()]

    def clean(self) -> None:
        if not any(form.has_changed() for form in self.forms):
            raise ValidationError(self.NOTHING)
