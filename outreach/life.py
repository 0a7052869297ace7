"""The life of a resident as one table of allowed steps, and what each does to the count (design §5, rule 6). Pure.

``unlisted → unrecorded → recorded → sent → print_ready → printed → delivered``, where the centre's own steps (sent,
print_ready) may be skipped, because the office only watches them; beside it ``failed`` (record again) and ``duplicate``
(held by the centre); out of it a removal with its reason, or a merge into the same person listed twice.

A resident lays at most two claims upon the ledger: that they flowed in (``added``), and that they no longer remain
(``recorded``, ``recorded_elsewhere`` or ``removed``). The claims follow from the state alone, and a step writes or
reverses exactly the rows in which the claims before and after differ. So nothing can count a person twice. Whoever
``failed`` remains: the row of the recording is reversed, as the person is on the centre's next list again.

A history is a tuple of entries that only grows: an undo is an entry of its own and cancels the last one that stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kecamatan.counts import EFFECT
from outreach.segments import card_allowed_from, recording_allowed_from


class State(StrEnum):
    """Where a resident stands. ``unlisted``: in no list yet, the state before the first step."""

    UNLISTED = "unlisted"
    UNRECORDED = "unrecorded"
    RECORDED = "recorded"
    SENT = "sent"
    PRINT_READY = "print_ready"
    PRINTED = "printed"
    DELIVERED = "delivered"
    FAILED = "failed"
    DUPLICATE = "duplicate"
    REMOVED = "removed"
    MERGED = "merged"


class Step(StrEnum):
    """What can happen to a resident. LIST names one of the baseline; ADD says that they flowed in after it.

    MERGE says that this is the same person as another one, who stays: with the removal DOUBLE where the count held
    both, without one where only our list did.
    """

    LIST = "list"
    ADD = "add"
    RECORD = "record"
    SEND = "send"
    READY = "ready"
    PRINT = "print"
    DELIVER = "deliver"
    FAIL = "fail"
    HOLD_AS_DUPLICATE = "hold_as_duplicate"
    REMOVE = "remove"
    MERGE = "merge"
    UNDO = "undo"


class Removal(StrEnum):
    """Why a resident leaves the list. Refusing and being away are no ways out: such a person still has to be recorded."""

    RECORDED_ELSEWHERE = "recorded_elsewhere"
    DIED = "died"
    MOVED_OUT = "moved_out"
    DOUBLE = "double"
    NOT_OBLIGED = "not_obliged"
    NOT_FOUND = "not_found"


class Refusal(StrEnum):
    """Why a step is not taken, by its machine name."""

    NOT_FROM_HERE = "not_from_here"
    ADDED_ALREADY = "added_already"
    NEEDS_REMOVAL = "needs_removal"
    TAKES_NO_REMOVAL = "takes_no_removal"
    NEEDS_NOTE = "needs_note"
    BEFORE_THE_LAST = "before_the_last"
    NOTHING_TO_UNDO = "nothing_to_undo"


#: Step → from which states it may be taken, and where it leads.
TABLE: Mapping[Step, tuple[frozenset[State], State]] = {
    Step.LIST: (frozenset({State.UNLISTED}), State.UNRECORDED),
    Step.ADD: (frozenset({State.UNRECORDED}), State.UNRECORDED),
    Step.RECORD: (frozenset({State.UNRECORDED, State.FAILED}), State.RECORDED),
    Step.SEND: (frozenset({State.RECORDED, State.DUPLICATE}), State.SENT),
    Step.READY: (frozenset({State.RECORDED, State.SENT, State.DUPLICATE}), State.PRINT_READY),
    Step.PRINT: (frozenset({State.RECORDED, State.SENT, State.PRINT_READY}), State.PRINTED),
    Step.DELIVER: (frozenset({State.PRINTED}), State.DELIVERED),
    Step.FAIL: (frozenset({State.UNRECORDED, State.RECORDED, State.SENT, State.DUPLICATE}), State.FAILED),
    Step.HOLD_AS_DUPLICATE: (frozenset({State.RECORDED, State.SENT}), State.DUPLICATE),
    Step.REMOVE: (frozenset({State.UNRECORDED, State.FAILED}), State.REMOVED),
    Step.MERGE: (frozenset(State) - {State.UNLISTED, State.REMOVED, State.MERGED}, State.MERGED),
}
#: Those who remain to be recorded, by name.
REMAINING = frozenset({State.UNRECORDED, State.FAILED})
#: Those whose recording is counted.
COUNTED_RECORDED = frozenset(
    {State.RECORDED, State.SENT, State.PRINT_READY, State.PRINTED, State.DELIVERED, State.DUPLICATE}
)
#: States that wait for something, and show how long already.
WAITING = frozenset(State) - {State.UNLISTED, State.DELIVERED, State.REMOVED, State.MERGED}
#: The kind of the ledger's row that each removal writes.
REMOVAL_ROW = dict.fromkeys(Removal, "removed") | {Removal.RECORDED_ELSEWHERE: "recorded_elsewhere"}
#: Removals that do not explain themselves.
NEEDS_NOTE = frozenset({Removal.NOT_OBLIGED, Removal.NOT_FOUND})
_FORWARD = (Step.RECORD, Step.DELIVER, Step.PRINT, Step.READY, Step.SEND)


class StepRefused(Exception):
    """A step that the table or the history does not allow; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True)
