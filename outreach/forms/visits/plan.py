"""The form in which a visit is planned: places of one kecamatan, a day and hours, where people gather, who goes."""

import re
from datetime import date, time
from uuid import UUID, uuid4, uuid5

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.forms.fields import DayField, LineField, PhoneField
from kecamatan.models import Desa, Kecamatan, School, User
from kecamatan.plain_text import unfit
from outreach.access import kits_for
from outreach.actions.visits.planning import Plan, told
from outreach.forms.steps import version_field
from outreach.models import Visit
from outreach.visit_life import Step

_META = Visit._meta
OFF = {"autocomplete": "off"}
#: ``-1.0512, 104.2033``, as map apps copy it; degrees with a comma and a space or semicolon between them also.
_POINT = re.compile(r"^\(?\s*(-?\d{1,2}(?:[.,]\d+)?)\s*[;, ]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*\)?$")


def _label(name: str) -> str:
    return _META.get_field(name).verbose_name


def _line(name: str, **options) -> LineField:
    return LineField(
        label=_label(name),
        required=options.pop("required", False),
        max_length=_META.get_field(name).max_length,
        widget=forms.TextInput(attrs=OFF),
        **options,
    )


class HourField(forms.TimeField):
    """A time of day: 08:00, or as people write it, 8.00."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": gettext_lazy("There is no such time. Write it as 08:00.")}

    def to_python(self, value: object) -> time | None:
        if isinstance(value, str) and re.fullmatch(r"\s*\d{1,2}(\.\d{2})?\s*", value):
            hour, _dot, minute = value.strip().partition(".")
            value = f"{hour}:{minute or '00'}"
        return super().to_python(value)


class PointField(LineField):
    """Latitude and longitude, as a map app copies them; stored as a pair of degrees, or None."""

    def clean(self, value: object) -> tuple[float, float] | None:
        text = super().clean(value)
        if not text:
            return None
        match = _POINT.match(text)
        if match:
            north, east = (float(part.replace(",", ".")) for part in match.groups())
            if abs(north) <= 90 and abs(east) <= 180:
                return north, east
        raise forms.ValidationError(_("This is no point. Copy it from a map, such as -1.0512, 104.2033."))

    def prepare_value(self, value: object) -> object:
        return f"{value[0]}, {value[1]}" if isinstance(value, tuple) else value


class TextField(forms.CharField):
    """Several lines of text; signs that cannot be shown are refused."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if unfit(value.replace("\r", "").replace("\n", " ").replace("\t", " ")):
            raise forms.ValidationError(_("This holds a character that cannot be shown. Type the text anew."))


def _ticks(label: str, missing: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": missing, "invalid_list": missing},
    )


