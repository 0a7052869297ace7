"""A visit in the browser: planned at a desk, its result entered by keyboard or by finger, closed, and gone to again."""

from datetime import date

import pytest
from playwright.sync_api import expect

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate, User
from outreach.actions.people import Details, list_resident
from outreach.models import Attendance, Resident, Visit
from tests.browser.watching import OVERFLOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(cast, places):
    User.objects.update(language="en")
    by = scope_of(cast.petugas)
    return [
        list_resident(
            by=by, drive=places.drive, details=Details(name=name, desa=places.lambur, birth_date=date(1990, 5, 17))
        )
        for name in ("Ani", "Budi", "Cici", "Dodi")
    ]


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def plan(page, today):
    """Fill in the form as a petugas does, and look at the warnings where the day has some."""
    page.goto("/visits/new/?desa=15.07.01.2002")
    expect(page.get_by_label("Gathering place")).to_have_value("Kantor Desa Lambur")
    page.get_by_label("Day", exact=True).fill(today.isoformat())
    page.get_by_role("group", name="Team").get_by_label("Petugas", exact=True).check()
    press(page, "Save")
    if page.get_by_role("button", name="Save all the same").is_visible():
        press(page, "Save all the same")
    expect(page.locator(".lead")).to_contain_text("4 people are expected")


def test_from_the_plan_to_the_follow_up_with_the_keyboard(visit, people, today):
    page = visit("petugas")
    plan(page, today)
    press(page, "Start the visit")
    page.get_by_role("link", name="Enter the result").click()
    expect(page.locator("[data-keys-help]")).to_be_visible()
    page.locator(".result-row").first.locator("input[type=radio]").first.focus()
    for key in ("1", "3", "1"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("7")
    expect(page.locator("[data-changed]")).to_have_text("3")
    page.keyboard.press("7")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".notice.success").first).to_contain_text("Saved: 4 people.")
    outcomes = dict(Attendance.objects.values_list("resident__name", "outcome"))
    assert outcomes == {"Ani": "recorded", "Budi": "absent", "Cici": "away", "Dodi": "away"}
    assert CountUpdate.objects.count() == 1
    page.goto(Visit.objects.get().get_absolute_url())
    press(page, "The visit is over")
    press(page, "Close the visit")
    expect(page.locator(".lead")).to_contain_text("1 person was recorded; 1 of 4 expected people came.")
    press(page, "Plan the follow-up")
    expect(page.locator(".lead")).to_contain_text("1 person is expected.")
    assert page.complaints == []


def test_by_finger_on_a_phone_without_a_script(visit, people, today):
    page = visit("petugas", width=360, javascript=False)
    plan(page, today)
    press(page, "Start the visit")
    page.get_by_role("link", name="Enter the result").click()
    assert page.evaluate(OVERFLOW) <= 0
    for row, label in ((0, "recorded"), (1, "failed")):
        page.locator(".result-row").nth(row).get_by_label(label, exact=True).check(force=True)
    press(page, "Save the outcomes")
    expect(page.locator(".notice.success").first).to_contain_text("Saved: 2 people.")
    assert sorted(Resident.objects.values_list("state", flat=True)) == [
        "failed",
        "recorded",
        "unrecorded",
        "unrecorded",
    ]


def test_who_leaves_with_something_unsaved_is_asked(visit, people, today):
    page = visit("petugas")
    plan(page, today)
    press(page, "Start the visit")
    page.get_by_role("link", name="Enter the result").click()
    expect(page.locator("[data-keys-help]")).to_be_visible()
    page.locator(".result-row").first.locator("input[type=radio]").first.focus()
    page.keyboard.press("1")
    expect(page.locator("[data-changed]")).to_have_text("1")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/visits/")
    assert asked == ["beforeunload"]


def test_a_colleague_who_was_quicker_is_shown_beside_what_was_typed(visit, people, today):
    mine, theirs = visit("petugas"), visit("admin")
    plan(mine, today)
    press(mine, "Start the visit")
    address = f"/visits/{Visit.objects.get().pk}/result/"
    for page in (mine, theirs):
        page.goto(address)
    theirs.locator(".result-row").first.get_by_label("absent").check(force=True)
    press(theirs, "Save the outcomes")
    for row in (0, 1):
        mine.locator(".result-row").nth(row).get_by_label("recorded", exact=True).check(force=True)
    press(mine, "Save the outcomes")
    expect(mine.locator(".result-row")).to_have_count(1)
    expect(mine.locator(".result-row")).to_contain_text("Theirs: absent.")
    press(mine, "Save the outcomes")
    assert Attendance.objects.filter(outcome="recorded").count() == 2
