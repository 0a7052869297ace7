"""What a screen in the office shows: the whole kabupaten now, its kecamatan, and this week beside the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kecamatan.counts import Counts, total
from kecamatan.from_above import ask
from kecamatan.models import Drive, Kabupaten, Kecamatan
from kecamatan.selectors.counts import daily_flows
from kecamatan.selectors.story import Dashboard, KecamatanRow, When, dashboard, merged

#: What the app above is asked: (kabupaten, first day, last day) → day → visits planned or held.
VISITS_BY_DAY = "visits-by-day"
#: kabupaten → (phones in the field that are not yet in, people who may be missing for it).
PHONES = "phones of the office"


@dataclass(frozen=True)
class WallDay:
    """One day of last week or this one. ``share``: of the tallest bar, in whole hundredths; ``visits`` None where nobody knows."""

    day: date
    recorded: int
    share: int
    visits: int | None
    is_today: bool
    is_ahead: bool
    is_this_week: bool

    @property
    def top(self) -> int:
        """Where the bar begins, from above."""
        return 100 - self.share


@dataclass(frozen=True)
class Wall:
    """All three views. ``ranked``: the kecamatan, those with the most people left first."""

    when: When
    told: Dashboard
    days: Sequence[WallDay]
    week: Counts
    week_before: Counts
    visits_ahead: int | None

    @property
    def ranked(self) -> list[KecamatanRow]:
        return sorted(self.told.rows, key=lambda row: (-row.counts.remaining, row.kecamatan.code))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def visits_by_day(kabupaten: Kabupaten, today: date) -> dict[date, int] | None:
    """The visits of this week by day; None where there is no app above to ask."""
    monday = monday_of(today)
    return ask(VISITS_BY_DAY, kabupaten, monday, monday + timedelta(days=6), otherwise=None)


def phones_not_in(kabupaten: Kabupaten) -> tuple[int, int]:
    """(phones not yet in, people who may be missing for it); nothing where there is no app above to ask."""
    return ask(PHONES, kabupaten, otherwise=(0, 0))


def wall_of(drive: Drive, places: Sequence[Kecamatan], today: date, visits: Mapping[date, int] | None) -> Wall:
    """Four queries: those of the dashboard, and the flows day by day."""
    when = When(drive, today, today)
    flows = dict(merged(list(daily_flows(drive, [one.pk for one in places], as_of=today).values())))
    monday = monday_of(today)
    ahead = None if visits is None else sum(number for day, number in visits.items() if day >= today)
    return Wall(
        when=when,
        told=dashboard(when, places, everything=True),
        days=_days(monday, today, flows, visits),
        week=_week(flows, monday),
        week_before=_week(flows, monday - timedelta(days=7)),
        visits_ahead=ahead,
    )


def _week(flows: Mapping[date, Counts], monday: date) -> Counts:
    return total(flows.get(monday + timedelta(days=number), Counts()) for number in range(7))


def _days(monday: date, today: date, flows: Mapping[date, Counts], visits: Mapping[date, int] | None) -> list[WallDay]:
    """Last week and this one: on a Monday this one has nothing to show yet."""
    days = [monday + timedelta(days=number) for number in range(-7, 7)]
    recorded = [max(0, flows.get(day, Counts()).recorded) for day in days]
    highest = max([1, *recorded])
    return [
        WallDay(
            day,
            people,
            round(100 * people / highest),
            None if visits is None or day < monday else visits.get(day, 0),
            day == today,
            day > today,
            day >= monday,
        )
        for day, people in zip(days, recorded, strict=True)
    ]
