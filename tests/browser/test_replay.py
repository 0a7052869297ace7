"""A drive played day by day in the browser, on a phone; and the same without a script."""

import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from tests.browser.watching import OVERFLOW, faults_as_it_stands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive(cast, places, today):
    rows = [(places.timur, 20, 30), (places.sadu, 40, 8)]
    entries = [
        Entry(uuid.uuid4(), one, None, "recorded", people, today - timedelta(days=ago)) for one, people, ago in rows
    ]
    record_updates(by=scope_of(cast.admin), drive=places.drive, entries=entries)
    return places.drive


def test_it_plays_rests_and_says_so_once(visit, drive, today):
    page = visit("pejabat", width=360)
    page.goto(f"/drives/{drive.pk}/replay/?day={drive.baseline_date}")
    sadu, slider = page.locator('[data-area="15.07.05"]'), page.locator("[data-slider]")
    expect(sadu).to_have_class("area step-0")
    expect(page.locator("[data-narration]")).to_be_empty()
    assert page.evaluate(OVERFLOW) <= 0
    # With little motion wanted it goes by weeks.
    page.locator("[data-speed]").select_option("90")
    page.get_by_role("button", name="Putar").click()
    expect(page.get_by_role("button", name="Jeda")).to_be_visible()
    expect(slider).to_have_value("7")
    expect(page.locator("[data-narration]")).to_be_empty()
    page.get_by_role("button", name="Jeda").click()
    expect(page.locator("[data-narration]")).to_contain_text("terekam")
    page.locator("h1").click()
    for _press in range(6):
        page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(slider).to_have_value("60")
    expect(sadu).to_have_class("area step-4")
    expect(page.locator('[data-row="15.07.05"] [data-remaining]')).to_have_text("10")
    expect(page.locator("[data-words]")).to_contain_text("60 terekam")
    expect(page.get_by_role("link", name="Hari berikutnya")).to_be_hidden()
    page.get_by_role("link", name="Hari sebelumnya").click()
    expect(slider).to_have_value("59")
    expect(page.locator("[name=day]")).to_have_value(str(today - timedelta(days=1)))
    assert faults_as_it_stands(page) == []
    assert page.complaints == []


def test_every_day_has_an_address_without_a_script(visit, drive, today):
    page = visit("pejabat", width=360, javascript=False)
    page.goto(f"/drives/{drive.pk}/replay/")
    page.get_by_role("link", name="Seminggu sebelumnya").click()
    page.get_by_role("link", name="Hari sebelumnya").click()
    assert page.url.endswith(f"?day={today - timedelta(days=8)}")
    expect(page.locator('[data-row="15.07.05"] [data-remaining]')).to_have_text("10")
    expect(page.get_by_role("button", name="Putar")).to_be_hidden()
