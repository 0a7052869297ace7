"""Sentences for what a program sent wrongly, in the language of the token's owner."""

from django.utils.translation import gettext as _

from kecamatan.figures import number_text
from kecamatan.models.ledger import MOST_AT_ONCE, NOTE_LENGTH


def sentence(field: str, fault: str) -> str:
    """What is wrong with ``field`` and what to do. ``fault``: pydantic's name of the fault, or one of ours."""
    if fault == "missing" and field:
        return _("This field is missing.")
    if fault == "extra_forbidden":
        return _("There is no field of this name. Look at its spelling.")
    if fault == "no_such_day":
        return _("This is not a day of the calendar. Write it as 2024-06-25.")
    if fault == "unfit":
        return _("There are characters in it that cannot be seen. Leave them out.")
    return _by_field().get(field) or _("This cannot be read. Look at the description of this address.")


def _by_field() -> dict[str, str]:
    return {
        "": _("Send one JSON object with the fields of a row."),
        "key": _("A key is a UUID, such as 6f1c0f0e-3a52-4b8e-9a54-2f7d6f0f6a11; make a new one for every row."),
        "kecamatan": no_kecamatan(),
        "desa": no_desa(),
        "kind": _("Choose one of: recorded, recorded_elsewhere, added, removed."),
        "quantity": _("Write a whole number from 1 to %(most)s, without quotes.") % {"most": number_text(MOST_AT_ONCE)},
        "date": _("Write the day as text in the form 2024-06-25."),
        "as_of": _("Write the day in the form 2024-06-25."),
        "drive": no_drive(),
        "note": _("A note is text of at most %(most)s characters.") % {"most": NOTE_LENGTH},
    }


def no_kecamatan() -> str:
    """The same for a code that does not exist, is malformed, or belongs to somebody else."""
    return _("There is no kecamatan of this code among yours. A code looks like 15.07.01.")


def no_desa() -> str:
    """The same for a code that does not exist, is malformed, or belongs to another kecamatan."""
    return _("There is no desa or kelurahan of this code in the kecamatan. A code looks like 15.07.01.2001.")


def no_drive() -> str:
    """The same for a drive that does not exist and one of another kabupaten."""
    return _("There is no drive of this number.")
