"""Dates in every form that lists use; what may mean two days is a doubt and never a guess."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.reading.dates import read_date, read_date_text, split_birth
from outreach.reading.sheets import EMPTY, Cell, Kind

TODAY = date(2024, 6, 25)
DAY = date(2007, 8, 12)


def of(text: str):
    return read_date_text(text, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "12-08-2007", "12/08/2007", "12|08|2007", "2007-08-12", "2007/08/12", "12.8.2007", "12 08 2007", "12-8-2007",
        "12 Agustus 2007", "12 AGUSTUS 2007", "12 Agt 2007", "12-Agu-2007", "12 August 2007", "12-Aug-2007",
        "August 12, 2007", "12Agustus2007", "Minggu, 12 Agustus 2007", "12-08-2007 00:00:00", "2007-08-12T00:00:00",
        "12 - 08 - 2007", "'12/08/2007", "\ufeff12/08/2007\u00a0", "12082007", "20070812", "39306", "39306.0",
        "12-VIII-2007", '="12/08/2007"', "12 / Agustus / 2007", "12,08,2007", "12\\08\\2007",
    ],
)  # fmt: skip
def test_every_form_gives_the_day(text):
    assert of(text).value == DAY
    assert not of(text).doubt


@pytest.mark.parametrize(("month", "names"), [
    (1, "Januari January Jan"), (2, "Februari Pebruari February Feb Peb"), (3, "Maret March Mar"), (4, "April Apr"),
    (5, "Mei May"), (6, "Juni June Jun"), (7, "Juli July Jul"), (8, "Agustus August Agu Agt Ags Aug"),
    (9, "September Sep Sept"), (10, "Oktober October Okt Oct"), (11, "November Nopember Nov Nop"),
    (12, "Desember December Des Dec"),
])  # fmt: skip
def test_months_by_their_names_in_both_languages(month, names):
    for name in names.split():
        assert of(f"3 {name} 2001").value == date(2001, month, 3), name


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("12/08/07", "date_two_digit_year"),
        ("12-Agu-07", "date_two_digit_year"),
        ("1-1-1", "date_two_digit_year"),
        ("08/31/2007", "date_month_first"),
        ("31/02/2007", "date_not_real"),
        ("2007-13-45", "date_not_real"),
        ("00-08-2007", "date_incomplete"),
        ("26-06-2024", "date_in_future"),
        ("01-01-1850", "date_too_old"),
        ("2007", "date_not_understood"),
        ("12 Foo 2007", "date_not_understood"),
        ("besok", "date_not_understood"),
        ("1507034508070002", "date_not_understood"),
        ("9" * 400, "date_not_understood"),
    ],
)
def test_what_is_no_single_day_is_a_doubt(text, doubt):
    assert of(text).value is None
    assert of(text).doubt == doubt
    assert of(text).params["text"]


@pytest.mark.parametrize("text", ["", "-", "<>", "Null", "  ", "00-00-0000", "0000-00-00", "0"])
def test_nothing_is_no_date_and_no_doubt(text):
    assert (of(text).value, of(text).doubt) == (None, "")


def test_days_as_spreadsheets_count_them():
    assert read_date(Cell(Kind.NUMBER, 39306), today=TODAY).value == DAY
    assert read_date(Cell(Kind.NUMBER, 39306.75), today=TODAY).value == DAY
    assert read_date(Cell(Kind.NUMBER, 37844), today=TODAY, date1904=True).value == DAY
    assert read_date(Cell(Kind.NUMBER, 12082007), today=TODAY).value == DAY
    assert read_date(Cell(Kind.NUMBER, 5082007), today=TODAY).value == date(2007, 8, 5)
    assert read_date(Cell(Kind.NUMBER, 2007), today=TODAY).doubt == "date_not_understood"
    assert read_date(Cell(Kind.DATE, DAY), today=TODAY).value == DAY
    assert read_date(EMPTY, today=TODAY).value is None
    assert read_date(Cell(Kind.YES_NO, True), today=TODAY).doubt == "date_not_understood"


@given(st.dates(date(1910, 1, 1), TODAY))
def test_a_day_written_and_read_is_the_same_day(day):
    for form in ("%d-%m-%Y", "%d/%m/%Y", "%d|%m|%Y", "%Y-%m-%d", "%d %B %Y"):
        assert of(day.strftime(form)).value == day
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert read_date(Cell(Kind.NUMBER, serial), today=TODAY).value == day


@given(st.text(max_size=40))
def test_no_text_breaks_it(text):
    reading = of(text)
    assert reading.value is None or not reading.doubt


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("Muara Sabak, 12-08-2007", "Muara Sabak", "12-08-2007"),
        ("MUARA SABAK / 12 Agustus 2007", "MUARA SABAK", "12 Agustus 2007"),
        ("Muara Sabak, Agustus 12, 2007", "Muara Sabak", "Agustus 12, 2007"),
        ("Jambi,12/8/2007", "Jambi", "12/8/2007"),
        ("Jambi", "Jambi", ""),
        ("12-08-2007", "", "12-08-2007"),
        ("-", "", ""),
    ],
)
def test_place_and_date_in_one_cell(text, place, day):
    assert split_birth(text) == (place, day)
