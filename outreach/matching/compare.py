"""Compares a list with the people known: one verdict for each row, and who is gone. Pure.

In three steps, each for the rows that the one before left over: by NIK, by whole name and birth date, by likeness. What
the rows of one list say of each other comes in between. The order of rows decides nothing but which of equal rows stands.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from outreach.life import COUNTED_RECORDED, REMAINING, State
from outreach.likeness import words_likeness
from outreach.matching.alike import MOST_OFFERED, Words, alike
from outreach.matching.changes import changes, evened
from outreach.matching.people import (
    FIELDS,
    Because,
    Change,
    Known,
    Listed,
    Outcome,
    Particulars,
    Reason,
    Verdict,
    Weight,
    values_of,
)
from outreach.nik import Verdict as NikVerdict
from outreach.segments import RECORDING_AGE, age_on

#: Names less alike than this belong to two people. "Siti Aminah" and "Siti Aisyah" do; "Rizky" and "Rizky Pratama" don't.
_UNLIKE = 0.72
#: They were on a list before and are not any more; "merged" is one who became part of another.
_GONE_STATES = frozenset({State.REMOVED, "merged"})
_Key = tuple[date | str | None, ...]
#: Faults that matter only where somebody new is taken in: who is known has a place already.
_ONLY_FOR_NEW = frozenset({"place_missing"})
#: So many namesakes of one birthday are looked at: hostile lists repeat one name 100,000 times.
_MOST_NAMESAKES = 100


def compare(known: Iterable[Known], rows: Iterable[Listed], *, day: date, exact: bool = False) -> list[Outcome]:
    """What each row is, in the order of ``rows``. ``day``: of the list, for ages. ``known``: each NIK at most once, but for
    those who were merged.

    ``exact``: the list is an export of ours that comes back (see ``changes``).
    """
    return _Comparison(known, rows, day, exact).outcomes()


def gone(known: Iterable[Known], outcomes: Iterable[Outcome], covers: Collection[str]) -> list[int]:
    """The ids of those who still had to be recorded and are not on the list any more, ascending.

    ``covers``: codes of the desa, kecamatan or kabupaten of which the list is a whole one; a partial list covers none,
    and makes nobody gone. Whom a row may mean, or would have meant had it been accepted, is not gone.
    """
    met: set[int] = set()
    for outcome in outcomes:
        met.update(outcome.candidates)
        if outcome.matched is not None:
            met.add(outcome.matched)
    places = frozenset(covers)
    return sorted(
        one.id
        for one in known
        if one.state in REMAINING and one.id not in met and not places.isdisjoint(_places_of(one.desa))
    )


def _places_of(desa: str) -> tuple[str, str, str]:
    """The codes of a desa, its kecamatan and its kabupaten."""
    kecamatan = desa.rpartition(".")[0]
    return desa, kecamatan, kecamatan.rpartition(".")[0]


class _Comparison:
    """The work of one comparison. People and rows are meant by their positions."""

    def __init__(self, known: Iterable[Known], rows: Iterable[Listed], day: date, exact: bool) -> None:
        self.known = sorted(known, key=lambda one: one.id)
        self.rows = list(rows)
        self.day, self.exact = day, exact
        self.words = Words()
        # Who became part of another one has the NIK that the other one learned from them: the other one is meant.
        merged_first = sorted(enumerate(self.known), key=lambda pair: pair[1].state != "merged")
        self.known_by_nik = {one.nik: position for position, one in merged_first if one.nik}
        #: Row → whom it means; row → whom it may mean; row → reasons; later equal row → the one that stands.
        self.matched: dict[int, int] = {}
        self.candidates: dict[int, Sequence[int]] = {}
        self.reasons: defaultdict[int, list[Because]] = defaultdict(list)
        self.repeats: dict[int, int] = {}
        #: Whom a NIK means → the first row that bears it.
        self.row_of: dict[int, int] = {}

    def outcomes(self) -> list[Outcome]:
        self._by_nik()
        same_names = self._rows_by_name()
        self._by_name(same_names)
        self._twice_in_file(same_names)
        self._by_likeness()
        return [self._outcome(index) for index in range(len(self.rows))]

    def _left(self) -> list[int]:
        """The rows of which nothing is known yet."""
        return [
            index
            for index in range(len(self.rows))
            if index not in self.matched and index not in self.candidates and index not in self.repeats
        ]

    def _by_nik(self) -> None:
        rows_of: defaultdict[str, list[int]] = defaultdict(list)
        for index, row in enumerate(self.rows):
            if row.nik:
                rows_of[row.nik].append(index)
        for nik, indices in rows_of.items():
            if len(indices) > 1:
                indices = self._settle_repeats(indices)
            position = self.known_by_nik.get(nik)
            if position is not None:
                self._mean(indices, position)

    def _mean(self, indices: Sequence[int], position: int) -> None:
        """Rows that bear one's NIK mean them. Without a name a row is nobody, unless its list has no names at all."""
        for index in indices:
            row = self.rows[index]
            if row.name or "name" not in row.has:
                self.matched[index] = position
                self.row_of.setdefault(position, index)
            else:
                self.candidates[index] = (position,)

    def _settle_repeats(self, indices: list[int]) -> list[int]:
        """Rows of one NIK: the first alone where all say the same, else all of them, in doubt."""
        first, *others = indices
        said = _said(self.rows[first])
        if all(_said(self.rows[index]) == said for index in others):
            self.repeats.update(dict.fromkeys(others, first))
            return [first]
        self._blame(indices, Reason.NIK_TWICE_IN_FILE)
        return indices

    def _blame(self, indices: Sequence[int], reason: Reason) -> None:
        """Puts all of these rows in doubt, each because of the first other one."""
        for index in indices:
            other = indices[1] if index == indices[0] else indices[0]
            self.reasons[index].append(Because(reason, self.rows[other].where))

    def _rows_by_name(self) -> dict[_Key, list[int]]:
        """Rows by birth date and whole name, where one of them is not matched by NIK. Squeezes only those that may meet."""
        dates = {self.rows[index].birth_date for index in self._left()}
        found: defaultdict[_Key, list[int]] = defaultdict(list)
        for index, row in enumerate(self.rows):
            if row.name and row.birth_date in dates and index not in self.repeats:
                found[self._key(row)].append(index)
        return found

    def _key(self, one: Particulars) -> _Key:
        """What namesakes have in common: name and birth date; without one everything about the place."""
        if one.birth_date:
            return one.birth_date, self.words.whole(one.name)
        return None, self.words.whole(one.name), one.desa, one.rt, one.rw, evened(one.birth_place)

    def _by_name(self, rows_of: dict[_Key, list[int]]) -> None:
        """Name and birth date: that person, where it is one and the place agrees."""
        dates = {key[0] for key in rows_of}
        named: defaultdict[_Key, list[int]] = defaultdict(list)
        for position, one in enumerate(self.known):
            if one.birth_date in dates and (key := self._key(one)) in rows_of:
                named[key].append(position)
        left = set(self._left())
        claims: defaultdict[int, list[int]] = defaultdict(list)
        for key, positions in named.items():
            for index in rows_of[key]:
                if index in left and (position := self._one_of(index, positions)) is not None:
                    claims[position].append(index)
        for position, indices in claims.items():
            self.matched.update(dict.fromkeys(indices, position))
            if len(indices) > 1:
                self._blame(indices, Reason.TWICE_IN_FILE)

    def _one_of(self, index: int, positions: Sequence[int]) -> int | None:
        """Whom of these namesakes the row means; several, or one of another NIK, become candidates."""
        row = self.rows[index]
        found = [position for position in positions if one_person(row, self.known[position])]
        if not found:
            return None
        if row.nik and (same := [position for position in found if not self.known[position].nik]) != found:
            if not same:
                self.candidates[index] = found[:MOST_OFFERED]
                self.reasons[index].append(Because(Reason.OTHER_NIK))
                return None
            found = same
        free = [position for position in found if position not in self.row_of]
        if not free:
            self.candidates[index] = found[:MOST_OFFERED]
            self.reasons[index].append(Because(Reason.TWICE_IN_FILE, self.rows[self.row_of[found[0]]].where))
            return None
        for prefer in self._preferences(row):
            free = [position for position in free if prefer(self.known[position])] or free
        if len(free) == 1:
            return free[0]
        self.candidates[index] = free[:MOST_OFFERED]
        return None

    def _preferences(self, row: Listed) -> Iterator[Callable[[Known], bool]]:
        """Among namesakes: those who are still listed, those of this very desa, those of whom it says nothing new."""
        yield lambda one: one.state not in _GONE_STATES
        yield lambda one: one.desa == row.desa
        yield lambda one: not changes(one, row, exact=self.exact)

    def _twice_in_file(self, rows_of: dict[_Key, list[int]]) -> None:
        """The same person in two rows. One with a NIK stands beside one without; two NIKs that agree in all are doubtful."""
        for index in self._left():
            row = self.rows[index]
            namesakes = rows_of.get(self._key(row), ())
            for other in islice(namesakes, _MOST_NAMESAKES):
                beside = self.rows[other]
                if other == index or (row.nik and (not beside.nik or beside.nik == row.nik)):
                    continue
                if one_person(row, beside):
                    self.reasons[index].append(Because(Reason.TWICE_IN_FILE, beside.where))
                    break

    def _by_likeness(self) -> None:
        """Whoever may be known under another spelling. Two NIKs are two people, so those are not even compared."""
        left = [index for index in self._left() if self.rows[index].name]
        without = [position for position, one in enumerate(self.known) if not one.nik]
        rows = {index: self.rows[index] for index in left if self.rows[index].nik}
        for index, found in alike(rows, [self.known[position] for position in without], self.words).items():
            self.candidates[index] = [without[position] for position in found]
        rows = {index: self.rows[index] for index in left if not self.rows[index].nik}
        self.candidates.update(alike(rows, self.known, self.words))

    def _outcome(self, index: int) -> Outcome:
        row = self.rows[index]
        if index in self.repeats:
            because = Because(Reason.REPEATED_ROW, self.rows[self.repeats[index]].where)
            return Outcome(row.sheet, row.row, Verdict.SAME, reasons=(because,))
        position = self.matched.get(index)
        one = None if position is None else self.known[position]
        told = changes(one, row, exact=self.exact) if one else ()
        reasons = [*self.reasons.get(index, ()), *map(Because, self._reasons(row, one, told))]
        candidates = () if one else self._candidates_of(index)
        if candidates:
            reasons.append(Because(Reason.MAYBE_KNOWN))
        weights = {because.reason.weight for because in reasons}
        if Weight.REJECTS in weights:
            verdict = Verdict.REJECTED
        elif Weight.DOUBTS in weights:
            verdict = Verdict.DOUBTFUL
        else:
            verdict = Verdict.NEW if one is None else Verdict.CHANGED if told else Verdict.SAME
        ids = tuple(self.known[candidate].id for candidate in candidates)
        return Outcome(row.sheet, row.row, verdict, one.id if one else None, told, tuple(reasons), ids)

    def _candidates_of(self, index: int) -> list[int]:
        """Those whose NIK a held one may have meant, then those who are alike."""
        meant = [self.known_by_nik[nik] for nik in self.rows[index].could_be if nik in self.known_by_nik]
        return list(dict.fromkeys((*sorted(meant), *self.candidates.get(index, ()))))[:MOST_OFFERED]

    def _reasons(self, row: Listed, one: Known | None, told: Sequence[Change]) -> Iterator[Reason]:
        """What is to be said of the row by itself and of the one it means."""
        yield from _of_nik(row, one)
        if not row.name and (one is None or "name" in row.has):
            yield Reason.NO_NAME
        if row.doubts and (one is None or not _ONLY_FOR_NEW.issuperset(row.doubts)):
            yield Reason.READ_WITH_DOUBT
        if one is None:
            if row.birth_date is None:
                yield Reason.NO_BIRTH_DATE
        else:
            if one.state in _GONE_STATES:
                yield Reason.WAS_REMOVED
            elif one.state in COUNTED_RECORDED:
                yield Reason.RECORDED_BY_US
            if told and self._is_another(row, one):
                yield Reason.NIK_OF_ANOTHER_NAME
            if any(change.field == "desa" for change in told):
                yield Reason.DESA_DIFFERS
        if self._is_too_young(row, one):
            yield Reason.TOO_YOUNG

    def _is_another(self, row: Listed, one: Known) -> bool:
        """Whether the name is wholly unlike, and no birth date says that it is the same person all the same."""
        if (
            not row.name
            or evened(row.name) == evened(one.name)
            or (row.birth_date and row.birth_date == one.birth_date)
        ):
            return False
        return words_likeness(self.words.of(row.name), self.words.of(one.name)) < _UNLIKE

    def _is_too_young(self, row: Listed, one: Known | None) -> bool:
        """Whether the row would bring in a birth date under 16; who is known with it was looked at before."""
        if row.birth_date is None or (one and one.birth_date == row.birth_date):
            return False
        married = row.ever_married or (one is not None and one.ever_married)
        return not married and age_on(row.birth_date, self.day) < RECORDING_AGE


