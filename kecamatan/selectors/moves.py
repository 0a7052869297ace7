"""Why the remaining moved, from the ledger: the whole, its places, and baselines corrected meanwhile."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kecamatan.counts import KINDS, Counts, total
from kecamatan.days import end_of
from kecamatan.models import AuditEntry, Baseline, Desa, Drive, Kecamatan
from kecamatan.models.audit import AuditChange
from kecamatan.moves import Move, together
from kecamatan.selectors.counts import Picture, counts_as_of, ledger_rows, sums_of_kinds


@dataclass(frozen=True)
class Span:
    """Whole days, both among them, of one drive. ``today``: in the kabupaten."""

    drive: Drive
    first: date
    until: date
    today: date


@dataclass(frozen=True)
class Part:
    """One place. ``place`` None: rows that name no desa. ``has_level``: is it known how many remain in it?"""

    place: Kecamatan | Desa | None
    move: Move
    has_level: bool


@dataclass(frozen=True)
class Correction:
    """A baseline that was corrected in these days; all days are reckoned with it as it stands now."""

    place: Kecamatan | Desa
    at: datetime
    before: str
    after: str


@dataclass(frozen=True)
class Moved:
    """The whole, its places (those in which something happened first), and what was corrected."""

    span: Span
    whole: Move
    has_level: bool
    parts: Sequence[Part]
    corrections: Sequence[Correction]

    @property
    def moving(self) -> list[Part]:
        """Places in which something happened, those that moved most first."""
        found = [part for part in self.parts if not part.move.is_still]
        return sorted(found, key=lambda part: -abs(part.move.change))

    @property
    def still(self) -> int:
        """In so many places nothing happened."""
        return len(self.parts) - len(self.moving)


def moved(
    span: Span, kecamatan: Sequence[Kecamatan], *, one: Kecamatan | None = None, desa: Sequence[Desa] = ()
) -> Moved:
    """The kecamatan of a scope, or one kecamatan and all its desa (four queries)."""
    places = list(kecamatan) if one is None else [one]
    ids = [place.pk for place in places]
    picture, flows = _pictures(span, ids)
    if one is None:
        parts = [
            Part(place, Move(picture.kecamatan[place.pk].counts, total(flows[place.pk].values())), place.pk in picture.stated)
            for place in places
        ]  # fmt: skip
        whole, has_level = together(part.move for part in parts), bool(picture.stated)
    else:
        here = picture.kecamatan[one.pk]
        whole, has_level = Move(here.counts, total(flows[one.pk].values())), one.pk in picture.stated
        parts = [
            Part(place, Move(here.desa.get(place.pk, Counts()), flows[one.pk].get(place.pk, Counts())), place.pk in here.desa)
            for place in desa
        ]  # fmt: skip
        if None in flows[one.pk]:
            parts.append(Part(None, Move(Counts(), flows[one.pk][None]), False))
    return Moved(span, whole, has_level, parts, _corrections(span, places, None))


def moved_in_desa(span: Span, desa: Desa) -> Moved:
    """One desa (four queries); without a share nobody knows how many remain in it, only what was entered."""
    picture, flows = _pictures(span, [desa.kecamatan_id])
    here = picture.kecamatan[desa.kecamatan_id]
    move = Move(here.desa.get(desa.pk, Counts()), flows[desa.kecamatan_id].get(desa.pk, Counts()))
    return Moved(span, move, desa.pk in here.desa, [], _corrections(span, [desa.kecamatan], desa))


def _pictures(span: Span, ids: Sequence[int]) -> tuple[Picture, dict[int, dict[int | None, Counts]]]:
    """The counts at the end of the last day, and kecamatan → desa → what the days did (two queries)."""
    picture = counts_as_of(span.drive, ids, as_of=None if span.until >= span.today else span.until)
    rows = ledger_rows(span.drive, ids, as_of=span.until).filter(date__gte=span.first)
    sums = rows.values("kecamatan_id", "desa_id").annotate(**sums_of_kinds())
    flows: dict[int, dict[int | None, Counts]] = defaultdict(dict)
    for kecamatan_id, desa_id, *found in sums.values_list("kecamatan_id", "desa_id", *KINDS):
        flows[kecamatan_id][desa_id] = Counts(0, **dict(zip(KINDS, found, strict=True)))
    return picture, flows


def _corrections(span: Span, places: Sequence[Kecamatan], desa: Desa | None) -> list[Correction]:
    """What the audit log says of the baselines of these places (two queries)."""
    zone = span.drive.kabupaten.time_zone
    stated = Baseline.objects.filter(drive=span.drive, kecamatan__in=[one.pk for one in places], desa=desa)
    place_of = {str(pk): kecamatan for pk, kecamatan in stated.values_list("pk", "kecamatan_id")}
    by_pk = {one.pk: one for one in places}
    entries = AuditEntry.objects.filter(
        kabupaten=span.drive.kabupaten_id,
        target_type=Baseline._meta.model_name,
        target_id__in=place_of,
        action="change",
        at__gte=end_of(span.first - timedelta(days=1), zone),
        at__lt=end_of(span.until, zone),
    )
    changes = AuditChange.objects.filter(entry__in=entries, field="people").order_by("entry__at", "pk")
    return [
        Correction(desa or by_pk[place_of[target]], at, before, after)
        for target, at, before, after in changes.values_list("entry__target_id", "entry__at", "before", "after")
    ]
