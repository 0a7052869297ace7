"""What became of the people of a visit, and what it adds up to. Pure: no ORM, no request.

Each outcome says what it does to the person: ``recorded`` records them, ``failed`` says that it was tried in vain,
``already_recorded`` takes them off the list as recorded elsewhere. The others leave them where they are: they still
have to be recorded. Turnout is came ÷ expected, over those who were expected; who came unlisted stands beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.life import State, Step


class Outcome(StrEnum):
    """The tally that offices keep (domain.md §2), in the order in which it is read out."""

    RECORDED = "recorded"
    FAILED = "failed"
    ABSENT = "absent"
    REFUSED = "refused"
    UNDER_16 = "under_16"
    ALREADY_RECORDED = "already_recorded"
    AWAY = "away"


class Origin(StrEnum):
    """How somebody came upon the list of a visit. UNLISTED: they turned up without being expected."""

    PLACE = "place"
    HAND = "hand"
    UNLISTED = "unlisted"


#: They stood before the team. Whoever refused is not counted as having come, wherever it was said.
CAME = frozenset({Outcome.RECORDED, Outcome.FAILED, Outcome.UNDER_16, Outcome.ALREADY_RECORDED})
#: They still have to be recorded, and a further visit may reach them.
LEFT = frozenset({Outcome.FAILED, Outcome.ABSENT, Outcome.REFUSED, Outcome.AWAY, Outcome.UNDER_16})
#: Whom a follow-up visit expects. Who is away for long, refuses or is too young is not asked to come again next week.
FOLLOW_UP = frozenset({Outcome.FAILED, Outcome.ABSENT})
#: The step of a resident's life that an outcome takes; others take none.
STEP_OF: Mapping[Outcome, Step] = {
    Outcome.RECORDED: Step.RECORD,
    Outcome.FAILED: Step.FAIL,
    Outcome.ALREADY_RECORDED: Step.REMOVE,
}
#: One key for each, for those who type dozens in.
KEYS: Mapping[Outcome, str] = {
    Outcome.RECORDED: "1",
    Outcome.FAILED: "2",
    Outcome.ABSENT: "3",
    Outcome.REFUSED: "4",
    Outcome.UNDER_16: "5",
    Outcome.ALREADY_RECORDED: "6",
    Outcome.AWAY: "7",
}


def step_for(outcome: Outcome, state: State) -> Step | None:
    """The step that ``outcome`` takes for a person in ``state``; None where the state says already what it would.

    Who failed before and fails again stays failed; who was recorded meanwhile needs no word of being recorded already.
    """
    step = STEP_OF.get(outcome)
    if step is Step.FAIL and state is State.FAILED:
        return None
    if step is Step.REMOVE and state not in {State.UNRECORDED, State.FAILED}:
        return None
    return step


@dataclass(frozen=True)
class Tally:
    """What a visit amounts to. ``of``: outcome → expected people with it; ``open``: expected ones without any yet.

    ``unlisted``: outcome → people who were not expected. ``unnamed``: people recorded and counted without a name.
    """

    of: Mapping[Outcome, int]
    open: int
    unlisted: Mapping[Outcome, int]
    unnamed: int = 0

    @property
    def expected(self) -> int:
        """Everybody who was expected, with an outcome or without."""
        return sum(self.of.values()) + self.open

    @property
    def entered(self) -> int:
        """Expected people with an outcome."""
        return sum(self.of.values())

    @property
    def adds_up(self) -> bool:
        """Has every expected person an outcome? Only then a visit may be closed."""
        return self.open == 0

    @property
    def came(self) -> int:
        """Expected people who stood before the team."""
        return sum(self.of.get(outcome, 0) for outcome in CAME)

    @property
    def recorded(self) -> int:
        """Everybody recorded there: expected, unlisted, and counted without a name."""
        return self.of.get(Outcome.RECORDED, 0) + self.unlisted.get(Outcome.RECORDED, 0) + self.unnamed

    @property
    def left(self) -> int:
        """Expected people who still have to be recorded."""
        return sum(self.of.get(outcome, 0) for outcome in LEFT) + self.open

    @property
    def turnout(self) -> float | None:
        """came ÷ expected; None where nobody was expected (rule 11)."""
        return self.came / self.expected if self.expected else None


def tally_of(people: Iterable[tuple[str, str]], *, unnamed: int = 0) -> Tally:
    """The tally of (origin, outcome) of each person; an outcome of "" is still open."""
    of = dict.fromkeys(Outcome, 0)
    unlisted = dict.fromkeys(Outcome, 0)
    still_open = 0
    for origin, outcome in people:
        if origin == Origin.UNLISTED:
            if outcome:
                unlisted[Outcome(outcome)] += 1
        elif outcome:
            of[Outcome(outcome)] += 1
        else:
            still_open += 1
    return Tally(of, still_open, unlisted, unnamed)


def per_team_hour(recorded: int, start: datetime, end: datetime) -> float | None:
    """Recorded people per hour that the team was there; None without a length."""
    hours = (end - start).total_seconds() / 3600
    return recorded / hours if hours > 0 else None
