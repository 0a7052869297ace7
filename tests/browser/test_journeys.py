"""What people do beyond counting: compare, look back, filter, share out, print; and what happens when it goes wrong."""

import csv
import re
import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import ApiToken, Baseline, CountUpdate, Desa, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

A4_WIDTH = 703  # CSS pixels between margins of 12 mm
FINGER = 44
TARGETS = (
    "button, .button, summary, select, textarea, input:not([type=hidden], [type=checkbox]), label.check, .brand, "
    ".nav a, .pages a, .measures a, .identity a, .orders a, .combo-list li, table.compare td:has(a)"
)


@pytest.fixture(autouse=True)
def _english(cast):
    User.objects.update(language="en")


@pytest.fixture
def entered(cast, places, today):
    """12 people recorded in Lambur and 3 in Sadu ten days ago, 5 found in Sadu today."""
    days = [today - timedelta(days=10), today - timedelta(days=10), today]
    rows = [
        (places.timur, places.lambur, "recorded", 12),
        (places.sadu, None, "recorded", 3),
        (places.sadu, None, "added", 5),
    ]
    entries = [
        Entry(uuid.uuid4(), kecamatan, desa, kind, number, day, "Jemput bola")
        for (kecamatan, desa, kind, number), day in zip(rows, days, strict=True)
    ]
    return record_updates(by=scope_of(cast.admin), drive=places.drive, entries=entries)


def first_column(page):
    return page.locator("#places tbody td:first-child").all_inner_texts()


# --- The dashboard


def test_the_kecamatan_are_compared_by_any_column(visit, places, entered):
    page = visit("pejabat")
    assert first_column(page) == ["Muara Sabak Timur", "Sadu"]
    page.locator("#places thead a", has_text="Remaining").first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Remaining")
    assert first_column(page) == ["Sadu", "Muara Sabak Timur"]
    assert "sort=" in page.url


def test_the_map_is_coloured_by_what_one_chooses(visit, places, entered):
    page = visit("pejabat", width=360)
    page.locator(".measures a", has_text="Share done").click()
    expect(page.locator(".measures a[aria-current]")).to_have_text("Share done")
    expect(page.locator("svg.regency a").first).to_have_accessible_name("Muara Sabak Timur: 12%")
    assert "measure=done" in page.url


def test_an_earlier_day_is_shown_and_kept_on_the_way_down(visit, places, entered, today):
    page = visit("pejabat")
    expect(page.locator("h1")).to_contain_text("140 remain of 150")
    day = (today - timedelta(days=11)).isoformat()
    page.fill("[name=as_of]", day)
    page.locator("form.look button").click()
    expect(page.locator("h1")).to_contain_text("150 remain of 150")
    page.locator("#places").get_by_role("link", name="Sadu").click()
    expect(page).to_have_url(re.compile(f"/kecamatan/15.07.05/\\?as_of={day}"))
    expect(page.locator("h1")).to_contain_text("50 remain of 50")


def test_a_figure_opens_its_rows(visit, places, entered):
    page = visit("pejabat", width=360)
    page.locator("#places tr", has_text="Sadu").get_by_role("link", name="5", exact=True).click()
    expect(page.locator("#list-count")).to_have_text("1 row")
    expect(page.locator("table.list .col-people")).to_have_text("5")


# --- The ledger


def test_the_ledger_is_filtered_ordered_and_sent_on_by_its_address(visit, places, entered):
    page = visit("petugas")
    page.goto("/counts/")
    page.locator("summary", has_text="Filters").click()
    page.select_option("[name=kind]", "recorded")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#list-count")).to_have_text("2 rows")
    page.locator("thead a", has_text="People").click()
    expect(page).to_have_url(re.compile("sort=people"))
    expect(page.locator("td.col-people")).to_have_text(["3", "12"])
    page.locator("summary", has_text="Columns and rows").click()
    page.uncheck("[name=columns][value=note]")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("td.col-note")).to_have_count(0)
    assert "kind=recorded" in page.url
    assert "sort=people" in page.url
    colleague = visit("petugas_timur")
    colleague.goto(page.url)
    assert colleague.locator("td.col-people").all_inner_texts() == ["12"]
    assert not page.complaints


def test_the_export_holds_what_is_filtered(visit, places, entered, tmp_path):
    page = visit("petugas")
    page.goto("/counts/?kind=recorded&sort=people")
    with page.expect_download() as started:
        page.get_by_role("link", name="Export CSV").click()
    path = tmp_path / "ledger.csv"
    started.value.save_as(path)
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";" if text.count(";") > text.count(",") else ","))
    assert sum("recorded" in row for row in rows) == 2
    with page.expect_download() as started:
        page.get_by_role("link", name="Export XLSX").click()
    assert started.value.suggested_filename.endswith(".xlsx")


# --- Village records


def test_what_is_left_of_the_baseline_is_in_view_while_typing(visit, places):
    page = visit("admin", width=360)
    page.goto("/desa/15.07.01.2015/edit/")
    left, too_much = page.locator("[data-left]"), page.locator("[data-too-much]")
    expect(left).to_have_text("30")
    page.locator("[name=share]").press_sequentially("20")
    expect(left).to_have_text("10")
    expect(too_much).to_be_hidden()
    page.fill("[name=share]", "35")
    expect(left).to_have_text("−5")
    expect(too_much).to_be_visible()
    page.locator("#desa-form [type=submit]").click()
    expect(page.locator("[name=share]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=share]")).to_have_value("35")
    page.fill("[name=share]", "25")
    with page.expect_navigation():
        page.locator("#desa-form [type=submit]").click()
    assert Baseline.objects.get(desa=places.siau).people == 25


