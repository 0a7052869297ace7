"""The pictures of the README and of the help pages, taken anew: ``python -m tests.pictures``.

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

from tests.browser.conftest import FLAGS, MISSING, chromium_path
from tests.site_process import ROOT, Database, running

FOLDER = ROOT / "static" / "help"
PASSWORD = "demo-{}"  # the three accounts of the demo are on its sign-in page


@dataclass(frozen=True)
class Picture:
    """One picture: whose page, how wide, how much of its height (None: all of it)."""

    name: str
    who: str
    path: str
    width: int
    height: int | None


PICTURES = [
    Picture("dashboard", "pejabat", "/", 1280, 1500),
    Picture("dashboard-phone", "pejabat", "/", 360, 1400),
    Picture("update", "petugas", "/counts/new/", 1280, 820),
    Picture("update-phone", "petugas", "/counts/new/", 360, 1000),
]


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


def take(page: Page, picture: Picture) -> Path:
    """Write one picture and give its file."""
    page.goto(picture.path)
    page.wait_for_load_state("networkidle")
    if picture.path == "/counts/new/":
        fill_a_row(page)
    path = FOLDER / f"{picture.name}.png"
    size = {"x": 0, "y": 0, "width": picture.width, "height": picture.height} if picture.height else None
    page.screenshot(path=path, full_page=True, clip=size)
    return path


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
            for picture in PICTURES:
                context = browser.new_context(
                    base_url=f"http://127.0.0.1:{site.port}",
                    viewport={"width": picture.width, "height": 900},
                    locale="id-ID",
                    reduced_motion="reduce",
                )
                page = context.new_page()
                sign_in(page, picture.who)
                path = take(page, picture)
                print(f"{re.sub(r'^.*/static/', 'static/', str(path))}: {path.stat().st_size // 1024} kB")
                context.close()
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
