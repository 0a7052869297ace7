"""Rule 8: who is new on a list flowed in or names the baseline."""

from datetime import date

import pytest

from outreach.rule_eight import flows_in, inflow_day

BASELINE, TODAY = date(2024, 6, 25), date(2024, 9, 30)


@pytest.mark.parametrize(
    ("born", "married", "expected", "day"),
    [
        (date(1980, 1, 1), False, False, TODAY),
        (date(2007, 6, 25), False, False, TODAY),
        (date(2007, 6, 26), False, True, date(2024, 6, 26)),
        (date(2007, 9, 30), None, True, TODAY),
        (date(2007, 10, 1), False, True, TODAY),
        (date(2008, 3, 1), False, True, TODAY),
        (date(2008, 3, 1), True, False, TODAY),
        (date(2007, 7, 1), True, False, TODAY),
        (None, False, None, TODAY),
        (None, True, False, TODAY),
    ],
)
def test_inflow(born, married, expected, day):
    assert flows_in(born, BASELINE, ever_married=bool(married)) is expected
    assert inflow_day(born, BASELINE, TODAY, ever_married=bool(married)) == day


def test_whoever_is_born_on_a_leap_day_becomes_obliged_on_the_first_of_march():
    assert inflow_day(date(2008, 2, 29), BASELINE, date(2025, 5, 1)) == date(2025, 3, 1)
