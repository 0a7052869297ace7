"""Screens in the office: a secret address that an admin makes and ends, numbers alone, no session."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kecamatan.access import scope_of
from kecamatan.actions.outside import end_wall_link, make_wall_link
from kecamatan.models import AuditEntry, WallLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(cast):
    """``address()``: the address of a new screen."""

    def _address(by=cast.admin, language="en") -> str:
        return f"/wall/{make_wall_link(by=scope_of(by), name='Aula', language=language)[1]}/"

    return _address


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_link_is_made_shown_once_listed_seen_and_ended(sign_in):
    client = sign_in("admin")
    made = client.post("/share/walls/new/", {"name": "Ruang  rapat", "language": "id"})
    assert made.status_code == 201
    link = made.context["address"]
    assert link in made.content.decode()
    assert link not in client.get("/share/").content.decode()
    stored = WallLink.objects.get()
    assert stored.name == "Ruang rapat"
    assert link.split("/")[-2] not in str(vars(stored))
    path = link.removeprefix("http://testserver")
    assert Client().get(path).status_code == 200
    stored.refresh_from_db()
    assert stored.last_seen_at is not None
    for _time in range(2):
        assert client.post(f"/share/walls/{stored.pk}/end/").status_code == 302
    gone = Client().get(path)
    assert gone.status_code == 404
    assert "data-wall-ended" in gone.content.decode()
    assert "Ruang rapat" in client.get("/share/").content.decode()
    actions = AuditEntry.objects.filter(action__startswith="wall").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["wall-new", "wall-revoke"]


@pytest.mark.parametrize("name", ["", "x" * 61, "a\u202eb"])
def test_a_bad_name_is_told_and_nothing_is_made(sign_in, name):
    response = sign_in("admin").post("/share/walls/new/", {"name": name, "language": "id"})
    assert response.status_code == 422
    assert response.context["form"].errors["name"]
    assert not WallLink.objects.exists()


@pytest.mark.parametrize("who", ["petugas", "pejabat"])
def test_only_admins_see_make_and_end(sign_in, cast, who):
    link, _secret = make_wall_link(by=scope_of(cast.admin), name="Aula", language="id")
    client = sign_in(who)
    assert client.get("/share/").status_code == 403
    assert client.post("/share/walls/new/", {"name": "x", "language": "id"}).status_code == 403
    assert client.post(f"/share/walls/{link.pk}/end/").status_code == 403
    assert WallLink.objects.filter(revoked_at=None).count() == 1


def test_the_links_of_another_kabupaten_do_not_exist(sign_in, cast):
    link, _secret = make_wall_link(by=scope_of(cast.admin), name="Aula", language="id")
    client = sign_in("foreigner")
    assert client.post(f"/share/walls/{link.pk}/end/").status_code == 404
    assert "Aula" not in client.get("/share/").content.decode()
    link.refresh_from_db()
    assert link.works


@pytest.mark.parametrize("view", ["", "?view=district", "?view=map", "?view=week", "?view=x%00"])
def test_it_shows_the_numbers_of_the_whole_kabupaten(address, enter, places, view):
    enter("recorded", 12)
    enter("added", 3, desa=places.itik)
    said = words(Client().get(address() + view))
    assert "141" in said
    assert "the baseline was 150" in said
    assert "Muara Sabak Timur 88" in said
    assert "Sadu 53" in said
    assert "12 recorded" in said


def test_the_view_and_the_next_follow_the_address(address):
    path = address()
    seen = []
    for _turn in range(4):
        page = Client().get(path + (seen[-1] if seen else "")).content.decode()
        seen.append(re.search(r'<noscript><meta http-equiv="refresh" content="20; url=(\?view=\w+)">', page)[1])
    assert seen == ["?view=map", "?view=week", "?view=district", "?view=map"]


def test_the_week_has_its_days_and_its_visits(address, enter, places, today, cast):
    from datetime import time

    from outreach.actions.visits.planning import Plan, plan_visit

    plan = Plan(places.timur, today, time(8), time(14), "Balai Desa", desa=[places.lambur])
    plan_visit(by=scope_of(cast.petugas), drive=places.drive, plan=plan)
    enter("recorded", 12, day=today)
    enter("recorded", 5, day=today - timedelta(days=today.weekday() + 2))
    page = Client().get(address())
    assert "last week it was 5" in words(page)
    assert "1 visit from today" in words(page)
    assert page.content.decode().count('width="10"') == 14


def test_it_says_what_is_not_known_yet(address, places):
    for rows in (places.drive.baselines.shares(), places.drive.baselines.all()):
        rows.delete()
    assert "No baseline" in words(Client().get(address()))
    places.drive.delete()
    assert "no drive at present" in words(Client().get(address()))


def test_it_says_whose_baseline_is_missing_and_asks_nothing_then(address, places):
    assert "a week would leave nobody, and as many more as flow in" in words(Client().get(address()))
    places.drive.baselines.filter(kecamatan=places.sadu).delete()
    said = words(Client().get(address()))
    assert "1 kecamatan has no baseline yet; those who remain there are missing here." in said
    assert "would leave nobody" not in said
    assert 'class="value">0<' not in Client().get(address()).content.decode()


def test_no_session_no_cookie_and_no_way_in(address, sign_in):
    path = address()
    for client in (Client(), sign_in("petugas")):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        links = set(re.findall(r'href="([^"]+)"', response.content.decode()))
        assert all(link.startswith(("?view=", "/static/")) for link in links)
    assert Client().post(path).status_code == 405


def test_its_language_is_the_links_own(address, cast):
    assert '<html lang="id">' in Client().get(address(language="id")).content.decode()
    assert "orang tersisa" in words(Client().get(address(language="id")))


def test_the_demo_says_so(address, settings):
    settings.DEMO = True
    assert "invented" in words(Client().get(address()))


@pytest.mark.parametrize("secret", ["x" * 43, "x", "%00" * 43, "é" * 43, "x" * 44])
def test_a_wrong_address_shows_nothing(cast, secret):
    assert Client().get(f"/wall/{secret}/").status_code == 404


def test_who_guesses_waits_and_shuts_out_no_screen(address):
    path, client = address(), Client()
    answers = {client.get(f"/wall/{number:043}/").status_code for number in range(100)}
    assert answers == {404}
    refused = client.get(f"/wall/{'y' * 43}/")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert Client().get(path).status_code == 200


def test_it_asks_little_while_nothing_changes(address, enter):
    path = address()
    Client().get(path)
    with CaptureQueriesContext(connection) as sent:
        Client().get(path)
    assert len(sent) == 3, [query["sql"] for query in sent]
    enter("recorded", 12)
    with CaptureQueriesContext(connection) as sent:
        assert "138" in words(Client().get(path))
    assert len(sent) <= 15


def test_ending_is_an_admins(cast):
    from django.core.exceptions import PermissionDenied

    link, _secret = make_wall_link(by=scope_of(cast.admin), name="Aula", language="id")
    with pytest.raises(PermissionDenied):
        end_wall_link(by=scope_of(cast.petugas), link=link)
    with pytest.raises(PermissionDenied):
        make_wall_link(by=scope_of(cast.pejabat), name="Aula", language="id")
