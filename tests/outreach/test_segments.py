"""Segments on a day, their changes on birthdays, and the same as bounds that a database can filter by."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.segments import (
    BirthBounds,
    Segment,
    age_on,
    birth_bounds,
    birthday,
    card_allowed_from,
    changes_on,
    latest_birth,
    obliged_from,
    recording_allowed_from,
    segment_of,
)

START, POLLING = date(2024, 6, 25), date(2024, 11, 27)
# The ends of February more often than chance has them.
februaries = st.builds(
    lambda year, shift: date(year, 3, 1) - timedelta(days=shift), st.integers(1990, 2040), st.integers(0, 2)
)
days = st.one_of(st.dates(date(1990, 1, 1), date(2060, 12, 31)), februaries)
births = st.one_of(st.dates(date(1960, 1, 1), date(2060, 12, 31)), februaries)
pollings = st.one_of(st.none(), days)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2007, 6, 25), START, 17),
        (date(2007, 6, 26), START, 16),
        (date(2008, 2, 29), date(2025, 2, 28), 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2007, 2, 28), date(2024, 2, 28), 17),
        (date(2007, 3, 1), date(2024, 2, 29), 16),
        (START, START, 0),
        (date(2024, 6, 26), START, -1),
    ],
)
def test_age_on_a_day(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "segment"),
    [
        (date(1950, 1, 1), Segment.OBLIGED),
        (date(2007, 6, 25), Segment.OBLIGED),
        (date(2007, 6, 26), Segment.FIRST_TIME),
        (date(2007, 11, 27), Segment.FIRST_TIME),
        (date(2007, 11, 28), Segment.SIXTEEN),
        (date(2008, 6, 25), Segment.SIXTEEN),
        (date(2008, 6, 26), Segment.TOO_YOUNG),
        (date(2024, 12, 1), Segment.TOO_YOUNG),
        (None, None),
    ],
)
def test_segments_of_the_real_drive(born, segment):
    assert segment_of(born, START, polling_day=POLLING) is segment
    assert segment_of(born, START, polling_day=POLLING, ever_married=True) is Segment.OBLIGED


def test_first_time_voters_of_the_real_drive_are_those_of_the_domain_notes():
    bounds = birth_bounds(Segment.FIRST_TIME, START, polling_day=POLLING)
    assert bounds == BirthBounds(after=date(2007, 6, 25), until=date(2007, 11, 27))
    assert birth_bounds(Segment.FIRST_TIME, POLLING, polling_day=POLLING).is_empty
    assert birth_bounds(Segment.FIRST_TIME, START).is_empty
    assert not bounds.is_empty
    assert not birth_bounds(Segment.OBLIGED, START).is_empty


def test_first_time_voters_by_the_leap_day():
    polling = date(2025, 2, 28)
    assert segment_of(date(2008, 2, 29), date(2025, 1, 1), polling_day=polling) is Segment.SIXTEEN
    assert segment_of(date(2008, 2, 28), date(2025, 1, 1), polling_day=polling) is Segment.FIRST_TIME


def test_days_from_which_one_may():
    leap = date(2008, 2, 29)
    assert recording_allowed_from(leap) == date(2024, 2, 29)
    assert card_allowed_from(leap) == obliged_from(leap) == date(2025, 3, 1)
    assert recording_allowed_from(leap, ever_married=True) == card_allowed_from(leap, ever_married=True) == leap


def test_the_latest_birth_of_an_age_on_a_leap_day():
    assert latest_birth(17, date(2024, 2, 29)) == date(2007, 2, 28)
    assert latest_birth(16, date(2024, 2, 29)) == date(2008, 2, 29)
    assert latest_birth(17, date(2025, 2, 28)) == date(2008, 2, 28)


def test_changes_of_one_life():
    born = date(2008, 1, 15)
    assert changes_on(born, date(2023, 12, 1), polling_day=POLLING) == date(2024, 1, 15)
    assert changes_on(born, date(2024, 1, 15), polling_day=POLLING) == date(2025, 1, 15)
    assert changes_on(born, date(2025, 1, 15), polling_day=POLLING) is None
    assert changes_on(date(2007, 8, 1), date(2023, 1, 1), polling_day=POLLING) == date(2024, 8, 1)
    assert changes_on(born, date(2023, 1, 1), ever_married=True) is None
    assert changes_on(None, START) is None


@given(births, days, pollings, st.booleans())
def test_bounds_and_segment_agree(born, day, polling, married):
    segment = segment_of(born, day, polling_day=polling, ever_married=married)
    for one in Segment:
        bounds = birth_bounds(one, day, polling_day=polling)
        assert bounds.holds(born, ever_married=married) == (one is segment)
        assert not (bounds.is_empty and bounds.holds(born))


@given(days, pollings, st.booleans())
def test_an_unknown_birth_date_is_in_no_segment_but_that_of_the_married(day, polling, married):
    found = [one for one in Segment if birth_bounds(one, day, polling_day=polling).holds(None, ever_married=married)]
    assert found == ([Segment.OBLIGED] if married else [])


@given(births, st.integers(0, 120), st.integers(-3, 3))
def test_a_birthday_is_the_first_day_of_an_age(born, years, shift):
    turning = birthday(born, years)
    assert age_on(born, turning) == years
    assert age_on(born, turning - timedelta(days=1)) == years - 1
    day = turning + timedelta(days=shift)
    assert (born <= latest_birth(years, day)) == (age_on(born, day) >= years)


@given(births, days, pollings, st.booleans(), st.data())
def test_between_now_and_its_change_a_segment_stays(born, day, polling, married, data):
    def segment(when):
        return segment_of(born, when, polling_day=polling, ever_married=married)

    change = changes_on(born, day, polling_day=polling, ever_married=married)
    last = change - timedelta(days=1) if change else day + timedelta(days=40 * 366)
    assert segment(data.draw(st.dates(day, last))) is segment(day)
    if change:
        assert segment(change) is not segment(day)


@given(births, days)
def test_who_may_be_recorded_or_handed_a_card_is_old_enough(born, day):
    assert (day >= recording_allowed_from(born)) == (age_on(born, day) >= 16)
    assert (day >= card_allowed_from(born)) == (age_on(born, day) >= 17)
