"""Hours on the way between points, by road or by boat. Pure: no ORM, no request.

Straight lines on the globe, lengthened by a detour. Detours, speeds and the rest are assumptions for a coast of rivers
and village roads, to be put right by the office; where a point is missing the hours of ``unknown`` are taken.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise, permutations

_EARTH_KM = 6371.0


class Access(StrEnum):
    ROAD = "road"
    BOAT = "boat"


@dataclass(frozen=True)
class Point:
    """Degrees north and east."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Way:
    """``detour``: × the straight line; ``speed``: km an hour; ``loading`` and ``unknown``: hours."""

    detour: float
    speed: float
    loading: float
    unknown: float


#: Where the office says nothing of its own.
WAYS = {Access.ROAD: Way(1.4, 30.0, 0.0, 1.0), Access.BOAT: Way(1.3, 25.0, 0.25, 1.5)}


@dataclass(frozen=True, eq=False)
class Ways:
    """The way by road and by boat. Compared by identity: it is part of every distance that is remembered."""

    road: Way = WAYS[Access.ROAD]
    boat: Way = WAYS[Access.BOAT]


USUAL = Ways()


@lru_cache(maxsize=64)
def ways_at(road_speed: float, boat_speed: float) -> Ways:
    """The usual ways at these speeds, in km an hour; the same speeds give the same object."""
    return Ways(replace(WAYS[Access.ROAD], speed=road_speed), replace(WAYS[Access.BOAT], speed=boat_speed))


#: A point, or None where it is not known, and how one gets there.
Stop = tuple[Point | None, Access]


def kilometres(one: Point, other: Point) -> float:
    """In a straight line on the globe (haversine)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    arc = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, arc)))


@lru_cache(maxsize=20_000)
def hours(one: Point | None, other: Point | None, access: Access = Access.ROAD, ways: Ways = USUAL) -> float:
    """One way, with loading; the same in both directions, and 0 where both are the same point."""
    way = ways.boat if access is Access.BOAT else ways.road
    if one is None or other is None:
        return way.unknown
    return 0.0 if one == other else kilometres(one, other) * way.detour / way.speed + way.loading


def between(one: Stop, other: Stop, ways: Ways = USUAL) -> float:
    """Hours between two places: by boat as soon as one of them is reached by boat."""
    by = Access.BOAT if Access.BOAT in (one[1], other[1]) else Access.ROAD
    return hours(one[0], other[0], by, ways)


def orders(stops: Sequence[Stop], ways: Ways = USUAL) -> list[tuple[float, tuple[int, ...]]]:
    """Every order of a handful of stops, and its hours from the first to the last; of two that mirror each other one."""
    legs = [[between(one, other, ways) for other in stops] for one in stops]
    return [
        (sum([legs[one][other] for one, other in pairwise(order)]), order)
        for order in permutations(range(len(stops)))
        if order[0] <= order[-1]
    ]


def tour(
    base: Point | None,
    stops: Sequence[Stop],
    known: Sequence[tuple[float, tuple[int, ...]]] = (),
    ways: Ways = USUAL,
) -> tuple[float, tuple[int, ...]]:
    """Hours from the base over all stops and back, and in which order: the shortest. ``known``: their ``orders``."""
    out = [hours(base, *stop, ways) for stop in stops]
    return min((inner + out[order[0]] + out[order[-1]], order) for inner, order in known or orders(stops, ways))
