"""Do names and counts agree? Rule 7 of design §4 for one place, and what is said of it in a word. Pure.

``unnamed = remaining − named``, where *named* are the people of the list who still stand as unrecorded. The word:

* **no names yet**: nobody of this place was ever on the list.
* **not known**: how many remain here is not known, as the baseline or the desa's share of it is not stated.
* **N names too many**: more names than people remain, here or in a part of it. Shortage elsewhere does not make up for it.
* **N without a name**: as many remain of whom no name is known.
* **agrees**: everybody who remains has a name, here and in each part.

The word speaks of numbers alone. Open questions about people (doubles, who is gone from the list) stand beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How names and counts of a place stand to each other."""

    UNKNOWN = "unknown"
    NO_NAMES = "no_names"
    TOO_MANY = "too_many"
    UNNAMED = "unnamed"
    AGREES = "agrees"


@dataclass(frozen=True)
class Names:
    """People of the list in one place: all who were ever on it (but merged ones), and those still to be recorded."""

    listed: int = 0
    named: int = 0

    def __add__(self, other: "Names") -> "Names":
        return Names(self.listed + other.listed, self.named + other.named)


@dataclass(frozen=True)
class Standing:
    """One place. ``remaining`` None: not known. ``over`` and ``short``: names too many and people without a name, each
    summed over the parts of the place that are counted by themselves."""

    remaining: int | None
    names: Names
    over: int
    short: int

    @property
    def unnamed(self) -> int | None:
        """Rule 7; negative where there are more names than people remain. None where it is not known."""
        return None if self.remaining is None else self.remaining - self.names.named

    @property
    def verdict(self) -> Verdict:
        """What is said of the place."""
        if not self.names.listed:
            return Verdict.NO_NAMES
        if self.remaining is None:
            return Verdict.UNKNOWN
        if self.over:
            return Verdict.TOO_MANY
        return Verdict.UNNAMED if self.short else Verdict.AGREES

    @property
    def number(self) -> int:
        """The number of the verdict: names too many, or people without one."""
        return self.over or self.short


def standing(remaining: int | None, names: Names) -> Standing:
    """A place that is counted as one."""
    left = 0 if remaining is None else remaining - names.named
    return Standing(remaining, names, max(0, -left), max(0, left))


def together(parts: Iterable[Standing]) -> Standing:
    """A place made of parts that are counted by themselves; one whose remaining is not known has to be left out."""
    found = list(parts)
    return Standing(
        sum(part.remaining or 0 for part in found),
        sum((part.names for part in found), Names()),
        sum(part.over for part in found),
        sum(part.short for part in found),
    )


@dataclass(frozen=True)
class Kecamatan:
    """A kecamatan, its desa with a share, what is not broken down, and the names in each desa of the latter."""

    whole: Standing
    desa: Mapping[int, Standing]
    rest: Standing
    without_share: Mapping[int, Names]

    def place(self, desa_id: int) -> Standing:
        """One desa; without a share its remaining is not known."""
        known = self.desa.get(desa_id)
        return known or Standing(None, self.without_share.get(desa_id, Names()), 0, 0)


def of_kecamatan(remaining: Mapping[int, int], rest: int, names: Mapping[int, Names]) -> Kecamatan:
    """``remaining``: of each desa with a share; ``rest``: of what is not broken down; ``names``: of each desa."""
    desa = {pk: standing(people, names.get(pk, Names())) for pk, people in remaining.items()}
    others = {pk: found for pk, found in names.items() if pk not in remaining}
    left = standing(rest, sum(others.values(), Names()))
    return Kecamatan(together([*desa.values(), left]), desa, left, others)
