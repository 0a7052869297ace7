"""Why somebody is gone from the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import DayField, LineField, mark_errors
from outreach.models import Absence, Resident

WHYS = [
    (Absence.Settled.RECORDED, _("recorded by us, by name")),
    *Resident.Removal.choices,
    (Absence.Settled.KEPT, _("not known: stays on our list")),
]


class SettleForm(forms.Form):
    """One reason for everybody who is ticked."""

    why = forms.ChoiceField(
        label=_("Why are they gone?"),
        choices=[("", _("choose")), *WHYS],
        error_messages={"required": _("Say why they are gone.")},
    )
    day = DayField(label=_("Day on which it happened"))
    note = LineField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args, today, **options) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = today
        if self.is_bound:
            mark_errors(self)
