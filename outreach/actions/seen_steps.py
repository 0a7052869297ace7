"""A step or an undo asked for on a page: taken only where the resident still is what that page showed."""

from datetime import date

from django.db import transaction

from kecamatan.access import Scope
from outreach.actions.steps import lock, rules_of_the_database, take_steps, undo_step
from outreach.life import Removal, Step
from outreach.models import Resident, ResidentStep


class Moved(Exception):
    """The resident is another version than the page showed. ``done``: the same person had just this done already."""

    def __init__(self, done: ResidentStep | None) -> None:
        super().__init__()
        self.done = done


def take_seen_step(
    *,
    by: Scope,
    resident: Resident,
    seen_version: int,
    step: Step,
    day: date,
    note: str = "",
    removal: Removal | None = None,
) -> ResidentStep:
    """One step upon what was seen. Raises Moved, and what ``take_steps`` raises."""
    with rules_of_the_database(), transaction.atomic():
        (locked,) = lock(by, [resident])
        if locked.version != seen_version:
            same = {"step": step, "day": day, "note": note, "removal": removal or ""}
            raise Moved(_last_if(by, locked, undone_by__isnull=True, **same))
        return take_steps(by=by, residents=[locked], step=step, day=day, note=note, removal=removal)[0]


def undo_seen_step(*, by: Scope, resident: Resident, seen_version: int, note: str) -> ResidentStep:
    """The step that was undone: the last one that was seen, and never the one before it. Raises as ``undo_step``, Moved."""
    with rules_of_the_database(), transaction.atomic():
        (locked,) = lock(by, [resident])
        if locked.version != seen_version:
            raise Moved(_last_if(by, locked, step=Step.UNDO, note=note))
        undo_step(by=by, resident=locked, note=note)
        return ResidentStep.objects.filter(resident=locked).latest("number").undoes


def _last_if(by: Scope, resident: Resident, **same: object) -> ResidentStep | None:
    """The last step of the resident, if it is by this person and like this: a form that was sent twice."""
    last = ResidentStep.objects.filter(resident=resident, number=resident.steps_taken, by=by.user, **same)
    return last.first()
