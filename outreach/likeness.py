"""How alike two people are who may be one, listed twice. Pure: no ORM, no request.

Names as people misspell them, birth dates with day and month swapped, birth places. It proposes, people decide: twins
are as alike as doubles. Every measure is between 0 and 1 and the same whichever person comes first.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from kecamatan.place_names import squeeze
from outreach.person_names import words_of

#: From here on a pair is worth a look.
LIKELY = 0.85
_WEIGHTS = {"name": 0.6, "born": 0.3, "birth_place": 0.1}
#: Words that so many bear that sharing one tells nothing.
COMMON_WORDS = frozenset({"muhamad", "siti", "abdul", "ahmad", "nur", "sri", "andi"})
#: What an unknown date or place adds: neither for nor against.
_UNKNOWN = 0.5


@dataclass(frozen=True)
class Person:
    """What doubles are told by; shows nothing of itself in a log."""

    name: str = field(repr=False)
    born: date | None = field(default=None, repr=False)
    birth_place: str = field(default="", repr=False)


def likeness(one: Person, other: Person) -> float:
    """How alike two people are, 0 to 1; LIKELY and more is worth a look. 1 only where all is known and the same."""
    return weighed(
        name_likeness(one.name, other.name),
        birth_date_likeness(one.born, other.born),
        birth_place_likeness(one.birth_place, other.birth_place),
    )


def weighed(name: float, born: float, birth_place: float) -> float:
    """The likeness of two people whose names, birth dates and birth places are so much alike."""
    return _WEIGHTS["name"] * name + _WEIGHTS["born"] * born + _WEIGHTS["birth_place"] * birth_place


def name_wanted(born: float, birth_place: float) -> float:
    """How alike names must at least be, so that two people are LIKELY one; a hair less, as sums are not exact."""
    return (LIKELY - weighed(0.0, born, birth_place)) / _WEIGHTS["name"] - 1e-9


def birth_date_likeness(one: date | None, other: date | None) -> float:
    """1 for the same day, 0.9 with day and month swapped, 0.6 where only day, month or year differs, else 0."""
    if one is None or other is None:
        return _UNKNOWN
    if one == other:
        return 1.0
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return 0.9
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return 0.6 if same == 2 else 0.0


@lru_cache(maxsize=1 << 14)
def birth_place_likeness(one: str, other: str) -> float:
    """1 for the same place however written, less for slips of a key, 0 for another place."""
    first, second = squeeze(one), squeeze(other)
    if not first or not second:
        return _UNKNOWN
    alike = word_likeness(first, second)
    return alike if alike >= 0.75 else 0.0


def blocks(person: Person) -> frozenset[str]:
    """Keys of which two people who are likely one share at least one, so that not everybody is compared with everybody.

    The whole name; the birth date whichever way day and month were written; and each telling word of the name with the
    birth year, and with day and month. Three to twenty short strings.
    """
    words = words_of(person.name)
    whole = {"".join(words), "".join(sorted(words))}
    keys = {f"name {name}" for name in whole}
    if person.born:
        year, low, high = person.born.year, *sorted((person.born.day, person.born.month))
        telling = (set(words) - COMMON_WORDS or set(words)) | whole
        keys |= {f"day {year} {low} {high}"}
        keys |= {f"{when} {word}" for when in (f"year {year}", f"birthday {low} {high}") for word in telling}
    return frozenset(keys)


def name_likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1, symmetric: words in any order, initials, a left-out word, spaces, slips of a key."""
    return words_likeness(words_of(one), words_of(other))


def words_likeness(one: tuple[str, ...], other: tuple[str, ...], at_least: float = 0.0) -> float:
    """``name_likeness`` of names whose squeezed words are known already.

    Where they are less alike than ``at_least``, some number below it will do, and is found sooner.
    """
    first, second = sorted((one, other))
    if not first or not second:
        return 0.0
    paired = _paired(first, second)
    whole, others = "".join(first), "".join(second)
    if 1 in (len(whole), len(others)):
        return max(paired, word_likeness(whole, others))
    longest = max(len(whole), len(others))
    most = int((1 - max(paired, at_least)) * longest / 1.5 + 1e-9)
    if abs(len(whole) - len(others)) > most:
        return paired
    found = slips(whole, others, most)
    return paired if found > most else max(paired, 1 - 1.5 * found / longest)


def _most_alike(one: str, other: str) -> float:
    """What two words can be alike at most, by their lengths alone."""
    longest = max(len(one), len(other))
    return 1.0 if 1 in (len(one), len(other)) else 1 - 1.5 * abs(len(one) - len(other)) / longest


@lru_cache(maxsize=1 << 16)  # the same few thousand words meet again and again
def word_likeness(one: str, other: str) -> float:
    """How alike two squeezed words are, 0 to 1: one less 1.5 slips for each letter; an initial stands for its word."""
    if one == other:
        return 1.0
    if 1 in (len(one), len(other)):
        return 0.8 if one[:1] == other[:1] else 0.0
    if _most_alike(one, other) <= 0:
        return 0.0
    return max(0.0, 1 - 1.5 * slips(one, other) / max(len(one), len(other)))


def slips(one: str, other: str, most: int | None = None) -> int:
    """The fewest letters left out, put in, changed or swapped with the next that make ``one`` into ``other``.

    Where they are more than ``most``, some greater number.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row = row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = previous
        if most is not None and min(row) > most:
            return most + 1
    return row[-1]


def _paired(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """The best pairs of words, greedily; a word without a partner weighs a quarter, as names are often shortened."""
    pairs = sorted(
        ((word_likeness(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    left, right, total = set(range(len(first))), set(range(len(second))), 0.0
    for likeness, i, j in pairs:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            total += likeness
    paired = min(len(first), len(second))
    return total / (paired + 0.25 * (max(len(first), len(second)) - paired))
