"""Counts that were typed in without names get their names, and nobody is counted twice (rule 7)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.access import Scope, may_write
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.figures import number_text
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from outreach.actions.steps import lock, rules_of_the_database, take_steps
from outreach.life import Removal, Step
from outreach.models import Resident, ResidentRow
from outreach.selectors.owned_rows import visits_of_rows

#: Kinds that end remaining, and so may be people of the list.
MATCHED = ("recorded", "recorded_elsewhere", "removed")


@dataclass(frozen=True)
class Matched:
    """What became of a row: so many people of it have a name now, so many stay without. ``again``: it was so before."""

    named: int
    left: int
    again: bool = False


def match_counts(
    *,
    by: Scope,
    row: CountUpdate,
    people: Sequence[Resident],
    key: uuid.UUID,
    removal: Removal | None = None,
    note: str = "",
    now: datetime | None = None,
) -> Matched:
    """These people are so many of this row: it is undone, the rest entered anew, and each takes their step on its day.

    Remaining does not move: what a row of the kecamatan alone counted is from then on counted in the people's desa. The
    same request again, by its key, is answered and not done. ``removal``: why, where the row says *removed*.

    Raises Refused where the row was undone, belongs to a resident or is smaller than the selection, somebody lives
    elsewhere or may not take the step on that day; PermissionDenied.
    """
    now = now or timezone.now()
    if not may_write(by, row.kecamatan):
        raise PermissionDenied
    undo_key = uuid.uuid5(key, f"{row.pk} {removal or ''} {sorted(one.pk for one in people)}")
    with rules_of_the_database(), transaction.atomic():
        locked = lock(by, people)
        if CountUpdate.objects.filter(key=undo_key, reverses=row).exists():
            return Matched(len(locked), row.quantity - len(locked), again=True)
        step, reason = _step_of(row, removal)
        _check(row, locked)
        reverse_update(by=by, update=row, reason=_("matched to names"), key=undo_key, now=now)
        left = row.quantity - len(locked)
        if left:
            rest = Entry(uuid.uuid5(undo_key, "rest"), row.kecamatan, row.desa, row.kind, left, row.date, row.note)
            record_updates(by=by, drive=row.drive, entries=[rest], now=now)
        take_steps(by=by, residents=locked, step=step, day=row.date, removal=reason, note=note, now=now)
        return Matched(len(locked), left)


def _step_of(row: CountUpdate, removal: Removal | None) -> tuple[Step, Removal | None]:
    if row.kind not in MATCHED or row.reverses_id is not None:
        raise Refused(_("This row of the ledger counts nobody who could be on the list of names."))
    if row.kind == "recorded":
        return Step.RECORD, None
    if row.kind == "recorded_elsewhere":
        return Step.REMOVE, Removal.RECORDED_ELSEWHERE
    if removal in {None, Removal.RECORDED_ELSEWHERE}:
        raise Refused(_("Say why these people are taken off the list."), field="removal")
    return Step.REMOVE, removal


def _check(row: CountUpdate, people: Sequence[Resident]) -> None:
    if ResidentRow.objects.filter(row__pk=row.pk).exists():
        raise Refused(_("This row belongs to a resident already."))
    if visits_of_rows([row.pk]):
        raise Refused(
            _("This row counts people without a name at a visit. It is undone with the result of that visit.")
        )
    if not people:
        raise Refused(_("Choose at least one person."), field="people")
    if len({one.pk for one in people}) > row.quantity:
        sentence = ngettext(
            "This row counts %(n)s person. Choose at most as many.",
            "This row counts %(n)s people. Choose at most as many.",
            row.quantity,
        )
        raise Refused(sentence % {"n": number_text(row.quantity)}, field="people")
    for one in people:
        elsewhere = one.kecamatan_id != row.kecamatan_id or (row.desa_id is not None and one.desa_id != row.desa_id)
        if elsewhere or one.drive_id != row.drive_id:
            raise Refused(_("%(name)s does not live where this row was counted.") % {"name": one.name}, field="people")
