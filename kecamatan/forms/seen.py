"""Forms of a row that notice when somebody else saved it meanwhile."""

import hashlib

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kecamatan.figures import NONE
from kecamatan.forms.fields import SpelledLimits


class SeenForm(SpelledLimits, forms.ModelForm):
    """Carries a fingerprint of the values it was opened with.

    Where the row holds others by now, nothing is saved: the form says which, keeps what was typed, and saves when it
    is sent again in sight of them.
    """

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            return
        # Read now: cleaning puts what was typed into the instance.
        self.stored = self._stored()
        self.fields["seen"] = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
        self.initial["seen"] = self._fingerprint()

    def _stored(self) -> dict[str, str]:
        """Field → what the row holds, as the form would show it."""
        return {
            name: _shown(self, name, self.get_initial_for_field(field, name)) for name, field in self.fields.items()
        }

    def _fingerprint(self) -> str:
        return hashlib.sha256(repr(sorted(self.stored.items())).encode()).hexdigest()[:32]

    def clean(self) -> dict:
        cleaned = super().clean()
        seen = cleaned.pop("seen", "")
        if seen and seen != self._fingerprint():
            self.add_error(None, self._what_differs(cleaned))
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._fingerprint()
        return cleaned

    def _what_differs(self, cleaned: dict) -> str:
        typed = {name: _shown(self, name, cleaned[name]) for name in self.stored if name in cleaned}
        theirs = [
            f"{capfirst(self.fields[name].label or name)}: {stored or NONE}"
            for name, stored in self.stored.items()
            if typed.get(name, stored) != stored
        ]
        return _(
            "Somebody else saved this since you opened it (%(theirs)s). Nothing was changed yet. Save again to put yours over theirs."
        ) % {"theirs": "; ".join(theirs)}


def _shown(form: forms.ModelForm, name: str, value: object) -> str:
    """A value as text: rows by their names, a choice by its label."""
    field = form.fields[name]
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(one) for one in value or ()))
    if isinstance(field, forms.ModelChoiceField):
        row = value if hasattr(value, "pk") else field.queryset.filter(pk=value).first() if value else None
        return str(row or "")
    text = field.prepare_value(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(text, text) or "")
    return "" if text is None else str(text)
