"""What is published of small counts, attacked by somebody who knows the rule, every figure, and tries every combination."""

from functools import cache
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kecamatan import disclosure
from kecamatan.counts import Counts
from kecamatan.disclosure import HIDDEN, Known, Published, Shown, narrows_nothing, publish, shown, shown_total

SMALL = st.integers(0, 24)
PLACES = st.lists(SMALL, min_size=1, max_size=3)


def span(cell: Shown) -> range:
    return range(cell.low, cell.high + 1)


def possible(counts) -> list[tuple[int, ...]]:
    """All that could be true, as the attacker finds it: what would have been published just so."""
    return _possible(tuple(shown(one) for one in counts), shown_total(counts))


@cache
def _possible(cells: tuple[Shown, ...], total: Shown) -> list[tuple[int, ...]]:
    return [guess for guess in product(*map(span, cells)) if shown_total(guess) == total]


@pytest.mark.parametrize(
    ("count", "people"), [(0, None), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (2798, 2800)]
)
def test_what_is_small_is_not_told_and_the_rest_in_fives(count, people):
    assert shown(count).people == people
    assert count in span(shown(count))


@given(st.integers(0, 100_000))
def test_every_figure_stands_for_at_least_three_counts_and_all_of_its_span(count):
    cell = shown(count)
    assert len(span(cell)) >= 3
    assert {shown(one) for one in span(cell)} == {cell}
    assert cell.is_hidden == (count < 5)
    assert cell.people is None or (cell.people >= 5 and cell.people % 5 == 0)


@given(PLACES)
@settings(max_examples=80, deadline=None)
def test_a_total_takes_no_value_of_any_place_away(counts):
    """Complementary suppression, proved by trying: each value of each span is still possible."""
    found = possible(counts)
    assert tuple(counts) in found
    for index, count in enumerate(counts):
        assert {guess[index] for guess in found} == set(span(shown(count)))


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=30))
def test_a_total_is_told_by_the_same_rule_and_is_never_far_off(counts):
    total = shown_total(counts)
    assert total.is_hidden or total.people % 5 == 0
    off = max(0, total.low - sum(counts), sum(counts) - total.high)
    assert off <= 2 * len(counts) + 3
    if len(counts) >= 8 and off:
        assert not narrows_nothing([shown(one) for one in counts], shown(sum(counts)))


def test_the_whole_regency_is_told_as_near_as_one_place():
    assert shown_total([316, 222, 180, 241, 318, 297, 260, 300, 214, 230, 220]).people == 2800
    assert shown_total([0] * 11) is not None
    assert shown_total([0] * 11).is_hidden
    assert shown_total([]) is None


def test_a_total_at_the_edge_of_all_spans_would_give_them_away_and_is_not_told():
    """Three of 3 + 5k each: their true total leaves nothing open."""
    assert not narrows_nothing([shown(13)] * 3, shown(39))
    assert shown_total([13] * 3) == Shown(45)


counts_of_a_place = st.builds(Counts, SMALL, SMALL, st.integers(0, 5), st.integers(0, 5), SMALL).filter(
    lambda one: one.remaining >= 0
)


def known(one: Counts) -> Known:
    return Known(one.baseline, one.recorded, one.remaining)


@given(st.lists(counts_of_a_place, min_size=1, max_size=3), st.data())
@settings(max_examples=80, deadline=None)
def test_the_columns_do_not_narrow_each_other(places, data):
    """Whatever of their spans the columns are given, with the baselines as they are: some ledger has just these counts."""
    published = publish([known(one) for one in places])
    recorded = data.draw(st.sampled_from(possible([one.recorded for one in places])))
    remaining = data.draw(st.sampled_from(possible([one.remaining for one in places])))
    others = []
    for place, there, left in zip(places, recorded, remaining, strict=True):
        net = left + there - place.baseline
        others.append(Counts(place.baseline, max(0, net), max(0, -net), 0, there))
        assert others[-1].remaining == left
    assert publish([known(one) for one in others]) == published


weeks = st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=1, max_size=2)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=2), weeks)
@settings(max_examples=25, deadline=None)
def test_several_weeks_together_give_no_count_and_no_flow_away(start, flows):
    """Even to an attacker who takes for granted that who was recorded never grows fewer."""
    levels = [tuple(start)]
    for flow in flows:
        levels.append(tuple(level + more for level, more in zip(levels[-1], flow, strict=True)))
    stories = [[level] for level in possible(levels[0])]
    for level in levels[1:]:
        stories = [
            [*story, guess]
            for story in stories
            for guess in possible(level)
            if all(later >= earlier for earlier, later in zip(story[-1], guess, strict=True))
        ]
    assert [tuple(one) for one in levels] in stories
    for place in range(2):
        for week in range(len(levels)):
            assert len({story[week][place] for story in stories}) >= 2
        for before, after in pairwise(range(len(levels))):
            assert len({story[after][place] - story[before][place] for story in stories}) >= 2


def test_what_is_not_known_is_missing_and_not_hidden():
    rows, whole = publish([Known(None, 3, None), Known(100, 0, 100)])
    assert rows[0] == Published(None, HIDDEN, None)
    assert whole == Published(Shown(100), HIDDEN, Shown(100))
    assert publish([])[1] == Published(None, None, None)


def test_what_flowed_in_is_told_by_what_is_published_and_by_nothing_else():
    assert Published(Shown(2800), Shown(500), Shown(2610)).net_inflow == 310
    assert Published(Shown(2800), HIDDEN, Shown(2610)).net_inflow is None
    assert Published(None, Shown(500), Shown(2610)).net_inflow is None


def test_a_true_total_without_the_rule_is_found_out(monkeypatch):
    """Seen failing: with the plain total, three places at the edge are told exactly."""
    monkeypatch.setattr(disclosure, "narrows_nothing", lambda cells, total: True)
    _possible.cache_clear()
    found = possible([13] * 3)
    _possible.cache_clear()
    assert len({guess[0] for guess in found}) < 5
