"""What the tests of pages and counts share."""

import uuid

import pytest
from django.test import Client

from kecamatan.access import scope_of
from kecamatan.actions.accounts import make_token
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


@pytest.fixture
def caller(cast):
    """``caller("petugas")`` is a program with a token of that member of the cast."""

    def with_token(name, **headers):
        _token, secret = make_token(by=getattr(cast, name), name="test")
        return Client(raise_request_exception=False, headers={"authorization": f"Bearer {secret}", **headers})

    return with_token


@pytest.fixture
def payload(places, today):
    def row(**changes):
        return {
            "key": str(uuid.uuid4()),
            "kecamatan": "15.07.01",
            "desa": "15.07.01.2002",
            "kind": "recorded",
            "quantity": 12,
            "date": today.isoformat(),
            "note": "",
            **changes,
        }

    return row


@pytest.fixture
def english(cast):
    type(cast.admin).objects.update(language="en")


@pytest.fixture
def page(sign_in, english):
    def _page(who="pejabat", **query):
        return sign_in(who).get("/", query)

    return _page
