"""Accepted proposals of the planner as plans of visits: one for each place, at its own hours, and what to mind."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.http import Http404
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.figures import day_text
from kecamatan.models import Drive
from outreach.actions.visits.planning import Plan
from outreach.planner.places import Team, Work
from outreach.planner.windows import windows
from outreach.selectors.visits.proposals import proposal_of
from outreach.selectors.visits.warnings import warnings_of
from outreach.selectors.where.terrain import Spot, Terrain


def plans_of(terrain: Terrain, accepted: Iterable) -> list[Plan]:
    """For each proposal (``forms.where.Accepted``) a plan for each of its places, in the order of the tour.

    Each place gathers its own people, is told its own hours and gets its own letter (two queries for each). Raises
    Http404 for places that are not of the scope.
    """
    team = terrain.working.squad(1)[0]
    found = []
    for one in accepted:
        spots = [terrain.spots.get(key) for key in one.keys]
        if None in spots or len({spot.kecamatan.pk for spot in spots}) > 1:
            raise Http404
        found += _plans(terrain, one, spots, team, terrain.working.work)
    return found


def _plans(terrain: Terrain, one, spots: Sequence[Spot], team: Team, work: Work) -> list[Plan]:
    plans = []
    for spot, (starts, ends) in zip(spots, windows(team, [spot.place for spot in spots], work), strict=True):
        fields = proposal_of(terrain.drive, spot.school or spot.desa)
        serves = {"schools": [spot.school]} if spot.school else {"desa": [spot.desa]}
        plan = Plan(kecamatan=spot.kecamatan, day=one.day, starts=starts, ends=ends, **serves, **fields)
        plans.append(replace(plan, notes=_("Proposed by the planner, for team %(number)s.") % {"number": one.team}))
    return plans


def warnings_of_all(scope: Scope, drive: Drive, plans: Iterable[Plan]) -> list[str]:
    """What to mind, each sentence with its place and day (seven queries a visit)."""
    return [
        f"{plan.place_name}, {day_text(plan.day)}: {sentence}"
        for plan in plans
        for sentence in warnings_of(scope, drive, plan)
    ]
