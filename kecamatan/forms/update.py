"""The rows that a petugas types: place, kind, number, day, note."""

import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kecamatan.actions.ledger import Entry
from kecamatan.figures import day_text, number_text
from kecamatan.forms.fields import LineField
from kecamatan.forms.look import DayInput
from kecamatan.models import CountUpdate, Drive
from kecamatan.models.ledger import MOST_AT_ONCE, NOTE_LENGTH
from kecamatan.selectors.entry import Place, Places

MOST_ROWS = 50
FIRST_ROWS = 3
MOST_OFFERED = 4


class CountField(forms.IntegerField):
    """A whole number of people; thousands may be separated as people write them ("1.200")."""

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip()
            if re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", value):
                value = re.sub(r"[.,]", "", value)
            elif not re.fullmatch(r"[-+\u2212]?[0-9]{0,12}", value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class CountRowForm(forms.Form):
    """One row. A row without place, number and note counts as not filled in."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This row had no key; it has one now. Save again."),
            "invalid": _("This row had no key; it has one now. Save again."),
        },
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=120,
        error_messages={
            "required": _("Which desa, kelurahan or kecamatan?"),
            "max_length": _("That is longer than any name of a place."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=CountUpdate.Kind.choices,
        initial=CountUpdate.Kind.RECORDED,
        error_messages={"invalid_choice": _("Choose one of the kinds.")},
    )
    quantity = CountField(
        label=_("People"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        error_messages={
            "required": _("How many people?"),
            "invalid": _("Write a whole number, such as 12."),
            "min_value": _("At least 1 person. To take a wrong row back, undo it."),
            "max_value": _("At most 100,000 people in one row."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 12}),
    )
    date = forms.DateField(
        label=_("Day"),
        widget=DayInput(),
        error_messages={
            "required": _("On which day?"),
            "invalid": _("This is not a day of the calendar. Write it as 25/06/2024."),
        },
    )
    note = LineField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": _("Shorten the note to 300 characters.")},
    )
    confirm = forms.BooleanField(label=_("Yes, these are other people: count them too"), required=False)

    def __init__(self, *args, places: Places, drive: Drive, today: date, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.places, self.drive, self.today = places, drive, today
        self.similar: CountUpdate | None = None
        self.fields["key"].initial = uuid.uuid4
        self.fields["date"].initial = today
        self.fields["date"].widget.attrs.update(min=drive.baseline_date.isoformat(), max=today.isoformat())
        self.fields["place"].widget.attrs.update(
            list="places", autocomplete="off", autocapitalize="off", spellcheck="false"
        )
        self.fields["note"].widget.attrs.update(autocomplete="off", maxlength=NOTE_LENGTH)

    def has_changed(self) -> bool:
        """Was anything typed? The day and the kind are there from the start."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("place", "quantity", "note"))

    def clean_place(self) -> Place:
        found = self.places.read(self.cleaned_data["place"])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("No place of that name is among yours. Type the beginning of its name and choose."))
        names = "; ".join(place.label for place in found[:MOST_OFFERED])
        more = len(found) - MOST_OFFERED
        if more > 0:
            raise ValidationError(
                ngettext_lazy(
                    "Which one: %(names)s, or %(more)s more?", "Which one: %(names)s, or %(more)s more?", more
                ),
                params={"names": names, "more": number_text(more)},
            )
        raise ValidationError(_("Which one: %(names)s?"), params={"names": names})

    def clean_date(self) -> date:
        day = self.cleaned_data["date"]
        if day > self.today:
            raise ValidationError(
                _("%(day)s lies in the future; today is %(today)s."),
                params={"day": day_text(day), "today": day_text(self.today)},
            )
        if day < self.drive.baseline_date:
            raise ValidationError(
                _("%(day)s is before the baseline of %(baseline)s; what happened then is in the baseline."),
                params={"day": day_text(day), "baseline": day_text(self.drive.baseline_date)},
            )
        return day

    def entry(self) -> Entry:
        """The row to ask the ledger for; only once valid."""
        data = self.cleaned_data
        place = data["place"]
        return Entry(
            data["key"], place.kecamatan, place.desa, data["kind"], data["quantity"], data["date"], data["note"]
        )

    def renew_key(self) -> None:
        """Another key, where the old one stands for something else or was none."""
        self.data = self.data.copy()
        self.data[self.add_prefix("key")] = str(uuid.uuid4())


class CountRows(forms.BaseFormSet):
    """The rows of one page; those left empty are passed over."""

    def entries(self) -> list[tuple[int, Entry]]:
        """(index of the row, entry) of every row that was filled in."""
        return [(index, form.entry()) for index, form in enumerate(self.forms) if form.has_changed()]

    def clean(self) -> None:
        if not any(form.has_changed() for form in self.forms):
            raise ValidationError(_("Nothing was filled in. Choose a place and type a number."))


CountRowsSet = forms.formset_factory(
    CountRowForm, formset=CountRows, extra=FIRST_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)
