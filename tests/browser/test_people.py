"""The list of residents in the browser: somebody is found as people spell, and a step is recorded for many."""

import pytest
from playwright.sync_api import expect

from kecamatan.models import CountUpdate
from outreach.models import Resident
from tests.browser.small_lists import BUDI, RINI, SITI, list_file, take_in, upload
from tests.browser.watching import OVERFLOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three(cast, places, today):
    take_in(cast.petugas, upload(cast.petugas, "1.csv", list_file(SITI, BUDI, RINI), day=today))


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_is_found_by_name_and_by_the_whole_nik(visit, three, javascript):
    page = visit("petugas", width=360, javascript=javascript)
    page.goto("/residents/")
    for text in ("sitti aminah", "aminah siti", "1507025705900003"):
        page.get_by_label("Nama atau NIK lengkap").fill(text)
        page.get_by_role("button", name="Cari").click()
        expect(page.locator("#list-count")).to_have_text("1 orang")
        expect(page.locator("td.col-name")).to_have_text("SITI AMINAH")
        assert "aminah" not in page.url.lower()
        assert "1507025705900003" not in page.url
    page.get_by_label("Nama atau NIK lengkap").fill("tidak ada")
    page.get_by_role("button", name="Cari").click()
    expect(page.locator("td.col-name")).to_have_count(0)
    page.get_by_role("link", name="Tampilkan semua").click()
    expect(page.locator("#list-count")).to_have_text("3 orang")
    assert page.evaluate(OVERFLOW) <= 0
    assert page.complaints == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_step_for_many_is_shown_before_it_is_done(visit, three, javascript):
    page = visit("petugas", javascript=javascript)
    page.goto("/residents/")
    expect(page.locator("#bulk-form [formaction$='/bulk/step/']")).to_be_hidden()
    page.locator("td.select input").nth(0).check()
    page.locator("td.select input").nth(1).check()
    page.locator("#bulk-form [formaction$='/bulk/step/']").click()
    expect(page.locator("h1")).to_contain_text("2 baris")
    assert CountUpdate.objects.count() == 0
    page.get_by_label("Apa yang terjadi?").select_option("record")
    page.locator("main form [type=submit]").click()
    expect(page.locator(".notice.success")).to_contain_text("2 orang")
    assert Resident.objects.filter(state="recorded").count() == 2
    assert sorted(CountUpdate.objects.values_list("kind", "quantity")) == [("recorded", 1)] * 2
    page.get_by_role("link", name="Masih perlu direkam: 1").click()
    expect(page.locator("#list-count")).to_have_text("1 orang")


def test_all_that_match_can_be_changed_together(visit, three):
    page = visit("petugas", width=360)
    page.goto("/residents/?kecamatan=15.07.01")
    page.locator("#bulk-form [name=all]").check()
    page.locator("#bulk-form [formaction$='/bulk/home-visit/']").click()
    page.locator("[name=home_visit]").select_option("elderly")
    page.locator("main form [type=submit]").click()
    expect(page.locator(".notice.success")).to_contain_text("3 orang")
    assert set(Resident.objects.values_list("home_visit", flat=True)) == {"elderly"}
