"""A calendar of the coming weeks that brings many expected recordings, and how good it is at least. Pure.

Greedy: day after day, whoever of the free teams gains most at a group goes there, what it would record is taken off, and
the rest's chance is lowered, as those who stayed away stay away more often. Three things hold by how it is made:

- *More teams never lower the total.* A greedy choice can be worse with one team more. So the calendar is made for each
  smaller set of teams too, and the best is taken: what a set can do, a larger one can. Up to MOST_SETS sets, which is six
  teams that all differ; of more, some teams are in all sets.
- *More days at the end never lower it*: the days before stay as they were. Nor do days in between, as long as no school
  and no planned visit is involved: a place rests for working days, not for days of the calendar.
- *The same input in any order gives the same plan*: ties go by key.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from typing import Any

from outreach.planner.board import GAP, Board, Country, kind_of, open_days
from outreach.planner.bound import Bound, most_visits
from outreach.planner.places import Place, Team, Work
from outreach.planner.turnout import REPEAT

#: A day is not proposed for less than one expected recording.
LEAST = 1.0
MOST_SETS = 64


@dataclass(frozen=True)
class Planned:
    """A visit that stands already: it takes its team's day, and from its places those who are expected to come."""

    day: date
    team: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """``places``: keys in the order of the tour; ``expected``: recordings at each of them; ``hours``: of the team's day."""

    day: date
    team: str
    places: tuple[str, ...]
    expected: tuple[float, ...]
    travel: float
    hours: float

    @property
    def total(self) -> float:
        return sum(self.expected)


@dataclass(frozen=True)
class Plan:
    """``left``: key → people expected to remain there; ``most``: proposals of any plan are expected to record no more.

    ``planned``: expected of the visits that stood already, which neither ``total`` nor ``most`` counts. ``most`` is None
    where nobody asked.
    """

    proposals: tuple[Proposal, ...]
    left: dict[str, float]
    planned: float
    most: float | None

    @property
    def total(self) -> float:
        return sum(one.total for one in self.proposals)

    @property
    def at_least(self) -> float | None:
        """Which part of what any plan could reach this one is sure to reach; None where no plan reaches anything."""
        return min(1.0, self.total / self.most) if self.most else None


def plan(
    places: Iterable[Place],
    teams: Iterable[Team],
    days: Iterable[date],
    *,
    planned: Iterable[Planned] = (),
    work: Work | None = None,
    repeat: float = REPEAT,
    bounded: bool = True,
) -> Plan:
    """Proposals for ``days``: the working days up to the last recording day, holidays left out by the caller.

    ``repeat``: odds factor of each further visit (``Turnout.repeat``); no more than 1. ``bounded``: work out ``most``.
    Raises ValueError for two places or teams with one key, and for planned visits of unknown places.
    """
    squad, spots, dates = _by_key(teams), _by_key(places), sorted(set(days))
    country = Country(spots, squad, work or Work(), repeat)
    start = Board(country, dates)
    stands = sorted(planned, key=lambda one: (one.day, one.team, one.places))
    before = sum(_take(start, one, dates) for one in stands)
    busy = {(one.day, one.team) for one in stands}
    opens = [open_days(place, dates) for place in country.places]
    tried = (_Greedy(start.copy(), some, dates, busy, opens) for some in _sets(squad, busy))
    best = max(tried, key=lambda one: one.total)
    left = {place.key: best.board.left[index] for index, place in enumerate(country.places)}
    most = None
    if bounded:
        slots = Counter(kind_of(team) for team in squad for day in dates if (day, team.key) not in busy)
        visits = [most_visits(days, first) for days, first in zip(opens, start.free_from, strict=True)]
        most = Bound(country, start, slots, visits).most(best.total)
    return Plan(tuple(best.proposals), left, before, most)


def _by_key(things: Iterable[Any]) -> list[Any]:
    """Places or teams in the order of their keys."""
    ordered = sorted(things, key=lambda one: one.key)
    for one, other in pairwise(ordered):
        if one.key == other.key:
            raise ValueError(f"{one.key} is there twice.")
    return ordered


def _take(board: Board, one: Planned, dates: Sequence[date]) -> float:
    """A planned visit takes its people first, whenever it is, and its places rest until it is over. Its room isn't asked."""
    try:
        group = [board.country.number[key] for key in one.places]
    except KeyError as unknown:
        raise ValueError(f"A visit is planned at {unknown}, which is none of the places.") from None
    return sum(board.visit(group, float("inf"), sum(day < one.day for day in dates)))


