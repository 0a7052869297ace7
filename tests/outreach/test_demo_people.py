"""The invented people: as many as counted, believable households, numbers of no one, the same every time."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from kecamatan.phones import stored_phone
from outreach import demo_names, demo_people
from outreach.demo_lists.regency import KABUPATEN, regency, residents
from outreach.demo_numbers import LATER, Numbers, is_invented
from outreach.demo_people import DEMO_DAY, DEMO_POLLING_DAY
from outreach.likeness import LIKELY, Person, likeness
from outreach.nik import Sex, Verdict, read_kk, read_nik
from outreach.person_names import words_of
from outreach.segments import Segment, age_on, segment_of

PEOPLE = residents()


def ages() -> list[int]:
    return [age_on(one.birth_date, DEMO_DAY) for one in PEOPLE]


def households() -> dict[str, list[demo_people.DemoPerson]]:
    found = defaultdict(list)
    for one in PEOPLE:
        found[one.no_kk].append(one)
    return found


def test_as_many_as_counted_in_every_desa():
    assert len(PEOPLE) == 2798
    assert Counter(one.desa_code for one in PEOPLE) == regency().shares
    assert len(regency().shares) == 93
    assert sum(Counter(one.kecamatan_code for one in PEOPLE).values()) == 2798


def test_the_same_every_time_and_others_for_another_day():
    again = demo_people.demo_people(KABUPATEN, regency().shares, schools=regency().schools)
    assert tuple(again) == PEOPLE
    later = demo_people.demo_people(
        KABUPATEN, regency().shares, schools={}, day=date(2030, 2, 28), polling_day=date(2030, 1, 1)
    )
    assert len(later) == 2798
    assert min(age_on(one.birth_date, date(2030, 2, 28)) for one in later) >= 17
    assert not any(one.school for one in later)


def test_the_segments_are_those_of_such_a_list():
    segments = Counter(
        segment_of(one.birth_date, DEMO_DAY, polling_day=DEMO_POLLING_DAY, ever_married=one.ever_married)
        for one in PEOPLE
    )
    assert 0.08 <= segments[Segment.FIRST_TIME] / 2798 <= 0.10
    assert 90 <= segments[Segment.SIXTEEN] <= 170
    assert segments[Segment.TOO_YOUNG] == 0
    assert sum(age <= 25 for age in ages()) / 2798 > 0.7
    assert sum(age > 60 for age in ages()) > 100
    assert 85 <= max(ages()) <= 91
    assert not any(one.ever_married for one, age in zip(PEOPLE, ages(), strict=True) if age < 19)
    assert 0.15 < sum(one.ever_married for one in PEOPLE) / 2798 < 0.35


def test_niks_read_well_and_only_the_wanted_ones_contradict():
    verdicts = Counter(
        read_nik(one.nik, today=DEMO_DAY, home=KABUPATEN, birth_date=one.birth_date, sex=one.sex).verdict
        for one in PEOPLE
    )
    assert verdicts[Verdict.WARN] == demo_people.OTHER_BIRTH_DATE + demo_people.OTHER_SEX
    assert set(verdicts) == {Verdict.FINE, Verdict.INFO, Verdict.WARN}
    assert 70 <= sum(not one.nik for one in PEOPLE) <= 110
    assert 60 <= verdicts[Verdict.INFO] <= 160  # first registered elsewhere


def test_numbers_are_unique_and_of_no_one():
    niks = [one.nik for one in PEOPLE if one.nik]
    assert len(niks) == len(set(niks))
    assert all(is_invented(nik) for nik in niks)
    for one in PEOPLE:
        assert is_invented(one.no_kk)
        assert read_kk(one.no_kk, today=DEMO_DAY, home=KABUPATEN).verdict is Verdict.FINE
        # Days on which registries enter people whose birthday nobody knows.
        assert (one.birth_date.month, one.birth_date.day) not in {(7, 1), (12, 31)}
    phones = [one.phone for one in PEOPLE if one.phone]
    assert Counter(phones).most_common(1)[0][1] == 1
    assert all(stored_phone(phone) == phone and phone.startswith("+62821" + "0000") for phone in phones)
    assert 1_000 < len(phones) < 2_000


def test_numbers_run_out_with_an_error_and_never_repeat():
    numbers = Numbers(Random(1), LATER)
    born = date(2008, 5, 5)

    def until_none_is_left() -> None:
        while len(numbers.given) < 2000:
            before = len(numbers.given)
            numbers.nik("15.07.01", born, Sex.MALE)
            assert len(numbers.given) == before + 1

    with pytest.raises(ValueError, match="no serial is left"):
        until_none_is_left()
    assert len(numbers.given) >= 99


def test_households_share_a_kk_and_an_address_with_ages_that_fit():
    sizes = Counter(map(len, households().values()))
    assert max(sizes) <= 5
    assert sum(size * count for size, count in sizes.items() if size > 1) > 2798 * 0.7
    twins = 0
    for members in households().values():
        assert len({(one.desa_code, one.rt, one.rw, one.address) for one in members}) == 1
        born = sorted(one.birth_date for one in members)
        for earlier, later in pairwise(born):
            apart = (later - earlier).days
            if age_on(earlier, DEMO_DAY) < 26:
                twins += apart == 0
                assert apart == 0 or apart >= 290
            elif age_on(later, DEMO_DAY) < 26:
                assert apart >= 19 * 365
    assert twins == demo_people.TWINS


def test_some_are_listed_twice_under_another_spelling_in_another_desa():
    by_birth = defaultdict(list)
    for one in PEOPLE:
        by_birth[(one.birth_date, one.birth_place, one.sex)].append(one)
    found = [
        (one, other)
        for same in by_birth.values()
        for index, one in enumerate(same)
        for other in same[index + 1 :]
        if one.no_kk != other.no_kk
        and likeness(*(Person(it.name, it.birth_date, it.birth_place) for it in (one, other))) >= LIKELY
    ]
    assert demo_people.DOUBLES - 1 <= len(found) <= demo_people.DOUBLES + 4
    assert all(one.name != other.name and one.desa_code != other.desa_code for one, other in found)


def test_names_look_like_names_of_here():
    assert all(one.name == one.name.upper() and words_of(one.name) for one in PEOPLE)
    assert max(len(one.name) for one in PEOPLE) <= 45
    assert sum(" " not in one.name for one in PEOPLE) > 200
    spelled = Counter(one.name.split()[0] for one in PEOPLE)
    assert all(spelled[front] > 10 for front in ("MUH.", "SITI", "ABD.", "SITTI", "NUR", "ANDI"))
    assert Counter(one.name for one in PEOPLE).most_common(1)[0][1] <= 12
    # Man and woman alike hold what their people bear.
    chance = Random(5)
    names = {demo_names.a_name(chance, "bugis", Sex.FEMALE, old=True) for _ in range(200)}
    assert any(name.startswith("BESSE") for name in names)


@pytest.mark.parametrize("name", ["MUHAMMAD RIZKY", "SRI", "I TENRI", "UTUH"])
def test_a_misspelling_is_never_the_name(name):
    chance = Random(3)
    assert all(demo_names.misspelled(chance, name) != name for _ in range(50))


def test_schools_for_those_of_school_age_in_their_kecamatan_and_home_visits_with_a_reason():
    pupils = [one for one in PEOPLE if one.school]
    assert len({one.school for one in pupils}) == len(regency().schools) == 14
    for one in pupils:
        assert 16 <= age_on(one.birth_date, DEMO_DAY) <= 18
    # Doubles alone go to a school elsewhere.
    away = [one for one in pupils if not regency().schools[one.school].startswith(one.kecamatan_code)]
    assert len(away) <= demo_people.DOUBLES
    kinds = Counter(one.home_visit for one in PEOPLE)
    assert set(kinds) == {"", "elderly", "ill", "disabled", "detained"}
    assert 80 <= 2798 - kinds[""] <= 200
    assert all(one.note for one in PEOPLE if one.home_visit in {"ill", "disabled", "detained"})


def test_turns_run_evenly_through_every_desa_and_the_young_come_late():
    by_desa = defaultdict(list)
    for one in PEOPLE:
        by_desa[one.desa_code].append(one.turn)
    for turns in by_desa.values():
        assert sorted(turns) == pytest.approx([(place + 0.5) / len(turns) for place in range(len(turns))])
    young = [one.turn for one in PEOPLE if age_on(one.birth_date, DEMO_DAY) < 17]
    assert sum(young) / len(young) > 0.6


def test_a_later_start_still_finds_people_of_16_for_months():
    def first_time(days: int) -> int:
        day = DEMO_DAY + timedelta(days)
        return sum(
            segment_of(one.birth_date, day, polling_day=day + timedelta(34)) is Segment.FIRST_TIME for one in PEOPLE
        )

    assert first_time(30) > 30
    assert first_time(200) > 2
    assert first_time(400) == 0
