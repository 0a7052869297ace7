"""Single cells as lists write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.reading import cells
from outreach.reading.plain import plain_text, without_marks
from outreach.reading.sheets import EMPTY, Cell, Kind


def text(value: str) -> Cell:
    return Cell(Kind.TEXT, value)


def number(value: float) -> Cell:
    return Cell(Kind.NUMBER, value)


@pytest.mark.parametrize(
    "nothing", ["", " ", "<>", "Null", "NULL", "-", "--", "\u00a0", "\ufeff", "\u200b -", "N/A", "'"]
)
def test_what_stands_for_nothing_is_nothing(nothing):
    assert plain_text(nothing) == ""
    assert cells.read_raw_number(text(nothing)) is None
    for read in (cells.read_name, cells.read_sex, cells.read_rt, cells.read_married, cells.read_phone):
        assert (read(text(nothing)).value, read(text(nothing)).doubt) == (None, "")


def test_unseen_signs_are_taken_out_and_blanks_evened():
    assert without_marks("\ufeffSiti\u00a0\u00a0 Nur\u200baini \t\n") == "Siti Nuraini"
    assert without_marks("Nu\u0301r\x00a") == "Núr a"
    assert plain_text('="001"') == "001"
    assert plain_text("'0812") == "0812"
    assert plain_text("Nur'aini") == "Nur'aini"


def test_a_nik_keeps_what_kind_of_cell_it_was():
    assert cells.read_raw_number(number(1507034508070002)) == cells.RawNumber("1507034508070002", Kind.NUMBER)
    assert cells.read_raw_number(text("'1507034508070002")) == cells.RawNumber("1507034508070002", Kind.TEXT)
    assert cells.read_raw_number(text("1.50703E+15")) == cells.RawNumber("1.50703E+15", Kind.TEXT)
    assert cells.read_raw_number(text("15.0703.450807.0002")).text == "15.0703.450807.0002"
    big = cells.read_raw_number(number(9171034508070002.0))
    assert (big.text, big.exact) == ("9171034508070002", False)
    assert cells.read_raw_number(number(0)) == cells.RawNumber("0", Kind.NUMBER)
    assert cells.read_raw_number(EMPTY) is None


@pytest.mark.parametrize(("written", "sex"), [
    ("L", "L"), ("p", "P"), ("LK", "L"), ("Pr.", "P"), ("LAKI-LAKI", "L"), ("Laki - Laki", "L"), ("PEREMPUAN", "P"),
    ("1", "L"), ("2", "P"), ("Pria", "L"), ("wanita", "P"), ("Laki2", "L"),
])  # fmt: skip
def test_sex(written, sex):
    assert cells.read_sex(text(written)).value == sex


def test_sex_as_number_and_what_is_none():
    assert cells.read_sex(number(2)).value == "P"
    assert cells.read_sex(text("LP")).doubt == "sex_not_understood"
    assert cells.read_sex(number(3)).params == {"text": "3"}


@pytest.mark.parametrize(("cell", "rt"), [
    (text("001"), "001"), (number(1), "001"), (text("1"), "001"), (text("RT 01"), "001"), (text("rt.12"), "012"),
    (text("RW: 003"), "003"), (text("1.0"), "001"), (text("000"), None), (number(0), None), (text("0010"), "010"),
])  # fmt: skip
def test_rt_is_three_digits_of_text(cell, rt):
    assert (cells.read_rt(cell).value, cells.read_rt(cell).doubt) == (rt, "")


def test_an_rt_that_became_a_day_is_a_doubt():
    assert cells.read_rt(Cell(Kind.DATE, date(2024, 2, 1))).doubt == "rt_is_date"
    assert cells.read_rt_rw(Cell(Kind.DATE, date(2024, 2, 1)))[0].doubt == "rt_is_date"
    assert cells.read_rt(text("01A")).doubt == "rt_not_understood"
    assert cells.read_rt(number(1234)).doubt == "rt_not_understood"


@pytest.mark.parametrize(("written", "rt", "rw"), [
    ("001/002", "001", "002"), ("RT 01 RW 02", "001", "002"), ("1-2", "001", "002"), ("RT.001/RW.002", "001", "002"),
    ("RW 02 RT 01", "001", "002"), ("RT 5", "005", None), ("-", None, None),
])  # fmt: skip
def test_rt_and_rw_in_one_cell(written, rt, rw):
    assert tuple(one.value for one in cells.read_rt_rw(text(written))) == (rt, rw)


@pytest.mark.parametrize(("written", "married"), [
    ("KAWIN", True), ("BELUM KAWIN", False), ("Cerai Hidup", True), ("CERAI MATI", True), ("B", False), ("S", True),
    ("P", True), ("1", False), ("2", True), ("Kawin Belum Tercatat", True), ("ya", True), ("tidak", False),
])  # fmt: skip
def test_ever_married(written, married):
    assert cells.read_married(text(written)).value is married


@pytest.mark.parametrize(
    "written", ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", "81234567890", "0812-3456-7890 / 0813"]
)
def test_phones_as_people_write_them(written):
    assert cells.read_phone(text(written)).value == "+6281234567890"
    assert cells.read_phone(number(81234567890)).value == "+6281234567890"
    assert cells.read_phone(text("tidak punya 1")).doubt == "phone_not_understood"


def test_names():
    assert cells.read_name(text(" SITI\u00a0AMINAH, S.Pd ")).value == "SITI AMINAH, S.Pd"
    assert cells.read_name(text("Siti 2")) == cells.Reading("Siti 2", "name_has_digits", {"text": "Siti 2"})
    assert cells.read_name(number(5)).doubt == "name_not_understood"
    assert cells.read_name(text("x" * 101)).doubt == "name_too_long"


@given(st.text(max_size=30))
def test_no_text_breaks_any_reader(written):
    cell = text(written)
    for read in (cells.read_name, cells.read_sex, cells.read_rt, cells.read_married, cells.read_phone):
        reading = read(cell)
        assert reading.value is None or reading.doubt in ("", "name_has_digits")
    cells.read_raw_number(cell)
    cells.read_rt_rw(cell)
    cells.is_marked(cell)
