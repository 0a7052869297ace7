"""How far a baseline and its shares may go without breaking rules 2 and 5. Pure: no ORM, no request."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kecamatan.counts import Counts, broken_down, lowest_from, total

#: Stands for what a kecamatan has not broken down, and for the kecamatan as a whole, among the keys of its desa.
REST = 0
WHOLE = -1


@dataclass(frozen=True)
class Shortfall:
    """A place (a desa's key, REST or WHOLE) where fewer than nobody would remain, the day, and by how many people."""

    place: int
    day: date
    missing: int


def shortfalls(
    start: date,
    baseline: int,
    shares: Mapping[int, int],
    days: Iterable[tuple[date, int | None, Counts]],
) -> list[Shortfall]:
    """Every place whose remaining would be below zero at the end of some day, at its lowest.

    ``start``: the baseline date. ``baseline``: people of the kecamatan. ``shares``: desa → its share. ``days``: (day,
    desa or None, that day's flow). Empty where all is well.
    """
    by_desa: dict[int | None, Counts] = defaultdict(Counts)
    changes: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for day, desa, flow in days:
        by_desa[desa] += flow
        changes[WHOLE].append((day, flow.flow))
        changes[desa if desa in shares else REST].append((day, flow.flow))
    whole = total(by_desa.values()).with_baseline(baseline)
    desa_counts, rest = broken_down(whole, dict(shares), dict(by_desa))
    found = []
    for place, counts in {WHOLE: whole, REST: rest, **desa_counts}.items():
        lowest, day = lowest_from(start, counts.remaining, changes[place])
        if lowest < 0:
            found.append(Shortfall(place, day, -lowest))
    return found
