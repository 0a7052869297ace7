"""What an admin edits of the office's letters: the letterhead, its crest, the texts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import LineField
from kecamatan.paper_words import of_number
from kecamatan.papers.numbers import NotAPattern, pattern_of
from kecamatan.plain_text import unfit
from outreach import paper_words
from outreach.models import Letterhead
from outreach.papers.letter_text import Kind, problems_of
from outreach.papers.whatsapp import LONGEST

ROOM_FOR_VALUES = 300


class TextForm(forms.Form):
    """Subject, text and message of one kind; what is wrong with them is said by line and mark."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = LineField(label=_("subject"), max_length=120)
    body = forms.CharField(
        label=_("text of the letter"),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text=_("Empty lines part paragraphs. “label : text” makes aligned rows, “1.” or “-” a list."),
        strip=False,
    )
    message = forms.CharField(
        label=_("message for WhatsApp"), widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}), strip=False
    )

    def __init__(self, *args, kind: Kind, **options) -> None:
        self.kind = kind
        super().__init__(*args, **options)

    def clean_subject(self) -> str:
        text = self.cleaned_data["subject"]
        if "{" in text or "}" in text:
            raise forms.ValidationError(_("A subject holds no marks. Leave braces out."))
        return text

    def clean_body(self) -> str:
        return self._checked(self.cleaned_data["body"], None)

    def clean_message(self) -> str:
        text = self._checked(self.cleaned_data["message"], frozenset())
        if len(text) > LONGEST - ROOM_FOR_VALUES:
            raise forms.ValidationError(_("The message is longer than 1,200 signs. Shorten it."))
        return text

    def _checked(self, text: str, required: frozenset[str] | None) -> str:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        problems = problems_of(text, self.kind, required=required)
        if problems:
            raise forms.ValidationError(paper_words.of_text(problems))
        return text


class LetterheadForm(forms.ModelForm):
    """How the office writes."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Letterhead
        fields = ("number_pattern", "nature", "place", "on_behalf_of", "contact", "bring", "copies")
        field_classes = dict.fromkeys(
            ["number_pattern", "nature", "place", "on_behalf_of", "contact", "bring"], LineField
        )
        widgets = {"copies": forms.Textarea(attrs={"rows": 4})}

    def clean_number_pattern(self) -> str:
        try:
            return pattern_of(self.cleaned_data["number_pattern"]).text
        except NotAPattern as wrong:
            raise forms.ValidationError(of_number(wrong.problems)) from wrong

    def clean_copies(self) -> str:
        text = self.cleaned_data["copies"].replace("\r\n", "\n")
        if unfit(text, lines=True):
            raise forms.ValidationError(_("This holds a character that cannot be shown. Type the text anew."))
        return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


class CrestForm(forms.Form):
    """The crest, as a file."""

    crest = forms.FileField(
        label=_("crest"),
        allow_empty_file=True,
        help_text=_("PNG, JPEG or a plain SVG, 300 KB at most."),
        error_messages={"required": _("Choose the file of the crest.")},
    )
