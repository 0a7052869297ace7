"""Rule 7 in a word."""

import pytest

from outreach.reconciling import Names, Verdict, of_kecamatan, standing, together


@pytest.mark.parametrize(
    ("remaining", "names", "unnamed", "verdict", "number"),
    [
        (None, Names(3, 2), None, Verdict.UNKNOWN, 0),
        (40, Names(), 40, Verdict.NO_NAMES, 40),
        (0, Names(), 0, Verdict.NO_NAMES, 0),
        (40, Names(12, 10), 30, Verdict.UNNAMED, 30),
        (10, Names(12, 10), 0, Verdict.AGREES, 0),
        (0, Names(12, 0), 0, Verdict.AGREES, 0),
        (8, Names(12, 10), -2, Verdict.TOO_MANY, 2),
    ],
)
def test_a_place_in_a_word(remaining, names, unnamed, verdict, number):
    found = standing(remaining, names)
    assert (found.unnamed, found.verdict, found.number) == (unnamed, verdict, number)


def test_too_many_names_here_are_not_made_up_for_by_too_few_there():
    whole = together([standing(8, Names(10, 10)), standing(12, Names(10, 10))])
    assert (whole.unnamed, whole.verdict, whole.number, whole.short) == (0, Verdict.TOO_MANY, 2, 2)


def test_a_kecamatan_and_its_parts():
    found = of_kecamatan({1: 40, 2: 30}, 30, {1: Names(5, 4), 3: Names(9, 7), 4: Names(1, 1)})
    assert (found.whole.remaining, found.whole.names) == (100, Names(15, 12))
    assert found.rest.unnamed == 22
    assert found.place(1).unnamed == 36
    assert found.place(2).verdict is Verdict.NO_NAMES
    assert (found.place(3).verdict, found.place(3).names.named) == (Verdict.UNKNOWN, 7)
