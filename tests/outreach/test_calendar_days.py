"""What a day is: the library's days of Indonesia, the office's own beside them, weekends and school weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.calendar_days import (
    FIRST_YEAR,
    LAST_YEAR,
    Kind,
    Mark,
    OwnDay,
    SchoolWeek,
    Span,
    days_of,
    each_day,
    library_marks,
    spans,
)

#: Of the joint decree (SKB 3 Menteri) for 2024, and the polling days of that year.
OF_2024 = {
    date(2024, 1, 1): "Tahun Baru Masehi",
    date(2024, 2, 14): "Hari Pemilihan Umum",
    date(2024, 4, 10): "Hari Raya Idul Fitri",
    date(2024, 6, 17): "Hari Raya Idul Adha",
    date(2024, 8, 17): "Hari Kemerdekaan Republik Indonesia",
    date(2024, 11, 27): "Hari Pemilihan Kepala Daerah",
    date(2024, 12, 25): "Hari Raya Natal",
}
some_days = st.dates(date(2023, 1, 1), date(2027, 12, 31))
own_days = st.lists(
    st.builds(OwnDay, some_days, st.sampled_from(Kind), st.sampled_from(["Libur kita", "Ujian"]), st.booleans()),
    max_size=6,
)


def one(day, own=(), **options):
    (found,) = days_of(day, day, own, **options)
    return found


@pytest.mark.parametrize(("day", "name"), OF_2024.items())
def test_public_holidays_have_their_indonesian_names(day, name):
    found = one(day)
    assert found.names([Kind.HOLIDAY]) == (name,)
    assert not found.is_working_day
    assert not found.is_school_day


def test_who_reads_english_reads_english_names():
    assert one(date(2024, 8, 17), language="en").names() == ("Independence Day",)
    assert one(date(2024, 8, 17), language="fr").names() == ("Hari Kemerdekaan Republik Indonesia",)


def test_joint_leave_is_told_from_holidays():
    found = one(date(2024, 4, 8))
    assert found.kinds == {Kind.JOINT_LEAVE}
    assert not found.is_working_day


def test_days_after_what_is_known_are_marked_as_estimates():
    assert "Hari Raya Idul Fitri (perkiraan)" in {mark.name for mark in library_marks(2031, "id")}


def test_years_that_nobody_plans_have_no_days():
    assert library_marks(FIRST_YEAR - 1, "id") == library_marks(LAST_YEAR + 1, "id") == ()
    assert library_marks(LAST_YEAR, "id")


@pytest.mark.parametrize(
    ("day", "five", "six", "works"),
    [
        (date(2024, 7, 19), True, True, True),  # Friday
        (date(2024, 7, 20), False, True, False),  # Saturday
        (date(2024, 7, 21), False, False, False),  # Sunday
    ],
)
def test_schools_have_five_days_or_six(day, five, six, works):
    assert one(day, school_week=SchoolWeek.FIVE).is_school_day is five
    assert one(day, school_week=SchoolWeek.SIX).is_school_day is six
    assert one(day).is_working_day is works


@pytest.mark.parametrize(
    ("kind", "works", "teaches"),
    [
        (Kind.HOLIDAY, False, False),
        (Kind.JOINT_LEAVE, False, False),
        (Kind.SCHOOL_BREAK, True, False),
        (Kind.CLOSED, False, True),
    ],
)
def test_what_the_office_adds_counts(kind, works, teaches):
    found = one(date(2024, 7, 18), [OwnDay(date(2024, 7, 18), kind, "Hari Jadi")])
    assert (found.is_working_day, found.is_school_day) == (works, teaches)
    assert found.marks == (Mark(date(2024, 7, 18), kind, "Hari Jadi", own=True),)


def test_a_day_taken_off_is_an_ordinary_one():
    found = one(date(2024, 6, 17), [OwnDay(date(2024, 6, 17), Kind.HOLIDAY, taken_off=True)])
    assert found.is_working_day
    assert found.marks == ()


def test_taking_off_the_joint_leave_leaves_the_holiday():
    day = date(2026, 7, 16)
    own = [OwnDay(day, Kind.HOLIDAY, "A"), OwnDay(day, Kind.JOINT_LEAVE, "B")]
    assert one(day, own).names() == ("A", "B")
    assert one(day, [own[0], OwnDay(day, Kind.JOINT_LEAVE, "B", taken_off=True)]).names() == ("A",)


def test_another_name_replaces_the_name_of_the_library():
    own = [OwnDay(date(2024, 8, 17), Kind.HOLIDAY, "HUT RI ke-79")]
    assert one(date(2024, 8, 17), own).names() == ("HUT RI ke-79",)


@given(some_days, st.integers(-3, 400), own_days)
def test_every_day_stands_once_and_in_order(first, length, own):
    last = first + timedelta(days=length)
    found = days_of(first, last, own)
    assert [day.day for day in found] == list(each_day(first, last))
    for day in found:
        assert {mark.day for mark in day.marks} <= {day.day}
        assert not (day.is_working_day and day.kinds & {Kind.HOLIDAY, Kind.JOINT_LEAVE, Kind.CLOSED})
        assert not (day.is_school_day and day.day.weekday() == 6)


@given(own_days)
def test_days_that_nobody_speaks_of_are_the_library_s(own):
    said = {one.day for one in own}
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    left = [mark for day in days_of(first, last, own) for mark in day.marks if day.day not in said]
    assert left == [mark for mark in library_marks(2026, "id") if mark.day not in said]


def test_days_in_a_row_are_one_span():
    first = date(2024, 12, 16)
    marks = [Mark(day, Kind.SCHOOL_BREAK, "Libur semester", True) for day in each_day(first, date(2024, 12, 31))]
    christmas = Mark(date(2024, 12, 25), Kind.HOLIDAY, "Hari Raya Natal")
    later = Mark(date(2025, 1, 2), Kind.SCHOOL_BREAK, "Libur semester", True)
    assert spans([later, christmas, *reversed(marks)]) == [
        Span(first, date(2024, 12, 31), Kind.SCHOOL_BREAK, "Libur semester", True),
        Span(christmas.day, christmas.day, Kind.HOLIDAY, "Hari Raya Natal", False),
        Span(later.day, later.day, Kind.SCHOOL_BREAK, "Libur semester", True),
    ]
    assert spans(marks)[0].length == 16


@given(own_days)
def test_spans_hold_the_marks_and_nothing_else(own):
    marks = {mark for day in days_of(date(2026, 1, 1), date(2026, 12, 31), own) for mark in day.marks}
    held = [
        Mark(day, span.kind, span.name, span.own) for span in spans(marks) for day in each_day(span.first, span.last)
    ]
    assert sorted(held) == sorted(marks)
