"""How one visit stands in the field, for its page and its closing."""

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from outreach.attendance import Origin
from outreach.field.standing import PhoneCount, Standing, standing_of_phones
from outreach.models import Attendance, FieldEvent, FieldLease, Visit

Answer = FieldEvent.Answer


def standing_of(visit: Visit) -> Standing:
    """One query."""
    without = Attendance.objects.filter(visit=visit, outcome="").exclude(origin=Origin.UNLISTED).order_by()
    undecided = undecided_events(visit).order_by().values("lease__visit")
    each = Count("resident", distinct=True) + Count("pk", filter=Q(resident__isnull=True))
    rows = (
        FieldLease.objects.filter(visit=visit)
        .order_by()
        .annotate(
            got=Count("events"),
            top=Coalesce(Max("events__number"), 0),
            without=Coalesce(Subquery(without.values("visit").annotate(n=Count("pk")).values("n")), 0),
            undecided=Coalesce(Subquery(undecided.annotate(n=each).values("n")), 0),
        )
        .values_list("made", "top", "got", "returned_at", "ended_at", "people", "without", "undecided")
    )
    phones, left, to_decide = [], 0, 0
    for made, top, got, returned, ended, people, still_open, undecided_here in rows:
        phones.append(PhoneCount(made, top, got, returned is None and ended is None, is_waited_for=ended is None))
        # Before it begins nobody has an outcome: whoever was put on the phone may be recorded there.
        left = max(left, people if visit.is_planned else still_open)
        to_decide = undecided_here
    return standing_of_phones(phones, open_people=left, to_decide=to_decide)


def undecided_events(visit: Visit) -> QuerySet[FieldEvent]:
    """What waits for a word of the office: to decide, or waiting for something that nobody will bring any more."""
    over = Q(lease__ended_at__isnull=False) | Q(lease__returned_at__isnull=False)
    forlorn = Q(answer=Answer.WAITS) & over
    found = FieldEvent.objects.filter(Q(answer=Answer.DECIDE) | forlorn, lease__visit=visit)
    # What is said of somebody unlisted goes with the question who that is.
    whom = FieldEvent.objects.filter(lease=OuterRef("lease"), number=OuterRef("about"), resident__isnull=True)
    return found.exclude(Q(resident__isnull=True, about__isnull=False) & Exists(whom))