def one_person(one: Particulars, other: Particulars) -> bool:
    """Whether two who have their key in common are one person by their places.

    One kecamatan will do, or one birth place where a list tells no desa. Two NIKs are two people, unless the birth
    places say the same too. Without a birth date there is little to go by: everything about the place must be the same.
    """
    here, there = evened(one.birth_place), evened(other.birth_place)
    if one.birth_date is None:
        return (one.desa, one.rt, one.rw, here) == (other.desa, other.rt, other.rw, there) and not (
            one.nik and other.nik
        )
    if one.nik and other.nik:
        return here == there if here and there else bool(one.desa) and one.desa == other.desa
    if one.desa and other.desa:
        return one.desa.rpartition(".")[0] == other.desa.rpartition(".")[0]
    return one.desa == other.desa or (bool(here) and here == there)


def _said(row: Listed) -> tuple:
    """All that a row tells, to see whether another tells the same."""
    values = dict(zip(FIELDS, values_of(row), strict=True))
    return (*(values | {"name": evened(row.name)}).values(), row.has, row.doubts)


def _of_nik(row: Listed, one: Known | None) -> Iterator[Reason]:
    """A bad NIK never becomes a key. It refuses a row only where nothing else tells who is meant."""
    if row.nik_verdict is NikVerdict.HOLD:
        yield Reason.NIK_HELD
    elif row.nik_verdict is NikVerdict.REJECT:
        tells_who = one is not None or (row.name and row.birth_date)
        yield Reason.NIK_REJECTED if tells_who else Reason.NOTHING_TELLS_WHO
