"""What the comparison found, kept as rows of the import until they are taken in or thrown away."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from kecamatan.access import Scope
from kecamatan.bulk_sql import insert_rows
from kecamatan.models import Desa
from outreach.actions.changes import as_text
from outreach.actions.imports.commit import CHUNK, Say, gone_of
from outreach.actions.imports.decide import carry_over, decisions_of
from outreach.actions.imports.staging import Staged, sealed, unpacked
from outreach.matching.people import Change, Listed, Outcome, Reason, Weight
from outreach.models import ImportBatch, ImportRow, Resident
from outreach.reading.catalogue import FAULTS
from outreach.reading.catalogue import Weight as FaultWeight

Verdict = ImportRow.Verdict


@dataclass(slots=True)
class PreviewRow:
    """A row on its way: what is compared, and what is kept of it: ``Staged.packed`` but its ``raw``, and that as JSON.

    ``desa`` None: not known here.
    """

    listed: Listed
    packed: str
    raw: str
    desa: Desa | None
    #: The number of the person, in an export of ours that comes back; 0 in any other list.
    resident: int = 0


def store_preview(
    *, by: Scope, batch: ImportBatch, rows: Sequence[PreviewRow], outcomes: Sequence[Outcome], told: str, say: Say
) -> None:
    """Keep every row with its verdict, the counts and what is ``told`` with the import: one transaction, nothing about
    people. Nothing at all, where the import was thrown away meanwhile.
    """
    counts: Counter[str] = Counter()
    with transaction.atomic():
        waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.READING)
        if not waiting.update(told=told):  # from here on its row is held: two readings follow each other
            return
        decided = decisions_of(batch)
        batch.rows.all().delete()
        for start in range(0, len(rows), CHUNK):
            part, found = rows[start : start + CHUNK], outcomes[start : start + CHUNK]
            kept = _kept_rows(by, batch, part, found)
            counts.update(row[2] for row in kept)
            insert_rows(ImportRow, COLUMNS, kept)
            say("storing", start + len(part), len(rows))
        carry_over(batch=batch, decided=decided)
        for verdict in Verdict.values:
            setattr(batch, verdict, counts[verdict])
        batch.gone = gone_of(by, batch).count() if batch.covers == ImportBatch.Covers.WHOLE else 0
        batch.state, batch.told = ImportBatch.State.PREVIEW, told
        batch.save(update_fields=[*Verdict.values, "gone", "state"])


#: What is kept of a row, in this order, its verdict third.
COLUMNS = (
    *("sheet", "number", "verdict", "reason", "kecamatan_id", "desa_id", "resident_id", "content"),
    *("batch_id", "decision", "taken"),
)


def _kept_rows(by: Scope, batch: ImportBatch, rows: Sequence[PreviewRow], outcomes: Sequence[Outcome]) -> list[tuple]:
    ids = {one.matched for one in outcomes if one.matched} | {pk for one in outcomes for pk in one.candidates}
    people = Resident.objects.filter(pk__in=ids).select_related("desa", "school").in_bulk()
    hidden = {pk for pk, one in people.items() if by.assigned is not None and one.kecamatan_id not in by.assigned}
    return [
        (*_kept_row(batch, row, one, people, hidden), batch.pk, "", False)
        for row, one in zip(rows, outcomes, strict=True)
    ]


def _kept_row(
    batch: ImportBatch, row: PreviewRow, outcome: Outcome, people: dict[int, Resident], hidden: set[int]
) -> tuple:
    """What of the row is kept, in the order of COLUMNS, but for what all rows of the import have in common."""
    verdict, matched = outcome.verdict.value, outcome.matched
    kecamatan, desa = (row.desa.kecamatan_id, row.desa.pk) if row.desa else (None, None)
    where = (row.listed.sheet[:80], row.listed.row)
    if not outcome.reasons and not row.listed.doubts:  # most rows, of which there is nothing to tell
        if verdict == Verdict.NEW:
            return (*where, verdict, "", kecamatan, desa, None, sealed(row.packed))
        if verdict == Verdict.SAME and matched not in hidden:
            return (*where, verdict, "", kecamatan, desa, matched, "")
    staged = unpacked(row.packed)
    reasons = [[one.reason.code, 0, _where(one.other)] for one in outcome.reasons]
    if matched in hidden or hidden & set(outcome.candidates):
        # Somebody of a kecamatan that is not theirs: that there is one may be said, not who.
        matched, verdict, reasons = None, Verdict.DOUBTFUL.value, [["known_elsewhere", 0, {}], *reasons]
    if verdict == Verdict.DOUBTFUL and matched and _is_old_news(batch, people[matched], outcome):
        verdict = Verdict.SAME.value
    if any(one[0] == "place_of_others" for one in staged.told):
        matched, verdict = None, Verdict.REJECTED.value
    staged.told = reasons + staged.told
    staged.candidates = [pk for pk in outcome.candidates if pk not in hidden]
    if matched is not None:
        staged.changes = changes_as_text(people[matched], outcome.changes, staged)
    if verdict in {Verdict.DOUBTFUL, Verdict.REJECTED}:
        staged.raw = json.loads(row.raw)
    content = "" if verdict == Verdict.SAME else staged.sealed()
    return (*where, verdict, _gravest(outcome, staged.told)[:40], kecamatan, desa, matched, content)


def _is_old_news(batch: ImportBatch, resident: Resident, outcome: Outcome) -> bool:
    """Somebody who was taken off the list after the day of this one, or of the day that very file was taken in."""
    doubts = {one.reason for one in outcome.reasons if one.reason.weight is not Weight.TELLS}
    if doubts != {Reason.WAS_REMOVED}:
        return False
    earlier = same_file(batch)
    return resident.since > batch.list_date or (earlier is not None and resident.listed_at <= earlier.committed_at)


def same_file(batch: ImportBatch) -> ImportBatch | None:
    """The import by which this very file was taken in already and still is."""
    if not batch.file_print:
        return None
    found = ImportBatch.objects.filter(
        drive=batch.drive, file_print=batch.file_print, state=ImportBatch.State.COMMITTED
    )
    return found.exclude(pk=batch.pk).select_related("by").order_by("-committed_at").first()


def changes_as_text(resident: Resident, changes: Iterable[Change], staged: Staged) -> list[list[str]]:
    """Each change as [field, before, after], as ``actions.changes`` writes values."""
    return [[one.field, as_text(resident, one.field), staged.values[one.field]] for one in changes]


def _where(other: tuple[str, int] | None) -> dict[str, str | int]:
    return {"other_sheet": other[0][:80], "other_row": other[1]} if other else {}


def _gravest(outcome: Outcome, told: Sequence[Sequence]) -> str:
    """The machine name by which rows are settled together: what keeps the row back, else what is told of it."""
    for weight in (Weight.REJECTS, Weight.DOUBTS):
        for because in outcome.reasons:
            if because.reason.weight is weight and because.reason.code != "read_with_doubt":
                return because.reason.code
    for name, _column, _params in told:
        if name == "place_of_others" or (name in FAULTS and FAULTS[name][0] is FaultWeight.HOLDS):
            return name
    return outcome.reasons[0].reason.code if outcome.reasons else ""
