"""The form for what comes in from the field by hand: pasted text and files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.figures import number_text
from kecamatan.forms.fields import mark_errors
from outreach.field import parcel

MOST_FILES = 20
MOST_SIGNS = 100_000


class _Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once. ``clean`` gives a list, empty where none was chosen."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = data if isinstance(data, Sequence) else [data]
        files = [one for one in chosen if one]
        if len(files) > MOST_FILES:
            words = _("At most %(most)s files can be taken in at once. Choose fewer, and the rest afterwards.")
            raise forms.ValidationError(words % {"most": number_text(MOST_FILES)})
        return files


class TakeInForm(forms.Form):
    """Text, files, or both."""

    text = forms.CharField(
        label=gettext_lazy("Messages or QR codes, as text"),
        required=False,
        strip=False,
        max_length=MOST_SIGNS,
        help_text=gettext_lazy(
            "Paste them as they came, several at once, in any order; other text around them does not matter."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "class": "codes", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": gettext_lazy("This is too much text at once. Paste it in two parts.")},
    )
    files = FilesField(
        label=gettext_lazy("Files of phones"),
        required=False,
        help_text=gettext_lazy("One or more; their names begin with “ektp-”."),
        widget=_Files(attrs={"accept": ".json,.txt,application/json,text/plain"}),
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        if self.is_bound:
            mark_errors(self)

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\0", "")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not data["text"].strip() and not data["files"]:
            self.add_error("text", _("Paste a message, scan QR codes, or choose a file."))
        return data

    def read(self) -> list[tuple[str, bytes]]:
        """(name, bytes) of each file; of one that is too large only so much that it is seen to be."""
        return [(one.name, one.read(parcel.MOST_BYTES + 1)) for one in self.cleaned_data["files"]]
