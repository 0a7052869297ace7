"""Short codes on paper: proven over all codes, not over a sample."""

import random
import string
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.papers import short_codes
from outreach.papers.short_codes import ALPHABET, LENGTH, LOOK_ALIKES, Fault, draw, is_code, read, who, with_check


@pytest.fixture(scope="module")
def every_code():
    return [with_check("".join(body)) for body in product(ALPHABET, repeat=LENGTH - 1)]


def test_every_single_wrong_sign_is_caught(every_code):
    """No two of all codes differ in one place only: with any place left out, all are still different."""
    assert len(every_code) == 23**4
    for place in range(LENGTH):
        assert len({code[:place] + code[place + 1 :] for code in every_code}) == len(every_code)


def test_every_swap_of_two_signs_is_caught(every_code):
    valid = set(every_code)
    looked_at = 0
    for place in range(LENGTH - 1):
        unlike = [code for code in every_code if code[place] != code[place + 1]]
        looked_at += len(unlike)
        assert valid.isdisjoint(f"{code[:place]}{code[place + 1]}{code[place]}{code[place + 2 :]}" for code in unlike)
    assert looked_at > 1_000_000


def test_signs_have_no_look_alikes_among_them():
    assert not set("OQDILZSGBUVWY") & set(ALPHABET)
    assert set(LOOK_ALIKES.values()) <= set(ALPHABET)
    assert not set(LOOK_ALIKES) & set(ALPHABET)


def test_any_one_letter_or_digit_typed_wrong_is_the_same_code_or_none():
    for code in draw(200, below=random.Random(1).randrange):
        for place, sign in product(range(LENGTH), string.ascii_letters + string.digits):
            got, fault = read(code[:place] + sign + code[place + 1 :])
            assert got == code or fault


@pytest.mark.parametrize("typed", ["10258", "lO2-5 8", " 1 o z s b ", "IQ25B", "1D2S8", "l.0.2.5.8"])
def test_codes_are_read_as_people_type_them(typed):
    code = with_check("1025")
    assert read(typed.replace("8", code[-1]).replace("b", code[-1]).replace("B", code[-1])) == (code, None)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.EMPTY),
        (" - ", Fault.EMPTY),
        ("123", Fault.WRONG_LENGTH),
        ("123456", Fault.WRONG_LENGTH),
        ("12U45", Fault.UNKNOWN_SIGN),
        ("12٣45", Fault.UNKNOWN_SIGN),
        ("12😀45", Fault.UNKNOWN_SIGN),
    ],
)
def test_what_is_no_code_says_why(typed, fault):
    assert read(typed) == ("", fault)


def test_a_wrong_check_names_nobody():
    code = with_check("4K7M")
    wrong = code[:-1] + next(sign for sign in ALPHABET if sign != code[-1])
    assert who(wrong, {code: "Siti"}).fault is Fault.WRONG_CHECK
    assert who(wrong, {code: "Siti"}).person is None


def test_a_code_of_another_visit_names_nobody():
    here, elsewhere = draw(2, below=random.Random(2).randrange)
    assert who(here.lower(), {here: "Siti"}).person == "Siti"
    assert who(elsewhere, {here: "Siti"}).fault is Fault.NOT_OF_THIS_VISIT


def test_up_to_four_hundred_two_wrong_signs_hit_nobody():
    codes = draw(400, below=random.Random(3).randrange)
    nearest = min(
        sum(a != b for a, b in zip(one, other, strict=True)) for one in codes for other in codes if one != other
    )
    assert nearest >= 3


def test_five_thousand_codes_are_different_and_stay_clear_of_those_taken():
    first = draw(5000)
    second = draw(200, taken=first)
    assert len({*first, *second}) == 5200
    assert all(map(is_code, first))


def test_the_last_free_code_is_found_and_then_no_more(monkeypatch, every_code):
    monkeypatch.setattr(short_codes, "_PATIENCE", 2)
    assert draw(1, taken=every_code[1:]) == [every_code[0]]
    with pytest.raises(short_codes.AllTaken):
        draw(1, taken=every_code)


@given(st.text(max_size=12))
def test_nothing_typed_breaks_it(typed):
    code, fault = read(typed)
    assert bool(code) != bool(fault)


def test_on_paper_a_code_stands_in_two_groups():
    assert short_codes.as_printed("4K7M2") == "4K7 M2"
    assert read("4K7 M" + with_check("4K7M")[-1])[1] is None
