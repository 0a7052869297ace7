"""Invented people by the hundred thousand, and the lists that name them. Pure, and the same every time.

Numbers are valid in form. They belong to regions that no Kabupaten has in this program's demo or anywhere else: the codes
are those that ``kecamatan.benchmark`` gives its regencies.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import xlsxwriter

from outreach.demo_names import a_birth_place, a_name, a_people, an_address
from outreach.nik import Sex

TITLES = (
    *("NO", "NIK", "NO KK", "NAMA LENGKAP", "JENIS KELAMIN", "TEMPAT LAHIR", "TANGGAL LAHIR", "STATUS KAWIN"),
    *("ALAMAT", "RT", "RW", "DESA/KELURAHAN", "KECAMATAN", "NO HP"),
)


@dataclass(frozen=True)
class Spot:
    """Where people live: the codes and names of a desa and its kecamatan."""

    desa: str
    desa_name: str
    kecamatan: str
    kecamatan_name: str


@dataclass(frozen=True)
class Invented:
    """One person. Numbers have 16 digits."""

    spot: Spot
    nik: str
    no_kk: str
    name: str
    male: bool
    birth_place: str
    birth_date: date
    married: bool
    address: str
    rt: str
    rw: str
    phone: str


def invented(
    spots: Sequence[Spot], count: int, today: date, days_since_baseline: int, seed: int = 0
) -> Iterator[Invented]:
    """So many people in households of three; one in ten turned 17 after the baseline, one in twenty is married."""
    chance, births, cards = Random(seed), Counter(), Counter()
    for number in range(count):
        if number % 3 == 0:
            spot, people = chance.choice(spots), a_people(chance)
            region = spot.kecamatan.replace(".", "")
            card = region + (today - timedelta(days=200 + chance.randrange(4000))).strftime("%d%m%y")
            cards[card] += 1
            no_kk = f"{card}{cards[card]:04}"
            rt, rw, address = f"{chance.randint(1, 12):03}", f"{chance.randint(1, 4):03}", an_address(chance)
        male, turned = chance.random() < 0.5, today.replace(year=today.year - 17, day=min(today.day, 28))
        young = chance.random() < 0.1
        ago = chance.randrange(days_since_baseline) if young else days_since_baseline + 1 + chance.randrange(3000)
        born = turned - timedelta(days=ago)
        start = f"{region}{born.day + (0 if male else 40):02}{born:%m%y}"
        births[start] += 1
        yield Invented(
            spot=spot,
            nik=f"{start}{births[start]:04}",
            no_kk=no_kk,
            name=a_name(chance, people, Sex.MALE if male else Sex.FEMALE, old=False),
            male=male,
            birth_place=a_birth_place(chance, people, old=False),
            birth_date=born,
            married=not young and chance.random() < 0.05,
            address=address,
            rt=rt,
            rw=rw,
            phone=f"0812{chance.randrange(10**8):08}" if chance.random() < 0.3 else "",
        )


def as_next_month(people: Sequence[Invented], fresh: Sequence[Invented]) -> Iterator[Invented]:
    """The list a month later: of twenty one is gone, one moved to another RT, one is new, and the others are the same."""
    new = iter(fresh)
    for number, one in enumerate(people):
        if number % 20 == 7:
            yield from islice(new, 1)
        elif number % 20 == 13:
            yield moved(one)
        else:
            yield one


def moved(one: Invented) -> Invented:
    """The same person in another RT, with another address."""
    return replace(one, rt=f"{int(one.rt) % 12 + 1:03}", address=f"{one.address} UJUNG")


def write_xlsx(path: Path, people: Iterator[Invented] | Sequence[Invented]) -> None:
    """The list as the office's spreadsheet has it: numbers as text, days as text."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("BNBA")
        sheet.write_row(0, 0, TITLES)
        for number, one in enumerate(people, start=1):
            born, married = one.birth_date.strftime("%d-%m-%Y"), "KAWIN" if one.married else "BELUM KAWIN"
            who = (one.nik, one.no_kk, one.name, "L" if one.male else "P", one.birth_place, born, married)
            where = (one.address, one.rt, one.rw, one.spot.desa_name, one.spot.kecamatan_name, one.phone)
            sheet.write_row(number, 0, (number, *who, *where))
