"""A real Chromium against a real server, for what a person does."""

import os

import pytest

from tests.browser.chromium import FLAGS, MISSING, chromium_path
from tests.browser.everything import everything


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    path = chromium_path()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server, cast):
    """``visit("petugas", width=360)`` gives a page on which that member of the cast has signed in through the form."""
    contexts = []

    def _visit(who=None, *, width=1280, javascript=True, dark=False):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            locale="id-ID",
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if who:
            from tests.conftest import PASSWORD

            page.goto("/accounts/login/")
            page.fill("[name=username]", who)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(live_server.url + "/")
        return page

    yield _visit
    for context in contexts:
        context.close()


@pytest.fixture
def rows(cast, places, today):
    """One row of everything; gives the days and the rows that addresses name."""
    return everything(cast, places, today)
