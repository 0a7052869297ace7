"""What became of the demo's people, so that names and the ledger's counts agree. Pure, and the same every time.

The demo's diary enters counts without names: "recorded 12". Here each count may get its names. In every place (a desa with a
stated share, or what a kecamatan has not broken down) so many people are settled that

    named and still unrecorded = remaining − a few without a name,

but for ``MORE_NAMES_THAN_REMAIN``: two places where some recorded people were never ticked off, so that the page of
reconciliation has something to show. Where many flowed in, more stay without a name, as nobody knows them yet.

Who comes first is told by ``DemoPerson.turn``; each takes the earliest row of their place with room and on which they
were old enough. A row is never given more names than people. No row is written or changed: whoever puts this into a
database matches the named steps to the rows that stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from kecamatan.counts import EFFECT
from outreach.demo_people import DemoPerson
from outreach.life import Removal, Step
from outreach.segments import birthday, card_allowed_from, recording_allowed_from

#: By how many the names exceed what remains, in the two places with most people settled.
MORE_NAMES_THAN_REMAIN = (3, 2)
#: The most people without a name where nobody flowed in.
MOST_UNNAMED = 2
_BY_NOTE = (("meninggal", Removal.DIED), ("ganda", Removal.DOUBLE), ("belum wajib", Removal.NOT_OBLIGED))


@dataclass(frozen=True)
class DemoRow:
    """A row of the ledger that stands (neither reversed nor a reversal); ``desa_code`` is "" for a kecamatan alone."""

    kecamatan_code: str
    desa_code: str
    kind: str
    quantity: int
    day: date
    note: str = ""


class Settled(NamedTuple):
    """One step of a person, by index; ``row``: the index of the row that counts it, None for steps that count nothing."""

    person: int
    step: Step
    day: date
    removal: Removal | None = None
    row: int | None = None
    note: str = ""


@dataclass
class _Place:
    """A place with its people and rows by index; ``room`` is how many names each row still takes."""

    baseline: int
    people: list[int]
    rows: list[int]
    room: dict[int, int]
    remaining: int = 0
    wanted: int = 0


def settle_demo(
    people: Sequence[DemoPerson], rows: Sequence[DemoRow], baselines: Mapping[str, int], *, today: date
) -> list[Settled]:
    """The steps after LIST of all who have any, person by person, each in the order of their days, none after ``today``.

    ``baselines``: people by code of each desa with a stated share, and by code of each kecamatan what is left over.
    """
    chance = Random("names of the demo's counts")
    places = _places(people, rows, baselines, chance)
    steps: dict[int, list[Settled]] = {}
    for place in places.values():
        for index, row in _ended(people, rows, place):
            steps[index] = [_ending(index, row, rows[row])]
        for index, row in _added(people, rows, place, steps):
            steps.setdefault(index, []).insert(0, Settled(index, Step.ADD, rows[row].day, None, row, rows[row].note))
        _some_failed(people, rows, place, steps, chance)
    for index, found in steps.items():
        if found[-1].step is Step.RECORD:
            found += _cards(people[index], found[-1], today, chance)
    return [step for index in sorted(steps) for step in steps[index]]


def place_code(desa_code: str, kecamatan_code: str, baselines: Mapping[str, int]) -> str:
    """Where the people of a desa are counted: in its own share, or in what its kecamatan has not broken down."""
    return desa_code if desa_code in baselines else kecamatan_code


def _places(
    people: Sequence[DemoPerson], rows: Sequence[DemoRow], baselines: Mapping[str, int], chance: Random
) -> dict[str, _Place]:
    places = {code: _Place(count, [], [], {}, count) for code, count in sorted(baselines.items())}
    for index, one in enumerate(people):
        places[place_code(one.desa_code, one.kecamatan_code, baselines)].people.append(index)
    for index, row in enumerate(rows):
        place = places[place_code(row.desa_code, row.kecamatan_code, baselines)]
        place.rows.append(index)
        place.room[index] = row.quantity
        place.remaining += EFFECT[row.kind] * row.quantity
    for place in places.values():
        place.rows.sort(key=lambda index: (rows[index].day, index))
        unnamed = min(place.remaining, chance.randint(0, MOST_UNNAMED))
        place.wanted = max(0, len(place.people) - (place.remaining - unnamed))
    biggest = sorted(places.values(), key=lambda place: -place.wanted)
    for place, more in zip(biggest, MORE_NAMES_THAN_REMAIN, strict=False):
        place.wanted = max(0, len(place.people) - (place.remaining + more))
    return places


def _ended(people: Sequence[DemoPerson], rows: Sequence[DemoRow], place: _Place) -> Iterator[tuple[int, int]]:
    """Who is recorded or gone, and by which row. First by rows of their own desa, then by any of the place."""
    left = place.wanted
    done: set[int] = set()
    for anywhere in (False, True):
        for index in sorted(place.people, key=lambda index: people[index].turn):
            if left <= 0:
                return
            row = None if index in done else _row_for(people[index], rows, place, anywhere)
            if row is not None:
                place.room[row] -= 1
                left -= 1
                done.add(index)
                yield index, row


def _row_for(one: DemoPerson, rows: Sequence[DemoRow], place: _Place, anywhere: bool) -> int | None:
    old_enough = recording_allowed_from(one.birth_date, ever_married=one.ever_married)
    for index in place.rows:
        row = rows[index]
        here = anywhere or row.desa_code in ("", one.desa_code)
        if place.room[index] > 0 and EFFECT[row.kind] < 0 and row.day >= old_enough and here:
            return index
    return None


def _ending(index: int, number: int, row: DemoRow) -> Settled:
    if row.kind == "recorded":
        return Settled(index, Step.RECORD, row.day, None, number, row.note)
    removal = Removal.RECORDED_ELSEWHERE
    if row.kind == "removed":
        note = row.note.lower()
        removal = next((one for words, one in _BY_NOTE if words in note), Removal.MOVED_OUT)
    return Settled(index, Step.REMOVE, row.day, removal, number, row.note)


def _added(
    people: Sequence[DemoPerson], rows: Sequence[DemoRow], place: _Place, steps: Mapping[int, list[Settled]]
) -> Iterator[tuple[int, int]]:
    """Who flowed in after the baseline: by their 17th birthday where the row says so or nothing, else by moving in."""
    taken: set[int] = set()
    for number in place.rows:
        row = rows[number]
        if row.kind != "added":
            continue
        moved = "pindah" in row.note.lower()
        for index in place.people:
            one = people[index]
            ended = steps[index][0].day if index in steps else date.max
            turned = birthday(one.birth_date, 17)
            fits = one.ever_married if moved else row.day - timedelta(days=45) <= turned <= row.day
            here = row.desa_code in ("", one.desa_code)
            if place.room[number] > 0 and index not in taken and fits and here and ended >= row.day:
                place.room[number] -= 1
                taken.add(index)
                yield index, number


def _some_failed(
    people: Sequence[DemoPerson],
    rows: Sequence[DemoRow],
    place: _Place,
    steps: dict[int, list[Settled]],
    chance: Random,
) -> None:
    """A few whose fingers or eyes the machine did not take at a visit: they remain, and are counted nowhere."""
    visits = [rows[index] for index in place.rows if rows[index].kind == "recorded" and rows[index].quantity >= 12]
    waiting = [index for index in place.people if index not in steps]
    if visits and waiting and chance.random() < 0.15:
        index = chance.choice(waiting)
        note = "Sidik jari tidak terbaca, rekam ulang"
        if visits[-1].day >= recording_allowed_from(people[index].birth_date, ever_married=people[index].ever_married):
            steps[index] = [Settled(index, Step.FAIL, visits[-1].day, note=note)]


def _cards(one: DemoPerson, recorded: Settled, today: date, chance: Random) -> Iterator[Settled]:
    """How far the card of somebody recorded has come: some are never sent or held by the centre, none printed before 17."""
    if chance.random() < 0.02:
        return
    if chance.random() < 0.012:
        held = recorded.day + timedelta(days=chance.randint(3, 9))
        if held < today:
            yield Settled(recorded.person, Step.HOLD_AS_DUPLICATE, held)
        return
    day = recorded.day
    from_17 = card_allowed_from(one.birth_date, ever_married=one.ever_married)
    for step, fewest, most in ((Step.SEND, 0, 2), (Step.READY, 3, 20), (Step.PRINT, 4, 25), (Step.DELIVER, 2, 21)):
        day += timedelta(days=chance.randint(fewest, most))
        if step in {Step.PRINT, Step.DELIVER}:
            day = max(day, from_17)
        if day >= today:
            return
        yield Settled(recorded.person, step, day)