class Entry:
    """One step of a history, on the day it happened. ``removal`` belongs to REMOVE alone."""

    step: Step
    day: date
    removal: Removal | None = None
    note: str = ""


History = tuple[Entry, ...]


@dataclass(frozen=True)
class Life:
    """What a history amounts to. ``since``: the day of the step that led into the state."""

    state: State = State.UNLISTED
    added: bool = False
    removal: Removal | None = None
    since: date | None = None


@dataclass(frozen=True)
class LedgerMove:
    """One row to write for one person: of ``kind`` on ``day``, or the reversal of the resident's row of that kind."""

    kind: str
    day: date
    reverses: bool = False


def standing(history: History) -> History:
    """The entries that no undo cancelled, oldest first."""
    stack: list[Entry] = []
    for entry in history:
        if entry.step is Step.UNDO:
            stack.pop()
        else:
            stack.append(entry)
    return tuple(stack)


def life_of(history: History) -> Life:
    """Where ``history`` leads."""
    life = Life()
    for entry in standing(history):
        if entry.step is Step.ADD:
            life = Life(life.state, True, life.removal, life.since)
        else:
            life = Life(TABLE[entry.step][1], life.added, entry.removal, entry.day)
    return life


def may(life: Life, step: Step) -> bool:
    """Whether the table allows ``step`` next; UNDO wherever something happened."""
    if step is Step.UNDO:
        return life.state is not State.UNLISTED
    return life.state in TABLE[step][0] and not (step is Step.ADD and life.added)


def allowed_steps(life: Life) -> tuple[Step, ...]:
    """The steps that may be offered next, in the order of a life."""
    return tuple(step for step in Step if may(life, step))


def apply(history: History, entry: Entry) -> History:
    """``history`` with ``entry`` at its end; raises StepRefused where it may not follow."""
    refusal = refusal_of(history, entry)
    if refusal:
        raise StepRefused(refusal)
    return (*history, entry)


def undo(history: History, *, day: date, note: str) -> History:
    """``history`` with its last standing step cancelled; raises StepRefused without a step or without a reason."""
    return apply(history, Entry(Step.UNDO, day, note=note))


