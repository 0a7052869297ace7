"""Finds those among the known who may be the people of some rows, though they are written otherwise. Pure.

Not everybody is compared with everybody. Two people can only be LIKELY one if their birth dates are the same (or day and
month swapped) and their names alike, or if one part of the date differs (or a date is unknown) and their names are all
but the same. So there are two ways to meet: on one birthday by a word, or by the whole name. Keys let a letter of a word,
or a word of a name, be another one: two that differ in one have a key in common where it is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from kecamatan.place_names import squeeze
from outreach.likeness import (
    COMMON_WORDS,
    LIKELY,
    birth_date_likeness,
    birth_place_likeness,
    name_wanted,
    weighed,
    words_likeness,
)
from outreach.matching.changes import evened
from outreach.matching.people import Known, Listed
from outreach.person_names import words_of

#: Of so many a row is shown the best.
MOST_OFFERED = 5
#: Whom a row looks at: hostile lists repeat one name 100,000 times.
_MOST_LOOKED_AT = 50
#: A shorter word with another letter is another word.
_SHORTEST_WITH_A_SLIP = 6

#: (year, the smaller and the greater of day and month): the same however day and month were written.
_Day = tuple[int, int, int]


class Words:
    """The squeezed words of names; each name is squeezed once."""

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, ...]] = {}

    def of(self, name: str) -> tuple[str, ...]:
        words = self._words.get(name)
        if words is None:
            words = self._words[name] = words_of(name)
        return words

    def whole(self, name: str) -> str:
        """The words in one piece: what two spellings of one name have in common. As written, where no letter is Latin."""
        return "".join(self.of(name)) or evened(name)


def alike(rows: Mapping[int, Listed], known: Sequence[Known], words: Words) -> dict[int, list[int]]:
    """For each row that may be one of ``known``, their positions in it, likeliest first, then lowest; at most five."""
    if not rows or not known:
        return {}
    search = _Search(rows, known, words)
    search.by_whole_name()
    search.by_birthday()
    return {
        row: sorted(found, key=lambda who: (-found[who], known[who].id))[:MOST_OFFERED]
        for row, found in search.found.items()
    }


class _Search:
    """Rows are indexed, as they are few where most were matched by NIK; each of the known is looked up once."""

    def __init__(self, rows: Mapping[int, Listed], known: Sequence[Known], words: Words) -> None:
        self.rows, self.known, self.words = rows, known, words
        self.row_words = {index: words.of(row.name) for index, row in rows.items()}
        #: Row → position of a known one → likeness.
        self.found: defaultdict[int, dict[int, float]] = defaultdict(dict)

    def by_whole_name(self) -> None:
        """Pairs of all but the same name: any date that is not wholly another, or unknown."""
        index: defaultdict[str, list[int]] = defaultdict(list)
        for row, words in self.row_words.items():
            for key in _name_keys(words):
                index[key].append(row)
        for position, person in enumerate(self.known):
            words = self.words.of(person.name)
            for key in _name_keys(words):
                for row in index.get(key, ()):
                    self._look(row, position, words)

    def by_birthday(self) -> None:
        """Pairs of one birthday that share a word, give or take a letter. One day after the other, to keep little."""
        rows_of: defaultdict[_Day, list[int]] = defaultdict(list)
        for index, row in self.rows.items():
            if row.birth_date:
                rows_of[_day(row.birth_date)].append(index)
        known_of: defaultdict[_Day, list[int]] = defaultdict(list)
        for position, person in enumerate(self.known):
            if person.birth_date and (day := _day(person.birth_date)) in rows_of:
                known_of[day].append(position)
        for day in sorted(known_of):
            self._one_day(rows_of[day], known_of[day])

    def _one_day(self, rows: Iterable[int], known: Iterable[int]) -> None:
        index: defaultdict[str, list[int]] = defaultdict(list)
        for row in rows:
            for key in _word_keys(self.row_words[row]):
                index[key].append(row)
        for position in known:
            words = self.words.of(self.known[position].name)
            for key in _word_keys(words):
                for row in index.get(key, ()):
                    self._look(row, position, words)

    def _look(self, row: int, position: int, words: tuple[str, ...]) -> None:
        """Keeps the pair where it is likely."""
        found = self.found.get(row, {})
        if position in found or len(found) >= _MOST_LOOKED_AT:
            return
        listed, person = self.rows[row], self.known[position]
        born = birth_date_likeness(listed.birth_date, person.birth_date)
        if not born:
            return
        if listed.birth_date is None or person.birth_date is None:
            if self.row_words[row] == words and _one_place(listed, person):
                self.found[row][position] = LIKELY
            return
        place = birth_place_likeness(listed.birth_place, person.birth_place)
        wanted = name_wanted(born, place)
        if wanted > 1:
            return
        likeness = weighed(words_likeness(self.row_words[row], words, wanted), born, place)
        if likeness >= LIKELY:
            self.found[row][position] = likeness


def _one_place(listed: Listed, person: Known) -> bool:
    """What makes namesakes worth a look where no two birth dates tell them apart: one desa, or one place of birth."""
    if listed.desa and listed.desa == person.desa:
        return True
    return bool(listed.birth_place and person.birth_place) and _place(listed.birth_place) == _place(person.birth_place)


_place = lru_cache(maxsize=1 << 14)(squeeze)


def _day(born: date) -> _Day:
    return born.year, *sorted((born.day, born.month))


def _name_keys(words: tuple[str, ...]) -> set[str]:
    """The whole name as written and in order, and from three words on each rest without one of them."""
    ordered = sorted(words)
    keys = {"".join(words), " ".join(ordered)}
    if len(words) > 2:
        keys |= {" ".join((*ordered[:index], *ordered[index + 1 :])) for index in range(len(ordered))}
    return keys - {""}


def _word_keys(words: tuple[str, ...]) -> set[str]:
    """The telling words, and the whole name as one, each also with one letter left out."""
    whole = "".join(words)
    keys = set(_with_a_slip(whole)) if whole else set()
    for word in set(words) - COMMON_WORDS or words:
        keys |= _kept_with_a_slip(word)
    return keys


def _with_a_slip(word: str) -> frozenset[str]:
    """``word`` and, where it is long enough, ``word`` without each of its letters."""
    if len(word) < _SHORTEST_WITH_A_SLIP:
        return frozenset({word})
    return frozenset({word, *(word[:index] + word[index + 1 :] for index in range(len(word)))})


#: Words come back, whole names hardly do.
_kept_with_a_slip = lru_cache(maxsize=1 << 14)(_with_a_slip)
