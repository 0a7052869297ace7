"""How the teams of the office work, as the planner takes it: what it said, and assumptions for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from kecamatan.access import Scope
from kecamatan.models import Kecamatan
from kecamatan.place_names import squeeze
from outreach.calendar_days import SchoolWeek
from outreach.models import PlanSettings
from outreach.planner.places import Team, Work
from outreach.planner.travel import Point, ways_at


@dataclass(frozen=True)
class Working:
    """``base_known``: the office said where its teams set out; else it is assumed from the points of kecamatan."""

    settings: PlanSettings
    base: Point | None
    base_known: bool

    @property
    def work(self) -> Work:
        said = self.settings
        return Work(
            hours=said.hours,
            set_up=said.set_up / 60,
            minutes=said.minutes,
            ways=ways_at(said.road_speed, said.boat_speed),
        )

    @property
    def school_week(self) -> SchoolWeek:
        return SchoolWeek(self.settings.school_week)

    def squad(self, teams: int | None = None, kits: int | None = None) -> list[Team]:
        """So many teams, all alike; as many as the settings say where nothing else is asked."""
        kits = kits or self.settings.kits
        return [Team(str(number), self.base, kits) for number in range(1, (teams or self.settings.teams) + 1)]


def settings_of(scope: Scope) -> PlanSettings:
    """What the office said, or a row with the assumptions that is not stored (one query)."""
    return PlanSettings.objects.filter(kabupaten=scope.kabupaten).first() or PlanSettings(kabupaten=scope.kabupaten)


def working_of(scope: Scope) -> Working:
    """With the base: the office's, else the capital's kecamatan, else the middle of all (two queries, one where it is said)."""
    said = settings_of(scope)
    if said.latitude is not None:
        return Working(said, Point(said.latitude, said.longitude), base_known=True)
    every = scope.kecamatan if scope.everything else Kecamatan.objects.filter(kabupaten=scope.kabupaten)
    known = [one for one in every if one.latitude is not None]
    return Working(said, _assumed_base(scope.kabupaten.capital, known), base_known=False)


def _assumed_base(capital: str, kecamatan: Sequence[Kecamatan]) -> Point | None:
    """The middle of the kecamatan that are called after the capital; where there is none, of all."""
    name = squeeze(capital)
    some = [one for one in kecamatan if name and squeeze(one.name).startswith(name)] or kecamatan
    if not some:
        return None
    return Point(sum(one.latitude for one in some) / len(some), sum(one.longitude for one in some) / len(some))
