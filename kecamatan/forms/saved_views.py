"""Saving a view of a list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kecamatan.forms.fields import LineField
from kecamatan.models import SavedView


class SaveViewForm(forms.Form):
    """A name, and who sees it. ``address`` is the list as it is seen now: its path and query."""

    name = LineField(label=_("Name of this view"), max_length=60, error_messages={"required": _("Give it a name.")})
    shared_with = forms.ChoiceField(label=_("Who sees it"), required=False, choices=SavedView.Audience.choices)
    address = forms.CharField(max_length=20_000, widget=forms.HiddenInput)

    prefix = "view"
