"""What became of the people of many visits, in one query: for the dashboards and for what the planner learns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import CharField, Count, QuerySet, Sum, Value

from kecamatan.access import Scope
from outreach.attendance import Origin, Outcome, Tally
from outreach.models import Attendance, Visit, VisitCount
from outreach.visit_life import HELD

#: In the place of an origin: people counted without their names.
COUNTED = "counted"


@dataclass(frozen=True)
class Group:
    """So many people of one visit with one origin and outcome ("": none yet), of one desa and school (codes; or None)."""

    visit: int
    origin: str
    outcome: str
    desa: str | None
    school: str | None
    people: int


def groups_of(scope: Scope) -> list[Group]:
    """Of all visits of the office that were held, of every kecamatan and drive (one query)."""
    office = {"visit__drive__kabupaten": scope.kabupaten}
    people = Attendance.objects.filter(**office, visit__state__in=sorted(HELD))
    return _grouped(people, VisitCount.objects.filter(**office))


def tallies_of(visits: Iterable[Visit | int]) -> dict[int, Tally]:
    """Visit id → what it amounts to, for all of these (one query)."""
    ids = [one.pk if isinstance(one, Visit) else one for one in visits]
    if not ids:
        return {}
    groups = _grouped(Attendance.objects.filter(visit__in=ids), VisitCount.objects.filter(visit__in=ids))
    return tallies_from(groups, ids)


def _grouped(people: QuerySet[Attendance], counts: QuerySet[VisitCount]) -> list[Group]:
    text = CharField()
    named = (
        people.order_by()
        .values_list("visit_id", "origin", "outcome", "desa__code", "resident__school__npsn")
        .annotate(people=Count("pk"))
    )
    nowhere = {"where": Value(None, output_field=text), "school": Value(None, output_field=text)}
    as_if = {"origin": Value(COUNTED, output_field=text), "outcome": Value(Outcome.RECORDED.value, output_field=text)}
    unnamed = (
        counts.filter(taken_back=False)
        .order_by()
        .annotate(**as_if, **nowhere)
        .values_list("visit_id", "origin", "outcome", "where", "school")
        .annotate(people=Sum("people"))
    )
    return [Group(*row) for row in named.union(unnamed, all=True)]


def tallies_from(groups: Iterable[Group], visits: Iterable[int]) -> dict[int, Tally]:
    """Visit id → what it amounts to, for these."""
    of: Mapping[int, dict[Outcome, int]] = {pk: dict.fromkeys(Outcome, 0) for pk in visits}
    unlisted: Mapping[int, dict[Outcome, int]] = {pk: dict.fromkeys(Outcome, 0) for pk in of}
    still_open: dict[int, int] = defaultdict(int)
    unnamed: dict[int, int] = defaultdict(int)
    for one in groups:
        if one.visit not in of:
            continue
        if one.origin == COUNTED:
            unnamed[one.visit] += one.people
        elif one.origin == Origin.UNLISTED:
            if one.outcome:
                unlisted[one.visit][Outcome(one.outcome)] += one.people
        elif one.outcome:
            of[one.visit][Outcome(one.outcome)] += one.people
        else:
            still_open[one.visit] += one.people
    return {pk: Tally(of[pk], still_open[pk], unlisted[pk], unnamed[pk]) for pk in of}
