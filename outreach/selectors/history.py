"""The history of one resident: when they came upon the list, every step, every field that was changed; newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kecamatan.models import User
from outreach.actions.changes import shown_text
from outreach.life import Entry, History, Removal, Step
from outreach.models import ImportBatch, Resident, ResidentChange, ResidentStep
from outreach.selectors.in_words import InWords, label_of


@dataclass(frozen=True)
class Changed:
    """One field: what it held before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One thing that happened. ``day``: of a step; ``undone``: it was taken back later; ``batch``: an import did it."""

    what: str
    at: datetime
    by: User
    day: date | None = None
    note: str = ""
    undone: bool = False
    batch: ImportBatch | None = None
    changed: tuple[Changed, ...] = ()


def steps_of(resident: Resident) -> list[ResidentStep]:
    """All steps in their order, with whom and what they name (one query)."""
    return list(resident.steps.select_related("by", "batch", "into", "undoes").order_by("number"))


def as_history(resident: Resident, steps: Sequence[ResidentStep]) -> History:
    """The history as ``outreach.life`` reckons with it."""
    listed = Entry(Step.LIST, resident.listed_on)
    return (
        listed,
        *(Entry(Step(one.step), one.day, Removal(one.removal) if one.removal else None, one.note) for one in steps),
    )


def history_of(resident: Resident, steps: Sequence[ResidentStep]) -> list[Line]:
    """Every line, the newest first (one query for the changes, one each for the desa and schools they name)."""
    changes = list(resident.changes.select_related("by", "batch").order_by("pk"))
    lines = [_listed(resident), *_steps(steps), *_changes(changes)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _listed(resident: Resident) -> Line:
    what = _("Listed")
    return Line(what, resident.listed_at, resident.listed_by, resident.listed_on, batch=resident.batch)


def _steps(steps: Sequence[ResidentStep]) -> list[Line]:
    undone = {one.undoes_id for one in steps if one.undoes_id}
    return [Line(_words(one), one.at, one.by, one.day, one.note, one.pk in undone, one.batch) for one in steps]


def _words(step: ResidentStep) -> str:
    if step.undoes is not None:
        return _("Undone: %(step)s") % {"step": step.undoes.get_step_display()}
    words = capfirst(step.get_step_display())
    return f"{words}: {step.get_removal_display()}" if step.removal else words


def _changes(changes: Sequence[ResidentChange]) -> list[Line]:
    """One line for all fields that were changed at once."""
    values = [(one, shown_text(one, "before"), shown_text(one, "after")) for one in changes]
    words = InWords((one.field, text) for one, *texts in values for text in texts)
    lines = []
    for _key, some in groupby(values, key=lambda found: (found[0].at, found[0].by_id, found[0].batch_id)):
        group = list(some)
        first = group[0][0]
        changed = tuple(
            Changed(capfirst(label_of(one.field)), words(one.field, before), words(one.field, after))
            for one, before, after in group
        )
        lines.append(Line(_("Corrected"), first.at, first.by, note=first.reason, batch=first.batch, changed=changed))
    return lines
