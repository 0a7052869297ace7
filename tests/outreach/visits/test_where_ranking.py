"""The page that ranks places, and saying how a desa is reached."""

import re
from datetime import timedelta

import pytest

from kecamatan.models import AuditEntry
from outreach.models import DesaAccess
from tests.outreach.visits.test_visit_pages import text_of

pytestmark = pytest.mark.django_db
PAGE, ACCESS = "/where/", "/where/access/"


@pytest.fixture
def near(places):
    """Lambur and Simbur lie beside each other, an hour or so from the base."""
    for one, east in ((places.timur, 103.9), (places.lambur, 104.1), (places.simbur, 104.11)):
        one.latitude, one.longitude = -1.1, east
        one.save()


def rows(response):
    return [one.name for one in response.context["rows"]]


@pytest.mark.parametrize("who", ["admin", "petugas", "pejabat"])
def test_places_are_ranked_with_their_reason(sign_in, english, near, list_person, who):
    list_person("Siti Rahasia")
    response = sign_in(who).get(PAGE)
    words = text_of(response)
    assert rows(response) == ["Lambur + Simbur Naik", "Lambur", "Simbur Naik"]
    assert "70 left, no visit to learn from yet, 33% of them assumed to come" in words
    assert "Of 70 people who are still to be recorded it is known in which desa or school they are." in words
    assert "Of another 80 nobody knows in which desa" in words
    assert "Rahasia" not in words
    assert ("/visits/new/?desa=" in response.content.decode()) is (who != "pejabat")
    assert ('action="/where/access/"' in response.content.decode()) is (who != "pejabat")


def test_the_button_opens_a_visit_for_all_desa_of_a_group(sign_in, near, places):
    client = sign_in("petugas")
    text = client.get(PAGE).content.decode()
    address = re.search(r'href="(/visits/new/\?desa=[^"]*&amp;desa=[^"]*)"', text)[1].replace("&amp;", "&")
    form = client.get(address).context["form"]
    assert sorted(form.initial["desa"]) == [places.lambur.code, places.simbur.code]
    assert form.initial["place_name"].startswith("Kantor Desa")


def test_desa_of_two_kecamatan_are_no_visit(sign_in, places):
    address = f"/visits/new/?desa={places.lambur.code}&desa={places.itik.code}"
    assert sign_in("petugas").get(address).status_code == 404
    assert sign_in("petugas_timur").get(f"/visits/new/?desa={places.itik.code}").status_code == 404


def test_others_rank_their_own_kecamatan(sign_in, near, english):
    assert rows(sign_in("petugas_timur").get(PAGE)) == ["Lambur + Simbur Naik", "Lambur", "Simbur Naik"]
    response = sign_in("petugas_sadu").get(PAGE)
    assert rows(response) == []
    assert "No place is known to have people left" in text_of(response)
    assert "Lambur" not in text_of(response)


def test_a_planned_visit_is_named_and_its_people_taken_off(sign_in, english, visit, today):
    before = sign_in("petugas").get(PAGE).context["rows"]
    visit(day=today + timedelta(days=2))
    response = sign_in("petugas").get(PAGE)
    after = {one.name: one for one in response.context["rows"]}
    assert next(one for one in before if one.name == "Lambur").reason.left == 40
    assert after["Lambur"].reason.left == 27
    assert "about 13 are expected then, and taken off" in text_of(response)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"what": "desa"}, ["Lambur", "Simbur Naik"]),
        ({"what": "group"}, ["Lambur + Simbur Naik"]),
        ({"what": "school"}, []),
        ({"kecamatan": "15.07.05"}, []),
        ({"kecamatan": "15.07.01", "what": "desa", "order": "name"}, ["Lambur", "Simbur Naik"]),
        ({"order": "left", "what": "desa", "rows": "all"}, ["Lambur", "Simbur Naik"]),
        ({"order": "long_ago", "what": "desa"}, ["Lambur", "Simbur Naik"]),
    ],
)
def test_rows_are_chosen_and_put_in_order_by_the_address(sign_in, near, query, expected):
    assert rows(sign_in("petugas").get(PAGE, query)) == expected


