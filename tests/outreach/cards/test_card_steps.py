"""The arithmetic of the steps of a card."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from outreach import life
from outreach.card_steps import CAME_TO, STEPS, WAITING, Waiting, by_period, in_states, together, turning_by
from outreach.life import State

DAY, POLLING = date(2024, 10, 24), date(2024, 11, 27)


def test_whoever_came_further_came_to_the_steps_before():
    for earlier, later in pairwise(STEPS):
        assert CAME_TO[later] < CAME_TO[earlier]
    assert CAME_TO[State.RECORDED] == life.COUNTED_RECORDED
    assert CAME_TO[State.DELIVERED] == {State.DELIVERED}


def test_people_of_several_states_are_added_up():
    some = {State.SENT: Waiting((1, 2, 0, 0), DAY, 1), State.PRINT_READY: Waiting((0, 0, 3, 4), DAY - timedelta(9))}
    found = in_states(some, WAITING)
    assert (found.people, found.ages, found.oldest, found.young) == (10, (1, 2, 3, 4), DAY - timedelta(9), 1)
    assert found.days(DAY) == 9
    assert (together([]).people, together([]).days(DAY)) == (0, None)


def test_prints_are_due_by_week_until_polling_day_and_by_month_after_it():
    births = [(date(2007, 10, 24), 9), (date(2007, 10, 25), 1), (date(2007, 11, 27), 2), (date(2007, 11, 28), 4)]
    births += [(date(2008, 2, 29), 8)]
    found = by_period(births, as_of=DAY, polling_day=POLLING)
    assert [(one.first.day, one.last.day, one.people) for one in found if one.before_polling] == [
        (25, 27, 1), (28, 3, 0), (4, 10, 0), (11, 17, 0), (18, 24, 0), (25, 27, 2),
    ]  # fmt: skip
    after = [one for one in found if not one.before_polling]
    assert [(one.first, one.last, one.people) for one in after] == [
        (date(2024, 11, 28), date(2024, 11, 30), 4),
        (date(2025, 3, 1), date(2025, 3, 31), 8),
    ]
    assert turning_by(births[1:], POLLING) == 3


def test_a_polling_day_far_away_is_told_by_month():
    found = by_period([(date(2008, 5, 5), 1)], as_of=DAY, polling_day=date(2025, 6, 30))
    assert [one.first for one in found][:3] == [date(2024, 10, 25), date(2024, 11, 1), date(2024, 12, 1)]
    assert by_period([], as_of=DAY, polling_day=POLLING) == []


@given(
    st.dictionaries(st.dates(date(2007, 10, 25), date(2008, 10, 24)), st.integers(1, 9), max_size=20),
    st.integers(0, 200),
)
def test_nobody_is_lost_or_told_twice(births, days):
    polling = DAY + timedelta(days=days)
    found = by_period(births.items(), as_of=DAY, polling_day=polling)
    assert sum(one.people for one in found) == sum(births.values())
    assert sum(one.people for one in found if one.before_polling) == turning_by(births.items(), polling)
    for one, following in pairwise(found):
        assert one.first <= one.last < following.first
