"""The form of a resident: putting somebody on the list, and correcting what is known of them."""

from datetime import date

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.figures import day_text
from kecamatan.forms.fields import DayField, LineField, PhoneField
from kecamatan.models import Kecamatan
from outreach.actions.changes import FIELDS
from outreach.actions.people import Details
from outreach.forms.choices import desa_choices, school_choices
from outreach.forms.steps import version_field
from outreach.models import Resident
from outreach.nik import OLDEST_YEARS, Reading, Verdict, read_kk, read_nik
from outreach.number_words import sentences
from outreach.segments import age_on

_META = Resident._meta
NUMBERS = {"nik": "NIK", "no_kk": "No KK"}
PLAIN = {"autocomplete": "off"}
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


def _label(name: str) -> str:
    return _META.get_field(name).verbose_name


def _line(name: str, **options) -> LineField:
    return LineField(
        label=_label(name),
        required=options.pop("required", False),
        max_length=options.pop("max_length", _META.get_field(name).max_length),
        widget=forms.TextInput(attrs=options.pop("attrs", PLAIN)),
        **options,
    )


def _tick(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class ResidentForm(forms.Form):
    """What is known of a person. ``told``: sentences to say once it is saved."""

    name = _line("name", required=True, error_messages={"required": gettext_lazy("Who is it?")})
    nik = LineField(label="NIK", required=False, max_length=60, widget=forms.TextInput(attrs=DIGITS))
    nik_sure = _tick(gettext_lazy("The number is right: I looked at the card"))
    no_kk = LineField(label="No KK", required=False, max_length=60, widget=forms.TextInput(attrs=DIGITS))
    no_kk_sure = _tick(gettext_lazy("The number is right: I looked at the family card"))
    sex = forms.ChoiceField(label=_label("sex"), choices=[("", "–"), *Resident.Sex.choices], required=False)
    birth_place = _line("birth_place")
    birth_date = DayField(label=_label("birth_date"), required=False)
    ever_married = _tick(_label("ever_married"))
    desa = forms.ChoiceField(
        label=_label("desa"),
        error_messages={
            "required": gettext_lazy("In which desa or kelurahan?"),
            "invalid_choice": gettext_lazy("Choose a desa or kelurahan of the list."),
        },
    )
    rt = _line("rt", attrs=DIGITS, max_length=20)
    rw = _line("rw", attrs=DIGITS, max_length=20)
    address = _line("address")
    phone = PhoneField(label=_label("phone"), required=False)
    school = forms.ChoiceField(
        label=_label("school"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a school of the list.")},
    )
    home_visit = forms.ChoiceField(
        label=_label("home_visit"),
        choices=[("", gettext_lazy("not needed")), *Resident.HomeVisit.choices],
        required=False,
    )
    note = _line("note")

    def __init__(self, *args, scope: Scope, resident: Resident | None = None, **options) -> None:
        super().__init__(*args, **options)
        self.scope, self.resident = scope, resident
        self.fields["desa"].choices, self._desa = desa_choices(scope)
        self.fields["school"].choices, self._schools = school_choices(scope)
        self.asks: dict[str, list[str]] = {}
        self.told: list[str] = []
        self._digits: dict[str, str] = {}

    @cached_property
    def _regions(self) -> frozenset[str]:
        codes = Kecamatan.objects.filter(kabupaten=self.scope.kabupaten).values_list("code", flat=True)
        return frozenset(code.replace(".", "") for code in codes)

    def clean_rt(self) -> str:
        return _of_three_digits(self.cleaned_data["rt"])

    def clean_rw(self) -> str:
        return _of_three_digits(self.cleaned_data["rw"])

    def clean_birth_date(self) -> date | None:
        born = self.cleaned_data["birth_date"]
        latest = self.resident.listed_on if self.resident else self.scope.today
        if born and born > latest:
            raise forms.ValidationError(_("Nobody on this list was born after %(day)s.") % {"day": day_text(latest)})
        if born and age_on(born, self.scope.today) > OLDEST_YEARS:
            raise forms.ValidationError(_("That is more than 120 years ago. Check the year."))
        return born

    def clean(self) -> dict:
        cleaned = super().clean()
        known = {"today": self.scope.today, "home": self.scope.kabupaten.code, "regions": self._regions}
        for name, read in (("nik", read_nik), ("no_kk", read_kk)):
            more = {"birth_date": cleaned.get("birth_date"), "sex": cleaned.get("sex") or None} if name == "nik" else {}
            self._read(name, read(cleaned.get(name, ""), **known, **more))
        return cleaned

    def _read(self, name: str, reading: Reading) -> None:
        """Refuse, ask or tell, by what is thought of the number."""
        said = sentences(reading.findings)
        self._digits[name] = reading.digits
        if reading.verdict is Verdict.REJECT:
            self.add_error(name, said)
        elif reading.verdict is Verdict.HOLD:
            self.asks[name] = said
            if not self.cleaned_data.get(f"{name}_sure"):
                self.add_error(f"{name}_sure", _("Look at the card, then tick this or correct the number."))
        else:
            self.told += [f"{NUMBERS[name]}: {sentence}" for sentence in said]

    def _number(self, name: str) -> str:
        return self._digits[name]

    @property
    def details(self) -> Details:
        """What the form says of the person; only once valid."""
        data = self.cleaned_data
        facts = {name: data[name] for name in FIELDS if name not in {"nik", "no_kk", "desa", "school"}}
        return Details(
            **facts,
            nik=self._number("nik"),
            no_kk=self._number("no_kk"),
            desa=self._desa[data["desa"]],
            school=self._schools.get(data["school"]),
        )


class NewResidentForm(ResidentForm):
    """Somebody who was on no list. Before it is saved, rule 8 and possible doubles are shown and answered."""

    RULE, INFLOW, NAMES = "", "inflow", "names"
    counts_as = forms.ChoiceField(
        label=gettext_lazy("Count as"),
        choices=[
            (RULE, gettext_lazy("by the rule")),
            (INFLOW, gettext_lazy("flowed in after the baseline")),
            (NAMES, gettext_lazy("one of the baseline, named now")),
        ],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )
    reason = LineField(
        label=gettext_lazy("Why not by the rule?"), required=False, max_length=300, widget=forms.TextInput(attrs=PLAIN)
    )
    other = _tick(gettext_lazy("I looked: this is another person"))
    checked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class EditResidentForm(ResidentForm):
    """Corrections. A NIK that is there is not shown: an empty field keeps it, a tick takes it away."""

    nik_remove = _tick(gettext_lazy("Take the NIK away"))
    no_kk_remove = _tick(gettext_lazy("Take the No KK away"))
    reason = LineField(
        label=gettext_lazy("Why is this corrected?"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=PLAIN),
    )
    version = version_field()
    # The last line of the history that the form was opened with: what came after it, somebody else changed meanwhile.
    last_change = forms.IntegerField(min_value=0, max_value=2**62, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, resident: Resident, **options) -> None:
        super().__init__(*args, resident=resident, **options)
        for name, shown in (("nik", resident.nik_masked), ("no_kk", resident.no_kk_masked)):
            if shown:
                self.fields[name].widget.attrs["placeholder"] = shown
                self.fields[name].help_text = _("Leave it empty to keep %(number)s.") % {"number": shown}
            else:
                del self.fields[f"{name}_remove"]
        self.stored = {"nik": resident.nik, "no_kk": resident.no_kk}

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in NUMBERS:
            if cleaned.get(f"{name}_remove") and cleaned.get(name):
                self.add_error(f"{name}_remove", _("Either type a new number or take the old one away."))
        return cleaned

    def _number(self, name: str) -> str:
        if self.cleaned_data.get(f"{name}_remove"):
            return ""
        return self._digits[name] if self.cleaned_data[name] else self.stored[name]


def _of_three_digits(text: str) -> str:
    """ "1" as "001"."""
    if not text:
        return ""
    if not (text.isascii() and text.isdigit() and len(text.lstrip("0")) <= 3):
        raise forms.ValidationError(_("Up to three digits, such as 003."))
    return text.lstrip("0").zfill(3)
