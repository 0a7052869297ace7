"""Who of the list looks like a person: proposed for a look, never decided (two queries, however long the list)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kecamatan.access import Scope
from kecamatan.models import Drive
from outreach.access import residents_for
from outreach.likeness import LIKELY, Person, likeness
from outreach.models import Distinct, Resident
from outreach.person_names import search_column, words_of

#: More than ever share a day and a word of their name; beyond it nobody looks.
MOST_COMPARED = 400
MOST_SHOWN = 5
_COMMON = frozenset({"muhamad", "siti", "abdul", "ahmad", "nur", "sri", "andi"})


@dataclass(frozen=True)
class Likely:
    """Somebody who may be the same person. ``percent``: how alike they are."""

    resident: Resident
    percent: int


def person_of(resident: Resident) -> Person:
    """What somebody of the list is compared by."""
    return Person(resident.name, resident.birth_date, resident.birth_place)


def likely_doubles(scope: Scope, drive: Drive, person: Person, *, of: Resident | None = None) -> list[Likely]:
    """The most alike of the drive whom this user may see, the likest first; without ``of`` and whom it was told from."""
    found = residents_for(scope).filter(drive=drive).present().filter(_shares_a_block(person)).for_list()
    if of is not None:
        found = found.exclude(pk=of.pk)
    told_apart = _told_apart(of)
    pairs = [
        Likely(one, round(100 * alike))
        for one in found.order_by("pk")[:MOST_COMPARED]
        if one.pk not in told_apart and (alike := likeness(person, person_of(one))) >= LIKELY
    ]
    return sorted(pairs, key=lambda pair: (-pair.percent, pair.resident.pk))[:MOST_SHOWN]


def likely_of_many(scope: Scope, drive: Drive, persons: Sequence[Person]) -> list[list[Likely]]:
    """For each of these, who are on no list yet, the most alike of the drive (one query, however many)."""
    blocks = Q()
    for person in persons:
        blocks |= _shares_a_block(person)
    if not persons:
        return []
    rows = residents_for(scope).filter(drive=drive).present().filter(blocks).for_list()
    people = [(one, person_of(one)) for one in rows.order_by("pk")[: MOST_COMPARED * len(persons)]]
    found = []
    for person in persons:
        pairs = [Likely(one, round(100 * likeness(person, other))) for one, other in people]
        pairs = [pair for pair in pairs if pair.percent >= 100 * LIKELY]
        found.append(sorted(pairs, key=lambda pair: (-pair.percent, pair.resident.pk))[:MOST_SHOWN])
    return found


def _shares_a_block(person: Person) -> Q:
    """As ``outreach.likeness.blocks``, in a form that indexes answer: by birth date, or the same name."""
    same_name = Q(name__in={person.name, person.name.upper(), person.name.title()})
    born = person.born
    if born is None:
        return same_name
    words = set(words_of(person.name))
    telling = (words - _COMMON) or words
    named = Q(name_key=search_column(person.name))
    for word in telling:
        named |= Q(name_key__contains=word)
    near = Q(birth_date__range=(date(born.year, 1, 1), date(born.year, 12, 31))) | Q(birth_date__in=_birthdays(born))
    return same_name | Q(birth_date__in=_both_ways(born.year, born)) | (near & named)


def _both_ways(year: int, born: date) -> list[date]:
    """The day and month of ``born`` in ``year``, and with the two swapped, where there are such days."""
    found = set()
    for month, day in ((born.month, born.day), (born.day, born.month)):
        try:
            found.add(date(year, month, day))
        except ValueError:
            continue
    return sorted(found)


def _birthdays(born: date) -> list[date]:
    return [day for year in range(max(1, born.year - 40), born.year + 41) for day in _both_ways(year, born)]


def _told_apart(of: Resident | None) -> set[int]:
    """Whom somebody looked at already, and found to be another person."""
    if of is None:
        return set()
    pairs = Distinct.objects.filter(Q(first=of) | Q(second=of)).values_list("first_id", "second_id")
    return {pk for pair in pairs for pk in pair}


def household_of(scope: Scope, resident: Resident) -> QuerySet[Resident]:
    """Those with the same No KK whom this user may see, without the resident; by age."""
    if not resident.no_kk_print:
        return Resident.objects.none()
    found = residents_for(scope).filter(drive=resident.drive_id, no_kk_print=resident.no_kk_print).present()
    return found.exclude(pk=resident.pk).for_list().order_by("birth_date", "pk")
