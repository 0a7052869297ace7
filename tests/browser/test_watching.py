"""What looks at pages sees what is wrong with one, also where the same text was found good before."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.browser.watching import ASK_FOR_THE_WIDTH, faults_as_it_stands

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_broken_page_is_noticed(visit):
    """Seen failing: an unlabelled field, grey on grey by night, a line too long for a phone."""
    page = visit("petugas")
    page.goto("/help/")
    assert faults_as_it_stands(page) == []
    page.evaluate("""() => {
        const main = document.querySelector("main");
        main.insertAdjacentHTML("beforeend", "<input id='bare'><p id='pale'>pale</p><p id='long'>long</p>");
        const rule = "@media (prefers-color-scheme: dark) { #pale { color: rgb(60, 60, 60); } } #long { width: 1400px; }";
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(rule);
        document.adoptedStyleSheets = [sheet];
    }""")
    found = "\n".join(faults_as_it_stands(page))
    assert "light: label" in found
    assert "dark: color-contrast" in found
    assert "px wider than the screen" in found


GREY = {"light": "rgb(150, 150, 150)", "dark": "rgb(110, 110, 110)"}
CHANGED = ("main p { color: %s }", "main { background-color: %s }", "body { opacity: 0.3 }")


@pytest.mark.parametrize("width", [1280, 360])
def test_text_that_was_good_before_is_looked_at_again_where_it_looks_otherwise(visit, width):
    page = visit("petugas", width=width)
    page.goto("/help/")
    for scheme, grey in GREY.items():
        for rule in CHANGED:
            page.evaluate("document.adoptedStyleSheets = []")
            assert faults_as_it_stands(page) == []
            page.evaluate(
                """rule => {
                    const sheet = new CSSStyleSheet();
                    sheet.replaceSync(rule);
                    document.adoptedStyleSheets = [sheet];
                }""",
                f"@media (prefers-color-scheme: {scheme}) {{ {rule.replace('%s', grey)} }}",
            )
            found = [line for line in faults_as_it_stands(page) if "color-contrast" in line]
            assert found, (scheme, rule)
            assert all(line.startswith(f"{scheme}: ") for line in found), (scheme, rule)


def test_no_other_script_asks_for_the_width():
    """All other pages are only resized; see ASK_FOR_THE_WIDTH."""
    asking = re.compile(r"(?i)width|resize|screen\.|matchMedia\((?!\"\(prefers-reduced-motion)")
    scripts = sorted(Path(finders.find("js")).glob("*.js"))
    assert len(scripts) >= 10
    assert {one.name for one in scripts if asking.search(one.read_text())} == set(ASK_FOR_THE_WIDTH)