def _sets(squad: Sequence[Team], busy: set[tuple[date, str]]) -> list[list[Team]]:
    """Every set of teams, but for which of interchangeable ones; the whole squad first."""
    alike = defaultdict(list)
    for team in squad:
        alike[kind_of(team), frozenset(day for day, key in busy if key == team.key)].append(team)
    sizes, total = [], 1
    for members in alike.values():
        total *= len(members) + 1
        sizes.append(range(len(members), -1, -1) if total <= MOST_SETS else range(len(members), len(members) - 1, -1))
    return [
        [team for members, size in zip(alike.values(), chosen, strict=True) for team in members[:size]]
        for chosen in product(*sizes)
        if any(chosen) or not squad
    ]


class _Greedy:
    """One calendar.

    Groups wait in heaps by gain, one heap for each kind of team; those that rest, in the list of the day they wake on.
    """

    def __init__(
        self,
        board: Board,
        squad: list[Team],
        dates: list[date],
        busy: set[tuple[date, str]],
        opens: list[list[int]],
    ) -> None:
        self.board, self.country = board, board.country
        self.opens = [set(one) for one in opens]
        self.proposals: list[Proposal] = []
        kinds = {kind_of(team) for team in squad}
        self.rooms = {kind: [trip.room for trip in self.country.outings[kind]] for kind in kinds}
        self.heaps: dict[tuple, list[tuple[float, int]]] = {kind: [] for kind in kinds}
        self.waiting = defaultdict(list)
        self.free_from = [max(board.free_from[place] for place in group) for group in self.country.groups]
        self.come = [0.0] * len(self.country.groups)
        for group, first in enumerate(self.free_from):
            self.waiting[first].append(group)
        for number, day in enumerate(dates):
            self._wake(number)
            self._fill(number, day, [team for team in squad if (day, team.key) not in busy])
        self.total = sum(one.total for one in self.proposals)

    def _wake(self, number: int) -> None:
        ready = sorted({group for group in self.waiting.pop(number, ()) if self.free_from[group] == number})
        for group in ready:
            self.come[group] = self.board.come(group)
        some = [group for group in ready if self.come[group] >= LEAST]
        for kind, heap in self.heaps.items():
            rooms = self.rooms[kind]
            heap += [(-min(self.come[group], rooms[group]), group) for group in some if rooms[group] >= LEAST]
            heapq.heapify(heap)

    def _fill(self, number: int, day: date, free: list[Team]) -> None:
        """The teams that are free on a day, each to where it gains most, the one that gains most first."""
        while free:
            offers = []
            for kind in {kind_of(team) for team in free}:
                first = next(index for index, team in enumerate(free) if kind_of(team) == kind)
                if best := self._best(kind, number):
                    offers.append((*best, first))
            if not offers:
                return
            _gain, group, first = min(offers)
            self._go(group, free.pop(first), number, day)

    def _best(self, kind: tuple, number: int) -> tuple[float, int] | None:
        """The group that gains most today; those that are closed today stay for another day."""
        heap, rooms, closed = self.heaps[kind], self.rooms[kind], []
        best = None
        while heap and best is None:
            gain, group = heap[0]
            if self.free_from[group] > number or -gain != min(self.come[group], rooms[group]):
                heapq.heappop(heap)  # visited meanwhile: it rests, or this is what it promised before
            elif any(number not in self.opens[place] for place in self.country.groups[group]):
                closed.append(heapq.heappop(heap))
            else:
                best = gain, group
        for one in closed:
            heapq.heappush(heap, one)
        return best

    def _go(self, group: int, team: Team, number: int, day: date) -> None:
        trip = self.country.outings[kind_of(team)][group]
        order = [self.country.groups[group][at] for at in trip.order]
        brought = self.board.visit(order, trip.room, number)
        touched = {other for place in order for other in self.country.groups_with[place]}
        for other in touched:
            self.free_from[other] = max(self.free_from[other], number + GAP)
            self.waiting[self.free_from[other]].append(other)
        keys = tuple(self.country.places[place].key for place in order)
        hours = trip.hours(sum(brought))
        self.proposals.append(Proposal(day, team.key, keys, tuple(brought), trip.travel, hours))
