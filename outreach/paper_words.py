"""What is wrong with what was typed or uploaded for papers, in sentences that say what to do."""

from collections.abc import Iterable

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from outreach.papers import crest, letter_text, numbers, short_codes, whatsapp

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


def of_text(problems: Iterable[letter_text.Problem]) -> list[str]:
    """One sentence for each problem of a letter's text."""
    return [_of_text(problem) for problem in problems]


def of_number(problems: Iterable[numbers.Problem]) -> list[str]:
    """One sentence for each problem of a letter number or its pattern."""
    return [_of_number(problem) for problem in problems]


def _of_text(problem: letter_text.Problem) -> str:
    fault = letter_text.Fault
    mark, near = (f"{{{name}}}" for name in (problem.mark, problem.near))
    if problem.fault is fault.UNKNOWN_MARK and problem.near:
        return _t("Line %(line)d: there is no %(mark)s. Did you mean %(near)s?") % {
            "line": problem.line,
            "mark": mark,
            "near": near,
        }
    words = {
        fault.EMPTY: _t("Type the text of the letter."),
        fault.TOO_LONG: _t("The text is longer than 6,000 signs. Shorten it."),
        fault.UNFIT: _t("The text holds signs that cannot be seen. Type it again instead of pasting it."),
        fault.UNKNOWN_MARK: _t("Line %(line)d: there is no %(mark)s. Choose one from the list."),
        fault.NOT_FOR_THIS_KIND: _t("Line %(line)d: %(mark)s has no value in this kind of letter. Take it out."),
        fault.MISSING_MARK: _t("%(mark)s is missing: the reader must learn it. Put it in."),
        fault.LONE_BRACE: _t("Line %(line)d: a brace stands alone. Write {hari} or leave braces out."),
    }
    return words[problem.fault] % {"line": problem.line, "mark": mark}


def _of_number(problem: numbers.Problem) -> str:
    fault = numbers.Fault
    words = {
        fault.EMPTY: _t("Type the number."),
        fault.TOO_LONG: _t("A letter number has 60 signs at most. Shorten it."),
        fault.UNKNOWN_MARK: _t("There is no {%(detail)s}. Use {nomor}, {bulan_romawi}, {bulan} and {tahun}."),
        fault.NO_NUMBER: _t("{nomor} is missing: every letter would get the same number."),
        fault.NUMBER_TWICE: _t("{nomor} may stand once only."),
        fault.LONE_BRACE: _t("A brace stands alone. Write {nomor} or leave braces out."),
        fault.STRANGE_SIGN: _t("%(detail)s can't be in a letter number: use letters, digits, spaces, / . and -."),
        fault.NO_YEAR: _t("{tahun} is missing: next year the numbers would come again."),
        fault.NUMBER_TOUCHES_DIGIT: _t("Put a / or . beside {nomor}, so that it is not read with other digits."),
        fault.NO_DIGIT: _t("A letter number has at least one digit."),
    }
    return words[problem.fault] % {"detail": problem.detail}
