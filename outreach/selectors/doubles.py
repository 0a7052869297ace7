"""Pairs of the list that may be one person: looked for once, and kept while nobody of those places changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Aggregate, CharField, Count, Max, QuerySet, Sum, Value
from django.utils.translation import gettext

from kecamatan.access import Scope
from kecamatan.figures import day_text
from kecamatan.kept import kept_by_key
from kecamatan.models import Drive
from outreach.access import residents_for
from outreach.actions.changes import FIELDS
from outreach.doubles import Listed, Pair, pairs_among, stays_first
from outreach.life import State
from outreach.likeness import Person
from outreach.models import Distinct, Resident

#: Beyond it a page asks for one kecamatan: to look through more people takes seconds.
MOST_PEOPLE = 20_000


@dataclass(frozen=True)
class Pairs:
    """The likest pairs, best first; none where there are too many people to look through.

    ``desa``: where those of the pairs live, by the number of the person.
    """

    pairs: Sequence[Pair]
    people: int
    desa: Mapping[int, int]

    @property
    def too_many(self) -> bool:
        return self.people > MOST_PEOPLE


def pairs_of(drive: Drive, kecamatan_ids: Sequence[int]) -> Pairs:
    """Pairs of whom both live in these kecamatan (one query, two more when something has changed)."""
    ids = sorted(kecamatan_ids)
    people = Resident.objects.filter(drive=drive, kecamatan__in=ids).order_by()
    apart = Distinct.objects.filter(first__drive=drive).order_by()
    now = _marks(people, "people", Sum("version")).union(_marks(apart, "apart", Count("*")), all=True)
    marks = {mark: values for mark, *values in now}
    count = marks["people"][0] if "people" in marks else 0
    if count > MOST_PEOPLE:
        return Pairs([], count, {})
    key = ("doubles", drive.pk, *ids, *(value for mark in sorted(marks) for value in (mark, *marks[mark])))
    pairs, desa = kept_by_key(key, lambda: _look(people, apart))
    return Pairs(pairs, count, desa)


def _marks(rows: QuerySet, name: str, versions: Aggregate) -> QuerySet:
    """(name, how many, a sum that any change moves, the newest): what tells that something changed; no row for none."""
    named = rows.annotate(mark=Value(name, output_field=CharField())).values("mark")
    return named.annotate(count=Count("*"), versions=versions, newest=Max("pk")).values_list(
        "mark", "count", "versions", "newest"
    )


def _look(people: QuerySet[Resident], apart: QuerySet[Distinct]) -> tuple[list[Pair], dict[int, int]]:
    """(the pairs, the desa of each of their people)."""
    rows = people.exclude(state=State.MERGED).values_list(
        "pk", "desa_id", "name", "name_key", "birth_date", "birth_place", "state"
    )
    desa: dict[int, int] = {}
    # The search column holds the squeezed words already, and all of them in one piece at its end.
    listed = []
    for pk, desa_id, name, key, born, birth_place, state in rows.iterator(chunk_size=5000):
        desa[pk] = desa_id
        words = tuple(key.split()[:-1]) or (key.strip(),)
        listed.append(Listed(pk, Person(name, born, birth_place), words, state))
    pairs = pairs_among(listed, told_apart=apart.values_list("first_id", "second_id"))
    return pairs, {pk: desa[pk] for pair in pairs for pk in (pair.first, pair.second)}


@dataclass(frozen=True)
class Two:
    """A pair with both people. ``percent``: how alike they are."""

    first: Resident
    second: Resident
    percent: int


def with_people(scope: Scope, pairs: Sequence[Pair]) -> list[Two]:
    """These pairs with their people, where both are of the scope (one query)."""
    ids = {pk for pair in pairs for pk in (pair.first, pair.second)}
    people = residents_for(scope).filter(pk__in=ids).for_list().in_bulk()
    return [
        Two(people[pair.first], people[pair.second], pair.percent)
        for pair in pairs
        if pair.first in people and pair.second in people
    ]


@dataclass(frozen=True)
class Compared:
    """One field of two people, side by side."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def compared(first: Resident, second: Resident) -> list[Compared]:
    """The fields that at least one of them has; NIK and No KK masked."""
    found = []
    for name in FIELDS:
        label = _LABELS.get(name) or str(Resident._meta.get_field(name).verbose_name)
        one, other = _shown(first, name), _shown(second, name)
        if one or other:
            found.append(Compared(label, one, other))
    return found


_LABELS = {"nik": "NIK", "no_kk": "No KK"}


def _shown(resident: Resident, name: str) -> str:
    if name in _LABELS:
        return getattr(resident, f"{name}_masked")
    if name == "phone":
        return resident.phone_shown
    value = getattr(resident, name)
    if name == "desa":
        return f"{resident.desa}, {resident.kecamatan}"
    if name == "birth_date":
        return day_text(value) if value else ""
    if name == "ever_married":
        return gettext("yes") if value else ""
    label = getattr(resident, f"get_{name}_display", None)
    return str(label() if label else value or "")


def who_stays(first: Resident, second: Resident) -> Resident:
    """The one further in life, then the older entry."""
    return first if stays_first((first.state, first.pk), (second.state, second.pk)) else second
