"""No page asks the database more than fifteen times, also where everything is filled and nothing is kept."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan import kept
from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.actions.reports import issue_report
from kecamatan.pictures.shared import CHARTS
from kecamatan.reports.periods import Kind
from kecamatan.selectors.reports import Asked
from outreach.actions.people import Details, list_resident
from tests.filled_world import fill
from tests.roles_things import address_of, things_of_timur
from tests.roles_walk import patterns

MOST = 15
BORN = date(1990, 5, 17)
#: Address → (the most it takes, why).
MORE: dict[str, tuple[int, str]] = {}
PAGES = [
    *("/", "/?as_of={middle}", "/kecamatan/15.07.01/", "/kecamatan/15.07.01/?as_of={middle}"),
    *("/desa/15.07.01.2002/", "/desa/15.07.01.2002/?as_of={middle}", "/desa/15.07.01.2015/"),
    *("/moved/", "/moved/?kecamatan=15.07.01", "/moved/?desa=15.07.01.2002", "/compare/", "/compare/?as_of={middle}"),
    *("/compare/?views=open", "/counts/?kecamatan=15.07.01&desa=15.07.01.2002&date_to={middle}&views=open"),
    *("/visits/?state=all&kecamatan=15.07.01&views=open", "/visits/?state=over"),
    "/residents/?kecamatan=15.07.01&desa=15.07.01.2002&views=open",
    *("/forecast/", "/forecast/?teams=2&turnout=10", "/drives/", "/cards/", "/cards/?as_of={middle}"),
    *("/reports/register/", *(f"/share/{name}.svg" for name in sorted(CHARTS) if name != "moved-places")),
    "/share/moved-places.svg?kecamatan=15.07.01&from={middle}",
]


def asked(client, address: str) -> int | None:
    """How many queries a page takes that nobody has kept; None where the address is no page."""
    kept.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        if response.streaming:
            list(response.streaming_content)
    sent = [one for one in queries if not one["sql"].startswith(("BEGIN", "ROLLBACK", "SAVEPOINT", "RELEASE"))]
    return len(sent) if response.status_code == 200 else None


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


@pytest.mark.parametrize("who", ["admin", "petugas", "pejabat", "petugas_timur"])
def test_reports_of_every_kind(filled, places, cast, today, sign_in, who):
    """As they would be printed and as they were issued; of today and of a past week, in which visits were held."""
    client, here = sign_in(who), "15.07.01" if who == "petugas_timur" else ""
    held = filled.visits["sadu"].day
    issued = [
        issue_report(
            by=scope_of(cast.petugas), asked=Asked(places.kabupaten, places.drive, kind, day), key=uuid.uuid4()
        )
        for kind in Kind
        for day in (held, today)
    ]
    addresses = [
        f"/reports/?kind={kind.value}&day={day}&place={here}"
        for kind in Kind
        for day in (today, held, filled.middle)
        if not (here and kind is Kind.BRIEF)
    ]
    found = {address: asked(client, address) for address in addresses}
    assert None not in found.values()
    found |= {one.get_absolute_url(): asked(client, one.get_absolute_url()) for one in issued}
    assert {number is None for address, number in found.items() if address not in addresses} == {bool(here)}
    assert not {address: number for address, number in found.items() if number and number > MOST}


@pytest.mark.parametrize("who", ["admin", "petugas", "pejabat", "petugas_timur"])
def test_visits_in_every_state(filled, sign_in, who):
    client = sign_in(who)
    found = {name: asked(client, visit.get_absolute_url()) for name, visit in filled.visits.items()}
    assert sum(number is not None for number in found.values()) >= 6
    assert not {name: number for name, number in found.items() if number and number > MOST}


@pytest.mark.parametrize("who", ["admin", "petugas", "petugas_timur"])
def test_names_and_counts_where_everything_is_to_be_found(filled, places, cast, today, sign_in, who):
    """Many rows without names, many people without a birth date, some who flowed in, and doubles."""
    by, drive = scope_of(cast.petugas), places.drive
    for number in range(14):
        row = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 1, today)
        record_updates(by=by, drive=drive, entries=[row])
        for details in (
            Details(name=f"Tanpa {'ABCDEFGHIJKLMN'[number]} Tanggal", desa=places.simbur),
            Details(name=f"Baru {'ABCDEFGHIJKLMN'[number]}", desa=places.lambur, birth_date=drive.baseline_date),
            Details(name="Siti Aminah Sama", desa=[places.lambur, places.simbur][number % 2], birth_date=BORN),
        ):
            list_resident(by=by, drive=drive, details=details, added=False, reason="test")
    client = sign_in(who)
    for page in ("/reconciliation/15.07.01/", "/reconciliation/15.07.01.2002/", "/reconciliation/15.07.01.2004/"):
        number = asked(client, page)
        assert number is not None
        assert number <= MOST


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
    assert not {name for name in MORE if counted[name] <= MOST}  # nothing is excused for nothing


def test_a_page_that_asks_too_often_is_found(filled, sign_in, monkeypatch):
    """Seen failing: a query for each kecamatan of the dashboard."""
    from kecamatan.tables.kecamatan import KecamatanTable

    monkeypatch.setattr(KecamatanTable, "render_kecamatan", lambda self, record: str(record.kecamatan.desa_set.count()))
    before = asked(sign_in("pejabat"), "/")
    monkeypatch.undo()
    assert before > asked(sign_in("pejabat"), "/")
