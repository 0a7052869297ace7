"""A petugas counts, a bupati looks: in a real browser, on a phone and at a desk, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from kecamatan.models import CountUpdate, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english(cast):
    User.objects.update(language="en")


def type_row(page, place, number):
    """As a practised hand does: two letters, Tab, over the kind, the number."""
    page.keyboard.type(place)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(number)


def test_counts_are_entered_on_a_phone_with_the_keyboard_alone(visit, places):
    page = visit("petugas", width=360)
    page.goto("/counts/new/")
    expect(page.locator("[name=row-0-place]")).to_be_focused()
    type_row(page, "la", "12")
    expect(page.locator("[name=row-0-place]")).to_have_value("Lambur, Muara Sabak Timur")
    expect(page.locator("[data-remains]").first).to_have_text("40 remain → 28 afterwards")
    for _field in ("date", "", "", "note"):  # a date field has three parts to tab through, and its own button
        page.keyboard.press("Tab")
    page.locator("[name=row-0-note]").focus()
    page.keyboard.press("Tab")
    expect(page.locator("[name=row-1-place]")).to_be_focused()
    type_row(page, "sd", "3")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("saved="))
    assert sorted(CountUpdate.objects.values_list("desa__name", "quantity")) == [("Lambur", 12), ("Siau Dalam", 3)]
    expect(page.get_by_text("40 → 28")).to_be_visible()
    assert not page.complaints


def test_where_nothing_is_broken_down_the_page_says_so_while_typing(visit, places):
    page = visit("petugas", width=360)
    page.goto("/counts/new/")
    type_row(page, "sd", "3")
    expect(page.locator("[data-remains]").first).to_have_text(
        "Not broken down in Muara Sabak Timur: 30 → 27 afterwards"
    )
    page.fill("[name=row-0-place]", "qqq")
    expect(page.locator("[data-remains]").first).to_have_text("No place of that name")
    assert not page.complaints


def test_undo_takes_the_row_back_and_the_dashboard_says_so(visit, places):
    page = visit("petugas")
    page.goto("/counts/new/")
    type_row(page, "la", "12")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("saved="))
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("138 remain of 150")
    page.go_back()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Undo")).click()
    assert CountUpdate.objects.count() == 2
    assert CountUpdate.objects.get(reverses__isnull=False).reverses.quantity == 12
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("150 remain of 150")


def test_a_double_click_and_a_return_with_the_back_button_count_once(visit, places):
    page = visit("petugas")
    page.goto("/counts/new/")
    type_row(page, "la", "12")
    page.locator("#save").dblclick()
    page.wait_for_url(re.compile("saved="))
    page.go_back()
    with page.expect_navigation():
        page.locator("#save").click()
    assert CountUpdate.objects.count() == 1


def test_without_javascript_everything_still_works(visit, places):
    page = visit("petugas", width=360, javascript=False)
    page.goto("/counts/new/")
    page.fill("[name=row-0-place]", "Lambur")
    page.fill("[name=row-0-quantity]", "12")
    page.click("#save")
    expect(page.get_by_text("40 → 28")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Undo")).click()
    assert CountUpdate.objects.count() == 2
    page.goto("/?as_of=2024-02-30")
    expect(page.get_by_role("alert")).to_contain_text("not a day of the calendar")


def test_the_last_entries_of_the_place_come_into_view_while_typing(visit, places, cast):
    import uuid

    from kecamatan.access import scope_of
    from kecamatan.actions.ledger import Entry, record_updates
    from kecamatan.days import today_in

    entry = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 7, today_in("Asia/Jakarta"), "")
    record_updates(by=scope_of(cast.admin), drive=places.drive, entries=[entry])
    page = visit("petugas")
    page.goto("/counts/new/?place=15.07.01.2002")
    expect(page.locator("[name=row-0-quantity]")).to_be_focused()
    page.goto("/counts/new/")
    page.keyboard.type("la")
    page.keyboard.press("Tab")
    expect(page.locator("#seen")).to_contain_text("Last entries: Lambur, Muara Sabak Timur")
    expect(page.locator("#seen")).to_contain_text("Admin")
    page.fill("[name=row-0-quantity]", "7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Admin entered 7 recorded for Lambur")).to_be_visible()
    page.get_by_label("Yes, these are other people").check()
    page.click("#save")
    page.wait_for_url(re.compile("saved="))
    assert CountUpdate.objects.count() == 2


@pytest.mark.parametrize("who", ["admin", "petugas", "pejabat"])
def test_each_role_signs_in_and_finds_its_own_menu(visit, places, who):
    page = visit(who)
    menu = page.locator("nav.nav-desk")
    expect(menu.get_by_role("link", name="Update counts")).to_have_count(0 if who == "pejabat" else 1)
    expect(menu.get_by_role("link", name="Admin")).to_have_count(1 if who == "admin" else 0)
    menu.get_by_role("button", name="Sign out").click()
    page.goto("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_one_goes_from_the_map_and_the_table_to_a_place(visit, places):
    page = visit("pejabat", width=360)
    page.locator("svg.regency a").first.click()
    expect(page).to_have_url(re.compile(r"/kecamatan/15\.07\.01/"))
    page.get_by_role("link", name="Lambur").first.click()
    expect(page).to_have_url(re.compile(r"/desa/15\.07\.01\.2002/"))
