"""What the pages of an import show: questions about columns, the preview, its rows, what came of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.figures import NONE, short_day_text
from kecamatan.models import Desa
from outreach.access import residents_for
from outreach.actions.changes import shown_text
from outreach.actions.imports.decide import NEVER_NEW, ONE_BY_ONE
from outreach.actions.imports.preview_rows import same_file
from outreach.actions.imports.staging import Staged, opened
from outreach.import_words import sentences_of, words_of
from outreach.models import Absence, ImportBatch, ImportRow, Resident, ResidentChange
from outreach.reading.faults import Fault
from outreach.reading.sentences import sentence
from outreach.selectors.in_words import InWords, label_of

Verdict = ImportRow.Verdict
SAMPLE_ROWS = 40


@dataclass(frozen=True)
class Group:
    """Doubtful rows of one reason, which may be settled together."""

    reason: str
    words: str
    count: int
    may_be_new: bool


@dataclass(frozen=True)
class Preview:
    """What would become of a list."""

    counts: list[tuple[str, str, int]]
    gone: int
    told: list[str]
    groups: list[Group]
    undecided: int
    earlier: ImportBatch | None


@dataclass(frozen=True)
class Difference:
    """One field that a row changes: its name, what stands now, what would stand."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowShown:
    """One row of the preview in words. ``candidates``: who it may be; ``places``: the desa it may mean.

    ``tells_nik``: a masked NIK stands among the differences. A birth date beside it would tell nearly all of it.
    """

    row: ImportRow
    name: str
    born: str
    about: str
    reasons: list[str]
    differences: list[Difference]
    tells_nik: bool
    candidates: list[Resident]
    places: list[Desa]
    place_key: str
    decidable: bool


def told_of(batch: ImportBatch) -> list[str]:
    """What was noticed about the file and its sheets, in sentences."""
    kept = json.loads(batch.told) if batch.told else []
    return [sentence(Fault(name, sheet, row, column, params)) for name, sheet, row, column, params in kept]


def preview_of(scope: Scope, batch: ImportBatch) -> Preview:
    """The counts of a preview and the reasons of what is in doubt (two queries)."""
    rows = batch.rows.all()
    counts = dict(rows.order_by().values_list("verdict").annotate(Count("pk")))
    undecided = rows.filter(verdict__in=[Verdict.DOUBTFUL], decision="")
    groups = undecided.order_by().values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    return Preview(
        counts=[(value, str(label), counts.get(value, 0)) for value, label in Verdict.choices],
        gone=batch.gone,
        told=told_of(batch),
        groups=[Group(reason, words_of(reason), count, _may_be_new(reason)) for reason, count in groups],
        undecided=undecided.count(),
        earlier=same_file(batch),
    )


def _may_be_new(reason: str) -> bool:
    """May rows of this reason be new people together? Not those whose desa is asked: without one nobody is new."""
    return reason not in ONE_BY_ONE | NEVER_NEW and not reason.startswith("place_")


@dataclass(frozen=True)
class Result:
    """What came of a list that was taken in. ``ready``: so many of those who wait were decided since."""

    told: list[str]
    waiting: int
    ready: int
    rejected: int
    absent: int


def result_of(scope: Scope, batch: ImportBatch) -> Result:
    """What is still to be settled of a list (two queries)."""
    rows = batch.rows.filter(taken=False)
    found = rows.aggregate(
        waiting=Count("pk", filter=Q(verdict=Verdict.DOUBTFUL) & ~Q(decision="skip")),
        ready=Count("pk", filter=Q(decision__in=[ImportRow.Decision.NEW, ImportRow.Decision.MATCH])),
        rejected=Count("pk", filter=Q(verdict=Verdict.REJECTED)),
    )
    absent = Absence.objects.filter(batch=batch, settled=Absence.Settled.OPEN).count()
    return Result(told_of(batch), found["waiting"], found["ready"], found["rejected"], absent)


def rows_shown(scope: Scope, rows: Sequence[ImportRow]) -> list[RowShown]:
    """A page of rows in words, numbers masked (five queries at most, however many rows)."""
    staged = [opened(row.content) for row in rows]
    ids = {pk for one in staged for pk in one.candidates} | {row.resident_id for row in rows if row.resident_id}
    # Whoever moved to somebody else's kecamatan since the list was read is theirs.
    people = residents_for(scope).filter(pk__in=ids).select_related("desa", "kecamatan").in_bulk()
    changed = _changes_made([row for row in rows if row.taken and row.resident_id])
    codes = {code for one in staged for code in one.offered}
    places = {one.code: one for one in Desa.objects.filter(code__in=codes).select_related("kecamatan")}
    for row, one in zip(rows, staged, strict=True):
        one.changes = one.changes or changed.get((row.batch_id, row.resident_id), [])
    in_words = InWords((name, text) for one in staged for name, *texts in one.changes for text in texts)
    return [_row_shown(row, one, people, places, in_words) for row, one in zip(rows, staged, strict=True)]


def _changes_made(rows: Sequence[ImportRow]) -> dict[tuple[int, int], list[list[str]]]:
    """(Import, person) → field, before, after. Of a row that was taken nothing is kept but what it changed."""
    if not rows:
        return {}
    made: dict[tuple[int, int], list[list[str]]] = {}
    batches, people = {row.batch_id for row in rows}, {row.resident_id for row in rows}
    for one in ResidentChange.objects.filter(batch__in=batches, resident__in=people).order_by("pk"):
        line = [one.field, shown_text(one, "before"), shown_text(one, "after")]
        made.setdefault((one.batch_id, one.resident_id), []).append(line)
    return made


def _row_shown(row: ImportRow, staged: Staged, people: dict, places: dict, in_words: InWords) -> RowShown:
    values = staged.values
    born = values.get("birth_date", "")
    known = people.get(row.resident_id)
    hidden = row.resident_id is not None and known is None
    candidates = [people[pk] for pk in staged.candidates if pk in people]
    if known and row.verdict == Verdict.DOUBTFUL and known not in candidates:
        candidates.insert(0, known)
    differences = [] if hidden else staged.changes
    tells_nik = any(name == "nik" for name, *_texts in differences)
    about = [
        row.content and not values.get("nik") and _("without a NIK"),
        values.get("sex") and dict(Resident.Sex.choices)[values["sex"]],
    ]
    about.append("/".join(part for part in (values.get("rt"), values.get("rw")) if part))
    return RowShown(
        row=row,
        name=values.get("name", "") or (known.name if known else NONE),
        born=short_day_text(date.fromisoformat(born)) if born and not tells_nik else "",
        about=", ".join(str(part) for part in about if part),
        reasons=sentences_of(staged.told),
        differences=[_difference(change, in_words) for change in differences],
        tells_nik=tells_nik,
        candidates=candidates,
        places=[places[code] for code in staged.offered if code in places],
        place_key=staged.place_key,
        decidable=row.verdict == Verdict.DOUBTFUL and not row.taken and bool(row.content),
    )


def _difference(change: Sequence[str], in_words: InWords) -> Difference:
    name, before, after = change
    return Difference(label_of(name), in_words(name, before), in_words(name, after))
