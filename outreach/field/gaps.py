"""Which of a phone's running numbers the office has not got. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """Numbers ``first`` to ``last``, both included, that a phone gave and nobody brought in."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many events are missing."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def gaps(received: Iterable[int], made: int) -> tuple[Gap, ...]:
    """The gaps among 1 … the highest number known: ``made``, as the phone told, or the highest that came in."""
    have = sorted(set(received))
    found, expected = [], 1
    for number in [*have, max(made, have[-1] if have else 0) + 1]:
        if number > expected:
            found.append(Gap(expected, number - 1))
        expected = max(expected, number + 1)
    return tuple(found)
