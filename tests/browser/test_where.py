"""Where to go next in the browser: from the calendar that is proposed to draft visits, on a phone."""

from datetime import date, time

import pytest
from playwright.sync_api import expect

from kecamatan.access import scope_of
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.models import Visit
from tests.browser.watching import OVERFLOW, faults_as_it_stands

pytestmark = pytest.mark.django_db(transaction=True)


def test_proposals_become_drafts_in_sight_of_what_a_colleague_planned_meanwhile(visit, cast, places):
    page = visit("petugas", width=360)
    page.goto("/where/")
    page.get_by_role("link", name="Minggu mendatang").click()
    first = page.locator("[name=pick]").first
    day, _team, *keys = first.get_attribute("value").split()
    first.check()
    assert page.evaluate(OVERFLOW) <= 0
    desa = [one for one in (places.lambur, places.simbur) if one.code in keys]
    plan = Plan(places.timur, date.fromisoformat(day), time(9), time(12), "Balai Adat", desa=desa[:1])
    plan_visit(by=scope_of(cast.admin), drive=places.drive, plan=plan)
    page.get_by_role("button", name="Jadikan yang dicentang draf kunjungan").click()
    expect(page.locator(".notice.warning")).to_contain_text("Balai Adat")
    assert faults_as_it_stands(page) == []
    page.get_by_role("button", name="Tetap buat").click()
    expect(page.get_by_role("status")).to_contain_text(f"{len(keys)} draf kunjungan dibuat")
    assert Visit.objects.count() == 1 + len(keys)
    assert page.complaints == []
