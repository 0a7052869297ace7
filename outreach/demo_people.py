"""The invented people behind the demo's counts: as many in each desa as its share says. Pure, and the same every time.

They live in households of one No KK, RT and address. Most are 17 to 25, some are 16, some old; a few are listed twice
under another spelling in another desa, some are twins, some NIKs contradict the birth date or the sex, as NIKs may. What
their numbers are and why they belong to no one stands in ``outreach.demo_numbers``. Texts are in capitals, as the centre
writes its lists.

Birth dates follow from ``day``. The demo always gives ``DEMO_DAY``, whatever day it is started on: so its people are
those of the lists in ``outreach/demo_lists``, for ever.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from outreach.demo_names import a_birth_place, a_name, a_people, an_address, misspelled
from outreach.demo_numbers import Numbers, a_day
from outreach.nik import Sex
from outreach.segments import age_on, latest_birth

#: The day on which the demo's people have the ages that are meant, and polling day as the demo sets it from there.
DEMO_DAY = date(2026, 11, 25)
DEMO_POLLING_DAY = DEMO_DAY + timedelta(days=34)
DOUBLES, TWINS, OTHER_BIRTH_DATE, OTHER_SEX = 6, 6, 5, 2
ELDERLY, ILL, DISABLED, DETAINED = "elderly", "ill", "disabled", "detained"
_VISIT_NOTES = {
    ELDERLY: ("LANSIA, TIDAK KUAT KE KANTOR DESA", "LANSIA", ""),
    ILL: ("SAKIT STROKE", "SAKIT, TIDAK DAPAT BERJALAN", "SAKIT MENAHUN"),
    DISABLED: ("DISABILITAS FISIK", "DISABILITAS MENTAL", "TUNANETRA"),
    DETAINED: ("DI LAPAS",),
}
_AWAY_NOTES = (
    "KULIAH DI JAMBI",
    "KERJA DI BATAM",
    "MERANTAU KE MALAYSIA",
    "MONDOK DI PESANTREN",
    "KERJA DI KEBUN SAWIT",
)


@dataclass(frozen=True)
class DemoPerson:
    """One invented person; "" is what is not known.

    ``school``: NPSN or None. ``home_visit``: "", elderly, ill, disabled or detained. ``turn``: from 0 to below 1, the
    order in which the people of a desa come to be recorded; settled names and later lists both follow it.
    """

    nik: str
    no_kk: str
    name: str
    sex: Sex
    birth_place: str
    birth_date: date
    ever_married: bool
    desa_code: str
    rt: str
    rw: str
    address: str
    phone: str = ""
    school: str | None = None
    home_visit: str = ""
    note: str = ""
    turn: float = 0.0

    @property
    def kecamatan_code(self) -> str:
        return self.desa_code.rpartition(".")[0]


@dataclass
class Home:
    """What the members of a household share."""

    desa_code: str
    people: str
    no_kk: str
    rt: str
    rw: str
    address: str


@dataclass
class Maker:
    """Makes people and households; ``schools`` is the desa's code by NPSN."""

    chance: Random
    numbers: Numbers
    day: date
    polling_day: date
    schools: Mapping[str, str] = field(default_factory=dict)

    def household(self, desa_code: str, most: int) -> list[DemoPerson]:
        """One to five people with ages that fit together, at most ``most``."""
        home = self.home(desa_code)
        born = self.births()[:most]
        return [self.person(home, one) for one in born]

    def home(self, desa_code: str) -> Home:
        chance = self.chance
        rt, rw = f"{chance.randint(1, 12):03}", f"{chance.randint(1, 4):03}"
        no_kk = self.numbers.kk(desa_code.rpartition(".")[0], self.day - timedelta(days=200))
        return Home(desa_code, a_people(chance), no_kk, rt, rw, an_address(chance))

    def births(self) -> list[date]:
        """The birth dates of a household: brothers and sisters, a parent with children, the old with a grandchild."""
        kind = self.chance.choices(["alone", "siblings", "parent", "couple", "old"], [23, 42, 17, 5, 8])[0]
        if kind == "siblings":
            return self.siblings(self.chance.choice([2, 2, 2, 3, 3, 4]))
        if kind == "parent":
            children = self.siblings(self.chance.choice([1, 1, 2, 3]))
            return [self.years_before(min(children), 20, 38), *children]
        if kind == "couple":
            first = self.aged(27, 60)
            return [first, self.near(first)]
        if kind == "old":
            old = self.aged(62, 90)
            return [old, *(self.siblings(1) if self.chance.random() < 0.6 else [self.near(old)])]
        return self.siblings(1) if self.chance.random() < 0.85 else [self.aged(26, 90)]

    def youth(self) -> date:
        """Somebody of 16 to 25: about one in nine votes for the first time, one in fifteen is younger still."""
        kind = self.chance.choices(["first_time", "sixteen", "grown"], [158, 66, 776])[0]
        window = (self.polling_day - self.day).days
        if kind == "grown" or window <= 0:
            ago = int(9 * 365 * self.chance.random() ** 1.4)
            return self.born_to_be(17, range(max(0, ago - 3), ago + 1), -1)
        if kind == "first_time":
            return self.born_to_be(17, range(1, window + 1), 1)
        # The next in line, mostly soon: so a demo that is started later still has first-time voters for some months.
        later = window + 1 + int(max(0, 356 - window) * self.chance.random() ** 1.8)
        return self.born_to_be(17, range(later, later + 3), 1)

    def born_to_be(self, years: int, days: range, sign: int) -> date:
        """Who turns so many years ``days`` after (or with sign −1 before) the day."""
        return a_day(self.chance, (sign * day for day in days), latest_birth(years, self.day))

    def siblings(self, count: int) -> list[date]:
        """Births at least ten months apart, the oldest first."""
        while True:
            found = sorted(self.youth() for _ in range(count))
            if all((later - earlier).days >= 300 for earlier, later in pairwise(found)):
                return found

    def aged(self, youngest: int, oldest: int) -> date:
        return a_day(self.chance, range(-(oldest - youngest) * 365, 1), latest_birth(youngest, self.day))

    def years_before(self, born: date, fewest: int, most: int) -> date:
        return a_day(self.chance, range(-(most - fewest) * 365, 1), latest_birth(fewest, born))

    def near(self, born: date) -> date:
        """The birth of a husband or wife, no younger than 27, so that no couple is taken for brother and sister."""
        return min(a_day(self.chance, range(-1500, 1500), born), latest_birth(27, self.day))

    def person(self, home: Home, born: date, sex: Sex | None = None) -> DemoPerson:
        chance = self.chance
        age = age_on(born, self.day)
        sex = sex or chance.choice([Sex.MALE, Sex.FEMALE])
        old = age > 45
        married = age > 18 and chance.random() < (0.95 if age > 30 else 0.07 if sex is Sex.MALE else 0.13)
        visit = self.visit(age, sex)
        note = chance.choice(_VISIT_NOTES[visit]) if visit else ""
        if not note and 18 <= age < 40 and chance.random() < 0.12:
            note = chance.choice(_AWAY_NOTES)
        kecamatan = home.desa_code.rpartition(".")[0]
        return DemoPerson(
            nik=self.numbers.nik(kecamatan, born, sex) if chance.random() >= 0.033 else "",
            no_kk=home.no_kk,
            name=a_name(chance, home.people, sex, old=old),
            sex=sex,
            birth_place=a_birth_place(chance, home.people, old=old),
            birth_date=born,
            ever_married=married,
            desa_code=home.desa_code,
            rt=home.rt,
            rw=home.rw,
            address=home.address,
            phone=self.numbers.phone() if chance.random() < (0.25 if old else 0.55) else "",
            school=self.school(kecamatan, age),
            home_visit=visit,
            note=note,
            # Who is not 17 yet has no card to wait for, and comes late.
            turn=chance.random() if age >= 17 else 0.5 + chance.random() / 2,
        )

    def visit(self, age: int, sex: Sex) -> str:
        """Who has to be visited at home, and why."""
        found = self.chance.random()
        if age >= 70 and found < 0.45:
            return ELDERLY
        if age > 40 and found < 0.06:
            return ILL
        if found > 0.988:
            return DISABLED
        return DETAINED if 19 < age < 55 and sex is Sex.MALE and found > 0.98 else ""

    def school(self, kecamatan: str, age: int) -> str | None:
        """For most of 16 to 18 a school, of their kecamatan where it has one."""
        if not 16 <= age <= 18 or not self.schools or self.chance.random() < 0.2:
            return None
        near = [npsn for npsn, desa in self.schools.items() if desa.startswith(f"{kecamatan}.")]
        return self.chance.choice(sorted(near or self.schools))


