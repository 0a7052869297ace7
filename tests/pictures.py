"""The pictures of the README and of the help pages, taken anew: ``python -m tests.pictures``; ``… field``: of the field day only.

Starts the demo on a free port with data of its own, drives a Chromium through it and writes into ``static/help``. The
demo is the same for the same day, so the pictures change with the pages and the calendar only.
"""

import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ektp_tracker.settings")

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import FLAGS, MISSING, chromium_path
from tests.pictures_field import NAMES, take_field_day
from tests.site_process import ROOT, Database, running

FOLDER = ROOT / "static" / "help"
PASSWORD = "demo-{}"  # the three accounts of the demo are on its sign-in page


@dataclass(frozen=True)
class Picture:
    """One picture: whose page, how wide, how much of its height (None: all of it), from where on (a selector)."""

    name: str
    who: str
    path: str
    width: int
    height: int | None
    above: str = ""


PICTURES = [
    Picture("dashboard", "pejabat", "/", 1280, 1500),
    Picture("dashboard-phone", "pejabat", "/", 360, 1400),
    Picture("update", "petugas", "/counts/new/", 1280, 820),
    Picture("update-phone", "petugas", "/counts/new/", 360, 1000),
    Picture("forecast", "pejabat", "/forecast/", 1280, 1310),
    Picture("compare", "pejabat", "/compare/", 1280, 1180),
    Picture("visit-phone", "petugas", "{result}", 360, 1400),
]
#: Of the manual, in this order: the second list of the demo is read, then taken in.
MANUAL = [
    Picture("list-file", "petugas", "/imports/new/", 760, 560, "main"),
    Picture("list-changed", "petugas", "{read}", 760, 520, "main"),
    Picture("list-doubts", "petugas", "{read}rows/?verdict=doubtful", 760, 480, "main"),
    Picture("list-taken", "petugas", "{taken}", 760, 480, "main"),
    Picture("list-gone", "petugas", "/absences/", 760, 480, "main"),
    Picture("people", "petugas", "{found}", 760, 520, "main"),
    Picture("agree", "petugas", "/reconciliation/15.07.01/", 760, 560, "main"),
    Picture("visit-where", "petugas", "/where/plan/", 760, 560, "main"),
    Picture("visit", "petugas", "{visit}", 760, 560, "main"),
    Picture("visit-result", "petugas", "{result}", 760, 480, "main"),
]
LIST = ROOT / "outreach" / "demo_lists" / "bulan-2-siak.csv"
#: Kilobytes that a picture of the manual may have.
MOST_KILOBYTES = 60


def sign_in(page: Page, who: str) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD.format(who))
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def fill_a_row(page: Page) -> None:
    """The first row of the page that enters counts, as a petugas leaves it before saving."""
    page.fill("[name=row-0-place]", "Lambur I, Muara Sabak Timur")
    page.fill("[name=row-0-quantity]", "12")
    page.press("[name=row-0-quantity]", "Tab")
    page.wait_for_timeout(600)


def choose_the_list(page: Page) -> None:
    page.set_input_files("[name=file]", LIST)
    page.check("[name=covers][value=whole]")


def read_the_list(page: Page) -> str:
    """Send the form that is open, wait for the preview, and give its address."""
    page.get_by_role("button", name="Baca berkas").click()
    page.locator(".take-in").wait_for(timeout=120_000)
    return page.url


def take_it_in(page: Page, address: str) -> str:
    page.goto(address)
    page.get_by_role("button", name="Masukkan daftar ini").click()
    page.get_by_role("link", name="Batalkan impor ini").wait_for(timeout=120_000)
    return page.url


def find_somebody(page: Page) -> str:
    page.goto("/residents/")
    page.fill("[name=text]", "sitti aminah")
    page.press("[name=text]", "Enter")
    page.wait_for_load_state("networkidle")
    return page.url


def find_visit(page: Page, asked: str) -> str:
    """The address of the first visit of the list that is asked for."""
    page.goto(f"/visits/?{asked}")
    return page.locator("#list-part table a[href^='/visits/']").first.get_attribute("href")


#: A part of an address → how it is found out.
FOUND = {
    "{taken}": take_it_in,
    "{found}": lambda page, _address: find_somebody(page),
    "{visit}": lambda page, _address: find_visit(page, "state=confirmed"),
    "{result}": lambda page, _address: f"{find_visit(page, 'state=done')}result/?show=all",
}


def take_manual(page: Page) -> None:
    """The pictures of the manual, each after what leads to it."""
    read = ""
    for picture in MANUAL:
        path = picture.path.replace("{read}", read)
        for part, act in FOUND.items():
            if part in path:
                path = path.replace(part, act(page, read))
        tell(take(page, picture, path))
        if picture.name == "list-file":
            read = read_the_list(page)


def take(page: Page, picture: Picture, path: str = "") -> Path:
    """Write one picture and give its file."""
    path = path or picture.path
    page.goto(FOUND[path](page, "") if path in FOUND else path)
    page.wait_for_load_state("networkidle")
    if picture.path == "/counts/new/":
        fill_a_row(page)
    if picture.name == "list-file":
        choose_the_list(page)
    file = FOLDER / f"{picture.name}.png"
    top = page.locator(picture.above).bounding_box()["y"] if picture.above else 0
    size = {"x": 0, "y": top, "width": picture.width, "height": picture.height} if picture.height else None
    page.screenshot(path=file, full_page=True, clip=size)
    return file


def tell(file: Path) -> None:
    print(f"{re.sub(r'^.*/static/', 'static/', str(file))}: {file.stat().st_size // 1024} kB")


def main() -> int:
    chromium = chromium_path()
    if chromium is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = Database(Path(folder))
        with running(database, "--demo") as site:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for file in take_field_day(browser, f"http://127.0.0.1:{site.port}", FOLDER, sign_in):
                tell(file)
            for picture in [] if sys.argv[1:] == ["field"] else [*PICTURES, MANUAL[0]]:
                context = browser.new_context(
                    base_url=f"http://127.0.0.1:{site.port}",
                    viewport={"width": picture.width, "height": 900},
                    locale="id-ID",
                    reduced_motion="reduce",
                )
                page = context.new_page()
                sign_in(page, picture.who)
                if picture in MANUAL:
                    take_manual(page)
                else:
                    tell(take(page, picture))
                context.close()
            browser.close()
    names = [*(one.name for one in MANUAL), *NAMES]
    heavy = [name for name in names if (FOLDER / f"{name}.png").stat().st_size > MOST_KILOBYTES * 1024]
    if heavy:
        sys.stderr.write(f"Heavier than {MOST_KILOBYTES} kB, show less of the page: {', '.join(heavy)}\n")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
