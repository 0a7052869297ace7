"""How many people may be missing in the numbers, because phones have not come in yet: for pages of numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from kecamatan.days import today_in
from kecamatan.models import Drive, Kabupaten
from outreach.attendance import Origin
from outreach.field.standing import PhoneCount, at_most
from outreach.models import Attendance, FieldEvent, FieldLease, Visit
from outreach.visit_life import HELD, PLANNED


@dataclass(frozen=True)
class Missing:
    """So many ``phones`` are not yet in, and at most so many ``people`` are missing for it."""

    phones: int = 0
    people: int = 0

    def __bool__(self) -> bool:
        return self.phones > 0


def awaited_leases(today: date) -> Q:
    """Leases that may still bring something: still on a phone, of visits that were held or are planned for today."""
    held_or_today = Q(visit__state__in=sorted(HELD)) | Q(visit__state__in=sorted(PLANNED), visit__day=today)
    return Q(returned_at__isnull=True, ended_at__isnull=True) & held_or_today


def visits_not_in(rows: QuerySet[Visit], today: date) -> QuerySet[Visit]:
    """Those of these visits of which a phone is not yet in."""
    return rows.filter(pk__in=FieldLease.objects.filter(awaited_leases(today)).order_by().values("visit"))


def missing_by_visit(leases: QuerySet[FieldLease], today: date) -> dict[int, Missing]:
    """Visit id → what may be missing, of the visits of which a phone is not yet in (one query)."""
    without = Attendance.objects.filter(visit=OuterRef("visit"), outcome="").exclude(origin=Origin.UNLISTED)
    counted = Subquery(without.order_by().values("visit").annotate(n=Count("pk")).values("n"))
    rows = (
        leases.filter(awaited_leases(today))
        .order_by()
        .annotate(got=Count("events"), top=Coalesce(Max("events__number"), 0), without=Coalesce(counted, 0))
        .values_list("visit", "visit__state", "people", "made", "top", "got", "without")
    )
    phones: dict[int, list[PhoneCount]] = {}
    left: dict[int, int] = {}
    for visit, state, people, made, top, got, still_open in rows:
        phones.setdefault(visit, []).append(PhoneCount(made, top, got, is_out=True))
        # Before it begins nobody has an outcome: whoever was put on the phone may be recorded there.
        left[visit] = max(left.get(visit, 0), people if state in PLANNED else still_open)
    return {pk: Missing(len(some), at_most(some, left[pk])) for pk, some in phones.items()}


def phones_of_visits() -> dict[str, Coalesce]:
    """What a query of visits is annotated with: ``phones`` that are out, people put ``along`` on one of them at most, and
    numbers ``in_gaps`` of all of them.
    """
    leases = FieldLease.objects.filter(visit=OuterRef("pk")).out().order_by()
    events = FieldEvent.objects.filter(lease=OuterRef("pk")).order_by().values("lease")
    top = Coalesce(Subquery(events.annotate(n=Max("number")).values("n")), 0)
    got = Coalesce(Subquery(events.annotate(n=Count("pk")).values("n")), 0)
    missing = leases.annotate(missing=Greatest(F("made"), top) - got).values("visit")
    each = leases.values("visit")
    return {
        "phones": Coalesce(Subquery(each.annotate(n=Count("pk")).values("n")), 0),
        "along": Coalesce(Subquery(each.annotate(n=Max("people")).values("n")), 0),
        "in_gaps": Coalesce(Subquery(missing.annotate(n=Sum("missing")).values("n")), 0),
    }


def added_up(found: Mapping[int, Missing], visits: Iterable[int] | None = None) -> Missing:
    """Of these visits together; of all without any."""
    some = list(found.values()) if visits is None else [found[pk] for pk in visits if pk in found]
    return Missing(sum(one.phones for one in some), sum(one.people for one in some))


def phones_not_in(drive: Drive, kecamatan_ids: Sequence[int], until: date) -> tuple[int, int]:
    """(phones not yet in, people who may be missing for it) of the visits of these kecamatan until a day (one query)."""
    some = FieldLease.objects.filter(visit__drive=drive, visit__kecamatan__in=kecamatan_ids, visit__day__lte=until)
    found = added_up(missing_by_visit(some, today_in(drive.kabupaten.time_zone)))
    return found.phones, found.people


def phones_of_the_office(kabupaten: Kabupaten) -> tuple[int, int]:
    """The same of the whole office (one query)."""
    some = FieldLease.objects.filter(visit__drive__kabupaten=kabupaten, visit__drive__is_active=True)
    found = added_up(missing_by_visit(some, today_in(kabupaten.time_zone)))
    return found.phones, found.people
