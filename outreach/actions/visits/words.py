"""Where what the office enters meets what phones told: the office's word settles all that had come in by then."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from kecamatan.access import Scope
from outreach.models import FieldEvent, Visit

#: In the place of the last event in sight, where no office but a phone speaks.
TOLD_BY_PHONES = -1


def last_event_of(visit: Visit) -> int:
    """The number of the last event that came in for this visit; 0 where none did (one query)."""
    return FieldEvent.objects.filter(lease__visit=visit).aggregate(last=Max("pk"))["last"] or 0


def settle_words(*, by: Scope, visit: Visit, residents: Collection[int | None], now: datetime) -> int:
    """The office has said what became of these people: nothing about them waits for a decision any more. How many did."""
    waiting = FieldEvent.objects.filter(
        lease__visit=visit, resident__in=[pk for pk in residents if pk], answer=FieldEvent.Answer.DECIDE
    )
    return waiting.update(answer=FieldEvent.Answer.SETTLED, settled_at=now, settled_by=by.user)
