"""Sending when the office answers badly, late or not at all; and signing out by the rule of the page."""

import pytest
from django.contrib.sessions.models import Session

from outreach.models import FieldLease
from tests.browser.field.conftest import PIN, numbers

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS, ME = "**/field/events/", "**/field/me/"


@pytest.fixture
def day(phone, plan, people):
    """A phone with a visit taken along and two outcomes that wait, the office not reached: (the phone, its lease)."""
    one = phone().open()
    lease = one.take(plan())
    one.cut()
    for person in people[:2]:
        one.outcome(person, "recorded")
    return one, lease


def test_tries_are_made_less_and_less_often(day):
    one, lease = day
    pauses = []
    for _try in range(3):
        assert one.send()["problem"] == "offline"
        pauses.append(one.js("return field.status.nextTry - Date.now();"))
    for pause, expected in zip(pauses, (5_000, 10_000, 20_000), strict=True):
        assert 0.8 * expected < pause < 1.2 * expected
    far = one.js("const { pauseAfter } = await import('/static/field/sending.js'); return pauseAfter(40, 0.5);")
    assert far == 5 * 60_000
    one.cut(off=False)
    one.page.evaluate("dispatchEvent(new Event('online'))")
    one.until("(await store.waitingOn()) === 0")
    assert numbers(lease) == [1, 2]


@pytest.mark.parametrize(
    ("address", "answer", "problem"),
    [
        (ME, {"status": 200, "body": "<html>Masuk ke Wi-Fi</html>", "content_type": "text/html"}, "offline"),
        (ME, {"status": 302, "headers": {"Location": "http://192.0.2.1/"}}, "offline"),
        (EVENTS, {"status": 503, "headers": {"Retry-After": "120"}}, "offline"),
        (EVENTS, {"status": 200, "json": {"answers": []}}, "no_receipt"),
        (EVENTS, {"status": 200, "json": {"answers": [{"l": "x", "n": 1, "a": "accepted"}]}}, "no_receipt"),
        (EVENTS, {"status": 200, "body": "[", "content_type": "application/json"}, "offline"),
        (ME, {"status": 401, "json": {"error": "signed_out"}}, "signed_out"),
    ],
)
def test_whatever_is_no_receipt_leaves_all_of_it_waiting(day, address, answer, problem):
    one, lease = day
    one.cut(off=False)
    one.answers(address, **answer)
    assert one.send()["problem"] == problem
    assert one.waiting(lease)["waiting"] == 2
    assert one.js("return field.status.signedOut;") is (problem == "signed_out")
    if answer["status"] == 503:
        assert one.js("return field.status.nextTry - Date.now();") > 100_000
    one.send()
    assert one.waiting(lease) == {"waiting": 0, "sent": 2, "refused": []}
    assert one.js("return [field.status.problem, field.status.signedOut];") == ["", False]
    assert numbers(lease) == [1, 2]


def test_a_token_that_is_not_taken_is_fetched_anew_once(day):
    one, lease = day
    one.cut(off=False)
    one.answers(EVENTS, status=403, json={"error": "csrf"})
    assert one.send()["sent"] == 2
    assert numbers(lease) == [1, 2]


def test_what_is_too_large_goes_in_halves(day):
    one, lease = day
    one.js("for (let n = 0; n < 6; n += 1) await s.act({ k: 'tally', w: 'ikd', c: 1 });")
    one.cut(off=False)
    sizes = []

    def narrow(route):
        events = route.request.post_data_json["events"]
        sizes.append(len(events))
        if len(events) > 3 or any(one["n"] == 5 for one in events):
            return route.fulfill(status=413, body="{}", content_type="application/json")
        return route.continue_()

    one.page.context.route(EVENTS, narrow)
    told = one.send()
    # One that is too large by itself does not hold up the others, and waits.
    assert (told["sent"], told["left"]) == (7, 1)
    assert sizes[:2] == [8, 4]
    assert numbers(lease) == [1, 2, 3, 4, 6, 7, 8]
    assert one.waiting(lease)["waiting"] == 1


