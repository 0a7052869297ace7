"""A known person and the row of a list that says the same, to vary from."""

from dataclasses import replace
from datetime import date

from outreach.matching.compare import compare
from outreach.matching.people import FIELDS, Change, Known, Listed, Outcome, values_of

DAY = date(2024, 6, 25)
BORN = date(2007, 8, 5)
LAMBUR, LAMBUR_2, ELSEWHERE = "15.07.05.2001", "15.07.05.2002", "15.07.01.2001"
SITI = Known(
    id=1,
    nik="siti",
    no_kk="kk",
    name="SITI AMINAH",
    sex="female",
    birth_place="MUARA SABAK",
    birth_date=BORN,
    ever_married=False,
    desa=LAMBUR,
    address="JL. MELATI 1",
    rt="001",
    rw="002",
    phone="+628121",
    school="SMAN 1",
)


def known(id: int, **changes: object) -> Known:
    return replace(SITI, id=id, **changes)


def listed(row: int = 2, *, of: Known = SITI, **changes: object) -> Listed:
    """A row that says of ``of`` what is known already, but for ``changes``."""
    told = dict(zip(FIELDS, values_of(of), strict=True))
    return Listed(**(told | {"sheet": "BNBA", "row": row} | changes))


def one(row: Listed, *people: Known, exact: bool = False) -> Outcome:
    """What becomes of the only row of a list."""
    (outcome,) = compare(people or [SITI], [row], day=DAY, exact=exact)
    return outcome


def told(outcome: Outcome) -> dict[str, tuple]:
    assert all(isinstance(change, Change) for change in outcome.changes)
    return {change.field: (change.old, change.new) for change in outcome.changes}
