"""What is wrong with what was typed or uploaded for papers, in sentences that say what to do."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kecamatan.papers import crest
from outreach.papers import letter_text, short_codes, whatsapp

CODES = {
    short_codes.Fault.EMPTY: _("Type the short code that stands beside the name on the paper."),
    short_codes.Fault.WRONG_LENGTH: _("A short code has 5 signs. Look at the paper again."),
    short_codes.Fault.UNKNOWN_SIGN: _("One of these signs is in no short code. Look at the paper again."),
    short_codes.Fault.WRONG_CHECK: _("One sign of this code is wrong or two have changed places. Look at it again."),
    short_codes.Fault.NOT_OF_THIS_VISIT: _("Nobody of this visit has this code. Is the paper of another visit?"),
}
LINKS = {
    whatsapp.Fault.NO_NUMBER: _("No phone number is known here. Add it to send a message by WhatsApp."),
    whatsapp.Fault.NOT_A_NUMBER: _("This is no Indonesian phone number. Correct it, such as 0812 3456 7890."),
    whatsapp.Fault.NOT_MOBILE: _("This is a landline number, and WhatsApp needs a mobile one, which begins with 08."),
    whatsapp.Fault.TOO_LONG: _("The message is too long for a WhatsApp link. Shorten its text."),
}
CRESTS = {
    crest.Fault.EMPTY: _("The file is empty."),
    crest.Fault.TOO_MANY_BYTES: _("The crest may have 300 KB at most. Save it smaller."),
    crest.Fault.NO_PICTURE: _("This file is no picture. Upload the crest as PNG, JPEG or SVG."),
    crest.Fault.DAMAGED: _("This picture is damaged. Save it again and upload the new file."),
    crest.Fault.TOO_LARGE: _("The crest may have 2,000 pixels on a side at most. Save it smaller."),
    crest.Fault.TOO_SMALL: _("The crest needs 40 pixels on a side at least, or it prints as a blot."),
    crest.Fault.NOT_PLAIN_SVG: _("This SVG holds more than plain shapes. Save it as PNG and upload that."),
}


_TEXT = letter_text.Fault
TEXTS = {
    _TEXT.EMPTY: _("Type the text of the letter."),
    _TEXT.TOO_LONG: _("The text is longer than 6,000 signs. Shorten it."),
    _TEXT.UNFIT: _("The text holds signs that cannot be seen. Type it again instead of pasting it."),
    _TEXT.UNKNOWN_MARK: _("Line %(line)d: there is no %(mark)s. Choose one from the list."),
    _TEXT.NOT_FOR_THIS_KIND: _("Line %(line)d: %(mark)s has no value in this kind of letter. Take it out."),
    _TEXT.MISSING_MARK: _("%(mark)s is missing: the reader must learn it. Put it in."),
    _TEXT.LONE_BRACE: _("Line %(line)d: a brace stands alone. Write {hari} or leave braces out."),
}
NEAR_MARK = _("Line %(line)d: there is no %(mark)s. Did you mean %(near)s?")


def of_text(problems: Iterable[letter_text.Problem]) -> list[str]:
    """One sentence for each problem of a letter's text."""
    return [_of_text(problem) for problem in problems]


def of_crest(refused: crest.BadCrest) -> str:
    """Why a crest is refused and what to do."""
    return str(CRESTS[refused.fault])


def _of_text(problem: letter_text.Problem) -> str:
    words = NEAR_MARK if problem.near else TEXTS[problem.fault]
    return str(words) % {"line": problem.line, "mark": f"{{{problem.mark}}}", "near": f"{{{problem.near}}}"}
