"""The queue of people who are gone from the centre's list: every one leaves it with a reason."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.refusals import Refused
from outreach.actions.settling import mark_settled
from outreach.actions.steps import rules_of_the_database, take_steps
from outreach.life import NEEDS_NOTE, Removal, Step
from outreach.models import Absence, Resident


def settle_absences(
    *,
    by: Scope,
    residents: Sequence[Resident],
    why: str,
    day: date,
    note: str = "",
    now: datetime | None = None,
) -> int:
    """Settle these people alike: ``recorded``, ``kept``, or a reason of removal. Gives how many were.

    Recorded and removed are steps of theirs on ``day``, each with its one row of the ledger. Raises Refused.
    """
    now = now or timezone.now()
    if why != Absence.Settled.RECORDED and why != Absence.Settled.KEPT and why not in set(Removal):
        raise Refused(_("Say why they are gone."), field="why")
    if (why == Absence.Settled.KEPT or (why in set(Removal) and Removal(why) in NEEDS_NOTE)) and not note.strip():
        raise Refused(_("Say why, in the note."), field="note")
    with rules_of_the_database(), transaction.atomic():
        open_ones = set(
            Absence.objects.filter(resident__in=residents, settled=Absence.Settled.OPEN).values_list(
                "resident", flat=True
            )
        )
        if len(open_ones) < len(residents):
            raise Refused(_("Somebody of this selection was settled already. Look at the queue again."))
        if why == Absence.Settled.KEPT:
            mark_settled(list(open_ones), Absence.Settled.KEPT, by=by, now=now, note=note)
        elif why == Absence.Settled.RECORDED:
            take_steps(by=by, residents=residents, step=Step.RECORD, day=day, note=note, now=now)
        else:
            take_steps(by=by, residents=residents, step=Step.REMOVE, removal=Removal(why), day=day, note=note, now=now)
    return len(open_ones)
