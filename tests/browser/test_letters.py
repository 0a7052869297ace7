"""A letter from the office to a village and back: prepared at a desk, answered on a phone without scripts, seen by the office."""

import re
from datetime import time, timedelta

import pytest

from kecamatan.access import scope_of
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.models import Letter, LetterText, Visit

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, button):
    with page.expect_navigation():
        page.locator(button).first.click()


@pytest.fixture
def ahead(cast, places, today):
    plan = Plan(places.timur, today + timedelta(days=5), time(8), time(14), "Balai Desa Lambur", desa=[places.lambur])
    return plan_visit(by=scope_of(cast.petugas), drive=places.drive, plan=plan)


def test_from_the_desk_to_the_phone_and_back(visit, ahead):
    desk, phone = visit("petugas"), visit(width=360, javascript=False)
    desk.goto(f"/visits/{ahead.pk}/letters/")
    press(desk, "#letters-form [value=preview]")
    assert "471.13/1/DUKCAPIL" in desk.locator(".paper").inner_text()
    press(desk, "#preview ~ p [value=save]")
    assert desk.locator("h1").inner_text().startswith("471.13/1/DUKCAPIL")
    press(desk, "form[action$='/sent/'] [type=submit]")
    assert Visit.objects.get().state == "announced"
    link = desk.locator(".link-shown").inner_text()
    assert re.fullmatch(r"http://localhost:\d+/s/(\w{4}-){3}\w{4}", link)

    phone.goto(link)
    assert "Balai Desa Lambur" in phone.locator("main").inner_text()
    assert phone.locator("nav, a[href*='login']").count() == 0
    phone.check("[value=confirm]")
    phone.fill("[name=told]", "35")
    phone.fill("[name=name]", "Sekdes Lambur")
    press(phone, "main form [type=submit]")
    assert "Terima kasih" in phone.locator(".notice.success").inner_text()

    desk.reload()
    assert desk.locator(".stages .reached").count() == 5
    assert "Sekdes Lambur" in desk.locator("main").inner_text()
    assert (Letter.objects.get().state, Visit.objects.get().state) == ("answered", "confirmed")
    assert desk.complaints == phone.complaints == []


def test_a_text_is_looked_at_while_it_is_typed(visit, cast):
    page = visit("admin")
    page.goto("/letters/texts/village/")
    page.fill("[name=body]", "Halo {wilayah}! {hari}, {tanggal}, {jam}, {tempat}, {jumlah}.")
    page.locator("#preview", has_text="Halo Desa Kuala Jambi!").wait_for()
    page.fill("[name=body]", "Halo {wilaya}")
    page.locator("#preview .errorlist", has_text="{wilayah}").wait_for()
    assert not LetterText.objects.exists()
    assert page.complaints == []
