"""What a page weighs on a weak signal: measured on the demo as ``up`` serves it, compressed and hashed."""

import pytest

from kecamatan.demo_accounts import ACCOUNTS
from tests.site_process import new_database, running
from tests.started_once import copied, demo_start

MOST_BYTES = 150 * 1024
PAGES = [
    "/",
    "/kecamatan/15.07.01/",
    "/desa/15.07.01.2002/",
    "/counts/new/",
    "/counts/?per_page=100",
    "/desa/?per_page=100",
    "/desa/15.07.01.2002/edit/",
    "/help/",
    "/account/",
    "/share/",
    "/public/",
    "/accounts/password_change/",
    "/api/v1/docs",
    "/nothing/here/",
    "/admin/",
    "/admin/kecamatan/user/",
    "/admin/kecamatan/user/1/change/",
    "/admin/kecamatan/baseline/1/change/",
    "/admin/kecamatan/auditentry/",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weight") / "data"
    copied(tmp_path_factory, "demo", demo_start, folder)
    with new_database(folder) as database, running(database, "--demo") as running_site:
        yield running_site


class Wire:
    """Every answer that came over the wire for a page: address → bytes, heads among them."""

    def __init__(self, page):
        self.hosts, self.finished = set(), []
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        # Only noted here: asking within the event would still be under way when the page is looked at.
        page.on("requestfinished", lambda request: self.finished.append(request))

    @property
    def answered(self):
        return [request for request in self.finished if not request.failure and request.response() is not None]

    @property
    def sizes(self):
        found = {}
        for request in self.answered:
            sizes = request.sizes()
            found[request.url] = sizes["responseBodySize"] + sizes["responseHeadersSize"]
        return found

    @property
    def encodings(self):
        return {request.url: request.response().headers.get("content-encoding", "") for request in self.answered}


def context_of(chromium, site, **options):
    return chromium.new_context(base_url=f"http://127.0.0.1:{site.port}", locale="id-ID", **options)


def sign_in(page, name="admin"):
    password = next(password for username, password, _role in ACCOUNTS if username == name)
    page.goto("/accounts/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


@pytest.fixture(scope="module")
def cookies(chromium, site):
    context = context_of(chromium, site)
    sign_in(context.new_page())
    yield context.cookies()
    context.close()


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password_reset/", *PAGES])
def test_the_first_load_is_light_and_asks_no_other_host(chromium, site, cookies, address):
    context = context_of(chromium, site)
    if address in PAGES:
        context.add_cookies(cookies)
    page = context.new_page()
    wire = Wire(page)
    page.goto(address, wait_until="networkidle")
    sizes, encodings = wire.sizes, wire.encodings
    context.close()
    weight = sum(sizes.values())
    heaviest = sorted(sizes.items(), key=lambda one: -one[1])[:5]
    assert wire.hosts == {f"127.0.0.1:{site.port}"}
    assert 2_000 < weight <= MOST_BYTES, heaviest
    text = {url: how for url, how in encodings.items() if url.endswith((".css", ".js")) and sizes[url] > 2_000}
    assert all(how in {"gzip", "br"} for how in text.values()), text


def test_the_second_page_brings_no_asset_again(chromium, site, cookies):
    context = context_of(chromium, site)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/counts/", wait_until="networkidle")
    wire = Wire(page)
    page.goto("/counts/?kind=added", wait_until="networkidle")
    sizes = wire.sizes
    context.close()
    assert not {url: size for url, size in sizes.items() if "/static/" in url and size}
    assert any("/counts/" in url for url in sizes)


def test_without_javascript_every_page_says_the_same(chromium, site, cookies):
    pages = [address for address in PAGES if not address.startswith("/admin/")]
    headings = {}
    for javascript in (True, False):
        context = context_of(chromium, site, java_script_enabled=javascript)
        context.add_cookies(cookies)
        page = context.new_page()
        for address in pages:
            page.goto(address)
            headings.setdefault(address, []).append(page.locator("h1").inner_text())
        context.close()
    assert len(headings) >= 12
    for address, (with_scripts, without) in headings.items():
        assert with_scripts == without != "", address
