"""The phones that took a visit along, as the office sees them: nothing of it is a person."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kecamatan.access import Scope
from outreach.access import leases_for
from outreach.ago_words import ago_text, clock_text
from outreach.field.gaps import Gap, gaps
from outreach.models import FieldEvent, FieldLease, Visit

Answer, Way = FieldEvent.Answer, FieldEvent.Way


@dataclass(frozen=True)
class PhoneRow:
    """One lease. ``gaps``: numbers that nobody brought in; ``answers``: answer → events; ``brought``: (how, by whom, how
    many) of what did not come from the phone itself.
    """

    lease: FieldLease
    gaps: tuple[Gap, ...]
    answers: dict[str, int]
    brought: tuple[tuple[str, str, int], ...]
    now: datetime

    @property
    def received(self) -> int:
        """Events that came in, by whatever way."""
        return sum(self.answers.values())

    @property
    def missing(self) -> int:
        """Numbers in the gaps."""
        return sum(gap.size for gap in self.gaps)

    @property
    def waits(self) -> int:
        """Events that wait for something they belong to."""
        return self.answers.get(Answer.WAITS, 0)

    @property
    def refused(self) -> int:
        """Refused events; they are still on the phone."""
        return self.answers.get(Answer.REFUSED, 0)

    @property
    def to_decide(self) -> int:
        """Events that the office has to decide."""
        return self.answers.get(Answer.DECIDE, 0)

    @property
    def is_past(self) -> bool:
        """Is it still out though its time is over?"""
        return self.lease.is_out and self.lease.until < self.now

    @property
    def last_contact(self) -> str:
        """When the phone itself was last heard of, in words."""
        return ago_text(self.lease.last_contact, self.now)

    @property
    def clock(self) -> str:
        """How far its clock is off; "" where it is right."""
        return clock_text(self.lease.clock_ahead)

    @property
    def may_lose(self) -> bool:
        """Did the phone say that it may throw its storage away?"""
        return self.lease.is_out and self.lease.persisted is False


def phones_of(scope: Scope, visit: Visit, now: datetime | None = None) -> list[PhoneRow]:
    """Those still out first, then by when they were taken (two queries)."""
    now = now or timezone.now()
    leases = list(leases_for(scope).filter(visit=visit).order_by("pk"))
    if not leases:
        return []
    numbers: dict[int, list[int]] = defaultdict(list)
    answers: dict[int, Counter] = defaultdict(Counter)
    brought: dict[int, Counter] = defaultdict(Counter)
    rows = FieldEvent.objects.filter(lease__visit=visit).order_by()
    names = ("lease", "number", "answer", "way", "carried_by__full_name", "carried_by__username")
    for lease, number, answer, way, full_name, username in rows.values_list(*names):
        numbers[lease].append(number)
        answers[lease][answer] += 1
        if way != Way.ONLINE:
            brought[lease][way, full_name or username] += 1
    found = [
        PhoneRow(
            one,
            gaps(numbers[one.pk], one.made),
            dict(answers[one.pk]),
            tuple((str(Way(way).label), name, many) for (way, name), many in sorted(brought[one.pk].items())),
            now,
        )
        for one in leases
    ]
    return sorted(found, key=lambda row: (not row.lease.is_out, row.lease.pk))
