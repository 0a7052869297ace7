"""A day on the page itself, against the real server: taken along, opened without a network, and in the evening it is there."""

import pytest
from playwright.sync_api import expect

from outreach.models import Attendance
from tests.browser.field.conftest import PIN

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visit_is_taken_along_held_without_a_network_and_arrives(visit, plan, people):
    planned = plan()
    page = visit("petugas", width=360)
    page.goto("/field/")
    page.click(f"[data-visit='{planned.pk}']")
    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    page.click("[type=submit]")
    page.click("[data-begin]")
    expect(page.locator(".person:visible")).to_have_count(3)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.reload()
    page.fill("[name=pin]", PIN)
    page.press("[name=pin]", "Enter")
    for outcome in ("recorded", "absent"):
        page.locator(".person:visible").first.click()
        page.click(f"[data-choose={outcome}]")
        expect(page.locator("[data-undo-bar]")).to_be_visible()
    page.click(".tabs a[href='#send']")
    expect(page.locator("[data-waiting-words]")).not_to_be_empty()
    assert page.locator(".sums dd").all_inner_texts() == ["2", "0", "0"]
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".sums dd").first).to_have_text("0")
    outcomes = Attendance.objects.filter(visit=planned).values_list("outcome", flat=True)
    assert sorted(outcomes) == ["", "absent", "recorded"]
