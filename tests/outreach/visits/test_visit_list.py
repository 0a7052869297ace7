"""The list of visits: what is ahead first, filters, files, and who sees what."""

import csv
import io
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan.models import AuditEntry
from outreach.models import Kit
from outreach.visit_life import Step
from tests.outreach.visits.test_visit_pages import text_of

pytestmark = pytest.mark.django_db
LIST = "/visits/"


@pytest.fixture
def visits(places, visit, go, cast, school, today):
    """One ahead in Timur, one today in Sadu, one past and forgotten, one closed, one cancelled, one at a school."""
    kit = Kit.objects.create(kabupaten=places.kabupaten, name="Alat 1")
    day = timedelta(days=1)
    return {
        "ahead": visit(day=today + 3 * day, team=[cast.petugas], leader=cast.petugas, kits=[kit]),
        "today": visit(kecamatan=places.sadu, desa=[places.itik], place_name="Kantor Desa Sungai Itik"),
        "late": visit(day=today - 2 * day, desa=[places.simbur], place_name="SDN 7"),
        "closed": go(visit(day=today - 5 * day), Step.START, Step.FINISH, Step.CLOSE),
        "off": go(visit(day=today + 4 * day, place_name="Batal"), Step.CANCEL),
        "school": visit(day=today + 5 * day, desa=[], schools=[school], place_name="Aula", starts=time(9)),
    }


def listed(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row.record for row in response.context["table"].rows]


def named(visits, records):
    names = {one.pk: name for name, one in visits.items()}
    return [names[one.pk] for one in records]


def test_first_comes_what_is_late_then_what_is_ahead_soonest_first(sign_in, visits):
    assert named(visits, listed(sign_in("petugas"))) == ["late", "today", "ahead", "school"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "all"}, ["closed", "late", "today", "ahead", "off", "school"]),
        ({"state": "ahead"}, ["today", "ahead", "school"]),
        ({"state": "no_result"}, ["late"]),
        ({"state": "called_off"}, ["off"]),
        ({"state": "closed"}, ["closed"]),
        ({"kecamatan": "15.07.05"}, ["today"]),
        ({"kecamatan": "15.07.01", "desa": "15.07.01.2002"}, ["ahead", "school"]),
        ({"school": "10504321"}, ["school"]),
        ({"school": "none"}, ["late", "today", "ahead"]),
        ({"place": "sdn"}, ["late"]),
        ({"sort": "-day"}, ["school", "ahead", "today", "late"]),
    ],
)
def test_the_filters_find(sign_in, visits, query, found):
    assert named(visits, listed(sign_in("petugas"), **query)) == found


def test_by_day_and_by_colleague(sign_in, visits, cast, today):
    client = sign_in("petugas")
    assert named(visits, listed(client, day_from=today, day_to=today + timedelta(days=3))) == ["today", "ahead"]
    assert named(visits, listed(client, member=cast.petugas.pk)) == ["ahead"]


@pytest.mark.parametrize("query", ["state=gone", "desa=15.07.05.2004", "member=x", "day_from=besok", "school=%00"])
def test_a_wrong_value_is_said_and_nothing_listed(sign_in, visits, query):
    response = sign_in("petugas").get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert "table" not in response.context
    assert response.context["filters"].form.errors


def test_the_numbers_of_each_and_links_to_the_few(sign_in, visits, list_person, places, english):
    list_person("Siti", places.lambur)
    text = text_of(sign_in("petugas").get(LIST))
    for words in ("4 visits", "Today: 1", "Ahead: 3", "Without result: 1", "its day is past", "Petugas"):
        assert words in text


def test_one_sees_the_visits_of_ones_own_kecamatan(sign_in, visits):
    assert named(visits, listed(sign_in("petugas_timur"), state="all")) == ["closed", "late", "ahead", "off", "school"]
    assert named(visits, listed(sign_in("petugas_sadu"), state="all")) == ["today"]
    assert listed(sign_in("foreigner"), state="all") == []


def test_an_official_sees_and_exports_it(sign_in, visits, today):
    client = sign_in("pejabat")
    assert len(listed(client)) == 4
    file = client.get(f"{LIST}?state=all&export=csv&columns=day,place,serves,state,expected,turnout,team,kits")
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert len(rows) >= 7
    assert rows[1][1] == "Balai Desa Lambur"
    assert rows[2][1:4] == ["SDN 7", "Simbur Naik", rows[2][3]]
    assert AuditEntry.objects.filter(action="export", by__username="pejabat").exists()
    sheet = client.get(f"{LIST}?export=xlsx")
    assert b"".join(sheet.streaming_content).startswith(b"PK")


def test_a_page_asks_as_often_whatever_it_holds(sign_in, visits, visit, today, cast):
    client = sign_in("petugas")
    client.get(LIST)

    def asked():
        with CaptureQueriesContext(connection) as sent:
            assert client.get(f"{LIST}?state=all").status_code == 200
        return len(sent)

    before = asked()
    for number in range(12):
        visit(day=today + timedelta(days=20 + number), team=[cast.petugas, cast.petugas_timur])
    assert asked() == before
    assert before <= 22, before


def test_a_view_of_it_is_saved(sign_in, visits):
    client = sign_in("petugas")
    assert "views-link" in client.get(LIST).content.decode()
    saved = client.post("/views/save/", {"view-name": "Sadu", "view-address": f"{LIST}?kecamatan=15.07.05"})
    assert saved.status_code == 302
    assert "Sadu" in client.get(f"{LIST}?views=open").content.decode()
