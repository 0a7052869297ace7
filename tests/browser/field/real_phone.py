"""A phone whose browser keeps its profile in a folder, and can be killed: used by touching the page only."""

import json
import os
import re
import signal
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import FLAGS, chromium_path
from tests.started_once import PASSWORD

PIN = "270327"
#: Bytes that a phone without a folder has room for.
ROOM = 3_000_000
#: The whole store as text: nothing of it may name anybody.
DUMP = """async () => {
    const all = [];
    for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((done) => { indexedDB.open(name).onsuccess = (e) => done(e.target.result); });
        for (const store of db.objectStoreNames) {
            const asked = db.transaction(store).objectStore(store).getAll();
            all.push(await new Promise((done) => { asked.onsuccess = () => done(asked.result); }));
        }
        db.close();
    }
    const text = (_key, one) => one instanceof Uint8Array ? String.fromCharCode(...one) : one;
    return JSON.stringify([all, { ...localStorage }, { ...sessionStorage }], text);
}"""
KEPT = """async (store) => {
    const db = await new Promise((done) => { indexedDB.open("field").onsuccess = (e) => done(e.target.result); });
    const asked = db.transaction(store).objectStore(store).getAll();
    await new Promise((done) => { asked.onsuccess = done; });
    db.close();
    return JSON.parse(JSON.stringify(asked.result, (_key, one) => one instanceof Uint8Array ? undefined : one));
}"""
#: Until the site is reached again, or is not there. What was begun just before may fail first.
REACHED = """async () => {
    for (let n = 0; n < 20 && !(await fetch("/healthz").then(() => true, () => false)); n += 1) {
        await new Promise((go) => setTimeout(go, 25));
    }
    // A network that comes back is told of; one that was cut by a test is not.
    dispatchEvent(new Event("online"));
}"""
#: Puts so much into the store of the site that nothing more fits.
FILL = """async () => {
    const db = await new Promise((done) => {
        const asked = indexedDB.open("photos");
        asked.onupgradeneeded = () => asked.result.createObjectStore("all", { autoIncrement: true });
        asked.onsuccess = () => done(asked.result);
    });
    for (let size = 2 ** 20; size >= 16; size /= 2) {
        const fits = () => new Promise((done) => {
            const tx = db.transaction("all", "readwrite");
            tx.objectStore("all").add(crypto.getRandomValues(new Uint8Array(Math.min(size, 65536))));
            for (let n = 65536; n < size; n += 65536) tx.objectStore("all").add(crypto.getRandomValues(new Uint8Array(65536)));
            tx.oncomplete = () => done(true);
            tx.onabort = () => done(false);
        });
        for (let n = 0; n < 40 && (await fits()); n += 1);
    }
    db.close();
}"""
#: Many acts at once: the page's own module, opened a second time as another tab would.
ACTS = """async ([lease, pin, acts]) => {
    const { openField } = await import(document.querySelector("link[rel=modulepreload][href*='/field/field.']").href);
    const field = await openField();
    const session = await field.unlock(lease, pin);
    for (const act of acts) await session.act(act);
}"""


