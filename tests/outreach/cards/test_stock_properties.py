"""Whatever is entered and undone in whatever order, the stock is what a plain reckoning says, and never below zero."""

import uuid
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kecamatan.access import scope_of
from kecamatan.refusals import KeyConflict, Refused
from outreach.actions.card_stock import StockEntry, record_blank_cards, reverse_blank_cards
from outreach.card_stock import Kind
from outreach.models import BlankCards
from outreach.selectors.card_stock import left_at, stock_as_of, stock_of

DAYS = 6
SIGN = {"received": 1, "counted_more": 1, "used": -1, "spoilt": -1, "counted_fewer": -1}
entry = st.tuples(
    st.just("enter"),
    st.sampled_from([kind.value for kind in Kind]),
    st.integers(1, 6),
    st.integers(0, DAYS),
    st.sampled_from(["office", "timur"]),
    st.integers(0, 6),
)
acts = st.lists(st.one_of(entry, entry, st.tuples(st.just("undo"), st.integers(0, 9))), max_size=12)


class Plain:
    """Rows as tuples (place, days ago, change), and keys with what they stand for; nothing of the code under test."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, int]] = []
        self.keys: dict[int, tuple] = {}
        self.undone: set[int] = set()

    def level(self, place: str, days_ago: int) -> int:
        return sum(change for where, ago, change in self.rows if where == place and ago >= days_ago)

    def fits(self, place: str, days_ago: int, change: int) -> bool:
        return all(self.level(place, ago) + change >= 0 for ago in range(days_ago + 1))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
def test_the_stock_is_the_plain_sum_and_never_below_zero(places, cast, today, acts):
    by, plain = scope_of(cast.petugas), Plain()
    made: list[tuple[BlankCards, tuple]] = []
    with transaction.atomic():
        for act in acts:
            if act[0] == "enter":
                _enter(by, plain, made, places, today, *act[1:])
            elif made:
                _undo(by, plain, made, act[1] % len(made))
        for place, kecamatan in (("office", None), ("timur", places.timur.pk)):
            assert left_at(places.kabupaten.pk, kecamatan) == plain.level(place, 0)
        whole = stock_as_of(stock_of(places.kabupaten, None), today)
        assert whole.left == plain.level("office", 0) + plain.level("timur", 0)
        assert whole.left == sum(SIGN[kind] * cards for kind, cards in whole.sums.items())
        assert all(plain.level(place, ago) >= 0 for place in ("office", "timur") for ago in range(DAYS + 1))
        transaction.set_rollback(True)


def _enter(by, plain, made, places, today, kind, quantity, days_ago, place, key):
    kecamatan = places.timur if place == "timur" else None
    asked = StockEntry(uuid.UUID(int=key), kecamatan, kind, quantity, today - timedelta(days=days_ago), "note")
    said, change = (kind, quantity, days_ago, place), SIGN[kind] * quantity
    try:
        (saved,) = record_blank_cards(by=by, entries=[asked])
    except KeyConflict:
        assert plain.keys.get(key, said) != said
    except Refused:
        assert key not in plain.keys
        assert not plain.fits(place, days_ago, change)
    else:
        assert saved.created == (key not in plain.keys)
        if saved.created:
            assert plain.fits(place, days_ago, change)
            plain.keys[key] = said
            plain.rows.append((place, days_ago, change))
            made.append((saved.row, (place, days_ago, change)))


def _undo(by, plain, made, index):
    row, (place, days_ago, change) = made[index]
    try:
        reverse_blank_cards(by=by, row=row, reason="salah", key=uuid.uuid4())
    except Refused:
        assert row.pk in plain.undone or not plain.fits(place, days_ago, -change)
    else:
        assert row.pk not in plain.undone
        plain.undone.add(row.pk)
        plain.rows.append((place, days_ago, -change))