def test_an_answer_that_is_lost_counts_nothing_twice(day):
    one, lease = day
    one.cut(off=False)

    def lost(route):
        route.fetch()
        route.abort()

    one.page.context.route(EVENTS, lost, times=1)
    assert one.send()["problem"] == "offline"
    assert numbers(lease) == [1, 2]
    one.send()
    assert one.waiting(lease) == {"waiting": 0, "sent": 2, "refused": []}
    assert numbers(lease) == [1, 2]


def test_what_an_office_has_forgotten_is_sent_again(day):
    """Its database was restored from a backup of before."""
    one, lease = day
    one.cut(off=False)
    one.send()
    assert numbers(lease) == [1, 2]
    one.answers(
        EVENTS, status=200, json={"answers": [], "leases": [{"lease": lease, "state": "out", "missing": [[1, 2]]}]}
    )
    asked = []
    one.page.on("request", lambda request: asked.append(request))
    assert one.send()["sent"] == 2
    sent = [[event["n"] for event in one.post_data_json["events"]] for one in asked if one.url.endswith("/events/")]
    assert sent == [[], [1, 2]]
    assert one.waiting(lease) == {"waiting": 0, "sent": 2, "refused": []}


def test_a_refused_act_stays_and_is_sent_again_when_asked(day, people):
    one, lease = day
    one.js("return s.act({ k: 'outcome', p: a, o: 'nonsense' });", people[2].pk)
    one.cut(off=False)
    one.send()
    (refused,) = one.waiting(lease)["refused"]
    assert refused["number"] == 3
    assert refused["sentence"]
    assert [envelope["n"] for envelope in one.js("return field.envelopes(a);", lease)] == [3]
    assert one.js("return fault(field.giveBack(a));", lease)["code"] == "still_waiting"
    one.answers(EVENTS, status=200, json={"answers": [{"l": lease, "n": 3, "a": "known"}], "leases": []})
    one.js("await field.retry(a, 3);", lease)
    assert one.waiting(lease) == {"waiting": 0, "sent": 3, "refused": []}


def test_signing_out_with_nothing_waiting_wipes_everything(phone, plan, people):
    one = phone().open()
    lease = one.take(plan())
    assert one.js("return field.signOut();") == "wiped"
    assert one.js("return [await store.allLeases(), field.user, localStorage.getItem('field')];") == [[], None, None]
    assert one.js("return s.locked;")
    assert FieldLease.objects.get(key=lease).returned_at
    assert not Session.objects.exists()


def test_signing_out_with_a_network_sends_first(day):
    one, lease = day
    one.cut(off=False)
    assert one.js("return field.signOut();") == "wiped"
    assert one.js("return (await store.allLeases()).length;") == 0
    assert numbers(lease) == [1, 2]
    assert not Session.objects.exists()


def test_signing_out_without_a_network_keeps_the_queue_until_there_is_one(day):
    one, lease = day
    assert one.js("return field.signOut();") == "kept"
    assert (
        one.js("const { people, peopleKey } = await store.leaseOf(a); return [people, peopleKey];", lease) == [None] * 2
    )
    one.open()
    assert one.js("return [field.user, field.ofOthers, (await field.leases()).map((one) => one.mine)];") == [
        None,
        {"leases": 1, "waiting": 2},
        [False],
    ]
    assert Session.objects.exists()
    # Whoever knows the PIN may take it back as long as the office has not heard of it.
    assert one.js("return fault(field.comeBack('999999'));")["code"] == "wrong_pin"
    assert one.js("return field.comeBack(a);", PIN) is True
    one.unlock(lease)
    assert one.js("return [s.data, s.contents().length];") == [None, 2]
    assert one.js("return field.signOut();") == "kept"
    one.cut(off=False)
    one.send()
    assert numbers(lease) == [1, 2]
    assert one.js("return [(await store.allLeases()).length, localStorage.getItem('field')];") == [0, None]
    assert not Session.objects.exists()
    assert one.js("return field.status.signedOut;")


