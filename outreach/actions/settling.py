"""An open absence ends with the step that explains it, and is open again when that step is undone."""

from collections.abc import Sequence
from datetime import datetime

from kecamatan.access import Scope
from outreach.life import Step
from outreach.models import Absence, ResidentStep

#: Steps that explain why somebody is gone from the list.
EXPLAINS = {
    Step.RECORD: Absence.Settled.RECORDED,
    Step.REMOVE: Absence.Settled.REMOVED,
    Step.MERGE: Absence.Settled.REMOVED,
}


def settle_with(step: Step, residents: Sequence[int], *, by: Scope, now: datetime) -> None:
    """Settle the open absences of those who took this step, where it explains them."""
    if step in EXPLAINS:
        mark_settled(residents, EXPLAINS[step], by=by, now=now)


def mark_settled(residents: Sequence[int], how: str, *, by: Scope, now: datetime, note: str = "") -> None:
    """Settle the open absences of these residents."""
    Absence.objects.filter(resident__in=residents, settled=Absence.Settled.OPEN).update(
        settled=how, settled_by=by.user, settled_at=now, note=note
    )


def reopen_with(undone: ResidentStep) -> None:
    """The step that explained an absence is undone: it is open again, unless another list made a newer one."""
    again = Absence.objects.filter(resident=undone.resident_id, settled_at=undone.at).exclude(settled="")
    if not Absence.objects.filter(resident=undone.resident_id, settled=Absence.Settled.OPEN).exists():
        again.update(settled=Absence.Settled.OPEN, settled_by=None, settled_at=None)
