"""The six pictures of a field day, as a phone of 360 points shows them; taken by ``python -m tests.pictures``."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

PIN = "270824"
WIDTH, HEIGHT = 360, 640
NAMES = ("field-take", "field-find", "field-outcome", "field-unlisted", "field-out", "field-office")
#: What makes room for the page itself: banners that tell of the demo, and of a browser that is not a phone's.
PUT_AWAY = """() => {
  document.querySelector(".demo-bar")?.remove();
  document.querySelector("[data-banner=persist] button")?.click();
}"""
#: Below what stays in sight, where something does.
TO_TOP = """(one) => {
  const pinned = document.querySelector(".pinned")?.offsetHeight ?? 0;
  scrollTo(0, scrollY + one.getBoundingClientRect().top - 12 - pinned);
}"""


def take_field_day(browser: Browser, address: str, folder: Path, sign_in: Callable[[Page, str], None]) -> list[Path]:
    """Take today's visit along on a phone, go through the day, and give the files of the pictures."""
    phone = {"viewport": {"width": WIDTH, "height": HEIGHT}, "has_touch": True, "is_mobile": True}
    context = browser.new_context(base_url=address, locale="id-ID", reduced_motion="reduce", **phone)
    page = context.new_page()
    sign_in(page, "petugas")
    files = {name: folder / f"{name}.png" for name in NAMES}
    _evening_before(page, files)
    context.set_offline(True)
    _at_the_table(page, files)
    _without_a_network(page, files)
    context.set_offline(False)
    _in_the_office(page, files)
    context.close()
    return list(files.values())


def _snap(page: Page, file: Path, above: str = "") -> None:
    """What the phone shows, from ``above`` (a selector) on."""
    page.evaluate(PUT_AWAY)
    if above:
        page.locator(above).first.evaluate(TO_TOP)
    page.evaluate("document.activeElement?.blur()")
    page.wait_for_timeout(400)
    page.screenshot(path=file)


def _evening_before(page: Page, files: dict[str, Path]) -> None:
    page.goto("/field/")
    page.locator("[data-visit]:has(.flag)").first.click()
    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    _snap(page, files["field-take"], "[data-agreement] li:nth-child(3)")
    page.click("[type=submit]")
    page.click("[data-begin]")
    page.locator("[data-people] .person").first.wait_for()


def _at_the_table(page: Page, files: dict[str, Path]) -> None:
    for at, outcome in enumerate(("recorded", "recorded", "absent")):
        page.locator(".person:visible").nth(at).click()
        page.click(f"[data-choose={outcome}]")
        page.locator(".sheet").wait_for(state="detached")
    page.fill("#search", "an")
    _snap(page, files["field-find"])
    page.locator(".person:visible").nth(1).click()
    _snap(page, files["field-outcome"])
    page.click("[data-choose=recorded]")
    page.fill("#search", "")
    page.click(".tabs a[href='#new']")
    page.fill("[name=name]", "Rosmaini")
    page.check("[data-name=sex][value=female]")
    born = page.locator(".date input")
    for at, digits in enumerate(("9", "3", "1988")):
        born.nth(at).fill(digits)
    _snap(page, files["field-unlisted"], "[data-field=nik]")
    page.locator("form [type=submit]").click()
    page.locator("[data-undo-bar]", has_text="Rosmaini").wait_for()


def _without_a_network(page: Page, files: dict[str, Path]) -> None:
    page.click(".tabs a[href='#send']")
    page.click("[data-load-out]")
    page.click("[data-show-qr]")
    page.locator(".qr-place canvas, .qr-place svg, .qr-place img").first.wait_for()
    _snap(page, files["field-out"], ".qr-place")


def _in_the_office(page: Page, files: dict[str, Path]) -> None:
    """The visit of the demo that several phones took along, with something to decide."""
    page.goto("/visits/?state=done")
    links = page.locator("main a[href^='/visits/']").evaluate_all("all => all.map((one) => one.pathname)")
    for link in filter(re.compile(r"/visits/\d+/").fullmatch, dict.fromkeys(links)):
        page.goto(f"{link}phones/")
        if page.locator("article.phone .lacks").count():
            break
    _snap(page, files["field-office"], "main h1")
