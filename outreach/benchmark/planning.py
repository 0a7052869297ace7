"""The calendar of the coming weeks of an invented regency: no page, no database, only the planner."""

from datetime import date
from random import Random

from kecamatan.benchmark.asking import Measured, measure
from outreach.planner.invented import regency, squad, working_days
from outreach.planner.places import Place
from outreach.planner.plan import Plan, plan
from outreach.planner.turnout import learn

#: Issue 4, §3: what is planned within a second.
WHAT = "plan of 93 desa, 14 schools, 3 teams, 60 days"
DESA, SCHOOLS, TEAMS, DAYS = 93, 14, 3, 60


def plan_once(seed: int = 1) -> Plan:
    """Three teams that differ in base and kits, which is the slowest: no set of them can stand for another."""
    chance, known = Random(seed), learn([])
    spots = regency(chance, DESA, SCHOOLS)
    places = [
        Place(
            *(one.key, one.kind, one.kecamatan, one.left, known.chance(one.key, one.kind), one.point, one.access),
        )
        for one in spots
    ]
    teams = squad(chance, spots, TEAMS, one_base=False)
    return plan(places, teams, working_days(date(2024, 6, 25), DAYS), repeat=known.repeat)


def measure_plan(rounds: int) -> Measured:
    """Milliseconds of a whole plan with its bound; none of them is the database's."""

    def ask() -> tuple[int, bytes]:
        plan_once()
        return 200, b""

    line = measure(WHAT, "", ask, rounds=rounds)
    line.sql_ms = 0.0
    return line
