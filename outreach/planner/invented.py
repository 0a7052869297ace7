"""Regencies out of dice, for the simulation and the benchmark. Pure: no ORM, no request; nobody in them exists.

Made like the real one: kecamatan some kilometres apart, desa around them, in all about 30 people left in a desa and more
in some; a school's left about those of the press (domain.md §8). Places are named by a number.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from outreach.planner.places import Team
from outreach.planner.travel import Access, Point
from outreach.planner.turnout import Kind

_DEGREE_KM = 111.0
#: Half the size of the regency, and how far desa lie from the middle of their kecamatan, in km.
_REGENCY_KM, _KECAMATAN_KM = 30.0, 5.0


@dataclass(frozen=True)
class Spot:
    """A place as it is; ``true_chance``: of a first visit without a confirmed letter, which no planner knows."""

    key: str
    kind: Kind
    kecamatan: str
    left: int
    point: Point
    access: Access
    true_chance: float


def regency(chance: Random, desa: int = 93, schools: int = 14, kecamatan: int = 11) -> list[Spot]:
    """So many desa and schools, in their order of key."""
    middles = [_moved(Point(-1.1, 103.9), chance, _REGENCY_KM) for _number in range(kecamatan)]
    by_boat = [chance.random() < 0.3 for _number in range(kecamatan)]
    villages, pupils = chance.gauss(-0.7, 0.7), chance.gauss(0.2, 0.6)
    sizes = [chance.lognormvariate(0, 0.6) for _number in range(desa)]
    spots = []
    for number, size in enumerate(sizes):
        where = number % kecamatan
        kind = Kind.KELURAHAN if chance.random() < 0.2 else Kind.DESA
        access = Access.BOAT if chance.random() < (0.7 if by_boat[where] else 0.1) else Access.ROAD
        left = max(1, round(30 * desa * size / sum(sizes)))
        point = _moved(middles[where], chance, _KECAMATAN_KM)
        spots.append(Spot(f"d{number:03}", kind, f"k{where:02}", left, point, access, _near(chance, villages)))
    for number in range(schools):
        home = chance.choice(spots[:desa])
        point = _moved(home.point, chance, 0.5)
        left = chance.randint(20, 160)
        own = _near(chance, pupils)
        spots.append(Spot(f"s{number:03}", Kind.SCHOOL, home.kecamatan, left, point, home.access, own))
    return spots


def squad(chance: Random, spots: Sequence[Spot], teams: int, one_base: bool) -> list[Team]:
    """Teams with one to three kits, from one office or each from the desa it lives in."""
    office = chance.choice(spots).point
    return [
        Team(f"t{number}", office if one_base else chance.choice(spots).point, chance.randint(1, 3))
        for number in range(teams)
    ]


def working_days(first: date, days: int) -> list[date]:
    """Monday to Friday, without holidays."""
    every = (first + timedelta(days=number) for number in range(days * 2 + 7))
    return [day for day in every if day.weekday() < 5][:days]


def _moved(point: Point, chance: Random, km: float) -> Point:
    north, east = chance.gauss(0, km / 2), chance.gauss(0, km / 2)
    wide = _DEGREE_KM * math.cos(math.radians(point.latitude))
    return Point(point.latitude + north / _DEGREE_KM, point.longitude + east / wide)


def _near(chance: Random, log_odds: float, spread: float = 0.7) -> float:
    """A chance whose log odds lie around these."""
    return 1 / (1 + math.exp(-chance.gauss(log_odds, spread)))
