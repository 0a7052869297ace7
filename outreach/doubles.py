"""Who of a list may be one person, listed twice: pairs worth a look, the likest first; and which of the two stays. Pure.

A hundred thousand people are not compared with each other. ``outreach.likeness`` weighs 0.6 for the name, 0.3 for the
birth date and 0.1 for its place, and LIKELY is 0.85. So a pair can only reach it with the same birth date (day and month
perhaps swapped) and a name of three quarters, or with all but the same name. Each person stands under keys for both, and
only those who share a key are compared:

* the whole name, and its words in order: for whom the date is unknown or has a slip;
* the birth date with the first or the last three letters of each word: a slip of a key leaves one of them whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from outreach.life import State
from outreach.likeness import LIKELY, Person, birth_date_likeness, likeness, word_likeness

#: Pairs that are shown; beyond it nobody looks before the first ones are settled.
MOST_PAIRS = 500
#: More people than ever share a birth date and part of a name; among them only the same whole name counts.
MOST_IN_A_BLOCK = 150
#: The least that two names are alike in a pair of LIKELY: ``(0.85 − 0.3 − 0.1) ÷ 0.6``.
_LEAST_NAME = 0.75
#: How far in life: whoever is further stays.
_FURTHER = {
    State.UNRECORDED: 0,
    State.FAILED: 1,
    State.RECORDED: 2,
    State.DUPLICATE: 2,
    State.SENT: 3,
    State.PRINT_READY: 4,
    State.PRINTED: 5,
    State.DELIVERED: 6,
    State.REMOVED: 7,
}


@dataclass(frozen=True)
class Listed:
    """One of the list, as doubles are told by. ``words``: of the name, as ``person_names.words_of`` gives them."""

    pk: int
    person: Person = field(repr=False)
    words: tuple[str, ...] = field(repr=False)
    state: str = State.UNRECORDED


@dataclass(frozen=True)
class Pair:
    """Two people who may be one; ``first`` is the older entry. ``alike``: 0 to 1."""

    first: int
    second: int
    alike: float

    @property
    def percent(self) -> int:
        """As people read it."""
        return round(100 * self.alike)


def further(state: str) -> int:
    """How far in life a state is; the greater stays when two become one."""
    return _FURTHER[State(state)]


def stays_first(first: tuple[str, int], second: tuple[str, int]) -> bool:
    """Does the first of two (state, number) stay? The one further in life, then the older entry."""
    return (-further(first[0]), first[1]) <= (-further(second[0]), second[1])


def may_be_one(first: str, second: str) -> bool:
    """Can these two states become one? Nobody off the list is compared with anybody but those who remain."""
    low, high = sorted((further(first), further(second)))
    return high < _FURTHER[State.REMOVED] or low <= _FURTHER[State.FAILED]


def pairs_among(
    people: Sequence[Listed], *, told_apart: Iterable[tuple[int, int]] = (), most: int = MOST_PAIRS
) -> list[Pair]:
    """The likest pairs of LIKELY and more, at most ``most``. ``told_apart``: (smaller number, greater) of two who are two."""
    apart = set(told_apart)
    found = []
    for one, other in _candidates(people):
        if (one.pk, other.pk) in apart or not may_be_one(one.state, other.state):
            continue
        born = birth_date_likeness(one.person.born, other.person.born)
        if not born or not _names_may_fit(one.words, other.words):
            continue
        alike = likeness(one.person, other.person)
        if alike >= LIKELY:
            found.append(Pair(one.pk, other.pk, alike))
    return sorted(found, key=lambda pair: (-pair.alike, pair.first, pair.second))[:most]


def keys_of(listed: Listed) -> set[tuple]:
    """What this person stands under; two who are likely one share at least one."""
    words = listed.words
    whole = "".join(words)
    keys: set[tuple] = {("name", whole), ("name", "".join(sorted(words)))}
    born = listed.person.born
    if born:
        when = _evened(born)
        keys |= {(when, word[:3]) for word in words}
        keys |= {(when, "", word[-3:]) for word in words}
        keys |= {(when, whole[:3]), (when, "", whole[-3:])}
    return keys


@lru_cache(1 << 16)
def _word_likeness(one: str, other: str) -> float:
    return word_likeness(one, other)


def _names_may_fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """A quick no: an upper bound of how alike two names are, from the likeness of words, which recur."""
    few, many = sorted((one, other), key=len)
    if not few:
        return False
    best = sum(max(_word_likeness(word, wanted) for wanted in many) for word in few)
    if best >= _LEAST_NAME * (len(few) + 0.25 * (len(many) - len(few))):
        return True
    whole, longer = sorted(("".join(few), "".join(many)), key=len)
    if len(few) == len(many) or 6 * (len(longer) - len(whole)) > len(longer):
        return False
    return (whole[:3] == longer[:3] or whole[-3:] == longer[-3:]) and word_likeness(whole, longer) >= _LEAST_NAME


def _evened(born: date) -> int:
    """One number for a day, whichever way day and month were written."""
    low, high = sorted((born.month, born.day))
    return (born.year * 32 + low) * 32 + high


def _candidates(people: Sequence[Listed]) -> Iterator[tuple[Listed, Listed]]:
    blocks: dict[tuple, list[Listed]] = defaultdict(list)
    for one in people:
        for key in keys_of(one):
            blocks[key].append(one)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if not 1 < len(block) <= MOST_IN_A_BLOCK:
            continue
        for index, one in enumerate(block):
            for other in block[index + 1 :]:
                low, high = (one, other) if one.pk < other.pk else (other, one)
                if (low.pk, high.pk) not in seen:
                    seen.add((low.pk, high.pk))
                    yield low, high
