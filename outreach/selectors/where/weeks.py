"""A calendar of the coming weeks, proposed: who goes where on which day, what it brings, what it leaves."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kecamatan.models import Kecamatan
from outreach.calendar_days import NO_WORK, SATURDAY, Day
from outreach.planner.places import Work, outing
from outreach.planner.plan import Plan, Proposal, plan
from outreach.planner.ranking import Reason, reason_of
from outreach.planner_words import reason_words
from outreach.selectors.where.terrain import Spot, Terrain


@dataclass(frozen=True)
class Outing:
    """A team's day as it is proposed. ``again``: one of its places is visited for a further time in this drive."""

    proposal: Proposal
    spots: tuple[Spot, ...]
    reason: Reason
    again: bool

    @property
    def value(self) -> str:
        """Names it in a form: the day, the team, the keys of its places."""
        return " ".join([self.proposal.day.isoformat(), self.proposal.team, *self.proposal.places])

    @property
    def name(self) -> str:
        return " + ".join(spot.name for spot in self.spots)

    @property
    def kecamatan(self) -> Kecamatan:
        return self.spots[0].kecamatan

    @property
    def words(self) -> str:
        return reason_words(self.reason)

    @property
    def people(self) -> int:
        return round(self.proposal.total)


@dataclass(frozen=True)
class Week:
    """``monday``: its first day, whether anybody goes on it or not."""

    monday: date
    outings: tuple[Outing, ...]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def people(self) -> int:
        return round(sum(one.proposal.total for one in self.outings))


@dataclass(frozen=True)
class Remains:
    """One kecamatan, in people: who is left now, who is expected to be recorded, who then remains, and who is of no place."""

    kecamatan: Kecamatan
    now: int
    ahead: int
    proposed: int
    unplaced: int

    @property
    def then(self) -> int:
        """Whoever is still left after the visits that stand and those proposed."""
        return self.now - self.ahead - self.proposed


@dataclass(frozen=True)
class Calendar:
    """``days``: those on which teams go out; ``off``: working days that are none, for their reason."""

    plan: Plan
    weeks: tuple[Week, ...]
    remains: tuple[Remains, ...]
    days: tuple[date, ...]
    off: tuple[Day, ...]


def working_days(days: list[Day], today: date, *, saturdays: bool = False) -> list[date]:
    """Those that the office works on, and Saturdays where they are asked for; none of the past."""
    return [one.day for one in days if one.day >= today and _goes_out(one, saturdays)]


def _goes_out(day: Day, saturdays: bool) -> bool:
    return day.is_working_day or (saturdays and day.day.weekday() == SATURDAY and not day.kinds & NO_WORK)


def calendar_of(terrain: Terrain, days: list[Day], *, teams: int, kits: int, saturdays: bool = False) -> Calendar:
    """For these days (no query)."""
    squad, work = terrain.working.squad(teams, kits), terrain.working.work
    dates = working_days(days, terrain.scope.today, saturdays=saturdays)
    found = plan(terrain.places, squad, dates, planned=terrain.standing, work=work, repeat=terrain.turnout.repeat)
    outings = _outings(terrain, found, work, kits)
    by_week: dict[date, list[Outing]] = defaultdict(list)
    for one in outings:
        by_week[one.proposal.day - timedelta(days=one.proposal.day.weekday())].append(one)
    off = tuple(one for one in days if not one.is_weekend and not one.is_working_day)
    weeks = tuple(Week(monday, tuple(some)) for monday, some in sorted(by_week.items()))
    return Calendar(found, weeks, _remains(terrain, found), tuple(dates), off)


def _outings(terrain: Terrain, found: Plan, work: Work, kits: int) -> list[Outing]:
    """Each with its reason: who is left at that time, after the visits before it."""
    team = terrain.working.squad(1, kits)[0]
    stand = {key: terrain.after_visits(spot) for key, spot in terrain.spots.items()}
    times = {key: spot.at.held + len(spot.at.ahead) for key, spot in terrain.spots.items()}
    result = []
    for one in sorted(found.proposals, key=lambda one: (one.day, one.team)):
        spots = tuple(terrain.spots[key] for key in one.places)
        places = [replace(spot.place, left=round(stand[spot.place.key][0])) for spot in spots]
        trip = outing(team, places, work)
        days = min(1.0, one.hours / work.hours)
        come = sum(left * chance for left, chance in (stand[key] for key in one.places))
        reason = replace(reason_of(places, trip, come, days), expected=one.total)
        again = any(times[key] for key in one.places)
        result.append(Outing(one, spots, reason, again))
        for key, people in zip(one.places, one.expected, strict=True):
            stand[key] = stand[key][0] - people, terrain.turnout.again(stand[key][1])
            times[key] += 1
    return result


def _remains(terrain: Terrain, found: Plan) -> tuple[Remains, ...]:
    proposed: Mapping[Kecamatan, float] = defaultdict(float)
    ahead: Mapping[Kecamatan, float] = defaultdict(float)
    now: Mapping[Kecamatan, int] = defaultdict(int)
    for key, spot in terrain.spots.items():
        now[spot.kecamatan] += spot.place.left
        ahead[spot.kecamatan] += terrain.expected_ahead.get(key, 0.0)
    for one in found.proposals:
        for key, people in zip(one.places, one.expected, strict=True):
            proposed[terrain.spots[key].kecamatan] += people
    ahead, proposed = whole_people(ahead), whole_people(proposed)
    return tuple(
        Remains(one, now[one], ahead.get(one, 0), proposed.get(one, 0), terrain.unplaced.get(one, 0))
        for one in terrain.scope.kecamatan
        if now[one] or terrain.unplaced.get(one, 0)
    )


def whole_people(parts: Mapping[Kecamatan, float]) -> dict[Kecamatan, int]:
    """The parts as whole numbers whose sum is the rounded sum: the largest remainders are rounded up."""
    found = {one: int(people) for one, people in parts.items()}
    short = round(sum(parts.values())) - sum(found.values())
    for one in sorted(parts, key=lambda one: (found[one] - parts[one], one.code))[:short]:
        found[one] += 1
    return found
