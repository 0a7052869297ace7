"""How quick the field page is on a weak phone and a weak network, and what it weighs: ``python -m tests.field_measures``.

Serves the demo with hashed files and a visit of today to 400 people, and measures in a Chromium that is slowed down: the
network to 400 kbit/s with 400 ms latency, the processor four times, and six times to see how much is left. Prints a table; exit code 1 where a goal is
missed. ``--markdown`` prints it as the README has it.
"""

import gzip
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time as hour
from pathlib import Path
from statistics import median, quantiles
from urllib.request import Request, urlopen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ektp_tracker.settings")

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.browser.chromium import FLAGS, MISSING, chromium_path
from tests.site_process import Database, Site, manage, running

PEOPLE, PIN = 400, "270824"
KBIT, LATENCY = 400, 400
SLOWER = (4, 6)
#: Goals: seconds, milliseconds, kilobytes of 1,024 bytes.
USABLE, SEARCHED, SHELL = 5.0, 100.0, 400.0
#: Nothing is waited for longer, in milliseconds.
LONGEST = 90_000
#: From the navigation on, the moment at which each of these first stands on the page, in milliseconds.
WATCH = """(() => {
  const stood = (globalThis.stood = {});
  const look = () => {
    for (const [name, where] of Object.entries(%s))
      if (!(name in stood) && document.querySelector(where)?.getClientRects().length) stood[name] = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  addEventListener("DOMContentLoaded", look);
})();""" % json.dumps(  # noqa: UP031
    {"start": "[data-near]", "visits": "[data-near] [data-visit]", "pin": "[name=pin]"}
)
#: Milliseconds from each change of the search to the frame that shows whom it finds; words are typed sign by sign.
TYPE = """async (words) => {
  const field = document.getElementById("search"), spent = { typed: [], cleared: [] };
  const painted = () => new Promise((go) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = go;
    port2.postMessage(0);
  }));
  const set = async (value, into) => {
    const begun = performance.now();
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await painted();
    into.push(performance.now() - begun);
    await new Promise((go) => setTimeout(go, 120));
  };
  for (const word of words) {
    for (let n = 1; n <= word.length; n += 1) await set(word.slice(0, n), spent.typed);
    await set("", spent.cleared);
  }
  return spent;
}"""
#: Milliseconds of both touches of an outcome: until the sheet stands, and until the screen says it.
ACT = """async () => {
  const until = async (act, there) => {
    const begun = performance.now();
    act();
    while (!there()) await new Promise((go) => requestAnimationFrame(go));
    return performance.now() - begun;
  };
  const said = () => document.querySelector("[data-undo-bar]")?.textContent;
  const before = said(), row = document.querySelector("[data-people] li:not([hidden]) .person");
  const sheet = await until(() => row.click(), () => document.querySelector("[data-choose=recorded]"));
  const told = await until(() => document.querySelector("[data-choose=recorded]").click(), () => said() && said() !== before);
  return [sheet, told];
}"""
#: Each word is typed so often, and of each keystroke the quickest time counts: what else the machine does is none of the page.
ROUNDS = 5
#: Parts of names, a place and the beginning of a code, as they are typed at the table.
WORDS = ("siti", "muhammad", "ah", "rt 3", "nur", "K7")


@dataclass(frozen=True)
class Measured:
    """One line of the table: what, its figure with its unit, and the goal, where there is one."""

    what: str
    figure: float
    unit: str
    goal: float | None = None
    beside: str = ""

    @property
    def missed(self) -> bool:
        return self.goal is not None and self.figure > self.goal

    def cells(self) -> list[str]:
        digits = 1 if self.unit == "s" else 0
        figure = f"{self.figure:,.{digits}f} {self.unit}".strip() + (f" ({self.beside})" if self.beside else "")
        goal = "" if self.goal is None else f"≤ {self.goal:g} {self.unit}"
        return [self.what, figure, goal, "" if self.goal is None else "MISSED" if self.missed else "reached"]


