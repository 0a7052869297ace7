"""What is wrong with a number that a paper shall bear, or with its pattern, in sentences that say what to do."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kecamatan.papers import numbers

_NUMBER = numbers.Fault
NUMBERS = {
    _NUMBER.EMPTY: _("Type the number of the letter."),
    _NUMBER.TOO_LONG: _("A letter number has 60 signs at most. Shorten it."),
    _NUMBER.UNKNOWN_MARK: _("There is no {%(detail)s}. Use {nomor}, {bulan_romawi}, {bulan} and {tahun}."),
    _NUMBER.NO_NUMBER: _("{nomor} is missing, and every letter would get the same number. Put it in."),
    _NUMBER.NUMBER_TWICE: _("{nomor} may stand once only. Take the others out."),
    _NUMBER.LONE_BRACE: _("A brace stands alone. Write {nomor} or leave braces out."),
    _NUMBER.STRANGE_SIGN: _("“%(detail)s” can't be in a letter number. Use letters, digits, spaces, / . and -."),
    _NUMBER.NO_YEAR: _("{tahun} is missing, and next year the numbers would come again. Put it in."),
    _NUMBER.NUMBER_TOUCHES_DIGIT: _("Put / or . beside {nomor}, so that it is not read together with other digits."),
    _NUMBER.NO_DIGIT: _("A letter number has at least one digit. Look at it again."),
}


def of_number(problems: Iterable[numbers.Problem]) -> list[str]:
    """One sentence for each problem of a letter number or its pattern."""
    return [str(NUMBERS[problem.fault]) % {"detail": problem.detail} for problem in problems]
