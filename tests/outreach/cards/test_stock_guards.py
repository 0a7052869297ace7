"""Every rule about blank cards that the database itself holds, broken by SQL past all our code: by the guard named.

As tests/outreach/letters/test_letter_guards.py. The constraints stand in tests/outreach/office_constraints.py.
"""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from kecamatan.access import scope_of
from outreach.actions.card_stock import reverse_blank_cards
from outreach.selectors.people_check import triggers_of
from tests.breaking_guards import is_missed
from tests.outreach.cards.stock_cases import CASES

guards = import_module("outreach.migrations.0012_blank_card_guards")


@pytest.fixture
def world(places, cast, today, enter):
    """In the office's stock 40 from ten days ago, 10 used five days ago, 40 more today; one row that was undone."""
    received = enter("received", 40, day=today - timedelta(days=10)).row
    used = enter("used", 10, day=today - timedelta(days=5)).row
    spoilt = enter("spoilt", 3).row
    key = enter("received", 40).row.key
    undoing = reverse_blank_cards(by=scope_of(cast.petugas), row=spoilt, reason="salah", key=key.__class__(int=7)).row
    ids = {"kabupaten": places.kabupaten, "timur": places.timur, "petugas": cast.petugas}
    ids |= {"foreigner": cast.foreigner, "elsewhere": cast.foreigner.kabupaten}
    ids |= {"received": received, "used": used, "undoing": undoing}
    now = timezone.now().isoformat(sep=" ", timespec="seconds")
    return SimpleNamespace(ids={name: one.pk for name, one in ids.items()}, today=today, now=now)


def test_every_trigger_has_a_case():
    assert sorted(name for name, _case in CASES) == sorted(triggers_of(guards))


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_a_trigger_does_its_work_and_without_it_nobody_does(world, name: str, case: Callable):
    with transaction.atomic():
        case(world)
        transaction.set_rollback(True)
    assert is_missed(name, lambda: case(world))
