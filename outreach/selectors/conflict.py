"""What somebody else saved while a form was open, beside what was typed: field by field, with a choice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.text import capfirst

from outreach.actions.changes import as_text, shown_text
from outreach.actions.people import Details
from outreach.models import Resident
from outreach.selectors.in_words import InWords, label_of

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Differs:
    """One field: what stands now and what was typed, in words. ``pick``: mine, theirs, or "" where it is still open."""

    name: str
    label: str
    theirs: str
    mine: str
    pick: str


@dataclass(frozen=True)
class Conflict:
    """The fields that somebody else changed since the form was opened, and that now differ from what was typed."""

    resident: Resident
    lines: tuple[Differs, ...]
    shown: bool

    @property
    def answered(self) -> bool:
        """Nothing differs, or just these values were shown and each was chosen."""
        return not self.lines or (self.shown and all(line.pick for line in self.lines))

    @property
    def unanswered(self) -> bool:
        """The values were shown before, and one was not chosen."""
        return self.shown and not self.answered

    def merged(self, details: Details) -> Details:
        """What was typed, with theirs where theirs was chosen."""
        theirs = [line.name for line in self.lines if line.pick == THEIRS]
        return replace(details, **{name: getattr(self.resident, name) for name in theirs})


def last_change_of(resident: Resident) -> int:
    """The number of the last line of the fields' history; 0 where none was ever changed."""
    return resident.changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def conflict_of(
    resident: Resident, details: Details, *, seen_version: int, last_change: int, picks: Mapping[str, str]
) -> Conflict:
    """Compares ``resident`` as they are now with ``details``, typed upon the state after the change ``last_change``.

    ``picks``: field → mine or theirs. A field that was not touched in the form begins with theirs (two queries or none
    beyond the changes).
    """
    before: dict[str, str] = {}
    for change in resident.changes.filter(pk__gt=last_change).order_by("pk"):
        before.setdefault(change.field, shown_text(change, "before"))
    texts = {name: (as_text(resident, name), as_text(details, name)) for name in before}
    texts = {name: pair for name, pair in texts.items() if pair[0] != pair[1]}
    words = InWords((name, text) for name, pair in texts.items() for text in pair)
    lines = []
    for name, (theirs, mine) in texts.items():
        usual = THEIRS if mine == before[name] else ""
        pick = picks.get(name, "")
        pick = pick if pick in {MINE, THEIRS} else usual
        lines.append(Differs(name, capfirst(label_of(name)), words(name, theirs), words(name, mine), pick))
    return Conflict(resident, tuple(lines), seen_version == resident.version)
