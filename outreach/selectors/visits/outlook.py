"""What the dashboards say of going out: the visits ahead and what they promise, and what those that were held yielded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kecamatan.access import Scope
from kecamatan.models import Desa, Drive, Kecamatan
from outreach.attendance import Tally
from outreach.models import Visit
from outreach.planner.turnout import Turnout, learn
from outreach.selectors.field.missing import Missing
from outreach.selectors.visits.figures import Serves, expected_by_places
from outreach.selectors.visits.once import once
from outreach.selectors.visits.outcomes import groups_of, tallies_from
from outreach.selectors.where.visits import Seen, past_visits, visits_seen
from outreach.visit_life import HELD, PLANNED, State

#: Visits that a dashboard names, ahead and behind, and the months of which it tells.
NAMED, MONTHS = 5, 5
#: States of visits that have a result.
FINISHED = frozenset({State.DONE, State.CLOSED})


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

    ``late``: visits whose day is past and that were neither started nor called off. ``missing``: phones not yet in.
    """

    ahead: list[Ahead]
    late: int
    unanswered: int
    held: list[Held]
    whole: Yield
    months: list[date]
    by_month: list[tuple[date, Yield]]
    by_kecamatan: list[tuple[Kecamatan, list[tuple[date, Yield]], Yield]] = field(default_factory=list)
    today: date | None = None
    missing: Missing = field(default_factory=Missing)

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


def going_out(
    scope: Scope,
    drive: Drive,
    *,
    kecamatan: Kecamatan | None = None,
    desa: Desa | None = None,
    places: Sequence[Kecamatan] | None = None,
) -> GoingOut:
    """The visits of one's kecamatan, of one kecamatan or of one desa (three queries, whatever the number).

    ``places``: one's kecamatan, where the caller has read them already; else that is one query more.
    """
    seen, today = once(scope, "visits", lambda: visits_seen(scope)), scope.today
    known = {one.pk: one for one in ([kecamatan] if kecamatan else places or scope.kecamatan)}
    here = [one for one in seen if one.drive_id == drive.pk and one.kecamatan_id in known]
    if desa is not None:
        taught = set(desa.schools.values_list("pk", flat=True)) if any(one.schools for one in here) else set()
        here = [one for one in here if desa.pk in one.desa or one.schools & taught]
    planned = [one for one in here if one.state in PLANNED and one.day >= today]
    held = [one for one in here if one.state in HELD]
    held.sort(key=lambda one: (one.day, one.starts, one.pk), reverse=True)
    groups = once(scope, "outcomes", lambda: groups_of(scope))
    tallies = tallies_from(groups, [one.pk for one in held])
    months = _months(today, drive)
    finished = [one for one in held if one.state in FINISHED]
    everywhere = kecamatan is None and desa is None
    by_kecamatan = _by_kecamatan(finished, tallies, months, known) if everywhere else []
    return GoingOut(
        ahead=coming(scope, drive) if everywhere else _coming(scope, drive, planned, known),
        unanswered=sum(one.unanswered for one in planned),
        late=sum(one.state in PLANNED and one.day < today for one in here),
        held=[Held(_visit(one, known), tallies[one.pk]) for one in held[:NAMED]],
        whole=_sum(finished, tallies),
        months=months,
        by_month=[(month, _sum(_of_month(finished, month), tallies)) for month in months],
        by_kecamatan=by_kecamatan,
        today=today,
        missing=_missing(here, tallies, today),
    )


def _missing(visits: Iterable[Seen], tallies: Mapping[int, Tally], today: date) -> Missing:
    """Phones not yet in, and who may be missing for it; before a visit begins all whom they have along."""
    out = [one for one in visits if one.phones and (one.pk in tallies or (one.state in PLANNED and one.day == today))]
    left = sum(tallies[one.pk].open if one.pk in tallies else one.along for one in out)
    return Missing(sum(one.phones for one in out), left + sum(one.in_gaps for one in out))


