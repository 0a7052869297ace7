"""Which places promise most recordings for a team's day, and why. Pure: no ORM, no request.

Expected recordings ÷ days, where days are the hours of the way, the setting up and the people, over the working hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.planner.places import Outing, Place, Team, Work, groups_of, outing
from outreach.planner.travel import Access
from outreach.planner.turnout import Basis


@dataclass(frozen=True)
class Reason:
    """What a rank rests on. ``chance``: of an expected person, over all its places; ``days``: of the team, at most 1.

    ``seen_recorded`` of ``seen_expected`` is what ``basis`` saw: at the last visits here, at such places, or (0) nothing.
    ``travel``: hours there, between the places and back; ``capped``: more would come than a day has room for.
    """

    left: int
    chance: float
    basis: Basis
    seen_recorded: int
    seen_expected: int
    travel: float
    by: Access
    expected: float
    days: float
    capped: bool


@dataclass(frozen=True)
class Rank:
    """``places``: keys in the order of the tour; ``per_day``: expected recordings of a whole day of such places."""

    places: tuple[str, ...]
    team: str
    per_day: float
    reason: Reason


def ranking(places: Sequence[Place], teams: Sequence[Team], work: Work | None = None) -> list[Rank]:
    """Every place with somebody left, and every group that promises more than each of its places; the best first.

    For each the team that gets most done there in a day. Ties go by key.
    """
    work = work or Work()
    alone: dict[str, float] = {}
    found = []
    for group in groups_of((one for one in places if one.left > 0), work.ways):
        ranks = [_rank(team, group, work) for team in sorted(teams, key=lambda one: one.key)]
        if not ranks:
            continue
        best = max(ranks, key=lambda one: one.per_day)
        if len(group) == 1:
            alone[group[0].key] = best.per_day
        elif best.per_day <= max(alone[one.key] for one in group):
            continue
        found.append(best)
    return sorted(found, key=lambda one: (-one.per_day, one.places))


def _rank(team: Team, group: tuple[Place, ...], work: Work) -> Rank:
    day = outing(team, group, work)
    come = sum(one.left * one.chance.mean for one in group)
    expected = min(come, day.room)
    days = min(1.0, day.hours(expected) / work.hours)
    reason = reason_of(group, day, come, days)
    return Rank(tuple(group[at].key for at in day.order), team.key, expected / days if days else 0.0, reason)


def reason_of(group: Sequence[Place], day: Outing, come: float, days: float) -> Reason:
    """``come``: who would come, whether there is room or not; ``days``: of the team, at most 1."""
    left = sum(one.left for one in group)
    # The weakest of what its places rest on: a group is not known better than its least known desa.
    basis = max((one.chance.basis for one in group), key=list(Basis).index)
    seen = {one.kind if basis is Basis.KIND else one.key: one.chance for one in group if one.chance.basis is basis}
    return Reason(
        left=left,
        chance=come / left if left else 0.0,
        basis=basis,
        seen_recorded=sum(one.recorded for one in seen.values()),
        seen_expected=sum(one.expected for one in seen.values()),
        travel=day.travel,
        by=Access.BOAT if any(one.access is Access.BOAT for one in group) else Access.ROAD,
        expected=min(come, day.room),
        days=days,
        capped=come > day.room,
    )