def refusal_of(history: History, entry: Entry) -> Refusal | None:
    """Why ``entry`` may not follow upon ``history``; None where it may."""
    life = life_of(history)
    if not may(life, entry.step):
        if entry.step is Step.UNDO:
            return Refusal.NOTHING_TO_UNDO
        added_again = entry.step is Step.ADD and life.added and life.state in TABLE[Step.ADD][0]
        return Refusal.ADDED_ALREADY if added_again else Refusal.NOT_FROM_HERE
    if entry.removal is None and entry.step is Step.REMOVE:
        return Refusal.NEEDS_REMOVAL
    if entry.removal is not None and not _takes(entry.step, entry.removal):
        return Refusal.TAKES_NO_REMOVAL
    if (entry.step is Step.UNDO or entry.removal in NEEDS_NOTE) and not entry.note.strip():
        return Refusal.NEEDS_NOTE
    return Refusal.BEFORE_THE_LAST if entry.day < _not_before(history, entry.step) else None


def _takes(step: Step, removal: Removal) -> bool:
    return step is Step.REMOVE or (step is Step.MERGE and removal is Removal.DOUBLE)


def claims(history: History) -> dict[str, date]:
    """The ledger's rows that stand for this resident: kind → day. At most ``added`` and one that ends remaining.

    Whoever was merged claims nothing of their own, but where the count held them as well: then they were taken off it.
    """
    last = {entry.step: entry for entry in standing(history)}
    life = life_of(history)
    state = life.state
    found: dict[str, date] = {}
    if state is State.MERGED and life.removal is None:
        return found
    if Step.ADD in last:
        found["added"] = last[Step.ADD].day
    if state in COUNTED_RECORDED:
        found["recorded"] = last[Step.RECORD].day
    elif state in {State.REMOVED, State.MERGED}:
        entry = last[Step.REMOVE if state is State.REMOVED else Step.MERGE]
        found[REMOVAL_ROW[entry.removal]] = entry.day
    return found


def ledger_moves(before: History, after: History) -> tuple[LedgerMove, ...]:
    """The rows to write when ``before`` becomes ``after`` by one entry: none where no claim changes, else one.

    Only a merge may move two or three: what the merged person claimed ends, and comes back when that is undone.
    A recording that comes back because its failure was undone has the day of that recording.
    """
    had, has = claims(before), claims(after)
    reversals = [LedgerMove(kind, day, reverses=True) for kind, day in had.items() if kind not in has]
    return (*reversals, *(LedgerMove(kind, day) for kind, day in has.items() if kind not in had))


def net_effect(history: History) -> int:
    """What this resident does to remaining, against a baseline that holds them only by number: 1, 0 or −1."""
    return sum(EFFECT[kind] for kind in claims(history))


def waiting_days(history: History, today: date) -> int | None:
    """Days since the step into the present state; None where nothing is waited for."""
    life = life_of(history)
    return (today - life.since).days if life.state in WAITING and life.since else None


def allowed_from(step: Step, born: date, *, ever_married: bool = False) -> date | None:
    """The first day on which age allows ``step``: recording from 16, card from 17; None where age plays no part."""
    if step is Step.RECORD:
        return recording_allowed_from(born, ever_married=ever_married)
    if step in {Step.PRINT, Step.DELIVER}:
        return card_allowed_from(born, ever_married=ever_married)
    return None


def steps_to(state: State, target: State) -> tuple[Step, ...]:
    """The fewest forward steps from ``state`` to ``target``; empty where there are none or none is needed."""
    reached: dict[State, tuple[Step, ...]] = {state: ()}
    queue = [state]
    for here in queue:
        for step in _FORWARD:
            sources, there = TABLE[step]
            if here in sources and there not in reached:
                reached[there] = (*reached[here], step)
                queue.append(there)
    return reached.get(target, ())


def _not_before(history: History, step: Step) -> date:
    """The earliest day of ``step``. A list may be taken in after what it names happened, so its day binds nothing."""
    if step is Step.UNDO:
        return date.min
    return max((entry.day for entry in standing(history) if entry.step is not Step.LIST), default=date.min)
