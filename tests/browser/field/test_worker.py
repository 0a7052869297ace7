"""The service worker: the page opens without a network, keeps nothing of anybody, changes only when nothing waits, and sends."""

import json

import pytest

from outreach.views.field import shell, worker
from tests.browser.field.conftest import BLANK, numbers

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = """
    const found = {};
    for (const name of await caches.keys()) found[name] = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname);
    return found;
"""


@pytest.fixture
def kept(phone):
    """A phone on which the page was opened once, so that the worker keeps it."""
    one = phone(worker=True).open()
    one.until("(await navigator.serviceWorker.getRegistration('/field/'))?.active?.state === 'activated'")
    return one


def heading(one, address):
    one.page.goto(address)
    one.page.locator("h1").first.wait_for()
    return one.page.title()


def test_the_page_opens_without_a_network_and_nothing_of_anybody_is_kept(kept, plan, people):
    visit = plan()
    lease = kept.take(visit)
    kept.js("await field.nearVisits(); await field.send();")
    (cache,) = [name for name in kept.js(KEPT) if name.startswith("field-app-")]
    addresses = kept.js(KEPT)[cache]
    assert cache == f"field-app-{worker.app_version()}"
    assert {"/field/", "/field/manifest.webmanifest", "/static/field/field.js", "/static/css/field.css"} <= set(
        addresses
    )
    others = [one for one in addresses if not one.startswith("/static/")]
    assert sorted(others) == ["/field/", "/field/manifest.webmanifest"]
    assert not [one for one in addresses if one.endswith(("leave.js", "worker.js"))]
    kept.offline()
    assert heading(kept, "/field/")
    assert heading(kept, f"/field/{visit.pk}/")
    assert kept.page.complaints == []
    kept.page.evaluate("globalThis.f = import('/static/field/field.js')")
    fetched = "fetch(a).then((answer) => answer.status, () => 'no network')"
    assert [kept.js(f"return {fetched};", f"/field/{name}/") for name in ("me", "visits")] == ["no network"] * 2
    assert lease


def newer(monkeypatch):
    """Another version of the page: its title differs."""
    page = shell._page().replace("<h1>", "<h1 data-newer>")
    told = json.loads(worker._now()) | {"version": "feedfacefeedface"}
    monkeypatch.setattr(shell, "_page", lambda: page)
    monkeypatch.setattr(worker, "_now", lambda: json.dumps(told))


def shown(one):
    """Is the shell that the worker answers with the newer one?"""
    one.page.goto("/field/")
    return (
        one.page.evaluate("caches.match('/field/in-force').then((found) => found.text())")
        == "field-app-feedfacefeedface"
    )


def look_for_newer(one):
    one.js("await (await navigator.serviceWorker.getRegistration('/field/')).update();")
    one.until("await caches.has('field-app-feedfacefeedface')")
    one.until("!(await navigator.serviceWorker.getRegistration('/field/')).installing")


def test_a_newer_version_waits_until_nothing_is_unsent(kept, plan, people, monkeypatch):
    lease = kept.open("/field/").take(plan())
    newer(monkeypatch)
    look_for_newer(kept)
    kept.until("field.update.ready")
    kept.offline()
    kept.outcome(people[0], "recorded")
    found = kept.js("return fault(field.update.apply());")
    assert (found["code"], found["waiting"]) == ("still_waiting", 1)
    assert not shown(kept)
    kept.offline(False)
    # The screens ask as well, and a database in memory may be held for a moment.
    kept.open("/field/").until("(await field.send()) && (await store.waitingOn()) === 0")
    assert numbers(lease) == [1]
    with kept.page.expect_navigation():
        kept.page.evaluate("() => { field.update.apply(); }")
    assert shown(kept)
    kept.open("/field/")
    assert [name for name in kept.js(KEPT) if name.startswith("field-app-")] == ["field-app-feedfacefeedface"]
    assert not kept.js("return field.update.ready;")


def test_a_newer_version_does_not_slip_in_while_all_tabs_are_closed(kept, plan, people, monkeypatch):
    lease = kept.take(plan())
    kept.cut()
    kept.outcome(people[0], "recorded")
    newer(monkeypatch)
    # No tab shows the page, so the newer worker takes its place at once; it goes on showing the older version.
    look_for_newer(kept)
    kept.until("!(await navigator.serviceWorker.getRegistration('/field/')).waiting")
    assert not shown(kept)
    kept.cut(off=False)
    kept.open().until("(await field.send()) && (await store.waitingOn()) === 0")
    assert numbers(lease) == [1]
    assert shown(kept)


def test_what_waits_is_sent_by_the_worker_with_the_page_closed(kept, plan, people):
    lease = kept.take(plan())
    kept.cut()
    kept.outcome(people[0], "recorded")
    kept.page.goto(BLANK)
    kept.cut(off=False)
    client = kept.page.context.new_cdp_session(kept.page)
    found = []
    client.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    client.send("ServiceWorker.enable")
    kept.page.wait_for_timeout(100)
    (registration,) = {one["registrationId"] for one in found if one["scopeURL"].endswith("/field/")}
    origin = kept.page.evaluate("location.origin")
    told = {"origin": origin, "registrationId": registration, "tag": "field-send", "lastChance": False}
    client.send("ServiceWorker.dispatchSyncEvent", told)
    for _wait in range(100):
        if numbers(lease):
            break
        kept.page.wait_for_timeout(50)
    assert numbers(lease) == [1]
    kept.open().until("(await store.waitingOn()) === 0")
    assert kept.waiting(lease) == {"waiting": 0, "sent": 1, "refused": []}


def test_the_worker_is_open_to_all_never_stored_and_of_its_version(sign_in):
    answer = sign_in(None).get("/field/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/field/"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert worker.app_version() in answer.content.decode()
    assert "Cookie" not in answer.get("Vary", "")
    assert sign_in("petugas").get("/field/sw.js").content == answer.content
    assert sign_in(None).post("/field/sw.js").status_code in {403, 405}
