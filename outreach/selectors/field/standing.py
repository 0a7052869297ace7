"""How one visit stands in the field, for its page and its closing."""

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from outreach.attendance import Origin
from outreach.field.standing import PhoneCount, Standing, standing_of_phones
from outreach.models import Attendance, FieldEvent, FieldLease, Visit

Answer = FieldEvent.Answer


def standing_of(visit: Visit) -> Standing:
    """Three queries; one where it was never taken along."""
    rows = (
        FieldLease.objects.filter(visit=visit)
        .order_by()
        .annotate(got=Count("events"), top=Coalesce(Max("events__number"), 0))
        .values_list("made", "top", "got", "returned_at", "ended_at", "people")
    )
    phones, along = [], 0
    for made, top, got, returned, ended, people in rows:
        phones.append(PhoneCount(made, top, got, returned is None and ended is None, is_waited_for=ended is None))
        along = max(along, people)
    if not phones:
        return Standing()
    without = Attendance.objects.filter(visit=visit, outcome="").exclude(origin=Origin.UNLISTED)
    left = along if visit.is_planned else without.count()
    return standing_of_phones(phones, open_people=left, to_decide=_undecided(visit))


def _undecided(visit: Visit) -> int:
    """People and entries to decide (one query)."""
    found = list(undecided_events(visit).order_by().values_list("resident", flat=True))
    people = {pk for pk in found if pk}
    return len(people) + sum(pk is None for pk in found)


def undecided_events(visit: Visit) -> QuerySet[FieldEvent]:
    """What waits for a word of the office: to decide, or waiting for something that nobody will bring any more."""
    forlorn = Q(answer=Answer.WAITS, lease__ended_at__isnull=False)
    found = FieldEvent.objects.filter(Q(answer=Answer.DECIDE) | forlorn, lease__visit=visit)
    # What is said of somebody unlisted goes with the question who that is.
    whom = FieldEvent.objects.filter(lease=OuterRef("lease"), number=OuterRef("about"), resident__isnull=True)
    return found.exclude(Q(resident__isnull=True, about__isnull=False) & Exists(whom))
