"""Who stands on each of the three lists, and what is wrong with their rows. Pure but for the regency's files.

The first list is the people the demo starts with. Who has a low ``turn`` is gone from the later ones: those are mostly the
people whom the demo's ledger has recorded too, in each kecamatan about as many. Rows that cannot be taken are of new
people, rows in doubt of people who are known, so that the numbers do not depend on what somebody decides about them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from random import Random

from outreach import demo_names as names
from outreach.demo_lists.regency import regency, residents
from outreach.demo_numbers import CORRECTED, LATER, Numbers
from outreach.demo_people import DEMO_DAY, DEMO_POLLING_DAY, DemoPerson, Maker
from outreach.segments import latest_birth

#: Up to which turn people are gone from the second list and from the third, by kecamatan.
GONE = {
    "15.07.01": (0.56, 0.64), "15.07.02": (0.50, 0.58), "15.07.03": (0.15, 0.22), "15.07.04": (0.50, 0.58),
    "15.07.05": (0.36, 0.45), "15.07.06": (0.62, 0.70), "15.07.07": (0.86, 0.93), "15.07.08": (0.64, 0.72),
    "15.07.09": (0.55, 0.64), "15.07.10": (0.55, 0.64), "15.07.11": (0.62, 0.70),
}  # fmt: skip
RANTAU_RASAU, LAMBUR_2 = "15.07.11.2002", "15.07.01.2012"


class Mess(StrEnum):
    """What is wrong with a row."""

    NONE = ""
    OTHER_KECAMATAN = "the desa Rantau Rasau with the kecamatan Rantau Rasau, without codes"
    DATE_NOT_REAL = "a birth date that is no day"
    SERIAL_ZERO = "a NIK with the serial 0000"
    SCIENTIFIC = "a NIK in scientific notation"
    FIFTEEN_DIGITS = "a NIK of 15 digits"
    MASKED = "a masked NIK"
    TWO_DIGIT_YEAR = "a birth date with a year of two digits"
    MONTH_FIRST = "a birth date with the month first"
    LAMBUR_3 = "a desa Lambur 3, which there is not"
    ONLY_BPS_CODE = "no name of the desa, only a code of BPS"
    LAST_DIGIT_LOST = "a NIK as number that ends in 0"
    REPEATED = "the same person a second time"
    TOO_YOUNG = "a child of twelve"


@dataclass(frozen=True)
class Listed:
    """One row of a list."""

    person: DemoPerson
    mess: Mess = Mess.NONE


@cache
def first_list() -> tuple[Listed, ...]:
    """All 2,798, in the order of desa, with nothing wrong."""
    return tuple(Listed(one) for one in residents())


@cache
def second_list() -> tuple[Listed, ...]:
    """Most of those recorded meanwhile are gone, some are new, some changed."""
    chance = Random("second list")
    people = [one for one in residents() if one.turn >= GONE[one.kecamatan_code][0]]
    messy = {
        Mess.OTHER_KECAMATAN: (3, lambda one: one.nik and one.desa_code == RANTAU_RASAU),
        Mess.DATE_NOT_REAL: (1, lambda one: one.nik),
        Mess.SERIAL_ZERO: (1, lambda one: not one.nik),
    }
    marks = _marks(people, messy, chance)
    people = _changed(people, marks, chance, rt=14, address=10, name=8, no_kk=5, nik=6)
    arrivals = _arrivals(67, "second list")
    refused = dict(zip(arrivals[-3:], (Mess.SCIENTIFIC, Mess.FIFTEEN_DIGITS, Mess.MASKED), strict=True))
    # An apostrophe as Windows writes it.
    arrivals[0] = replace(arrivals[0], name=f"NUR’AINI {arrivals[0].name.split()[-1]}")
    arrivals[1] = replace(arrivals[1], name=f"MA’RUF {arrivals[1].name.split()[-1]}")
    rows = [Listed(one, marks.get(index, Mess.NONE)) for index, one in enumerate(people)]
    return _in_order([*rows, *(Listed(one, refused.get(one, Mess.NONE)) for one in arrivals)])


@cache
def third_list() -> tuple[Listed, ...]:
    """A month later; who could not be taken from the second list is written rightly here."""
    chance = Random("third list")
    before = second_list()
    refused = [row.person for row in before if row.mess in (Mess.SCIENTIFIC, Mess.FIFTEEN_DIGITS, Mess.MASKED)]
    people = [
        row.person
        for row in before
        if row.person not in refused and row.person.turn >= GONE[row.person.kecamatan_code][1]
    ]
    messy = {
        Mess.TWO_DIGIT_YEAR: (4, lambda one: one.nik),
        Mess.MONTH_FIRST: (1, lambda one: one.nik and one.birth_date.day > 12),
        Mess.LAMBUR_3: (1, lambda one: one.nik and one.desa_code == LAMBUR_2),
        Mess.ONLY_BPS_CODE: (2, lambda one: one.nik),
        Mess.LAST_DIGIT_LOST: (1, lambda one: one.nik.endswith("0")),
        Mess.REPEATED: (1, lambda one: one.nik),
    }
    marks = _marks(people, messy, chance)
    people = _changed(people, marks, chance, rt=9, address=7, name=5, no_kk=3, nik=2)
    rows = [
        Listed(one, mark if (mark := marks.get(index, Mess.NONE)) is not Mess.REPEATED else Mess.NONE)
        for index, one in enumerate(people)
    ]
    rows += [Listed(one) for one in [*refused, *_arrivals(49, "third list")]]
    child = replace(_arrivals(1, "child")[0], birth_date=latest_birth(12, DEMO_DAY), nik="", ever_married=False)
    again = [Listed(people[index], Mess.REPEATED) for index, mark in marks.items() if mark is Mess.REPEATED]
    return (*_in_order([*rows, Listed(child, Mess.TOO_YOUNG)]), *again)


def _in_order(rows: Iterable[Listed]) -> tuple[Listed, ...]:
    return tuple(sorted(rows, key=lambda row: row.person.desa_code))


def _marks(
    people: list[DemoPerson], messy: dict[Mess, tuple[int, Callable[[DemoPerson], object]]], chance: Random
) -> dict[int, Mess]:
    """Mess by index of the person it befalls, to each at most one."""
    marks: dict[int, Mess] = {}
    for mess, (count, fits) in messy.items():
        fitting = [index for index, one in enumerate(people) if index not in marks and fits(one)]
        marks |= dict.fromkeys(chance.sample(fitting, count), mess)
    return marks


def _changed(people: list[DemoPerson], marks: dict[int, Mess], chance: Random, **counts: int) -> list[DemoPerson]:
    """So many people changed in each field; nobody twice, and none whose row is a mess. ``nik``: one was given."""
    numbers = Numbers(chance, CORRECTED)
    people, free = list(people), [index for index in range(len(people)) if index not in marks]
    chance.shuffle(free)
    edits: dict[str, Callable[[DemoPerson], str]] = {
        "rt": lambda one: f"{int(one.rt) % 12 + 1:03}",
        "address": lambda one: next(new for _ in range(99) if (new := names.an_address(chance)) != one.address),
        "name": lambda one: names.misspelled(chance, one.name),
        "no_kk": lambda one: numbers.kk(one.kecamatan_code, DEMO_DAY - timedelta(days=40)),
        "nik": lambda one: numbers.nik(one.kecamatan_code, one.birth_date, one.sex),
    }
    for field, count in counts.items():
        for index in [i for i in free if bool(people[i].nik) is not (field == "nik")][:count]:
            free.remove(index)
            people[index] = replace(people[index], **{field: edits[field](people[index])})
    return people


def _arrivals(count: int, seed: str) -> list[DemoPerson]:
    """New people: two of three just turned 17, some soon do, some moved in. None is ever gone again."""
    chance = Random(f"arrivals of the {seed}")
    found = regency()
    maker = Maker(chance, Numbers(chance, LATER), DEMO_DAY, DEMO_POLLING_DAY, found.schools)
    places = chance.choices(list(found.shares), list(found.shares.values()), k=count)
    people = []
    for number, desa in enumerate(sorted(places)):
        person = maker.person(maker.home(desa), _birth(maker, number))
        nik = person.nik or maker.numbers.nik(person.kecamatan_code, person.birth_date, person.sex)
        people.append(replace(person, nik=nik, home_visit="", note="", turn=1.0))
    return people


def _birth(maker: Maker, number: int) -> date:
    """By turns: turned 17 since the first list, turns 17 in the months to come, moved in as a grown-up."""
    if number % 6 == 4:
        return maker.born_to_be(17, range(1, 330), 1)
    if number % 6 == 5:
        return maker.aged(19, 45)
    return maker.born_to_be(17, range(0, 140), -1)
