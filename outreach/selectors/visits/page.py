"""The page of one visit: where it stands, whom it expects, what it yielded, and what can be done next."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from kecamatan.access import Scope, may_write
from kecamatan.models import Desa, School, User
from outreach.attendance import Outcome, Tally, per_team_hour
from outreach.models import Attendance, Kit, Resident, Visit, VisitStep
from outreach.segments import Segment, birth_bounds
from outreach.selectors.calendar_days import days_between
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
    """Everything of one visit but its people by name."""

    visit: Visit
    desa: list[Desa]
    schools: list[School]
    team: list[User]
    kits: list[Kit]
    expected: Expected
    tally: Tally | None
    steps: list[VisitStep]
    offered: tuple[Step, ...]
    writes: bool
    today: date
    replaced_by: Visit | None
    followed_by: list[Visit]

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
    """Everything of one visit (about twelve queries, whatever its size)."""
    writes = may_write(scope, visit.kecamatan) and visit.drive.is_active
    offered = allowed_steps(State(visit.state), is_admin=scope.user.is_admin) if writes else ()
    return VisitPage(
        visit=visit,
        desa=list(visit.desa.order_by("code")),
        schools=list(visit.schools.select_related("desa").order_by("name", "npsn")),
        team=list(visit.team.order_by("full_name", "username")),
        kits=list(visit.kits.order_by("name")),
        expected=expected_in_numbers(visit),
        tally=tally_of_visit(visit) if visit.is_held else None,
        steps=list(visit.steps.select_related("by").order_by("-number")),
        offered=offered,
        writes=writes,
        today=scope.today,
        replaced_by=Visit.objects.filter(replaces=visit).first(),
        followed_by=list(visit.followed_by.order_by("day", "pk")),
    )


def expected_in_numbers(visit: Visit) -> Expected:
    """Whom a visit expects, or expected when it began (two queries)."""
    people = people_expected(visit).order_by()
    first_time = birth_bounds(Segment.FIRST_TIME, visit.day, polling_day=visit.drive.polling_day)
    sums = people.aggregate(
        people=Count("pk"),
        first_time=Count("pk", filter=born_within(first_time)),
        home_visits=Count("pk", filter=~Q(home_visit="")),
    )
    desa = people.values_list("desa__name").annotate(people=Count("pk")).order_by("-people", "desa__name")
    return Expected(**sums, by_desa=list(desa))


def people_expected(visit: Visit) -> QuerySet[Resident]:
    """The people themselves: as the list stands while the visit is planned, as it stood once it began."""
    if visit.is_held:
        expected = Attendance.objects.filter(visit=visit).exclude(origin=Attendance.Origin.UNLISTED)
        return Resident.objects.filter(pk__in=expected.values("resident"))
    return expected_of(visit)


def proposed_day(scope: Scope, visit: Visit) -> date:
    """A day on which the team may go again: the first working day a week on, of those before the last recording day."""
    first = max(scope.today, visit.day) + timedelta(days=AGAIN_AFTER)
    days = days_between(scope, first, first + timedelta(days=LOOK_AHEAD))
    at_schools = visit.schools.exists()
    fit = [one.day for one in days if one.is_working_day and (one.is_school_day or not at_schools)]
    return fit[0] if fit else first
