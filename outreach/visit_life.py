"""The life of a visit as one table of allowed steps. Pure: no ORM, no request.

``draft → announced → confirmed → under_way → done → closed``; beside it ``postponed`` (another visit takes its place)
and ``cancelled``. A visit is announced when a letter or a call is out, and confirmed when the place has answered; who
goes out at short notice may start it from a draft. Once it is under way the list of whom it expects stands still.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where a visit stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    DONE = "done"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can happen to a visit.

    UNCONFIRM: the place takes its word back, or the office moved the visit. UNSTART: it was started by mistake,
    nothing was entered yet, and it is again what it was. RESUME: somebody is still to be entered. REOPEN: an admin opens what was closed.
    """

    ANNOUNCE = "announce"
    CONFIRM = "confirm"
    UNCONFIRM = "unconfirm"
    START = "start"
    UNSTART = "unstart"
    FINISH = "finish"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    POSTPONE = "postpone"
    CANCEL = "cancel"


class Refusal(StrEnum):
    """Why a step is not taken, by its machine name."""

    NOT_FROM_HERE = "not_from_here"
    NEEDS_REASON = "needs_reason"
    TOO_EARLY = "too_early"
    SOMETHING_ENTERED = "something_entered"
    SOMEBODY_OPEN = "somebody_open"
    FIELD_OPEN = "field_open"
    ADMINS_ONLY = "admins_only"


#: Step → from which states it may be taken, and where it leads; None: back to where the start came from.
TABLE: Mapping[Step, tuple[frozenset[State], State | None]] = {
    Step.ANNOUNCE: (frozenset({State.DRAFT}), State.ANNOUNCED),
    Step.CONFIRM: (frozenset({State.DRAFT, State.ANNOUNCED}), State.CONFIRMED),
    Step.UNCONFIRM: (frozenset({State.CONFIRMED}), State.ANNOUNCED),
    Step.START: (frozenset({State.DRAFT, State.ANNOUNCED, State.CONFIRMED}), State.UNDER_WAY),
    Step.UNSTART: (frozenset({State.UNDER_WAY}), None),
    Step.FINISH: (frozenset({State.UNDER_WAY}), State.DONE),
    Step.RESUME: (frozenset({State.DONE}), State.UNDER_WAY),
    Step.CLOSE: (frozenset({State.DONE}), State.CLOSED),
    Step.REOPEN: (frozenset({State.CLOSED}), State.DONE),
    Step.POSTPONE: (frozenset({State.DRAFT, State.ANNOUNCED, State.CONFIRMED}), State.POSTPONED),
    Step.CANCEL: (frozenset({State.DRAFT, State.ANNOUNCED, State.CONFIRMED}), State.CANCELLED),
}
#: Not begun yet: the expected list still follows the list of people, and all of the plan may be changed.
PLANNED = frozenset({State.DRAFT, State.ANNOUNCED, State.CONFIRMED})
#: Results may be entered.
OPEN = frozenset({State.UNDER_WAY, State.DONE})
#: People were or are met there.
HELD = frozenset({State.UNDER_WAY, State.DONE, State.CLOSED})
#: It will not take place on its day, and takes up nobody's time.
CALLED_OFF = frozenset({State.POSTPONED, State.CANCELLED})
NEEDS_REASON = frozenset({Step.POSTPONE, Step.CANCEL, Step.REOPEN, Step.UNSTART})
ADMINS_ONLY = frozenset({Step.REOPEN})


def may(state: State, step: Step) -> bool:
    """Whether the table allows ``step`` from ``state``."""
    return state in TABLE[step][0]


def allowed_steps(state: State, *, is_admin: bool = False) -> tuple[Step, ...]:
    """The steps that may be offered, in the order of a life."""
    return tuple(step for step in Step if may(state, step) and (is_admin or step not in ADMINS_ONLY))


def refusal_of(
    state: State,
    step: Step,
    *,
    day: date,
    today: date,
    reason: str = "",
    entered: bool = False,
    open_people: int = 0,
    field_open: bool = False,
    is_admin: bool = False,
) -> Refusal | None:
    """Why ``step`` may not be taken; None where it may.

    ``day``: the visit's. ``entered``: a result stands already. ``open_people``: expected ones without an outcome.
    ``field_open``: a phone is not yet in, some of its numbers are missing or something is to decide; the leader of the
    office, an admin, closes the visit all the same and says why.
    """
    if not may(state, step):
        return Refusal.NOT_FROM_HERE
    if step in ADMINS_ONLY and not is_admin:
        return Refusal.ADMINS_ONLY
    if step in NEEDS_REASON and not reason.strip():
        return Refusal.NEEDS_REASON
    if step is Step.START and day > today:
        return Refusal.TOO_EARLY
    if step is Step.UNSTART and entered:
        return Refusal.SOMETHING_ENTERED
    if step is not Step.CLOSE:
        return None
    if open_people:
        return Refusal.SOMEBODY_OPEN
    return Refusal.FIELD_OPEN if field_open and not (is_admin and reason.strip()) else None
