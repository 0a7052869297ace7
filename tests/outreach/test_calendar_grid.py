"""Months and weeks of the calendar: whole weeks, Monday first, everything on its day."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.calendar_days import FIRST_YEAR, LAST_YEAR, days_of
from outreach.calendar_grid import month_bounds, month_grid, week_bounds, week_grid

some_days = st.dates(date(FIRST_YEAR, 2, 1), date(LAST_YEAR, 11, 30))


def month(day, things=(), today=date(2024, 7, 18)):
    return month_grid(day, days_of(*month_bounds(day)), things, day_of=lambda one: one[0], today=today)


def week(day, things=(), today=date(2024, 7, 18)):
    return week_grid(day, days_of(*week_bounds(day)), things, day_of=lambda one: one[0], today=today)


def test_a_month_is_shown_in_whole_weeks():
    grid = month(date(2024, 11, 27))
    assert grid.first == date(2024, 11, 1)
    assert [row[0].day for row in grid.weeks] == [date(2024, 10, 28) + timedelta(weeks=number) for number in range(5)]
    assert grid.weeks[-1][-1].day == date(2024, 12, 1)
    assert (grid.before, grid.after) == (date(2024, 10, 1), date(2024, 12, 1))
    assert [cell.day.day for cell in grid.cells] == list(range(1, 31))


def test_a_day_has_its_visits_in_order_and_its_holiday():
    polling = date(2024, 11, 27)
    grid = month(polling, [(polling, "08.00"), (date(2024, 12, 1), "outside"), (polling, "13.00")], today=polling)
    (cell,) = [one for one in grid.cells if one.is_today]
    assert [name for _day, name in cell.things] == ["08.00", "13.00"]
    assert cell.about.names() == ("Hari Pemilihan Kepala Daerah",)
    assert grid.count == 2
    assert [name for _day, name in grid.weeks[-1][-1].things] == ["outside"]


def test_a_week_is_one_row_over_the_end_of_a_month():
    grid = week(date(2024, 8, 1), [(date(2024, 7, 29), "Monday"), (date(2024, 8, 5), "next week")])
    ((monday, *_, sunday),) = grid.weeks
    assert (monday.day, sunday.day) == (date(2024, 7, 29), date(2024, 8, 4))
    assert (grid.before, grid.after) == (date(2024, 7, 22), date(2024, 8, 5))
    assert grid.count == 1


@given(some_days)
def test_every_month_is_whole_and_as_the_calendar_has_it(day):
    grid = month(day)
    expected = calendar.Calendar(firstweekday=0).monthdatescalendar(day.year, day.month)
    assert [[cell.day for cell in row] for row in grid.weeks] == expected
    assert [cell.day for cell in grid.cells] == [one for row in expected for one in row if one.month == day.month]
    assert month(grid.after).before == month(grid.before).after == grid.first


@given(some_days, st.lists(st.integers(-60, 60), max_size=30))
def test_nothing_is_lost_and_nothing_double(day, shifts):
    things = [(day + timedelta(days=shift), number) for number, shift in enumerate(shifts)]
    for grid, (first, last) in ((month(day, things), month_bounds(day)), (week(day, things), week_bounds(day))):
        shown = sorted(thing for row in grid.weeks for cell in row for thing in cell.things)
        assert shown == sorted(thing for thing in things if first <= thing[0] <= last)


def test_before_the_first_and_after_the_last_year_nothing_is_offered():
    assert month(date(FIRST_YEAR, 1, 5)).before is None
    assert month(date(LAST_YEAR, 12, 5)).after is None
    assert week(date(LAST_YEAR, 12, 31)).after is None


def test_a_day_that_nobody_read_is_a_fault_not_a_gap():
    with pytest.raises(KeyError):
        month_grid(date(2024, 7, 1), [], [], day_of=lambda one: one, today=date(2024, 7, 1))
