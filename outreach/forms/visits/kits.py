"""The form that names a kit."""

from django import forms
from django.utils.translation import gettext_lazy

from kecamatan.forms.fields import LineField
from outreach.models import Kit


class KitForm(forms.Form):
    """One more kit."""

    name = LineField(
        label=gettext_lazy("Name of the kit"),
        max_length=Kit._meta.get_field("name").max_length,
        help_text=gettext_lazy("As it is written on its case, such as: Kit 3."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
