"""An export of this site that was edited in a spreadsheet and comes back: it changes exactly the edited cells.

A row is known by the number of its person, in a column of its own. What was masked when it was exported, and still is,
says nothing; a cell that was emptied empties its field.
"""

from collections.abc import Mapping, Sequence

from django.utils import translation

from kecamatan.access import Scope
from outreach.access import residents_for
from outreach.actions.changes import FIELDS, as_text
from outreach.actions.imports.preview_rows import PreviewRow
from outreach.actions.imports.staging import unpacked
from outreach.matching.people import Because, Change, Outcome, Reason, Verdict
from outreach.models import ImportBatch, Resident

#: Never emptied: nobody is without them.
NEVER_EMPTIED = {"name", "desa"}


def home_visit_of(text: str) -> str | None:
    """The kind of home visit that a cell names, in either language; "" for none, None for what is not known."""
    if not text:
        return ""
    for language in ("id", "en"):
        with translation.override(language):
            words = {str(label).casefold(): value for value, label in Resident.HomeVisit.choices}
        if found := words.get(text.casefold()):
            return found
    return None


def outcomes_of(by: Scope, batch: ImportBatch, rows: Sequence[PreviewRow]) -> list[Outcome]:
    """What each row of an export of ours would change (one query a thousand rows). Numbers that are nobody's are rejected."""
    found: list[Outcome] = []
    seen: set[int] = set()
    for start in range(0, len(rows), 1000):
        part = rows[start : start + 1000]
        people = residents_for(by).filter(drive=batch.drive, pk__in=[row.resident for row in part])
        known = people.select_related("desa", "school").in_bulk()
        for row in part:
            found.append(_outcome(row, known, seen))
            seen.add(row.resident)
    return found


def _outcome(row: PreviewRow, known: Mapping[int, Resident], seen: set[int]) -> Outcome:
    where = {"sheet": row.listed.sheet, "row": row.listed.row}
    resident = known.get(row.resident)
    if resident is None:
        return Outcome(**where, verdict=Verdict.REJECTED, reasons=(Because(Reason.NOTHING_TELLS_WHO),))
    if row.resident in seen:
        return Outcome(**where, verdict=Verdict.DOUBTFUL, reasons=(Because(Reason.TWICE_IN_FILE),))
    values = unpacked(row.packed).values
    changes = tuple(
        Change(name, "", "")
        for name in FIELDS
        if name in row.listed.has and values.get(name, "") != as_text(resident, name)
        and (values.get(name) or name not in NEVER_EMPTIED)
    )  # fmt: skip
    if row.listed.doubts:
        return Outcome(
            **where, verdict=Verdict.DOUBTFUL, reasons=(Because(Reason.READ_WITH_DOUBT),), candidates=(resident.pk,)
        )
    return Outcome(**where, verdict=Verdict.CHANGED if changes else Verdict.SAME, matched=resident.pk, changes=changes)
