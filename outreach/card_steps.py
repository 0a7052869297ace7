"""From recording to card: who stands at which step, how long they wait, and who turns 17 when. Pure.

A person *came to* a step who stands there or further on; the centre's own steps may be skipped, so whoever is further
came to them as well. *Waits for a card*: recorded, sent or ready to print. Whoever was recorded at 16 waits for their
17th birthday before anything else, since no card is printed earlier.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.life import COUNTED_RECORDED, State
from outreach.segments import OBLIGED_AGE, birthday

#: The steps of a card in their order; beside them, what is no way forward.
STEPS = (State.RECORDED, State.SENT, State.PRINT_READY, State.PRINTED, State.DELIVERED)
BESIDE = (State.FAILED, State.DUPLICATE)
#: Recorded, and no card yet.
WAITING = frozenset({State.RECORDED, State.SENT, State.PRINT_READY})
#: Recorded, and no card in hand yet.
ON_THE_WAY = WAITING | {State.PRINTED}
#: Step → those who came to it. Whoever is held as a duplicate was recorded.
CAME_TO: Mapping[State, frozenset[State]] = {
    step: frozenset(COUNTED_RECORDED if index == 0 else STEPS[index:]) for index, step in enumerate(STEPS)
}
#: Days in a state: from, to (None: no end).
AGES: Sequence[tuple[int, int | None]] = ((0, 7), (8, 30), (31, 60), (61, None))
#: Weeks are told one by one for so many days, then months.
MOST_DAYS_BY_WEEK = 70


class Card(StrEnum):
    """Groups of people by their card, as lists and pages name them."""

    WAITING = "waiting"
    ON_THE_WAY = "on_the_way"
    BEFORE_17 = "before_17"
    READY = "ready"
    TURNING = "turning"


@dataclass(frozen=True)
class Waiting:
    """People in a state. ``ages``: by the days they are in it, as ``AGES``; ``oldest``: the day since which one is.

    ``young``: of them, who is not 17 yet.
    """

    ages: tuple[int, ...] = (0,) * len(AGES)
    oldest: date | None = None
    young: int = 0

    @property
    def people(self) -> int:
        return sum(self.ages)

    def __add__(self, other: "Waiting") -> "Waiting":
        days = [day for day in (self.oldest, other.oldest) if day is not None]
        ages = tuple(one + another for one, another in zip(self.ages, other.ages, strict=True))
        return Waiting(ages, min(days, default=None), self.young + other.young)

    def days(self, as_of: date) -> int | None:
        """How long the one who waits longest has waited."""
        return None if self.oldest is None else (as_of - self.oldest).days


#: What stands in each state.
Standing = Mapping[State, Waiting]


def together(parts: Iterable[Waiting]) -> Waiting:
    """All of them; nothing is nobody."""
    result = Waiting()
    for part in parts:
        result += part
    return result


def in_states(standing: Standing, states: Iterable[State]) -> Waiting:
    """Those in any of these states."""
    return together(standing[state] for state in states if state in standing)


def added_up(parts: Iterable[Standing]) -> dict[State, Waiting]:
    """Several places as one."""
    found: dict[State, Waiting] = {}
    for part in parts:
        for state, waiting in part.items():
            found[state] = found.get(state, Waiting()) + waiting
    return found


@dataclass(frozen=True)
class Birthdays:
    """Those recorded before 17 who turn 17 from ``first`` to ``last``. ``before_polling``: is that in time to vote?"""

    first: date
    last: date
    people: int
    before_polling: bool


def by_period(births: Iterable[tuple[date, int]], *, as_of: date, polling_day: date) -> list[Birthdays]:
    """``births``: (birth date, people below 17 on ``as_of``). By week until polling day, then by month until the last.

    Where polling day is far, the time until then is told by month as well. Weeks end on Sunday; a period ends on polling
    day. Periods without anybody are left out once polling day is past.
    """
    turns: dict[date, int] = {}
    for born, people in births:
        day = birthday(born, OBLIGED_AGE)
        if day > as_of:
            turns[day] = turns.get(day, 0) + people
    if not turns:
        return []
    found = []
    first, last = as_of + timedelta(days=1), max(turns)
    while first <= last:
        before = first <= polling_day
        by_week = before and (polling_day - as_of).days <= MOST_DAYS_BY_WEEK
        end = _sunday(first) if by_week else _end_of_month(first)
        end = min(end, polling_day) if before else end
        people = sum(count for day, count in turns.items() if first <= day <= end)
        if people or before:
            found.append(Birthdays(first, end, people, before))
        first = end + timedelta(days=1)
    return found


def turning_by(births: Iterable[tuple[date, int]], day: date) -> int:
    """Of those below 17 by birth date, who turns 17 until ``day``."""
    return sum(people for born, people in births if birthday(born, OBLIGED_AGE) <= day)


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _end_of_month(day: date) -> date:
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)
