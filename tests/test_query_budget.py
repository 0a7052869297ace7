"""No page asks the database more than fifteen times, also where everything is filled."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan import kept
from tests.filled_world import fill

MOST = 15


def asked(client, address: str) -> int:
    """How many queries a page takes that nobody has kept."""
    kept.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    import os

    if os.environ.get("SHOWQ"):
        for q in queries.captured_queries:
            print(q["sql"][:230])
    return len(queries)


@pytest.fixture
def filled(places, cast, today):
    return fill(places, cast, today)


PAGES = ["/", "/?as_of={middle}", "/kecamatan/15.07.01/", "/kecamatan/15.07.01/?as_of={middle}", "/desa/15.07.01.2002/"]


@pytest.mark.parametrize("who", ["petugas", "petugas_timur", "pejabat"])
def test_pages_of_numbers(filled, sign_in, who):
    client = sign_in(who)
    found = {page: asked(client, page.format(middle=filled.middle)) for page in PAGES}
    print(found)
    assert not {page: number for page, number in found.items() if number > MOST}
