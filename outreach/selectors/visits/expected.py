"""Whom a visit expects: those of its places who are still to be recorded, and whom the office picked by hand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from outreach.models import Resident, Visit, VisitPick
from outreach.segments import RECORDING_AGE, latest_birth


def expected_of(visit: Visit) -> QuerySet[Resident]:
    """The people whom a planned visit expects as the list stands now, ordered by desa, RT and name.

    Of its desa and schools all who remain and may be recorded on its day, less those left out by hand; and those
    expected by hand as long as they remain. Whoever looks at them filters by the own kecamatan (``access``).
    """
    picks = VisitPick.objects.filter(visit=visit)
    by_hand = picks.filter(kind=VisitPick.Kind.EXPECT).values("resident")
    left_out = picks.filter(kind=VisitPick.Kind.LEAVE_OUT).values("resident")
    of_places = served_by(visit.desa.values("pk"), visit.schools.values("pk"), visit.day) & ~Q(pk__in=left_out)
    found = Resident.objects.filter(drive=visit.drive_id).remaining().filter(of_places | Q(pk__in=by_hand))
    return found.order_by("desa__code", "rw", "rt", "name", "pk")


def served_by(desa, schools, day: date) -> Q:
    """Who lives in one of these desa or goes to one of these schools, and is 16 by ``day`` (or was ever married)."""
    return (Q(desa__in=desa) | Q(school__in=schools)) & old_enough(day)


def old_enough(day: date) -> Q:
    """Who may be recorded on ``day``: 16 by then, or ever married; and whoever's birth date is not known."""
    return Q(birth_date__isnull=True) | Q(ever_married=True) | Q(birth_date__lte=latest_birth(RECORDING_AGE, day))


@dataclass(frozen=True)
class _Serves:
    visit: Visit
    desa: frozenset[int]
    schools: frozenset[int]
    by_hand: frozenset[int]
    left_out: frozenset[int]

    def expects(self, resident: Resident) -> bool:
        if resident.pk in self.left_out:
            return False
        of_places = resident.desa_id in self.desa or resident.school_id in self.schools
        return of_places or resident.pk in self.by_hand


def expected_elsewhere(visit: Visit, residents: Iterable[Resident], today: date) -> dict[int, list[Visit]]:
    """Resident id → the other visits ahead that expect them as well, soonest first (five queries)."""
    others = Visit.objects.filter(drive=visit.drive_id, day__gte=today).planned().exclude(pk=visit.pk)
    serving = [_serves(one) for one in others.prefetch_related("desa", "schools", "picks").order_by("day", "starts")]
    found: dict[int, list[Visit]] = defaultdict(list)
    for resident in residents:
        for other in serving:
            if other.expects(resident):
                found[resident.pk].append(other.visit)
    return dict(found)


def _serves(visit: Visit) -> _Serves:
    picks = list(visit.picks.all())
    return _Serves(
        visit,
        frozenset(one.pk for one in visit.desa.all()),
        frozenset(one.pk for one in visit.schools.all()),
        frozenset(one.resident_id for one in picks if one.kind == VisitPick.Kind.EXPECT),
        frozenset(one.resident_id for one in picks if one.kind == VisitPick.Kind.LEAVE_OUT),
    )


def origins_of(visit: Visit, residents: Iterable[Resident]) -> dict[int, str]:
    """Resident id → how they came upon the visit's list, for its start (three queries)."""
    serves = _serves(visit)
    return {
        one.pk: "place" if one.desa_id in serves.desa or one.school_id in serves.schools else "hand"
        for one in residents
    }
