"""The beta distribution: how likely a rate lies below a value, and its quantiles. Pure: no ORM, no request.

Python's own library has none, and this one function is no reason for SciPy.
"""

import math
from collections.abc import Iterator
from itertools import count

_ENOUGH, _TINY, _HALVINGS = 1e-12, 1e-300, 60


def below(value: float, came: float, stayed: float) -> float:
    """The chance that a rate with the distribution Beta(``came``, ``stayed``), both above 0, lies below ``value``.

    By the continued fraction of DLMF 8.17.22, from the side where it converges quickly.
    """
    if not 0 < value < 1:
        return 0.0 if value <= 0 else 1.0
    if value > (came + 1) / (came + stayed + 2):
        return 1 - below(1 - value, stayed, came)
    front = came * math.log(value) + stayed * math.log1p(-value)
    front += math.lgamma(came + stayed) - math.lgamma(came) - math.lgamma(stayed)
    return math.exp(front) / came / _fraction(value, came, stayed)


def quantile(part: float, came: float, stayed: float) -> float:
    """The rate below which ``part`` (0 to 1) of Beta(``came``, ``stayed``) lies, by halving."""
    low, high = 0.0, 1.0
    for _half in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, came, stayed) < part else (low, middle)
    return (low + high) / 2


def _terms(value: float, came: float, stayed: float) -> Iterator[float]:
    both = came + stayed
    for step in count():
        at = came + 2 * step
        yield -(came + step) * (both + step) * value / (at * (at + 1))
        yield (step + 1) * (stayed - step - 1) * value / ((at + 1) * (at + 2))


def _fraction(value: float, came: float, stayed: float) -> float:
    """1 + d1/(1 + d2/(1 + …)), from the top down (Lentz's way)."""
    whole, upper, lower = 1.0, 1.0, 0.0
    for term in _terms(value, came, stayed):
        lower = 1 / ((1 + term * lower) or _TINY)
        upper = (1 + term / upper) or _TINY
        whole *= upper * lower
        if abs(upper * lower - 1) < _ENOUGH:
            break
    return whole
