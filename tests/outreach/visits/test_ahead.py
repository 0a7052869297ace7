"""What the forecast is told: numbers of visits, holidays and birthdays of one's own kecamatan."""

import uuid
from datetime import timedelta

import pytest

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.ahead import ahead_of, teams_of
from kecamatan.selectors.forecast import expected
from outreach.models import CalendarDay, Resident
from outreach.segments import birthday
from outreach.selectors.ahead import births_of
from tests.outreach.visits.test_outlook import hold, some  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_visits_are_told_as_numbers(some, cast, places, today):  # noqa: F811
    told = ahead_of(scope_of(cast.pejabat), places.drive)
    assert told.visited == {today - timedelta(days=7): 1}
    assert told.turnout == pytest.approx(2 / 3)  # as the dashboard says of who came, whoever else was recorded there
    assert told.teams is None
    assert teams_of(scope_of(cast.pejabat)) == 2
    # The one after the last recording day promises nothing.
    (coming,) = told.visits
    assert coming.day == told.known_until == today + timedelta(days=3)
    assert 0 < coming.expected < 2
    assert coming.spread > 0


def test_without_visits_nobody_knows_what_they_brought(cast, places):
    told = ahead_of(scope_of(cast.petugas), places.drive)
    assert (told.visited, told.visits, told.turnout) == (None, [], None)


def test_a_visit_of_today_is_ahead_until_something_of_today_is_entered(visit, cast, places, today):
    visit(day=today)
    scope, drive = scope_of(cast.petugas), places.drive
    assert [one.day for one in expected(scope, drive).ahead.visits] == [today]
    entry = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 1, today, "")
    record_updates(by=scope, drive=drive, entries=[entry])
    assert not expected(scope_of(cast.petugas), drive).ahead.visits


def test_of_other_kecamatan_nothing_is_told(some, cast, places):  # noqa: F811
    told = ahead_of(scope_of(cast.petugas_sadu), places.drive)
    assert (told.visited, told.visits) == (None, [])


def test_holidays_and_what_the_office_closed_are_rest_days(cast, places, today):
    day = today + timedelta(days=4)
    CalendarDay.objects.create(kabupaten=places.drive.kabupaten, day=day, kind="closed", name="Rapat")
    told = ahead_of(scope_of(cast.petugas), places.drive)
    assert day in told.rest_days
    assert all(places.drive.baseline_date <= one <= places.drive.polling_day for one in told.rest_days)


def test_who_turns_17_until_polling_day_is_counted_on_that_day(list_person, cast, places, today):
    scope, drive = scope_of(cast.petugas), places.drive
    soon = today + timedelta(days=10)

    def born(name, turns):
        one = list_person(name)
        Resident.objects.filter(pk=one.pk).update(birth_date=turns.replace(year=turns.year - 17))
        return Resident.objects.get(pk=one.pk)

    first = born("Siti", soon)
    born("Budi", today)
    born("Rina", drive.polling_day + timedelta(days=1))
    turns = birthday(first.birth_date, 17)
    assert births_of(scope, drive) == {turns: 1}
    assert births_of(scope_of(cast.petugas_sadu), drive) == {}
    Resident.objects.filter(pk=first.pk).update(ever_married=True)
    assert births_of(scope, drive) == {}


def test_the_page_takes_so_many_queries_and_what_if_few(
    some,  # noqa: F811
    sign_in,
    cast,
    places,
    today,
    django_assert_max_num_queries,
):
    entries = [
        Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 1, today - timedelta(days=number), "")
        for number in range(2, 40)
    ]
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
    client = sign_in("pejabat")
    with django_assert_max_num_queries(23):
        words = client.get("/forecast/").content.decode()
    assert 'name="off"' in words
    assert "Siti" not in words
    client.get("/forecast/", {"turnout": "5"})
    with django_assert_max_num_queries(8):
        client.get("/forecast/", {"turnout": "10"})
