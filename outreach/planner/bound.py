"""What no plan could exceed, so that a plan can say how good it is at least. Pure: no ORM, no request.

Any plan means: any way to send these teams on these days to these groups, one a day, with the same chances and the same
rest between two visits of a place.

A price is put on each visit of a place; a day then costs at most the dearest group. Whatever the prices are, a plan brings
no more than the days at that cost, plus, for each place, the best of its recordings less their prices (Lagrangian
duality: the coupling of places by days is relaxed). Prices in proportion to what places bring are tried at a row of
levels, the best ones improved by subgradient steps, and the lowest sum is the bound.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations

from outreach.planner.board import GAP, Board, Country

#: How many prices of a day are tried, each a part of the one before, and how many steps improve the best.
_LEVELS, _PART, _STEPS = 24, 0.8, 60


def most_visits(open_days: Sequence[int], free_from: int) -> int:
    """How often a place can be visited at the most, GAP days apart."""
    visits = 0
    for day in open_days:
        if day >= free_from:
            visits, free_from = visits + 1, day + GAP
    return visits


class Bound:
    """For a board before anything is proposed. ``slots``: kind of team → days it is free."""

    def __init__(self, country: Country, start: Board, slots: dict[tuple, int], visits: Sequence[int]) -> None:
        self.slots = sum(slots.values())
        able = {kind: country.outings[kind] for kind, days in slots.items() if days}
        rooms = [
            max((trips[group].room for trips in able.values()), default=0.0) for group in range(len(country.groups))
        ]
        self.groups = _largest([group for group, room in zip(country.groups, rooms, strict=True) if room > 0])
        self.brings = [_brings(country, start, place, rooms, visits[place]) for place in range(len(country.places))]
        self.plainly = sum(
            days
            * max((min(start.come(group), trip.room) for group, trip in enumerate(country.outings[kind])), default=0.0)
            for kind, days in slots.items()
        )

    def most(self, reached: float) -> float:
        """Recordings that no plan exceeds in expectation; ``reached``: by the best plan known."""
        if not self.slots:
            return 0.0
        firsts = [max(row, default=0.0) for row in self.brings]
        dearest = max((sum(firsts[place] for place in group) for group in self.groups), default=0.0)
        levels = [dearest * _PART**level for level in range(_LEVELS)]
        shares = [self._shares(weights) for weights in (firsts, [float(one > 0) for one in firsts])]
        tried = [[level * share for share in part] for part in shares for level in levels]
        lowest = min(tried, key=lambda prices: self._at(prices)[0])
        return max(reached, min(self.plainly, sum(map(sum, self.brings)), self._improved(lowest, reached)))

    def _shares(self, weights: Sequence[float]) -> list[float]:
        """Prices at which no group costs more than 1."""
        dearest = [0.0] * len(weights)
        for group in self.groups:
            together = sum([weights[place] for place in group])
            for place in group:
                dearest[place] = max(dearest[place], together)
        return [weight / all_of_it if all_of_it else 0.0 for weight, all_of_it in zip(weights, dearest, strict=True)]

    def _at(self, prices: Sequence[float]) -> tuple[float, list[int], tuple[int, ...]]:
        """The bound at these prices, how often each place would be visited, and the dearest group."""
        cost, dearest = 0.0, ()
        for group in self.groups:
            together = sum([prices[place] for place in group])
            if together > cost:
                cost, dearest = together, group
        wanted = [
            bisect_left(row, -price, key=lambda one: -one) for row, price in zip(self.brings, prices, strict=True)
        ]
        kept = sum(
            sum(row[:visits]) - price * visits for row, price, visits in zip(self.brings, prices, wanted, strict=True)
        )
        return self.slots * cost + kept, wanted, dearest

    def _improved(self, prices: list[float], reached: float) -> float:
        """Polyak's steps: as long as the bound is above what was reached, with the best plan known as the aim."""
        best = float("inf")
        for step in range(_STEPS):
            found, wanted, dearest = self._at(prices)
            best = min(best, found)
            slope = [-float(visits) for visits in wanted]
            for place in dearest:
                slope[place] += self.slots
            length = sum([one * one for one in slope])
            if not length or found <= reached:
                break
            size = (found - reached) / length / (1 + step / 10)
            prices = [max(0.0, price - size * one) for price, one in zip(prices, slope, strict=True)]
        return best


def _largest(groups: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Without those that lie within another one: prices are never negative, so they are never the dearest."""
    within = {part for group in groups for size in range(1, len(group)) for part in combinations(group, size)}
    return [group for group in groups if group not in within]


def _brings(country: Country, start: Board, place: int, rooms: Sequence[float], visits: int) -> list[float]:
    """What one visit after the other brings at a place, if each had all the room there can be; ever less."""
    room = max((rooms[group] for group in country.groups_with[place]), default=0.0)
    board, found = start.copy(), []
    for _visit in range(visits if room else 0):
        found += board.visit((place,), room, 0)
        if found[-1] < 1e-6:
            break
    return found
