"""The places of one's kecamatan as the planner takes them: who is left there, who is likely to come, and the way there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Q

from kecamatan.access import Scope, desa_for
from kecamatan.models import Desa, Drive, Kecamatan, School
from kecamatan.selectors.counts import counts_as_of
from outreach.calendar_days import Day
from outreach.life import REMAINING, State
from outreach.models import Resident
from outreach.planner.places import Place
from outreach.planner.plan import Planned
from outreach.planner.travel import Access, Point
from outreach.planner.turnout import Kind, Turnout, learn
from outreach.reconciling import Names, Standing
from outreach.selectors.reconciliation import standing_of
from outreach.selectors.visits.expected import old_enough
from outreach.selectors.where.settings import Working, working_of
from outreach.selectors.where.visits import AtPlace, at_places, past_visits, stands, visits_seen, way_of

#: Days from a visit until the next one there: the letter has to go out again.
REST = timedelta(days=7)


@dataclass(frozen=True)
class Spot:
    """One desa or school: what the planner knows of it, and what it is. ``at``: its visits."""

    place: Place
    desa: Desa
    school: School | None
    at: AtPlace

    @property
    def name(self) -> str:
        return str(self.school or self.desa)

    @property
    def kecamatan(self) -> Kecamatan:
        return self.desa.kecamatan


@dataclass(frozen=True)
class Terrain:
    """Everything that is planned upon. ``spots``: key (code of a desa, NPSN of a school) → place, also where nobody is left.

    ``unplaced``: kecamatan → people who remain there without a name, of whom nobody says in which desa.
    """

    scope: Scope
    drive: Drive
    working: Working
    turnout: Turnout
    spots: Mapping[str, Spot]
    standing: Sequence[Planned]
    unplaced: Mapping[Kecamatan, int]

    @property
    def places(self) -> list[Place]:
        return [spot.place for spot in self.spots.values()]

    @cached_property
    def expected_ahead(self) -> dict[str, float]:
        """Key → people expected of the visits that are planned there."""
        return {key: spot.place.left - self.after_visits(spot)[0] for key, spot in self.spots.items() if spot.at.ahead}

    def after_visits(self, spot: Spot) -> tuple[float, float]:
        """(people left, chance that one of them comes) once the planned visits of a place are over."""
        left, chance = float(spot.place.left), spot.place.chance.mean
        for _visit in spot.at.ahead:
            left -= left * chance
            chance = self.turnout.again(chance)
        return left, chance

    def places_after_visits(self) -> list[Place]:
        """The places as they will be after the visits that are planned."""
        found = []
        for spot in self.spots.values():
            left, nth = round(self.after_visits(spot)[0]), spot.at.held + len(spot.at.ahead) + 1
            chance = self.turnout.chance(spot.place.key, spot.place.kind, nth=nth)
            found.append(replace(spot.place, left=left, chance=chance))
        return found


def terrain(
    scope: Scope, drive: Drive, *, working: Working | None = None, days: Iterable[Day] | None = None
) -> Terrain:
    """The places of the scope (ten queries; eleven for whoever sees only some, where nobody said where teams set out).

    ``working``: as the caller has read it already. ``days``: those that are planned for, to know on which of them pupils are at school; None: on any.
    """
    kecamatan, working, seen = scope.kecamatan, working or working_of(scope), visits_seen(scope)
    desa = list(desa_for(scope).select_related("kecamatan", "reached"))
    at_school = frozenset(one.day for one in days if one.is_school_day) if days is not None else None
    facts = _Facts(
        drive=drive,
        today=scope.today,
        turnout=learn(past_visits(scope, seen)),
        at=at_places(drive, seen, scope.today),
        school_days=at_school,
    )
    people = people_left(scope, drive, kecamatan, desa)
    spots = {one.code: facts.desa(one, people.of_desa.get(one.pk, 0)) for one in desa}
    by_pk = {one.pk: one for one in desa}
    schools = School.objects.filter(desa__in=desa_for(scope).values("pk")).order_by("npsn")
    for school in schools:
        spots[school.npsn] = facts.school(school, by_pk[school.desa_id], people.of_school.get(school.pk, 0))
    standing = stands(drive, seen, scope.today, set(spots))
    return Terrain(scope, drive, working, facts.turnout, spots, standing, people.unplaced)


@dataclass(frozen=True)
class PeopleLeft:
    """By number of the desa, of the school, and per kecamatan without a place."""

    of_desa: dict[int, int]
    of_school: dict[int, int]
    unplaced: dict[Kecamatan, int]


def people_left(scope: Scope, drive: Drive, kecamatan: Sequence[Kecamatan], desa: Sequence[Desa]) -> PeopleLeft:
    """Who is still to be recorded, where (three queries).

    Of the list, who may be recorded today: pupils at their school, also those who live in another kecamatan; others in
    their desa. To a desa belong those who remain in it without a name too (rule 7); where the office does not say in which
    desa they remain, they are of no place.
    """
    ids = [one.pk for one in kecamatan]
    picture = counts_as_of(drive, ids)
    names: dict[int, dict[int, Names]] = defaultdict(lambda: defaultdict(Names))
    of_desa: dict[int, int] = defaultdict(int)
    of_school: dict[int, int] = defaultdict(int)
    for kecamatan_id, desa_id, school_id, listed, named, able in _listed(scope, drive, ids):
        names[kecamatan_id][desa_id] += Names(listed, named)
        if school_id is None:
            of_desa[desa_id] += able
        else:
            of_school[school_id] += able
    found = {
        pk: standing_of(counts, names[pk], stated=pk in picture.stated) for pk, counts in picture.kecamatan.items()
    }
    for one in desa:
        of_desa[one.pk] += _nameless(found[one.kecamatan_id].place(one.pk))
    unplaced = {one: _nameless(found[one.pk].rest) for one in kecamatan}
    return PeopleLeft(of_desa, of_school, {one: people for one, people in unplaced.items() if people})


def _listed(scope: Scope, drive: Drive, kecamatan_ids: Sequence[int]) -> Iterable[tuple]:
    """(kecamatan, desa, school, listed, named, of these old enough today)."""
    remaining = Q(state__in=sorted(REMAINING))
    people = Resident.objects.filter(drive=drive).exclude(state=State.MERGED).order_by()
    if scope.assigned is not None:
        people = people.filter(Q(kecamatan__in=kecamatan_ids) | Q(school__desa__kecamatan__in=kecamatan_ids))
    counted = people.values("kecamatan_id", "desa_id", "school_id").annotate(
        listed=Count("pk"),
        named=Count("pk", filter=remaining),
        able=Count("pk", filter=remaining & old_enough(scope.today)),
    )
    return counted.values_list("kecamatan_id", "desa_id", "school_id", "listed", "named", "able")


def _nameless(standing: Standing) -> int:
    return max(0, standing.unnamed or 0)


@dataclass(frozen=True)
class _Facts:
    """What makes a desa or school a place of the planner."""

    drive: Drive
    today: date
    turnout: Turnout
    at: Mapping[str, AtPlace]
    school_days: frozenset[date] | None

    def desa(self, desa: Desa, left: int) -> Spot:
        kind = Kind.KELURAHAN if desa.kind == Desa.Kind.KELURAHAN else Kind.DESA
        return self._spot(desa.code, kind, desa, None, left)

    def school(self, school: School, desa: Desa, left: int) -> Spot:
        return self._spot(school.npsn, Kind.SCHOOL, desa, school, left)

    def _spot(self, key: str, kind: Kind, desa: Desa, school: School | None, left: int) -> Spot:
        at = self.at.get(key, AtPlace())
        place = Place(
            key=key,
            kind=kind,
            kecamatan=desa.kecamatan.code,
            left=left,
            chance=self.turnout.chance(key, kind, nth=at.held + 1),
            point=at.point or point_of(desa),
            access=self._access(desa, at),
            school_days=self.school_days if school is not None else None,
            not_before=at.last.day + REST if at.last else None,
        )
        return Spot(place, desa, school, at)

    def _access(self, desa: Desa, at: AtPlace) -> Access:
        """As the office says; else as at the last visit; else by road."""
        said = getattr(desa, "reached", None)
        return way_of(said.access if said else at.access)


def point_of(desa: Desa) -> Point | None:
    """Where it lies, if that is known."""
    return None if desa.latitude is None else Point(desa.latitude, desa.longitude)
