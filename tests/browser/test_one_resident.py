"""One resident in the browser: a whole number hides again, two people correct at once, a step by hand, print on A4."""

from datetime import date

import pytest
from playwright.sync_api import expect

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate, User
from outreach.actions.people import Details, list_resident
from outreach.models import Resident, ResidentAccess
from tests.browser.watching import OVERFLOW

pytestmark = pytest.mark.django_db(transaction=True)

NIK = "1507025705900003"


@pytest.fixture
def person(cast, places):
    User.objects.update(language="en")
    details = Details(name="Siti Aminah", desa=places.lambur, nik=NIK, birth_date=date(1990, 5, 17))
    return list_resident(by=scope_of(cast.petugas), drive=places.drive, details=details)


def ask_for_the_nik(page, person):
    page.goto(f"/residents/{person.pk}/")
    page.locator("summary", has_text="Show the whole NIK").click()
    page.select_option("#nik-why", "siak")
    page.get_by_role("button", name="Show the NIK").click()


def test_a_whole_number_hides_again_by_itself(visit, person, monkeypatch):
    monkeypatch.setattr("outreach.views.reveal.SHOWN_FOR", 3)
    page = visit("petugas", width=360)
    ask_for_the_nik(page, person)
    shown = page.locator("[data-hide-after] strong")
    expect(shown).to_have_text(NIK)
    page.wait_for_timeout(500)
    expect(shown).to_have_text(NIK)
    expect(shown).to_have_text("150702••••••0003")
    assert NIK not in page.content()
    expect(page.get_by_role("status").last).to_have_text("The number is hidden again.")
    assert NIK not in page.url
    assert ResidentAccess.objects.count() == 1
    assert page.complaints == []


def test_without_javascript_the_page_asks_to_be_closed(visit, person):
    page = visit("petugas", javascript=False)
    ask_for_the_nik(page, person)
    expect(page.locator("[data-hide-after] strong")).to_have_text(NIK)
    expect(page.locator("main")).to_contain_text("Close this page as soon as you have read it.")
    page.get_by_role("link", name="Close").click()
    expect(page.locator("main")).not_to_contain_text(NIK)


@pytest.mark.parametrize("javascript", [True, False])
def test_two_people_correct_one_person_at_once(visit, person, javascript):
    mine, theirs = visit("petugas", javascript=javascript), visit("admin")
    for page in (mine, theirs):
        page.goto(f"/residents/{person.pk}/edit/")
    theirs.fill("[name=name]", "Siti Aminatun")
    theirs.fill("[name=note]", "rumah biru")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.locator(".notice.success")).to_be_visible()
    mine.fill("[name=name]", "Siti Aminah Putri")
    mine.fill("[name=address]", "Jalan Baru")
    mine.get_by_role("button", name="Save").click()
    conflict = mine.get_by_role("alert")
    expect(conflict).to_contain_text("Siti Aminatun")
    expect(conflict).to_contain_text("Siti Aminah Putri")
    expect(mine.locator("[name=address]")).to_have_value("Jalan Baru")
    conflict.locator("[name=pick-name][value=mine]").check()
    mine.get_by_role("button", name="Save what is chosen").click()
    expect(mine.locator(".notice.success")).to_be_visible()
    person.refresh_from_db()
    assert (person.name, person.note, person.address) == ("Siti Aminah Putri", "rumah biru", "Jalan Baru")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_removal_asks_why_only_then(visit, person, javascript):
    page = visit("petugas", width=360, javascript=javascript)
    page.goto(f"/residents/{person.pk}/")
    expect(page.locator("[name=removal]")).to_be_hidden()
    page.get_by_label("Taken off the list").check()
    expect(page.locator("[name=removal]")).to_be_visible()
    page.select_option("[name=removal]", "died")
    page.locator(".step-form [type=submit]").click()
    expect(page.locator(".status-line")).to_contain_text("Off the list: died")
    assert CountUpdate.objects.get().kind == "removed"


def test_two_clicks_take_one_step(visit, person):
    page = visit("petugas", width=360)
    page.goto(f"/residents/{person.pk}/")
    page.locator("[name=step][value=record]").check()
    page.locator(".step-form [type=submit]").dblclick()
    expect(page.locator(".status-line")).to_contain_text("Recorded")
    assert Resident.objects.get().steps_taken == 1
    assert CountUpdate.objects.count() == 1


def test_the_print_for_the_person_fits_on_a4(visit, person):
    page = visit("admin")
    page.goto(f"/residents/{person.pk}/access/")
    page.select_option("[name=why]", "person_asks")
    with page.expect_navigation():
        page.get_by_role("button", name="Make the print").click()
    page.set_viewport_size({"width": 703, "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOW) <= 0
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("150702••••••0003")
    assert page.complaints == []
