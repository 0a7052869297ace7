"""A screen in the office, for real: it turns, holds, outlives a lost server, and ends when its link does."""

import pytest
from django.test import Client

from kecamatan.access import scope_of
from kecamatan.actions.outside import end_wall_link, make_wall_link
from kecamatan.views import wall

pytestmark = pytest.mark.django_db(transaction=True)
SCROLLS = "[document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(wall, "TURN_SECONDS", 1)
    monkeypatch.setattr(wall, "ASK_SECONDS", 0.4)


def shows(page, view):
    page.wait_for_selector(f"body[data-view={view}] .panel.{view}:visible")
    assert page.locator(".panel:visible").count() == 1
    assert page.locator(".dots [aria-current]").get_attribute("data-to") == view


def test_a_screen_turns_holds_survives_and_ends(visit, cast, enter_counts, quick):
    link, secret = make_wall_link(by=scope_of(cast.admin), name="Aula", language="en")
    page = visit()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"/wall/{secret}/")
    for view in ("district", "map", "week", "district"):
        shows(page, view)
        assert page.evaluate(SCROLLS) == [0, 0]
    page.keyboard.press("Space")
    assert page.locator("#pause").get_attribute("aria-pressed") == "true"
    page.keyboard.press("ArrowRight")
    shows(page, "map")
    page.wait_for_timeout(1300)
    shows(page, "map")
    page.keyboard.press("ArrowLeft")
    enter_counts(12)
    page.wait_for_selector(".huge:text-is('138')")
    # The server is lost: first silence, then errors. The numbers stay, with words; then it is back.
    page.route("**/wall/**", lambda route: route.abort())
    page.wait_for_selector("#lost:visible")
    assert "has not answered since" in page.inner_text("#lost")
    page.unroute("**/wall/**")
    page.route("**/wall/**", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    page.wait_for_timeout(600)
    assert page.inner_text(".huge") == "138"
    assert page.locator("#lost").is_visible()
    enter_counts(3)
    page.unroute("**/wall/**")
    page.wait_for_selector(".huge:text-is('135')")
    page.wait_for_selector("#lost", state="hidden")
    assert not page.context.cookies()
    end_wall_link(by=scope_of(cast.admin), link=link)
    page.wait_for_selector("body[data-wall-ended]")
    assert page.locator(".huge").count() == 0


def test_without_scripts_the_server_turns(visit, cast, quick):
    _link, secret = make_wall_link(by=scope_of(cast.admin), name="Aula", language="en")
    page = visit(javascript=False)
    page.goto(f"/wall/{secret}/")
    page.wait_for_url("**?view=map")
    page.wait_for_url("**?view=week")
    assert Client().get(f"/wall/{secret}/").status_code == 200


@pytest.fixture
def enter_counts(places, cast, today):
    import uuid

    from kecamatan.actions.ledger import Entry, record_updates

    def _enter(people):
        entry = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", people, today)
        record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])

    return _enter
