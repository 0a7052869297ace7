"""What many visits promise and what they yielded, in a fixed number of queries: for lists and calendars."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    Q,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)

from outreach.attendance import Tally
from outreach.life import REMAINING
from outreach.models import Resident, Visit, VisitPick
from outreach.segments import RECORDING_AGE, latest_birth
from outreach.selectors.visits.expected import old_enough
from outreach.selectors.visits.outcomes import tallies_of
from outreach.visit_life import HELD, PLANNED


@dataclass(frozen=True)
class Figures:
    """One visit in numbers. ``expected``: None where it was called off. ``tally``: None until it began.

    ``serves``: the names of its desa and schools, where they were read with the numbers.
    """

    expected: int | None = None
    tally: Tally | None = None
    serves: tuple[str, ...] | None = None

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
    """Visit id → its numbers (four queries, two where desa and schools were fetched with the visits)."""
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
class Told:
    """All visits of a list: the figures of each, its day and state, and when and in which kecamatan it begins."""

    figures: dict[int, Figures]
    days: dict[int, tuple[date, str]]
    begins: dict[int, tuple[time, str]]


def told_of(visits: QuerySet[Visit]) -> Told:
    """The figures of all these visits, however many pages of a list they fill (three queries)."""
    serves: dict[int, Serves] = {}
    names: dict[int, dict[str, str]] = defaultdict(dict)
    days: dict[int, tuple[date, str]] = {}
    begins: dict[int, tuple[time, str]] = {}
    places = ("desa", "desa__code", "desa__name", "schools", "schools__npsn", "schools__name")
    rows = visits.select_related(None).prefetch_related(None).order_by("pk", "desa__code", "schools__npsn")
    told = ("pk", "drive_id", "day", "state", "starts", "kecamatan__name")
    for pk, drive, day, state, starts, kecamatan, *found in rows.values_list(*told, *places):
        one = serves.setdefault(pk, Serves(pk, drive, day, set(), set()))
        days[pk], begins[pk] = (day, state), (starts, kecamatan)
        desa, code, desa_name, school, npsn, school_name = found
        if desa is not None:
            one.desa.add(desa)
            names[pk][code] = desa_name
        if school is not None:
            one.schools.add(school)
            names[pk][f"~{npsn}"] = school_name
    tallies = tallies_of([pk for pk, (_day, state) in days.items() if state in HELD])
    expected = expected_by_places([one for pk, one in serves.items() if days[pk][1] in PLANNED])
    figures = {
        pk: Figures(
            tallies[pk].expected if pk in tallies else expected.get(pk),
            tallies.get(pk),
            tuple(name for _key, name in sorted(names[pk].items())),
        )
        for pk in days
    }
    return Told(figures, days, begins)


@dataclass(frozen=True)
class _Group:
    """So many people who remain, of one drive, desa and school. ``born``: None for those who are old enough for all."""

    drive: int
    desa: int | None
    school: int | None
    born: date | None
    people: int = 1

    def counts_for(self, visit: "Serves") -> bool:
        """Are they of the visit's drive, and 16 on its day?"""
        grown = self.born is None or self.born <= latest_birth(RECORDING_AGE, visit.day)
        return self.drive == visit.drive_id and grown


@dataclass(frozen=True)
class Serves:
    """A planned visit by its numbers: of which drive, on which day, for which desa and schools."""

    pk: int
    drive_id: int
    day: date
    desa: set[int] | frozenset[int]
    schools: set[int] | frozenset[int]


def expected_counts(visits: list[Visit]) -> dict[int, int]:
    """Visit id → how many people a planned visit expects, exactly as many as ``expected_of`` gives (three queries)."""
    prefetch_related_objects(visits, "desa", "schools")
    return expected_by_places(
        [
            Serves(
                *(one.pk, one.drive_id, one.day),
                frozenset(desa.pk for desa in one.desa.all()),
                frozenset(school.pk for school in one.schools.all()),
            )
            for one in visits
        ]
    )


def expected_by_places(visits: Sequence[Serves]) -> dict[int, int]:
    """The same for visits whose places the caller knows (one query)."""
    if not visits:
        return {}
    groups, picks = _groups_and_picks(visits)
    by_desa: dict[int | None, list[_Group]] = defaultdict(list)
    by_school: dict[int | None, list[_Group]] = defaultdict(list)
    for one in groups:
        by_desa[one.desa].append(one)
        by_school[one.school].append(one)
    found = {}
    for visit in visits:
        mine = [group for pk in visit.desa for group in by_desa[pk]]
        mine += [group for pk in visit.schools for group in by_school[pk] if group.desa not in visit.desa]
        found[visit.pk] = sum(group.people for group in mine if group.counts_for(visit))
    for visit, difference in _by_hand(visits, picks):
        found[visit.pk] += difference
    return found


@dataclass(frozen=True)
class _Pick:
    """Somebody whom the office picked for a visit or left out of it, and who remains."""

    visit: int
    kind: str
    drive: int
    desa: int
    school: int | None
    born: date | None
    ever_married: bool


def _groups_and_picks(visits: Sequence[Serves]) -> tuple[list[_Group], list[_Pick]]:
    """All who remain of the places of these visits, grouped, those under 16 on the first day by birth date; and whom the
    office picked by hand (one query)."""
    first = min(visit.day for visit in visits)
    desa = {pk for visit in visits for pk in visit.desa}
    schools = {pk for visit in visits for pk in visit.schools}
    born = Case(
        When(old_enough(first), then=Value(None, output_field=DateField())),
        default=F("birth_date"),
        output_field=DateField(),
    )
    nobody = {
        "of_visit": Value(0),
        "kind": Value("", output_field=CharField()),
        "married": Value(False, output_field=BooleanField()),
    }
    people = Resident.objects.filter(drive__in={visit.drive_id for visit in visits}).remaining().order_by()
    people = people.filter(Q(desa__in=desa) | Q(school__in=schools)).annotate(born=born, **nobody)
    columns = ("drive", "desa", "school", "born")
    counted = people.values_list("of_visit", "kind", *columns, "married").annotate(people=Count("pk"))
    picks = VisitPick.objects.filter(visit__in=[one.pk for one in visits], resident__state__in=sorted(REMAINING))
    of_resident = [f"resident__{name}" for name in ("drive", "desa", "school", "birth_date", "ever_married")]
    picked = picks.order_by().annotate(one=Value(1)).values_list("visit", "kind", *of_resident, "one")
    groups, found = [], []
    for visit, kind, *place, married, number in counted.union(picked, all=True):
        if kind:
            found.append(_Pick(visit, kind, *place, bool(married)))
        else:
            groups.append(_Group(*place, number))
    return groups, found


def _by_hand(visits: Sequence[Serves], picks: Iterable[_Pick]) -> Iterable[tuple[Serves, int]]:
    """(visit, +1 or −1) for each person whom the office picked for it or left out of it."""
    by_pk = {visit.pk: visit for visit in visits}
    first = min(visit.day for visit in visits)
    for one in picks:
        visit = by_pk[one.visit]
        grown = one.born is None or one.ever_married or one.born <= latest_birth(RECORDING_AGE, first)
        of_places = one.desa in visit.desa or one.school in visit.schools
        group = _Group(one.drive, one.desa, one.school, None if grown else one.born)
        counted = of_places and group.counts_for(visit)
        if one.kind == VisitPick.Kind.LEAVE_OUT and counted:
            yield visit, -1
        elif one.kind == VisitPick.Kind.EXPECT and not counted and one.drive == visit.drive_id:
            yield visit, 1
