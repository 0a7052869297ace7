"""The counts of places as of a day, in a fixed number of queries for one place or a thousand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateTimeField, Max, Q, QuerySet, Sum, Value

from kecamatan.counts import KINDS, Counts, broken_down, total
from kecamatan.models import Baseline, CountUpdate, Drive, Tally


@dataclass(frozen=True)
class KecamatanCounts:
    """One kecamatan: its counts, its desa with a share, what is not broken down, and the flow of every desa named."""

    counts: Counts
    desa: dict[int, Counts]
    rest: Counts
    flows: dict[int | None, Counts]

    def place(self, desa_id: int | None) -> Counts:
        """The counts that limit an update of this desa: its own, or those not broken down."""
        return self.desa.get(desa_id, self.rest) if desa_id is not None else self.rest


@dataclass(frozen=True)
class Picture:
    """The counts of some kecamatan as of one day. ``stated``: those whose baseline the office has stated."""

    kecamatan: dict[int, KecamatanCounts]
    last_entered: dict[int, datetime]
    stated: frozenset[int]

    @property
    def total(self) -> Counts:
        """All of them together."""
        return total(part.counts for part in self.kecamatan.values())


def sums_of_kinds() -> dict[str, Sum]:
    """Aggregates, one a kind: people of that kind, reversals taken off."""
    return {kind: Sum("signed", filter=Q(kind=kind), default=0) for kind in KINDS}


def ledger_rows(
    drive: Drive, kecamatan_ids: Iterable[int], *, as_of: date | None = None, known_before: datetime | None = None
) -> QuerySet[CountUpdate]:
    """The rows of the drive in these kecamatan that happened until ``as_of`` and were entered before ``known_before``."""
    rows = CountUpdate.objects.filter(drive=drive, kecamatan__in=list(kecamatan_ids)).order_by()
    if as_of is not None:
        rows = rows.filter(date__lte=as_of)
    if known_before is not None:
        rows = rows.filter(entered_at__lt=known_before)
    return rows


def counts_as_of(
    drive: Drive, kecamatan_ids: Sequence[int], *, as_of: date | None = None, known_before: datetime | None = None
) -> Picture:
    """The counts of these kecamatan and all their desa (one query).

    ``as_of``: with what happened until that day; None is the present. ``known_before``: with what had been entered
    before that moment; None is everything known now.
    """
    return _picture(_sums_and_baselines(drive, kecamatan_ids, as_of, known_before), kecamatan_ids)


def counts_of_day(
    drive: Drive, kecamatan_ids: Sequence[int], *, day: date, known_before: datetime
) -> tuple[Picture, Picture]:
    """The counts as of a past day: as known now, and as they were known before that moment (one query)."""
    ids = list(kecamatan_ids)
    then = Q(entered_at__lt=known_before)
    known_then = {f"then_{kind}": Sum("signed", filter=then & Q(kind=kind), default=0) for kind in KINDS}
    rows = (
        ledger_rows(drive, ids, as_of=day)
        .values("kecamatan_id", "desa_id")
        .annotate(**sums_of_kinds(), last=Max("entered_at"), stated=Value(0))
        .annotate(**known_then, last_then=Max("entered_at", filter=then))
        .values_list("stated", "kecamatan_id", "desa_id", *KINDS, "last", *known_then, "last_then")
    )
    found = list(_with_baselines(rows, drive, ids, spare=len(KINDS)))
    each = 3 + len(KINDS) + 1
    earlier = [(*row[:3], *(row[3:each] if row[0] else row[each:])) for row in found if row[0] or row[-1] is not None]
    return _picture([row[:each] for row in found], ids), _picture(earlier, ids)


def _picture(rows: Iterable[tuple], kecamatan_ids: Sequence[int]) -> Picture:
    """Of rows as ``_sums_and_baselines`` gives them."""
    flows: dict[int, dict[int | None, Counts]] = defaultdict(dict)
    last_entered: dict[int, datetime] = {}
    baselines: dict[int, int] = {}
    shares: dict[int, dict[int, int]] = defaultdict(dict)
    for stated, kecamatan_id, desa_id, *sums, last in rows:
        if not stated:
            flows[kecamatan_id][desa_id] = Counts(0, **dict(zip(KINDS, sums, strict=True)))
            if last is not None:
                last_entered[kecamatan_id] = max(last, last_entered.get(kecamatan_id, last))
        elif desa_id is None:
            baselines[kecamatan_id] = sums[0]
        else:
            shares[kecamatan_id][desa_id] = sums[0]
    found = {}
    for pk in kecamatan_ids:
        counts = total(flows[pk].values()).with_baseline(baselines.get(pk, 0))
        desa, rest = broken_down(counts, shares[pk], flows[pk])
        found[pk] = KecamatanCounts(counts, desa, rest, flows[pk])
    return Picture(found, last_entered, frozenset(baselines))


def _sums_and_baselines(
    drive: Drive, kecamatan_ids: Sequence[int], as_of: date | None, known_before: datetime | None
) -> QuerySet:
    """(0, kecamatan, desa, the sum of each kind, last entry), and (1, kecamatan, desa, people of the baseline, …)."""
    ids = list(kecamatan_ids)
    if as_of is None and known_before is None:
        rows = Tally.objects.filter(drive=drive, kecamatan__in=ids).order_by()
        rows = rows.annotate(stated=Value(0)).values_list(
            "stated", "kecamatan_id", "desa_id", *KINDS, "last_entered_at"
        )
    else:
        rows = (
            ledger_rows(drive, ids, as_of=as_of, known_before=known_before)
            .values("kecamatan_id", "desa_id")
            .annotate(**sums_of_kinds(), last=Max("entered_at"), stated=Value(0))
            .values_list("stated", "kecamatan_id", "desa_id", *KINDS, "last")
        )
    return _with_baselines(rows, drive, ids)


def _with_baselines(rows: QuerySet, drive: Drive, ids: Sequence[int], *, spare: int = 0) -> QuerySet:
    """These rows, and those of the baselines; ``spare``: so many further sums and one more moment has each row."""
    nothing = {f"none_{index}": Value(0) for index in range(len(KINDS) - 1)}
    more = {f"spare_{index}": Value(0) for index in range(spare)}
    never = Value(None, output_field=DateTimeField(null=True))
    moments = ("never", *more, *(["never_then"] if spare else []))
    stated = Baseline.objects.filter(drive=drive, kecamatan__in=ids).order_by()
    return rows.union(
        stated.annotate(stated=Value(1), **nothing, **more, never=never, never_then=never).values_list(
            "stated", "kecamatan_id", "desa_id", "people", *nothing, *moments
        ),
        all=True,
    )


def daily_flows(
    drive: Drive,
    kecamatan_ids: Sequence[int],
    *,
    as_of: date | None = None,
    desa_id: int | None = None,
    known_before: datetime | None = None,
) -> dict[int, list[tuple[date, Counts]]]:
    """Kecamatan → its days with entries, in order, each with that day's flow (one query)."""
    rows = ledger_rows(drive, kecamatan_ids, as_of=as_of, known_before=known_before)
    if desa_id is not None:
        rows = rows.filter(desa=desa_id)
    days = (
        rows.values("kecamatan_id", "date")
        .annotate(**sums_of_kinds())
        .order_by("kecamatan_id", "date")
        .values_list("kecamatan_id", "date", "added", "removed", "recorded_elsewhere", "recorded")
    )
    found: dict[int, list[tuple[date, Counts]]] = {pk: [] for pk in kecamatan_ids}
    for kecamatan_id, day, added, removed, elsewhere, recorded in days:
        found[kecamatan_id].append((day, Counts(0, added, removed, elsewhere, recorded)))
    return found
