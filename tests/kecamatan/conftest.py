"""What the tests of pages and counts share."""

import uuid

import pytest

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates


@pytest.fixture
def enter(places, cast, today):
    """``enter(kind, quantity, desa)`` writes one row, as the petugas of all kecamatan unless told, and gives what was saved."""

    def _enter(
        kind="recorded", quantity=12, desa=places.lambur, kecamatan=None, day=None, key=None, by=None, note="", now=None
    ):
        entry = Entry(key or uuid.uuid4(), kecamatan or desa.kecamatan, desa, kind, quantity, day or today, note)
        return record_updates(by=scope_of(by or cast.petugas), drive=places.drive, entries=[entry], now=now)[0]

    return _enter
