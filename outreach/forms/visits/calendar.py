"""What the address of the calendar of visits says: a month or a week, one kecamatan, one colleague; a day to plan on."""

import re
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.forms.fields import DayField, LineField, mark_errors
from outreach.access import team_members_for
from outreach.calendar_days import FIRST_YEAR, LAST_YEAR


class DayForm(forms.Form):
    """The day that a link of the calendar names."""

    day = DayField(required=False)


class PeriodField(LineField):
    """A month (2026-12) or a week (2026-W49), as the browser's own picker gives it; the first day of it, or None."""

    def __init__(self, *, kind: str, **options) -> None:
        self.kind = kind
        super().__init__(required=False, widget=forms.TextInput(attrs={"type": kind}), **options)

    def clean(self, value: object) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        match = re.fullmatch(r"(\d{4})-W(\d{2})" if self.kind == "week" else r"(\d{4})-(\d{2})", text, re.ASCII)
        try:
            year, number = map(int, match.groups()) if match else (0, 0)
            found = date.fromisocalendar(year, number, 1) if self.kind == "week" else date(year, number, 1)
        except ValueError:
            found = None
        if found is None or not FIRST_YEAR <= year <= LAST_YEAR:
            wrong = _("There is no such week. Write it as 2026-W49.")
            raise forms.ValidationError(
                wrong if self.kind == "week" else _("There is no such month. Write it as 2026-12.")
            )
        return found


class CalendarForm(forms.Form):
    """``week`` in the address, even empty, asks for a week; otherwise a month is shown."""

    month = PeriodField(kind="month", label=gettext_lazy("Month"))
    week = PeriodField(kind="week", label=gettext_lazy("Week"))
    kecamatan = forms.ChoiceField(label=gettext_lazy("Kecamatan"), required=False)
    member = forms.ChoiceField(label=gettext_lazy("In the team"), required=False)

    def __init__(self, data, *, scope: Scope) -> None:
        super().__init__(data)
        self.by_week = "week" in data
        del self.fields["month" if self.by_week else "week"]
        everybody = [("", _("all"))]
        self.fields["kecamatan"].choices = everybody + [(one.code, one.name) for one in scope.kecamatan]
        self.fields["member"].choices = everybody + [(str(one.pk), str(one)) for one in team_members_for(scope)]
        mark_errors(self)

    def period(self, today: date) -> date:
        """A day of the period to show: of today's where none, or a wrong one, is asked for."""
        return (self.cleaned_data.get("week") or self.cleaned_data.get("month") or today) if self.is_bound else today


class FeedForm(forms.Form):
    """Which visits one's own calendar has."""

    mine = forms.BooleanField(label=gettext_lazy("Only the visits to which I go myself"), required=False)
