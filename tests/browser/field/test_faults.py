"""What goes wrong on a field day, tried for real: a real browser with a profile of its own against the real, served site."""

import pytest
from playwright.sync_api import expect

from tests.browser.field.real_phone import RealPhone
from tests.browser.field.served_day import served_day


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with served_day(tmp_path_factory) as day:
        yield day
        assert day.faults() == "[]"


@pytest.fixture
def phone(chromium, office, tmp_path):
    """``phone()``: a phone on which the petugas is signed in."""
    phones = []

    def _phone(name="petugas", **options):
        one = RealPhone(chromium, office.url, tmp_path / f"phone-{len(phones)}", **options)
        phones.append(one)
        return one.sign_in(name)

    yield _phone
    broken = [fault for one in phones for fault in one.broken]
    for one in phones:
        one.close()
    assert broken == []


def test_a_browser_that_is_killed_loses_nothing_and_everybody_arrives_once(phone, office):
    mine = phone().take(1)
    mine.offline()
    for _person in range(17):
        mine.tell()
    mine.kill()
    office.stop()
    mine.open()
    mine.offline()
    mine.unlock(1)
    expect(mine.page.locator(".person:visible")).to_have_count(13)
    assert mine.sums() == ["17", "0", "0"]
    mine.part("people")
    for _person in range(13):
        mine.tell()
    for number in range(5):
        mine.newcomer(f"Pendatang {number}")
    assert mine.sums() == ["35", "0", "0"]
    # The network is there, the office is not.
    mine.offline(False)
    mine.page.locator("[data-part=send] .actions button").first.click()
    expect(mine.banner("away")).to_be_visible()
    assert mine.sums() == ["35", "0", "0"]
    office.start()
    mine.sign_in().unlock(1)
    mine.all_arrived(35)
    office.wait_for(1, 35)
    assert office.recorded(1) == {"attendances": 35, "people": 35, "ledger": 35}
