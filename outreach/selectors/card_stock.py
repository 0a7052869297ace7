"""The stock of blank cards: what is left, what it is used for, and whether the other records agree with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, Q, QuerySet, Sum

from kecamatan.models import Drive, Kabupaten, Kecamatan
from outreach.card_stock import USE_DAYS, Agreement, Kind, lasts_until, use_per_day
from outreach.life import Step
from outreach.models import BlankCards, ResidentStep, Visit
from outreach.visit_life import State as VisitState

#: A visit whose result stands: what it says of printed cards counts.
HELD = (VisitState.UNDER_WAY, VisitState.DONE, VisitState.CLOSED)


def left_at(kabupaten_id: int, kecamatan_id: int | None) -> int:
    """The blanks of one stock, with every row counted (one query)."""
    return BlankCards.objects.of_place(kabupaten_id, kecamatan_id).aggregate(left=Sum("signed", default=0))["left"]


def later_changes(kabupaten_id: int, kecamatan_id: int | None, day: date) -> list[tuple[date, int]]:
    """(day, change) of the rows of one stock after ``day`` (one query)."""
    rows = BlankCards.objects.of_place(kabupaten_id, kecamatan_id).filter(day__gt=day).order_by()
    return list(rows.values("day").annotate(change=Sum("signed")).values_list("day", "change"))


def stock_of(kabupaten: Kabupaten, kecamatan_ids: Collection[int] | None) -> QuerySet[BlankCards]:
    """All stocks of a kabupaten (None); or those kept at some of its kecamatan, which the office's own is not."""
    rows = BlankCards.objects.filter(kabupaten=kabupaten).order_by()
    return rows if kecamatan_ids is None else rows.filter(kecamatan__in=list(kecamatan_ids))


@dataclass(frozen=True)
class Stock:
    """The blanks of some stocks as of a day. ``first``: the day of the first row; None where no stock is kept.

    ``sums``: cards of each kind, reversed rows taken off. ``recently``: used in the last ``USE_DAYS`` days.
    """

    as_of: date
    first: date | None
    left: int
    sums: dict[str, int]
    recently: int

    @property
    def is_kept(self) -> bool:
        """Was anything ever entered?"""
        return self.first is not None

    @property
    def per_day(self) -> float | None:
        """Blanks used a day at present."""
        return use_per_day(self.recently, self.first, self.as_of)

    @property
    def per_week(self) -> int | None:
        """The same for a week, rounded."""
        return None if self.per_day is None else round(self.per_day * 7)

    @property
    def until(self) -> date | None:
        """The last day on which a blank is there at the present use."""
        return lasts_until(self.left, self.per_day, self.as_of)


def stock_as_of(rows: QuerySet[BlankCards], as_of: date) -> Stock:
    """What these rows amount to at the end of a day (one query)."""
    rows = rows.filter(day__lte=as_of)
    standing = Q(reverses__isnull=True, reversal__isnull=True)
    kinds = {kind.value: Sum("quantity", filter=standing & Q(kind=kind), default=0) for kind in Kind}
    since = as_of - timedelta(days=USE_DAYS - 1)
    found = rows.aggregate(
        first=Min("day", filter=standing),
        left=Sum("signed", default=0),
        recently=Sum("quantity", filter=standing & Q(kind=Kind.USED, day__gte=since), default=0),
        **kinds,
    )
    sums = {kind.value: found[kind.value] for kind in Kind}
    return Stock(as_of, found["first"], found["left"], sums, found["recently"])


def agreement_of(stock: Stock, drive: Drive | None, kecamatan: Collection[Kecamatan]) -> Agreement | None:
    """The stock's *used* against steps and visits of the same days and kecamatan (two queries); None without a stock."""
    if not stock.is_kept or drive is None:
        return None
    ids = [one.pk for one in kecamatan]
    days = (stock.first, stock.as_of)
    printed = ResidentStep.objects.filter(
        step=Step.PRINT, undone_by__isnull=True, day__range=days, resident__drive=drive, resident__kecamatan__in=ids
    )
    visits = Visit.objects.filter(drive=drive, kecamatan__in=ids, day__range=days, state__in=HELD)
    at_visits = visits.aggregate(cards=Sum("cards_printed", default=0))["cards"]
    return Agreement(stock.sums[Kind.USED], printed.count(), at_visits)


def blank_cards_left(kabupaten: Kabupaten, kecamatan_ids: Collection[int] | None, day: date) -> int | None:
    """The answer to “blank cards left”: the blanks at the end of ``day`` (one query); None where none are counted.

    Asked of the whole kabupaten (None): with the office's own stock. Asked of some kecamatan: those kept there.
    """
    stock = stock_as_of(stock_of(kabupaten, kecamatan_ids), day)
    return stock.left if stock.is_kept else None
