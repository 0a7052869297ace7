"""From recording to card, in numbers of places: who stands where as of a day, for how long, and who turns 17 when.

Of today from the residents themselves; of an earlier day from their steps, as they are known now: a step that was undone
since is not told.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kecamatan.access import Scope
from kecamatan.days import today_in
from kecamatan.models import Desa, Drive, Kabupaten
from kecamatan.selectors.counts import counts_as_of
from kecamatan.selectors.story import When
from outreach.card_steps import (
    AGES,
    BESIDE,
    CAME_TO,
    ON_THE_WAY,
    STEPS,
    WAITING,
    Birthdays,
    Standing,
    Waiting,
    added_up,
    by_period,
    in_states,
    turning_by,
)
from outreach.card_stock import Need
from outreach.life import State
from outreach.models import Resident, ResidentStep
from outreach.selectors.card_groups import below_17
from outreach.selectors.card_stock import Stock, stock_as_of, stock_of

_TOLD = sorted({*STEPS, *BESIDE})


@dataclass(frozen=True)
class _Rows:
    """Rows of which each is one person: what their state and its first day are called, and the way to the person."""

    rows: QuerySet
    state: str = "state"
    since: str = "since"
    who: str = ""


def _people(drive: Drive, kecamatan_ids: Collection[int], day: date | None) -> _Rows:
    """Everybody of these kecamatan with a state that is told; None: today."""
    ids = list(kecamatan_ids)
    if day is None:
        return _Rows(Resident.objects.filter(drive=drive, kecamatan__in=ids, state__in=_TOLD).order_by())
    stands = ResidentStep.objects.filter(undoes__isnull=True, undone_by__isnull=True, day__lte=day).exclude(step="undo")
    theirs = stands.filter(resident__drive=drive, resident__kecamatan__in=ids).order_by()
    # A later step of somebody has the higher key.
    last = theirs.values("resident").annotate(last=Max("pk")).values("last")
    rows = ResidentStep.objects.filter(pk__in=last, to_state__in=_TOLD)
    return _Rows(rows.order_by(), "to_state", "day", "resident__")


def standing_of(people: _Rows, as_of: date) -> dict[int, dict[State, Waiting]]:
    """Kecamatan → state → those in it, by age (one query)."""
    ages = {}
    for index, (youngest, oldest) in enumerate(AGES):
        within = Q(**{f"{people.since}__lte": as_of - timedelta(days=youngest)})
        if index == 0:
            within = Q()  # what is dated after the day itself waits for no day yet
        if oldest is not None:
            within &= Q(**{f"{people.since}__gt": as_of - timedelta(days=oldest + 1)})
        ages[f"age_{index}"] = Count("pk", filter=within)
    by = (f"{people.who}kecamatan", people.state)
    found: dict[int, dict[State, Waiting]] = defaultdict(dict)
    young = Count("pk", filter=below_17(as_of, who=people.who))
    for row in people.rows.values(*by).annotate(oldest=Min(people.since), young=young, **ages):
        counts = tuple(row[f"age_{index}"] for index in range(len(AGES)))
        found[row[by[0]]][State(row[people.state])] = Waiting(counts, row["oldest"], row["young"])
    return found


def births_of(people: _Rows, as_of: date) -> list[tuple[date, int]]:
    """(birth date, people) of those who wait for a card and are not 17 yet (one query)."""
    rows = people.rows.filter(below_17(as_of, who=people.who), **{f"{people.state}__in": sorted(WAITING)})
    born = f"{people.who}birth_date"
    return list(rows.values(born).annotate(people=Count("pk")).order_by(born).values_list(born, "people"))


@dataclass(frozen=True)
class Unfetched:
    """Cards that lie printed for one desa, and since when the first of them does."""

    code: str
    desa: str
    kecamatan_code: str
    kecamatan: str
    cards: int
    oldest: date

    def days(self, as_of: date) -> int:
        """How long the first of them lies there."""
        return (as_of - self.oldest).days


def unfetched_by_desa(people: _Rows) -> list[Unfetched]:
    """Most cards first (one query)."""
    names = ("desa__code", "desa__name", "kecamatan__code", "kecamatan__name")
    rows = people.rows.filter(**{people.state: State.PRINTED}).values_list(*(f"{people.who}{name}" for name in names))
    found = [Unfetched(*row) for row in rows.annotate(cards=Count("pk"), oldest=Min(people.since))]
    return sorted(found, key=lambda one: (-one.cards, one.oldest, one.code))


@dataclass(frozen=True)
class Cards:
    """What the page of cards says of some kecamatan as of a day. ``recorded``: as the ledger counts, named or not."""

    when: When
    by_kecamatan: dict[int, Standing]
    births: list[tuple[date, int]]
    periods: list[Birthdays]
    unfetched: list[Unfetched]
    stock: Stock
    recorded: int

    @property
    def whole(self) -> Standing:
        """All kecamatan together."""
        return added_up(self.by_kecamatan.values())

    @property
    def waiting(self) -> Waiting:
        """Recorded, and no card yet."""
        return in_states(self.whole, WAITING)

    @property
    def named(self) -> int:
        """Recorded people who are known by name: only their cards are followed."""
        return in_states(self.whole, CAME_TO[State.RECORDED]).people

    @property
    def on_the_way(self) -> Waiting:
        """Recorded, and no card in hand."""
        return in_states(self.whole, ON_THE_WAY)

    @property
    def young(self) -> int:
        """Of those who wait, who is not 17 yet."""
        return self.waiting.young

    @property
    def need(self) -> Need:
        """Blanks against prints due until polling day."""
        return _need(self.whole, self.births, self.stock, self.when.drive)


def _need(whole: Standing, births: list[tuple[date, int]], stock: Stock, drive: Drive) -> Need:
    ready = in_states(whole, [State.PRINT_READY])
    turning = turning_by(births, drive.polling_day)
    return Need(stock.left if stock.is_kept else None, ready.people - ready.young, turning)


def need_told(when: When, scope: Scope) -> tuple[Stock, Need]:
    """The stock of the scope and what is due of it until polling day (three queries)."""
    ids = [one.pk for one in scope.kecamatan]
    people = _people(when.drive, ids, when.day_filter)
    stock = stock_as_of(stock_of(scope.kabupaten, None if scope.everything else ids), when.as_of)
    whole = added_up(standing_of(people, when.as_of).values())
    return stock, _need(whole, births_of(people, when.as_of), stock, when.drive)


def cards_told(when: When, scope: Scope, kecamatan_ids: Collection[int]) -> Cards:
    """The page of cards: six queries, for one kecamatan or all of them.

    The stock is the whole office's where all kecamatan of the kabupaten are asked for; else what is kept at those asked for.
    """
    people = _people(when.drive, kecamatan_ids, when.day_filter)
    births = births_of(people, when.as_of)
    of_all = scope.everything and len(set(kecamatan_ids)) == len(scope.kecamatan)
    return Cards(
        when=when,
        by_kecamatan=dict(standing_of(people, when.as_of)),
        births=births,
        periods=by_period(births, as_of=when.as_of, polling_day=when.drive.polling_day),
        unfetched=unfetched_by_desa(people),
        stock=stock_as_of(stock_of(scope.kabupaten, None if of_all else kecamatan_ids), when.as_of),
        recorded=counts_as_of(when.drive, kecamatan_ids, as_of=when.day_filter).total.recorded,
    )


def cards_of(kabupaten: Kabupaten, kecamatan_ids: Collection[int], day: date) -> dict[int, dict[str, int]]:
    """The answer to “cards”: kecamatan → state → people in it at the end of ``day``, of the active drive (two queries).

    States: recorded, sent, print_ready, printed, delivered, failed, duplicate; what nobody is in is 0.
    """
    drive = Drive.objects.filter(kabupaten=kabupaten).order_by("-is_active", "-baseline_date", "-pk").first()
    if drive is None:
        return {}
    people = _people(drive, kecamatan_ids, None if day >= today_in(kabupaten.time_zone) else day)
    rows = people.rows.values_list(f"{people.who}kecamatan", people.state).annotate(people=Count("pk"))
    found = {pk: dict.fromkeys((state.value for state in (*STEPS, *BESIDE)), 0) for pk in kecamatan_ids}
    for kecamatan, state, count in rows:
        found[kecamatan][state] = count
    return found


def desa_with_cards(desa: QuerySet[Desa], drive: Drive | None) -> QuerySet[Desa]:
    """Each desa annotated with the people in each state that is told, today, and with the oldest printed card."""
    of = Resident.objects.filter(drive=drive, kecamatan=OuterRef("kecamatan"), desa=OuterRef("pk")).order_by()
    counts = {}
    for state in (*STEPS, *BESIDE):
        found = of.filter(state=state).values("desa").annotate(people=Count("pk")).values("people")
        counts[f"card_{state.value}"] = Coalesce(Subquery(found), 0)
    oldest = of.filter(state=State.PRINTED).values("desa").annotate(first=Min("since")).values("first")
    return desa.annotate(**counts, oldest_printed=Subquery(oldest))
