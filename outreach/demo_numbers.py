"""Numbers for invented people that belong to no one. Pure.

A NIK is ``region, birth date, serial``, and the registry counts serials up from 0001 for each region and birth date. Ours
begin with 97, 98 or 99. For such a serial to be a real person's, some 9,700 people of one kecamatan would have to be born, or
registered as born, on one day; the biggest kecamatan here has about 25,000 people of all ages. So nobody has one of these
by any likelihood; no law reserves them, therefore it is an argument from numbers and not a promise of the registry. The
two days on which registries enter people whose birthday is not known (1 July and 31 December), where serials
do run high, are never used. Whoever was first registered elsewhere has a kecamatan 99, which no regency has.

A No KK is built alike with the day of issue in the middle, and takes the same serials. Telephone numbers have a subscriber
part of ``0000`` and a count, as in the rest of the demo: they look like numbers and were given to nobody that we know of.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from outreach.nik import WOMANS_DAY, Sex

#: The first two digits of the serials: corrected ones, those of the people of the first list, those who come later.
CORRECTED, FIRST_LIST, LATER = 97, 98, 99
#: Regencies many families here came from: Jambi, Tanjung Jabung Barat, Wajo, Bone, Wonogiri, Banjar.
ELSEWHERE = ("1571", "1506", "7313", "7308", "3312", "6303")
_DEFAULT_DAYS = {(7, 1), (12, 31)}


class Numbers:
    """Gives each number once."""

    def __init__(self, chance: Random, block: int = FIRST_LIST) -> None:
        self.chance, self.block = chance, block
        self.given: set[str] = set()
        self.phones = 0

    def nik(self, kecamatan_code: str, born: date, sex: Sex) -> str:
        """16 digits; about one in 25 from elsewhere. ValueError where a hundred people share region, day and sex."""
        region = kecamatan_code.replace(".", "")
        if self.chance.random() < 0.04:
            region = f"{self.chance.choice(ELSEWHERE)}99"
        day = born.day + (WOMANS_DAY if sex is Sex.FEMALE else 0)
        return self._serial(f"{region}{day:02}{born:%m%y}")

    def kk(self, kecamatan_code: str, until: date) -> str:
        """16 digits, issued in the twelve years before ``until``."""
        issued = until - timedelta(days=self.chance.randint(30, 12 * 365))
        return self._serial(f"{kecamatan_code.replace('.', '')}{issued:%d%m%y}")

    def phone(self) -> str:
        """As it is stored, ``+62821 0000 …``; the next one."""
        self.phones += 1
        return f"+628{self.block - 77}0000{self.phones:04}"

    def _serial(self, front: str) -> str:
        start = self.chance.randint(1, 99)
        for step in range(99):
            number = f"{front}{self.block}{(start + step) % 99 + 1:02}"
            if number not in self.given:
                self.given.add(number)
                return number
        raise ValueError("no serial is left for this day")


def is_invented(number: str) -> bool:
    """Whether a NIK or No KK is one of ours by its serial."""
    return len(number) == 16 and number[12:14] in {str(CORRECTED), str(FIRST_LIST), str(LATER)}


def a_day(chance: Random, days: Iterable[int], first: date) -> date:
    """A day ``first`` + one of ``days`` that is none of the registries' default days."""
    choices = list(days)
    while True:
        found = first + timedelta(days=chance.choice(choices))
        if (found.month, found.day) not in _DEFAULT_DAYS:
            return found
