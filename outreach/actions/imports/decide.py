"""What a petugas decides about a list before it is taken in: columns, places, doubtful rows. Remembered where it recurs."""

import re
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.models import Desa
from kecamatan.refusals import Refused
from outreach.access import residents_for
from outreach.actions.changes import as_text
from outreach.actions.imports.commit import chunks
from outreach.actions.imports.staging import Staged, opened
from outreach.actions.steps import last_standing
from outreach.models import ColumnChoice, ImportBatch, ImportRow, PlaceChoice, Resident
from outreach.reading.meanings import Meaning

Decision, Verdict = ImportRow.Decision, ImportRow.Verdict
State = ImportBatch.State
#: Reasons by which a row can become nobody new, whatever is decided: it must be corrected in the file.
NEVER_NEW = frozenset(
    {"name_missing", "name_not_understood", "name_too_long", "no_name", "known_elsewhere", "place_of_others"}
)

#: Reasons that name somebody known: whether such rows are new people is looked at one by one.
ONE_BY_ONE = frozenset(
    {"was_removed", "maybe_known", "nik_of_another_name", "other_nik", "nik_twice_in_file", "twice_in_file"}
)


def choose_columns(
    *, by: Scope, batch: ImportBatch, shape: str, titles: Mapping[int, str], mapping: Mapping[int, Meaning]
) -> None:
    """Remember what the columns of this shape mean, for this file and the next ones."""
    with transaction.atomic():
        for column, meaning in mapping.items():
            ColumnChoice.objects.update_or_create(
                kabupaten=by.kabupaten,
                shape=shape,
                column=column,
                defaults={"meaning": meaning.value, "title": titles.get(column, "")[:80], "by": by.user},
            )


def choose_place(*, by: Scope, batch: ImportBatch, row: ImportRow, desa: Desa) -> None:
    """Remember which desa the name in this row means, for everybody of the kabupaten.

    Raises Refused where the row names none, or where it is sure already which one it means.
    """
    staged = opened(row.content)
    if not staged.place_key or re.search(r"\d{16}", staged.place_key):  # a NIK in the column of the desa
        raise Refused(_("This row names no place that could be remembered. Correct it in the file."), field="desa")
    if row.desa_id is not None or any(one[0] == "place_of_others" for one in staged.told):
        raise Refused(_("It is known already which desa this name means. Correct the row in the file."), field="desa")
    key = staged.place_key[:200]
    PlaceChoice.objects.update_or_create(kabupaten=by.kabupaten, key=key, defaults={"desa": desa, "by": by.user})


def decide_row(
    *, by: Scope, batch: ImportBatch, row: ImportRow, decision: str, resident: Resident | None = None
) -> None:
    """Settle one doubtful row: a new person, the same as ``resident``, leave it out, or undecided again ("").

    Raises Refused where it cannot be that: no name or desa for a new person, a person of somebody else's kecamatan.
    """
    staged = opened(row.content)
    if batch.state not in {State.PREVIEW, State.COMMITTED} or row.taken or row.verdict != Verdict.DOUBTFUL:
        raise Refused(_("This row was settled already. Reload the page."))
    if decision == Decision.NEW:
        _check_new(staged)
    if decision == Decision.MATCH:
        resident = _who_is_meant(by, batch, resident)
        staged.changes = changes_against(resident, staged)
        row.content = staged.sealed()
        row.resident = resident
    elif row.decision == Decision.MATCH:
        row.resident = None
    row.decision, row.decided_by = decision, by.user if decision else None
    # Unless it is taken in at this moment: then its content is gone, and stays so.
    waiting = ImportRow.objects.filter(pk=row.pk, taken=False, verdict=Verdict.DOUBTFUL)
    values = {name: getattr(row, name) for name in ("decision", "decided_by", "resident", "content")}
    if not waiting.update(**values):
        raise Refused(_("This row was settled already. Reload the page."))


def _who_is_meant(by: Scope, batch: ImportBatch, resident: Resident | None) -> Resident:
    """Somebody of this drive's list and of the scope; of one who was merged, the one who stayed. Raises Refused."""
    people = residents_for(by).filter(drive=batch.drive).select_related("desa", "school")
    found = people.filter(pk=resident.pk).first() if resident else None
    while found is not None and found.state == Resident.State.MERGED:
        found = people.filter(pk=last_standing(found).into_id).first()
    if found is None:
        raise Refused(_("Choose who this is."), field="resident")
    return found


def decide_all(*, by: Scope, batch: ImportBatch, reason: str, decision: str) -> tuple[int, int]:
    """Settle every undecided row of one reason alike: (how many were, how many could not be).

    Nobody becomes new in passing who may be somebody known: such rows stay, to be looked at one by one.
    """
    if batch.state not in {State.PREVIEW, State.COMMITTED}:
        raise Refused(_("This list is not waiting for decisions any more. Reload the page."))
    if decision == Decision.NEW and reason in ONE_BY_ONE:
        raise Refused(_("These rows may be people who are known already. Decide them one by one."))
    done = left = 0
    rows = batch.rows.filter(verdict=Verdict.DOUBTFUL, decision="", taken=False, reason=reason).order_by("pk")
    with transaction.atomic():
        for found in chunks(list(rows)):
            settled = []
            for row in found:
                if decision == Decision.NEW and not _surely_new(row):
                    left += 1
                    continue
                row.decision, row.decided_by = decision, by.user
                settled.append(row)
            ImportRow.objects.bulk_update(settled, ["decision", "decided_by"], batch_size=200)
            done += len(settled)
    return done, left


def _surely_new(row: ImportRow) -> bool:
    staged = opened(row.content)
    return row.resident_id is None and not staged.candidates and can_be_new(staged)


def can_be_new(staged: Staged) -> bool:
    """Does the row tell enough to be somebody: a name and a desa of whoever takes it in?"""
    return bool(staged.values.get("name") and staged.values.get("desa")) and not NEVER_NEW & {
        one[0] for one in staged.told
    }


def _check_new(staged: Staged) -> None:
    if not can_be_new(staged):
        raise Refused(
            _("A new person needs a name and a desa. Correct this row in the file, or choose its desa first.")
        )


def changes_against(resident: Resident, staged: Staged) -> list[list[str]]:
    """What the row would change about this person; an empty cell changes nothing."""
    return [
        [name, old, new]
        for name, new in staged.values.items()
        if new and (old := as_text(resident, name)) != new and not (name == "name" and old.casefold() == new.casefold())
    ]


def carry_over(*, batch: ImportBatch, decided: Mapping[tuple[str, int], tuple[str, int | None, int | None]]) -> None:
    """Give rows that were read anew the decisions that were taken before, where they are still in doubt."""
    if not decided:
        return
    kept = []
    for row in batch.rows.filter(verdict=Verdict.DOUBTFUL):
        before = decided.get((row.sheet, row.number))
        if before is None:
            continue
        row.decision, row.resident_id, row.decided_by_id = before
        if row.resident is not None:
            staged = opened(row.content)
            staged.changes = changes_against(row.resident, staged)
            row.content = staged.sealed()
        kept.append(row)
    ImportRow.objects.bulk_update(kept, ["decision", "resident", "decided_by", "content"], batch_size=200)


def decisions_of(batch: ImportBatch) -> dict[tuple[str, int], tuple[str, int | None, int | None]]:
    """(sheet, row) → what was decided, who it is, by whom."""
    rows = batch.rows.exclude(decision="").values_list("sheet", "number", "decision", "resident", "decided_by")
    return {(sheet, number): (decision, resident, by) for sheet, number, decision, resident, by in rows}
