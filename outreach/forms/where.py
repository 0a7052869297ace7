"""The forms of the planner's pages: what is asked of the ranking and the calendar, which proposals become drafts."""

import re
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.forms.fields import DayField, LineField, SpelledLimits
from kecamatan.forms.seen import SeenForm
from kecamatan.models import Desa, Drive, Kecamatan
from outreach.calendar_days import FIRST_YEAR, LAST_YEAR
from outreach.forms.visits.plan import OFF, PointField
from outreach.models import PlanSettings, Visit
from outreach.selectors.where.ranked import Order, What

#: The longest calendar in one go: a drive has five months.
MOST_DAYS = 160
MOST_TEAMS, MOST_KITS = 6, 10
#: So many proposals become drafts in one go.
MOST_DRAFTS = 200
_VALUE = re.compile(r"^(\d{4}-\d{2}-\d{2}) ([1-9]\d?)((?: [0-9.]{8,13}){1,4})$")


class RankingForm(forms.Form):
    """What the ranking shows; all of it in the address."""

    kecamatan = forms.ChoiceField(label=gettext_lazy("Kecamatan"), required=False)
    what = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            (What.DESA.value, gettext_lazy("desa/kelurahan")),
            (What.SCHOOL.value, gettext_lazy("schools")),
            (What.GROUP.value, gettext_lazy("neighbouring desa in one day")),
        ],
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            (Order.PROMISE.value, gettext_lazy("most recordings for a day")),
            (Order.LEFT.value, gettext_lazy("most people left")),
            (Order.LONG_AGO.value, gettext_lazy("longest without a visit")),
            (Order.NAME.value, gettext_lazy("by name")),
        ],
    )
    rows = forms.ChoiceField(required=False, choices=[("", ""), ("all", "all")], widget=forms.HiddenInput)

    def __init__(self, *args, scope: Scope, **options) -> None:
        super().__init__(*args, **options)
        self.scope = scope
        names = [(one.code, one.name) for one in scope.kecamatan]
        self.fields["kecamatan"].choices = [("", _("all")), *names]

    @property
    def chosen(self) -> Kecamatan | None:
        """The kecamatan asked for."""
        code = self.cleaned_data["kecamatan"]
        return next((one for one in self.scope.kecamatan if one.code == code), None)


class WeeksForm(SpelledLimits, forms.Form):
    """For which teams and days a calendar is proposed; all of it in the address."""

    teams = forms.IntegerField(label=gettext_lazy("Teams"), min_value=1, max_value=MOST_TEAMS)
    kits = forms.IntegerField(label=gettext_lazy("Kits of a team"), min_value=1, max_value=MOST_KITS)
    first = DayField(label=gettext_lazy("From day"))
    last = DayField(label=gettext_lazy("To day"))
    saturdays = forms.BooleanField(label=gettext_lazy("Saturdays too"), required=False)

    def __init__(self, *args, today: date, **options) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean(self) -> dict:
        """The days are not past, in order and not too many."""
        found = super().clean()
        first, last = found.get("first"), found.get("last")
        if first and not FIRST_YEAR <= first.year < LAST_YEAR:
            self.add_error("first", _("The calendar has the years from 2000 to 2100."))
        elif first and first < self.today:
            self.add_error("first", _("This day is past."))
        elif first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("last", _("At most %(days)s days in one go.") % {"days": MOST_DAYS})
        return found


def usual_weeks(settings: PlanSettings, drive: Drive, today: date) -> dict[str, object]:
    """From next Monday, so that letters can go out, to the last recording day; four weeks where that is near or past."""
    first = today + timedelta(days=7 - today.weekday())
    last = drive.last_recording_day
    if last < first:
        last = first + timedelta(days=27)
    last = min(last, first + timedelta(days=MOST_DAYS - 1))
    return {"teams": settings.teams, "kits": settings.kits, "first": first, "last": last, "saturdays": False}


class Accepted:
    """One ticked proposal: a day, a team, the keys of its places in the order of the tour."""

    def __init__(self, value: str) -> None:
        parts = _VALUE.match(value)
        if parts is None:
            raise ValueError(value)
        self.value = value
        self.day = date.fromisoformat(parts[1])
        self.team = int(parts[2])
        self.keys = tuple(parts[3].split())

    @property
    def monday(self) -> str:
        return (self.day - timedelta(days=self.day.weekday())).isoformat()


class DraftsForm(forms.Form):
    """Which proposals become drafts: ``pick`` those ticked, ``week`` whole weeks of those ``offered``."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict:
        """What no page of ours sends is an error of the form as a whole."""
        found = super().clean()
        lists = {name: self.data.getlist(name) for name in ("pick", "week", "offered")}
        try:
            picked = {value: Accepted(value) for value in lists["pick"][: MOST_DRAFTS + 1]}
            if lists["week"]:
                offered = [Accepted(value) for value in lists["offered"][:2000]]
                picked |= {one.value: one for one in offered if one.monday in lists["week"]}
        except ValueError as fault:
            raise forms.ValidationError(_("Tick proposals of the list."), code="crafted") from fault
        if not picked:
            raise forms.ValidationError(_("Tick the days that become visits."), code="none")
        if len(picked) > MOST_DRAFTS:
            raise forms.ValidationError(_("At most %(days)s days in one go.") % {"days": MOST_DRAFTS}, code="many")
        found["accepted"] = sorted(picked.values(), key=lambda one: (one.day, one.team, one.keys))
        return found


class SettingsForm(SeenForm):
    """How the teams of the office work."""

    base_name = LineField(
        label=PlanSettings._meta.get_field("base_name").verbose_name,
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=OFF),
        help_text=gettext_lazy("Such as: the office in Muara Sabak."),
    )
    point = PointField(
        label=gettext_lazy("Point on the map"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={**OFF, "placeholder": "-1.0512, 104.2033"}),
        help_text=gettext_lazy("Empty: the kecamatan of the capital is taken."),
    )

    class Meta:
        model = PlanSettings
        fields = [
            *("base_name", "teams", "kits", "hours", "set_up", "minutes", "road_speed", "boat_speed", "school_week"),
            "lease_days",
        ]
        help_texts = {
            "lease_days": gettext_lazy("Empty: 7. After that the phone shows the people no more; what is unsent stays.")
        }

    field_order = ["base_name", "point"]

    def __init__(self, *args, **options) -> None:
        row = options.get("instance")
        if row is not None and row.latitude is not None:
            options["initial"] = {"point": (row.latitude, row.longitude)} | options.get("initial", {})
        super().__init__(*args, **options)

    def clean(self) -> dict:
        """The point goes into the row as two numbers."""
        found = super().clean()
        if "point" in found:
            self.instance.latitude, self.instance.longitude = found["point"] or (None, None)
        return found


class AccessForm(forms.Form):
    """How a desa is reached."""

    desa = forms.ChoiceField(label=gettext_lazy("Desa/kelurahan"))
    access = forms.ChoiceField(
        label=gettext_lazy("How to get there"),
        required=False,
        choices=[("", gettext_lazy("as at the last visit")), *Visit.Access.choices],
    )

    def __init__(self, *args, desa: list[Desa], **options) -> None:
        super().__init__(*args, auto_id="access-%s", **options)
        self.by_code = {one.code: one for one in desa}
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in desa:
            groups.setdefault(one.kecamatan.name, []).append((one.code, one.name))
        self.fields["desa"].choices = list(groups.items())