def fill(number: int = PEOPLE) -> int:
    """Run inside the site: a visit of today by the demo's petugas to a desa with ``number`` people. Gives its id."""
    from kecamatan.access import scope_of
    from kecamatan.models import Desa, Drive, User
    from outreach.actions.people import Details, list_resident
    from outreach.actions.visits.planning import Plan, plan_visit
    from outreach.models import Resident
    from outreach.selectors.visits.expected import expected_of

    by, drive = scope_of(User.objects.get(username="petugas")), Drive.objects.get(is_active=True)
    desa = Desa.objects.filter(kecamatan=by.kecamatan[0]).first()
    plan = Plan(
        kecamatan=desa.kecamatan, day=by.today, starts=hour(8), ends=hour(14),
        place_name="Balai Desa", desa=[desa], team=[by.user],
    )  # fmt: skip
    visit = plan_visit(by=by, drive=drive, plan=plan)
    names = list(Resident.objects.order_by("pk").values_list("name", flat=True)[:number])
    for at in range(number - expected_of(visit).count()):
        name = f"{names[at % len(names)].split()[0]} {names[-1 - at % len(names)]}"
        list_resident(by=by, drive=drive, details=Details(name=name, desa=desa, rt=f"{1 + at % 9:03}", rw="001"))
    return visit.pk


def visit_of(database: Database) -> int:
    """The visit of ``fill``, planned by a process of its own beside the site."""
    done = manage(
        "shell", "-c", "from tests.field_measures import fill; print('visit', fill())", DEMO="1", **database.env
    )
    found = re.search(r"visit (\d+)", done.stdout)
    assert found, done.stderr
    return int(found[1])


def shell_of(site: Site) -> Iterator[tuple[str, int, int]]:
    """(address, bytes, bytes as they travel) of everything that a phone keeps of the page."""
    told = json.loads(re.search(r"work\(self, (\{.*\})\)", site.get("/field/sw.js")[1])[1])
    for address in [told["shell"], "/field/sw.js", *told["files"]]:
        with urlopen(
            Request(f"http://127.0.0.1:{site.port}{address}", headers={"Accept-Encoding": "gzip"}), timeout=30
        ) as answer:
            body = answer.read()
            whole = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
            yield address, len(whole), len(body)


