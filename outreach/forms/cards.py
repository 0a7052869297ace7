"""What the page of cards may be asked for, and the rows that the stock of blank cards takes."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kecamatan.access import Scope
from kecamatan.forms.look import LookForm
from kecamatan.forms.rows import CountField, LedgerRowForm, LedgerRows, RowDayField
from kecamatan.models import Drive, Kecamatan
from kecamatan.models.drives import FIRST_DAY
from outreach.actions.card_stock import StockEntry
from outreach.models import BlankCards
from outreach.models.card_stock import MOST_AT_ONCE

FIRST_ROWS, MOST_ROWS = 3, 20
#: The office's own stock, where a place is chosen.
OFFICE = "office"


class CardLookForm(LookForm):
    """The day, and one kecamatan of the scope or all of them."""

    kecamatan = forms.ChoiceField(
        label=_("Kecamatan"),
        required=False,
        error_messages={"invalid_choice": _("This is not a kecamatan of yours. Choose one of the list.")},
    )

    def __init__(self, data, *, drive: Drive, today: date, scope: Scope) -> None:
        super().__init__(data, drive=drive, today=today)
        places = [(place.code, place.name) for place in scope.kecamatan]
        self.fields["kecamatan"].choices = [("", _("all")), *places]


def stock_places(scope: Scope) -> list[tuple[str, str]]:
    """The stocks that somebody may write to: the office's, and those of their kecamatan."""
    office = [(OFFICE, pgettext_lazy("of blank cards", "the office"))] if scope.assigned is None else []
    return [*office, *((place.code, place.name) for place in scope.kecamatan)]


class StockRowForm(LedgerRowForm):
    """One row of the stock. An empty row counts as not filled in."""

    DAY = "day"
    TYPED = ("quantity", "note")
    field_order = ("key", "kind", "quantity", "place", "day", "note")

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=BlankCards.Kind.choices,
        initial=BlankCards.Kind.USED,
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )
    quantity = CountField(
        label=_("Blank cards"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        error_messages={
            "required": _("How many cards?"),
            "invalid": _("Write a whole number, such as 12."),
            "min_value": _("At least 1 card. To take a wrong row back, undo it."),
            "max_value": _("At most 100,000 cards in one row."),
        },
    )
    place = forms.ChoiceField(
        label=pgettext_lazy("of blank cards", "Where"), error_messages={"invalid_choice": _("Choose one of the list.")}
    )
    day = RowDayField(label=_("Day"))

    def __init__(self, *args, scope: Scope, **kwargs) -> None:
        super().__init__(*args, first=FIRST_DAY, today=scope.today, **kwargs)
        self.scope = scope
        places = stock_places(scope)
        self.fields["place"].choices = places
        self.fields["place"].initial = places[0][0] if places else ""

    def clean_day(self) -> date:
        return self.clean_of_day()

    def too_early(self, day: date) -> ValidationError:
        return ValidationError(_("Write a day from 2000 to 2100."))

    def clean(self) -> dict:
        data = super().clean()
        kind = BlankCards.Kind
        if data.get("kind") in {kind.COUNTED_MORE, kind.COUNTED_FEWER} and not data.get("note") and "note" in data:
            self.add_error("note", _("Say what was counted, and why it differs."))
        return data

    @property
    def kecamatan(self) -> Kecamatan | None:
        """Of a valid row; None for the office."""
        return next((one for one in self.scope.kecamatan if one.code == self.cleaned_data["place"]), None)

    def entry(self) -> StockEntry:
        """The row to ask the stock for; only once valid."""
        data = self.cleaned_data
        return StockEntry(data["key"], self.kecamatan, data["kind"], data["quantity"], data["day"], data["note"])


class StockRows(LedgerRows):
    """The rows of one page, each for the stock of blank cards."""

    NOTHING = _("Nothing was filled in. Type a number of cards.")


StockRowsSet = forms.formset_factory(
    StockRowForm, formset=StockRows, extra=FIRST_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)
