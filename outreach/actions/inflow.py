"""People who were taken for the baseline's, and had flowed in (rule 8): each gets the row of the ledger they lacked."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kecamatan.access import Scope
from kecamatan.days import day_of
from outreach.actions.steps import lock, rules_of_the_database, take_steps
from outreach.life import Step
from outreach.models import Resident
from outreach.rule_eight import inflow_day


def count_as_inflow(
    *, by: Scope, residents: Sequence[Resident], note: str = "", now: datetime | None = None
) -> list[Resident]:
    """Each flowed in on the day that rule 8 says: one ``added`` row each, all or none; gives those who had none yet."""
    now = now or timezone.now()
    today = day_of(now, by.kabupaten.time_zone)
    with rules_of_the_database(), transaction.atomic():
        missing = [one for one in lock(by, residents) if not one.added]
        by_day: dict[date, list[Resident]] = defaultdict(list)
        for one in missing:
            by_day[inflow_day(one.birth_date, one.drive.baseline_date, today)].append(one)
        for day, people in sorted(by_day.items()):
            take_steps(by=by, residents=people, step=Step.ADD, day=day, note=note, now=now)
        return missing
