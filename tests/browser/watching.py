"""What is wrong with a page as it stands in the browser: axe's findings, sideways overflow, complaints of the console."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 360)
#: The rules of WCAG 2.0 to 2.2 on levels A and AA, and axe's best practices; the size of targets is off unless asked for.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # axe would copy our style sheets into the page, which our Content-Security-Policy forbids
}
#: Dark pages have the same elements in other colours.
RULES_OF_COLOUR = {"runOnly": ["color-contrast", "link-in-text-block"], "preload": False}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Texts of what can be pressed in a card and sticks out of it, so that a frame with a scroll bar cuts it off.
STICKING_OUT = """
[...document.querySelectorAll("table.cards :is(a, button)")].filter(one => {
  const box = one.getBoundingClientRect(), card = one.closest("table").getBoundingClientRect();
  return box.width && (box.right > card.right + 1 || box.left < card.left - 1);
}).map(one => one.textContent.trim())
"""

AXE = Axe().axe_script


def violations(page: Page, rules: dict) -> list[str]:
    """axe's findings, one line for each element."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found = []
    for one in page.evaluate("async rules => (await axe.run(rules)).violations", rules):
        found += [f"{one['id']}: {one['help']}: {node['html'][:160]}" for node in one["nodes"]]
    return found


def faults_as_it_stands(page: Page) -> list[str]:
    """What is wrong with the page open now, at its width, light and dark."""
    page.emulate_media(color_scheme="light")
    found = [f"light: {line}" for line in violations(page, RULES)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {line}" for line in violations(page, RULES_OF_COLOUR)]
    page.emulate_media(color_scheme="light")
    overflow = page.evaluate(OVERFLOW)
    if overflow > 0:
        found.append(f"{overflow} px wider than the screen")
    return found


def faults_of(page: Page, address: str, *, status: int = 200) -> list[str]:
    """What is wrong with a page at each width, light and dark. ``status``: what the server is to answer."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.complaints.clear()
        answer = page.goto(address)
        if answer.status != status:
            found.append(f"answered {answer.status} instead of {status}")
        found += [f"{width} px, {line}" for line in faults_as_it_stands(page)]
        # A browser says of every page with a status from 400 on that it failed to load.
        found += [line for line in page.complaints if status == 200 or "Failed to load resource" not in line]
    return [f"{address}: {line}" for line in found]
