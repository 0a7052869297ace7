"""What is left where while a calendar is made, and what a visit would bring at this point. Pure: no ORM, no request."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from outreach.planner.places import Place, Team, Work, groups_of, outing
from outreach.planner.travel import orders
from outreach.planner.turnout import REPEAT, times_odds

#: A place is visited again after so many working days at the earliest: the letter has to go out again.
GAP = 5


class Country:
    """What does not change: places by number, their groups, and the room that each group leaves to a kind of team.

    Teams of the same base and kits are one kind: for a calendar they are the same.
    """

    def __init__(self, places: Iterable[Place], teams: Iterable[Team], work: Work, repeat: float = REPEAT) -> None:
        self.places = sorted(places, key=lambda one: one.key)
        self.work, self.repeat = work, min(1.0, repeat)
        self.number = {one.key: index for index, one in enumerate(self.places)}
        found = groups_of(self.places, work.ways)
        self.groups = [tuple(self.number[one.key] for one in group) for group in found]
        self.groups_with = defaultdict(list)
        for index, group in enumerate(self.groups):
            for place in group:
                self.groups_with[place].append(index)
        self.outings = {}
        known = [orders([one.stop for one in group], work.ways) for group in found]
        for team in teams:
            if kind_of(team) not in self.outings:
                self.outings[kind_of(team)] = [
                    outing(team, group, work, ways) for group, ways in zip(found, known, strict=True)
                ]


def kind_of(team: Team) -> tuple:
    """What makes teams interchangeable."""
    return team.base, team.kits


class Board:
    """What is left at each place, how often it was visited, and from which day on it may be visited (again)."""

    def __init__(self, country: Country, days: Sequence[date]) -> None:
        self.country = country
        self.left = [float(one.left) for one in country.places]
        self.chance = [one.chance.mean for one in country.places]
        self.free_from = [sum(day < (one.not_before or day) for day in days) for one in country.places]

    def copy(self) -> "Board":
        other = Board.__new__(Board)
        other.country = self.country
        other.left, other.chance, other.free_from = self.left[:], self.chance[:], self.free_from[:]
        return other

    def come(self, group: int) -> float:
        """Who would come to a visit now, whether there is room for them or not."""
        return sum([self.left[place] * self.chance[place] for place in self.country.groups[group]])

    def visit(self, group: Sequence[int], room: float, day: int) -> list[float]:
        """Take the expected off, lower the chance of the rest; expected recordings by place, in the order given."""
        brought = []
        for place in group:
            here = min(room, self.left[place] * self.chance[place])
            room -= here
            brought.append(here)
            self.left[place] -= here
            self.chance[place] = times_odds(self.chance[place], self.country.repeat)
            self.free_from[place] = max(self.free_from[place], day + GAP)
        return brought


def open_days(place: Place, days: Sequence[date]) -> list[int]:
    """The numbers of the days on which somebody is there."""
    return [number for number, day in enumerate(days) if place.school_days is None or day in place.school_days]
