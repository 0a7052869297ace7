"""What the dashboards say of going out: the visits ahead and what they promise, and what those that were held yielded."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from kecamatan.access import Scope
from kecamatan.models import Desa, Drive, Kecamatan
from outreach.access import visits_for
from outreach.attendance import Tally
from outreach.models import Visit
from outreach.planner.turnout import Kind, Turnout, learn
from outreach.selectors.letters.following import unanswered
from outreach.selectors.visits.figures import expected_counts
from outreach.selectors.visits.result import tallies_of
from outreach.selectors.where.visits import Seen, past_visits, visits_seen
from outreach.visit_life import State

#: Visits that a dashboard names, ahead and behind, and the months of which it tells.
NAMED, MONTHS = 5, 5


@dataclass(frozen=True)
class Ahead:
    """A visit to come: whom it expects and how many recordings that promises."""

    visit: Visit
    expected: int
    promised: float


@dataclass(frozen=True)
class Held:
    """A visit that was held, with what it yielded."""

    visit: Visit
    tally: Tally


@dataclass(frozen=True)
class Yield:
    """Sums of several visits. ``of``: so many visits."""

    of: int = 0
    expected: int = 0
    came: int = 0
    recorded: int = 0

    @property
    def turnout(self) -> float | None:
        """came ÷ expected; None where nobody was expected (rule 11)."""
        return self.came / self.expected if self.expected else None

    @property
    def per_visit(self) -> float | None:
        """Recorded people per visit; None without any."""
        return self.recorded / self.of if self.of else None


@dataclass(frozen=True)
class GoingOut:
    """All that a dashboard says of visits. ``promised``: recordings until the last recording day, by the planner's chance.

    ``unanswered``: letters that are out about visits ahead and that nobody has answered.

    ``late``: visits whose day is past and that were neither started nor called off.
    """

    ahead: list[Ahead]
    late: int
    unanswered: int
    held: list[Held]
    whole: Yield
    months: list[date]
    by_month: list[Yield]
    by_kecamatan: list[tuple[Kecamatan, list[Yield], Yield]] = field(default_factory=list)
    today: date | None = None

    @property
    def next(self) -> Ahead | None:
        """The visit that comes first."""
        return self.ahead[0] if self.ahead else None

    @property
    def named(self) -> list[Ahead]:
        """Those that come first."""
        return self.ahead[:NAMED]

    @property
    def more(self) -> int:
        """How many come after those named."""
        return max(0, len(self.ahead) - NAMED)

    @property
    def expected(self) -> int:
        """Whom all of them expect together; whoever is expected twice is counted twice."""
        return sum(one.expected for one in self.ahead)

    @property
    def promised(self) -> int:
        """Recordings that the visits ahead promise, to the nearest whole one."""
        return round(sum(one.promised for one in self.ahead))

    @property
    def last(self) -> Held | None:
        """The visit that was held last."""
        return self.held[0] if self.held else None

    @property
    def days_since(self) -> int | None:
        """Days since the last visit was held; None where there was none."""
        return (self.today - self.last.visit.day).days if self.last and self.today else None

    @property
    def is_empty(self) -> bool:
        """Is there nothing to say?"""
        return not (self.ahead or self.held or self.late)


def going_out(scope: Scope, drive: Drive, *, kecamatan: Kecamatan | None = None, desa: Desa | None = None) -> GoingOut:
    """The visits of one's kecamatan, of one kecamatan or of one desa (about nine queries, whatever the number)."""
    visits = visits_of(scope, drive, kecamatan, desa)
    today = scope.today
    planned = [one for one in visits if one.is_planned and one.day >= today]
    held = sorted((one for one in visits if one.is_held), key=lambda one: (one.day, one.starts, one.pk), reverse=True)
    tallies = tallies_of(held)
    months = _months(today, drive)
    finished = [one for one in held if one.state in {State.DONE, State.CLOSED}]
    by_kecamatan = []
    if kecamatan is None and desa is None:
        by_kecamatan = _by_kecamatan(finished, tallies, months)
    return GoingOut(
        ahead=ahead_of(scope, drive, planned),
        unanswered=unanswered(scope).filter(visit__in=[one.pk for one in planned]).count(),
        late=sum(one.is_planned and one.day < today for one in visits),
        held=[Held(one, tallies[one.pk]) for one in held[:NAMED]],
        whole=_sum(finished, tallies),
        months=months,
        by_month=[_sum(_of_month(finished, month), tallies) for month in months],
        by_kecamatan=by_kecamatan,
        today=today,
    )


