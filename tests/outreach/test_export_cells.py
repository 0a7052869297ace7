"""The cells of an export are those of django-tables2, in every list and every column."""

import uuid
from datetime import date, time

import pytest
from django.utils import translation
from django_tables2.rows import BoundRow

from kecamatan.access import drive_or_404, scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.actions.reports import issue_report
from kecamatan.lists.cells import values_of
from kecamatan.lists.page import ListPage
from kecamatan.models import School
from kecamatan.reports.periods import Kind
from kecamatan.selectors.compare import compared
from kecamatan.selectors.reports import Asked
from kecamatan.selectors.story import When
from kecamatan.views.compare import CompareList
from kecamatan.views.ledger import LedgerList
from kecamatan.views.reports import ReportList
from kecamatan.views.villages import VillageList
from outreach.actions.card_stock import StockEntry, record_blank_cards
from outreach.actions.letters.prepare import Order, prepare_letters
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.life import Removal, Step
from outreach.selectors.letters.recipients import recipients_of
from outreach.selectors.visits.figures import figures_of
from outreach.views.cards.desa import CardsByDesa
from outreach.views.cards.stock import StockList
from outreach.views.letters.listing import LetterList
from outreach.views.people import ResidentList
from outreach.views.visits.listing import VisitList

LISTS = [
    *(LedgerList, VillageList, CompareList, ResidentList, VisitList, LetterList, ReportList),
    *(CardsByDesa, StockList),
]


@pytest.fixture
def rows(places, cast, today, list_person, step):
    """Something in each list, with and without everything that may be empty."""
    entries = [
        Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 3, today, "balai"),
        Entry(uuid.uuid4(), places.sadu, None, "added", 1, today),
    ]
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
    school = School.objects.create(desa=places.lambur, npsn="10500001", name="SMAN 1", level="sma")
    full = {"sex": "female", "nik": "1507025705900003", "rt": "003", "phone": "+6281200000001", "home_visit": "elderly"}
    list_person("Siti", added=True, school=school, no_kk="1507021234567890", ever_married=True, **full)
    list_person("Budi", birth_date=None)
    step(list_person("Rini", birth_date=date(2010, 5, 1)), Step.REMOVE, removal=Removal.DIED)
    step(step(list_person("Dedi"), Step.RECORD), Step.PRINT)
    by = scope_of(cast.petugas)
    for who, kecamatan in ((by, None), (None, places.timur)):
        asked = Asked(places.kabupaten, places.drive, Kind.DAILY, today, kecamatan)
        issue_report(by=who, asked=asked, key=uuid.uuid4())
    for place in (None, places.timur):
        record_blank_cards(by=by, entries=[StockEntry(uuid.uuid4(), place, "received", 5, today)])
    for desa in (places.lambur, places.siau):
        plan = Plan(places.timur, today, time(8), time(14), f"Balai {desa}", desa=[desa])
        visit = plan_visit(by=by, drive=places.drive, plan=plan)
        prepare_letters(by=by, visit=visit, order=Order(recipients_of(visit)[:1], today, uuid.uuid4(), ""))


def test_no_list_is_forgotten():
    assert {one for one in ListPage.__subclasses__() if not one.__module__.startswith("tests.")} == {*LISTS}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("page", LISTS)
def test_cells_are_those_of_the_library(page, language, rows, cast):
    scope = scope_of(cast.admin)
    records = list(page().rows(scope))
    more = {"figures": figures_of(records)} if page is VisitList else {}
    if page is CompareList:
        when = When(drive_or_404(scope), scope.today, scope.today)
        records, more = list(compared(when, records).rows), {"when": when}
    table = page.table_class([], scope=scope, chosen=list(page.table_class.offered(scope)), **more)
    assert len(records) >= 2
    with translation.override(language):
        expected = [[BoundRow(one, table).get_cell_value(name) for name in table.shown] for one in records]
        assert list(values_of(table, records, table.shown)) == expected
    assert any(value is None for row in expected for value in row)
