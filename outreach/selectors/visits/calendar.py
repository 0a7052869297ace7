"""A month or a week of visits: each with what it promises, who goes, and what stands in its way."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kecamatan.access import Scope
from kecamatan.figures import hours_text
from kecamatan.models import User
from outreach.calendar_grid import Grid, month_bounds, month_grid, week_bounds, week_grid
from outreach.clash_words import Names, in_words
from outreach.clashes import Planned, clashes
from outreach.initials import initials_of
from outreach.models import Visit
from outreach.selectors.calendar_days import days_between
from outreach.selectors.visits.figures import Figures, figures_of
from outreach.selectors.visits.warnings import as_planned
from outreach.visit_life import CALLED_OFF


@dataclass(frozen=True)
class Shown:
    """One visit in the calendar. ``team``: (initials, name) of each who goes. ``clashes``: sentences."""

    visit: Visit
    figures: Figures
    team: list[tuple[str, str]]
    clashes: list[str]
    today: date

    @property
    def called_off(self) -> bool:
        """Postponed or cancelled: it stays to be seen, and takes up nobody's day."""
        return self.visit.state in CALLED_OFF

    @property
    def late(self) -> bool:
        """Its day is past, and nobody said that it began or was called off."""
        return self.visit.is_planned and self.visit.day < self.today


@dataclass(frozen=True)
class CalendarPage:
    """What the page shows. ``taking_place`` and ``expected`` count the visits of the period that were not called off."""

    grid: Grid[Shown]
    by_week: bool
    taking_place: int
    expected: int
    recorded: int
    clashing: list[Shown]
    team: list[tuple[str, str]]

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.grid.cells[-1].day


def calendar_page(
    scope: Scope, day: date, *, by_week: bool, kecamatan: str = "", member: int | None = None
) -> CalendarPage:
    """The month, or the week, of ``day`` (twelve queries, however many visits there are).

    A visit of a kecamatan that is not of the scope clashes as well, but is neither shown nor named.
    """
    first, last = week_bounds(day) if by_week else month_bounds(day)
    everything = list(_between(scope, first, last))
    seen = [one for one in everything if scope.assigned is None or one.kecamatan_id in scope.assigned]
    mine = [one for one in seen if _wanted(one, kecamatan, member)]
    short = initials_of({user.pk: str(user) for one in mine for user in _goers(one)})
    found = _clashes_of([one for one in mine if one.is_planned and one.day >= scope.today], everything, seen)
    figures = figures_of(mine)
    shown = [
        Shown(one, figures[one.pk], [(short[user.pk], str(user)) for user in _goers(one)], found[one.pk], scope.today)
        for one in mine
    ]
    lay_out = week_grid if by_week else month_grid
    grid = lay_out(day, days_between(scope, first, last), shown, day_of=lambda one: one.visit.day, today=scope.today)
    inside = [one for cell in grid.cells for one in cell.things]
    return CalendarPage(
        grid=grid,
        by_week=by_week,
        taking_place=sum(not one.called_off for one in inside),
        expected=sum(one.figures.expected or 0 for one in inside),
        recorded=sum(one.figures.recorded or 0 for one in inside),
        clashing=[one for one in inside if one.clashes],
        team=sorted(dict.fromkeys(pair for one in inside for pair in one.team)),
    )


def _between(scope: Scope, first: date, last: date) -> QuerySet[Visit]:
    """All of the kabupaten on these days, in the order of a day."""
    found = Visit.objects.filter(drive__kabupaten=scope.kabupaten, day__range=(first, last))
    found = found.select_related("kecamatan", "leader").prefetch_related("desa", "schools", "team", "kits")
    return found.order_by("day", "starts", "pk")


def _wanted(visit: Visit, kecamatan: str, member: int | None) -> bool:
    """Does it pass the filters?"""
    there = not kecamatan or visit.kecamatan.code == kecamatan
    return there and (member is None or member in {one.pk for one in _goers(visit)})


def _goers(visit: Visit) -> list[User]:
    """The team by name, its leader first, who is one of it even where nobody said so."""
    rest = sorted((one for one in visit.team.all() if one.pk != visit.leader_id), key=str)
    return [visit.leader, *rest] if visit.leader else rest


def _clashes_of(planned: list[Visit], everything: list[Visit], seen: list[Visit]) -> dict[int, list[str]]:
    """Visit id → what stands in its way, in words; no query."""
    by_day: dict[date, list[Planned]] = defaultdict(list)
    for one in everything:
        if one.state not in CALLED_OFF:
            by_day[one.day].append(as_planned(one))
    visits = {one.pk: f"{one.place_name}, {hours_text(one.starts, one.ends)}" for one in seen}
    found: dict[int, list[str]] = defaultdict(list)
    for one in planned:
        names = Names(
            visits=visits,
            people={user.pk: str(user) for user in one.team.all()},
            desa={desa.pk: str(desa) for desa in one.desa.all()},
            schools={school.pk: str(school) for school in one.schools.all()},
        )
        found[one.pk] = in_words(clashes(as_planned(one), by_day[one.day]), names)
    return found
