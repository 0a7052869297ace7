"""Form fields that every form shares: one line of clean text, a day, a phone number."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.figures import number_text
from kecamatan.phones import NotAPhone, phone_text, stored_phone
from kecamatan.plain_text import unfit


class LineField(forms.CharField):
    """One line: spaces evened out; control characters and marks that turn the direction of text are refused."""

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        return " ".join(text.split()) if text else text

    def validate(self, value: str) -> None:
        super().validate(value)
        if unfit(value):
            raise forms.ValidationError(_("This holds a character that cannot be shown. Type the text anew."))


class DayField(forms.DateField):
    """A day, from the browser's own picker or typed as 25/06/2024."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": gettext_lazy("There is no such day. Write it as 25/06/2024.")}


class PhoneField(LineField):
    """An Indonesian phone number: shown as 0812-3456-7890, stored as +6281234567890."""

    def __init__(self, *args, **options) -> None:
        options.setdefault("max_length", 25)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
        super().__init__(*args, **options)

    def prepare_value(self, value: str | None) -> str | None:
        """A stored number in the form people write; what somebody typed stays as it is."""
        return phone_text(value) if value and value.startswith("+62") and value[1:].isdigit() else value

    def clean(self, value: str) -> str:
        text = super().clean(value)
        try:
            return stored_phone(text)
        except NotAPhone as fault:
            raise forms.ValidationError(
                _("This is not an Indonesian phone number. Write it as 0812 3456 7890 or +62 812 3456 7890.")
            ) from fault


class SpelledLimits:
    """Of a form: writes the limits in its errors as people do, at most 10.000.000."""

    def add_error(self, field: str | None, error: forms.ValidationError | str) -> None:
        for one in _each(error):
            if one.code in {"max_value", "min_value"} and isinstance((one.params or {}).get("limit_value"), int):
                one.params["limit_value"] = number_text(one.params["limit_value"])
        super().add_error(field, error)


def _each(error: forms.ValidationError | str) -> list[forms.ValidationError]:
    """The single errors that ``error`` holds; none where it is only words."""
    if hasattr(error, "error_dict"):
        return [one for found in error.error_dict.values() for one in found]
    return getattr(error, "error_list", [])


def mark_errors(form: forms.BaseForm) -> None:
    """Tie each wrong field to its sentence and its hint, for those who hear the page (``field_ID-errors``)."""
    for bound in form:
        described = []
        if bound.errors:
            bound.field.widget.attrs["aria-invalid"] = "true"
            described.append(f"{bound.auto_id}-errors")
        if bound.help_text:
            described.append(f"{bound.auto_id}-hint")
        if described:
            bound.field.widget.attrs["aria-describedby"] = " ".join(described)
