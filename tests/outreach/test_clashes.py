"""What is in the way of a planned visit: team, kits, place, desa and schools of others, the way there, and the day."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from outreach.calendar_days import Day, Kind, Mark, OwnDay, SchoolWeek, days_of
from outreach.clash_words import CAUTIONS, SENTENCES, Names, caution_text, clash_text, in_words
from outreach.clashes import (
    LEAST_GAP,
    By,
    Caution,
    CautionOf,
    Clash,
    How,
    Planned,
    cautions,
    clashes,
)
from outreach.planner.travel import Point

DAY = date(2024, 7, 18)
LAMBUR, NIPAH = Point(-1.18, 103.95), Point(-1.12, 104.35)


def visit(number=None, starts=8, ends=12, **facts):
    hours = {"starts": time(starts), "ends": time(ends)}
    return Planned(**{"number": number, "day": DAY, **hours} | facts)


def found(one, *others):
    return [(clash.by, clash.how, clash.what) for clash in clashes(one, others)]


numbers = st.frozensets(st.integers(1, 4), max_size=3)
hours = st.tuples(st.integers(0, 22), st.integers(1, 23)).filter(lambda pair: pair[0] < pair[1])
visits = st.builds(
    lambda number, pair, shift, team, kits, place, point, desa, schools: Planned(
        number,
        DAY + timedelta(days=shift),
        time(pair[0]),
        time(pair[1]),
        team=team,
        kits=kits,
        place=place,
        point=point,
        desa=desa,
        schools=schools,
    ),
    st.integers(1, 50),
    hours,
    st.integers(0, 1),
    numbers,
    st.frozensets(st.sampled_from(["A", "B", "C"])),
    st.sampled_from(["", "balaidesa", "sman1"]),
    st.sampled_from([None, LAMBUR, NIPAH]),
    numbers,
    numbers,
)


def test_one_person_is_not_in_two_places():
    one = visit(team=frozenset({1, 2, 3}))
    assert found(one, visit(9, 11, 14, team=frozenset({2, 3, 4}))) == [(By.TEAM, How.OVERLAP, (2, 3))]


def test_one_kit_is_not_in_two_places():
    assert found(visit(kits=frozenset({"A", "B"})), visit(9, kits=frozenset({"B"}))) == [(By.KIT, How.OVERLAP, ("B",))]


def test_two_teams_at_one_place_and_time():
    one = visit(place="balaidesa", desa=frozenset({5}))
    assert found(one, visit(9, place="balaidesa", desa=frozenset({5}))) == [
        (By.PLACE, How.OVERLAP, ()),
        (By.DESA, How.OVERLAP, (5,)),
    ]


def test_the_same_name_in_another_desa_is_another_place():
    assert not found(visit(place="balaidesa", desa=frozenset({5})), visit(9, place="balaidesa", desa=frozenset({6})))


def test_points_tell_places_better_than_names():
    near, far = visit(9, place="kantor lurah", point=LAMBUR), visit(9, place="balaidesa", point=NIPAH)
    one = visit(place="balaidesa", point=LAMBUR)
    assert found(one, near) == [(By.PLACE, How.OVERLAP, ())]
    assert found(one, far) == []


def test_people_of_a_desa_are_not_called_twice_on_one_day():
    one = visit(desa=frozenset({5}))
    assert found(one, visit(9, 13, 15, desa=frozenset({5}))) == [(By.DESA, How.SAME_DAY, (5,))]


def test_two_schools_of_one_desa_call_different_people():
    one = visit(desa=frozenset({5}), schools=frozenset({1}))
    assert found(one, visit(9, 13, 15, desa=frozenset({5}), schools=frozenset({2}))) == []
    assert found(one, visit(9, 13, 15, desa=frozenset({5}), schools=frozenset({1}))) == [
        (By.SCHOOL, How.SAME_DAY, (1,))
    ]


@pytest.mark.parametrize(("starts", "clashing"), [(12, True), (13, False)])
def test_a_team_needs_time_for_the_way(starts, clashing):
    one, other = visit(team=frozenset({1}), place="a"), visit(9, starts, 15, team=frozenset({1}), place="b")
    for first, second in ((one, other), (replace(other, number=None), replace(one, number=9))):
        assert found(first, second) == ([(By.TEAM, How.TRAVEL, (1,))] if clashing else [])


def test_a_far_place_needs_more_time_than_a_near_one():
    one = visit(kits=frozenset({"A"}), point=LAMBUR)
    (clash,) = clashes(one, [visit(9, 14, 16, kits=frozenset({"A"}), point=NIPAH)])
    assert (clash.by, clash.how, clash.gap) == (By.KIT, How.TRAVEL, 120)
    # About 45 km of water and road.
    assert 140 < clash.needed < 170
    assert not clashes(one, [visit(9, 15, 16, kits=frozenset({"A"}), point=NIPAH)])


def test_a_team_that_stays_needs_no_time():
    one = visit(team=frozenset({1}), place="sman1")
    assert found(one, visit(9, 12, 14, team=frozenset({1}), place="sman1")) == []


def test_another_day_and_the_visit_itself_are_no_clash():
    one = visit(3, team=frozenset({1}), desa=frozenset({1}), place="a")
    assert clashes(one, [one, replace(one, number=4, day=DAY + timedelta(days=1))]) == []
    new = replace(one, number=None)
    assert clashes(new, [new])


@given(visits, st.lists(visits, max_size=5))
def test_clashes_are_of_the_day_in_order_and_about_what_both_want(one, others):
    known = {other.number: other for other in others}
    named = list(known.values())
    result = clashes(one, named)
    assert result == clashes(one, reversed(named))
    for clash in result:
        other = known[clash.other]
        assert other.day == one.day
        assert other.number != one.number
        assert one.overlaps(other) == (clash.how == How.OVERLAP)
        both = {By.TEAM: "team", By.KIT: "kits", By.DESA: "desa", By.SCHOOL: "schools"}.get(clash.by)
        if both:
            assert set(clash.what) == getattr(one, both) & getattr(other, both) != set()
        assert (clash.needed > clash.gap >= 0) == (clash.how == How.TRAVEL)


@given(visits, visits)
def test_what_is_in_my_way_has_me_in_its_way(one, other):
    there, back = clashes(one, [other]), clashes(other, [one])
    assert [replace(clash, other=0) for clash in there] == [replace(clash, other=0) for clash in back]


@given(visits, visits)
def test_the_way_is_as_long_there_as_back(one, other):
    assert one.minutes_to(other) == other.minutes_to(one)
    assert one.minutes_to(other) == 0 or one.minutes_to(other) >= LEAST_GAP


def about(day=DAY, *, today=DAY, at_schools=False, own=(), **limits):
    (one,) = days_of(day, day, own, school_week=SchoolWeek.FIVE)
    return cautions(one, today=today, at_schools=at_schools, **limits)


def test_an_ordinary_day_needs_no_caution():
    limits = {"baseline_date": DAY, "last_recording_day": DAY}
    assert about(at_schools=True, **limits) == []


def test_the_drive_has_a_first_and_a_last_day():
    day = timedelta(days=1)
    assert about(DAY, today=DAY + day) == [CautionOf(Caution.PAST)]
    assert about(baseline_date=DAY + day) == [CautionOf(Caution.BEFORE_BASELINE, limit=DAY + day)]
    assert about(last_recording_day=DAY - day) == [CautionOf(Caution.AFTER_LAST_RECORDING, limit=DAY - day)]


def test_holidays_weekends_and_days_without_lessons():
    assert about(date(2024, 8, 17)) == [
        CautionOf(Caution.HOLIDAY, ("Hari Kemerdekaan Republik Indonesia",)),
        CautionOf(Caution.WEEKEND),
    ]
    own = [OwnDay(DAY, Kind.SCHOOL_BREAK, "MPLS"), OwnDay(DAY, Kind.CLOSED, "Rapat kerja")]
    assert about(own=own) == [CautionOf(Caution.CLOSED, ("Rapat kerja",))]
    assert about(own=own, at_schools=True)[1] == CautionOf(Caution.NO_SCHOOL, ("MPLS",))
    assert about(date(2024, 7, 20), at_schools=True)[-1] == CautionOf(Caution.NO_SCHOOL)
    assert about(date(2025, 4, 2))[0].caution == Caution.JOINT_LEAVE


def test_every_kind_of_clash_and_caution_has_its_sentence():
    """And none but these can be: every pair that ``clashes`` makes is in the table."""
    assert {(how, by) for how, some in SENTENCES.items() for by in some} == {
        *((How.OVERLAP, by) for by in By),
        *((How.TRAVEL, by) for by in (By.TEAM, By.KIT)),
        *((How.SAME_DAY, by) for by in (By.DESA, By.SCHOOL)),
    }
    assert set(CAUTIONS) == set(Caution)


def test_sentences_name_who_and_where():
    names = Names(visits={9: "Simbur Naik, 08.00–12.00"}, people={1: "Rahmat", 2: "Siti"})
    clash = Clash(By.TEAM, How.TRAVEL, 9, (1, 2), gap=15, needed=60)
    with translation.override("en"):
        assert clash_text(clash, names) == (
            "Rahmat, Siti: only 15 min between this visit and Simbur Naik, 08.00–12.00; "
            "the way there takes about 60 min."
        )
        assert clash_text(Clash(By.PLACE, How.OVERLAP, 9), names) == (
            "At the same place and time: Simbur Naik, 08.00–12.00."
        )
        assert clash_text(Clash(By.KIT, How.OVERLAP, 7, ("Kit 2",)), names) == (
            "Kit 2: needed by another visit at the same time."
        )
    assert in_words([clash, clash], names) == [clash_text(clash, names)]


def test_cautions_name_the_day():
    with translation.override("en"):
        holiday = Day(DAY, (Mark(DAY, Kind.HOLIDAY, "Eid"), Mark(DAY, Kind.SCHOOL_BREAK, "Long break")))
        said = [caution_text(one) for one in cautions(holiday, today=DAY, at_schools=True, last_recording_day=DAY)]
        assert said == [
            "A public holiday: Eid.",
            "No lessons on this day (Eid, Long break): pupils are not at school.",
        ]
        late = CautionOf(Caution.AFTER_LAST_RECORDING, limit=date(2024, 11, 14))
        assert "14 November 2024" in caution_text(late)


@given(st.lists(visits, min_size=1, max_size=4))
def test_every_clash_can_be_said(some):
    for clash in clashes(some[0], some[1:]):
        assert clash_text(clash, Names())
