"""A visit to Lambur in five days, and letters about it."""

import uuid
from datetime import timedelta

import pytest

from kecamatan.access import scope_of
from outreach.actions.letters.prepare import Order, prepare_letters
from outreach.actions.letters.sending import Sent, mark_sent
from outreach.models import Letter
from outreach.selectors.letters.recipients import recipients_of
from tests.outreach.visits.conftest import *  # noqa: F403

SITE = "https://ektp.contoh.go.id"


@pytest.fixture
def ahead(visit, today):
    """A draft visit to Lambur in five days."""
    return visit(day=today + timedelta(days=5))


@pytest.fixture
def order(today):
    """``order(recipients, typed=…)``: letters of today."""

    def _order(recipients, **changes) -> Order:
        return Order(recipients, **{"day": today, "key": uuid.uuid4(), "site": SITE} | changes)

    return _order


@pytest.fixture
def prepare(cast, order):
    """``prepare(visit)``: the letter to its first desa; ``prepare(visit, only=slice(None))``: to everybody."""

    def _prepare(visit, *, by=None, only=slice(1), **changes) -> Letter | list[Letter]:
        whom = recipients_of(visit)[only]
        made = prepare_letters(by=scope_of(by or cast.petugas), visit=visit, order=order(whom, **changes))
        return made[0] if only == slice(1) else made

    return _prepare


@pytest.fixture
def send(cast, today):
    """``send(letter)``: handed over today; gives it anew."""

    def _send(letter, *, way="hand", recipient="Sekdes", on=None, by=None) -> Letter:
        mark_sent(by=scope_of(by or cast.petugas), letter=letter, sent=Sent(way, recipient, on or today))
        return Letter.objects.get(pk=letter.pk)

    return _send