def demo_people(
    kabupaten_code: str,
    shares: Mapping[str, int],
    *,
    schools: Mapping[str, str],
    day: date = DEMO_DAY,
    polling_day: date = DEMO_POLLING_DAY,
) -> list[DemoPerson]:
    """``shares``: people by desa code (``kecamatan.demo_split``); ``schools``: desa code by NPSN. Sorted by desa."""
    chance = Random(f"people of {kabupaten_code}")
    maker = Maker(chance, Numbers(chance), day, polling_day, schools)
    people = [one for code in sorted(shares) for one in _people_of(maker, code, shares[code])]
    _make_twins(maker, people)
    _contradict(maker, people)
    _list_twice(maker, people)
    return list(_with_turns(people))


def _people_of(maker: Maker, desa_code: str, count: int) -> Iterator[DemoPerson]:
    left = count
    while left > 0:
        found = maker.household(desa_code, left)
        left -= len(found)
        yield from found


def _make_twins(maker: Maker, people: list[DemoPerson]) -> None:
    """The younger of some pairs of brothers and sisters becomes the other's twin."""
    pairs = [
        index
        for index, (one, other) in enumerate(pairwise(people))
        if one.no_kk == other.no_kk and one.nik and other.nik and age_on(one.birth_date, maker.day) < 26
    ]
    for index in sorted(maker.chance.sample(pairs[::3], min(TWINS, len(pairs[::3])))):
        one, other = people[index], people[index + 1]
        home = Home(one.desa_code, a_people(maker.chance), one.no_kk, one.rt, one.rw, one.address)
        twin = maker.person(home, one.birth_date, one.sex)
        nik = twin.nik or maker.numbers.nik(one.kecamatan_code, one.birth_date, one.sex)
        # Twins are named alike.
        name = f"{twin.name.split()[0]} {one.name.split()[-1]}"
        people[index + 1] = replace(
            twin,
            nik=nik,
            name=name,
            birth_place=one.birth_place,
            school=one.school,
            turn=other.turn,
            ever_married=False,
        )


