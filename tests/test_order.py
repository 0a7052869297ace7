"""Every test runs once, whatever order they are dealt in, and what takes long is at no end of a stretch."""

from types import SimpleNamespace

import pytest

from tests.order import EACH, WHOLE, dealt


def named(*nodes):
    return [SimpleNamespace(nodeid=node) for node in nodes]


@pytest.mark.parametrize("processes", [2, 3, 5])
def test_every_test_is_dealt_once_and_the_long_ones_first(processes):
    short = named(*(f"tests/test_short.py::test_{number}" for number in range(100)))
    long = named(*(f"{path}::test_{number}" for path in (*WHOLE, *EACH) for number in range(2)))
    items = dealt([*short, *long], processes)
    assert sorted(one.nodeid for one in items) == sorted(one.nodeid for one in [*short, *long])
    stretch = len(items) // processes
    for number in range(processes):
        own = items[number * stretch : (number + 1) * stretch]
        assert "test_short" not in own[1].nodeid
        assert "test_short" in own[-1].nodeid


def test_tests_that_share_a_site_stay_together():
    items = dealt(named(*(f"{WHOLE[0]}::test_{number}" for number in range(9)), *("a", "b", "c")), 3)
    assert [one.nodeid for one in items[:9]] == [f"{WHOLE[0]}::test_{number}" for number in range(9)]


def test_the_long_ones_are_there():
    from tests.test_architecture import ROOT

    assert all((ROOT / path.partition("::")[0]).is_file() for path in (*WHOLE, *EACH))
