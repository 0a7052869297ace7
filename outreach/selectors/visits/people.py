"""The people of a visit, a page at a time: whom it expects, and what became of each."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from kecamatan.access import Scope
from outreach.access import attendances_for, residents_for
from outreach.life import REMAINING
from outreach.models import Attendance, Resident, Visit, VisitPick
from outreach.person_names import search_terms
from outreach.segments import Segment, age_on, segment_of
from outreach.selectors.visits.expected import expected_elsewhere
from outreach.selectors.visits.page import people_expected

PER_PAGE = 100


@dataclass(frozen=True)
class Person:
    """One person of a visit as its lists show them."""

    resident: Resident
    age: int | None
    first_time: bool
    elsewhere: list[Visit]
    by_hand: bool = False


@dataclass(frozen=True)
class Expecting:
    """The page of whom a planned visit expects. ``hidden``: so many more live in kecamatan of colleagues."""

    page: Page
    people: list[Person]
    hidden: int
    left_out: list[Resident]


def expecting(scope: Scope, visit: Visit, number: str | None) -> Expecting:
    """One page of the expected list, those of the scope (about ten queries)."""
    everybody = people_expected(visit)
    mine = everybody.filter(pk__in=residents_for(scope).values("pk")).select_related("desa", "school")
    page = Paginator(mine.order_by("desa__code", "rw", "rt", "name", "pk"), PER_PAGE).get_page(number)
    residents = list(page.object_list)
    elsewhere = expected_elsewhere(visit, residents, scope.today) if visit.is_planned else {}
    picks = VisitPick.objects.filter(visit=visit)
    by_hand = set(picks.filter(kind=VisitPick.Kind.EXPECT).values_list("resident", flat=True))
    out = picks.filter(kind=VisitPick.Kind.LEAVE_OUT).values("resident")
    return Expecting(
        page=page,
        people=[_person(one, visit, elsewhere, one.pk in by_hand) for one in residents],
        hidden=everybody.count() - page.paginator.count,
        left_out=list(
            residents_for(scope).filter(pk__in=out, state__in=sorted(REMAINING)).select_related("desa")[:200]
        ),
    )


def _person(resident: Resident, visit: Visit, elsewhere: dict[int, list[Visit]], by_hand: bool) -> Person:
    return Person(
        resident, _age(resident, visit.day), first_time(resident, visit), elsewhere.get(resident.pk, []), by_hand
    )


def first_time(resident: Resident, visit: Visit) -> bool:
    """Will they vote for the first time on polling day, and are not 17 yet on the day of the visit?"""
    segment = segment_of(
        resident.birth_date,
        visit.day,
        polling_day=visit.drive.polling_day,
        ever_married=resident.ever_married,
    )
    return segment is Segment.FIRST_TIME


def _age(resident: Resident, day: date) -> int | None:
    return age_on(resident.birth_date, day) if resident.birth_date else None


@dataclass(frozen=True)
class Row:
    """One row of the result: an attendance and what its form shows. ``typed``: what was sent and not saved, and why not."""

    attendance: Attendance
    age: int | None
    first_time: bool
    typed: str | None = None
    note: str = ""
    wrong: str = ""
    theirs: str = ""

    @property
    def outcome(self) -> str:
        """What the form shows as chosen."""
        return self.attendance.outcome if self.typed is None else self.typed

    @property
    def lost(self) -> str:
        """What was sent and can't be saved any more, in words; "" where nothing was."""
        said = str(Attendance.Outcome(self.typed).label) if self.typed else ""
        return ", ".join(part for part in (said, self.note if self.note != self.attendance.note else "") if part)


SHOW = ("open", "all", "unlisted")


@dataclass(frozen=True)
class ResultPage:
    """One page of the result. ``counts``: how many there are behind each of the ways to look at it."""

    page: Page
    rows: list[Row]
    counts: dict[str, int]
    show: str
    hidden: int


def result_page(
    scope: Scope,
    visit: Visit,
    *,
    show: str,
    number: str | None = None,
    find: str = "",
    pks: list[int] | None = None,
) -> ResultPage:
    """The people of a visit with their outcomes (about five queries). ``pks``: just these and all of them, as a form that
    was refused had them."""
    everybody = Attendance.objects.filter(visit=visit)
    mine = attendances_for(scope, visit).select_related("resident__desa", "desa", "step", "by")
    unlisted = Q(origin=Attendance.Origin.UNLISTED)
    ways = {"open": ~unlisted & Q(outcome=""), "all": ~unlisted, "unlisted": unlisted & ~Q(outcome="")}
    rows = mine.filter(ways[show]) if pks is None else mine.filter(pk__in=pks)
    rows = _found(rows, find).order_by("desa__code", "resident__rw", "resident__rt", "resident__name", "pk")
    page = Paginator(rows, PER_PAGE if pks is None else max(PER_PAGE, len(pks))).get_page(number)
    hidden = everybody.exclude(pk__in=mine.values("pk")).exclude(origin=Attendance.Origin.UNLISTED).count()
    return ResultPage(
        page=page,
        rows=[row_of(one, visit) for one in page.object_list],
        counts=mine.order_by().aggregate(**{name: Count("pk", filter=way) for name, way in ways.items()}),
        show=show,
        hidden=hidden if scope.assigned is not None else 0,
    )


def row_of(attendance: Attendance, visit: Visit, **typed) -> Row:
    """One row, with what was typed and not saved."""
    resident = attendance.resident
    if resident is None:
        return Row(attendance, None, False, **typed)
    return Row(attendance, _age(resident, visit.day), first_time(resident, visit), **{"note": attendance.note} | typed)


def _found(rows: QuerySet[Attendance], find: str) -> QuerySet[Attendance]:
    """Those whose name has these parts; or RT, as three digits."""
    for term in search_terms(find):
        rows = rows.filter(Q(resident__name_key__contains=term))
    return rows
