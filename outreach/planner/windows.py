"""When a team is at each place of its day, so that each can be told its own hours. Pure: no ORM, no request."""

from collections.abc import Sequence
from datetime import time
from itertools import pairwise

from outreach.planner.places import Place, Team, Work
from outreach.planner.travel import between, hours

#: The team sets out; hours that are told to people are quarters.
SETS_OUT, QUARTER = 8.0, 0.25
#: Nobody is called in for less.
LEAST_HOURS = 1.0
_LATEST = 23.75


def windows(team: Team, places: Sequence[Place], work: Work) -> list[tuple[time, time]]:
    """From when to when people are recorded at each place, in this order: after the way there and the setting up.

    What the ways and the setting up leave of the day: an hour for each place, the rest by how many are expected.
    """
    way_out = hours(team.base, places[0].point, places[0].access, work.ways)
    legs = [way_out, *(between(one.stop, other.stop, work.ways) for one, other in pairwise(places))]
    way_home = hours(team.base, places[-1].point, places[-1].access, work.ways)
    rest = max(0.0, work.hours - sum(legs) - way_home - (work.set_up + LEAST_HOURS) * len(places))
    come = [one.left * one.chance.mean for one in places]
    whole = sum(come)
    found, now = [], SETS_OUT
    for leg, here in zip(legs, come, strict=True):
        begins = min(_up(now + leg + work.set_up), _LATEST - LEAST_HOURS)
        share = rest * here / whole if whole else rest / len(places)
        now = min(_up(begins + LEAST_HOURS + share - QUARTER / 2), _LATEST)
        found.append((_time(begins), _time(now)))
    return found


def _up(moment: float) -> float:
    """The next full quarter of an hour."""
    return -(-moment // QUARTER) * QUARTER


def _time(moment: float) -> time:
    return time(int(moment), round(moment % 1 * 60))
