"""Phones in a real Chromium, without the screens: what is kept, reckoned and sent, against the real server."""

import json
import re
from datetime import time

import pytest

from kecamatan.access import scope_of
from outreach.actions.people import Details, list_resident
from outreach.actions.visits.planning import Plan, plan_visit

PIN = "270327"
#: A page of the site with nothing on it: scripts of the field page are loaded into it one by one.
OFFICE = re.compile(r"/field/(me|visits|events|\d+/\w+)/$")
BLANK = "/static/blank.html"


@pytest.fixture
def people(cast, places):
    """Three who are expected in Lambur."""
    by = scope_of(cast.petugas)
    return [
        list_resident(by=by, drive=places.drive, details=Details(name=name, desa=places.lambur, birth_date=born))
        for name, born in (("Siti Aminah", None), ("Muhammad Rizki", None), ("H. Achmad Sjafi'i", None))
    ]


@pytest.fixture
def plan(cast, places, today):
    """``plan()``: a visit of today to Lambur, of the petugas."""

    def _plan(place="Kantor Desa Lambur", by=None):
        by = scope_of(by or cast.petugas)
        told = {"desa": [places.lambur], "team": [by.user], "leader": by.user, "place_name": place}
        planned = Plan(kecamatan=places.timur, day=today, starts=time(8), ends=time(14), **told)
        return plan_visit(by=by, drive=places.drive, plan=planned)

    return _plan


class Phone:
    """One page in which the facade is open as ``field``; what it does is script."""

    def __init__(self, page):
        self.page = page

    def open(self, wait=True):
        """The page as it is after it was opened (anew); the first sending is over."""
        self.page.goto(BLANK)
        self.page.evaluate("""async () => {
            globalThis.f = await import("/static/field/field.js");
            globalThis.store = await import("/static/field/store.js");
            globalThis.field = await f.openField();
            globalThis.fault = (work) => work.then((done) => ({ done }), (e) => ({ code: e.code, ...e }));
        }""")
        if wait:
            self.page.wait_for_function("() => !field.status.sending && field.status.nextTry !== undefined")
        return self

    def js(self, script, *arguments):
        """What the body of an async function gives; its arguments are a, b, c."""
        return self.page.evaluate(f"async ([a, b, c]) => {{ {script} }}", [*arguments, None, None, None][:3])

    def take(self, visit):
        """Take the visit along and open it as ``s``; gives the key of the lease."""
        lease = self.js("return (await field.take(a, b)).lease;", visit.pk, PIN)
        self.unlock(lease)
        return lease

    def unlock(self, lease):
        self.js("globalThis.s = await field.unlock(a, b);", lease, PIN)
        return self

    def outcome(self, resident, outcome):
        """An outcome, stored; gives its number."""
        return self.js("return s.act({ k: 'outcome', p: a, o: b });", resident.pk, outcome)

    def send(self):
        return self.js("return field.send();")

    def waiting(self, lease):
        return self.js("return field.waitingOf(a);", lease)

    def tab(self):
        """Another tab of the same browser."""
        return Phone(self.page.context.new_page())

    def offline(self, off=True):
        """No network at all."""
        self.page.context.set_offline(off)

    def cut(self, off=True):
        """The office is not reached; what makes the page is, so that it may be opened anew."""
        if off:
            self.page.context.route(OFFICE, lambda route: route.abort())
        else:
            self.page.context.unroute(OFFICE)

    def answers(self, address, **answer):
        """The office answers so at this address, once; a body is JSON."""
        body = answer.pop("json", None)
        told = answer | ({"body": json.dumps(body), "content_type": "application/json"} if body is not None else {})
        self.page.context.route(address, lambda route: route.fulfill(**told), times=1)


@pytest.fixture
def phone(visit):
    """``phone("petugas")``: a phone on which they are signed in."""

    def _phone(who="petugas"):
        page = visit(who, width=360)
        blank = {"body": "<!doctype html><html lang=id><title>-</title><main></main>", "content_type": "text/html"}
        page.context.route(f"**{BLANK}", lambda route: route.fulfill(**blank))
        return Phone(page)

    return _phone
