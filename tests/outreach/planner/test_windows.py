"""When a team is where: after the way there, within its day, one place after the other."""

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.planner.places import Team, Work, outing
from outreach.planner.travel import Access, Point
from outreach.planner.windows import LEAST_HOURS, windows
from tests.outreach.planner.planner_world import OFFICE, a_place, points

TEAM = Team("t", OFFICE, 1)


def hours_of(moment: time) -> float:
    return moment.hour + moment.minute / 60


def test_a_place_beside_the_office_has_the_whole_day_but_the_setting_up():
    assert windows(TEAM, [a_place()], Work()) == [(time(8, 45), time(16, 0))]


def test_the_day_is_shared_out_by_who_is_expected():
    first, second = windows(TEAM, [a_place("a", 30), a_place("b", 10)], Work())
    # An hour each, and of the four and a half that are left three quarters.
    assert (first, second) == ((time(8, 45), time(13, 0)), (time(13, 45), time(15, 45)))


def test_where_nobody_is_left_everybody_gets_the_same():
    first, second = windows(TEAM, [a_place("a", 0), a_place("b", 0)], Work())
    assert hours_of(first[1]) - hours_of(first[0]) == pytest.approx(hours_of(second[1]) - hours_of(second[0]), abs=0.25)


@given(
    st.lists(st.tuples(st.integers(0, 900), points, st.sampled_from(Access)), min_size=1, max_size=4),
    st.one_of(st.just(OFFICE), st.just(Point(-1.9, 105.5)), st.none()),
    st.floats(2, 14),
)
def test_hours_are_quarters_that_follow_each_other_and_end_on_the_same_day(facts, base, hours):
    places = [a_place(f"p{at}", left, point=point, access=way) for at, (left, point, way) in enumerate(facts)]
    work = Work(hours=hours)
    found = windows(Team("t", base), places, work)
    assert len(found) == len(places)
    for starts, ends in found:
        assert starts < ends
        assert starts.minute % 15 == ends.minute % 15 == 0
    for (_starts, before), (after, _ends) in pairwise(found):
        assert after >= before or after == time(22, 45)
    trip = outing(Team("t", base), places, work)
    if trip.travel + trip.set_up + LEAST_HOURS * len(places) <= hours:
        assert hours_of(found[-1][1]) <= 8 + hours + 0.5 * len(places) + 0.5
