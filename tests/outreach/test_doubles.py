"""Who may be listed twice: found among many, the likest first, and never those who were told apart."""

from datetime import date
from time import process_time

import pytest

from outreach.doubles import Listed, may_be_one, pairs_among, stays_first
from outreach.likeness import Person
from outreach.person_names import words_of

BORN = date(2007, 3, 4)


def listed(pk, name, born=BORN, place="Jambi", state="unrecorded"):
    return Listed(pk, Person(name, born, place), words_of(name), state)


def found(*people, **options):
    return [(pair.first, pair.second) for pair in pairs_among(people, **options)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (listed(1, "Muhammad Rizki"), listed(2, "Muh. Rizky")),
        (listed(1, "Siti Aminah"), listed(2, "Aminah Siti")),
        (listed(1, "Nurhayati"), listed(2, "Nur Hayati")),
        (listed(1, "Rahmat Hidayat"), listed(2, "Rahmad Hidayat", date(2007, 4, 3))),
        (listed(1, "Rahmat Hidayat"), listed(2, "Rahmat Hidayat", None)),
        (listed(1, "Yulianti"), listed(2, "Julianti")),
        (listed(1, "Budi Santoso"), listed(2, "Budi Santoso", date(2007, 3, 5))),
    ],
)
def test_one_person_written_in_two_manners_is_found(one, other):
    assert found(one, other) == found(other, one) == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (listed(1, "Siti Aminah"), listed(2, "Budi Santoso")),
        (listed(1, "Siti Aminah"), listed(2, "Siti Aminah", date(1999, 8, 17))),
        (listed(1, "Siti Aminah"), listed(2, "Siti Rahayu")),
        (listed(1, "Budi", state="removed"), listed(2, "Budi", state="printed")),
    ],
)
def test_others_are_not(one, other):
    assert found(one, other) == []


def test_the_likest_come_first_and_no_more_than_asked():
    people = [listed(1, "Rahmat Hidayat"), listed(2, "Rahmad Hidayat"), listed(3, "Rahmat Hidayat")]
    assert found(*people)[0] == (1, 3)
    assert found(*people, most=1) == [(1, 3)]


def test_who_was_told_apart_is_not_proposed_again():
    assert found(listed(2, "Budi"), listed(1, "Budi"), told_apart=[(1, 2)]) == []


def test_the_one_further_in_life_stays_then_the_older_entry():
    assert stays_first(("unrecorded", 1), ("unrecorded", 2))
    assert not stays_first(("unrecorded", 1), ("recorded", 2))
    assert stays_first(("delivered", 2), ("printed", 1))
    assert may_be_one("removed", "failed")
    assert not may_be_one("removed", "removed")


def test_a_kecamatan_of_ten_thousand_takes_a_second_or_so():
    """All born within three years, of the same thirty words: worse than any real list."""
    words = [
        "Rahmat",
        "Budi",
        "Agus",
        "Yulia",
        "Fitri",
        "Lestari",
        "Wahyu",
        "Hidayat",
        "Saputra",
        "Kurniawan",
        "Aminah",
        "Zainal",
        "Hasan",
        "Ridwan",
        "Nanda",
    ]
    words += [
        "Dian",
        "Eka",
        "Tri",
        "Bayu",
        "Fajar",
        "Indah",
        "Permata",
        "Sari",
        "Maulana",
        "Akbar",
        "Hakim",
        "Wulandari",
        "Pratama",
        "Safitri",
        "Rahayu",
    ]
    people = [
        listed(number, f"{words[number % 30]} {words[number // 30 % 30]} {words[number // 900 % 30]}",
               date(2005 + number % 3, 1 + number % 12, 1 + number % 28))
        for number in range(10_000)
    ]  # fmt: skip
    begun = process_time()
    pairs_among(people)
    assert process_time() - begun < 10
