"""The start of the field page, and the list under the finger: what stands first, what stays still, what keeps up."""

import pytest
from playwright.sync_api import expect

from outreach.nik import masked_beside_birth_date
from tests.browser.field.test_page import PIN, phone  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

NIK = "1507020302010003"


def test_todays_visit_stands_first_then_those_to_come_then_those_that_are_over(phone):  # noqa: F811
    mine = phone()
    mine.office.others = [(8, -2), (9, -1), (15, 1), (14, 3)]
    mine.page.goto("/field/")
    expect(mine.page.locator("[data-visit]")).to_have_count(5)
    found = mine.page.locator("[data-visit]").evaluate_all("all => all.map((one) => one.dataset.visit)")
    assert found == ["12", "15", "14", "8", "9"]
    assert mine.page.locator("[data-visit] .flag").count() == 1


def test_nothing_moves_under_the_finger_when_the_visits_arrive(phone):  # noqa: F811
    mine = phone()
    mine.office.others = [(8, -2), (9, -1)]
    asked = []
    mine.page.route("**/field/visits/", lambda route: asked.append(route))
    mine.page.goto("/field/")
    fold = mine.page.locator("[data-carry]")
    expect(fold).to_be_attached()
    assert fold.bounding_box()["y"] > 740  # below what the phone shows
    for _moment in range(40):
        if asked:
            break
        mine.page.wait_for_timeout(50)
    asked[0].fulfill(json={"visits": mine.office.visits})
    expect(mine.page.locator("[data-visit]")).to_have_count(3)
    assert fold.bounding_box()["y"] < 740
    # Where there is no network either, the ways on are in sight.
    mine.office.away = True
    mine.page.unroute("**/field/visits/")
    mine.page.route("**/field/visits/", lambda route: route.abort())
    mine.page.reload()
    expect(mine.page.get_by_text("No network just now")).to_be_visible()
    assert fold.bounding_box()["y"] < 740


def test_the_start_tells_what_was_sent_while_it_stood(phone):  # noqa: F811
    mine = phone().take_along()
    mine.network(there=False)
    mine.tell(0, "recorded")
    mine.page.evaluate("history.pushState(null, '', '/field/'), dispatchEvent(new PopStateEvent('popstate'))")
    card = mine.page.locator("[data-lease] [data-words]")
    expect(card).to_contain_text("1 waits to be sent")
    mine.network(there=True)
    mine.page.evaluate("dispatchEvent(new Event('online'))")
    expect(card).to_contain_text("everything has arrived", timeout=15_000)


def test_who_is_found_stands_right_below_the_search_and_all_come_back_after_it(phone):  # noqa: F811
    mine = phone(200).take_along()
    page = mine.page
    expect(page.locator(".person:visible")).to_have_count(200)
    page.evaluate("scrollTo(0, 6000)")
    page.fill("#search", "siti")
    first = page.locator(".person:visible").first
    expect(first).to_contain_text("Siti")
    pinned = page.locator(".pinned").bounding_box()
    assert pinned["y"] + pinned["height"] <= first.bounding_box()["y"] < 400
    page.fill("#search", "")
    expect(page.locator(".person:visible")).to_have_count(200)
    # Typed on before all are back: nobody comes who is not looked for.
    page.evaluate("""() => {
      const field = document.getElementById("search");
      for (const typed of ["budi", "", "rizki"]) {
        field.value = typed;
        field.dispatchEvent(new Event("input"));
      }
    }""")
    page.wait_for_timeout(600)
    names = page.locator(".person:visible .name").all_text_contents()
    assert names
    assert [name for name in names if "Rizki" not in name] == []


def test_a_nik_is_masked_as_the_office_masks_it(phone):  # noqa: F811
    mine = phone()
    mine.page.goto("/field/")
    told = mine.page.evaluate(f"async () => (await import('/static/field/facts.js')).maskedNik('{NIK}')")
    assert told == masked_beside_birth_date(NIK)
    assert not told.endswith(NIK[-4:])
    assert mine.page.evaluate("async () => (await import('/static/field/facts.js')).maskedNik('')") == ""


def test_the_help_is_one_touch_away(phone):  # noqa: F811
    mine = phone()
    mine.page.goto("/field/")
    expect(mine.page.get_by_role("link", name="How a field day goes")).to_have_attribute("href", "/help/#field")


@pytest.mark.parametrize(
    ("register", "words"),
    [
        ("Promise.reject(new TypeError('modules'))", "does not keep the page"),
        ("new Promise(() => {})", "still coming in"),
    ],
)
def test_nobody_is_sent_out_with_a_page_that_is_not_kept(phone, register, words):  # noqa: F811
    mine = phone()
    mine.page.add_init_script(f"navigator.serviceWorker.register = () => {register};")
    mine.page.goto("/field/12/")
    for name in ("pin", "again"):
        mine.page.fill(f"[name={name}]", PIN)
    mine.page.click("[type=submit]")
    expect(mine.page.locator("h1")).to_have_text("Taken along")
    expect(mine.page.locator(".notice", has_text=words)).to_be_visible()
    expect(mine.page.locator(".notice", has_text="From now on")).to_have_count(0)