def visits_of(scope: Scope, drive: Drive, kecamatan: Kecamatan | None = None, desa: Desa | None = None) -> list[Visit]:
    """Those of one's kecamatan, of one kecamatan or of one desa that were not called off, by day (three queries)."""
    found = visits_for(scope).filter(drive=drive).taking_place().select_related("kecamatan")
    if kecamatan is not None:
        found = found.filter(kecamatan=kecamatan)
    if desa is not None:
        served = Visit.desa.through.objects.filter(desa=desa).values("visit")
        taught = Visit.schools.through.objects.filter(school__desa=desa).values("visit")
        found = found.filter(pk__in=served.union(taught).values("visit"))
    return list(found.prefetch_related("desa", "schools").order_by("day", "starts", "pk"))


def ahead_of(scope: Scope, drive: Drive, planned: list[Visit]) -> list[Ahead]:
    """In the order of their days. What is planned after the last recording day promises nothing."""
    if not planned:
        return []
    expected = expected_counts(planned)
    seen = visits_seen(scope)
    turnout = learn(past_visits(scope, seen))
    times = _times(drive, seen)
    found = []
    for one in planned:
        promised = expected[one.pk] * _chance(turnout, one, times) if one.day <= drive.last_recording_day else 0.0
        found.append(Ahead(one, expected[one.pk], promised))
    return found


def _times(drive: Drive, seen: Iterable[Seen]) -> dict[str, int]:
    """Key of a place → how often it was visited in this drive."""
    times: dict[str, int] = defaultdict(int)
    for one in seen:
        if one.drive_id == drive.pk and one.state in {State.UNDER_WAY, State.DONE, State.CLOSED}:
            for key in one.kinds:
                times[key] += 1
    return times


def _chance(turnout: Turnout, visit: Visit, times: dict[str, int]) -> float:
    """The chance that somebody expected is recorded: the mean over the places that the visit serves."""
    kinds = [
        (one.code, Kind.KELURAHAN if one.kind == Desa.Kind.KELURAHAN else Kind.DESA) for one in visit.desa.all()
    ] + [(one.npsn, Kind.SCHOOL) for one in visit.schools.all()]
    confirmed = visit.state == State.CONFIRMED
    chances = [turnout.chance(key, kind, letter_confirmed=confirmed, nth=times[key] + 1).mean for key, kind in kinds]
    return sum(chances) / len(chances) if chances else 0.0


def _months(today: date, drive: Drive) -> list[date]:
    """The first days of the last months, oldest first, none before the drive."""
    found, month = [], today.replace(day=1)
    while len(found) < MONTHS and month >= drive.baseline_date.replace(day=1):
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _of_month(visits: Iterable[Visit], month: date) -> list[Visit]:
    return [one for one in visits if (one.day.year, one.day.month) == (month.year, month.month)]


def _sum(visits: list[Visit], tallies: dict[int, Tally]) -> Yield:
    found = [tallies[one.pk] for one in visits]
    return Yield(
        len(found),
        sum(one.expected for one in found),
        sum(one.came for one in found),
        sum(one.recorded for one in found),
    )


def _by_kecamatan(
    visits: list[Visit], tallies: dict[int, Tally], months: list[date]
) -> list[tuple[Kecamatan, list[Yield], Yield]]:
    groups: dict[Kecamatan, list[Visit]] = defaultdict(list)
    for one in visits:
        groups[one.kecamatan].append(one)
    return [
        (kecamatan, [_sum(_of_month(some, month), tallies) for month in months], _sum(some, tallies))
        for kecamatan, some in sorted(groups.items(), key=lambda pair: pair[0].code)
    ]
