"""Could a rate be chance? Pure: no ORM, no request.

A kecamatan's rate k ÷ n stands beside Wilson's interval (E. B. Wilson, 1927): the rates p that k ÷ n would not contradict,
``|k/n − p| ≤ z·√(p(1−p)/n)``. A funnel's control limits around the kabupaten's rate p are the same inequality read the
other way, so that the words of a table and the drawing never say different things: the kabupaten's rate lies in a
kecamatan's interval exactly where the kecamatan lies between the limits. The smaller n, the wider both.
"""

import math
from enum import StrEnum
from statistics import NormalDist

LIKELY, SURE = 0.80, 0.95


class Verdict(StrEnum):
    """What is said of a rate beside the kabupaten's: ABOVE and BELOW only where chance would hardly do that."""

    UNKNOWN = "unknown"
    CHANCE = "chance"
    ABOVE = "above"
    BELOW = "below"


def z_of(level: float) -> float:
    """How many standard errors hold ``level`` of what chance does: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(part: int, whole: int | None, level: float = SURE) -> tuple[float, float] | None:
    """The lowest and highest rate in the interval; None without a whole, or where the part is no part of it."""
    if not whole or not 0 <= part <= whole:
        return None
    z2, rate = z_of(level) ** 2, part / whole
    middle = (rate + z2 / (2 * whole)) / (1 + z2 / whole)
    half = math.sqrt(z2 * (rate * (1 - rate) / whole + z2 / (4 * whole * whole))) / (1 + z2 / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def limits(rate: float, whole: float, level: float = SURE) -> tuple[float, float]:
    """Between which rates chance alone keeps a place of ``whole`` people where everybody's rate is ``rate``."""
    half = z_of(level) * math.sqrt(rate * (1 - rate) / whole)
    return max(0.0, rate - half), min(1.0, rate + half)


def verdict_of(part: int, whole: int | None, rate: float | None, level: float = SURE) -> Verdict:
    """Is a place's rate above or below ``rate``, or could that be chance?"""
    found = wilson(part, whole, level)
    if found is None or rate is None or not 0 < rate < 1:
        return Verdict.UNKNOWN
    low, high = found
    if low > rate:
        return Verdict.ABOVE
    return Verdict.BELOW if high < rate else Verdict.CHANCE
