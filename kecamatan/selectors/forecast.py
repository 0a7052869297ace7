"""The forecast of the kabupaten, or of the kecamatan assigned to somebody, as it goes on and as it would be if."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kecamatan.access import Scope
from kecamatan.ahead import Ahead, ahead_of, teams_of
from kecamatan.counts import Counts
from kecamatan.forecast import Forecast, Goal, Past, Plan, PlannedVisit, forecast
from kecamatan.models import Drive
from kecamatan.selectors.counts import counts_as_of, daily_flows
from kecamatan.selectors.story import Days, merged


@dataclass(frozen=True)
class WhatIf:
    """``teams``: so many more; ``points``: turnout at visits, points more or less; ``off``: keys of visits called off."""

    teams: int = 0
    points: int = 0
    off: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        """Does it change nothing?"""
        return self == WhatIf()


@dataclass(frozen=True)
class Expected:
    """``usual``: if it goes on like this; ``asked``: with what was asked, None where nothing was.

    ``unstated``: of so many kecamatan the baseline is missing, and then nothing can be told.
    """

    drive: Drive
    today: date
    counts: Counts
    unstated: int
    past: Past
    goal: Goal
    plan: Plan
    ahead: Ahead
    usual: Forecast
    asked: Forecast | None = None

    @property
    def shown(self) -> Forecast:
        """What the chart shows: with what was asked, else as it goes on."""
        return self.asked or self.usual

    @property
    def takes_teams(self) -> bool:
        """Can it be said what one team more would bring, a person a week at least?"""
        return bool(
            self.usual.visits_per_week and self.ahead.teams and self.usual.visits_per_week / self.ahead.teams >= 0.5
        )

    @property
    def each_team(self) -> int | None:
        """People a week that one of the present teams brings at visits."""
        return max(1, round(self.usual.visits_per_week / self.ahead.teams)) if self.takes_teams else None

    @property
    def takes_turnout(self) -> bool:
        """Is there a turnout that points can be added to?"""
        return bool(self.usual.counts_visits and self.ahead.turnout)

    @property
    def is_open(self) -> bool:
        """Is there anything left to change before the last recording day?"""
        return self.usual.chance is not None and not self.unstated

    @property
    def fewer(self) -> int | None:
        """By how many fewer people remain on the last recording day with what was asked; negative where more remain."""
        if self.asked is None or self.usual.at_last_recording_day is None:
            return None
        return self.usual.at_last_recording_day.mid - self.asked.at_last_recording_day.mid


def goal_of(drive: Drive, *, everything: bool) -> Goal:
    """The drive's goal; coverage only means something for the whole kabupaten."""
    target = float(drive.coverage_target) if everything and drive.base_people else None
    return Goal(drive.last_recording_day, drive.polling_day, target, drive.base_people if everything else None)


def expected(scope: Scope, drive: Drive) -> Expected:
    """With all that can be asked of it: three queries of the ledger, and those of the app above."""
    ids = [one.pk for one in scope.kecamatan]
    picture = counts_as_of(drive, ids)
    days = merged(list(daily_flows(drive, ids).values()))
    told = expected_of(scope, drive, picture.total, days, unstated=len(picture.kecamatan) - len(picture.stated))
    return replace(told, ahead=replace(told.ahead, teams=teams_of(scope) if drive.is_active else None))


def expected_of(scope: Scope, drive: Drive, counts: Counts, days: Days, *, unstated: int) -> Expected:
    """From the present counts and the days that led to them, as a page has read them already; no query of the ledger."""
    ahead = ahead_of(scope, drive) if drive.is_active else Ahead()
    past = past_of(drive, scope.today, counts.remaining, days, ahead)
    # Where something of today is entered already, today is of the past, with its visits.
    ahead = replace(ahead, visits=[one for one in ahead.visits if one.day > past.today])
    goal, plan = goal_of(drive, everything=scope.everything), plan_of(ahead)
    return Expected(
        drive=drive,
        today=scope.today,
        counts=counts,
        unstated=unstated,
        past=past,
        goal=goal,
        plan=plan,
        ahead=ahead,
        usual=forecast(past, goal, plan),
    )


def with_changes(told: Expected, asked: WhatIf) -> Expected:
    """The same, and what it would be with what is asked."""
    if asked.is_empty or told.usual.at_last_recording_day is None:
        return told
    plan = changed_plan(told.plan, asked, told.ahead, told.usual)
    return replace(told, asked=forecast(told.past, told.goal, plan))


def past_of(drive: Drive, today: date, remaining: int, days: Days, ahead: Ahead) -> Past:
    """Seen from today, or from yesterday as long as nothing of today stands in the ledger."""
    last = days[-1][0] if days else drive.baseline_date
    seen_from = max(last, today - timedelta(days=1)) if today > drive.baseline_date else today
    return Past(drive.baseline_date, seen_from, remaining, days, ahead.visited, ahead.rest_days, ahead.births)


def plan_of(ahead: Ahead) -> Plan:
    """The visits ahead; until the last of them the plan is taken as made."""
    visits = [PlannedVisit(one.day, one.expected, one.spread, one.key) for one in ahead.visits]
    return Plan(visits, ahead.known_until)


def changed_plan(plan: Plan, asked: WhatIf, ahead: Ahead, usual: Forecast) -> Plan:
    """Each further team brings what one of the present ones did at visits; points are added to the turnout so far."""
    changed = plan.without(asked.off)
    if asked.teams and ahead.teams and usual.visits_per_week:
        changed = changed.with_more(asked.teams * usual.visits_per_week / ahead.teams)
    if asked.points and ahead.turnout:
        changed = changed.with_turnout(min(1.0, max(0.0, ahead.turnout + asked.points / 100)) / ahead.turnout)
    return changed
