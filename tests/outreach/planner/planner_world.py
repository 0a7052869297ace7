"""Places, teams and days for the planner's tests: by hand, and out of hypothesis."""

from datetime import date

from hypothesis import strategies as st

from outreach.planner.invented import working_days
from outreach.planner.places import Place, Team
from outreach.planner.travel import Access, Point
from outreach.planner.turnout import Basis, Chance, Kind

FIRST = date(2024, 7, 1)
DAYS = working_days(FIRST, 20)
OFFICE = Point(-1.1, 103.9)


def a_chance(mean: float = 0.5, basis: Basis = Basis.PRIOR, recorded: int = 0, expected: int = 0) -> Chance:
    return Chance(basis, mean * 10, (1 - mean) * 10, recorded=recorded, expected=expected)


def a_place(key: str = "15.07.01.2001", left: int = 30, **changes) -> Place:
    """A desa beside the office where half of those expected come."""
    mean = changes.pop("mean", 0.5)
    values = {"kind": Kind.DESA, "kecamatan": "15.07.01", "chance": a_chance(mean), "point": OFFICE}
    return Place(key, left=left, **values | changes)


points = st.one_of(
    st.none(),
    st.builds(Point, st.floats(-1.4, -1.0), st.floats(103.5, 104.3)),
    st.sampled_from([OFFICE, Point(-1.12, 103.92), Point(-1.09, 103.95)]),
)
means = st.floats(0.02, 0.95)


@st.composite
def places(draw, most: int = 9, schools: bool = True) -> list[Place]:
    """Desa and schools in two kecamatan, some of them far, empty, full or shut."""
    found = []
    for number in range(draw(st.integers(0, most))):
        school = schools and draw(st.booleans())
        days = draw(st.one_of(st.none(), st.frozensets(st.sampled_from(DAYS)))) if school else None
        found.append(
            a_place(
                f"p{number}",
                draw(st.one_of(st.integers(0, 60), st.integers(0, 900))),
                kind=Kind.SCHOOL if school else draw(st.sampled_from([Kind.DESA, Kind.KELURAHAN])),
                kecamatan=draw(st.sampled_from(["k1", "k2"])),
                mean=draw(means),
                point=draw(points),
                access=draw(st.sampled_from(Access)),
                school_days=days,
            )
        )
    return found


squads = st.lists(st.builds(lambda base, kits: (base, kits), points, st.integers(0, 3)), max_size=3).map(
    lambda some: [Team(f"t{number}", base, kits) for number, (base, kits) in enumerate(some)]
)
day_sets = st.lists(st.sampled_from(DAYS), max_size=12, unique=True)
