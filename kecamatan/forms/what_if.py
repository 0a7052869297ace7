"""What if: further teams, another turnout, visits called off. All in the address, so that it can be sent to a colleague."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.ahead import VisitAhead
from kecamatan.figures import short_day_text
from kecamatan.forms.fields import mark_errors
from kecamatan.selectors.forecast import WhatIf

MOST_TEAMS, MOST_POINTS = 20, 50


class WhatIfForm(forms.Form):
    """``teams``: so many more; ``turnout``: points more or less; ``off``: keys of visits that are called off."""

    teams = forms.IntegerField(
        label=_("More teams"),
        required=False,
        min_value=0,
        max_value=MOST_TEAMS,
        widget=forms.TextInput,
        error_messages={
            "invalid": _("This is not a whole number. Write how many teams more, such as 2."),
            "min_value": _("This can't be less than 0."),
            "max_value": _("At most %(limit_value)s teams more can be tried."),
        },
    )
    turnout = forms.IntegerField(
        label=_("Turnout at visits, points more or less"),
        required=False,
        min_value=-MOST_POINTS,
        max_value=MOST_POINTS,
        widget=forms.TextInput,
        error_messages={
            "invalid": _("This is not a whole number. Write points such as 10 or -5."),
            "min_value": _("At most 50 points less can be tried."),
            "max_value": _("At most 50 points more can be tried."),
        },
    )
    off = forms.MultipleChoiceField(
        label=_("Visits called off"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("A visit ticked here is not planned any more. Untick it.")},
    )

    def __init__(self, data, *, visits: Sequence[VisitAhead]) -> None:
        super().__init__(data)
        self.fields["off"].choices = [(one.key, f"{short_day_text(one.day)}: {one.name}") for one in visits]
        # Text, so that what was typed stays; a phone's numeric keys have no minus.
        self.fields["teams"].widget.attrs.update(inputmode="numeric", autocomplete="off")
        self.fields["turnout"].widget.attrs.update(autocomplete="off")
        mark_errors(self)

    @property
    def asked(self) -> WhatIf:
        """What a valid form asks."""
        said = self.cleaned_data
        return WhatIf(said["teams"] or 0, said["turnout"] or 0, frozenset(said["off"]))
