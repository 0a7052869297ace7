"""Hours on the way: known distances, missing points, and the shortest tour."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.planner.travel import WAYS, Access, Point, between, hours, kilometres, orders, tour, ways_at
from tests.outreach.planner.planner_world import OFFICE, points

MUARA_SABAK, SADU = Point(-1.11491, 103.88495), Point(-1.36587, 104.29417)
stops = st.lists(st.tuples(points, st.sampled_from(Access)), min_size=1, max_size=4)


def test_known_distances():
    assert kilometres(Point(0, 0), Point(0, 1)) == pytest.approx(111.19, abs=0.01)
    assert kilometres(Point(0, 0), Point(1, 0)) == pytest.approx(111.19, abs=0.01)
    assert kilometres(MUARA_SABAK, SADU) == pytest.approx(53.4, abs=0.5)
    assert kilometres(Point(0, 179.5), Point(0, -179.5)) == pytest.approx(111.19, abs=0.01)


def test_sadu_takes_hours_and_a_boat_has_to_be_loaded():
    assert hours(MUARA_SABAK, SADU, Access.ROAD) == pytest.approx(53.4 * 1.4 / 30, abs=0.05)
    assert hours(MUARA_SABAK, SADU, Access.BOAT) == pytest.approx(53.4 * 1.3 / 25 + 0.25, abs=0.05)
    assert hours(SADU, SADU, Access.BOAT) == 0


@pytest.mark.parametrize("access", Access)
def test_a_missing_point_takes_the_stated_hours(access):
    assert hours(None, SADU, access) == hours(SADU, None, access) == hours(None, None, access) == WAYS[access].unknown


def test_between_two_places_a_boat_is_taken_as_soon_as_one_needs_it():
    road, boat = (MUARA_SABAK, Access.ROAD), (SADU, Access.BOAT)
    assert between(road, boat) == between(boat, road) == hours(MUARA_SABAK, SADU, Access.BOAT)


@given(points, points, st.sampled_from(Access))
def test_hours_are_the_same_both_ways_and_never_negative(one, other, access):
    assert hours(one, other, access) == pytest.approx(hours(other, one, access))
    assert hours(one, other, access) >= 0


@given(points, stops)
def test_no_order_of_the_stops_is_shorter_than_the_tour(base, some):
    length, order = tour(base, some)
    assert sorted(order) == list(range(len(some)))
    for other in permutations(some):
        way = hours(base, *other[0]) + hours(base, *other[-1])
        way += sum(between(other[at], other[at + 1]) for at in range(len(other) - 1))
        assert length <= way + 1e-9
    assert tour(base, some, orders(some)) == (length, order)


def test_a_place_at_the_base_is_no_way_at_all():
    assert tour(OFFICE, [(OFFICE, Access.ROAD)]) == (0, (0,))


def test_an_office_has_speeds_of_its_own():
    quick = ways_at(60.0, 50.0)
    assert ways_at(60.0, 50.0) is quick
    assert hours(MUARA_SABAK, SADU, Access.ROAD, quick) == pytest.approx(hours(MUARA_SABAK, SADU, Access.ROAD) / 2)
    loading = WAYS[Access.BOAT].loading
    assert hours(MUARA_SABAK, SADU, Access.BOAT, quick) - loading == pytest.approx(
        (hours(MUARA_SABAK, SADU, Access.BOAT) - loading) / 2
    )
    stops = [(MUARA_SABAK, Access.ROAD), (SADU, Access.ROAD)]
    assert tour(MUARA_SABAK, stops, ways=quick)[0] == pytest.approx(tour(MUARA_SABAK, stops)[0] / 2)
    assert tour(MUARA_SABAK, stops, orders(stops, quick), quick) == tour(MUARA_SABAK, stops, ways=quick)
