"""What the forecast is told of the days to come: numbers of visits, holidays and birthdays, never a person."""

import math
from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Count

from kecamatan.access import Scope
from kecamatan.ahead import Ahead, VisitAhead
from kecamatan.models import Drive
from outreach.calendar_days import NO_WORK
from outreach.models import Resident
from outreach.segments import OBLIGED_AGE, birthday, latest_birth
from outreach.selectors.calendar_days import days_between
from outreach.selectors.visits.once import once
from outreach.selectors.visits.outcomes import groups_of, tallies_from
from outreach.selectors.visits.outlook import Ahead as Coming
from outreach.selectors.visits.outlook import coming
from outreach.selectors.where.settings import settings_of
from outreach.selectors.where.visits import visits_seen
from outreach.visit_life import HELD

#: Beside the chance of each person, a visit as a whole goes so much better or worse than promised.
SPREAD = 0.4


def ahead_of(scope: Scope, drive: Drive) -> Ahead:
    """For the kecamatan of the scope (five queries; two on a page that tells of its visits as well).

    Visits after the last recording day promise nothing, and a plan that reaches so far says nothing of the days before.
    A visit of today that has not begun is still ahead.
    """
    seen = once(scope, "visits", lambda: visits_seen(scope))
    groups = once(scope, "outcomes", lambda: groups_of(scope))
    known = {one.pk: one for one in scope.kecamatan}
    here = [one for one in seen if one.drive_id == drive.pk and one.kecamatan_id in known]
    tallies = tallies_from(groups, [one.pk for one in here if one.state in HELD])
    visited: dict[date, int] = defaultdict(int)
    for one in here:
        if one.pk in tallies:
            visited[one.day] += tallies[one.pk].recorded
    expected = sum(one.expected for one in tallies.values())
    planned = [one for one in coming(scope, drive) if one.visit.day <= drive.last_recording_day]
    days = days_between(scope, drive.baseline_date, drive.polling_day)
    return Ahead(
        visits=[_visit(one) for one in planned],
        visited=dict(visited) if tallies else None,
        rest_days=frozenset(one.day for one in days if one.kinds & NO_WORK),
        births=births_of(scope, drive),
        turnout=sum(one.came for one in tallies.values()) / expected if expected else None,
    )


def teams_of(scope: Scope) -> int:
    """How many teams the office has (one query)."""
    return settings_of(scope).teams


def _visit(one: Coming) -> VisitAhead:
    """Each of those expected comes by a chance, and the visit as a whole goes well or badly."""
    chance = one.promised / one.expected if one.expected else 0.0
    spread = math.sqrt(one.promised * max(0.0, 1 - chance) + (SPREAD * one.promised) ** 2)
    return VisitAhead(str(one.visit.pk), str(one.visit), one.visit.day, one.promised, spread)


def births_of(scope: Scope, drive: Drive) -> dict[date, int]:
    """Day to come, until polling day → how many named and unrecorded people turn 17 who did not flow in yet (one query)."""
    people = Resident.objects.filter(drive=drive, added=False, ever_married=False).remaining()
    if scope.assigned is not None:
        people = people.filter(kecamatan__in=scope.assigned)
    born = people.filter(
        birth_date__gt=latest_birth(OBLIGED_AGE, scope.today),
        birth_date__lte=latest_birth(OBLIGED_AGE, max(scope.today, drive.polling_day)),
    )
    found: dict[date, int] = defaultdict(int)
    for day, number in born.order_by().values_list("birth_date").annotate(people=Count("pk")):
        turns = birthday(day, OBLIGED_AGE)
        found[max(turns, scope.today + timedelta(days=1))] += number
    return dict(found)
