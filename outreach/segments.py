"""Who is obliged, votes for the first time, is 16 or too young, on a day (design §5). Pure: no ORM, no request.

Always computed from birth date and day, never stored: on a birthday they change by themselves. Once for a person, and
once as bounds on the birth date for a day, so that a database can filter and count without computing anybody's age.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Age from which everyone must hold an e-KTP, and from which the card is printed and handed over (UU 24/2013 art. 63).
OBLIGED_AGE = 17
#: Age from which the biometrics may be recorded.
RECORDING_AGE = 16


class Segment(StrEnum):
    """The four segments; each person is in exactly one on each day."""

    OBLIGED = "obliged"
    FIRST_TIME = "first_time"
    SIXTEEN = "sixteen"
    TOO_YOUNG = "too_young"


@dataclass(frozen=True)
class BirthBounds:
    """The birth dates of a segment on a day: ``after < born <= until``; None is no bound.

    ``takes_married``: whoever was ever married belongs to it whatever the birth date; elsewhere they never belong.
    """

    after: date | None = None
    until: date | None = None
    takes_married: bool = False

    @property
    def is_empty(self) -> bool:
        """No birth date fits, as for first-time voters once polling day is over."""
        return self.after is not None and self.until is not None and self.after >= self.until

    def holds(self, born: date | None, *, ever_married: bool = False) -> bool:
        """What the filter made from these bounds says of one person; an unknown birth date fits none."""
        if ever_married:
            return self.takes_married
        if born is None:
            return False
        return (self.after is None or born > self.after) and (self.until is None or born <= self.until)


def birthday(born: date, years: int) -> date:
    """The day on which somebody born on ``born`` turns ``years``: 1 March for 29 February in common years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def age_on(born: date, day: date) -> int:
    """Whole years of age on ``day``; negative before birth."""
    years = day.year - born.year
    return years if (day.month, day.day) >= (born.month, born.day) else years - 1


def segment_of(
    born: date | None, day: date, *, polling_day: date | None = None, ever_married: bool = False
) -> Segment | None:
    """The segment on ``day``; without a polling day nobody is a first-time voter. None where the birth date is unknown."""
    if ever_married:
        return Segment.OBLIGED
    if born is None:
        return None
    age = age_on(born, day)
    if age >= OBLIGED_AGE:
        return Segment.OBLIGED
    if polling_day and age_on(born, polling_day) >= OBLIGED_AGE:
        return Segment.FIRST_TIME
    return Segment.SIXTEEN if age >= RECORDING_AGE else Segment.TOO_YOUNG


def changes_on(
    born: date | None, day: date, *, polling_day: date | None = None, ever_married: bool = False
) -> date | None:
    """The first day after ``day`` with another segment; None where it never changes again."""
    if born is None:
        return None
    now = segment_of(born, day, polling_day=polling_day, ever_married=ever_married)
    for change in (birthday(born, RECORDING_AGE), birthday(born, OBLIGED_AGE)):
        then = segment_of(born, change, polling_day=polling_day, ever_married=ever_married)
        if change > day and then is not now:
            return change
    return None


def obliged_from(born: date, *, ever_married: bool = False) -> date:
    """The day on which the duty to hold a card began; birth for the ever married, whose wedding day is not known."""
    return born if ever_married else birthday(born, OBLIGED_AGE)


def recording_allowed_from(born: date, *, ever_married: bool = False) -> date:
    """The first day on which the biometrics may be recorded; for the ever married any day of their life."""
    return born if ever_married else birthday(born, RECORDING_AGE)


def card_allowed_from(born: date, *, ever_married: bool = False) -> date:
    """The first day on which the card may be printed and delivered: as soon as its holder is obliged."""
    return obliged_from(born, ever_married=ever_married)


def birth_bounds(segment: Segment, day: date, *, polling_day: date | None = None) -> BirthBounds:
    """The birth dates that ``segment_of`` puts into ``segment`` on ``day``."""
    obliged = latest_birth(OBLIGED_AGE, day)
    voting = max(obliged, latest_birth(OBLIGED_AGE, polling_day)) if polling_day else obliged
    recordable = latest_birth(RECORDING_AGE, day)
    return {
        Segment.OBLIGED: BirthBounds(until=obliged, takes_married=True),
        Segment.FIRST_TIME: BirthBounds(after=obliged, until=voting),
        Segment.SIXTEEN: BirthBounds(after=voting, until=recordable),
        Segment.TOO_YOUNG: BirthBounds(after=max(voting, recordable)),
    }[segment]


def latest_birth(years: int, day: date) -> date:
    """The latest birth date of those who are at least ``years`` old on ``day``."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
