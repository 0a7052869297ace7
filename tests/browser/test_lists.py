"""Lists with JavaScript: only what changes is replaced; the address, the focus and the way back stay right."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import User
from tests.browser.watching import faults_as_it_stands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english(cast):
    User.objects.update(language="en")


@pytest.fixture
def ledger(cast, places, today):
    """60 rows of Sadu and one of Lambur with a note."""
    entries = [Entry(uuid.uuid4(), places.sadu, None, "added", 1, today) for _ in range(60)]
    entries.append(Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 3, today, "balai desa"))
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)


@pytest.fixture
def page(visit, ledger):
    """The ledger, marked, so that a page loaded anew would be noticed."""
    page = visit("petugas")
    page.goto("/counts/")
    page.evaluate("window.mark = 1")
    return page


def same_page(page):
    return page.evaluate("window.mark") == 1


def count(page, words):
    expect(page.locator("#list-count")).to_have_text(words)


def test_orders_pages_and_filters_replace_the_list_alone(page):
    page.locator("thead a", has_text="People").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("People")
    expect(page).to_have_url(re.compile(r"/counts/\?sort=people$"))
    expect(page.locator("thead a", has_text="People")).to_be_focused()
    page.locator(".pages a", has_text="2").first.click()
    expect(page.locator(".pages [aria-current]")).to_have_text("2")
    expect(page.locator("#list-count")).to_be_focused()
    page.locator("summary", has_text="Filters").click()
    page.focus("[name=kecamatan]")
    page.select_option("[name=kecamatan]", "15.07.01")
    count(page, "1 row")
    expect(page).to_have_url(re.compile(r"/counts/\?sort=people&kecamatan=15.07.01$"))
    expect(page.locator("#list-status")).to_have_text("1 row")
    expect(page.locator("[name=kecamatan]")).to_be_focused()
    expect(page.locator("[name=desa] option[value='15.07.01.2002']")).to_have_count(1)
    page.locator("summary", has_text="Columns").click()
    page.focus("#column-note")
    page.uncheck("[name=columns][value=note]")
    expect(page.locator("th", has_text="Note")).to_have_count(0)
    expect(page.locator("#column-note")).to_be_focused()
    expect(page.locator("#column-number")).to_be_visible()
    page.locator("a", has_text="Clear all").click()
    count(page, "61 rows")
    expect(page).to_have_url(re.compile(r"/counts/$"))
    assert same_page(page)
    assert page.complaints == []


def test_typing_refreshes_after_a_pause_and_goes_on_undisturbed(page):
    page.locator("summary", has_text="Filters").click()
    held = page.locator("[name=note]")
    held.press_sequentially("bal")
    count(page, "1 row")
    held.press_sequentially("ai")
    expect(page).to_have_url(re.compile("note=balai"))
    expect(held).to_have_value("balai")
    expect(held).to_be_focused()
    held.press_sequentially("zz")
    count(page, "0 rows")
    assert same_page(page)


def test_a_wrong_value_is_told_in_place_and_put_right_in_place(page):
    page.locator("summary", has_text="Filters").click()
    number = page.locator("[name=number]")
    number.fill("x")
    expect(page.locator("#list-errors")).to_contain_text("Number")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_number-errors")).to_be_visible()
    assert faults_as_it_stands(page) == []
    number.fill("")
    count(page, "61 rows")
    expect(page.locator("#id_number-errors")).to_have_count(0)
    expect(number).not_to_have_attribute("aria-invalid", "true")
    assert same_page(page)


def test_going_back_gives_the_whole_page_and_nothing_stays_in_the_browser(page):
    page.locator("thead a", has_text="People").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("People")
    kept = page.evaluate("JSON.stringify([Object.values(localStorage), Object.values(sessionStorage)])")
    assert "Sadu" not in kept
    page.goto("/help/")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Ledger")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("People")
    page.locator("thead a", has_text="Kind").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Kind")
    page.go_back()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("People")
    expect(page.locator("header.masthead")).to_be_visible()
    page.go_back()
    expect(page.locator("th[aria-sort]")).to_have_count(0)
    expect(page.locator("h1")).to_have_text("Ledger")


def test_a_lost_sign_in_is_a_sentence_and_never_a_door_inside_the_list(page):
    page.context.clear_cookies(name="sessionid")
    page.locator("thead a", has_text="People").click()
    expect(page.locator("#list-fault")).to_be_visible()
    expect(page.locator("[name=password]")).to_have_count(0)
    count(page, "61 rows")
    page.locator("#list-fault a").click()
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/counts/%3Fsort%3Dpeople"))


@pytest.mark.parametrize("status", [503, 500, 404, 0])
def test_an_answer_that_is_no_list_is_a_sentence(page, status):
    def answer(route):
        if status:
            route.fulfill(status=status, content_type="text/html", body="<h1>oops</h1>")
        else:
            route.abort()

    page.route("**/counts/?*", answer)
    page.locator("thead a", has_text="People").click()
    expect(page.locator("#list-fault")).to_contain_text("Open this page again")
    expect(page.locator("h1")).to_have_text("Ledger")
    page.unroute("**/counts/?*")
    page.locator("thead a", has_text="Kind").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Kind")
    expect(page.locator("#list-fault")).to_be_hidden()


def test_a_view_is_saved_opened_and_deleted(page):
    page.locator("thead a", has_text="People").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("People")
    page.locator("a", has_text="Saved views").click()
    expect(page.locator("h2", has_text="Saved views")).to_be_focused()
    assert same_page(page)
    page.fill("[name=view-name]", "By people")
    page.locator("button", has_text="Save this view").click()
    expect(page.locator(".notice.success")).to_contain_text("By people")
    page.goto("/counts/?views=open")
    page.locator(".saved-views a", has_text="By people").click()
    expect(page).to_have_url(re.compile(r"/counts/\?sort=people$"))
    page.locator("a", has_text="Saved views").click()
    page.locator(".saved-views button", has_text="Delete").click()
    expect(page.locator(".notice.success")).to_contain_text("By people")
    expect(page.locator(".saved-views")).to_have_count(0)


def test_a_phone_orders_its_cards(visit, ledger):
    page = visit("petugas", width=360)
    page.goto("/counts/")
    page.locator("summary", has_text="Order").click()
    page.locator(".orders a", has_text="People").click()
    expect(page).to_have_url(re.compile("sort=people"))
    expect(page.locator("#list-count")).to_be_focused()


def test_without_javascript_the_same_links_and_form_do_it(visit, ledger):
    page = visit("petugas", javascript=False)
    page.goto("/counts/")
    page.locator("thead a", has_text="People").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("People")
    page.locator("summary", has_text="Filters").click()
    page.fill("[name=note]", "balai")
    page.locator("button", has_text="Apply").click()
    count(page, "1 row")


@pytest.mark.urls("tests.kecamatan.bulk_site")
def test_rows_are_ticked_one_by_one_by_page_or_all(visit, cast):
    page = visit("petugas")
    page.goto("/test/desa/")
    ticked = page.locator("input[name=ids]:checked")
    whole, rows = page.get_by_label("All rows of this page"), page.get_by_label("All 5 rows of the list")
    page.locator("thead a", has_text="Name").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Name")
    whole.check()
    expect(ticked).to_have_count(5)
    page.get_by_label("Select Lambur").uncheck()
    expect(whole).not_to_be_checked()
    rows.check()
    expect(ticked).to_have_count(0)
    page.get_by_label("Select Lambur").check()
    expect(rows).not_to_be_checked()
    assert faults_as_it_stands(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert faults_as_it_stands(page) == []
    page.locator("button", has_text="Set the head").click()
    expect(page.locator("main li")).to_have_text(["Lambur"])
    assert faults_as_it_stands(page) == []
    page.fill("[name=head]", "Hasan")
    page.locator("main button", has_text="Set the head").click()
    expect(page.locator(".notice.success")).to_have_text("1 done")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Name")
