"""What several phones and the office say of one person, as one state. Pure, and the same in any order, however often told.

Each phone has one word: its event with the highest number about the person. A word that says "" takes back what that
phone said. What the office enters overrules every word that had come in by then; a word that comes in later stands
beside it. Where the words differ both are kept, the person is *to decide*, and meanwhile the word that ranks first
stands: who was seen being recorded was there, whatever another phone says of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from outreach.attendance import Outcome

#: Of differing words the first of these stands: what somebody saw before what nobody saw.
RANK = (
    Outcome.RECORDED,
    Outcome.ALREADY_RECORDED,
    Outcome.FAILED,
    Outcome.REFUSED,
    Outcome.UNDER_16,
    Outcome.AWAY,
    Outcome.ABSENT,
)


@dataclass(frozen=True)
class Word:
    """One event about one person. ``order``: when it came in, counted up; ``outcome`` "" takes back."""

    lease: UUID
    number: int
    outcome: str
    order: int = 0
    note: str = ""


@dataclass(frozen=True)
class Office:
    """What the office entered last; it had seen every event that came in until ``seen``."""

    outcome: str
    seen: int = 0


@dataclass(frozen=True)
class Told:
    """What stands. ``words``: those that count, one for each phone; ``differ``: they (and the office) are not one."""

    outcome: str
    words: tuple[Word, ...] = ()
    differ: bool = False
    note: str = ""


def last_words(words: Iterable[Word]) -> dict[UUID, Word]:
    """Lease → its word: the event with the highest number."""
    found: dict[UUID, Word] = {}
    for word in words:
        known = found.get(word.lease)
        if known is None or word.number > known.number:
            found[word.lease] = word
    return found


def tell(words: Iterable[Word], office: Office | None = None) -> Told:
    """The state of one person from all events about them, in whatever order and however often they are given."""
    seen = office.seen if office else 0
    last = sorted(last_words(words).values(), key=lambda word: str(word.lease))
    fresh = tuple(word for word in last if word.order > seen and word.outcome)
    said = {word.outcome for word in fresh} | ({office.outcome} if office and office.outcome else set())
    outcome = min(said, key=RANK.index) if said else ""
    # Of several phones that say the same, the longest note is kept, so that the order makes no difference.
    notes = sorted({word.note for word in fresh if word.outcome == outcome and word.note}, key=lambda n: (-len(n), n))
    return Told(outcome, fresh, len(said) > 1, notes[0] if notes else "")
