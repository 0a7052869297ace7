"""What the page that enters counts needs to know: the places one may write, what remains there, the last entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kecamatan.access import Scope, desa_for, updates_for
from kecamatan.actions.ledger import Entry
from kecamatan.models import CountUpdate, Desa, Drive, Kecamatan
from kecamatan.place_names import candidates, initials, squeeze
from kecamatan.selectors.counts import counts_as_of

SIMILAR_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Place:
    """One place that counts may be entered for. ``pool``: places with the same pool draw on the same remaining.

    ``is_rest``: what remains is the kecamatan's that is not broken down, of which nobody knows the part of this place.
    """

    kecamatan: Kecamatan
    desa: Desa | None
    remaining: int
    pool: str
    is_rest: bool

    @property
    def code(self) -> str:
        return self.desa.code if self.desa else self.kecamatan.code

    @property
    def label(self) -> str:
        """As it stands in the list to choose from; told apart from every other place."""
        if self.desa:
            return f"{self.desa.name}, {self.kecamatan.name}"
        return _("Kecamatan %(name)s") % {"name": self.kecamatan.name}

    @property
    def short(self) -> str:
        """What a practised hand types: "rr" for Rantau Rasau."""
        return initials(self.desa.name if self.desa else self.kecamatan.name)


class Places:
    """The places of a scope, and the reading of what somebody typed (two queries and two for the counts)."""

    def __init__(self, scope: Scope, drive: Drive) -> None:
        picture = counts_as_of(drive, [one.pk for one in scope.kecamatan])
        self.all: list[Place] = []
        desa_by_kecamatan: dict[int, list[Desa]] = {}
        for desa in desa_for(scope):
            desa_by_kecamatan.setdefault(desa.kecamatan_id, []).append(desa)
        for kecamatan in scope.kecamatan:
            here = picture.kecamatan[kecamatan.pk]
            rest = min(here.rest.remaining, here.counts.remaining)
            self.all.append(Place(kecamatan, None, rest, kecamatan.code, is_rest=bool(here.desa)))
            for desa in desa_by_kecamatan.get(kecamatan.pk, []):
                own = here.desa.get(desa.pk)
                if own is None:
                    place = Place(kecamatan, desa, rest, kecamatan.code, is_rest=True)
                else:
                    place = Place(kecamatan, desa, min(own.remaining, here.counts.remaining), desa.code, is_rest=False)
                self.all.append(place)
        self.by_code = {place.code: place for place in self.all}

    def read(self, typed: str) -> list[Place]:
        """The places that ``typed`` may mean: a code, the label, a name, initials, or the beginning of one.

        In the order in which the script of the page offers them.
        """
        typed = typed.strip()
        if typed in self.by_code:
            return [self.by_code[typed]]
        names: list[tuple[str, str]] = []
        for place in self.all:
            bare = place.desa.name if place.desa else place.kecamatan.name
            names += [(place.code, place.label), (place.code, bare), (place.code, place.code)]
        found = [place.code for place in self.all if place.short.lower() == typed.lower()]
        if not found or any(squeeze(name) == squeeze(typed) for _code, name in names):
            found = candidates(typed, names)
        return [self.by_code[code] for code in found]


def last_entries(scope: Scope, drive: Drive, place: Place | None, day=None, most: int = 8) -> list[CountUpdate]:
    """The last rows, newest first: of a place (a kecamatan with all its desa) and day, or of all one may see."""
    rows = updates_for(scope).filter(drive=drive)
    if place is not None:
        rows = rows.filter(desa=place.desa) if place.desa else rows.filter(kecamatan=place.kecamatan)
    if day is not None:
        rows = rows.filter(date=day)
    return list(rows.with_pair().for_list()[:most])


def similar_row(scope: Scope, drive: Drive, entry: Entry, now: datetime) -> CountUpdate | None:
    """A row of somebody else with the same place, day and number, entered within the last hour and still standing."""
    return (
        CountUpdate.objects.standing()
        .filter(
            drive=drive,
            kecamatan=entry.kecamatan,
            desa=entry.desa,
            date=entry.date,
            quantity=entry.quantity,
            entered_at__gte=now - SIMILAR_WITHIN,
        )
        .exclude(entered_by=scope.user)
        .select_related("entered_by", "kecamatan", "desa")
        .order_by("-pk")
        .first()
    )


def just_saved(scope: Scope, ids: Sequence[int]) -> list[CountUpdate]:
    """Those of these rows that the user entered and that nobody has undone yet."""
    rows = updates_for(scope).standing().filter(pk__in=ids, entered_by=scope.user)
    return list(rows.select_related("kecamatan", "desa").order_by("pk"))
