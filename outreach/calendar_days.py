"""What a day is for planning visits: holiday, joint leave, school break, weekend, school day, working day. Pure.

The days of Indonesia come from the library ``holidays``: right about fixed days, an estimate for those that follow the
moon in years that the joint decree of the ministers (SKB 3 Menteri) has not named yet. So an office keeps days of its own
beside them: one more day, another name, or a day taken off. Nothing of the library is stored; a newer one is in force at
once. That schools have five days or six is for each regency to say; Saturday and Sunday are never working days here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from holidays.constants import GOVERNMENT, PUBLIC
from holidays.countries import Indonesia

#: The years that can be planned and looked back on.
FIRST_YEAR, LAST_YEAR = 2000, 2100
#: Days of the week, Monday is 0.
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
#: Language of the page → of the library's names.
LANGUAGES = {"id": "id", "en": "en_US"}


class Kind(StrEnum):
    """Why a day is not like others."""

    HOLIDAY = "holiday"  # hari libur nasional
    JOINT_LEAVE = "joint_leave"  # cuti bersama: offices are closed, the law counts it against leave
    SCHOOL_BREAK = "school_break"
    CLOSED = "closed"  # the office itself does not go out


#: Offices do not work on these, schools do not teach on those.
NO_WORK = frozenset({Kind.HOLIDAY, Kind.JOINT_LEAVE, Kind.CLOSED})
NO_SCHOOL = frozenset({Kind.HOLIDAY, Kind.JOINT_LEAVE, Kind.SCHOOL_BREAK})
#: What the library knows of.
CATEGORIES = {Kind.HOLIDAY: PUBLIC, Kind.JOINT_LEAVE: GOVERNMENT}


class SchoolWeek(StrEnum):
    """How many days a week schools teach (Perpres 87/2017 art. 9 leaves both to them)."""

    FIVE = "five"
    SIX = "six"

    @property
    def last_day(self) -> int:
        """The last weekday of teaching, Monday is 0."""
        return FRIDAY if self == SchoolWeek.FIVE else SATURDAY


@dataclass(frozen=True, order=True)
class Mark:
    """One reason why a day is not like others. ``own``: the office named it, not the library."""

    day: date
    kind: Kind
    name: str
    own: bool = False


@dataclass(frozen=True)
class OwnDay:
    """What an office says of one day and kind: its name for it, or that there is no such day after all."""

    day: date
    kind: Kind
    name: str = ""
    taken_off: bool = False


@dataclass(frozen=True)
class Day:
    """One day with all that matters for planning."""

    day: date
    marks: tuple[Mark, ...] = ()
    school_week: SchoolWeek = SchoolWeek.SIX

    @property
    def kinds(self) -> frozenset[Kind]:
        """Why it is not like others; empty on an ordinary day."""
        return frozenset(mark.kind for mark in self.marks)

    @property
    def is_weekend(self) -> bool:
        """Saturday or Sunday."""
        return self.day.weekday() >= SATURDAY

    @property
    def is_working_day(self) -> bool:
        """Does the office work on it?"""
        return not self.is_weekend and not self.kinds & NO_WORK

    @property
    def is_school_day(self) -> bool:
        """Are pupils at school?"""
        return self.day.weekday() <= self.school_week.last_day and not self.kinds & NO_SCHOOL

    def names(self, kinds: Iterable[Kind] = tuple(Kind)) -> tuple[str, ...]:
        """What the day is called, by these kinds; each name once."""
        wanted = frozenset(kinds)
        return tuple(dict.fromkeys(mark.name for mark in self.marks if mark.kind in wanted))


@dataclass(frozen=True)
class Span:
    """Days in a row of one kind, name and source: how a break of two weeks is read and taken off."""

    first: date
    last: date
    kind: Kind
    name: str
    own: bool

    @property
    def length(self) -> int:
        """How many days, both ends counted."""
        return (self.last - self.first).days + 1


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both counted; none where they are the wrong way round."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


@lru_cache(maxsize=64)
def library_marks(year: int, language: str) -> tuple[Mark, ...]:
    """Public holidays and joint leave of one year, in order. ``language`` "id" or "en", any other reads as "id".

    None for years outside ``FIRST_YEAR`` to ``LAST_YEAR``. About 20 ms for a year, then kept.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    found = []
    for kind, category in CATEGORIES.items():
        days = Indonesia(years=year, language=LANGUAGES.get(language, "id"), categories=category)
        found += [Mark(day, kind, name) for day in days for name in days.get_list(day)]
    return tuple(sorted(found))


def days_of(
    first: date,
    last: date,
    own: Iterable[OwnDay] = (),
    *,
    language: str = "id",
    school_week: SchoolWeek = SchoolWeek.SIX,
) -> list[Day]:
    """Every day from the first to the last with its marks: the library's, unless the office says otherwise.

    What the office says of a day and kind stands in the place of all that the library says of them.
    """
    said: Mapping[tuple[date, Kind], OwnDay] = {(one.day, Kind(one.kind)): one for one in own}
    marks: dict[date, list[Mark]] = {day: [] for day in each_day(first, last)}
    for year in range(first.year, last.year + 1):
        for mark in library_marks(year, language):
            if mark.day in marks and (mark.day, mark.kind) not in said:
                marks[mark.day].append(mark)
    for (day, kind), one in said.items():
        if day in marks and not one.taken_off:
            marks[day].append(Mark(day, kind, one.name, own=True))
    return [Day(day, tuple(sorted(found)), school_week) for day, found in marks.items()]


def spans(marks: Iterable[Mark]) -> list[Span]:
    """The marks as days in a row, by their first day: what touches and is of one kind, name and source is one span."""
    open_spans: dict[tuple[Kind, str, bool], Span] = {}
    done: list[Span] = []
    for mark in sorted(marks):
        key = (mark.kind, mark.name, mark.own)
        known = open_spans.get(key)
        if known is not None and mark.day - known.last <= timedelta(days=1):
            open_spans[key] = Span(known.first, mark.day, *key)
            continue
        if known is not None:
            done.append(known)
        open_spans[key] = Span(mark.day, mark.day, *key)
    return sorted([*done, *open_spans.values()], key=lambda span: (span.first, span.last, span.kind, span.name))
