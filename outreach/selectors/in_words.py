"""The values of a resident's fields as the history keeps them (codes, ISO days), as people read them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kecamatan.figures import NONE, day_text
from kecamatan.models import Desa, School
from kecamatan.phones import phone_text
from outreach.actions.changes import FIELDS
from outreach.models import Resident
from outreach.nik import masked

LABELS = {name: Resident._meta.get_field(name).verbose_name for name in FIELDS if name not in {"nik", "no_kk"}} | {
    "nik": "NIK",
    "no_kk": "No KK",
}


class InWords:
    """Reads the names of the desa and schools that these values speak of: two queries, none where they speak of none.

    ``values``: pairs of a field and its text.
    """

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        found = list(values)
        codes = {text for name, text in found if name == "desa" and text}
        npsn = {text for name, text in found if name == "school" and text}
        self.desa = dict(Desa.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
        self.schools = dict(School.objects.filter(npsn__in=npsn).values_list("npsn", "name")) if npsn else {}

    def __call__(self, name: str, text: str) -> str:
        """The value of the field ``name``; a NIK and a No KK are masked, "–" is nothing."""
        if name == "ever_married":
            return _("yes") if text else _("no")
        if not text:
            return NONE
        if name in {"nik", "no_kk"}:
            return masked(text)
        if name == "birth_date":
            return day_text(Resident._meta.get_field("birth_date").to_python(text))
        if name == "phone":
            return phone_text(text)
        choices = {"desa": self.desa, "school": self.schools}.get(name)
        if choices is None:
            choices = dict(getattr(Resident._meta.get_field(name), "flatchoices", ()))
        return str(choices.get(text, text))


def label_of(name: str) -> str:
    """The field's name on a page."""
    return str(LABELS.get(name, name))
