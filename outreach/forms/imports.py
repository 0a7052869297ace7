"""Forms of taking a list in: the file, its columns, its places, its rows."""

from pathlib import PurePath

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.figures import number_text
from kecamatan.forms.fields import DayField, LineField, mark_errors
from outreach.models import ImportBatch
from outreach.reading.limits import Limits

ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".txt", ".xlsm")


class UploadForm(forms.Form):
    """The file, whether it is a whole list, and of which day."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "XLSX, XLS, ODS or CSV, at most 60 MB and 100,000 rows. It is deleted once it is taken in."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "required": gettext_lazy("Choose the file of the list."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    covers = forms.ChoiceField(
        label=gettext_lazy("What is in it?"),
        choices=[
            (ImportBatch.Covers.WHOLE, gettext_lazy("The whole list: who is missing from it is gone")),
            (ImportBatch.Covers.PARTIAL, gettext_lazy("A part, such as one school or one desa: nobody is gone")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether this is the whole list.")},
    )
    list_date = DayField(label=gettext_lazy("Day of the list"))

    def __init__(self, *args, today, **options) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["list_date"].initial = today
        if self.is_bound:
            mark_errors(self)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > Limits().file_bytes:
            raise forms.ValidationError(
                _("This file has %(size)s MB; at most %(most)s MB can be taken in. Split it.")
                % {"size": number_text(file.size // 1_000_000), "most": number_text(Limits().file_bytes // 1_000_000)}
            )
        if PurePath(file.name).suffix.lower() not in ENDINGS:
            raise forms.ValidationError(
                _("This is no spreadsheet. Choose a file that ends in .xlsx, .xls, .ods or .csv.")
            )
        return file

    def clean_list_date(self):
        day = self.cleaned_data["list_date"]
        if day > self.today:
            raise forms.ValidationError(_("This day lies in the future. Choose today or an earlier day."))
        return day


class TakeInForm(forms.Form):
    """How those who are new are counted."""

    new_are = forms.ChoiceField(
        label=gettext_lazy("How are the new ones counted?"),
        choices=[
            (
                ImportBatch.RuleEight.RULE,
                gettext_lazy("By the rule: who turned 17 after the baseline flowed in, the others name it"),
            ),
            (ImportBatch.RuleEight.NAMES, gettext_lazy("All of them were in the baseline: only names are added")),
            (ImportBatch.RuleEight.INFLOW, gettext_lazy("All of them flowed in: each counts as added")),
        ],
        widget=forms.RadioSelect,
        initial=ImportBatch.RuleEight.RULE,
    )
    new_reason = LineField(label=gettext_lazy("Why not by the rule?"), required=False, max_length=300)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        if self.is_bound:
            mark_errors(self)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("new_are") != ImportBatch.RuleEight.RULE and not cleaned.get("new_reason"):
            self.add_error("new_reason", _("Say why the rule does not fit this list."))
        return cleaned


class ReasonForm(forms.Form):
    """A reason, which must be given."""

    reason = LineField(
        label=gettext_lazy("Reason"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why this list is taken back.")},
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        if self.is_bound:
            mark_errors(self)