def _visit(seen: Seen, known: Mapping[int, Kecamatan]) -> Visit:
    """A visit with what a dashboard names of it; nothing else of it is known here."""
    names = ("pk", "drive_id", "day", "starts", "ends", "state", "place_name")
    return Visit(kecamatan=known[seen.kecamatan_id], **{name: getattr(seen, name) for name in names})


def coming(scope: Scope, drive: Drive) -> list[Ahead]:
    """The visits to come in the kecamatan of the scope, by day, with what they promise; read once for a page."""
    seen = once(scope, "visits", lambda: visits_seen(scope))
    known = {one.pk: one for one in scope.kecamatan}
    here = [one for one in seen if one.drive_id == drive.pk and one.kecamatan_id in known]
    planned = [one for one in here if one.state in PLANNED and one.day >= scope.today]
    return once(scope, ("coming", drive.pk), lambda: _coming(scope, drive, planned, known))


def _coming(scope: Scope, drive: Drive, planned: list[Seen], known: Mapping[int, Kecamatan]) -> list[Ahead]:
    """In the order of their days. What is planned after the last recording day promises nothing."""
    if not planned:
        return []
    seen = once(scope, "visits", lambda: visits_seen(scope))
    groups = once(scope, "outcomes", lambda: groups_of(scope))
    turnout, times = learn(past_visits(scope, seen, groups)), _times(drive, seen)
    serves = [Serves(one.pk, one.drive_id, one.day, one.desa, one.schools) for one in planned]
    expected = expected_by_places(serves)
    found = []
    for one in planned:
        promised = expected[one.pk] * _chance(turnout, one, times) if one.day <= drive.last_recording_day else 0.0
        found.append(Ahead(_visit(one, known), expected[one.pk], promised))
    return found


def _times(drive: Drive, seen: Iterable[Seen]) -> dict[str, int]:
    """Key of a place → how often it was visited in this drive."""
    times: dict[str, int] = defaultdict(int)
    for one in seen:
        if one.drive_id == drive.pk and one.state in HELD:
            for key in one.kinds:
                times[key] += 1
    return times


def _chance(turnout: Turnout, visit: Seen, times: Mapping[str, int]) -> float:
    """The chance that somebody expected is recorded: the mean over the places that the visit serves."""
    confirmed = visit.state == State.CONFIRMED
    chances = [
        turnout.chance(key, kind, letter_confirmed=confirmed, nth=times.get(key, 0) + 1).mean
        for key, kind in visit.kinds.items()
    ]
    return sum(chances) / len(chances) if chances else 0.0


def _months(today: date, drive: Drive) -> list[date]:
    """The first days of the last months, oldest first, none before the drive."""
    found, month = [], today.replace(day=1)
    while len(found) < MONTHS and month >= drive.baseline_date.replace(day=1):
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _of_month(visits: Iterable[Seen], month: date) -> list[Seen]:
    return [one for one in visits if (one.day.year, one.day.month) == (month.year, month.month)]


def _sum(visits: list[Seen], tallies: dict[int, Tally]) -> Yield:
    found = [tallies[one.pk] for one in visits]
    return Yield(
        len(found),
        sum(one.expected for one in found),
        sum(one.came for one in found),
        sum(one.recorded for one in found),
    )


def _by_kecamatan(
    visits: list[Seen], tallies: dict[int, Tally], months: list[date], known: Mapping[int, Kecamatan]
) -> list[tuple[Kecamatan, list[tuple[date, Yield]], Yield]]:
    groups: dict[Kecamatan, list[Seen]] = defaultdict(list)
    for one in visits:
        groups[known[one.kecamatan_id]].append(one)
    return [
        (kecamatan, [(month, _sum(_of_month(some, month), tallies)) for month in months], _sum(some, tallies))
        for kecamatan, some in sorted(groups.items(), key=lambda pair: pair[0].code)
    ]
