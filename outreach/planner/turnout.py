"""The chance that an expected person comes to a visit and is recorded, learnt from the office's own visits. Pure.

A beta-binomial on three levels: a prior for each kind of place, what this office saw at that kind, what it saw at the
place itself; each gives way to the next as visits come in. "Base" is a first visit whose letter nobody confirmed.

Where the priors come from (domain.md §8; none is measured here, so each weighs no more than one or two visits):

- *Desa and kelurahan, 33 %.* Uncalled, 77 of 1,336 came (6 %). Where lists were carried about 20 % were absent, which is
  80 %. A letter that nobody confirmed lies between; 33 % is the middle of the odds of both. Nothing tells desa and
  kelurahan apart, so they begin alike.
- *School, 55 %.* Pupils are there anyway; 80 % would be the figure of carried lists, which a school that confirmed
  reaches here. The figures of the press (median 67 recorded) tell only of successes and without who was expected.
- *Letter confirmed, odds × 3.* Lifts a desa to 60 % and a school to 79 %: towards carried lists, not beyond.
- *Each further visit, odds × 0.5.* Who stayed away once works or studies elsewhere more often. An assumption.

People of one visit are alike: weather, one head, one boat. With a correlation of 0.1 between them (an assumption) a visit
of n people tells as much as n ÷ (1 + 0.1 (n − 1)) who decide alone: never more than ten.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from outreach.planner.beta import quantile


class Kind(StrEnum):
    DESA = "desa"
    KELURAHAN = "kelurahan"
    SCHOOL = "school"


class Basis(StrEnum):
    """What a chance mostly rests on."""

    LAST_TIME = "last time"
    KIND = "kind"
    PRIOR = "prior"


PRIOR = {Kind.DESA: 0.33, Kind.KELURAHAN: 0.33, Kind.SCHOOL: 0.55}
#: Odds factors before anything is known.
LETTER, REPEAT = 3.0, 0.5
#: How many people who decide alone a prior is worth: that of a kind, and that of a place.
KIND_WEIGHT, PLACE_WEIGHT = 20.0, 10.0
#: The same for a factor, in the terms of Mantel and Haenszel's ratio (a table of 20 people gives about 1).
FACTOR_WEIGHT = 3.0
LIKENESS = 0.1
#: No factor beyond these, however odd the visits were.
LEAST_FACTOR, MOST_FACTOR = 0.1, 10.0
_INSIDE = 0.1  # the 80 % interval leaves so much on either side


@dataclass(frozen=True)
class PastVisit:
    """A closed visit at one place: ``recorded`` of ``expected``; ``nth``: 1 for the first visit there in this drive."""

    place: str
    kind: Kind
    day: date
    expected: int
    recorded: int
    letter_confirmed: bool = False
    nth: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.recorded <= self.expected or self.nth < 1:
            raise ValueError(f"{self.recorded} of {self.expected} at visit {self.nth} can't be.")

    @property
    def weight(self) -> float:
        """So many people who decide alone tell as much."""
        return self.expected / (1 + LIKENESS * (self.expected - 1)) if self.expected else 0.0


@dataclass(frozen=True)
class Chance:
    """That an expected person is recorded. ``mean`` within (0, 1); ``recorded`` of ``expected`` is what ``basis`` saw.

    ``came`` and ``stayed`` are the two numbers of the base's beta distribution, ``factor`` what its odds are multiplied by.
    For LAST_TIME ``recorded`` and ``expected`` are those of the last visit there; for KIND of all of the kind; for PRIOR 0.
    """

    basis: Basis
    came: float
    stayed: float
    factor: float = 1.0
    recorded: int = 0
    expected: int = 0

    @property
    def mean(self) -> float:
        return times_odds(self.came / (self.came + self.stayed), self.factor)

    @property
    def interval(self) -> tuple[float, float]:
        """The middle 80 % of what the chance may be."""
        ends = (quantile(part, self.came, self.stayed) for part in (_INSIDE, 1 - _INSIDE))
        low, high = (times_odds(end, self.factor) for end in ends)
        return low, high


@dataclass(frozen=True)
class Turnout:
    """What was learnt. ``kinds``: kind → (mean of the base, recorded, expected, weight); ``places``: key → its visits."""

    letter: float
    repeat: float
    kinds: dict[Kind, tuple[float, int, int, float]]
    places: dict[str, tuple[PastVisit, ...]]

    def chance(self, place: str, kind: Kind, *, letter_confirmed: bool = False, nth: int | None = None) -> Chance:
        """For the ``nth`` visit at a place; the next one where it is left out."""
        own = self.places.get(place, ())
        nth = nth or len(own) + 1
        mean, recorded, expected, weight = self.kinds[kind]
        came, stayed = mean * PLACE_WEIGHT, (1 - mean) * PLACE_WEIGHT
        for visit in own:
            rate = self._base_rate(visit)
            came, stayed = came + visit.weight * rate, stayed + visit.weight * (1 - rate)
        factor = _bounded(self.factor_of(letter_confirmed, nth))
        if seen := [visit for visit in own if visit.expected]:
            return Chance(Basis.LAST_TIME, came, stayed, factor, seen[-1].recorded, seen[-1].expected)
        if weight >= KIND_WEIGHT:
            return Chance(Basis.KIND, came, stayed, factor, recorded, expected)
        return Chance(Basis.PRIOR, came, stayed, factor)

    def factor_of(self, letter_confirmed: bool, nth: int) -> float:
        """By what the odds of the base are multiplied at such a visit."""
        return (self.letter if letter_confirmed else 1.0) * self.repeat ** (nth - 1)

    def again(self, chance: float) -> float:
        """The chance of those who are left after one more visit."""
        return times_odds(chance, min(1.0, self.repeat))

    def _base_rate(self, visit: PastVisit) -> float:
        return _base_rate(visit, self.factor_of(visit.letter_confirmed, visit.nth))


def learn(visits: Iterable[PastVisit]) -> Turnout:
    """From all closed visits, in any order."""
    ordered = sorted(visits, key=lambda one: (one.day, one.place, one.nth, one.expected, one.recorded))
    places, kinds = defaultdict(list), defaultdict(list)
    for visit in ordered:
        places[visit.place].append(visit)
        kinds[visit.kind].append(visit)
    by_letter = [
        ([one for one in seen if one.letter_confirmed], [one for one in seen if not one.letter_confirmed])
        for seen in kinds.values()
    ]
    one_after_another = [
        ([after], [before])
        for seen in places.values()
        for before, after in pairwise(seen)
        if before.letter_confirmed == after.letter_confirmed and before.nth < after.nth
    ]
    letter, repeat = _ratio(by_letter, LETTER), min(1.0, _ratio(one_after_another, REPEAT))
    found = Turnout(letter, repeat, {}, {key: tuple(seen) for key, seen in places.items()})
    for kind in Kind:
        found.kinds[kind] = _kind_level(kind, kinds[kind], found)
    return found


def times_odds(chance: float, factor: float) -> float:
    """The chance whose odds are ``factor`` times those of this one; stays within 0 and 1."""
    return chance * factor / (chance * factor + 1 - chance)


def _base_rate(visit: PastVisit, factor: float) -> float:
    """What the visit would have had as a first one without a confirmed letter."""
    came, stayed = visit.recorded, visit.expected - visit.recorded
    return came / (came + factor * stayed) if visit.expected else 0.0


def _kind_level(kind: Kind, seen: list[PastVisit], found: Turnout) -> tuple[float, int, int, float]:
    weight = sum(one.weight for one in seen)
    came = sum(one.weight * found._base_rate(one) for one in seen)
    mean = (KIND_WEIGHT * PRIOR[kind] + came) / (KIND_WEIGHT + weight)
    return mean, sum(one.recorded for one in seen), sum(one.expected for one in seen), weight


def _ratio(pairs: Iterable[tuple[list[PastVisit], list[PastVisit]]], prior: float) -> float:
    """Mantel and Haenszel's odds ratio of the visits with something to those without, shrunk towards ``prior``."""
    upper = lower = 0.0
    for having, lacking in pairs:
        (came, stayed), (came_else, stayed_else) = _table(having), _table(lacking)
        if whole := came + stayed + came_else + stayed_else:
            upper += came * stayed_else / whole
            lower += stayed * came_else / whole
    return _bounded((upper + FACTOR_WEIGHT * prior) / (lower + FACTOR_WEIGHT))


def _table(visits: list[PastVisit]) -> tuple[float, float]:
    """Who came and who stayed away, in people who decide alone."""
    rated = [(one.weight, one.recorded / one.expected) for one in visits if one.expected]
    return math.fsum(size * rate for size, rate in rated), math.fsum(size * (1 - rate) for size, rate in rated)


def _bounded(factor: float) -> float:
    return min(MOST_FACTOR, max(LEAST_FACTOR, factor))