def test_a_record_changed_in_another_tab_is_not_overwritten_unseen(visit, places):
    page = visit("admin")
    page.goto("/desa/15.07.01.2002/edit/")
    other = page.context.new_page()
    other.goto("/desa/15.07.01.2002/edit/")
    other.fill("[name=head_name]", "Ibu Lurah")
    with other.expect_navigation():
        other.locator("#desa-form [type=submit]").click()
    page.fill("[name=head_name]", "Pak Camat")
    page.locator("#desa-form [type=submit]").click()
    conflict = page.get_by_role("alert")
    expect(conflict).to_contain_text("Ibu Lurah")
    expect(conflict).to_contain_text("Pak Camat")
    assert Desa.objects.get(pk=places.lambur.pk).head_name == "Ibu Lurah"
    with page.expect_navigation():
        conflict.get_by_role("button", name="Save mine").click()
    assert Desa.objects.get(pk=places.lambur.pk).head_name == "Pak Camat"


# --- When it goes wrong


def test_a_page_left_open_while_a_colleague_counted_is_refused_and_keeps_what_was_typed(visit, places, cast, today):
    page = visit("petugas", width=360)
    page.goto("/counts/new/?place=15.07.01.2002")
    entry = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 35, today, "")
    record_updates(by=scope_of(cast.admin), drive=places.drive, entries=[entry])
    page.fill("[name=row-0-quantity]", "12")
    page.locator("#save").click()
    expect(page.locator(".row .errors").first).to_contain_text("5")
    expect(page.locator("[name=row-0-quantity]")).to_have_value("12")
    assert CountUpdate.objects.count() == 1


def test_a_form_grown_old_says_what_to_do_and_loses_nothing(visit, places):
    page = visit("petugas")
    page.goto("/account/")
    page.fill("[name=name]", "Laporan")
    page.context.clear_cookies(name="csrftoken")
    page.locator("#token-form button").click()
    expect(page.locator("h1")).to_have_text("Nothing was saved yet")
    assert ApiToken.objects.count() == 0
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("h1")).to_have_text("Petugas")
    assert ApiToken.objects.get().name == "Laporan"


@pytest.mark.parametrize("javascript", [True, False])
def test_counts_typed_before_the_sign_in_ended_are_saved_after_it(visit, places, javascript):
    page = visit("petugas", javascript=javascript)
    page.goto("/counts/new/")
    page.fill("[name=row-0-place]", "Lambur")
    page.fill("[name=row-0-quantity]", "12")
    page.context.clear_cookies(name="sessionid")
    page.click("#save")
    expect(page.locator("h1")).to_have_text("Belum ada yang disimpan")
    with page.context.expect_page() as opened:
        page.locator("a[target=_blank]").click()
    other = opened.value
    other.fill("[name=username]", "petugas")
    other.fill("[name=password]", PASSWORD)
    other.press("[name=password]", "Enter")
    other.wait_for_url(re.compile("/$"))
    page.locator("form button").last.click()
    expect(page.locator("h1")).to_have_text("Nothing was saved yet")  # the token is the other tab's: once more
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("40 → 28")).to_be_visible()
    assert CountUpdate.objects.get().quantity == 12


# --- On a phone, without scripts, on paper


@pytest.mark.parametrize("javascript", [True, False])
def test_the_menu_opens_on_a_phone(visit, places, javascript):
    page = visit("petugas", width=360, javascript=javascript)
    page.locator("details.menu > summary").click()
    page.locator("details.menu a[href='/counts/new/']").click()
    expect(page.locator("#entry")).to_be_visible()
    page.locator("details.menu > summary").click()
    page.locator("details.menu form button").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))


@pytest.mark.parametrize("who", ["petugas", "admin"])
def test_a_finger_hits_every_target_at_360_px(visit, places, entered, who):
    page = visit(who, width=360)
    looked_at, small = 0, []
    for address in (
        "/",
        "/kecamatan/15.07.01/",
        "/counts/new/",
        "/counts/?kind=recorded&per_page=10",
        "/desa/",
        "/account/",
        "/help/",
    ):
        page.goto(address)
        for fold in page.locator("details:visible > summary").all():
            fold.click()
        for target in page.locator(TARGETS).all():
            box = target.bounding_box()
            if not box or not target.is_visible():
                continue
            looked_at += 1
            if min(box["height"], box["width"]) < FINGER - 0.5:
                small.append(
                    f"{address}: {target.evaluate('one => one.outerHTML')[:90]} {box['width']:.0f}×{box['height']:.0f}"
                )
    assert not small, "\n".join(small)
    assert looked_at > 100


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("id", True)])
def test_on_a4_in_black_and_white_nothing_is_cut_off(visit, places, entered, language, dark):
    User.objects.update(language=language)
    page = visit("admin", dark=dark)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_WIDTH, "height": 1000})
    for address in (
        "/",
        "/kecamatan/15.07.01/",
        "/desa/15.07.01.2002/",
        "/counts/",
        "/desa/",
        "/help/",
        "/api/v1/docs",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= A4_WIDTH, address
        for table in page.locator("table:visible").all():
            assert table.evaluate("one => getComputedStyle(one).display") == "table", address
            box = table.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= A4_WIDTH + 0.5, address
            assert table.evaluate(
                "one => [...one.querySelectorAll('td, th')].every(c => c.scrollWidth <= c.clientWidth + 1)"
            )
        ink, ground = page.evaluate(
            "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        )
        assert (ink, ground) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
        expect(page.locator("nav.nav-desk, .menu, .button, .no-print").filter(visible=True)).to_have_count(0)
    assert page.pdf(format="A4").startswith(b"%PDF")
