"""Does the planner record more than going where most are left? Random campaigns tell: ``python -m outreach.planner.simulation``.

Each campaign is a random regency with one to three teams and 4 to 12 weeks. How likely people of a kind of place, of a
place, at a further visit and with a confirmed letter come is drawn too, and no planner knows it. People come and stay away
by dice that are the same for all who plan, new people flow in, and schools have two weeks of holidays. Three plan:

- *planner*: learns from all visits so far and plans anew every week;
- *largest*: each team goes where most are left, one place a day (a school on school days only);
- *largest and near*: the same, and its day is filled with neighbours of that place, those with most left first.

All have the same teams, days, hours, room and rest between visits. The letter is confirmed at half of the visits, at
random: the planner does not choose whom to call. Pure: no ORM, no request.
"""

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from statistics import fmean, median, quantiles, stdev
from time import perf_counter

from outreach.planner.board import GAP
from outreach.planner.invented import Spot, regency, squad, working_days
from outreach.planner.places import Place, Team, Work, keys_around, outing
from outreach.planner.plan import plan
from outreach.planner.turnout import Chance, Kind, PastVisit, Turnout, learn, times_odds

FIRST = date(2024, 6, 24)
WEEK = 5
#: New people a week, as a part of those left at the start.
INFLOW = 0.01

_NOTHING_KNOWN = learn([]).chance("", Kind.DESA)

#: Team → keys of the places it goes to on a day.
Day = dict[str, tuple[str, ...]]


@dataclass
class World:
    """One campaign while it lasts. ``seed`` gives the dice of a place and visit, whoever plans."""

    seed: int
    spots: dict[str, Spot]
    teams: list[Team]
    days: list[date]
    school_days: frozenset[date]
    letter: float
    repeat: float
    left: dict[str, int] = field(default_factory=dict)
    visits: list[PastVisit] = field(default_factory=list)
    rests: dict[str, int] = field(default_factory=dict)
    work: Work = field(default_factory=Work)

    @property
    def recorded(self) -> int:
        return sum(one.recorded for one in self.visits)

    def open_places(self, turnout: Turnout | None = None) -> list[Place]:
        """As they stand, with what is known of their chances."""
        return [
            self.place(key, turnout.chance(key, spot.kind) if turnout else _NOTHING_KNOWN)
            for key, spot in self.spots.items()
            if self.left[key] and self.rests.get(key, 0) < len(self.days)
        ]

    def hold(self, team: Team, keys: Sequence[str], number: int) -> None:
        """A day out: who comes is recorded as long as there is room, in the order of the keys."""
        trip = outing(team, [self.place(key, _NOTHING_KNOWN) for key in keys], self.work)
        room = int(trip.room)
        for key in keys:
            nth = 1 + sum(one.place == key for one in self.visits)
            dice = Random(f"{self.seed} {key} {nth}")
            confirmed = dice.random() < 0.5
            odds = (self.letter if confirmed else 1.0) * self.repeat ** (nth - 1) * math.exp(dice.gauss(0, 0.4))
            chance = times_odds(self.spots[key].true_chance, odds)
            came = min(room, sum(dice.random() < chance for _person in range(self.left[key])))
            room -= came
            kind = self.spots[key].kind
            self.visits.append(PastVisit(key, kind, self.days[number], self.left[key], came, confirmed, nth))
            self.left[key] -= came
            self.rests[key] = number + GAP

    def place(self, key: str, chance: Chance) -> Place:
        spot = self.spots[key]
        return Place(
            *(key, spot.kind, spot.kecamatan, self.left[key], chance, spot.point, spot.access),
            self.school_days if spot.kind is Kind.SCHOOL else None,
            self.days[self.rests.get(key, 0)],
        )

    def flow_in(self, week: int) -> None:
        dice = Random(f"{self.seed} week {week}")
        for spot in self.spots.values():
            self.left[spot.key] += sum(dice.random() < INFLOW for _person in range(spot.left))


#: Asked each morning, with the number of the day: who goes where.
Planner = Callable[[World, int], Day]


def a_world(seed: int) -> World:
    """A campaign before its first day."""
    dice = Random(seed)
    kecamatan = dice.randint(5, 14)
    spots = regency(dice, kecamatan * dice.randint(5, 10), dice.randint(6, 20), kecamatan)
    teams = squad(dice, spots, dice.randint(1, 3), one_base=dice.random() < 0.5)
    days = working_days(FIRST, WEEK * dice.randint(4, 12))
    away = dice.randrange(len(days))
    school_days = frozenset(days[:away] + days[away + 2 * WEEK :])
    letter, repeat = math.exp(dice.gauss(math.log(3), 0.4)), min(1.0, math.exp(dice.gauss(math.log(0.5), 0.4)))
    return World(seed, {one.key: one for one in spots}, teams, days, school_days, letter, repeat)


