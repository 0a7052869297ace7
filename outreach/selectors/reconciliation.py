"""Names against counts, place by place, in a fixed number of queries however many people are on the list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Aggregate, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value

from kecamatan.models import CountUpdate, Desa, Drive, Kecamatan
from kecamatan.selectors.counts import KecamatanCounts, counts_as_of
from outreach import reconciling
from outreach.actions.matching_counts import MATCHED
from outreach.doubles import Pair
from outreach.life import REMAINING, State
from outreach.models import Absence, Resident, ResidentRow
from outreach.reconciling import Names, Standing
from outreach.segments import OBLIGED_AGE, Segment, birth_bounds, latest_birth
from outreach.selectors.doubles import pairs_of
from outreach.selectors.segments import born_within

#: Rows and people shown under one cause; there is always a page for the rest.
MOST_SHOWN = 12


def names_of(drive: Drive, kecamatan_ids: Sequence[int]) -> dict[int, dict[int, Names]]:
    """Kecamatan → desa → people of the list there (one query, from an index alone)."""
    found: dict[int, dict[int, Names]] = defaultdict(dict)
    rows = (
        Resident.objects.filter(drive=drive, kecamatan__in=list(kecamatan_ids))
        .exclude(state=State.MERGED)
        .order_by()
        .values("kecamatan_id", "desa_id")
        .annotate(listed=Count("*"), named=Count("state", filter=Q(state__in=sorted(REMAINING))))
    )
    for kecamatan_id, desa_id, listed, named in rows.values_list("kecamatan_id", "desa_id", "listed", "named"):
        found[kecamatan_id][desa_id] = Names(listed, named)
    return found


@dataclass(frozen=True)
class Listed:
    """The people of one desa: how many are on the list, and of those still to be recorded how many are of each segment."""

    names: Names
    segments: Mapping[Segment, int]


def listed_of(drive: Drive, kecamatan_ids: Sequence[int], day: date) -> dict[int, dict[int, Listed]]:
    """Kecamatan → desa → people of the list there, with their segments on ``day`` (one query, from an index alone)."""
    found: dict[int, dict[int, Listed]] = defaultdict(dict)
    remain = Q(state__in=sorted(REMAINING))
    bounds = {one: birth_bounds(one, day, polling_day=drive.polling_day) for one in Segment}
    of = {one.value: Count("state", filter=remain & born_within(within)) for one, within in bounds.items()}
    rows = (
        Resident.objects.filter(drive=drive, kecamatan__in=list(kecamatan_ids))
        .exclude(state=State.MERGED)
        .order_by()
        .values("kecamatan_id", "desa_id")
        .annotate(listed=Count("*"), named=Count("state", filter=remain), **of)
        .values_list("kecamatan_id", "desa_id", "listed", "named", *of)
    )
    for kecamatan_id, desa_id, listed, named, *people in rows:
        segments = dict(zip(Segment, people, strict=True))
        found[kecamatan_id][desa_id] = Listed(Names(listed, named), segments)
    return found


def standing_of(counts: KecamatanCounts, names: Mapping[int, Names], *, stated: bool = True) -> reconciling.Kecamatan:
    """One kecamatan from its counts. ``stated``: does anybody know its baseline?"""
    if not stated:
        unknown = Standing(None, sum(names.values(), Names()), 0, 0)
        return reconciling.Kecamatan(unknown, {}, unknown, names)
    remaining = {pk: part.remaining for pk, part in counts.desa.items()}
    return reconciling.of_kecamatan(remaining, counts.rest.remaining, names)


def standings(drive: Drive, kecamatan_ids: Sequence[int]) -> dict[int, reconciling.Kecamatan]:
    """Each of these kecamatan as of now (three queries)."""
    picture = counts_as_of(drive, kecamatan_ids)
    names = names_of(drive, kecamatan_ids)
    return {
        pk: standing_of(counts, names.get(pk, {}), stated=pk in picture.stated)
        for pk, counts in picture.kecamatan.items()
    }


def unnamed_rows(drive: Drive, kecamatan: Kecamatan, desa: Desa | None = None) -> QuerySet[CountUpdate]:
    """Standing rows that took people off by number alone, and may be people of the list; the newest first."""
    owned = ResidentRow.objects.filter(row_id=OuterRef("key"))
    rows = CountUpdate.objects.standing().filter(drive=drive, kecamatan=kecamatan, kind__in=MATCHED)
    if desa is not None:
        rows = rows.filter(desa=desa)
    return rows.exclude(Exists(owned)).select_related("kecamatan", "desa", "entered_by").order_by("-date", "-pk")


def people_of(drive: Drive, kecamatan: Kecamatan, desa: Desa | None = None) -> QuerySet[Resident]:
    """The people of a place who are still to be recorded, by name."""
    people = Resident.objects.filter(drive=drive, kecamatan=kecamatan).remaining()
    if desa is not None:
        people = people.filter(desa=desa)
    return people.for_list().order_by("name", "pk")


def overlooked_inflow(drive: Drive, kecamatan: Kecamatan, desa: Desa | None = None) -> QuerySet[Resident]:
    """Who by rule 8 flowed in after the baseline, and was taken for one of it."""
    of_baseline = latest_birth(OBLIGED_AGE, drive.baseline_date)
    people = people_of(drive, kecamatan, desa).filter(state=State.UNRECORDED, added=False, ever_married=False)
    return people.filter(birth_date__gt=of_baseline)


@dataclass(frozen=True)
class Causes:
    """Why names and counts of a place may differ; whole numbers, and the first rows and people of each."""

    rows: Sequence[CountUpdate]
    row_count: int
    row_people: int
    inflow: Sequence[Resident]
    inflow_count: int
    same_desa: Sequence[Pair]
    two_desa: Sequence[Pair]
    without_share: Sequence[tuple[Desa, Names]]
    no_birth_date: Sequence[Resident]
    no_birth_date_count: int
    absences: int

    @property
    def is_clear(self) -> bool:
        """Nothing of it is to be found here."""
        return not any(
            (self.row_count, self.inflow_count, self.same_desa, self.two_desa, self.without_share,
             self.no_birth_date_count, self.absences)
        )  # fmt: skip


def causes_of(
    drive: Drive,
    kecamatan: Kecamatan,
    *,
    desa: Desa | None = None,
    all_desa: Sequence[Desa],
    found: reconciling.Kecamatan,
) -> Causes:
    """What may lie behind the difference (five queries, two more where doubles have to be looked for anew)."""
    rows, row_count, row_people = _first_rows(unnamed_rows(drive, kecamatan, desa))
    inflow, inflow_count = _first_people(overlooked_inflow(drive, kecamatan, desa))
    nameless = people_of(drive, kecamatan, desa).filter(birth_date=None, ever_married=False)
    nameless_date, nameless_count = _first_people(nameless)
    doubles = pairs_of(drive, [kecamatan.pk])
    pairs, where = doubles.pairs, doubles.desa
    if desa is not None:
        pairs = [pair for pair in pairs if desa.pk in {where.get(pair.first), where.get(pair.second)}]
    absences = Absence.objects.filter(settled="", resident__drive=drive, resident__kecamatan=kecamatan)
    shown = [desa] if desa is not None else all_desa
    return Causes(
        rows=rows,
        row_count=row_count,
        row_people=row_people,
        inflow=inflow,
        inflow_count=inflow_count,
        same_desa=[pair for pair in pairs if where.get(pair.first) == where.get(pair.second)],
        two_desa=[pair for pair in pairs if where.get(pair.first) != where.get(pair.second)],
        without_share=[(one, found.without_share[one.pk]) for one in shown if one.pk in found.without_share],
        no_birth_date=nameless_date,
        no_birth_date_count=nameless_count,
        absences=(absences.filter(resident__desa=desa) if desa is not None else absences).count(),
    )


def _first_rows(rows: QuerySet[CountUpdate]) -> tuple[list[CountUpdate], int, int]:
    """The first rows, how many there are, and how many people (one query)."""
    people = _of_all(rows, Sum("quantity"))
    found = list(rows.annotate(all_rows=_of_all(rows, Count("*")), all_people=people)[:MOST_SHOWN])
    return (found, found[0].all_rows, found[0].all_people) if found else ([], 0, 0)


def _first_people(people: QuerySet[Resident]) -> tuple[list[Resident], int]:
    """The first of them, and how many there are (one query)."""
    found = list(people.annotate(all_people=_of_all(people, Count("*")))[:MOST_SHOWN])
    return found, found[0].all_people if found else 0


def _of_all(rows: QuerySet, number: Aggregate) -> Subquery:
    """A number of all these rows, to stand beside each of them."""
    bare = rows.order_by().select_related(None).annotate(every=Value(1))
    return Subquery(bare.values("every").annotate(number=number).values("number"), output_field=IntegerField())
