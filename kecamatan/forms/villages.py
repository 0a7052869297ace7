"""The forms of village records."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.forms.fields import LineField, PhoneField, SpelledLimits
from kecamatan.forms.seen import SeenForm
from kecamatan.models import Desa, Kabupaten, School
from kecamatan.models.drives import MOST_PEOPLE


class DesaForm(SpelledLimits, forms.Form):
    """The head of a desa and its share of the baseline. ``seen``: the values the form was opened with, as a fingerprint."""

    head_name = LineField(
        label=Desa._meta.get_field("head_name").verbose_name,
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    head_title = LineField(
        label=Desa._meta.get_field("head_title").verbose_name,
        required=False,
        max_length=60,
        help_text=Desa._meta.get_field("head_title").help_text,
    )
    head_phone = PhoneField(label=Desa._meta.get_field("head_phone").verbose_name, required=False)
    share = forms.IntegerField(
        label=gettext_lazy("Share of the baseline"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=gettext_lazy("People of this desa on the baseline date. Empty: not broken down to this desa."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-share": ""}),
        error_messages={
            "invalid": gettext_lazy("A whole number, 0 or more; empty where it is not broken down."),
            "min_value": gettext_lazy("A whole number, 0 or more; empty where it is not broken down."),
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)

    def __init__(self, *args, with_share: bool, **options) -> None:
        super().__init__(*args, **options)
        if not with_share:
            del self.fields["share"]

    @property
    def values(self) -> dict[str, str | int | None]:
        """What was typed, for ``actions.places.save_desa``."""
        return {"share": None, **{name: value for name, value in self.cleaned_data.items() if name != "seen"}}


class SchoolForm(SeenForm):
    """A school of one desa; the NPSN tells schools apart."""

    npsn = LineField(
        label="NPSN",
        max_length=20,
        help_text=gettext_lazy("Eight digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = LineField(label=School._meta.get_field("name").verbose_name, max_length=120)
    head_name = LineField(label=School._meta.get_field("head_name").verbose_name, required=False, max_length=120)
    head_phone = PhoneField(label=School._meta.get_field("head_phone").verbose_name, required=False)

    class Meta:
        model = School
        fields = ["npsn", "name", "level", "head_name", "head_phone"]

    def clean_npsn(self) -> str:
        return npsn_free(self.cleaned_data["npsn"], self.instance.desa.kecamatan.kabupaten, self.instance.pk)


def npsn_free(npsn: str, kabupaten: Kabupaten, pk: int | None) -> str:
    """The NPSN, if it is one and no school but ``pk`` has it; a school of another kabupaten is not named."""
    if not (npsn.isascii() and npsn.isdigit() and len(npsn) == 8):
        raise forms.ValidationError(_("An NPSN has 8 digits."))
    other = School.objects.filter(npsn=npsn).exclude(pk=pk).select_related("desa__kecamatan").first()
    if other is None:
        return npsn
    if other.desa.kecamatan.kabupaten_id != kabupaten.pk:
        raise forms.ValidationError(_("A school of another kabupaten has this NPSN. Check the number."))
    raise forms.ValidationError(
        _("%(school)s in %(desa)s has this NPSN already.") % {"school": other, "desa": other.desa}
    )