def _contradict(maker: Maker, people: list[DemoPerson]) -> None:
    """A NIK never changes: not when the birth date is corrected, nor when the sex was entered wrongly."""
    fitting = [index for index, one in enumerate(people) if one.nik and age_on(one.birth_date, maker.day) >= 19]
    chosen = maker.chance.sample(fitting, min(OTHER_BIRTH_DATE + OTHER_SEX, len(fitting)))
    for number, index in enumerate(chosen):
        one = people[index]
        born, sex = one.birth_date, one.sex
        if number < OTHER_BIRTH_DATE:
            born -= timedelta(days=9)
        else:
            sex = Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE
        people[index] = replace(one, nik=maker.numbers.nik(one.kecamatan_code, born, sex))


def _list_twice(maker: Maker, people: list[DemoPerson]) -> None:
    """Some who live alone give way to somebody of another desa, listed a second time under another spelling."""
    chance, households = maker.chance, [one.no_kk for one in people]
    alone = [i for i, one in enumerate(people) if households.count(one.no_kk) == 1 and one.nik]
    chosen = chance.sample(alone, min(2 * DOUBLES, len(alone) // 2 * 2))
    for first, second in zip(chosen[::2], chosen[1::2], strict=True):
        original, place = people[first], people[second]
        if original.desa_code == place.desa_code:
            continue
        nik = maker.numbers.nik(place.kecamatan_code, original.birth_date, original.sex) if first % 2 else ""
        people[second] = replace(
            original,
            nik=nik,
            name=misspelled(chance, original.name),
            no_kk=place.no_kk,
            desa_code=place.desa_code,
            rt=place.rt,
            rw=place.rw,
            address=place.address,
            phone="",
            turn=place.turn,
        )


def _with_turns(people: list[DemoPerson]) -> Iterator[DemoPerson]:
    """The turns evened out: in each desa the same steps from 0 to 1."""
    by_desa: dict[str, list[int]] = {}
    for index, one in enumerate(people):
        by_desa.setdefault(one.desa_code, []).append(index)
    turns: dict[int, float] = {}
    for indices in by_desa.values():
        ordered = sorted(indices, key=lambda index: people[index].turn)
        turns |= {index: (place + 0.5) / len(ordered) for place, index in enumerate(ordered)}
    for index, one in enumerate(people):
        yield replace(one, turn=turns[index])