def test_who_signs_in_again_sends_what_stayed(day, sign_in):
    one, lease = day
    assert one.js("return field.signOut();") == "kept"
    one.page.context.clear_cookies()
    one.cut(off=False)
    assert one.send()["problem"] == "signed_out"
    assert one.js("return store.fact('pendingSignOut');") is None
    again = sign_in("petugas").cookies["sessionid"].value
    one.page.context.add_cookies([{"name": "sessionid", "value": again, "url": one.page.evaluate("location.origin")}])
    assert one.send()["sent"] == 2
    assert numbers(lease) == [1, 2]
    # The list went when they signed out, so nothing is left to keep.
    assert one.js("return store.allLeases();") == []
    assert Session.objects.count() == 2


def test_another_person_on_the_phone_sees_a_count_and_sends_nothing(day, cast, sign_in):
    one, lease = day
    # The first one's sign-in ended without a word, as where cookies are cleared.
    other = sign_in("petugas_timur").cookies["sessionid"].value
    one.page.context.add_cookies([{"name": "sessionid", "value": other, "url": one.page.evaluate("location.origin")}])
    one.cut(off=False)
    one.open()
    one.send()
    assert one.js("return field.user.id;") == cast.petugas_timur.pk
    assert one.js("return field.ofOthers;") == {"leases": 1, "waiting": 2}
    assert one.js("return field.leases();") == [{"mine": False, "waiting": 2, "refused": 0}]
    for call in ("unlock(a, b)", "retry(a, 1)", "envelopes(a)", "giveBack(a)"):
        assert one.js(f"return fault(field.{call});", lease, PIN)["code"] == "not_here"
    assert one.js("return field.signOut();") == "wiped"
    assert numbers(lease) == []
    assert one.js("return (await store.allLeases()).length;") == 1


class TestFromAnyPage:
    """The button "Sign out" of the site."""

    def out(self, one):
        one.page.get_by_role("button", name="Keluar", exact=True).locator("visible=true").first.click()

    def at_home(self, one):
        one.page.set_viewport_size({"width": 1280, "height": 800})
        one.page.goto("/")

    def test_where_nothing_was_taken_along_nothing_is_loaded(self, phone):
        one = phone()
        asked = []
        one.page.on("request", lambda request: asked.append(request.url))
        self.at_home(one)
        self.out(one)
        one.page.wait_for_url("**/accounts/login/")
        assert not [address for address in asked if "signout" in address]

    def test_with_a_network_it_sends_wipes_and_signs_out(self, day):
        one, lease = day
        one.cut(off=False)
        self.at_home(one)
        self.out(one)
        one.page.wait_for_url("**/accounts/login/")
        assert numbers(lease) == [1, 2]
        assert FieldLease.objects.get(key=lease).returned_at
        assert one.page.evaluate("localStorage.getItem('field')") is None

    def test_what_cannot_be_sent_is_said_and_keeps_nobody_from_signing_out(self, day):
        one, lease = day
        self.at_home(one)
        self.out(one)
        notice = one.page.locator("[data-left]")
        notice.get_by_text("2", exact=False).first.wait_for()
        assert Session.objects.exists()
        notice.get_by_role("button").click()
        one.page.wait_for_url("**/accounts/login/")
        assert not Session.objects.exists()
        assert numbers(lease) == []

    def test_a_signing_out_from_before_is_carried_out_on_the_next_page(self, day):
        one, lease = day
        assert one.js("return field.signOut();") == "kept"
        one.cut(off=False)
        one.page.goto("/account/")
        one.page.wait_for_url("**/accounts/login/**")
        assert numbers(lease) == [1, 2]
        assert not Session.objects.exists()
