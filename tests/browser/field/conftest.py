"""Phones in a real Chromium, without the screens: what is kept, reckoned and sent, against the real server."""

import json
import re
import threading
from contextlib import suppress
from datetime import time

import pytest
from django.db import OperationalError

from kecamatan.access import scope_of
from outreach.actions.people import Details, list_resident
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.models import FieldEvent

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


def numbers(lease):
    """The numbers that came in. A request that writes just now holds the tables of a database in memory for a moment."""
    for _try in range(100):
        with suppress(OperationalError):
            return sorted(FieldEvent.objects.filter(lease__key=lease).values_list("number", flat=True))
        threading.Event().wait(0.05)
    raise AssertionError("the database stays locked")


class Phone:
    """One page in which the facade is open as ``field``; what it does is script."""

    def __init__(self, page):
        self.page = page

    def open(self, address=BLANK):
        """The page as it is after it was opened (anew); the first sending is over."""
        self.page.goto(address)
        self.page.evaluate("""async () => {
            globalThis.f = await import("/static/field/field.js");
            globalThis.store = await import("/static/field/store.js");
            globalThis.field = await f.openField();
            globalThis.fault = (work) => work.then((done) => ({ done }), (e) => ({ code: e.code, ...e }));
        }""")
        self.until("!field.status.sending")
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

    def until(self, condition):
        """Waits until an expression, which may await, is true."""
        self.js(
            f"""for (let n = 0; !({condition}); n += 1) {{
                if (n > 400) throw new Error("Waited in vain.");
                await new Promise((go) => setTimeout(go, 20));
            }}"""
        )

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
def phone(chromium, live_server, cast, sign_in):
    """``phone("petugas")``: a phone on which they are signed in. ``worker``: with the service worker as well."""
    contexts = []

    def _phone(who="petugas", *, worker=False):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": 360, "height": 800},
            locale="id-ID",
            reduced_motion="reduce",
            service_workers="allow" if worker else "block",
        )
        contexts.append(context)
        known = sign_in(who).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": known, "url": live_server.url}])
        blank = {"body": "<!doctype html><html lang=id><title>-</title><main></main>", "content_type": "text/html"}
        context.route(f"**{BLANK}", lambda route: route.fulfill(**blank))
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(BLANK)
        return Phone(page)

    yield _phone
    for context in contexts:
        context.close()
