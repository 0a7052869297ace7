"""The chance that somebody comes: priors, what visits teach, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.planner.turnout import (
    LETTER,
    MOST_FACTOR,
    PRIOR,
    REPEAT,
    Basis,
    Kind,
    PastVisit,
    learn,
    times_odds,
)

FIRST = date(2024, 7, 1)


def a_visit(place="a", recorded=20, expected=40, day=0, **changes):
    values = {"kind": Kind.DESA, "day": FIRST + timedelta(day), "recorded": recorded, "expected": expected}
    return PastVisit(place, **values | changes)


@st.composite
def visits(draw):
    found = []
    for day in range(draw(st.integers(0, 12))):
        expected = draw(st.integers(0, 300))
        found.append(
            a_visit(
                draw(st.sampled_from("abcd")),
                draw(st.integers(0, expected)),
                expected,
                day,
                kind=draw(st.sampled_from(Kind)),
                letter_confirmed=draw(st.booleans()),
                nth=draw(st.integers(1, 6)),
            )
        )
    return found


def test_before_any_visit_the_priors_speak():
    nothing = learn([])
    for kind in Kind:
        chance = nothing.chance("a", kind)
        assert (chance.basis, chance.expected) == (Basis.PRIOR, 0)
        assert chance.mean == pytest.approx(PRIOR[kind])
    assert nothing.letter == pytest.approx(LETTER)
    assert nothing.repeat == pytest.approx(REPEAT)
    # What the docstring argues with: a confirmed school is where lists were carried, a desa short of it.
    assert nothing.chance("a", Kind.SCHOOL, letter_confirmed=True).mean == pytest.approx(0.79, abs=0.01)
    assert nothing.chance("a", Kind.DESA, letter_confirmed=True).mean == pytest.approx(0.60, abs=0.01)
    assert nothing.chance("a", Kind.DESA, nth=2).mean < 0.25


def test_a_visit_teaches_most_about_its_place_some_about_its_kind_and_nothing_about_another():
    learnt = learn([a_visit("a", 38, 40)])
    here, alike, school = (
        learnt.chance(place, kind, nth=1) for place, kind in (("a", "desa"), ("b", "desa"), ("b", "school"))
    )
    assert here.mean > alike.mean > PRIOR[Kind.DESA]
    assert school.mean == pytest.approx(PRIOR[Kind.SCHOOL])
    assert (here.basis, here.recorded, here.expected) == (Basis.LAST_TIME, 38, 40)
    assert alike.basis is Basis.PRIOR


def test_the_last_visit_is_told_whatever_order_they_come_in():
    some = [a_visit("a", 30, 40, day=0), a_visit("a", 2, 10, day=9, nth=2)]
    chance = learn(some[::-1]).chance("a", Kind.DESA)
    assert (chance.recorded, chance.expected) == (2, 10)
    assert chance == learn(some).chance("a", Kind.DESA)
    empty = learn([*some, a_visit("a", 0, 0, day=20, nth=3)]).chance("a", Kind.DESA)
    assert (empty.recorded, empty.expected) == (2, 10)


def test_many_visits_elsewhere_make_the_kind_known():
    learnt = learn([a_visit(f"p{number}", 24, 40) for number in range(60)])
    chance = learnt.chance("new", Kind.DESA)
    assert (chance.basis, chance.recorded, chance.expected) == (Basis.KIND, 60 * 24, 60 * 40)
    assert chance.mean == pytest.approx(0.6, abs=0.02)


def test_factors_are_learnt_and_lie_between_prior_and_what_was_seen():
    told = [a_visit(f"t{n}", 20, 40, letter_confirmed=True) for n in range(30)]
    untold = [a_visit(f"u{n}", 20, 40) for n in range(30)]
    assert 1 < learn([*told[:1], *untold[:1]]).letter < LETTER
    assert 1 < learn([*told, *untold]).letter < 1.25
    same_again = [a_visit(f"r{n}", 10, 20, day=9, nth=2) for n in range(30)]
    first = [a_visit(f"r{n}", 20, 40) for n in range(30)]
    assert learn([*first, *same_again]).repeat == pytest.approx(1.0, abs=0.1)
    nobody_again = [a_visit(f"r{n}", 0, 20, day=9, nth=2) for n in range(30)]
    assert learn([*first, *nobody_again]).repeat < 0.2


def test_a_factor_does_not_count_as_a_trait_of_the_place():
    """Half of a called village is less to hope for, uncalled, than half of an uncalled one."""
    called = learn([a_visit(letter_confirmed=True)]).chance("a", Kind.DESA, nth=1)
    uncalled = learn([a_visit()]).chance("a", Kind.DESA, nth=1)
    assert called.mean < uncalled.mean


def test_people_of_one_visit_are_alike_and_tell_less_than_those_of_many():
    assert a_visit(expected=1, recorded=1).weight == pytest.approx(1)
    assert a_visit(expected=5000).weight < 10
    assert a_visit(expected=0, recorded=0).weight == 0


@pytest.mark.parametrize("changes", [{"recorded": 41}, {"recorded": -1}, {"nth": 0}, {"expected": -1, "recorded": -1}])
def test_impossible_visits_are_refused(changes):
    with pytest.raises(ValueError, match="can't be"):
        a_visit(**changes)


@given(visits(), st.sampled_from("abcx"), st.sampled_from(Kind), st.booleans(), st.integers(1, 9))
def test_a_chance_always_lies_within_its_interval_and_within_0_and_1(some, place, kind, confirmed, nth):
    learnt = learn(some)
    assert 1 / MOST_FACTOR <= learnt.letter <= MOST_FACTOR
    assert 0 < learnt.repeat <= 1
    chance = learnt.chance(place, kind, letter_confirmed=confirmed, nth=nth)
    assert 0 < chance.mean < 1
    low, high = chance.interval
    assert 0 <= low < high <= 1
    assert low - 0.02 <= chance.mean <= high + 0.02
    assert 0 <= chance.recorded <= chance.expected


@given(visits(), st.randoms())
def test_the_order_of_visits_tells_nothing(some, chance):
    mixed = some[:]
    chance.shuffle(mixed)
    assert learn(mixed) == learn(some)


@given(st.integers(1, 200), st.floats(0, 1), st.integers(1, 6))
def test_more_of_the_same_evidence_narrows(expected, rate, times):
    recorded = round(expected * rate)

    def width(visits_there):
        some = [a_visit("a", recorded, expected, day) for day in range(visits_there)]
        learnt = learn(some).chance("a", Kind.DESA, nth=1)
        # Beta's variance, with the mean held: it is evidence that narrows, not a mean nearer to 0 or 1.
        return 1 / (learnt.came + learnt.stayed + 1)

    assert width(times + 1) < width(times) < width(0)


def test_the_interval_narrows_as_visits_come_in():
    widths = []
    for count in (0, 1, 3, 10):
        low, high = learn([a_visit("a", 13, 40, day) for day in range(count)]).chance("a", Kind.DESA, nth=1).interval
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)


@given(st.floats(0.001, 0.999), st.floats(0.1, 10), st.floats(0.1, 10))
def test_factors_of_odds_multiply(chance, one, other):
    assert times_odds(times_odds(chance, one), other) == pytest.approx(times_odds(chance, one * other))
    assert times_odds(times_odds(chance, one), 1 / one) == pytest.approx(chance)
