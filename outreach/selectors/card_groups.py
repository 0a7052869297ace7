"""People by their card, as conditions of a query: what a page counts and what its list shows is one and the same."""

from datetime import date, timedelta

from django.db.models import Q

from outreach.card_steps import ON_THE_WAY, WAITING, Card
from outreach.life import State
from outreach.segments import OBLIGED_AGE, latest_birth


def turns_17(first: date | None = None, last: date | None = None, *, who: str = "") -> Q:
    """Whose 17th birthday is from ``first`` to ``last``; whoever was ever married waits for none.

    ``who``: the way from the rows to the resident, such as ``resident__``.
    """
    found = Q(**{f"{who}ever_married": False, f"{who}birth_date__isnull": False})
    if first is not None:
        found &= Q(**{f"{who}birth_date__gt": latest_birth(OBLIGED_AGE, first - timedelta(days=1))})
    if last is not None:
        found &= Q(**{f"{who}birth_date__lte": latest_birth(OBLIGED_AGE, last)})
    return found


def below_17(day: date, *, who: str = "") -> Q:
    """Who may have no card yet on ``day``; an unknown birth date keeps nobody from theirs."""
    return turns_17(first=day + timedelta(days=1), who=who)


def in_group(card: Card, day: date, polling_day: date | None) -> Q:
    """The residents of a group, as they stand on ``day``, which is today."""
    if card is Card.ON_THE_WAY:
        return Q(state__in=sorted(ON_THE_WAY))
    if card is Card.READY:
        return Q(state=State.PRINT_READY) & ~below_17(day)
    waiting = Q(state__in=sorted(WAITING))
    if card is Card.WAITING:
        return waiting
    if card is Card.BEFORE_17:
        return waiting & below_17(day)
    return waiting & turns_17(day + timedelta(days=1), polling_day) if polling_day else Q(pk__in=[])
