"""The forms of reconciliation and doubles: who is meant, and why."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import LineField
from outreach.life import NEEDS_NOTE
from outreach.models import Resident

LONGEST_NOTE = 300
#: The greatest number that a database holds as a key.
GREATEST = 2**63 - 1
_STALE = gettext_lazy("This page is out of date. Look at it again, and send it again.")


class Ticked(forms.TypedMultipleChoiceField):
    """Numbers of people that were ticked; whether they may be is asked elsewhere."""

    def __init__(self, **options) -> None:
        super().__init__(coerce=int, required=False, **options)

    def validate(self, value: list[str]) -> None:
        if not all(one.isascii() and one.isdigit() and int(one) <= GREATEST for one in value if len(one) < 20):
            raise forms.ValidationError(_STALE)
        if any(len(one) >= 20 for one in value):
            raise forms.ValidationError(_STALE)

    def valid_value(self, value: object) -> bool:
        return True


class InflowForm(forms.Form):
    """Who of the list flowed in, and why that is said only now."""

    people = Ticked()
    note = LineField(label=_("Note"), max_length=LONGEST_NOTE, required=False)


class MatchForm(forms.Form):
    """Whose recording a row of the ledger counted. ``key`` makes a second click the same request (rule 4)."""

    key = forms.UUIDField(error_messages={"required": _STALE, "invalid": _STALE})
    people = Ticked()
    q = LineField(label=_("Name"), max_length=120, required=False)
    removal = forms.ChoiceField(label=_("Reason"), required=False)
    note = LineField(label=_("Note"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args, removes: bool, **options) -> None:
        super().__init__(*args, **options)
        if removes:
            reasons = [one for one in Resident.Removal.choices if one[0] != Resident.Removal.RECORDED_ELSEWHERE]
            self.fields["removal"].choices = [("", _("Choose a reason")), *reasons]
        else:
            del self.fields["removal"]

    def needs_reason(self) -> bool:
        """Add what is missing before the step can be taken; True where something is."""
        if "removal" not in self.fields:
            return False
        chosen = self.cleaned_data.get("removal")
        if not chosen:
            self.add_error("removal", _("Say why these people are taken off the list."))
        elif chosen in NEEDS_NOTE and not self.cleaned_data.get("note"):
            self.add_error("note", _("Say why, in the note."))
        return bool(self.errors)

    def with_new_key(self) -> "MatchForm":
        """The same form with a key of its own, where it has none that can be read."""
        self.data = self.data.copy()
        self.data["key"] = str(uuid.uuid4())
        return self


class MergeForm(forms.Form):
    """Which of two stays, and whether the count held both."""

    kept = forms.TypedChoiceField(label=_("Who stays"), coerce=int, widget=forms.RadioSelect)
    counted_twice = forms.BooleanField(label=_("The count holds both: take one off it"), required=False)
    note = LineField(label=_("Note"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args, pair: tuple[Resident, Resident], **options) -> None:
        super().__init__(*args, **options)
        self.fields["kept"].choices = [(one.pk, f"{one.name}, {one.desa}") for one in pair]


class UnmergeForm(forms.Form):
    """Why they are two after all."""

    reason = LineField(
        label=_("Reason"), max_length=LONGEST_NOTE, error_messages={"required": _("Say why they are two people.")}
    )
