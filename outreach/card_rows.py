"""The tables of the page of cards: figures with the address of the list behind each. No query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from kecamatan.access import Scope
from kecamatan.models import Kecamatan
from outreach.card_steps import AGES, BESIDE, CAME_TO, ON_THE_WAY, STEPS, Birthdays, Card, Waiting, in_states
from outreach.life import State
from outreach.models import Resident
from outreach.selectors.cards import Cards, Unfetched


@dataclass(frozen=True)
class Figure:
    """People, and the address of their list; "" for those who see counts only, and for a day that is past."""

    people: int
    link: str = ""


@dataclass(frozen=True)
class Opener:
    """Makes the addresses of lists that show exactly those whom a figure of the page counts."""

    scope: Scope
    cards: Cards
    kecamatan: str = ""

    def link(self, **filters: str | int) -> str:
        """The list of residents with these filters."""
        if not (self.scope.sees_persons and self.cards.when.is_now):
            return ""
        place = {"kecamatan": self.kecamatan} if self.kecamatan else {}
        drive = {} if self.cards.when.drive.is_active else {"drive": self.cards.when.drive.pk}
        return f"{reverse('outreach:resident-list')}?{urlencode({**place, **filters, **drive})}"

    def figure(self, people: int, **filters: str | int) -> Figure:
        """Nobody opens nothing."""
        return Figure(people, self.link(**filters) if people else "")

    def aged(self, waiting: Waiting, **filters: str | int) -> "AgedRow":
        """People in a state or several, by how long."""
        ages = []
        for people, (youngest, oldest) in zip(waiting.ages, AGES, strict=True):
            within = {"waiting": youngest} if youngest else {}
            within |= {} if oldest is None else {"waiting_most": oldest}
            ages.append(self.figure(people, **filters, **within))
        days = waiting.days(self.cards.when.as_of)
        return AgedRow(
            self.figure(waiting.people, **filters),
            ages,
            waiting.oldest,
            days,
            self.link(**filters, waiting=max(days, 0)) if waiting.people and days is not None else "",
        )


@dataclass(frozen=True)
class AgedRow:
    """How many wait, for how long, and since when the first of them does."""

    all: Figure
    ages: Sequence[Figure]
    oldest: date | None
    days: int | None
    oldest_link: str


@dataclass(frozen=True)
class StepRow:
    """A step of a card: who came to it, as a share of a hundred of those recorded, and who stands there."""

    label: str
    state: State
    came: Figure | None
    width: float
    here: AgedRow


@dataclass(frozen=True)
class PlaceRow:
    """A kecamatan: who has no card in hand yet, by how long, and who stands at each step on the way there."""

    kecamatan: Kecamatan
    here: AgedRow
    steps: Sequence[Figure]


@dataclass(frozen=True)
class BirthdayRow:
    """Those who turn 17 in a period, each of whom is then due for a print."""

    period: Birthdays
    figure: Figure


@dataclass(frozen=True)
class UnfetchedRow:
    """Printed cards of one desa."""

    found: Unfetched
    figure: Figure
    days: int


@dataclass(frozen=True)
class CardPage:
    """All tables of the page, each figure with its link."""

    steps: Sequence[StepRow]
    beside: Sequence[StepRow]
    places: Sequence[PlaceRow]
    birthdays: Sequence[BirthdayRow]
    unfetched: Sequence[UnfetchedRow]
    waiting: Figure
    ready: Figure
    turning: Figure
    young: Figure
    printed: AgedRow


def card_page(cards: Cards, scope: Scope, kecamatan: Sequence[Kecamatan], chosen: str) -> CardPage:
    """``kecamatan``: those shown; ``chosen``: the code of the one asked for, "" for all."""
    opener = Opener(scope, cards, chosen)
    need, whole = cards.need, cards.whole
    return CardPage(
        steps=[_step(opener, state, cards) for state in STEPS],
        beside=[_step(opener, state, cards) for state in BESIDE],
        places=[_place(scope, cards, one) for one in kecamatan],
        birthdays=[_birthday(opener, one) for one in cards.periods],
        unfetched=[_unfetched(scope, cards, one) for one in cards.unfetched],
        waiting=opener.figure(cards.waiting.people, card=Card.WAITING.value),
        ready=opener.figure(need.ready, card=Card.READY.value),
        turning=opener.figure(need.turning, card=Card.TURNING.value),
        young=opener.figure(cards.young, card=Card.BEFORE_17.value),
        printed=opener.aged(whole.get(State.PRINTED, Waiting()), status=State.PRINTED.value),
    )


def _step(opener: Opener, state: State, cards: Cards) -> StepRow:
    here = opener.aged(cards.whole.get(state, Waiting()), status=state.value)
    all_recorded = cards.named
    if state not in CAME_TO:
        return StepRow(_label(state), state, None, _width(here.all.people, all_recorded), here)
    came = in_states(cards.whole, CAME_TO[state]).people
    figure = opener.figure(came, came_to=state.value)
    return StepRow(_label(state), state, figure, _width(came, all_recorded), here)


def _label(state: State) -> str:
    return str(Resident.State(state).label)


def _width(people: int, whole: int) -> float:
    """Of a bar that is a hundred wide for all who were recorded; those who failed may be more."""
    return round(min(100.0, 100 * people / whole), 1) if whole else 0.0


def _place(scope: Scope, cards: Cards, kecamatan: Kecamatan) -> PlaceRow:
    opener, standing = Opener(scope, cards, kecamatan.code), cards.by_kecamatan.get(kecamatan.pk, {})
    here = opener.aged(in_states(standing, ON_THE_WAY), card=Card.ON_THE_WAY.value)
    return PlaceRow(kecamatan, here, list(_at_each(opener, standing)))


def _at_each(opener: Opener, standing: dict[State, Waiting]) -> Iterable[Figure]:
    for state in STEPS:
        if state in ON_THE_WAY:
            yield opener.figure(standing.get(state, Waiting()).people, status=state.value)


def _birthday(opener: Opener, period: Birthdays) -> BirthdayRow:
    days = {"turns_from": period.first.isoformat(), "turns_to": period.last.isoformat()}
    return BirthdayRow(period, opener.figure(period.people, card=Card.WAITING.value, **days))


def _unfetched(scope: Scope, cards: Cards, found: Unfetched) -> UnfetchedRow:
    figure = Opener(scope, cards, found.kecamatan_code).figure(found.cards, desa=found.code, status=State.PRINTED.value)
    return UnfetchedRow(found, figure, found.days(cards.when.as_of))