def campaign(seed: int, planner: Planner) -> int:
    """So many were recorded in the end."""
    world = a_world(seed)
    world.left = {spot.key: spot.left for spot in world.spots.values()}
    for number in range(len(world.days)):
        if number and number % WEEK == 0:
            world.flow_in(number // WEEK)
        today = planner(world, number)
        for team in world.teams:
            if keys := today.get(team.key):
                world.hold(team, keys, number)
    return world.recorded


def learning() -> Planner:
    """This package, planned anew every Monday for the week: the plan's first week is the same for any number of weeks."""
    week: dict[date, Day] = {}

    def today(world: World, number: int) -> Day:
        if number % WEEK == 0:
            turnout = learn(world.visits)
            ahead = world.days[number : number + WEEK]
            open_ones = world.open_places(turnout)
            found = plan(open_ones, world.teams, ahead, work=world.work, repeat=turnout.repeat, bounded=False)
            week.clear()
            for one in found.proposals:
                week.setdefault(one.day, {})[one.team] = one.places
        return week.get(world.days[number], {})

    return today


def largest(*, near: bool) -> Planner:
    """Where most are left first; with ``near`` the day is filled with its neighbours, as long as hours allow."""

    def today(world: World, number: int) -> Day:
        day, found = world.days[number], {}
        open_ones = [one for one in world.open_places() if one.not_before <= day]
        free = {one.key: one for one in open_ones if one.school_days is None or day in one.school_days}
        for team in world.teams:
            ordered = sorted(free.values(), key=lambda one: (-one.left, one.key))
            first = next((one for one in ordered if outing(team, (one,), world.work).room >= 1), None)
            if first is None:
                continue
            groups = _around(first, free, team, world.work) if near else []
            group = max([(first,), *groups], key=lambda some: sum(one.left for one in some))
            found[team.key] = tuple(one.key for one in sorted(group, key=lambda one: -one.left))
            for key in found[team.key]:
                del free[key]
        return found

    return today


def _around(first: Place, free: dict[str, Place], team: Team, work: Work) -> list[tuple[Place, ...]]:
    """Groups with this place that have room for half of all that are left there: hardly more than half come."""
    if first.kind is Kind.SCHOOL:
        return []
    members = [one for one in free.values() if one.kecamatan == first.kecamatan and one.kind is not Kind.SCHOOL]
    groups = [tuple(free[key] for key in keys) for keys in sorted(keys_around(first, members))]
    return [some for some in groups if outing(team, some, work).room >= sum(one.left for one in some) / 2]


def compare(campaigns: int, seed: int) -> list[tuple[int, int, int]]:
    """Recorded by the planner, by largest, and by largest and near, in each campaign."""
    seeds = [Random(f"{seed} {number}").getrandbits(32) for number in range(campaigns)]
    return [
        (campaign(one, learning()), campaign(one, largest(near=False)), campaign(one, largest(near=True)))
        for one in seeds
    ]


def told(name: str, pairs: Sequence[tuple[int, int]]) -> str:
    """Mean, median, spread and worst of the ratios, and how often ours was better."""
    ratios = sorted(ours / max(theirs, 1) for ours, theirs in pairs)
    tenths = quantiles(ratios, n=10) if len(ratios) > 1 else ratios * 9
    better = sum(ours > theirs for ours, theirs in pairs)
    return (
        f"against {name}: recorded mean ×{fmean(ratios):.3f}, median ×{median(ratios):.3f}, "
        f"standard deviation {stdev(ratios) if len(ratios) > 1 else 0:.3f}, "
        f"middle 80 % ×{tenths[0]:.3f} to ×{tenths[8]:.3f}, worst ×{ratios[0]:.3f}, best ×{ratios[-1]:.3f}; "
        f"better in {better} of {len(ratios)} campaigns"
    )


def main(arguments: Sequence[str] | None = None) -> list[str]:
    """What is printed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--campaigns", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    begun = perf_counter()
    found = compare(asked.campaigns, asked.seed)
    return [
        f"{asked.campaigns} campaigns, seed {asked.seed}: {sum(ours for ours, _one, _near in found)} recorded by the planner, "
        f"{sum(one for _ours, one, _near in found)} by largest, {sum(near for _ours, _one, near in found)} by largest and near",
        told("largest remaining first", [(ours, one) for ours, one, _near in found]),
        told("largest remaining first, filled with neighbours", [(ours, near) for ours, _one, near in found]),
        f"{perf_counter() - begun:.0f} s",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
