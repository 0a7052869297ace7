"""What stands in the way of a visit that is being planned: other visits of the day, and the day itself. Pure.

Nothing here forbids: the office may send half a team, or go out on a Sunday. It must only know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from math import ceil

from outreach.calendar_days import NO_SCHOOL, Day, Kind
from outreach.planner.travel import Point, kilometres

#: Minutes between two places when nothing is known of them: pack up, go, set up again (an assumption of this software).
LEAST_GAP = 60
#: Minutes for one kilometre as the crow flies: 25 km/h by road or boat on a way 1.4 times as long (an assumption too).
MINUTES_PER_KM = 3.4
#: Points closer than this are one place.
SAME_PLACE_KM = 0.1


@dataclass(frozen=True)
class Planned:
    """A visit as far as clashes go. ``place``: the name of the gathering place, made comparable; empty: not said yet.

    ``number`` is None for a visit that is not saved yet. People, desa and schools by their numbers, kits by name.
    """

    number: int | None
    day: date
    starts: time
    ends: time
    team: frozenset[int] = frozenset()
    kits: frozenset[str] = frozenset()
    place: str = ""
    point: Point | None = None
    desa: frozenset[int] = frozenset()
    schools: frozenset[int] = frozenset()

    def overlaps(self, other: "Planned") -> bool:
        """Are there minutes of both? One that ends when the other starts does not overlap it."""
        return self.day == other.day and self.starts < other.ends and other.starts < self.ends

    def minutes_between(self, other: "Planned") -> int:
        """From the end of the earlier to the start of the later, on one day; negative where they overlap."""
        return max(_minute(other.starts) - _minute(self.ends), _minute(self.starts) - _minute(other.ends))

    def is_where(self, other: "Planned") -> bool:
        """Are both at one place? By their points, else by its name in the same desa; not where either is unknown."""
        if self.point and other.point:
            return kilometres(self.point, other.point) <= SAME_PLACE_KM
        near = not (self.desa and other.desa) or bool(self.desa & other.desa)
        return bool(self.place) and self.place == other.place and near

    def minutes_to(self, other: "Planned") -> int:
        """Minutes that a team needs from this place to the other, to pack up and set up included; 0 at one place."""
        if self.is_where(other):
            return 0
        if self.point and other.point:
            return max(LEAST_GAP, ceil(kilometres(self.point, other.point) * MINUTES_PER_KM))
        return LEAST_GAP


class By(StrEnum):
    """What two visits both want."""

    TEAM = "team"
    KIT = "kit"
    PLACE = "place"
    DESA = "desa"
    SCHOOL = "school"


class How(StrEnum):
    """In which way they are in each other's way."""

    OVERLAP = "overlap"  # at the same time
    TRAVEL = "travel"  # one after the other, with too little time to get there
    SAME_DAY = "same_day"  # the same people are called twice on one day


@dataclass(frozen=True)
class Clash:
    """One thing that this visit and ``other`` both want. ``what``: who, which kits, which desa or schools; the place itself
    has no number. ``gap`` and ``needed``: minutes between the two and minutes that the way takes, where it is about the way.
    """

    by: By
    how: How
    other: int | None
    what: tuple[int | str, ...] = ()
    gap: int = 0
    needed: int = 0


def clashes(planned: Planned, others: Iterable[Planned]) -> list[Clash]:
    """Every clash of ``planned`` with the others, by the hours and numbers of the others. The visit itself is no other.

    Postponed and cancelled visits are for the caller to leave out.
    """
    found: list[Clash] = []
    for other in sorted(others, key=lambda one: (one.starts, one.ends, one.number or 0)):
        if other.day == planned.day and not _is_itself(planned, other):
            found += _clashes_with(planned, other)
    return found


def _is_itself(planned: Planned, other: Planned) -> bool:
    return planned.number is not None and planned.number == other.number


def _clashes_with(planned: Planned, other: Planned) -> list[Clash]:
    """Those with one other visit of the day, what is hardest to mend first."""
    overlap = planned.overlaps(other)
    gap, needed = planned.minutes_between(other), planned.minutes_to(other)
    found = []
    for by, both in ((By.TEAM, planned.team & other.team), (By.KIT, planned.kits & other.kits)):
        if both and overlap:
            found.append(Clash(by, How.OVERLAP, other.number, tuple(sorted(both))))
        elif both and gap < needed:
            found.append(Clash(by, How.TRAVEL, other.number, tuple(sorted(both)), gap, needed))
    how = How.OVERLAP if overlap else How.SAME_DAY
    if overlap and planned.is_where(other):
        found.append(Clash(By.PLACE, how, other.number))
    schools, desa = planned.schools & other.schools, planned.desa & other.desa
    if schools:
        found.append(Clash(By.SCHOOL, how, other.number, tuple(sorted(schools))))
    # Two schools of one desa on one day call different people.
    if desa and not (planned.schools and other.schools):
        found.append(Clash(By.DESA, how, other.number, tuple(sorted(desa))))
    return found


def _minute(hour: time) -> int:
    return hour.hour * 60 + hour.minute


class Caution(StrEnum):
    """What is unusual about the day of a visit."""

    PAST = "past"
    BEFORE_BASELINE = "before_baseline"
    AFTER_LAST_RECORDING = "after_last_recording"
    HOLIDAY = "holiday"
    JOINT_LEAVE = "joint_leave"
    CLOSED = "closed"
    WEEKEND = "weekend"
    NO_SCHOOL = "no_school"


@dataclass(frozen=True)
class CautionOf:
    """One caution about a day. ``names``: what the day is called; ``limit``: the day of the drive that it lies beyond."""

    caution: Caution
    names: tuple[str, ...] = ()
    limit: date | None = None


def cautions(
    about: Day,
    *,
    today: date,
    at_schools: bool,
    baseline_date: date | None = None,
    last_recording_day: date | None = None,
) -> list[CautionOf]:
    """What to know before going out on that day, the gravest first. ``at_schools``: does the visit serve a school?"""
    day, found = about.day, []
    if day < today:
        found.append(CautionOf(Caution.PAST))
    if baseline_date is not None and day < baseline_date:
        found.append(CautionOf(Caution.BEFORE_BASELINE, limit=baseline_date))
    if last_recording_day is not None and day > last_recording_day:
        found.append(CautionOf(Caution.AFTER_LAST_RECORDING, limit=last_recording_day))
    for kind in (Kind.HOLIDAY, Kind.JOINT_LEAVE, Kind.CLOSED):
        if kind in about.kinds:
            found.append(CautionOf(Caution(kind), about.names([kind])))
    if about.is_weekend:
        found.append(CautionOf(Caution.WEEKEND))
    if at_schools and not about.is_school_day:
        found.append(CautionOf(Caution.NO_SCHOOL, about.names(NO_SCHOOL)))
    return found
