"""The form of a new link for a screen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import LineField


class WallForm(forms.Form):
    """Where the screen hangs, so that its link is known later; and its language."""

    name = LineField(
        label=_("Where the screen hangs"),
        max_length=60,
        help_text=_("For example: meeting room. So you know later which link to end."),
        error_messages={"required": _("Write where the screen hangs.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("id", "Bahasa Indonesia"), ("en", "English")])
