"""What is wrong with events that somebody brings in from the field, in sentences that say what to do."""

from collections.abc import Mapping
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from kecamatan.figures import number_text
from outreach.field import parcel, short_text
from outreach.field.collecting import Fault, Nothing

FAULTS: Mapping[Enum, object] = {
    parcel.Fault.EMPTY: gettext_lazy("There is nothing in this file. Save it again on the phone."),
    parcel.Fault.TOO_LARGE: gettext_lazy("This file is larger than one of a phone can be. Was another file chosen?"),
    parcel.Fault.TOO_MANY: gettext_lazy("This file holds more than 3,000 entries. Was another file chosen?"),
    parcel.Fault.NOT_OURS: gettext_lazy(
        "This is no file of the field page. Choose the one that the phone saved; its name begins with “ektp-”."
    ),
    parcel.Fault.CUT_SHORT: gettext_lazy("This file was cut short on its way. Have it sent again as a whole."),
    parcel.Fault.NEWER: gettext_lazy(
        "This file comes from a newer version of the field page. Ask the admin to update this site, then take it in."
    ),
    short_text.Fault.UNREADABLE: gettext_lazy(
        "This begins like a message of the field page and cannot be read: a part is missing or wrong. Copy it again."
    ),
    short_text.Fault.UNKNOWN_LEASE: gettext_lazy(
        "No visit of yours has the code of this message. Is a sign wrong, or is it of another kecamatan?"
    ),
    short_text.Fault.WRONG_CHECK: gettext_lazy(
        "A sign of this message is wrong, or two have changed places. Compare it with the phone, and copy it again."
    ),
    Nothing.FOUND: gettext_lazy(
        "Nothing of the field page stands in this text. A message begins with “EKTP.” and ends with six signs."
    ),
}
_COUNTED = {
    Nothing.BROKEN: ngettext_lazy(
        "%(count)s QR code was read wrong. Read it again.",
        "%(count)s QR codes were read wrong. Read them again.",
        "count",
    ),
    Nothing.DAMAGED: ngettext_lazy(
        "%(count)s entry of this file was damaged on its way. The others were taken in.",
        "%(count)s entries of this file were damaged on their way. The others were taken in.",
        "count",
    ),
}
_MOST_MISSING = 15


def sentence_of(fault: Fault) -> str:
    """What is wrong, and what to do."""
    if fault.why is Nothing.SHORT:
        numbers = ", ".join(number_text(one) for one in fault.missing[:_MOST_MISSING])
        more = ", …" if len(fault.missing) > _MOST_MISSING else ""
        words = _("%(there)s of %(of)s QR codes came in. Read those that are missing too: %(numbers)s.")
        told = {"there": number_text(fault.there), "of": number_text(fault.of), "numbers": numbers + more}
        return words % told
    if fault.why in _COUNTED:
        return str(_COUNTED[fault.why] % {"count": fault.there})
    return str(FAULTS[fault.why])