class PlanForm(forms.Form):
    """All that is planned. ``seen``: the warnings that were shown, so that saving again is a choice in sight of them.

    ``key``: of a new visit; the same plan with the same key is planned once.
    """

    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    version = version_field()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    desa = _ticks(_label("desa"), gettext_lazy("Choose desa of this kecamatan."))
    schools = _ticks(_label("schools"), gettext_lazy("Choose schools of this kecamatan."))
    day = DayField(label=_label("day"), error_messages={"required": gettext_lazy("On which day?")})
    starts = HourField(label=_label("starts"), error_messages={"required": gettext_lazy("From when?")})
    ends = HourField(label=_label("ends"), error_messages={"required": gettext_lazy("Until when?")})
    place_name = _line(
        "place_name", required=True, error_messages={"required": gettext_lazy("Say where people gather.")}
    )
    place_address = _line("place_address")
    point = PointField(
        label=gettext_lazy("Point on the map"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={**OFF, "placeholder": "-1.0512, 104.2033"}),
    )
    access = forms.ChoiceField(label=_label("access"), choices=Visit.Access.choices)
    hints = _line("hints", help_text=gettext_lazy("Boat, tide, road: what the team must know."))
    team = _ticks(_label("team"), gettext_lazy("Choose petugas of this kecamatan."))
    leader = forms.ChoiceField(
        label=_label("leader"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose petugas of this kecamatan.")},
    )
    kits = _ticks(_label("kits"), gettext_lazy("Choose kits of your own office."))
    contact_name = _line("contact_name")
    contact_phone = PhoneField(label=_label("contact_phone"), required=False)
    notes = TextField(
        label=_label("notes"),
        required=False,
        max_length=1000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, scope: Scope, kecamatan: Kecamatan, visit: Visit | None = None, **options) -> None:
        super().__init__(*args, **options)
        self.scope, self.kecamatan, self.visit = scope, kecamatan, visit
        self.fields["version"].required = visit is not None
        self.fields["desa"].choices = [(one.code, str(one)) for one in self._desa.values()]
        self.fields["schools"].choices = [(one.npsn, f"{one} ({one.desa})") for one in self._schools.values()]
        people = [(str(one.pk), str(one)) for one in self._people.values()]
        self.fields["team"].choices = people
        self.fields["leader"].choices = [("", _("Nobody yet")), *people]
        self.fields["kits"].choices = [(str(one.pk), str(one)) for one in self._kits.values()]

    @cached_property
    def _desa(self) -> dict[str, Desa]:
        return {one.code: one for one in Desa.objects.filter(kecamatan=self.kecamatan).order_by("code")}

    @cached_property
    def _schools(self) -> dict[str, School]:
        found = School.objects.filter(desa__kecamatan=self.kecamatan).select_related("desa").order_by("name", "npsn")
        return {one.npsn: one for one in found}

    @cached_property
    def _people(self) -> dict[str, User]:
        """Who may go there, and who is in the team already."""
        goes = Q(is_active=True, role__in=[User.Role.ADMIN, User.Role.PETUGAS]) & (
            Q(role=User.Role.ADMIN) | Q(kecamatan__isnull=True) | Q(kecamatan=self.kecamatan)
        )
        if self.visit is not None:
            goes |= Q(visits=self.visit)
        found = User.objects.filter(goes, kabupaten=self.scope.kabupaten).distinct()
        return {str(one.pk): one for one in found.order_by("full_name", "username")}

    @cached_property
    def _kits(self) -> dict[str, object]:
        wanted = Q(is_active=True)
        if self.visit is not None:
            wanted |= Q(visits=self.visit)
        return {str(one.pk): one for one in kits_for(self.scope).filter(wanted).distinct().order_by("name")}

    def clean(self) -> dict:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and starts >= ends:
            self.add_error("ends", _("The visit ends before it begins. Correct the hours."))
        if "desa" in cleaned and "schools" in cleaned and not cleaned["desa"] and not cleaned["schools"]:
            self.add_error("desa", _("Choose at least one desa/kelurahan or school."))
        if cleaned.get("leader") and cleaned["leader"] not in cleaned.get("team", []):
            # Whoever leads the team is of it: nobody has to say so twice.
            cleaned["team"] = [*cleaned.get("team", []), cleaned["leader"]]
        return cleaned

    @property
    def uid(self) -> UUID | None:
        """What the new visit of a valid form is known by, however often it is sent; None where no key came with it."""
        key, plan = self.cleaned_data["key"], self.plan
        return uuid5(key, repr([told(plan), plan.notes])) if key else None

    @property
    def plan(self) -> Plan:
        """The plan of a valid form."""
        data = self.cleaned_data
        return Plan(
            kecamatan=self.kecamatan,
            desa=[self._desa[code] for code in data["desa"]],
            schools=[self._schools[npsn] for npsn in data["schools"]],
            team=[self._people[pk] for pk in data["team"]],
            leader=self._people.get(data["leader"]),
            kits=[self._kits[pk] for pk in data["kits"]],
            **{name: data[name] for name in ("day", "starts", "ends", "place_name", "place_address", "point")},
            **{name: data[name] for name in ("access", "hints", "contact_name", "contact_phone", "notes")},
        )


def initial_of(plan: Plan) -> dict:
    """The values of the form for a plan that stands."""
    names = ("day", "starts", "ends", "place_name", "place_address", "point", "access", "hints", "contact_name")
    return {
        **{name: getattr(plan, name) for name in (*names, "contact_phone", "notes")},
        "desa": [one.code for one in plan.desa],
        "schools": [one.npsn for one in plan.schools],
        "team": [str(one.pk) for one in plan.team],
        "leader": str(plan.leader.pk) if plan.leader else "",
        "kits": [str(one.pk) for one in plan.kits],
    }


class PostponeForm(forms.Form):
    """Another day for a visit, and why."""

    day = DayField(label=gettext_lazy("New day"), error_messages={"required": gettext_lazy("On which day?")})
    starts = HourField(label=_label("starts"), error_messages={"required": gettext_lazy("From when?")})
    ends = HourField(label=_label("ends"), error_messages={"required": gettext_lazy("Until when?")})
    reason = LineField(
        label=gettext_lazy("Why?"),
        max_length=300,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class FollowUpForm(forms.Form):
    """On which day the team goes again."""

    day = DayField(label=gettext_lazy("New day"), error_messages={"required": gettext_lazy("On which day?")})

    def __init__(self, *args, proposed: date, **options) -> None:
        super().__init__(*args, initial={"day": proposed}, auto_id="follow-%s", **options)


class VisitStepForm(forms.Form):
    """One step of the visit's life, with a reason where it needs one."""

    step = forms.ChoiceField(
        choices=[(one.value, one.value) for one in Step if one is not Step.POSTPONE],
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Choose what happened."),
            "invalid_choice": gettext_lazy("Choose one of the steps."),
        },
    )
    reason = LineField(label=gettext_lazy("Why?"), required=False, max_length=300, widget=forms.TextInput(attrs=OFF))
