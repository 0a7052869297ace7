"""Two entries of the list become one person, or are told apart for good; and the way back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_write
from kecamatan.refusals import Refused
from outreach.actions.changes import FIELDS, as_text, changes_of, save_fields
from outreach.actions.steps import last_standing, lock, rules_of_the_database, take_steps, undo_step
from outreach.doubles import further
from outreach.life import Removal, State, Step
from outreach.models import Distinct, Resident, ResidentChange, ResidentStep

#: What the one who stays keeps even where the other says something else.
_OWN = {"name", "desa"}
#: Where somebody lives within a desa; means nothing in another one.
_WITHIN_DESA = {"rt", "rw", "address"}


def merge(
    *,
    by: Scope,
    kept: Resident,
    merged: Resident,
    counted_twice: bool,
    day: date,
    note: str = "",
    now: datetime | None = None,
) -> ResidentStep:
    """``merged`` is the same person as ``kept``, who stays and takes over what only the other one knew.

    ``counted_twice``: the count held both, so one is taken off it. The same merge again is answered by the first one's
    step. Raises Refused where the one who goes is further in life, or where either was merged with somebody else.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        kept, merged = lock(by, [kept, merged])
        if merged.state == State.MERGED:
            return _merged_before(by, kept, merged)
        _check_pair(by, kept, merged)
        (step,) = take_steps(
            by=by,
            residents=[merged],
            step=Step.MERGE,
            day=day,
            note=note,
            removal=Removal.DOUBLE if counted_twice else None,
            into=kept,
            now=now,
        )
        # Only now: a NIK belongs to one of the list, and the merged one is no longer of it.
        _fill_in(by, kept, merged, step, now)
        return step


def unmerge(*, by: Scope, merged: Resident, reason: str, now: datetime | None = None) -> ResidentStep:
    """They are two after all: both are again what they were before the merge."""
    with rules_of_the_database(), transaction.atomic():
        (found,) = lock(by, [merged])
        if found.state != State.MERGED:
            raise Refused(_("%(name)s is not merged with anybody.") % {"name": found.name})
        found, _kept = lock(by, [found, last_standing(found).into])
        return undo_step(by=by, resident=found, note=reason, now=now)


def tell_apart(*, by: Scope, one: Resident, other: Resident, now: datetime | None = None) -> Distinct:
    """Two different people, who are not proposed again. The same twice is one answer. Raises Refused for merged ones."""
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        found = lock(by, [one, other])
        first, second = sorted(found, key=lambda resident: resident.pk)
        if first.pk == second.pk:
            raise Refused(_("These are one and the same entry."))
        if State.MERGED in {first.state, second.state}:
            raise Refused(_("These two were merged meanwhile. Undo the merge first."))
        return Distinct.objects.get_or_create(first=first, second=second, defaults={"by": by.user, "at": now})[0]


def _merged_before(by: Scope, kept: Resident, merged: Resident) -> ResidentStep:
    step = last_standing(merged)
    if step.into_id == kept.pk:
        return step
    raise _merged_already(by, merged, step.into)


def _merged_already(by: Scope, merged: Resident, into: Resident) -> Refused:
    """The other one is named to whoever may see them."""
    if not may_write(by, into.kecamatan):
        return Refused(_("%(name)s was merged with somebody of another kecamatan already.") % {"name": merged.name})
    return Refused(_("%(name)s was merged with %(other)s already.") % {"name": merged.name, "other": into.name})


def _check_pair(by: Scope, kept: Resident, merged: Resident) -> None:
    facts = {"name": merged.name, "other": kept.name, "state": merged.get_state_display()}
    if kept.pk == merged.pk:
        raise Refused(_("These are one and the same entry."))
    if kept.drive_id != merged.drive_id:
        raise Refused(_("These two are on the lists of different drives."))
    if kept.state == State.MERGED:
        raise _merged_already(by, kept, last_standing(kept).into)
    if merged.state == State.REMOVED:
        raise Refused(_("%(name)s is off the list. Keep %(name)s, or undo the removal first.") % facts)
    if kept.state == State.REMOVED and further(merged.state) > further(State.FAILED):
        facts = {"name": kept.name, "other": merged.name, "state": merged.get_state_display()}
        raise Refused(_("%(name)s is off the list, but %(other)s is “%(state)s”. Undo the removal first.") % facts)
    if further(merged.state) > further(kept.state):
        raise Refused(
            _("%(name)s is “%(state)s” and further than %(other)s. Keep %(name)s instead.") % facts, field="kept"
        )


def _fill_in(by: Scope, kept: Resident, merged: Resident, step: ResidentStep, now: datetime) -> None:
    """What the one who stays did not know, from the other; the lines belong to the step, and are taken back with it."""
    before = {name: as_text(kept, name) for name in FIELDS}
    filled = []
    for name in FIELDS:
        if before[name] or name in _OWN or (name in _WITHIN_DESA and kept.desa_id != merged.desa_id):
            continue
        value = getattr(merged, name)
        if not value or (name == "birth_date" and value > kept.listed_on):
            continue
        setattr(kept, name, value)
        filled.append(name)
    if filled:
        save_fields(kept, filled)
        ResidentChange.objects.bulk_create(changes_of(by, kept, before, now=now, reason=step.note, step=step))