class RealPhone:
    """One browser with one page; without a folder nothing outlives it, and its storage can be made small."""

    def __init__(self, chromium, url: str, folder: Path | None = None) -> None:
        self.chromium, self.url, self.folder = chromium, url, folder
        self.broken: list[str] = []
        self.open()

    def open(self) -> "RealPhone":
        """Start the browser on its folder, as it was left."""
        told = {"base_url": self.url, "viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
        told["reduced_motion"] = "reduce"
        if self.folder:
            kind = self.chromium.browser_type
            browser = {"executable_path": chromium_path(), "args": FLAGS}
            self.context = kind.launch_persistent_context(self.folder, **browser, **told)
        else:
            self.context = self.chromium.new_context(**told)
        self.context.set_default_timeout(15_000)
        self.context.on("page", self._watch)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self._watch(self.page)
        if not self.folder:
            # Before anything is kept: the browser looks only now and then how much room there is.
            self.room = self.context.new_cdp_session(self.page)
            self.room.send("Storage.overrideQuotaForOrigin", {"origin": self.url, "quotaSize": ROOM})
        return self

    def _watch(self, page) -> None:
        page.on("pageerror", lambda error: self.broken.append(str(error)))

    def set_clock(self, shift: int) -> None:
        """From the next page on, the clock is ahead by that much."""
        self.context.add_init_script(
            f"""(() => {{
                // The worker would send by the machine's clock.
                delete ServiceWorkerRegistration.prototype.sync;
                const Real = Date;
                globalThis.Date = class extends Real {{
                    constructor(...told) {{ told.length ? super(...told) : super(Real.now() + ({shift})); }}
                    static now() {{ return Real.now() + ({shift}); }}
                }};
            }})()"""
        )

    def kill(self) -> None:
        """End the browser as an empty battery does."""
        mine = f"--user-data-dir={self.folder}".encode()
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                told = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if mine in told and not any(one.startswith(b"--type=") for one in told):
                with self.context.expect_event("close"):
                    os.killpg(os.getpgid(int(entry.name)), signal.SIGKILL)
                return
        raise AssertionError("the browser of this phone is not found")

    def close(self) -> None:
        self.context.close()

    def offline(self, off: bool = True) -> None:
        """Cut the network; or have it back, and the site with it where it is served."""
        self.context.set_offline(off)
        if not off:
            for page in self.context.pages:
                page.evaluate(REACHED)

    # What somebody does with it.

    def sign_in(self, name: str = "petugas", password: str = PASSWORD, then: str = "/field/") -> "RealPhone":
        page = self.page
        page.goto(f"/accounts/login/?next={then}")
        if "/accounts/login/" in page.url:
            page.fill("[name=username]", name)
            page.fill("[name=password]", password)
            page.press("[name=password]", "Enter")
            page.wait_for_url(f"**{then}")
        return self

    def take(self, visit: int) -> "RealPhone":
        """Take it along, and open its list; from then on no network is needed."""
        page = self.page
        page.goto(f"/field/{visit}/")
        page.fill("[name=pin]", PIN)
        page.fill("[name=again]", PIN)
        page.click("[type=submit]")
        page.click("[data-begin]")
        expect(page.locator(".person:visible").first).to_be_visible()
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        return self

    def unlock(self, visit: int, page=None) -> "RealPhone":
        page = page or self.page
        page.goto(f"/field/{visit}/")
        page.fill("[name=pin]", PIN)
        page.press("[name=pin]", "Enter")
        expect(page.locator(".tabs")).to_be_visible()
        return self

    def part(self, name: str, page=None) -> None:
        (page or self.page).click(f".tabs a[href='#{name}']")

    def tell(self, outcome: str = "recorded") -> str:
        """The first who is open; gives the name once the page says that it is stored."""
        row = self.page.locator(".person:visible").first
        name = re.split(",", row.locator(".name").inner_text())[0]
        row.click()
        self.page.click(f"[data-choose={outcome}]")
        expect(self.page.locator("[data-undo-bar]")).to_contain_text(f"{name}:")
        return name

    def newcomer(self, name: str) -> None:
        """Somebody who is not on the list was recorded."""
        self.part("new")
        self.page.fill("[name=name]", name)
        self.page.locator(".form [type=submit]").click()
        expect(self.page.locator("[data-undo-bar]")).to_contain_text(f"{name}:")

    def acts(self, acts: list[dict]) -> None:
        """Contents of many acts, told one after the other."""
        self.page.evaluate(ACTS, [self.kept("leases")[0]["lease"], PIN, acts])

    def kept(self, store: str) -> list[dict]:
        """What a part of the phone's store holds; keys and ciphertexts are left out."""
        return self.page.evaluate(KEPT, store)

    def batch(self, most: int | None = None) -> bytes:
        """What the page would send now, were it allowed to send that much at once."""
        leases = [{"lease": one["lease"], "made": one["made"]} for one in self.kept("leases")]
        return json.dumps(
            {"leases": leases, "events": [one["envelope"] for one in self.kept("events")[:most]]}
        ).encode()

    def cookies(self) -> dict[str, str]:
        return {one["name"]: one["value"] for one in self.context.cookies()}

    def sums(self, page=None) -> list[str]:
        """Waiting, arrived, refused, as the page says it."""
        page = page or self.page
        self.part("send", page)
        expect(page.locator(".sums dd")).to_have_count(3)
        return page.locator(".sums dd").all_inner_texts()

    def all_arrived(self, many: int, page=None) -> None:
        """Wait until the page says that everything did."""
        page = page or self.page
        self.part("send", page)
        expect(page.locator(".sums dd")).to_have_text(["0", str(many), "0"], timeout=30_000)

    def fill_storage(self) -> None:
        """Everything that the site may keep is taken."""
        self.page.evaluate(FILL)

    def make_room(self) -> None:
        self.room.send("Storage.overrideQuotaForOrigin", {"origin": self.url})

    def send_now(self, page=None) -> None:
        """Touch the button; what comes of it is not waited for."""
        self.part("send", page)
        (page or self.page).locator("[data-part=send] .actions button").first.evaluate("(one) => { one.click(); }")

    def dump(self) -> str:
        return self.page.evaluate(DUMP)

    def banner(self, key: str):
        return self.page.locator(f"[data-banner={key}]")
