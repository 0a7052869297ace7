"""The beta distribution against values that are known in closed form, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.planner.beta import below, quantile

numbers = st.floats(0.05, 400)


@pytest.mark.parametrize(
    ("value", "came", "stayed", "expected"),
    [
        (0.3, 1, 1, 0.3),
        (0.3, 2, 1, 0.09),
        (0.3, 1, 2, 1 - 0.7**2),
        (0.5, 7, 7, 0.5),
        # Binomial sums: at least 3 of 5, and at least 60 of 100, with a chance of 0.4.
        (0.4, 3, 3, 10 * 0.4**3 * 0.6**2 + 5 * 0.4**4 * 0.6 + 0.4**5),
        (0.4, 60, 41, 4.2466e-05),
        (0.0, 3, 4, 0.0),
        (1.0, 3, 4, 1.0),
    ],
)
def test_known_values(value, came, stayed, expected):
    assert below(value, came, stayed) == pytest.approx(expected, rel=1e-4, abs=1e-12)


@given(st.integers(0, 1000).map(lambda part: part / 1000), numbers, numbers)
def test_it_is_a_chance_and_both_sides_make_one(value, came, stayed):
    assert -1e-9 <= below(value, came, stayed) <= 1 + 1e-9
    assert below(value, came, stayed) + below(1 - value, stayed, came) == pytest.approx(1, abs=1e-7)


@given(st.floats(0.02, 0.98), st.floats(0.5, 200), st.floats(0.5, 200))
def test_a_quantile_has_its_part_below_it(part, came, stayed):
    found = quantile(part, came, stayed)
    assert 0 <= found <= 1
    assert below(found, came, stayed) == pytest.approx(part, abs=1e-6)
