"""What many visits promise and what they yielded, in a fixed number of queries: for lists and calendars."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, DateField, F, Q, Value, When, prefetch_related_objects

from outreach.attendance import Tally
from outreach.life import REMAINING
from outreach.models import Resident, Visit, VisitPick
from outreach.segments import RECORDING_AGE, latest_birth
from outreach.selectors.visits.expected import old_enough
from outreach.selectors.visits.result import tallies_of


@dataclass(frozen=True)
class Figures:
    """One visit in numbers. ``expected``: None where it was called off. ``tally``: None until it began."""

    expected: int | None = None
    tally: Tally | None = None

    @property
    def came(self) -> int | None:
        """Expected people who stood before the team."""
        return self.tally.came if self.tally else None

    @property
    def recorded(self) -> int | None:
        """Everybody recorded there."""
        return self.tally.recorded if self.tally else None

    @property
    def turnout(self) -> float | None:
        """came ÷ expected; None until it began, or where nobody was expected."""
        return self.tally.turnout if self.tally else None


def figures_of(visits: Iterable[Visit]) -> dict[int, Figures]:
    """Visit id → its numbers (six queries, four where desa and schools were fetched with the visits)."""
    visits = list(visits)
    tallies = tallies_of([one for one in visits if one.is_held])
    expected = expected_counts([one for one in visits if one.is_planned])
    return {
        one.pk: Figures(tallies[one.pk].expected, tallies[one.pk])
        if one.pk in tallies
        else Figures(expected.get(one.pk))
        for one in visits
    }


@dataclass(frozen=True)
class _Group:
    """So many people who remain, of one drive, desa and school. ``born``: None for those who are old enough for all."""

    drive: int
    desa: int | None
    school: int | None
    born: date | None
    people: int = 1

    def counts_for(self, visit: Visit) -> bool:
        """Are they of the visit's drive, and 16 on its day?"""
        grown = self.born is None or self.born <= latest_birth(RECORDING_AGE, visit.day)
        return self.drive == visit.drive_id and grown


def expected_counts(visits: list[Visit]) -> dict[int, int]:
    """Visit id → how many people a planned visit expects, exactly as many as ``expected_of`` gives (four queries)."""
    if not visits:
        return {}
    prefetch_related_objects(visits, "desa", "schools")
    groups = _groups(visits)
    by_desa: dict[int | None, list[_Group]] = defaultdict(list)
    by_school: dict[int | None, list[_Group]] = defaultdict(list)
    for one in groups:
        by_desa[one.desa].append(one)
        by_school[one.school].append(one)
    found = {}
    for visit in visits:
        desa = {one.pk for one in visit.desa.all()}
        mine = [group for pk in desa for group in by_desa[pk]]
        mine += [group for one in visit.schools.all() for group in by_school[one.pk] if group.desa not in desa]
        found[visit.pk] = sum(group.people for group in mine if group.counts_for(visit))
    for visit, difference in _by_hand(visits):
        found[visit.pk] += difference
    return found


def _groups(visits: list[Visit]) -> list[_Group]:
    """All who remain of the places of these visits, grouped; those under 16 on the first day by birth date (one query)."""
    first = min(visit.day for visit in visits)
    desa = {one.pk for visit in visits for one in visit.desa.all()}
    schools = {one.pk for visit in visits for one in visit.schools.all()}
    born = Case(
        When(old_enough(first), then=Value(None, output_field=DateField())),
        default=F("birth_date"),
        output_field=DateField(),
    )
    rows = Resident.objects.filter(drive__in={visit.drive_id for visit in visits}).remaining()
    rows = rows.filter(Q(desa__in=desa) | Q(school__in=schools)).order_by().annotate(born=born)
    counted = rows.values_list("drive", "desa", "school", "born").annotate(people=Count("pk"))
    return [_Group(*row) for row in counted]


def _by_hand(visits: list[Visit]) -> Iterable[tuple[Visit, int]]:
    """(visit, +1 or −1) for each person whom the office picked for it or left out of it (one query)."""
    by_pk = {visit.pk: visit for visit in visits}
    first = min(visit.day for visit in visits)
    picks = VisitPick.objects.filter(visit__in=visits, resident__state__in=sorted(REMAINING))
    columns = ("visit", "kind", "resident__drive", "resident__desa", "resident__school")
    for pk, kind, drive, desa, school, born, married in picks.values_list(
        *columns, "resident__birth_date", "resident__ever_married"
    ):
        visit = by_pk[pk]
        grown = born is None or married or born <= latest_birth(RECORDING_AGE, first)
        of_places = desa in {one.pk for one in visit.desa.all()} or school in {one.pk for one in visit.schools.all()}
        counted = of_places and _Group(drive, desa, school, None if grown else born).counts_for(visit)
        if kind == VisitPick.Kind.LEAVE_OUT and counted:
            yield visit, -1
        elif kind == VisitPick.Kind.EXPECT and not counted and drive == visit.drive_id:
            yield visit, 1
