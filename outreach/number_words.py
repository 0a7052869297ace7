"""What is thought of a NIK or No KK, in words: why it is refused, what is asked, what is only told."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from outreach.nik import Finding

WORDS = {
    Finding.SCIENTIFIC: _("A spreadsheet has cut this number short. Type its 16 digits from the card."),
    Finding.MASKED: _("This is the masked number. Type its 16 digits, or leave the field empty."),
    Finding.NOT_16_DIGITS: _("This number does not have 16 digits. Type it from the card."),
    Finding.ALL_EQUAL: _("16 equal digits are nobody's number. Leave the field empty where there is none yet."),
    Finding.LAST_DIGIT_LOST: _("A spreadsheet may have turned its last digit into 0."),
    Finding.NOT_EXACT: _("A spreadsheet may have changed its last digits."),
    Finding.SERIAL_ZERO: _("It ends in 0000, which no card does."),
    Finding.NO_SUCH_DATE: _("Its digits 7 to 12 are no day of the calendar."),
    Finding.BIRTH_DATE_DIFFERS: _("The NIK holds another birth date. That is allowed: a NIK never changes."),
    Finding.SEX_DIFFERS: _("The NIK is that of the other sex. That is allowed: a NIK never changes."),
    Finding.ELSEWHERE: _("The number was first given in another kabupaten."),
    Finding.UNKNOWN_REGION: _("The number begins with the code of no place known today."),
}


def sentences(findings: Iterable[Finding]) -> list[str]:
    """One sentence for each finding."""
    return [str(WORDS[finding]) for finding in findings]
