"""No page asks the database more than fifteen times, also where everything is filled and nothing is kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan import kept
from tests.filled_world import fill
from tests.roles_things import address_of, things_of_timur
from tests.roles_walk import patterns

MOST = 15
#: Address → (the most it takes, why).
MORE: dict[str, tuple[int, str]] = {
    f"outreach:reconciliation-{place}": (
        17,
        "looks for doubles anew, which is kept until somebody is listed or changed",
    )
    for place in ("kecamatan", "desa")
}
PAGES = [
    *("/", "/?as_of={middle}", "/kecamatan/15.07.01/", "/kecamatan/15.07.01/?as_of={middle}"),
    *("/desa/15.07.01.2002/", "/desa/15.07.01.2002/?as_of={middle}", "/desa/15.07.01.2015/"),
    *("/moved/", "/moved/?kecamatan=15.07.01", "/moved/?desa=15.07.01.2002", "/compare/", "/compare/?as_of={middle}"),
    *("/compare/?views=open", "/counts/?kecamatan=15.07.01&desa=15.07.01.2002&date_to={middle}&views=open"),
    *("/visits/?state=all&kecamatan=15.07.01&views=open", "/visits/?state=over"),
    "/residents/?kecamatan=15.07.01&desa=15.07.01.2002&views=open",
]


def asked(client, address: str) -> int | None:
    """How many queries a page takes that nobody has kept; None where the address is no page."""
    kept.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        if response.streaming:
            list(response.streaming_content)
    return len(queries) if response.status_code == 200 else None


@pytest.fixture
def filled(places, cast, today):
    return fill(places, cast, today)


@pytest.mark.parametrize("who", ["petugas", "petugas_timur", "pejabat"])
def test_pages_of_numbers_and_lists(filled, sign_in, who):
    client = sign_in(who)
    found = {page: asked(client, page.format(middle=filled.middle)) for page in PAGES}
    print(found)
    assert sum(number is not None for number in found.values()) >= len(PAGES) - 1
    assert not {page: number for page, number in found.items() if number and number > MOST}


def test_every_other_page(filled, places, cast, today, sign_in):
    """As the admin, who opens every one of them."""
    things, client = things_of_timur(places, cast, today), sign_in("admin")
    named = sorted({(name, path) for name, path, _converters in patterns() if not name.startswith("admin:")})
    counted = {}
    for name, path in named:
        if (number := asked(client, address_of(name, path, things))) is not None:
            counted[name] = max(number, counted.get(name, 0))
    assert len(counted) > 60
    over = {name: number for name, number in counted.items() if number > MORE.get(name, (MOST, ""))[0]}
    assert not over
    assert not {name for name in MORE if counted[name] <= MOST}


def test_a_page_that_asks_too_often_is_found(filled, sign_in, monkeypatch):
    """Seen failing: a query for each kecamatan of the dashboard."""
    from kecamatan.tables.kecamatan import KecamatanTable

    monkeypatch.setattr(KecamatanTable, "render_kecamatan", lambda self, record: str(record.kecamatan.desa_set.count()))
    before = asked(sign_in("pejabat"), "/")
    monkeypatch.undo()
    assert before > asked(sign_in("pejabat"), "/")