class Phone:
    """A weak phone on which the petugas is signed in."""

    def __init__(self, context: BrowserContext, session: list, slower: int) -> None:
        context.add_cookies(session)
        context.add_init_script(WATCH)
        self.context, self.page = context, context.new_page()
        self.page.set_default_timeout(LONGEST)
        self.wire: CDPSession = context.new_cdp_session(self.page)
        self.wire.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        self.requests = 0
        self.page.on("request", self._count)

    def _count(self, _request: object) -> None:
        self.requests += 1

    def network(self, weak: bool) -> None:
        """A weak network, or the machine's own."""
        rate = KBIT * 1000 / 8 if weak else -1
        limits = {"latency": LATENCY if weak else 0, "downloadThroughput": rate, "uploadThroughput": rate}
        self.wire.send("Network.enable")
        self.wire.send("Network.emulateNetworkConditions", {"offline": False, **limits})

    def open(self, address: str, *, until: str) -> dict[str, float]:
        """Seconds after which each part first stood, once ``until`` does."""
        self.page.goto(address, wait_until="commit")
        return self.stood(until)

    def stood(self, until: str) -> dict[str, float]:
        self._until(f"globalThis.stood?.{until}")
        return {name: ms / 1000 for name, ms in self.page.evaluate("stood").items()}

    def _until(self, condition: str) -> None:
        """The page forbids scripts made of text, so it is asked from outside."""
        end = time.monotonic() + LONGEST / 1000
        while not self.page.evaluate(f"Boolean({condition})"):
            assert time.monotonic() < end, f"waited in vain for {condition}"
            self.page.wait_for_timeout(100)

    def seconds(self, act: Callable[[], object], there: str) -> float:
        """Seconds from an act to the moment at which ``there`` is seen."""
        begun = time.perf_counter()
        act()
        self.page.wait_for_selector(there)
        return time.perf_counter() - begun

    def kept(self) -> None:
        """Waits until the worker holds the whole shell."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self._until("navigator.serviceWorker.controller")


def take_along(phone: Phone, visit: int) -> float:
    """Seconds from the touch on "take along" until the list is on the phone."""
    page = phone.page
    page.click(f"[data-visit='{visit}']")
    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    return phone.seconds(lambda: page.click("[type=submit]"), "[data-begin]")


def unlock(phone: Phone) -> float:
    phone.page.fill("[name=pin]", PIN)
    return phone.seconds(lambda: phone.page.press("[name=pin]", "Enter"), "[data-people] li:not([hidden]) .person")


def first_day(phone: Phone, visit: int) -> list[Measured]:
    """The first open on a weak network, the list taken along, and the page opened again where there is none."""
    phone.network(weak=True)
    cold = phone.open("/field/", until="visits")
    requests = phone.requests
    phone.kept()
    taken = take_along(phone, visit)
    phone.page.wait_for_timeout(1_000)
    phone.context.set_offline(True)
    warm = phone.open(f"/field/{visit}/", until="pin")
    listed = unlock(phone)
    number = phone.page.locator("[data-people] .person").count()
    return [
        Measured("First open, nothing known yet: the start screen stands", cold["start"], "s", USABLE),
        Measured("… and one's visits are there to be taken along", cold["visits"], "s", USABLE, f"{requests} requests"),
        Measured(f"Taking along a visit of {number} people, PIN included", taken, "s"),
        Measured("Opened again without a network: asks for the PIN", warm["pin"], "s", USABLE),
        Measured("… and from the PIN to the list that can be searched", listed, "s", USABLE),
    ]


def at_the_table(phone: Phone, slower: int, *, goal: float | None) -> list[Measured]:
    """Search and outcomes, with the list open."""
    phone.wire.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    said = f"processor {slower} times slower"
    rounds = [phone.page.evaluate(TYPE, WORDS) for _round in range(ROUNDS)]
    typed, cleared = (
        [min(same) for same in zip(*(one[what] for one in rounds), strict=True)] for what in ("typed", "cleared")
    )
    told = [sum(phone.page.evaluate(ACT)) for _turn in range(6)]
    late = quantiles(typed, n=20)[-1]
    return [
        Measured(
            f"Search, 95 % of the keystrokes (each the quickest of {ROUNDS}), {said}",
            late,
            "ms",
            goal,
            f"median {median(typed):.0f} ms",
        ),
        Measured("… the search cleared, the slowest time", max(cleared), "ms", goal),
        Measured("… an outcome, both touches until the screen says it", median(told), "ms"),
    ]


@contextmanager
def phone_of(browser: Browser, site: Site, slower: int) -> Iterator[Phone]:
    told = {"base_url": f"http://127.0.0.1:{site.port}", "locale": "id-ID"}
    size = {"width": 360, "height": 740}
    office = browser.new_context(**told)
    sign_in(office.new_page())
    session = [one for one in office.cookies() if one["name"] == "sessionid"]
    office.close()
    context = browser.new_context(**told, viewport=size, has_touch=True, is_mobile=True)
    try:
        yield Phone(context, session, slower)
    finally:
        context.close()


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=username]", "petugas")
    page.fill("[name=password]", "demo-petugas")
    page.press("[name=password]", "Enter")
    page.wait_for_url("/")


def measure(browser: Browser, site: Site, visit: int) -> list[Measured]:
    # Asked for before the phone does: the site has just been started, and its first answers are slower than later ones.
    shell = list(shell_of(site))
    with phone_of(browser, site, SLOWER[0]) as phone:
        found = first_day(phone, visit)
        for slower in SLOWER:
            found += at_the_table(phone, slower, goal=SEARCHED if slower == SLOWER[0] else None)
    whole, sent = (sum(one[at] for one in shell) / 1024 for at in (1, 2))
    return [
        *found,
        Measured("What a phone keeps of the page, uncompressed", whole, "KB", SHELL, f"{len(shell)} files"),
        Measured("… as it travels", sent, "KB"),
    ]


def table(found: list[Measured], *, markdown: bool) -> str:
    rows = [["", "measured", "goal", ""], *(one.cells() for one in found)]
    if markdown:
        rows.insert(1, ["---"] * 4)
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main() -> int:
    chromium = chromium_path()
    if chromium is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = Database(Path(folder))
        with running(database, "--demo") as site:
            visit = visit_of(database)
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            found = measure(browser, site, visit)
            browser.close()
    print(table(found, markdown="--markdown" in sys.argv))
    return 1 if any(one.missed for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
