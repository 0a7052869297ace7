"""The page of one visit: where it stands, whom it expects, what it yielded, and what can be done next."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import CharField, Count, Q, QuerySet, Value

from kecamatan.access import Scope, may_write
from kecamatan.models import Desa, School
from outreach.attendance import Outcome, Tally, per_team_hour
from outreach.field.standing import Standing
from outreach.models import Attendance, Resident, Visit, VisitStep
from outreach.segments import Segment, birth_bounds
from outreach.selectors.calendar_days import days_between
from outreach.selectors.field.standing import standing_of
from outreach.selectors.segments import born_within
from outreach.selectors.visits.expected import expected_of
from outreach.selectors.visits.result import tally_of_visit
from outreach.visit_life import State, Step, allowed_steps

#: Days after which a follow-up is proposed, and how far ahead a working day is looked for.
AGAIN_AFTER, LOOK_AHEAD = 7, 21


@dataclass(frozen=True)
class Expected:
    """Whom a visit expects, in numbers."""

    people: int
    first_time: int
    home_visits: int
    by_desa: list[tuple[str, int]]


@dataclass(frozen=True)
class VisitPage:
    """Everything of one visit but its people by name. ``team``: (name, does this one lead?)."""

    visit: Visit
    desa: list[Desa]
    schools: list[School]
    team: list[tuple[str, bool]]
    kits: list[str]
    expected: Expected
    tally: Tally | None
    steps: list[VisitStep]
    offered: tuple[Step, ...]
    writes: bool
    today: date
    replaced_by: Visit | None
    followed_by: list[Visit]
    standing: Standing = field(default_factory=Standing)

    @property
    def days_ahead(self) -> int:
        """Days until the visit; negative once its day is past."""
        return (self.visit.day - self.today).days

    @property
    def late(self) -> bool:
        """Its day is past, and nobody said that it began or was called off."""
        return self.visit.is_planned and self.days_ahead < 0

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """(outcome, expected people with it), in the order of the tally."""
        return [(Attendance.Outcome(one).label, self.tally.of.get(one, 0)) for one in Outcome]

    @property
    def unlisted(self) -> list[tuple[str, int]]:
        """(outcome, people with it who came unlisted), those that there are."""
        found = [(Attendance.Outcome(one).label, self.tally.unlisted.get(one, 0)) for one in Outcome]
        return [(label, people) for label, people in found if people]

    @property
    def per_hour(self) -> float | None:
        """Recorded people per hour that the team was there: from the hours entered, else from those planned."""
        visit = self.visit
        begin, end = visit.began_at or visit.starts, visit.ended_at or visit.ends
        return per_team_hour(self.tally.recorded, visit.moment(begin), visit.moment(end))

    @property
    def may_go_again(self) -> bool:
        """Somebody is left, and the visit is over."""
        over = self.visit.state in {State.DONE, State.CLOSED}
        return self.writes and over and self.tally is not None and self.tally.left > 0


def visit_page(scope: Scope, visit: Visit) -> VisitPage:
    """Everything of one visit (eleven queries at most, whatever its size)."""
    writes = may_write(scope, visit.kecamatan) and visit.drive.is_active
    offered = allowed_steps(State(visit.state), is_admin=scope.user.is_admin) if writes else ()
    team, kits = team_and_kits(visit)
    later = list(Visit.objects.filter(Q(replaces=visit) | Q(follows=visit)).order_by("day", "pk"))
    return VisitPage(
        visit=visit,
        desa=list(visit.desa.order_by("code")),
        schools=list(visit.schools.select_related("desa").order_by("name", "npsn")),
        team=team,
        kits=kits,
        expected=expected_in_numbers(visit),
        tally=tally_of_visit(visit) if visit.is_held else None,
        steps=list(visit.steps.select_related("by").order_by("-number")),
        offered=offered,
        writes=writes,
        today=scope.today,
        replaced_by=next((one for one in later if one.replaces_id == visit.pk), None),
        followed_by=[one for one in later if one.follows_id == visit.pk],
        standing=standing_of(visit),
    )


def team_and_kits(visit: Visit) -> tuple[list[tuple[str, bool]], list[str]]:
    """(name, does this one lead?) of the team, and the names of the kits, each by name (one query)."""
    what = CharField()
    team = visit.team.order_by().annotate(what=Value("team", output_field=what))
    kits = visit.kits.order_by().annotate(what=Value("kit", output_field=what), short=Value("", output_field=what))
    rows = sorted(
        team.values_list("what", "pk", "full_name", "username").union(
            kits.values_list("what", "pk", "name", "short"), all=True
        ),
        key=lambda row: row[2:],
    )
    names = [(full or short, pk == visit.leader_id) for of, pk, full, short in rows if of == "team"]
    return names, [name for of, _pk, name, _short in rows if of == "kit"]


def expected_in_numbers(visit: Visit) -> Expected:
    """Whom a visit expects, or expected when it began (one query)."""
    people = people_expected(visit).order_by()
    first_time = birth_bounds(Segment.FIRST_TIME, visit.day, polling_day=visit.drive.polling_day)
    by_desa = people.values_list("desa__name").annotate(
        people=Count("pk"),
        first_time=Count("pk", filter=born_within(first_time)),
        home_visits=Count("pk", filter=~Q(home_visit="")),
    )
    rows = list(by_desa.order_by("-people", "desa__name"))
    sums = [sum(row[index] for row in rows) for index in (1, 2, 3)]
    return Expected(*sums, by_desa=[row[:2] for row in rows])


def people_expected(visit: Visit) -> QuerySet[Resident]:
    """The people themselves: as the list stands while the visit is planned, as it stood once it began."""
    if visit.is_held:
        expected = Attendance.objects.filter(visit=visit).exclude(origin=Attendance.Origin.UNLISTED)
        return Resident.objects.filter(pk__in=expected.values("resident"))
    return expected_of(visit)


def proposed_day(scope: Scope, visit: Visit, *, at_schools: bool) -> date:
    """A day on which the team may go again: the first working day a week on (one query); ``at_schools``: with school."""
    first = max(scope.today, visit.day) + timedelta(days=AGAIN_AFTER)
    days = days_between(scope, first, first + timedelta(days=LOOK_AHEAD))
    fit = [one.day for one in days if one.is_working_day and (one.is_school_day or not at_schools)]
    return fit[0] if fit else first
