"""How a visit stands in the field: what is still on phones, what is missing of what they made, what is to decide. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class PhoneCount:
    """One lease in numbers. ``made``: the highest number that the phone told of; ``top``, ``got``: the highest that came
    in, and how many did. ``is_out``: still on the phone; ``is_waited_for``: nobody said that it will never come.
    """

    made: int
    top: int
    got: int
    is_out: bool
    is_waited_for: bool = True

    @property
    def missing(self) -> int:
        """Numbers that the phone gave and nobody brought in: each number comes once, so the rest is missing."""
        return max(self.made, self.top) - self.got

    @property
    def is_awaited(self) -> bool:
        """May something still come in from it?"""
        return self.is_out or (self.is_waited_for and self.missing > 0)


@dataclass(frozen=True)
class Standing:
    """One visit. ``phones``: not yet in; ``missing``: numbers in gaps, of phones given up as well; ``to_decide``: people
    and entries; ``at_most``: so many people may be missing in its numbers. ``leases``: how often it was taken along.
    """

    phones: int = 0
    missing: int = 0
    to_decide: int = 0
    at_most: int = 0
    leases: int = 0

    @property
    def is_open(self) -> bool:
        """Does anything stand in the way of closing the visit?"""
        return bool(self.phones or self.missing or self.to_decide)


def standing_of_phones(phones: Iterable[PhoneCount], *, open_people: int, to_decide: int) -> Standing:
    """What one visit adds up to. ``open_people``: expected ones without an outcome."""
    found = list(phones)
    awaited = [one for one in found if one.is_awaited]
    return Standing(
        phones=len(awaited),
        missing=sum(one.missing for one in found),
        to_decide=to_decide,
        at_most=at_most(awaited, open_people),
        leases=len(found),
    )


def at_most(awaited: Iterable[PhoneCount], open_people: int) -> int:
    """People who may be missing in the numbers: whoever is expected and has no outcome, and one for each missing number.

    A phone may tell of the one as of the other, so that it is at most so many; without a phone nobody is missing.
    """
    some = list(awaited)
    return open_people + sum(one.missing for one in some) if some else 0
