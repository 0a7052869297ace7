"""Which report is wanted: kind, place and day; and how an office numbers and sends its reports."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.figures import day_text
from kecamatan.forms.fields import DayField, LineField
from kecamatan.models import Desa, Drive, Kabupaten, Kecamatan, Report, ReportSettings
from kecamatan.paper_words import of_number
from kecamatan.papers.numbers import NotAPattern, pattern_of
from kecamatan.reports.addresses import addresses_in, wrong_lines
from kecamatan.reports.periods import Kind
from kecamatan.selectors.reports import Asked


class ReportForm(forms.Form):
    """``place``: "" is the whole kabupaten, else the code of a kecamatan or desa; ``day``: from the baseline to today; of a drive that has not begun, today."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Report"),
        choices=Report.Kind.choices,
        error_messages={"invalid_choice": gettext_lazy("There is no such report. Choose one of the list.")},
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Place"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("There is no such place, or it is not yours. Choose one of the list."),
            "required": gettext_lazy("Choose one of your kecamatan."),
        },
    )
    day = DayField(label=gettext_lazy("As of"))

    def __init__(self, data, *, scope: Scope, drive: Drive, desa: list[Desa]) -> None:
        super().__init__(data)
        self.scope, self.drive = scope, drive
        self.upper = {one.code: one for one in scope.kecamatan}
        self.lower = {one.code: one for one in desa}
        self.fields["place"].choices = self._places()
        self.fields["place"].required = not scope.everything
        self.fields["day"].widget.attrs.update(min=drive.baseline_date.isoformat(), max=scope.today.isoformat())

    def _places(self) -> list:
        found: list = [("", self.scope.kabupaten)] if self.scope.everything else []
        for code, kecamatan in self.upper.items():
            lower = [(one.code, one.name) for one in self.lower.values() if one.kecamatan_id == kecamatan.pk]
            whole = _("whole kecamatan %(name)s") % {"name": kecamatan.name}
            found.append((kecamatan.name, [(code, whole), *lower]))
        return found

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day > self.scope.today:
            raise forms.ValidationError(
                _("%(day)s lies in the future. Choose today or an earlier day."), params={"day": day_text(day)}
            )
        if day < self.drive.baseline_date and day != self.scope.today:
            raise forms.ValidationError(
                _("Nothing is known of %(day)s: the counts begin on %(baseline)s."),
                params={"day": day_text(day), "baseline": day_text(self.drive.baseline_date)},
            )
        return day

    def clean(self) -> dict:
        told = super().clean()
        if told.get("kind") == Report.Kind.BRIEF and (told.get("place") or not self.scope.everything):
            self.add_error("place", _("The brief is of the whole kabupaten. Choose that, or another report."))
        return told

    @property
    def asked(self) -> Asked:
        """The report that a form without errors asks for."""
        told, code = self.cleaned_data, self.cleaned_data["place"]
        desa: Desa | None = self.lower.get(code)
        kecamatan: Kecamatan | None = desa.kecamatan if desa else self.upper.get(code)
        kabupaten: Kabupaten = self.scope.kabupaten
        everything = tuple(self.scope.kecamatan) if self.scope.everything else None
        lower = tuple(self.lower.values())
        return Asked(
            *(kabupaten, self.drive, Kind(told["kind"]), told["day"], kecamatan, desa),
            all_upper=everything,
            all_lower=lower,
        )


class ReportSettingsForm(forms.ModelForm):
    """The pattern of the numbers, and the addresses."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ReportSettings
        fields = ("number_pattern", "recipients")
        field_classes = {"number_pattern": LineField}
        widgets = {"recipients": forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"})}

    def __init__(self, *args, scope: Scope, **options) -> None:
        super().__init__(*args, **options)
        self.scope = scope

    def clean_number_pattern(self) -> str:
        try:
            return pattern_of(self.cleaned_data["number_pattern"]).text
        except NotAPattern as wrong:
            raise forms.ValidationError(of_number(wrong.problems)) from wrong

    def clean_recipients(self) -> str:
        text = self.cleaned_data["recipients"].replace("\r\n", "\n")
        wrong = wrong_lines(text, frozenset(one.code for one in self.scope.kecamatan))
        if wrong:
            raise forms.ValidationError([_wrong_line(*one) for one in wrong[:10]])
        return "\n".join(f"{one.mail} {one.code}".strip() for one in addresses_in(text))


def _wrong_line(line: int, what: str, word: str) -> str:
    if what == "mail":
        words = _("Line %(line)d: “%(word)s” is no e-mail address. Write it as nama@contoh.go.id.")
    else:
        words = _("Line %(line)d: there is no kecamatan “%(word)s” here. Write its code as 15.07.05, or leave it out.")
    return words % {"line": line, "word": word[:60]}
