"""Invented drives to try the forecast on. Seeded chance; nothing here is known to the forecast, and it assumes nothing of it.

Each drive is a regency of its own: 150 to 20,000 people, 13 to 26 weeks, holidays (in half of the drives a week of them,
as after Ramadan), an office that works on Saturdays or not, and one to six teams. People come to the office in ones and
twos, more of them on some days; visits bring a few or very many; both get fewer, a little or much, as fewer remain. How
well it all goes drifts from week to week; some drives start slowly, some make an effort at the end, in some a team is away
for weeks. People turn 17 every day; the ledger hears of it daily, once a week or by the list of the month. Two offices
in five enter what they did once a week, on one day; the others at once, and a little of it late.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kecamatan.counts import Counts
from kecamatan.forecast.parts import Goal, Past, Plan, PlannedVisit

POLLING_AFTER = 13
#: How far ahead visits are planned, in days.
PLANNED_AHEAD = 21
TARGET = 99.4


@dataclass
class Drive:
    """A drive from its baseline to polling day, as the ledger has it in the end. ``people``: its baseline.

    ``visited``: day → recordings at visits, None where nobody takes that down. ``coming``: day → what its visits were
    expected to bring, and the deviation, as the office would have said before.
    """

    start: date
    last_recording_day: date
    people: int
    rest_days: frozenset[date]
    days: dict[date, Counts]
    visited: dict[date, int] | None
    coming: dict[date, tuple[float, float]]

    @property
    def polling_day(self) -> date:
        return self.last_recording_day + timedelta(days=POLLING_AFTER)

    @property
    def goal(self) -> Goal:
        """1 − 0.6 % of the regency; about 62 of its people are obliged for each who was not recorded."""
        return Goal(self.last_recording_day, self.polling_day, TARGET, self.people * 62)

    def remaining_on(self, day: date) -> int:
        """At the end of this day."""
        return self.people + sum(flow.flow for on, flow in self.days.items() if on <= day)

    def past(self, today: date) -> Past:
        """What was known at the end of today."""
        known = [(day, flow) for day, flow in sorted(self.days.items()) if day <= today]
        visited = None if self.visited is None else {day: n for day, n in self.visited.items() if day <= today}
        return Past(self.start, today, self.remaining_on(today), known, visited, self.rest_days)

    def plan(self, today: date) -> Plan:
        """The visits of the next three weeks; nothing where nobody takes visits down."""
        until = today + timedelta(days=PLANNED_AHEAD)
        if self.visited is None:
            return Plan()
        ahead = [PlannedVisit(day, *told) for day, told in sorted(self.coming.items()) if today < day <= until]
        return Plan(ahead, known_until=until)


@dataclass
class _Office:
    """How one regency works; drawn once for each drive. Paces are people a week."""

    chance: Random
    people: int
    weeks: int
    office: float
    visits: float
    visit_size: float
    visit_shape: float
    office_shape: float
    fewer: float
    saturday: float
    inflow: float
    inflow_every: int
    removed: float
    drift: float
    slow_start: int
    effort: float
    away: range
    entered_on: int | None
    late: float


def _office(chance: Random) -> _Office:
    people = round(math.exp(chance.uniform(math.log(150), math.log(20_000))))
    weeks = chance.randint(13, 26)
    # So much of the baseline would be recorded in the whole drive, if nothing changed.
    weekly = people * chance.uniform(0.3, 1.5) / weeks
    at_visits = chance.uniform(0.2, 0.85)
    size = min(chance.uniform(12, 70), max(4.0, weekly * at_visits / 0.7))
    gone = chance.randint(3, weeks - 4)
    return _Office(
        chance,
        people,
        weeks,
        office=weekly * (1 - at_visits),
        visits=weekly * at_visits / size,
        visit_size=size,
        visit_shape=chance.uniform(1.5, 6),
        office_shape=chance.uniform(1.5, 10),
        fewer=chance.uniform(0, 1),
        saturday=chance.choice([0.0, 0.0, 0.3, 0.8]),
        inflow=people * chance.uniform(0.001, 0.02),
        inflow_every=chance.choice([1, 7, 7, 30]),
        removed=people * chance.uniform(0, 0.004),
        drift=chance.uniform(0.03, 0.13),
        slow_start=chance.choice([0, 0, 0, 2, 5]),
        effort=chance.choice([1.0, 1.0, 1.0, 1.3, 1.7]),
        away=range(gone, gone + chance.randint(2, 4)) if chance.random() < 0.15 else range(0),
        entered_on=chance.randrange(5) if chance.random() < 0.4 else None,
        late=chance.uniform(0, 0.15),
    )


def a_drive(seed: int | str) -> Drive:
    """One drive, the same for the same seed."""
    chance = Random(f"drive {seed}")
    office = _office(chance)
    start = date(2018, 1, 1) + timedelta(days=chance.randrange(3000))
    last = start + timedelta(days=7 * office.weeks + chance.randrange(7))
    rest_days = _rest_days(chance, start, last + timedelta(days=POLLING_AFTER))
    splits = chance.random() < 0.5 and office.entered_on is None
    drive = Drive(start, last, office.people, rest_days, {}, {} if splits else None, {})
    _live(drive, office)
    return drive


def _rest_days(chance: Random, first: date, last: date) -> frozenset[date]:
    """About fifteen a year, and in half of the drives a week of them."""
    length = (last - first).days
    found = {first + timedelta(days=number) for number in range(length) if chance.random() < 15 / 365}
    if chance.random() < 0.5:
        begins = first + timedelta(days=chance.randrange(length))
        found |= {begins + timedelta(days=number) for number in range(chance.randint(6, 10))}
    return frozenset(found)


def _live(drive: Drive, office: _Office) -> None:
    """Day after day until polling day; after the last recording day people only flow in."""
    chance, left = office.chance, drive.people
    level, waiting, inflow, removed = 0.0, 0, 0.0, 0.0
    for number in range(1, (drive.polling_day - drive.start).days + 1):
        day = drive.start + timedelta(days=number)
        if number % 7 == 0:
            level += chance.gauss(0, office.drift)
        inflow += _poisson(chance, office.inflow / 7)
        removed += office.removed / 7
        if number % office.inflow_every == 0:
            gone = min(left, _poisson(chance, removed))
            left += round(inflow) - gone
            _note(drive, day, Counts(added=round(inflow), removed=gone))
            inflow = removed = 0.0
        if day > drive.last_recording_day:
            continue
        alone, at_visits = _day(drive, office, day, left, level)
        left -= alone + at_visits
        waiting += alone + at_visits
        if drive.visited is not None and at_visits:
            drive.visited[day] = at_visits
        if _is_entered(drive, office, day):
            # What is entered late is work of the office, so that visits stay on their day.
            held = sum(chance.random() < office.late for _one in range(alone)) if day < drive.last_recording_day else 0
            if office.entered_on is not None:
                held = 0
            _note(drive, day, Counts(recorded=waiting - held))
            waiting = held


def _is_entered(drive: Drive, office: _Office, day: date) -> bool:
    """Every day, or on one day of the week (on the next where that is a holiday); all of it on the last day."""
    if office.entered_on is None or day == drive.last_recording_day:
        return True
    since = (day.weekday() - office.entered_on) % 7
    turn = [day - timedelta(days=number) for number in range(since + 1)]
    return day not in drive.rest_days and all(one in drive.rest_days for one in turn[1:])


def _day(drive: Drive, office: _Office, day: date, left: int, level: float) -> tuple[int, int]:
    """(recorded at the office, recorded at visits) on this day."""
    chance, week = office.chance, (day - drive.start).days // 7
    share = 0.0 if day.weekday() == 6 or day in drive.rest_days else 1.0
    if day.weekday() == 5:
        share *= office.saturday
    if not share or left <= 0:
        return 0, 0
    how_well = math.exp(level) * (left / drive.people) ** office.fewer
    if week < office.slow_start:
        how_well *= 0.4
    if (drive.last_recording_day - day).days < 28:
        how_well *= office.effort
    mean = share * how_well / (5 + office.saturday)
    alone = min(
        left, _poisson(chance, mean * office.office * chance.gammavariate(office.office_shape, 1 / office.office_shape))
    )
    visits = 0 if week in office.away else _poisson(chance, office.visits * mean / how_well)
    people = 0
    for _one in range(visits):
        expected = office.visit_size * how_well
        people += _poisson(chance, expected * chance.gammavariate(office.visit_shape, 1 / office.visit_shape))
    if visits:
        told = office.visit_size * how_well * visits * math.exp(chance.gauss(0, 0.2))
        drive.coming[day] = (told, told / math.sqrt(office.visit_shape * visits))
    return alone, min(left - alone, people)


def _note(drive: Drive, day: date, flow: Counts) -> None:
    if flow != Counts():
        drive.days[day] = drive.days.get(day, Counts()) + flow


def _poisson(chance: Random, mean: float) -> int:
    """Whole numbers with this mean and variance; a rounded normal for large ones."""
    if mean > 40:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, number, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        number += 1
        product *= chance.random()
    return number
