"""Filters of people by their card, which the page of cards opens."""

from datetime import date, timedelta

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kecamatan.filters import NumberFilter
from kecamatan.lists.filters import DayFilter, DesaFilters
from outreach.card_steps import CAME_TO, Card
from outreach.life import State
from outreach.models import Resident
from outreach.selectors.card_groups import in_group, turns_17

CARDS = {
    Card.WAITING: gettext_lazy("recorded, no card yet"),
    Card.ON_THE_WAY: gettext_lazy("recorded, no card in hand"),
    Card.BEFORE_17: gettext_lazy("recorded, no card before 17"),
    Card.READY: gettext_lazy("card to be printed now"),
    Card.TURNING: gettext_lazy("recorded, 17 by polling day"),
}


class CardFilters(DesaFilters):
    """For how long a status lasts, how far a card came, and when somebody turns 17."""

    waiting_most = NumberFilter(label=gettext_lazy("In this status for days, at most"), method="filter_waiting_most")
    card = django_filters.ChoiceFilter(
        label=gettext_lazy("Card"),
        method="filter_card",
        empty_label=gettext_lazy("all"),
        choices=[(one.value, words) for one, words in CARDS.items()],
    )
    came_to = django_filters.ChoiceFilter(
        label=gettext_lazy("Card came at least to"),
        method="filter_came_to",
        empty_label=gettext_lazy("all"),
        choices=[(step.value, Resident.State(step).label) for step in CAME_TO],
    )
    turns_from = DayFilter(label=gettext_lazy("Turns 17 from day"), method="filter_turns_from")
    turns_to = DayFilter(label=gettext_lazy("Turns 17 to day"), method="filter_turns_to")

    def filter_waiting_most(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        return rows.filter(since__gte=self.scope.today - timedelta(days=min(value, 36500)))

    def filter_card(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        polling = self.drive_chosen.polling_day if self.drive_chosen else None
        return rows.filter(in_group(Card(value), self.scope.today, polling))

    def filter_came_to(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(state__in=sorted(CAME_TO[State(value)]))

    def filter_turns_from(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(turns_17(first=value))

    def filter_turns_to(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(turns_17(last=value))
