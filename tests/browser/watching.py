"""What is wrong with a page as it stands in the browser: axe's findings, sideways overflow, complaints of the console.

The contrast of text takes most of the time, and the same texts stand on every page. Text that looks the same, on the
same, at the same width, is reckoned once in a process: see ``LOOK``.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 360)
#: The rules of WCAG 2.0 to 2.2 on levels A and AA, and axe's best practices; the size of targets is off unless asked for.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
    "preload": False,  # axe would copy our style sheets into the page, which our Content-Security-Policy forbids
}
#: Dark pages have the same elements in other colours.
RULES_OF_COLOUR = RULES | {"runOnly": ["link-in-text-block"], "rules": {}}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Texts of what can be pressed in a card and sticks out of it, so that a frame with a scroll bar cuts it off.
STICKING_OUT = """
[...document.querySelectorAll("table.cards :is(a, button)")].filter(one => {
  const box = one.getBoundingClientRect(), card = one.closest("table").getBoundingClientRect();
  return box.width && (box.right > card.right + 1 || box.left < card.left - 1);
}).map(one => one.textContent.trim())
"""
#: Scripts that ask for the width when a page opens: their pages are opened anew at each width, others are only resized.
ASK_FOR_THE_WIDTH = ("update.js",)

AXE = Axe().axe_script

#: axe's findings by ``rules``, one line for each element, and those about the contrast of every text but the ``known``.
#: A text is known by what it and all that it stands in look like, from the root down, and by the width of the screen;
#: where axe found its contrast good, or cannot reckon it over a gradient. What else it left open is looked at again.
LOOK = """
async ({rules, known}) => {
  const signs = new Map(), passed = new Set(known);
  const short = text => {  // a number of 53 bits
    let a = 0xdeadbeef, b = 0x41c6ce57;
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
    }
    return 4294967296 * (2097151 & b) + (a >>> 0);
  };
  const sign = one => {
    if (!signs.has(one)) {
      const look = getComputedStyle(one);
      signs.set(one, short([
        one.parentElement ? sign(one.parentElement) : innerWidth, one.tagName, one.getAttribute("class"), look.color,
        look.backgroundColor, look.backgroundImage, look.opacity, look.filter, look.mixBlendMode, look.fontSize,
        look.fontWeight, look.textShadow, look.position, look.zIndex, look.backgroundClip, look.webkitTextFillColor,
      ].join("|")));
    }
    return signs.get(one);
  };
  const bearsText = one => one.matches("input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea")
    || [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  // Of a single sign axe says nothing.
  const isSeen = one => one.checkVisibility() && one.getBoundingClientRect().width > 1
    && one.textContent.trim().length !== 1;
  const texts = [...document.body.querySelectorAll("*")].filter(one => bearsText(one) && isSeen(one));
  const fresh = texts.filter(one => !passed.has(sign(one)));
  const results = [await axe.run(document, rules)];
  const good = [];
  if (fresh.length) {
    const asked = {...rules, runOnly: ["color-contrast"], rules: {}, resultTypes: ["violations", "passes", "incomplete"]};
    const found = await axe.run({include: fresh}, {...asked, elementRef: true, selectors: false});
    const open = found.incomplete.flatMap(one => one.nodes).filter(
      node => node.any.some(check => check.data?.messageKey === "bgGradient"));
    const passes = found.passes.flatMap(one => one.nodes);
    good.push(...[...passes, ...open].map(node => sign(node.element)));
    results.push(found);
  }
  const faults = results.flatMap(one => one.violations).flatMap(
    one => one.nodes.map(node => `${one.id}: ${one.help}: ${node.html.slice(0, 160)}`));
  return {faults, good: [...new Set(good)]};
}
"""

#: Signs of the texts whose contrast was found good in this process.
_known: set[int] = set()


def violations(page: Page, rules: dict) -> list[str]:
    """axe's findings, one line for each element; of contrast too."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate(LOOK, {"rules": rules, "known": sorted(_known)})
    _known.update(found["good"])
    return found["faults"]


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


def opened(page: Page, address: str, status: int) -> list[str]:
    """Open a page; what is wrong with the answer."""
    answer = page.goto(address)
    return [f"answered {answer.status} instead of {status}"] if answer.status != status else []


def faults_of(page: Page, address: str, *, status: int = 200) -> list[str]:
    """What is wrong with a page at each width, light and dark. ``status``: what the server is to answer."""
    page.complaints.clear()
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if width == WIDTHS[0] or asks_for_the_width(page):
            found += opened(page, address, status)
        found += [f"{width} px, {line}" for line in faults_as_it_stands(page)]
    # A browser says of every page with a status from 400 on that it failed to load.
    found += [line for line in page.complaints if status == 200 or "Failed to load resource" not in line]
    return [f"{address}: {line}" for line in found]


def asks_for_the_width(page: Page) -> bool:
    """Does a script of this page look at the width when the page opens?"""
    return any(page.locator(f"script[src*='/{name.removesuffix('.js')}']").count() for name in ASK_FOR_THE_WIDTH)


def look(page, addresses, values, **options):
    """Look at every page and say what is wrong with any."""
    faults = []
    for address in addresses:
        faults += faults_of(page, address.format_map(values), **options)
    assert not faults, "\n".join(faults)


def look_at_both_widths(page):
    """What is wrong with the page open now, without asking for it again."""
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        faults += [f"{page.url}, {width} px, {line}" for line in faults_as_it_stands(page)]
    assert not faults, "\n".join(faults)


def submit(page, address, button="main form[method=post] [type=submit]", **fields):
    """Open a form, fill it in and send it."""
    page.goto(address)
    for name, value in fields.items():
        page.fill(f"[name='{name.replace('__', '-')}']", value)
    with page.expect_navigation():
        page.locator(button).last.click()
