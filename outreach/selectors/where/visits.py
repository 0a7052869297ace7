"""What the office's visits tell the planner: who came where, when a place was last visited, and what is planned."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from kecamatan.access import Scope
from kecamatan.models import Desa, Drive
from outreach.attendance import Outcome
from outreach.models import Attendance, Letter, Visit, VisitStep
from outreach.planner.plan import Planned
from outreach.planner.travel import Access, Point
from outreach.planner.turnout import Kind, PastVisit
from outreach.selectors.field.missing import phones_of_visits
from outreach.selectors.letters.following import awaited
from outreach.selectors.visits.outcomes import Group, groups_of
from outreach.visit_life import CALLED_OFF, HELD, PLANNED, State, Step


@dataclass(frozen=True)
class Seen:
    """One visit, as far as planner and dashboards need it. ``kinds``: key of each place it serves → its kind; ``desa`` and
    ``schools``: the same by number. ``unanswered``: letters about it that are out and that nobody has answered. ``phones``,
    ``along``, ``in_gaps``: as ``selectors.field.missing.phones_of_visits``."""

    pk: int
    drive_id: int
    kecamatan_id: int
    day: date
    starts: time
    ends: time
    state: str
    access: str
    point: Point | None
    leader_id: int | None
    confirmed: bool
    place_name: str = ""
    unanswered: int = 0
    phones: int = 0
    along: int = 0
    in_gaps: int = 0
    kinds: dict[str, Kind] = field(default_factory=dict)
    desa: set[int] = field(default_factory=set)
    schools: set[int] = field(default_factory=set)


def visits_seen(scope: Scope) -> list[Seen]:
    """All visits of the office that were not called off, of every drive, by day (one query).

    Of every kecamatan, whatever one may see: what is learnt are numbers, and a team is at one place at a time.
    """
    found: dict[int, Seen] = {}
    for row in _rows(scope):
        pk = row["pk"]
        if pk not in found:
            point = None if row["latitude"] is None else Point(row["latitude"], row["longitude"])
            plain = {name: row[name] for name in _FIELDS}
            found[pk] = Seen(pk=pk, point=point, confirmed=row["started_from"] == State.CONFIRMED, **plain)
        if (desa := row["desa__code"]) is not None:
            found[pk].kinds[desa] = Kind.KELURAHAN if row["desa__kind"] == Desa.Kind.KELURAHAN else Kind.DESA
            found[pk].desa.add(row["desa"])
        if (school := row["schools__npsn"]) is not None:
            found[pk].kinds[school] = Kind.SCHOOL
            found[pk].schools.add(row["schools"])
    return list(found.values())


_FIELDS = (
    *("drive_id", "kecamatan_id", "day", "starts", "ends", "state", "access", "leader_id", "place_name"),
    *("unanswered", "phones", "along", "in_gaps"),
)
_PLACES = ("desa", "desa__code", "desa__kind", "schools", "schools__npsn")


def _rows(scope: Scope):
    """One row for each visit and each pair of a desa and a school of it, with the state from which it was started last."""
    started = VisitStep.objects.filter(visit=OuterRef("pk"), step=Step.START).order_by("-number")
    letters = awaited(Letter.objects.filter(visit=OuterRef("pk"))).order_by().values("visit")
    rows = Visit.objects.filter(drive__kabupaten=scope.kabupaten).exclude(state__in=sorted(CALLED_OFF))
    return (
        rows.annotate(
            started_from=Subquery(started.values("from_state")[:1]),
            unanswered=Coalesce(Subquery(letters.annotate(all=Count("pk")).values("all")), 0),
            **phones_of_visits(),
        )
        .order_by("day", "starts", "pk", "desa", "schools")
        .values("pk", "started_from", "latitude", "longitude", *_FIELDS, *_PLACES)
    )


def past_visits(scope: Scope, seen: Iterable[Seen], groups: Iterable[Group] | None = None) -> list[PastVisit]:
    """What each closed visit tells of each of its places (one query; none with ``groups`` of ``groups_of``).

    Expected are those who were on its list as people of its places: a pupil at the school where the visit serves it,
    anybody else in their desa. Who was picked by hand or came unlisted tells nothing of the place, and of people who were
    only counted nobody knows how many were expected.
    """
    closed = [one for one in seen if one.state == State.CLOSED]
    tallies = _tallies(groups_of(scope) if groups is None else groups, {one.pk: one for one in closed})
    times: dict[tuple[int, str], int] = defaultdict(int)
    found = []
    for one in closed:
        for key, kind in one.kinds.items():
            times[one.drive_id, key] += 1
            expected, recorded = tallies.get((one.pk, key), (0, 0))
            found.append(PastVisit(key, kind, one.day, expected, recorded, one.confirmed, nth=times[one.drive_id, key]))
    return found


def _tallies(groups: Iterable[Group], closed: Mapping[int, Seen]) -> dict[tuple[int, str], tuple[int, int]]:
    """(visit, key of a place) → (expected, recorded)."""
    found: dict[tuple[int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in groups:
        if one.origin != Attendance.Origin.PLACE or one.visit not in closed:
            continue
        kinds = closed[one.visit].kinds
        # Of whom the school is not known any more, and who was on the list all the same: a pupil.
        pupil = next((key for key, kind in kinds.items() if kind is Kind.SCHOOL), None)
        key = one.school if one.school in kinds else one.desa if one.desa in kinds else pupil
        if key is not None:
            before = found[one.visit, key]
            recorded = one.people if one.outcome == Outcome.RECORDED else 0
            found[one.visit, key] = before[0] + one.people, before[1] + recorded
    return found


@dataclass(frozen=True)
class AtPlace:
    """What the visits of the drive say of one place. ``held``: begun, done or closed ones; ``ahead``: planned from today on."""

    held: int = 0
    last: Seen | None = None
    latest: Seen | None = None
    ahead: tuple[Seen, ...] = ()

    @property
    def point(self) -> Point | None:
        """Where people gathered last."""
        return self.latest.point if self.latest else None

    @property
    def access(self) -> str | None:
        return self.latest.access if self.latest else None


def at_places(drive: Drive, seen: Iterable[Seen], today: date) -> dict[str, AtPlace]:
    """Key of a place → its visits in this drive; way and point are also those of the drives before."""
    by_place: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        for key in one.kinds:
            by_place[key].append(one)
    found = {}
    for key, visits in by_place.items():
        own = [one for one in visits if one.drive_id == drive.pk]
        held = [one for one in own if one.state in HELD]
        ahead = tuple(one for one in own if one.state in PLANNED and one.day >= today)
        found[key] = AtPlace(len(held), held[-1] if held else None, visits[-1], ahead)
    return found


def stands(drive: Drive, seen: Iterable[Seen], today: date, known: set[str]) -> list[Planned]:
    """The visits ahead as the planner takes them: each takes a day of a team, and its people at the places known.

    Visits of one leader on one day are one team's, and so are those of one kecamatan without a leader whose hours do not
    overlap. Who is in the team does not matter otherwise: teams are numbered on each day anew.
    """
    by_day: dict[date, list[list[Seen]]] = defaultdict(list)
    for one in seen:
        if one.drive_id == drive.pk and one.state in PLANNED and one.day >= today:
            squad = next((team for team in by_day[one.day] if _of_one_team(one, team)), None)
            if squad is None:
                by_day[one.day].append([one])
            else:
                squad.append(one)
    return [
        Planned(day, str(number), tuple(key for one in team for key in one.kinds if key in known))
        for day, teams in by_day.items()
        for number, team in enumerate(teams, start=1)
    ]


def _of_one_team(one: Seen, team: list[Seen]) -> bool:
    if one.leader_id is not None or team[0].leader_id is not None:
        return one.leader_id == team[0].leader_id
    return one.kecamatan_id == team[0].kecamatan_id and all(
        one.starts >= other.ends or one.ends <= other.starts for other in team
    )


def way_of(access: str | None) -> Access:
    """By boat, with the tide or without, or by road."""
    return Access.BOAT if access in {Visit.Access.BOAT, Visit.Access.BOAT_WITH_TIDE} else Access.ROAD
