"""The rows that a petugas types: place, kind, number, day, note."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kecamatan.actions.ledger import Entry
from kecamatan.figures import day_text, number_text
from kecamatan.forms.rows import CountField, LedgerRowForm, LedgerRows, RowDayField
from kecamatan.models import CountUpdate, Drive
from kecamatan.models.ledger import MOST_AT_ONCE
from kecamatan.selectors.entry import Place, Places

MOST_ROWS = 50
FIRST_ROWS = 3
MOST_OFFERED = 4


class CountRowForm(LedgerRowForm):
    """One row. A row without place, number and note counts as not filled in."""

    DAY = "date"
    TYPED = ("place", "quantity", "note")
    field_order = ("key", "place", "kind", "quantity", "date", "note", "confirm")

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
    )
    date = RowDayField(label=_("Day"))
    confirm = forms.BooleanField(label=_("Yes, these are other people: count them too"), required=False)

    def __init__(self, *args, places: Places, drive: Drive, today: datetime.date, **kwargs) -> None:
        super().__init__(*args, first=drive.baseline_date, today=today, **kwargs)
        self.places = places
        self.similar: CountUpdate | None = None
        self.fields["place"].widget.attrs.update(
            list="places", autocomplete="off", autocapitalize="off", spellcheck="false"
        )

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

    def clean_date(self) -> datetime.date:
        return self.clean_of_day()

    def too_early(self, day: datetime.date) -> ValidationError:
        return ValidationError(
            _("%(day)s is before the baseline of %(baseline)s; what happened then is in the baseline."),
            params={"day": day_text(day), "baseline": day_text(self.first)},
        )

    def entry(self) -> Entry:
        """The row to ask the ledger for; only once valid."""
        data = self.cleaned_data
        place = data["place"]
        return Entry(
            data["key"], place.kecamatan, place.desa, data["kind"], data["quantity"], data["date"], data["note"]
        )


class CountRows(LedgerRows):
    """The rows of one page, each for the ledger of counts."""

    NOTHING = _("Nothing was filled in. Choose a place and type a number.")


CountRowsSet = forms.formset_factory(
    CountRowForm, formset=CountRows, extra=FIRST_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)
