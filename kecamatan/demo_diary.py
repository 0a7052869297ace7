"""What is entered in the demo, day after day (see ``kecamatan.demo``). Seeded chance, no query."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from kecamatan import demo_words as words
from kecamatan.counts import effect
from kecamatan.models import CountUpdate, Desa, Drive, Kecamatan, User

DAYS_BEFORE = 150
HOLIDAYS = {(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}
#: Days after the baseline date on which a long holiday closed the office.
HOLIDAY_WEEK = range(61, 67)
MOST_A_VISIT = 70
Kind = CountUpdate.Kind


@dataclass(frozen=True)
class Profile:
    """How one kecamatan fares."""

    left: float  # what remains today, as a share of its baseline
    visit_every: int  # days from one visit to the next
    office: float  # chance that somebody comes on a working day
    undivided: float = 0.0  # share of its desa without a stated share
    silent: int = 0  # days without any entry until today


@dataclass
class Row:
    """One row to be, before it has a number."""

    day: date
    kecamatan: Kecamatan
    desa: Desa | None
    kind: str
    quantity: int
    note: str
    entered_at: datetime
    by: User
    reverses: "Row | None" = None
    key: UUID | None = None
    saved: CountUpdate | None = None


@dataclass
class Place:
    """A kecamatan on its way through the months; desa None is what is not broken down."""

    kecamatan: Kecamatan
    profile: Profile
    desa: list[Desa]
    left: dict[Desa | None, int]
    baseline: int
    weight: dict[Desa | None, int] = field(default_factory=dict)

    @property
    def remaining(self) -> int:
        return sum(self.left.values())

    def pool(self, desa: Desa | None) -> Desa | None:
        """Where people of this desa are counted: its own share, or what is not broken down."""
        return desa if desa in self.left else None


class Diary:
    """What was entered, day after day, for one kecamatan after the other."""

    def __init__(self, drive: Drive, today: date, chance: Random, users: list[User], zone: ZoneInfo) -> None:
        self.drive, self.today, self.chance, self.users, self.zone = drive, today, chance, users, zone
        self.rows: list[Row] = []

    def works(self, day: date) -> bool:
        """Was the office open?"""
        away = (day - self.drive.baseline_date).days in HOLIDAY_WEEK
        return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS and not away

    def live(self, place: Place) -> None:
        """The months of one kecamatan."""
        profile, chance = place.profile, self.chance
        next_visit = chance.randint(4, profile.visit_every)
        for number in range(1, DAYS_BEFORE - profile.silent):
            day = self.drive.baseline_date + timedelta(days=number)
            if day.weekday() in (0, 3) and chance.random() > 0.1:
                self.turned_17(place, day)
            if self.works(day):
                self.office_day(place, day)
            # Teams go out on working days and on Saturdays.
            if number >= next_visit and day.weekday() < 6 and (self.works(day) or day.weekday() == 5):
                self.visit(place, day, number / DAYS_BEFORE)
                next_visit = number + max(5, round(profile.visit_every * chance.uniform(0.6, 1.4)))

    def line(self, place: Place, progress: float) -> float:
        """What shall remain by then: slow at first, quicker later."""
        return place.baseline * (1 - (1 - place.profile.left) * progress**1.1)

    def turned_17(self, place: Place, day: date) -> None:
        """Those who became obliged since the last list, as the office finds them; mostly by age, some moved in."""
        expected = place.baseline / 115
        number = max(0, round(self.chance.gauss(expected, expected**0.5 * 0.8)))
        while number > 0:
            quantity = min(number, self.chance.choice([1, 1, 1, 2]))
            desa = self.anywhere(place)
            self.add(place, desa, Kind.ADDED, quantity, day, self.chance.choice(words.ADDED))
            number -= quantity

    def office_day(self, place: Place, day: date) -> None:
        """Ones and twos: those who come by themselves, and what the lists of the week bring."""
        chance = self.chance
        for kind, likely, most, notes in (
            (Kind.RECORDED, place.profile.office, 3, words.OFFICE),
            (Kind.RECORDED_ELSEWHERE, 0.10, 3, words.ELSEWHERE),
            (Kind.REMOVED, 0.09, 2, words.REMOVED),
        ):
            if chance.random() < likely:
                quantity = min(chance.randint(1, most), chance.randint(1, most))
                self.add(place, self.anywhere(place), kind, quantity, day, chance.choice(notes))

    def visit(self, place: Place, day: date, progress: float) -> None:
        """A team in one or two desa with many left; it takes what stands above the line, as far as people come."""
        gap = place.remaining - self.line(place, progress) + self.chance.randint(-8, 8)
        quota = min(MOST_A_VISIT, round(gap))
        pools = sorted((desa for desa in place.desa if place.left.get(place.pool(desa), 0) > 8), key=self.order(place))
        for desa in pools[: self.chance.choice([1, 2, 2])]:
            come = round(place.left[place.pool(desa)] * self.chance.uniform(0.55, 0.92))
            quantity = min(quota, come, 52)
            if quantity < 7:
                return
            self.add(place, desa, Kind.RECORDED, quantity, day, self.chance.choice(words.VISIT))
            quota -= quantity

    def order(self, place: Place) -> Callable[[Desa], float]:
        """The desa with most left first, with a little chance."""
        shaken = {desa: -place.left.get(place.pool(desa), 0) * self.chance.uniform(0.6, 1) for desa in place.desa}
        return shaken.__getitem__

    def anywhere(self, place: Place) -> Desa | None:
        """A desa by its size; where not all is broken down, now and then the kecamatan alone."""
        if place.profile.undivided and self.chance.random() < 0.25:
            return None
        return self.chance.choices(place.desa, [place.weight[desa] for desa in place.desa])[0]

    def add(self, place: Place, desa: Desa | None, kind: str, quantity: int, day: date, note: str) -> None:
        """Take the row down, no more than remains where people leave."""
        pool = place.pool(desa)
        sign = effect(kind, 1)
        if sign < 0:
            quantity = min(quantity, place.left[pool])
        if quantity < 1:
            return
        place.left[pool] += sign * quantity
        entered_at, late = self.moment(day, may_wait=sign < 0)
        note = self.chance.choice(words.LATE) if late else note
        by = self.users[hash_of(place.kecamatan.code) % len(self.users)]
        if self.chance.random() < 0.35:
            by = self.chance.choice(self.users)
        self.rows.append(Row(day, place.kecamatan, desa, kind, quantity, note, entered_at, by))

    def moment(self, day: date, *, may_wait: bool) -> tuple[datetime, bool]:
        """When it was typed in: the same day, the next morning, sometimes days late; never today."""
        wait = 0
        if may_wait:
            wait = self.chance.choices([0, 1, self.chance.randint(3, 9)], [0.72, 0.22, 0.06])[0]
        entered = day + timedelta(days=wait)
        while wait and not self.works(entered):
            entered += timedelta(days=1)
        if entered >= self.today:
            entered, wait = day, 0
        # The day's lists come first, so that those who flowed in are there before somebody records them.
        hour = self.chance.uniform(10, 16.4) if may_wait and not wait else self.chance.uniform(7.6, 9.9)
        return self.at(entered, hour), wait > 2

    def at(self, day: date, hour: float) -> datetime:
        """That hour of the day in the kabupaten."""
        return datetime.combine(day, time.min, tzinfo=self.zone) + timedelta(minutes=int(hour * 60), seconds=11)

    def mistakes(self, places: list[Place]) -> None:
        """Two rows typed into the wrong desa, undone the next morning with the reason, and entered where they belong."""
        found = 0
        by_kecamatan = {place.kecamatan.pk: place for place in places}
        end = self.today - timedelta(days=12)
        for right in sorted(self.rows, key=lambda row: row.entered_at, reverse=True):
            if found == 2:
                return
            fits = right.kind == Kind.RECORDED and right.quantity >= 12 and right.day < end and right.desa is not None
            wrong = self.roomy(by_kecamatan[right.kecamatan.pk], right) if fits else None
            if wrong is None or not self.works(right.day):
                continue
            found += 1
            end = right.day - timedelta(days=40)
            typed = Row(
                right.day, right.kecamatan, wrong, right.kind, right.quantity, "", self.at(right.day, 15.2), right.by
            )
            morning = right.day + timedelta(days=1)
            while not self.works(morning):
                morning += timedelta(days=1)
            reason = f"Salah desa: seharusnya {right.desa}, bukan {wrong}"
            undone = Row(
                right.day, right.kecamatan, wrong, right.kind, right.quantity, reason, self.at(morning, 8.1), right.by
            )
            undone.reverses = typed
            right.entered_at = self.at(morning, 8.2)
            self.rows += [typed, undone]

    def roomy(self, place: Place, right: Row) -> Desa | None:
        """Another desa of the kecamatan with so many left on every day since that nobody was stopped by the mistake."""
        for desa in place.desa:
            if desa == right.desa or desa not in place.left:
                continue
            level = lowest = place.left[desa]
            for row in sorted((r for r in self.rows if r.desa == desa), key=lambda r: r.day, reverse=True):
                if row.day < right.day:
                    break
                level -= effect(row.kind, row.quantity)
                lowest = min(lowest, level)
            if lowest >= right.quantity:
                return desa
        return None


def hash_of(code: str) -> int:
    """A number for a code that is the same in every process."""
    return sum(int(part) for part in code.split("."))
