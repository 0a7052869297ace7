"""Initials of colleagues in the calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.initials import initials_of


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Rahmat Hidayat", "RH"),
        ("Rahmat Hidayat, S.Kom., M.Si.", "RH"),
        ("Drs. H. Ahmad Fauzi", "AF"),
        ("Siti", "SI"),
        ("siti nur aini", "SA"),
        ("H.", "H"),
        ("", "?"),
        (" , S.E.", "?"),
    ],
)
def test_the_initials_of_a_name(name, short):
    assert initials_of({1: name}) == {1: short}


def test_two_of_the_same_are_told_apart():
    assert initials_of({1: "Siti Aminah", 2: "Sri Astuti", 3: "Susi Anggraini"}) == {1: "SA", 2: "SA2", 3: "SA3"}


@given(st.dictionaries(st.integers(), st.text(max_size=30), max_size=12))
def test_nobody_shares_them_and_everybody_has_some(names):
    found = initials_of(names)
    assert found.keys() == names.keys()
    assert len(set(found.values())) == len(names)
    assert all(found.values())