@pytest.mark.parametrize("query", [{"kecamatan": "15.99.01"}, {"what": "x"}, {"order": "\0"}, {"rows": "9"}])
def test_what_means_nothing_is_said_and_all_is_shown(sign_in, near, query):
    response = sign_in("petugas").get(PAGE, query)
    assert len(rows(response)) == 3
    assert response.context["form"].errors
    # Somebody else's kecamatan means nothing either.
    assert sign_in("petugas_timur").get(PAGE, {"kecamatan": "15.07.05"}).context["form"].errors


def test_without_an_active_drive_nothing_is_ranked(sign_in, places):
    places.drive.is_active = False
    places.drive.save()
    for page in (PAGE, "/where/plan/"):
        response = sign_in("petugas").get(page)
        assert response.status_code == 200
        assert "terrain" not in response.context
    assert sign_in("petugas").post("/where/plan/drafts/").status_code == 409


def test_few_queries_however_many_people_and_visits(
    sign_in, list_person, school, visit, today, places, django_assert_max_num_queries
):
    client = sign_in("petugas")
    client.get(PAGE)
    with django_assert_max_num_queries(15):
        client.get(PAGE)
    for number in range(6):
        list_person(f"Orang {number}", school=school)
        visit(day=today + timedelta(days=number), desa=[places.simbur], schools=[school])
    with django_assert_max_num_queries(15):
        client.get(PAGE)


def test_petugas_say_how_a_desa_is_reached(sign_in, english, places, cast):
    client = sign_in("petugas_timur")
    answer = client.post(ACCESS, {"desa": places.lambur.code, "access": "tide"}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert DesaAccess.objects.get().access == "tide"
    assert "Lambur, Muara Sabak Timur: by boat, with the tide" in text_of(answer)
    assert re.search(r"a day by boat|of a day by boat|hour or so by boat", text_of(answer))
    entry = AuditEntry.objects.get(action="desa-access")
    assert [(one.field, one.before, one.after) for one in entry.changes.all()] == [
        ("access", "", "by boat, with the tide")
    ]
    assert client.get(f"/visits/new/?desa={places.lambur.code}").context["form"].initial["access"] == "tide"
    client.post(ACCESS, {"desa": places.lambur.code, "access": "tide"})
    assert AuditEntry.objects.filter(action="desa-access").count() == 1
    client.post(ACCESS, {"desa": places.lambur.code, "access": "road"})
    assert DesaAccess.objects.get().access == "road"
    client.post(ACCESS, {"desa": places.lambur.code, "access": ""})
    assert not DesaAccess.objects.exists()


@pytest.mark.parametrize(
    ("who", "data", "status"),
    [
        ("petugas_sadu", {"desa": "15.07.01.2002", "access": "boat"}, 404),
        ("foreigner", {"desa": "15.07.01.2002", "access": "boat"}, 404),
        ("pejabat", {"desa": "15.07.01.2002", "access": "boat"}, 403),
        ("petugas", {"desa": "15.07.01.2002", "access": "plane"}, 302),
        ("petugas", {"desa": "\0", "access": "boat"}, 404),
        ("petugas", {}, 404),
    ],
)
def test_what_is_not_theirs_or_means_nothing_changes_nothing(sign_in, who, data, status):
    assert sign_in(who).post(ACCESS, data).status_code == status
    assert not DesaAccess.objects.exists()
    assert not AuditEntry.objects.filter(action="desa-access").exists()


def test_a_way_is_said_by_post_alone(sign_in):
    assert sign_in("petugas").get(ACCESS).status_code == 405
    assert sign_in("petugas").post(PAGE).status_code == 405
