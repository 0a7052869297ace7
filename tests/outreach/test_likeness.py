"""How alike two people are: a table of invented doubles and of people who only look alike, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.likeness import (
    LIKELY,
    Person,
    birth_date_likeness,
    birth_place_likeness,
    blocks,
    likeness,
    name_likeness,
    slips,
    word_likeness,
    words_likeness,
)
from outreach.person_names import words_of

BORN = date(2007, 8, 12)
SWAPPED = date(2007, 12, 8)
PLACE = "Muara Sabak"

DOUBLES = [
    (Person("Muhammad Yusuf", BORN, PLACE), Person("M. Jusuf", BORN, "MUARA SABAK")),
    (Person("Siti Nurhayati", BORN, PLACE), Person("St. Nur Hayati", SWAPPED, PLACE)),
    (Person("Siti Nurhayati", BORN, PLACE), Person("Nurhayati", BORN, PLACE)),
    (Person("Rizky Pratama", BORN, PLACE), Person("Riski Pratama", BORN + timedelta(days=1), PLACE)),
    (Person("Rizky Pratama", BORN, PLACE), Person("Pratama Rizki", date(2006, 8, 12), PLACE)),
    (Person("Rizky Pratama", BORN, ""), Person("RIZKI PRATMA", BORN, PLACE)),
    (Person("Abdurrahman Wahid", BORN, "Nipah Panjang"), Person("Abd. Rahman Wahid", BORN, "Nipahpanjang")),
    (Person("Dewi Lestari", BORN, PLACE), Person("Dewi Lestary", None, PLACE)),
    (Person("Aminah binti Hasan", BORN, PLACE), Person("Sa'aminah Hasan", BORN, PLACE)),
    (Person("Siti Nur Ayu Rizky Pratama", BORN, PLACE), Person("Siti Nur Ayu Rizky Pratma", date(2007, 8, 21), PLACE)),
    (Person("Siti Nur Ayu Rizky Pratama", BORN, PLACE), Person("Siti Nur Ayu Rizky Pratma", date(2008, 8, 12), PLACE)),
    (Person("Nur Aini", BORN, "Sei. Lokan"), Person("Nuraini", date(2007, 3, 12), "Sungai Lokan")),
]
OTHERS = [
    (Person("Muhammad Yusuf", BORN, PLACE), Person("Muhammad Rizki", BORN, PLACE)),
    (Person("Hasan", BORN, PLACE), Person("Husin", BORN, PLACE)),
    (Person("Siti Aminah", BORN, PLACE), Person("Siti Aminah", date(1999, 1, 3), PLACE)),
    (Person("Siti Aminah", BORN, PLACE), Person("Siti Aisyah", BORN, PLACE)),
    (Person("Muhammad Yusuf", BORN, PLACE), Person("Muhammad Yusuf", date(2006, 1, 12), PLACE)),
    (Person("Dewi Lestari", None, PLACE), Person("Dewi Larasati", None, PLACE)),
    (Person("Dewi", None, ""), Person("Dewi", None, "")),
]


@pytest.mark.parametrize(("one", "other"), DOUBLES)
def test_doubles_are_worth_a_look(one, other):
    assert likeness(one, other) >= LIKELY
    assert blocks(one) & blocks(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_others_are_not(one, other):
    assert likeness(one, other) < LIKELY


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (BORN, BORN, 1.0),
        (BORN, SWAPPED, 0.9),
        (BORN, date(2007, 8, 13), 0.6),
        (BORN, date(2007, 9, 12), 0.6),
        (BORN, date(1997, 8, 12), 0.6),
        (BORN, date(2007, 1, 1), 0.0),
        (BORN, date(2006, 12, 8), 0.0),
        (BORN, None, 0.5),
        (None, None, 0.5),
    ],
)
def test_birth_dates(one, other, expected):
    assert birth_date_likeness(one, other) == birth_date_likeness(other, one) == expected


def test_birth_places():
    assert birth_place_likeness("Sei. Lokan", "SUNGAI LOKAN") == 1.0
    assert 0.75 <= birth_place_likeness("Muara Sabak", "Muara Sabk") < 1
    assert birth_place_likeness("Jambi", "Nipah Panjang") == 0.0
    assert birth_place_likeness("", "Jambi") == 0.5


def test_slips_of_a_key():
    assert slips("ahmad", "ahmad") == 0
    assert slips("ahmad", "amhad") == 1
    assert slips("ahmad", "ahmd") == slips("ahmd", "ahmad") == 1
    assert slips("ahmad", "ahmat") == 1
    assert slips("", "abc") == slips("abc", "") == 3
    assert word_likeness("a", "ahmad") == word_likeness("ahmad", "a") == 0.8
    assert word_likeness("b", "ahmad") == 0.0
    assert name_likeness("", "Ahmad") == 0.0


def test_a_person_never_shows_in_a_log():
    assert repr(Person("Dewi Lestari", BORN, PLACE)) == "Person()"


words = st.sampled_from(
    ["siti", "nur", "hayati", "nurhayati", "muhammad", "m.", "yusuf", "jusuf", "rizky", "pratama", "a.", "ayu", "ali"]
)
names = st.one_of(st.lists(words, min_size=1, max_size=4).map(" ".join), st.text(max_size=20))
births = st.one_of(st.none(), st.dates(date(2006, 1, 1), date(2008, 12, 31)), st.sampled_from([BORN, SWAPPED]))
people = st.builds(Person, names, births, st.sampled_from(["", PLACE, "Muara Sabk", "Jambi"]))


@given(people, people)
def test_likeness_is_symmetric_and_bounded(one, other):
    assert 0.0 <= likeness(one, other) <= 1.0 + 1e-9
    assert likeness(one, other) == likeness(other, one)


@given(people)
def test_nobody_is_more_alike_than_oneself(person):
    known = person.born and person.birth_place and name_likeness(person.name, person.name)
    assert not known or likeness(person, person) == pytest.approx(1.0)


@given(names, names, st.floats(0, 1))
def test_a_bound_makes_it_quicker_and_changes_nothing_above_it(one, other, bound):
    whole, bounded = (
        words_likeness(words_of(one), words_of(other)),
        words_likeness(words_of(one), words_of(other), bound),
    )
    assert bounded == whole or max(bounded, whole) < bound
    assert slips(one, other, 3) == slips(one, other) or min(slips(one, other, 3), slips(one, other)) > 3


@given(people, st.data())
def test_whoever_is_likely_one_shares_a_block(one, data):
    parts = one.name.split(" ")
    shuffled = data.draw(st.one_of(st.just(parts), st.permutations(parts), st.just(["".join(parts)])))
    born = one.born and data.draw(
        st.sampled_from(
            [
                one.born,
                one.born + timedelta(days=1),
                date(one.born.year - 1, one.born.month, min(one.born.day, 28)),
                None,
            ]
        )
    )
    other = data.draw(st.one_of(st.just(Person(" ".join(shuffled), born, one.birth_place)), people))
    if likeness(one, other) >= LIKELY:
        assert blocks(one) & blocks(other)
