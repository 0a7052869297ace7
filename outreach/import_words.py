"""What is odd about the rows of an import, in words."""

from django.utils.translation import gettext as _

from outreach.models import ImportRow
from outreach.reading.faults import Fault
from outreach.reading.sentences import reason_sentence

#: Reasons that only the pages of imports know.
OWN = ("changed_meanwhile", "known_elsewhere", "place_of_others")


def reason_words(reason: str) -> str:
    """Why rows are in doubt, in words."""
    own = {
        "": _("something else"),
        "changed_meanwhile": _("Somebody worked on this person since the preview."),
        "known_elsewhere": _("Somebody of another kecamatan may be meant. Ask an admin to take this row in."),
        "place_of_others": _("This desa is not one of yours. Ask an admin to take this row in."),
    }
    return own[reason] if reason in own else reason_sentence(reason)


def sentence_of(row: ImportRow, name: str, column: int, params: dict) -> str:
    """One thing that is odd about a row."""
    if name in OWN:
        return reason_words(name)
    if name == "read_with_doubt":
        return ""
    return reason_sentence(name, Fault(name, row.sheet, row.number, column, params))
