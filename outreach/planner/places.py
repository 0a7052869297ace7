"""Places, teams, and what a team can do in a day at a few places. Pure: no ORM, no request."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from outreach.planner.travel import USUAL, Access, Point, Stop, Ways, between, tour
from outreach.planner.turnout import Chance, Kind

#: Desa of a group are at most so many, and so many hours from one another.
MOST_IN_GROUP, NEAR_HOURS = 4, 1.0
#: From so many nearest ones are groups of three and four made.
_NEAREST = 4


@dataclass(frozen=True)
class Place:
    """A desa, kelurahan or school. ``left``: people to be recorded; ``school_days``: the only days it is open, None: all.

    ``not_before``: from when on it may be visited, such as a week after the last visit; None: at once. A school's people are its own: whoever calls sees to it that nobody is counted in the desa too.
    """

    key: str
    kind: Kind
    kecamatan: str
    left: int
    chance: Chance
    point: Point | None = None
    access: Access = Access.ROAD
    school_days: frozenset[date] | None = None
    not_before: date | None = None

    @property
    def stop(self) -> Stop:
        return self.point, self.access


@dataclass(frozen=True)
class Team:
    """``base``: where it sets out in the morning and returns to; ``kits``: how many people it records at a time."""

    key: str
    base: Point | None
    kits: int = 1


@dataclass(frozen=True)
class Work:
    """A team's day: ``hours`` with the way, ``set_up`` hours at each place, ``minutes`` for one person at one kit.

    ``most_per_kit``: people in a day, whatever the hours; three kits made 150–200 at the most (domain.md §8).
    Hours, set-up and minutes are assumptions. ``ways``: detours and speeds.
    """

    hours: float = 8.0
    set_up: float = 0.75
    minutes: float = 5.0
    most_per_kit: int = 60
    ways: Ways = USUAL


@dataclass(frozen=True)
class Outing:
    """A team's day at one or several places. ``travel``: hours on the way; ``room``: how many can be recorded in a day."""

    travel: float
    order: tuple[int, ...]
    set_up: float
    room: float
    minutes_each: float

    def hours(self, recorded: float) -> float:
        """What it takes to record so many."""
        return self.travel + self.set_up + recorded * self.minutes_each / 60


def outing(
    team: Team, places: Sequence[Place], work: Work, known: Sequence[tuple[float, tuple[int, ...]]] = ()
) -> Outing:
    """What becomes of the hours of a day; ``room`` is 0 where the way alone takes them all. ``known``: see ``tour``."""
    travel, order = tour(team.base, [one.stop for one in places], known, work.ways)
    set_up = work.set_up * len(places)
    each = work.minutes / max(team.kits, 1)
    rest = max(0.0, work.hours - travel - set_up) if team.kits else 0.0
    return Outing(travel, order, set_up, min(rest * 60 / each, work.most_per_kit * team.kits), each)


def groups_of(places: Iterable[Place], ways: Ways = USUAL) -> list[tuple[Place, ...]]:
    """Every place alone, then neighbouring desa and kelurahan of one kecamatan in twos, threes and fours; by keys.

    Twos: all that are near. Threes and fours: each with its nearest ones. Schools stay alone.
    """
    named = {one.key: one for one in sorted(places, key=lambda one: one.key)}
    together = defaultdict(list)
    for one in named.values():
        if one.kind is not Kind.SCHOOL:
            together[one.kecamatan].append(one)
    found = {keys for members in together.values() for one in members for keys in keys_around(one, members, ways)}
    ordered = sorted(found, key=lambda keys: (len(keys), keys))
    return [(one,) for one in named.values()] + [tuple(named[key] for key in keys) for keys in ordered]


def keys_around(one: Place, members: Iterable[Place], ways: Ways = USUAL) -> set[tuple[str, ...]]:
    """The groups of a place with these of its kecamatan, as sorted keys."""
    away = sorted((between(one.stop, other.stop, ways), other.key) for other in members if other is not one)
    near = [key for hours, key in away if hours <= NEAR_HOURS]
    some = near[:_NEAREST]
    chosen = [(key,) for key in near] + list(combinations(some, 2)) + list(combinations(some, MOST_IN_GROUP - 1))
    return {tuple(sorted((one.key, *rest))) for rest in chosen}
