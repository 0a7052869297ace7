"""Trying again what phones told and the rules had stopped: the visit was opened again, or more people remain by now."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kecamatan.access import Scope
from outreach.actions.field.applying import try_again
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import lock_visit
from outreach.models import FieldEvent, Resident, Visit

Answer = FieldEvent.Answer


@dataclass(frozen=True)
class Tried:
    """So many entries were tried, and so many of them wait or are refused still."""

    entries: int
    left: int

    @property
    def taken_in(self) -> int:
        """Those that stand now."""
        return self.entries - self.left


def take_in_again(*, by: Scope, visit: Visit, now: datetime | None = None) -> Tried:
    """Try everything of this visit that waits for a decision or was refused, of phones given up as well.

    For whoever may write to the visit. Raises PermissionDenied.
    """
    now = now or timezone.now()
    stopped = FieldEvent.objects.filter(lease__visit=visit, answer__in=[Answer.DECIDE, Answer.REFUSED])
    with rules_of_the_database(), transaction.atomic():
        homes = Resident.objects.filter(pk__in=stopped.values("resident")).values_list("kecamatan", flat=True)
        locked = lock_visit(by, visit, places=homes.distinct())
        before = set(stopped.values_list("pk", flat=True))
        tried = try_again(visit=locked, now=now)
        left = stopped.filter(pk__in=before).count()
        # Whoever could not be tried is left as it was.
        return Tried(tried, max(0, left - (len(before) - tried)))
