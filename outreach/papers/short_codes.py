"""Short codes on paper, one for each person of a visit, typed in later by hand. Pure: no ORM, no request.

Four signs and a check sign of 23 that cannot be taken for each other in print or handwriting; what looks like one of
them is read as it (O, Q and D as 0, S as 5, ...). The check catches every single wrong sign and every two signs that
changed places. Codes of one visit are drawn so that, up to about a thousand people, two wrong signs hit nobody either.
"""

import re
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from operator import itemgetter
from typing import Generic, TypeVar

Person = TypeVar("Person")

ALPHABET = "0123456789ACEFHJKMNPRTX"
LENGTH = 5
#: What is typed or read for a sign of the alphabet.
LOOK_ALIKES = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
# A prime number of signs: then no weight below it divides it, and no difference of two weights does.
_SIGNS = len(ALPHABET)
_WEIGHTS = (5, 4, 3, 2, 1)
_BODIES = _SIGNS ** (LENGTH - 1)
_FILLERS = re.compile(r"[\s.\-_/·–—]+")
#: The signs at each three places: two codes that share one of these differ in two signs at most.
_TRIPLES = tuple(itemgetter(*places) for places in combinations(range(LENGTH), 3))
#: Draws that look for a code far from all others, before any free one is taken.
_PATIENCE = 60


class Fault(Enum):
    """Why what was typed names nobody."""

    EMPTY = "empty"
    WRONG_LENGTH = "wrong_length"
    UNKNOWN_SIGN = "unknown_sign"
    WRONG_CHECK = "wrong_check"
    NOT_OF_THIS_VISIT = "not_of_this_visit"


class AllTaken(ValueError):
    """More codes were asked for than there are."""


@dataclass(frozen=True)
class Found(Generic[Person]):
    """Whose code was typed: ``person``, or None with the reason. ``code``: as it is on paper, where it could be read."""

    code: str = ""
    person: Person | None = None
    fault: Fault | None = None


def with_check(body: str) -> str:
    """``body``, four signs of the alphabet, with its check sign."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in zip(_WEIGHTS[:-1], body, strict=True))
    return body + ALPHABET[-total % _SIGNS]


def is_code(text: str) -> bool:
    """True for five signs of the alphabet that agree with their check."""
    return len(text) == LENGTH and all(sign in ALPHABET for sign in text) and with_check(text[:-1]) == text


def draw(count: int, taken: Collection[str] = (), *, below: Callable[[int], int] = secrets.randbelow) -> list[str]:
    """``count`` new codes, none of ``taken``: the visit's own, and those of other visits whose paper may get among it.

    ``below(n)`` gives a number from 0 to n − 1. Raises AllTaken where there are not so many.
    """
    used = set(taken)
    if count + len(used) > _BODIES:
        raise AllTaken(count)
    seen = [set(map(signs_at, used)) for signs_at in _TRIPLES]
    drawn = []
    for _number in range(count):
        code = _one(used, seen, below)
        used.add(code)
        for signs_at, there in zip(_TRIPLES, seen, strict=True):
            there.add(signs_at(code))
        drawn.append(code)
    return drawn


def read(typed: str) -> tuple[str, Fault | None]:
    """The code in ``typed`` (any case, spaces and dashes, look-alikes) and None, or "" and why there is none."""
    squeezed = _FILLERS.sub("", typed).upper()
    if not squeezed:
        return "", Fault.EMPTY
    folded = "".join(LOOK_ALIKES.get(sign, sign) for sign in squeezed)
    if any(sign not in ALPHABET for sign in folded):
        return "", Fault.UNKNOWN_SIGN
    if len(folded) != LENGTH:
        return "", Fault.WRONG_LENGTH
    return (folded, None) if is_code(folded) else ("", Fault.WRONG_CHECK)


def who(typed: str, people: Mapping[str, Person]) -> Found[Person]:
    """Which of this visit's ``people``, by their codes, ``typed`` names; nobody rather than somebody else."""
    code, fault = read(typed)
    if fault is None and code not in people:
        fault = Fault.NOT_OF_THIS_VISIT
    return Found(code, fault=fault) if fault else Found(code, people[code])


def as_printed(code: str) -> str:
    """``code`` as it is read best, ``4K7 M2``."""
    return f"{code[:3]} {code[3:]}"


def _one(used: set[str], seen: list[set[tuple]], below: Callable[[int], int]) -> str:
    """A code that is free: if luck has it, one that differs from each other in three signs or more.

    ``seen``: of the used ones, the signs at each of ``_TRIPLES``.
    """
    code = ""
    for _attempt in range(_PATIENCE):
        code = _numbered(below(_BODIES))
        if code not in used and not any(
            signs_at(code) in there for signs_at, there in zip(_TRIPLES, seen, strict=True)
        ):
            return code
    number = below(_BODIES)
    while (code := _numbered(number)) in used:
        number = (number + 1) % _BODIES
    return code


def _numbered(number: int) -> str:
    body = ""
    for _place in range(LENGTH - 1):
        number, sign = divmod(number, _SIGNS)
        body += ALPHABET[sign]
    return with_check(body)
