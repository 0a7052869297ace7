"""What if, in a browser: the range moves as soon as something is typed; without scripts the button does it."""

import uuid
from datetime import timedelta

import pytest

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.ahead import Ahead
from kecamatan.selectors import forecast as selector


@pytest.fixture
def begun(transactional_db, places, cast, today, monkeypatch):
    """Two months of one person a working day, half of them at visits."""
    days = [today - timedelta(days=number) for number in range(1, 59)]
    working = [day for day in days if day.weekday() < 5]
    entries = [Entry(uuid.uuid4(), places.timur, None, "recorded", 1, day, "") for day in working[:25]]
    entries += [Entry(uuid.uuid4(), places.sadu, None, "recorded", 1, day, "") for day in working[25:]]
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
    known = Ahead(visited=dict.fromkeys(working[::2], 1), turnout=0.4, teams=2)
    monkeypatch.setattr(selector, "ahead_of", lambda scope, drive: known)


def test_the_range_moves_at_once(visit, begun):
    page = visit("pejabat", width=360)
    page.goto("/forecast/")
    before = page.inner_text("#forecast-answer .lead")
    page.fill("[name=teams]", "2")
    page.wait_for_function("old => document.querySelector('#forecast-answer .lead').innerText !== old", arg=before)
    assert page.url.endswith("/forecast/?teams=2")
    assert "Dengan perubahan ini" in page.inner_text("#forecast-answer .lead")
    assert page.evaluate("document.activeElement.name") == "teams"
    page.fill("[name=teams]", "two")
    page.wait_for_selector("#forecast-answer .notice.error")
    assert page.input_value("[name=teams]") == "two"


def test_without_scripts_the_button_does_it(visit, begun):
    page = visit("pejabat", javascript=False)
    page.goto("/forecast/")
    page.fill("[name=teams]", "2")
    page.click("#what-if button[type=submit]")
    assert "Dengan perubahan ini" in page.inner_text("#forecast-answer .lead")
    assert page.input_value("[name=teams]") == "2"
