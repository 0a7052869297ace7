"""Which days a report counts, and what is due when."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kecamatan.reports.periods import Due, Kind, Period, due, period_before, period_of

START, POLLING = date(2024, 6, 25), date(2024, 11, 27)
DAYS = st.dates(START, date(2025, 6, 1))


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize(
    ("kind", "first", "before"),
    [
        (Kind.DAILY, date(2024, 10, 3), Period(date(2024, 10, 2), date(2024, 10, 2))),
        (Kind.WEEKLY, date(2024, 9, 30), Period(date(2024, 9, 23), date(2024, 9, 29))),
        (Kind.BRIEF, date(2024, 9, 30), Period(date(2024, 9, 23), date(2024, 9, 29))),
        (Kind.MONTHLY, date(2024, 10, 1), Period(date(2024, 9, 1), date(2024, 9, 30))),
        (Kind.FINAL, START, None),
    ],
)
def test_the_days_of_each_kind(kind, first, before):
    day = date(2024, 10, 3)
    assert period_of(kind, day, start=START) == Period(first, day)
    assert period_before(kind, day, start=START) == before


def test_no_day_before_the_drive_is_counted():
    assert period_of(Kind.WEEKLY, date(2024, 6, 26), start=START).first == START
    assert period_before(Kind.WEEKLY, date(2024, 6, 26), start=START) is None
    assert period_before(Kind.MONTHLY, date(2024, 7, 3), start=START) == Period(START, date(2024, 6, 30))


@given(st.sampled_from(Kind), DAYS)
def test_a_period_ends_with_its_day_and_meets_the_one_before(kind, day):
    period, before = period_of(kind, day, start=START), period_before(kind, day, start=START)
    assert START <= period.first <= period.last == day
    if before:
        assert START <= before.first <= before.last == period.first - timedelta(days=1)


def test_on_monday_from_seven_the_week_is_due():
    early, late = at(2024, 11, 25, 6, 59), at(2024, 11, 25, 7)
    assert Due(Kind.WEEKLY, date(2024, 11, 17)) in due(early, start=START, polling_day=POLLING)
    assert {Due(Kind.WEEKLY, date(2024, 11, 24)), Due(Kind.BRIEF, date(2024, 11, 24))} < set(
        due(late, start=START, polling_day=POLLING)
    )
    assert Due(Kind.MONTHLY, date(2024, 10, 31)) in due(late, start=START, polling_day=POLLING)


def test_a_server_that_was_off_on_monday_catches_up():
    assert due(at(2024, 11, 28, 3), start=START, polling_day=POLLING) == due(
        at(2024, 11, 25, 7), start=START, polling_day=POLLING
    )


def test_nothing_is_due_before_the_first_week_nor_after_the_last():
    assert due(at(2024, 6, 26, 12), start=START, polling_day=POLLING) == []
    assert Due(Kind.WEEKLY, date(2024, 12, 1)) in due(at(2024, 12, 2, 8), start=START, polling_day=POLLING)
    assert due(at(2025, 1, 20, 8), start=START, polling_day=POLLING) == []
