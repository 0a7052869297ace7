"""The last blanks asked for at the same moment, on a database that threads really share: they are given once."""

import uuid

import pytest

from kecamatan.access import scope_of
from kecamatan.refusals import Refused
from outreach.actions.card_stock import StockEntry, record_blank_cards, reverse_blank_cards
from outreach.models import BlankCards
from outreach.selectors.card_stock import left_at
from tests.outreach.test_resident_racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stock(cast, places, today, own_connections, enter):
    return enter("received", 10).row


def attempt(action):
    def tried() -> bool:
        try:
            action()
        except Refused:
            return False
        return True

    return tried


def test_the_last_blanks_go_once(stock, cast, places, today):
    by = scope_of(cast.petugas)

    def use(key):
        entry = StockEntry(key, None, "used", 8, today, "")
        return attempt(lambda: record_blank_cards(by=by, entries=[entry]))

    assert sorted(at_once(*(use(uuid.uuid4()) for _one in range(3)))) == [False, False, True]
    assert left_at(places.kabupaten.pk, None) == 2


def test_many_clicks_are_one_row_and_one_undoing(stock, cast, places, today):
    by, key = scope_of(cast.petugas), uuid.uuid4()
    entry = StockEntry(key, None, "used", 8, today, "")
    assert at_once(*[attempt(lambda: record_blank_cards(by=by, entries=[entry]))] * 3) == [True] * 3
    row = BlankCards.objects.get(key=key)
    undo = [
        attempt(lambda one=one: reverse_blank_cards(by=by, row=row, reason="x", key=one))
        for one in (uuid.uuid4(), uuid.uuid4())
    ]
    assert sorted(at_once(*undo)) == [False, True]
    assert left_at(places.kabupaten.pk, None) == 10
