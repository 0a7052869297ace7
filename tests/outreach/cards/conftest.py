"""A stock of blank cards to enter rows into, and sentences in English."""

import uuid

import pytest
from django.utils import translation

from kecamatan.access import scope_of
from outreach.actions.card_stock import StockEntry, StockSaved, record_blank_cards


@pytest.fixture(autouse=True)
def _english(request):
    """Sentences of actions and pages in English."""
    if "cast" in request.fixturenames:
        for user in vars(request.getfixturevalue("cast")).values():
            user.language = "en"
            user.save()
    with translation.override("en"):
        yield


@pytest.fixture
def enter(cast, today):
    """``enter("received", 50)`` writes a row into the office's stock, today."""

    def _enter(kind="received", quantity=50, *, kecamatan=None, day=None, note="x", key=None, by=None) -> StockSaved:
        entry = StockEntry(key or uuid.uuid4(), kecamatan, kind, quantity, day or today, note)
        return record_blank_cards(by=scope_of(by or cast.petugas), entries=[entry])[0]

    return _enter
