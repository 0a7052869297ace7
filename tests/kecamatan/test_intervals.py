"""Could a rate be chance: Wilson's interval and the funnel's limits are one inequality."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kecamatan.funnel import Place, funnel, small_line
from kecamatan.intervals import LIKELY, SURE, Verdict, limits, verdict_of, wilson, z_of

wholes = st.integers(1, 200_000)
levels = st.sampled_from([LIKELY, SURE])
rates = st.floats(0.001, 0.999)


@given(wholes, st.floats(0, 1), levels)
def test_the_interval_holds_its_own_rate(whole, share, level):
    part = round(whole * share)
    low, high = wilson(part, whole, level)
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


@given(wholes, st.floats(0, 1), rates, levels)
def test_the_words_and_the_drawing_say_the_same(whole, share, rate, level):
    part = round(whole * share)
    low, high = limits(rate, whole, level)
    assume(min(abs(part / whole - low), abs(part / whole - high)) > 1e-9)
    assert (verdict_of(part, whole, rate, level) is Verdict.CHANCE) == (low < part / whole < high or low <= 0 == part)


@given(st.integers(1, 1000), st.floats(0, 1), st.integers(2, 50))
def test_the_smaller_the_wider(whole, share, times):
    part = round(whole * share)
    small, large = wilson(part, whole), wilson(part * times, whole * times)
    assert large[1] - large[0] <= small[1] - small[0] + 1e-12


@given(wholes, st.floats(0, 1))
def test_the_80_lie_within_the_95(whole, share):
    part = round(whole * share)
    sure, likely = wilson(part, whole, SURE), wilson(part, whole, LIKELY)
    assert sure[0] - 1e-12 <= likely[0] <= likely[1] <= sure[1] + 1e-12


def test_known_values():
    assert z_of(SURE) == pytest.approx(1.959964, abs=1e-6)
    low, high = wilson(15, 50)
    assert (low, high) == (pytest.approx(0.1910, abs=5e-5), pytest.approx(0.4375, abs=5e-5))


@pytest.mark.parametrize(("part", "whole"), [(3, 0), (3, None), (7, 5), (-1, 5)])
def test_what_is_no_share_has_no_interval(part, whole):
    assert wilson(part, whole) is None
    assert verdict_of(part, whole, 0.1) is Verdict.UNKNOWN


@given(st.lists(st.tuples(st.integers(1, 30_000), st.floats(0, 0.2)), min_size=1, max_size=15), st.floats(0.001, 0.2))
def test_the_funnel_draws_everything_within_its_frame(found, rate):
    places = [
        Place(str(number), "Sadu", "Sad", size, share, verdict_of(round(size * share), size, rate), "")
        for number, (size, share) in enumerate(found)
    ]
    drawn = funnel(places, rate, width=360, height=300, number=str, percent=str)
    for dot in drawn.dots:
        assert drawn.left <= dot.x <= drawn.right
        assert 0 <= dot.y <= drawn.bottom + 0.1
    points = [tuple(map(float, point.split(","))) for point in f"{drawn.sure} {drawn.likely}".split()]
    assert all(math.isfinite(x + y) and x <= drawn.right + 0.1 for x, y in points)
    named = [dot for dot in drawn.dots if dot.named]
    spans = [(dot.name_x - 32 * dot.ends, dot.y) for dot in named]
    for index, (x, y) in enumerate(spans):
        assert all(abs(x - other) > 32 or abs(y - level) > 14 for other, level in spans[:index])


def test_nothing_to_draw():
    assert funnel([], 0.1, width=360, height=300, number=str, percent=str) is None


@given(st.lists(st.integers(0, 900), min_size=1, max_size=26))
def test_small_lines_share_one_scale(values):
    points = [point.split(",") for point in small_line(values, 900, len(values)).split()]
    assert len(points) == len(values)
    assert all(0 <= float(y) <= 44 and 0 <= float(x) <= 120 for x, y in points)
