"""The visits in one's own calendar: the secret address, what it tells, and when it stops."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from kecamatan.access import scope_of
from kecamatan.models import AuditEntry, User
from outreach.actions.calendar_feed import make_feed
from outreach.models import CalendarFeed
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db
PAGE = "/calendar/feed/"


@pytest.fixture
def address(cast):
    """``address(cast.petugas, mine=True)``: the address of a new feed."""

    def _address(user=cast.petugas, *, mine=False) -> str:
        return f"/calendar/{make_feed(by=scope_of(user), mine=mine)[1]}.ics"

    return _address


def read(address):
    """The events that a calendar without any sign-in reads, by their summary."""
    response = Client().get(address)
    assert response.status_code == 200
    return {str(one["summary"]): one for one in Calendar.from_ical(response.content).walk("VEVENT")}


def test_the_address_is_made_shown_once_and_works_without_signing_in(sign_in, visit, english):
    visit()
    client = sign_in("petugas")
    assert "no address yet" in client.get(PAGE).content.decode()
    made = client.post(f"{PAGE}make/", {})
    assert made.status_code == 201
    address = made.context["address"]
    assert address.startswith("http://testserver/calendar/")
    assert address in made.content.decode()
    assert f'href="webcal{address.removeprefix("http")}"' in made.content.decode()
    assert address not in client.get(PAGE).content.decode()
    assert list(read(address.removeprefix("http://testserver"))) == ["e-KTP: Balai Desa Lambur"]
    secret = address.rpartition("/")[2].removesuffix(".ics")
    feed = CalendarFeed.objects.get()
    assert secret not in "".join(str(value) for value in vars(feed).values())
    assert feed.last_used_at is not None
    assert "Last read" in client.get(PAGE).content.decode()
    assert AuditEntry.objects.filter(action="feed-new").count() == 1


def test_an_event_says_when_where_how_it_stands_and_no_person(address, visit, list_person, cast, today):
    list_person("Siti Rahasia")
    visit(
        day=today + timedelta(days=3),
        point=(-1.05, 104.2),
        contact_name="Bapak Kontak",
        contact_phone="+6281234567890",
        notes="Rahasia dapur",
        hints="tanya Pak Hasan",
        team=[cast.petugas_timur],
    )
    raw = Client().get(address()).content.decode().replace("\r\n ", "")
    for secret in ("Siti", "Kontak", "81234567890", "dapur", "Hasan", cast.petugas_timur.full_name):
        assert secret not in raw
    (event,) = read(address()).values()
    assert event["status"] == "TENTATIVE"
    assert "Muara Sabak Timur" in event["location"]
    assert "1" in event["description"]
    assert "/visits/" in event["url"]
    assert event["dtstart"].dt.hour == 1  # 08.00 WIB
    assert event["geo"].to_ical() == "-1.05;104.2"


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([Step.ANNOUNCE], "TENTATIVE"),
        ([Step.CONFIRM], "CONFIRMED"),
        ([Step.START], "CONFIRMED"),
        ([Step.CANCEL], "CANCELLED"),
    ],
)
def test_the_status_follows_the_visit_and_the_sequence_grows(address, visit, go, steps, status):
    here, feed = visit(), address()
    (before,) = read(feed).values()
    go(here, *steps)
    (after,) = read(feed).values()
    assert after["status"] == status
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_it_has_the_visits_of_the_scope_or_of_ones_own_teams(address, visit, places, cast):
    visit(team=[cast.petugas])
    visit(kecamatan=places.sadu, desa=[places.itik], place_name="Itik")
    assert len(read(address())) == 2
    assert len(read(address(mine=True))) == 1
    assert len(read(address(cast.petugas_timur))) == 1
    assert len(read(address(cast.pejabat))) == 2
    assert read(address(cast.foreigner)) == {}


def test_it_looks_back_sixty_days_and_at_the_active_drive(address, visit, places, today):
    visit(day=today - timedelta(days=60), place_name="A")
    feed = address()
    assert len(read(feed)) == 1
    places.drive.is_active = False
    places.drive.save()
    assert read(feed) == {}


def test_a_new_address_ends_the_one_before(sign_in, address, english):
    first = address()
    client = sign_in("petugas")
    second = client.post(f"{PAGE}make/", {"mine": "on"}).context["address"].removeprefix("http://testserver")
    assert Client().get(first).status_code == 404
    assert read(second) == {}
    assert CalendarFeed.objects.get(revoked_at__isnull=True).mine


def test_the_choice_is_changed_and_the_address_stays(sign_in, address, visit):
    visit()
    feed, client = address(), sign_in("petugas")
    assert client.post(f"{PAGE}change/", {"mine": "on"}).status_code == 302
    assert read(feed) == {}
    client.post(f"{PAGE}change/", {"mine": "on"})
    assert AuditEntry.objects.filter(action="feed-change").count() == 1


def test_it_is_ended_once_and_twice(sign_in, address):
    feed, client = address(), sign_in("petugas")
    for _time in range(2):
        assert client.post(f"{PAGE}end/").status_code == 302
    assert Client().get(feed).status_code == 404
    assert AuditEntry.objects.filter(action="feed-revoke").count() == 1


def test_nobody_ends_the_address_of_a_colleague(sign_in, address):
    feed = address()
    sign_in("admin").post(f"{PAGE}end/")
    assert read(feed) == {}


def test_whoever_left_reads_no_more(address, cast):
    feed = address()
    User.objects.filter(pk=cast.petugas.pk).update(is_active=False)
    assert Client().get(feed).status_code == 404


@pytest.mark.parametrize("secret", ["x" * 43, "x", "%00" * 43, "a" * 500, "..%2f", "é" * 43])
def test_a_wrong_address_is_not_there(cast, secret):
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404


def test_nothing_is_sent_to_it(address):
    assert Client().post(address()).status_code == 405


def test_who_guesses_is_asked_to_wait_and_shuts_out_nobody(address, visit):
    visit()
    feed, client = address(), Client()
    answers = {client.get(f"/calendar/{number:043}.ics").status_code for number in range(100)}
    assert answers == {404}
    refused = client.get(f"/calendar/{'y' * 43}.ics")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert len(read(feed)) == 1


def test_one_address_works_at_a_time_whatever_writes(cast):
    CalendarFeed.objects.create(user=cast.petugas, digest="a" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(user=cast.petugas, digest="b" * 64)


def test_it_asks_as_often_for_many_visits_as_for_few(address, visit, today):
    feed = address()
    visit()

    def asked():
        with CaptureQueriesContext(connection) as sent:
            read(feed)
        return len(sent)

    asked()
    before = asked()
    for number in range(10):
        visit(day=today + timedelta(days=number))
    assert asked() == before
    assert before <= 14, before


def test_it_sets_no_cookie_and_is_not_kept_by_others(address):
    response = Client().get(address())
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"]
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex"
