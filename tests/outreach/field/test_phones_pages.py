"""The pages of phones and of what is to decide, through the URL; closing a visit; what may be missing, on every page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kecamatan.access import scope_of
from kecamatan.actions.outside import make_wall_link
from outreach.actions.field.leases import give_back
from outreach.actions.field.receive import receive_carried
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.models import Attendance, AttendanceChange, FieldEvent, FieldLease, PlanSettings, VisitStep
from outreach.selectors.field.missing import phones_not_in, phones_of_the_office
from outreach.visit_life import Step
from tests.page_forms import forms_of

pytestmark = pytest.mark.django_db
BORN = date(1980, 2, 3)


def address(name, *args):
    return reverse(f"outreach:{name}", args=args)


@pytest.fixture
def field(visit, list_person, phone, cast, places, english):
    """Siti told of differently by two phones, one of them with a gap; somebody unlisted who looks alike."""
    people = [list_person("Siti Aminah", birth_date=BORN), *(list_person(f"Orang {letter}") for letter in "abc")]
    made = visit()
    rina, dewi = phone(made), phone(made, by=cast.admin)
    rina.outcome(people[0], "recorded")
    rina.unlisted("Siti Amina", places.lambur.code, born=BORN.isoformat())
    rina.send()
    dewi.outcome(people[0], "absent")
    dewi.outcome(people[1], "absent")
    dewi.outcome(people[2], "recorded")
    dewi.send(dewi.made[0], dewi.made[2])
    made.refresh_from_db()
    return made, people, rina, dewi


def test_the_phones_of_a_visit_for_everybody_of_the_office(field, sign_in, cast):
    visit, _people, _rina, dewi = field
    receive_carried(by=scope_of(cast.petugas), envelopes=[dewi.made[1]], way="file")
    for who in ("petugas", "pejabat", "admin", "petugas_timur"):
        page = sign_in(who).get(address("visit-phones", visit.pk)).content.decode()
        assert page.count('class="card phone"') == 2
        assert "1 brought in as a file (Petugas)" in page
        assert "just now" in page.lower()
        assert "Siti" not in page
        assert ("Nobody waits for this phone" in page) is (who != "pejabat")
    for who in ("petugas_sadu", "foreigner"):
        assert sign_in(who).get(address("visit-phones", visit.pk)).status_code == 404
    assert sign_in("petugas").post(address("visit-phones", visit.pk)).status_code == 405


def test_a_gap_is_named_by_its_numbers(field, sign_in):
    page = sign_in("petugas").get(address("visit-phones", field[0].pk)).content.decode()
    assert "Missing numbers:</strong> 2" in page
    assert "2 phones not yet in (at most 3 people)" in page


def test_a_phone_is_given_up_with_a_reason(field, sign_in):
    visit, _people, rina, _dewi = field
    client, there = sign_in("petugas"), address("visit-phone-end", visit.pk, rina.lease.pk)
    assert "is lost" in client.get(there).content.decode()
    for body in ({}, {"reason": "hilang"}, {"sure": "on"}, {"reason": " ", "sure": "on"}):
        answer = client.post(there, body)
        assert answer.status_code == 409
        assert FieldLease.objects.filter(ended_at__isnull=False).count() == 0
    assert client.post(there, {"reason": "jatuh ke sungai", "sure": "on"}).status_code == 302
    rina.lease.refresh_from_db()
    assert rina.lease.ended_reason == "jatuh ke sungai"
    assert "jatuh ke sungai" in client.get(address("visit-phones", visit.pk)).content.decode()
    assert "jatuh ke sungai" not in sign_in("pejabat").get(address("visit-phones", visit.pk)).content.decode()
    assert client.post(there, {"reason": "lagi", "sure": "on"}).status_code == 302
    for who, status in (("pejabat", 403), ("petugas_sadu", 404)):
        assert sign_in(who).post(there, {"reason": "x", "sure": "on"}).status_code == status
    assert client.get(address("visit-phone-end", visit.pk, rina.lease.pk + 99)).status_code == 404


def test_what_is_to_decide_is_shown_to_those_who_see_persons(field, sign_in):
    visit = field[0]
    page = sign_in("petugas").get(address("visit-decide", visit.pk)).content.decode()
    assert "Siti Aminah" in page
    assert "Siti Amina<" in page
    assert page.count('class="card to-decide"') == 2
    assert "As it stands is right" in page
    for who, status in (("pejabat", 403), ("petugas_sadu", 404), ("foreigner", 404)):
        assert sign_in(who).get(address("visit-decide", visit.pk)).status_code == status
    assert sign_in("petugas").get(address("visit-decide-person", visit.pk)).status_code == 405
    assert sign_in("petugas").get(address("visit-decide-entry", visit.pk)).status_code == 405


def mark_on(client, visit):
    page = client.get(address("visit-decide", visit.pk)).content.decode()
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_person_is_decided_through_the_page(field, sign_in):
    visit, people, _rina, _dewi = field
    client = sign_in("petugas")
    body = {"resident": people[0].pk, "seen": mark_on(client, visit), "outcome": "absent"}
    for wrong in (
        {}, {"outcome": "dancing"}, {"resident": ""}, {"resident": "x"}, {"seen": ""}, {"seen": "1"}, {"seen": "9" * 50},
        {"resident": "9" * 30},
    ):  # fmt: skip
        assert client.post(address("visit-decide-person", visit.pk), body | wrong if wrong else {}).status_code == 400
    assert AttendanceChange.objects.filter(by_field=None).count() == 0
    for who, status in (("pejabat", 403), ("petugas_sadu", 404)):
        assert sign_in(who).post(address("visit-decide-person", visit.pk), body).status_code == status
    assert Attendance.objects.get(resident=people[0]).outcome == "recorded"
    assert client.post(address("visit-decide-person", visit.pk), body).status_code == 302
    assert Attendance.objects.get(resident=people[0]).outcome == "absent"
    page = client.get(address("visit-decide", visit.pk)).content.decode()
    assert page.count('class="card to-decide"') == 1
    assert "<summary>Decided</summary>" in page


def test_a_stale_page_decides_nothing_and_shows_the_new_word(field, sign_in):
    visit, people, _rina, dewi = field
    client = sign_in("petugas")
    body = {"resident": people[0].pk, "seen": mark_on(client, visit), "outcome": "absent"}
    dewi.outcome(people[0], "refused")
    dewi.send(dewi.made[-1])
    answer = client.post(address("visit-decide-person", visit.pk), body)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Something else was told" in page
    assert "Refused" in page
    assert Attendance.objects.get(resident=people[0]).outcome == "recorded"
    assert client.post(address("visit-decide-person", visit.pk), body | {"seen": mark_of_page(page)}).status_code == 302


def mark_of_page(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def test_somebody_unlisted_is_decided_through_the_page(field, sign_in):
    visit, people, _rina, _dewi = field
    client, event = sign_in("petugas"), FieldEvent.objects.get(kind="unlisted")
    there = address("visit-decide-entry", visit.pk)
    for body in ({}, {"event": event.pk}, {"event": event.pk, "how": "same"}, {"event": event.pk, "how": "eat"}):
        assert client.post(there, body).status_code == 400
    for body in ({"event": event.pk, "how": "drop"}, {"event": event.pk + 99, "how": "drop", "reason": "x"}):
        assert client.post(there, body).status_code == 409
    event.refresh_from_db()
    assert event.answer == "decide"
    assert client.post(there, {"event": event.pk, "how": "same", "resident": people[0].pk + 999}).status_code == 404
    assert client.post(there, {"event": event.pk, "how": "same", "resident": people[0].pk}).status_code == 302
    event.refresh_from_db()
    assert event.resident == people[0]
    assert client.post(there, {"event": event.pk, "how": "new"}).status_code == 409


def test_trying_again_twice_takes_in_once(field, sign_in):
    visit = field[0]
    client = sign_in("petugas")
    assert client.post(address("visit-phones-again", visit.pk)).status_code == 302
    assert client.post(address("visit-phones-again", visit.pk), {"back": "decide"})["Location"].endswith("/decide/")
    assert client.get(address("visit-phones-again", visit.pk)).status_code == 405
    assert FieldEvent.objects.filter(answer="decide").count() == 3


def finished(field, go, cast):
    """Everybody has an outcome, and the visit is over; the phones are as they were."""
    visit, people, rina, _dewi = field
    for one in people[1:]:
        rina.outcome(one, "absent")
    rina.send()
    return go(visit, Step.FINISH)


def test_a_visit_is_not_closed_while_something_is_in_the_field(field, sign_in, go, cast):
    visit = finished(field, go, cast)
    client, body = sign_in("petugas"), {"step": "close"}
    answer = client.post(address("visit-step", visit.pk), body | {"reason": "sudah"})
    assert answer.status_code == 409
    assert "Not everything has come in from the field" in answer.content.decode()
    page = client.get(visit.get_absolute_url()).content.decode()
    assert 'value="close"' not in page
    assert "an admin can close the visit" in page
    admin = sign_in("admin")
    page = admin.get(visit.get_absolute_url()).content.decode()
    assert "Close the visit all the same" in page
    assert "2 phones not yet in (at most 1 person)" in page
    answer = admin.post(address("visit-step", visit.pk), body)
    assert answer.status_code == 409
    assert "Say why the visit is closed" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.state == "done"
    assert admin.post(address("visit-step", visit.pk), body | {"reason": "HP rusak"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, VisitStep.objects.get(step="close").reason) == ("closed", "HP rusak")


def test_it_is_closed_by_anybody_once_everything_is_in(visit, list_person, phone, go, sign_in, cast):
    siti, made = list_person(), visit()
    rina = phone(made)
    rina.outcome(siti, "recorded")
    rina.send()
    give_back(by=rina.scope, lease=rina.lease, made=1)
    made.refresh_from_db()
    made = go(made, Step.FINISH)
    assert sign_in("petugas").post(address("visit-step", made.pk), {"step": "close"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "closed"


@pytest.mark.parametrize("who", ["petugas", "pejabat"])
def test_numbers_that_may_be_short_say_so(field, sign_in, places, who):
    visit, client = field[0], sign_in(who)
    plain = "2 phones not yet in (at most 3 people)"
    for page in ("/", "/kecamatan/15.07.01/", "/desa/15.07.01.2002/"):
        html = client.get(page).content.decode()
        assert "2</a> phones not yet in (at most" in html, page
        assert 'data-figure="2" data-of="phones"' in html, page
        assert 'data-figure="3" data-of="at_most"' in html, page
    assert "not yet in" not in client.get("/kecamatan/15.07.05/").content.decode()
    assert plain in client.get(visit.get_absolute_url()).content.decode()
    listed = client.get("/visits/?state=phones").content.decode()
    assert 'data-total="phones" data-value="2"' in listed
    assert 'data-total="at_most" data-value="3"' in listed
    assert visit.get_absolute_url() in listed
    if who == "petugas":
        assert plain in client.get(address("visit-result", visit.pk)).content.decode()


def row(visit, name):
    return Attendance.objects.get(visit=visit, resident__name=name)


def test_reports_and_the_wall_say_so_too(field, sign_in, cast):
    visit = field[0]
    page = sign_in("pejabat").get("/reports/?kind=daily").content.decode()
    assert "2 ponsel di lapangan belum masuk (paling banyak 3" in page
    link = make_wall_link(by=scope_of(cast.admin), name="Aula", language="en")[1]
    assert "2 phones not yet in (at most 3 people)" in sign_in("admin").get(f"/wall/{link}/").content.decode()
    enter_outcomes(by=scope_of(cast.petugas), visit=visit, entries=[Entry(row(visit, "Orang c").pk, "absent", 0)])
    assert "2 phones not yet in (at most 2 people)" in sign_in("admin").get(f"/wall/{link}/").content.decode()
    assert "paling banyak 2" in sign_in("pejabat").get("/reports/?kind=daily").content.decode()
    enter_outcomes(by=scope_of(cast.petugas), visit=visit, entries=[Entry(row(visit, "Orang c").pk, "", 1)])
    assert phones_of_the_office(visit.drive.kabupaten) == (2, 3)
    assert phones_not_in(visit.drive, [visit.kecamatan_id], visit.day) == (2, 3)
    assert phones_not_in(visit.drive, [visit.kecamatan_id], visit.day - timedelta(days=1)) == (0, 0)


def test_nothing_is_said_once_all_is_in(field, sign_in, cast):
    visit, _people, rina, dewi = field
    dewi.send()
    for one in (rina, dewi):
        give_back(by=one.scope, lease=one.lease, made=len(one.made))
    for page in ("/", "/kecamatan/15.07.01/", visit.get_absolute_url(), "/visits/"):
        assert "not yet in (" not in sign_in("petugas").get(page).content.decode(), page


def test_of_a_visit_of_today_that_has_not_begun_all_on_the_phone_may_be_missing(
    visit, list_person, phone, sign_in, today, english
):
    list_person()
    phone(visit())
    phone(visit(day=today + timedelta(days=1)))
    page = sign_in("petugas").get("/").content.decode()
    assert 'data-figure="1" data-of="phones"' in page
    assert 'data-figure="1" data-of="at_most"' in page


def test_pages_ask_at_most_fifteen_times(field, sign_in):
    visit = field[0]
    for who in ("petugas", "petugas_timur"):
        for name in ("visit-phones", "visit-decide", "visit", "visit-result"):
            client = sign_in(who)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(name, visit.pk)).status_code == 200
            assert len(queries) <= 15, (who, name, [one["sql"][:80] for one in queries])


def test_how_long_a_visit_stays_on_a_phone_is_set_by_the_office(sign_in, cast, visit, list_person, phone, english):
    client = sign_in("admin")
    there = reverse("outreach:plan-settings")
    answer = client.get(there)
    assert "days that a visit stays on a phone" in answer.content.decode().lower()
    body = next(form.fields for form in forms_of(answer) if "lease_days" in form.fields)
    for wrong in ("0", "31", "x"):
        assert client.post(there, body | {"lease_days": wrong}).status_code == 200
    assert not PlanSettings.objects.filter(lease_days__isnull=False).exists()
    assert client.post(there, body | {"lease_days": "3"}).status_code == 302
    list_person()
    lease = phone(visit()).lease
    assert (lease.until - lease.taken_at).days == 3
