"""What visits amount to, from the outcomes of their people and what was counted without names."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Sum

from outreach.attendance import Origin, Outcome, Tally
from outreach.models import Attendance, Visit, VisitCount


def tallies_of(visits: Iterable[Visit | int]) -> dict[int, Tally]:
    """Visit id → what it amounts to, for all of these (two queries)."""
    ids = [one.pk if isinstance(one, Visit) else one for one in visits]
    of: dict[int, dict[Outcome, int]] = {pk: dict.fromkeys(Outcome, 0) for pk in ids}
    unlisted: dict[int, dict[Outcome, int]] = {pk: dict.fromkeys(Outcome, 0) for pk in ids}
    still_open: dict[int, int] = defaultdict(int)
    groups = Attendance.objects.filter(visit__in=ids).order_by().values_list("visit", "origin", "outcome")
    for visit, origin, outcome, people in groups.annotate(people=Count("pk")):
        if origin == Origin.UNLISTED:
            if outcome:
                unlisted[visit][Outcome(outcome)] += people
        elif outcome:
            of[visit][Outcome(outcome)] += people
        else:
            still_open[visit] += people
    counts = VisitCount.objects.filter(visit__in=ids, taken_back=False).order_by().values("visit")
    unnamed = dict(counts.annotate(people=Sum("people")).values_list("visit", "people"))
    return {pk: Tally(of[pk], still_open[pk], unlisted[pk], unnamed.get(pk, 0)) for pk in ids}


def tally_of_visit(visit: Visit) -> Tally:
    """What one visit amounts to (two queries)."""
    return tallies_of([visit])[visit.pk]
