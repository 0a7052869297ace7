"""The calendar of visits: months and weeks, holidays, clashes, whose day it is, and planning on a day."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan.access import scope_of
from outreach.models import Kit
from outreach.selectors.visits.calendar import calendar_page
from outreach.visit_life import Step
from tests.outreach.visits.test_visit_pages import text_of

pytestmark = pytest.mark.django_db
CALENDAR = "/visits/calendar/"


def shown(client, query=""):
    """(status, {day: [place]}) of the days of the period."""
    response = client.get(f"{CALENDAR}?{query}")
    assert response.status_code == 200
    cells = response.context["page"].grid.cells
    return {cell.day: [one.visit.place_name for one in cell.things] for cell in cells if cell.things}


def test_this_month_is_shown_and_today_marked(sign_in, visit, today, english, list_person):
    list_person()
    visit()
    response = sign_in("petugas").get(CALENDAR)
    text = text_of(response)
    for words in (f"Visits, {today:%B %Y}", "1 visit, 1 person expected", "Balai Desa Lambur", "draft", "08:00–14:00"):
        assert words in text
    assert 'aria-current="date"' in response.content.decode()
    assert [cell.day for cell in response.context["page"].grid.cells if cell.is_today] == [today]


def test_a_month_and_a_week_have_the_visits_of_their_days(sign_in, visit):
    client = sign_in("petugas")
    for day in (date(2027, 3, 1), date(2027, 3, 31), date(2027, 4, 1)):
        visit(day=day, place_name=f"SDN {day.day}")
    assert shown(client, "month=2027-03") == {date(2027, 3, 1): ["SDN 1"], date(2027, 3, 31): ["SDN 31"]}
    assert shown(client, "week=2027-W13") == {date(2027, 3, 31): ["SDN 31"], date(2027, 4, 1): ["SDN 1"]}
    assert shown(client, "month=2027-05") == {}


def test_holidays_are_named_in_the_language_of_the_page(sign_in, english):
    assert "New Year" in text_of(sign_in("petugas").get(f"{CALENDAR}?month=2027-01"))


@pytest.mark.parametrize(
    ("query", "before", "after"),
    [
        ("month=2027-01", "month=2026-12", "month=2027-02"),
        ("week=2026-W53", "week=2026-W52", "week=2027-W01"),
        ("month=2027-01&kecamatan=15.07.01", "month=2026-12&amp;kecamatan=15.07.01", "month=2027-02"),
    ],
)
def test_links_lead_on_and_keep_the_filters(sign_in, query, before, after):
    page = sign_in("petugas").get(f"{CALENDAR}?{query}").content.decode()
    assert f'href="?{before}"' in page
    assert f'href="?{after}' in page
    assert "week=" in page


def test_the_calendar_ends_where_planning_does(sign_in):
    client = sign_in("petugas")
    assert "before" not in client.get(f"{CALENDAR}?month=2000-01").context["links"]
    assert "after" not in client.get(f"{CALENDAR}?month=2100-12").context["links"]
    assert client.get(f"{CALENDAR}?week=2000-W01").status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("month=2027-13", "no such month"),
        ("month=1999-12", "no such month"),
        ("week=2027-W60", "no such week"),
        ("month=%00", "cannot be shown"),
        ("kecamatan=15.07.99", "Select a valid choice"),
        ("member=abc", "Select a valid choice"),
    ],
)
def test_what_is_wrong_in_the_address_is_said_and_this_month_shown(sign_in, english, query, said):
    response = sign_in("petugas").get(f"{CALENDAR}?{query}")
    assert response.status_code == 200
    assert said.lower() in text_of(response).lower()
    assert "Traceback" not in response.content.decode()


def test_only_one_kecamatan_or_one_colleague(sign_in, visit, places, cast, today):
    visit(team=[cast.petugas_timur])
    visit(kecamatan=places.sadu, desa=[places.itik], place_name="Itik", team=[cast.petugas])
    client = sign_in("petugas")
    assert shown(client, "kecamatan=15.07.05") == {today: ["Itik"]}
    assert shown(client, f"member={cast.petugas.pk}") == {today: ["Itik"]}
    assert shown(client, f"member={cast.petugas_timur.pk}&kecamatan=15.07.01") == {today: ["Balai Desa Lambur"]}


def test_one_sees_ones_own_kecamatan_and_an_official_all(sign_in, visit, places, today):
    visit(kecamatan=places.sadu, desa=[places.itik], place_name="Itik")
    assert shown(sign_in("petugas_timur")) == {}
    assert shown(sign_in("foreigner")) == {}
    assert shown(sign_in("pejabat")) == {today: ["Itik"]}
    assert sign_in("petugas_timur").get(f"{CALENDAR}?kecamatan=15.07.05").context["form"].errors


def test_clashes_are_marked_with_what_stands_in_the_way(sign_in, visit, places, cast, english):
    kit = Kit.objects.create(kabupaten=places.kabupaten, name="Alat 1")
    visit(team=[cast.petugas], kits=[kit])
    visit(desa=[places.simbur], place_name="SDN 7", team=[cast.petugas], kits=[kit], starts=time(13), ends=time(15))
    page = sign_in("petugas").get(CALENDAR)
    text = text_of(page)
    assert "Something stands in the way of 2 of them" in text
    assert "Alat 1: needed by SDN 7, 13:00–15:00 at the same time" in text
    assert page.content.decode().count(">clash</a>") == 2


def test_a_clash_with_a_visit_elsewhere_is_said_without_its_name(sign_in, visit, places, cast, english):
    visit(kecamatan=places.sadu, desa=[places.itik], place_name="Rahasia", team=[cast.petugas])
    visit(team=[cast.petugas])
    text = text_of(sign_in("petugas_timur").get(CALENDAR))
    assert "in the team of another visit at the same time" in text
    assert "Rahasia" not in text


def test_what_was_called_off_stays_to_be_seen_and_stands_in_nobodys_way(sign_in, visit, go, cast, english):
    go(visit(team=[cast.petugas], place_name="Batal"), Step.CANCEL)
    visit(team=[cast.petugas])
    page = sign_in("petugas").get(CALENDAR)
    assert "Batal" in text_of(page)
    assert page.context["page"].taking_place == 1
    assert not page.context["page"].clashing


def test_the_numbers_of_a_visit_that_was_held(sign_in, visit, go, list_person, english):
    list_person()
    go(visit(), Step.START)
    assert "0 recorded, 1 expected" in text_of(sign_in("petugas").get(CALENDAR))


def test_a_day_is_planned_on_from_the_calendar(sign_in, today, places):
    client = sign_in("petugas_timur")
    day = today + timedelta(days=1)
    page = client.get(f"{CALENDAR}?week={'{}-W{:02}'.format(*day.isocalendar())}").content.decode()
    assert f"/visits/new/?day={day}" in page
    form = client.get(f"/visits/new/?day={day}").context["form"]
    assert form.initial["day"] == day
    assert f"day={day}" in sign_in("petugas").get(f"/visits/new/?day={day}").content.decode()
    assert client.get("/visits/new/?day=besok").status_code == 404


def test_nothing_is_planned_by_an_official_or_on_a_past_day(sign_in, today):
    assert "/visits/new/" not in sign_in("pejabat").get(CALENDAR).content.decode()
    assert "/visits/new/?day=" not in sign_in("petugas").get(f"{CALENDAR}?month=2025-01").content.decode()


def test_without_an_active_drive_nothing_is_planned(sign_in, places):
    places.drive.is_active = False
    places.drive.save()
    assert "/visits/new/?day=" not in sign_in("petugas").get(CALENDAR).content.decode()


def test_a_month_of_many_visits_asks_as_often_as_one_of_few(sign_in, visit, places, cast, today):
    first = today.replace(day=1)
    visit(day=first, team=[cast.petugas])
    client = sign_in("petugas")

    def asked():
        with CaptureQueriesContext(connection) as sent:
            assert client.get(CALENDAR).status_code == 200
        return len(sent)

    asked()
    before = asked()
    for number in range(25):
        visit(day=first + timedelta(days=number), team=[cast.petugas, cast.petugas_timur], leader=cast.petugas_timur)
    assert asked() == before
    assert before <= 20, before


def test_the_selector_says_it_all_in_its_queries(visit, cast, today):
    visit(team=[cast.petugas])
    scope = scope_of(cast.petugas)
    with CaptureQueriesContext(connection) as sent:
        page = calendar_page(scope, today, by_week=True)
    assert page.team == [("PE", "Petugas")]
    assert len(sent) <= 12
