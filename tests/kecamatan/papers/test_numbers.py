"""Letter numbers: patterns, what they give, and numbers typed by hand."""

from datetime import date

import pytest

from kecamatan.papers.numbers import Fault, NotAPattern, pattern_of, typed_number

USUAL = "471.13/{nomor}/DUKCAPIL/{bulan_romawi}/{tahun}"


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (USUAL, "471.13/7/DUKCAPIL/VI/2024"),
        ("471.13/{nomor:3}/DUKCAPIL/{tahun}", "471.13/007/DUKCAPIL/2024"),
        ("{nomor}/DISDUKCAPIL-TJT/{bulan}/{tahun}", "7/DISDUKCAPIL-TJT/06/2024"),
    ],
)
def test_a_pattern_gives_a_number_and_knows_it_again(pattern, number):
    parsed = pattern_of(f" {pattern} ")
    assert parsed.number(7, date(2024, 6, 25)) == number
    assert parsed.serial_in(number.lower()) == 7
    assert parsed.serial_in("470/7/UMUM/2024") is None


def test_months_are_roman():
    given = [pattern_of("{nomor}/{bulan_romawi}/{tahun}").number(1, date(2024, month, 1)) for month in range(1, 13)]
    assert [one.split("/")[1] for one in given] == [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
        "IX",
        "X",
        "XI",
        "XII",
    ]


@pytest.mark.parametrize(
    ("pattern", "faults"),
    [
        ("", [Fault.EMPTY]),
        ("471.13/{tahun}", [Fault.NO_NUMBER]),
        ("{nomor}/{nomor}/{tahun}", [Fault.NUMBER_TWICE]),
        ("{nomor}/DUKCAPIL", [Fault.NO_YEAR]),
        ("{nomor}/{tahun}/{hari}", [Fault.UNKNOWN_MARK]),
        ("{nomor}/{tahun}/{", [Fault.LONE_BRACE]),
        ("{nomor}/{tahun}/}x", [Fault.LONE_BRACE]),
        ("{nomor.__class__}/{tahun}", [Fault.NO_NUMBER, Fault.LONE_BRACE, Fault.STRANGE_SIGN]),
        ("{nomor}{tahun}", [Fault.NUMBER_TOUCHES_DIGIT]),
        ("47{nomor}/{tahun}", [Fault.NUMBER_TOUCHES_DIGIT]),
        ("{nomor}/{tahun}/<b>", [Fault.STRANGE_SIGN, Fault.STRANGE_SIGN]),
        ("{nomor}/{tahun}/" + "X" * 60, [Fault.TOO_LONG]),
        ("{nomor}\n/{tahun}", [Fault.STRANGE_SIGN]),
    ],
)
def test_a_wrong_pattern_says_what_is_wrong(pattern, faults):
    with pytest.raises(NotAPattern) as refused:
        pattern_of(pattern)
    assert [problem.fault for problem in refused.value.problems] == faults


def test_numbers_begin_with_one():
    with pytest.raises(ValueError, match="begin with 1"):
        pattern_of(USUAL).number(0, date(2024, 6, 25))


@pytest.mark.parametrize(
    ("typed", "tidy", "faults"),
    [
        ("  470 / 123 /  Dukcapil/2024 ", "470 / 123 / Dukcapil/2024", []),
        ("", "", [Fault.EMPTY]),
        ("Dukcapil", "Dukcapil", [Fault.NO_DIGIT]),
        ("1" * 61, "1" * 61, [Fault.TOO_LONG]),
        ("12\u202e34", "12\u202e34", [Fault.STRANGE_SIGN]),
        ("{nomor}/1", "{nomor}/1", [Fault.STRANGE_SIGN] * 2),
    ],
)
def test_a_number_typed_by_hand_is_tidied_and_looked_at(typed, tidy, faults):
    text, problems = typed_number(typed)
    assert text == tidy
    assert [problem.fault for problem in problems] == faults
