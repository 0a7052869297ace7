"""Which places promise most for a team's day, and the facts of the reason."""

import pytest
from hypothesis import given

from outreach.planner.places import Team, Work, groups_of, outing
from outreach.planner.ranking import ranking
from outreach.planner.travel import Access, Point
from outreach.planner.turnout import Basis, Kind
from tests.outreach.planner.planner_world import OFFICE, a_chance, a_place, places, squads

TEAM = Team("t0", OFFICE, 3)


def test_the_issues_example_takes_half_a_day_by_boat():
    chance = a_chance(0.55, Basis.LAST_TIME, recorded=38, expected=62)
    place = a_place("a", 38, chance=chance, access=Access.BOAT, point=Point(-1.1, 104.05))
    (rank,) = ranking([place], [TEAM])
    reason = rank.reason
    assert (reason.left, reason.basis, reason.seen_recorded, reason.seen_expected) == (38, Basis.LAST_TIME, 38, 62)
    assert (round(reason.expected), reason.by, reason.capped) == (21, Access.BOAT, False)
    assert 0.4 < reason.days < 0.6
    assert rank.per_day == pytest.approx(reason.expected / reason.days)


def test_a_far_place_with_many_is_capped_by_the_day():
    (rank,) = ranking([a_place("a", 800, point=Point(-1.1, 104.3))], [TEAM])
    assert rank.reason.capped
    assert rank.reason.days == pytest.approx(1)
    assert rank.reason.expected <= 180


def test_near_before_far_and_likely_before_unlikely():
    near, far = a_place("near"), a_place("far", point=Point(-1.1, 104.4), kecamatan="k2")
    unlikely = a_place("unlikely", mean=0.02, kecamatan="k3")
    assert [one.places for one in ranking([unlikely, far, near], [TEAM])] == [("near",), ("far",), ("unlikely",)]


def test_a_group_is_shown_where_it_promises_more_than_each_of_its_places():
    away = [a_place(key, 20, point=Point(-1.1, 104.2 + at / 200)) for at, key in enumerate("ab")]
    first, *others = ranking(away, [TEAM])
    assert set(first.places) == {"a", "b"}
    assert first.reason.left == 40
    assert {one.places for one in others} == {("a",), ("b",)}
    at_the_office = [a_place(key, 20) for key in "ab"]
    assert all(len(one.places) == 1 for one in ranking(at_the_office, [TEAM]))


def test_a_group_rests_on_the_weakest_of_what_its_places_rest_on():
    def at(key, east, chance):
        return a_place(key, 20, point=Point(-1.1, 104.2 + east), chance=chance)

    known = a_chance(0.5, Basis.LAST_TIME, 10, 20)
    of_kind = a_chance(0.5, Basis.KIND, 300, 900)
    best = ranking([at("a", 0, known), at("b", 0.005, of_kind)], [TEAM])[0]
    assert (best.reason.basis, best.reason.seen_recorded, best.reason.seen_expected) == (Basis.KIND, 300, 900)
    best = ranking([at("a", 0, known), at("b", 0.005, known)], [TEAM])[0]
    assert (best.reason.basis, best.reason.seen_recorded, best.reason.seen_expected) == (Basis.LAST_TIME, 20, 40)


def test_the_team_is_named_that_gets_most_done_there():
    far_base = Team("a", Point(-1.1, 104.6), 3)
    (rank,) = ranking([a_place()], [far_base, TEAM])
    assert rank.team == "t0"
    assert ranking([a_place()], []) == []


def test_groups_stay_in_a_kecamatan_near_together_and_without_schools():
    spots = [
        a_place("a"),
        a_place("b"),
        a_place("other", kecamatan="k2"),
        a_place("far", point=Point(-1.1, 104.9)),
        a_place("school", kind=Kind.SCHOOL),
    ]
    assert {tuple(one.key for one in group) for group in groups_of(spots) if len(group) > 1} == {("a", "b")}


def test_kits_and_hours_make_room():
    one_kit, three_kits = (outing(Team("t", OFFICE, kits), [a_place()], Work()).room for kits in (1, 3))
    assert (one_kit, three_kits) == (60, 180)
    short = outing(TEAM, [a_place()], Work(hours=2.75))
    assert short.room == pytest.approx(2 * 60 / 5 * 3)
    assert short.hours(short.room) == pytest.approx(2.75)
    assert outing(TEAM, [a_place()], Work(hours=0.5)).room == 0


@given(places(), squads)
def test_no_rank_promises_more_than_is_left_or_a_day_has_room_for(spots, teams):
    named, kits = {one.key: one for one in spots}, {one.key: one.kits for one in teams}
    ranks = ranking(spots, teams)
    for rank in ranks:
        reason = rank.reason
        assert reason.left == sum(named[key].left for key in rank.places) > 0
        assert 0 <= reason.expected <= min(reason.left, 60 * kits[rank.team]) + 1e-6
        assert 0 < reason.days <= 1
        assert 0 < reason.chance < 1
    assert [one.per_day for one in ranks] == sorted((one.per_day for one in ranks), reverse=True)
    assert ranking(spots[::-1], teams[::-1]) == ranks
