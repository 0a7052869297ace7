"""Signing in and out, the language of the door, and where ``next`` may lead."""

import pytest
from django.test import Client
from django.urls import reverse

from kecamatan.demo_accounts import ACCOUNTS
from kecamatan.models import AuditEntry
from tests.conftest import PASSWORD

LOGIN = "/accounts/login/"


def sign_in_as(client, name, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": name, "password": password, **more})


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["admin", "petugas", "pejabat"])
def test_each_role_signs_in_and_lands_on_the_dashboard(client, cast, name):
    response = sign_in_as(client, name)
    assert (response.status_code, response["Location"]) == (302, reverse("kecamatan:dashboard"))
    assert signed_in(client)


def test_names_are_told_apart_without_case_and_outer_space(client, cast):
    assert sign_in_as(client, "  PeTugas ").status_code == 302


def test_signing_in_is_audited_and_failing_is_not(client, cast):
    sign_in_as(client, "petugas", "salah")
    assert not AuditEntry.objects.exists()
    sign_in_as(client, "petugas")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.kabupaten) == ("sign-in", cast.petugas, cast.petugas.kabupaten)


def test_wrong_password_unknown_name_and_switched_off_account_read_the_same(client, cast):
    cast.pejabat.is_active = False
    cast.pejabat.save()
    pages = []
    for name, password in [("petugas", "salah"), ("nobody", PASSWORD), ("pejabat", PASSWORD), ("pejabat", "salah")]:
        response = sign_in_as(Client(), name, password)
        assert response.status_code == 200
        pages.append(response.context["form"].non_field_errors())
        assert f'value="{name}"' in response.content.decode()
    assert pages[0]
    assert all(page == pages[0] for page in pages)
    assert not signed_in(client)


def test_a_wrong_password_costs_the_same_hashing_for_known_and_unknown_names(cast, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a: hashed.append(1) or encode(self, *a))
    counts = []
    for name in ("petugas", "nobody"):
        hashed.clear()
        sign_in_as(Client(), name, "salah")
        counts.append(len(hashed))
    assert counts == [1, 1]


@pytest.mark.parametrize(
    ("typed", "landed"),
    [
        ("/help/", "/help/"),
        ("/counts/?kind=added", "/counts/?kind=added"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("help/", "/"),
        ("/accounts/login/", "/"),
        ("/accounts/logout/", "/"),
        ("", "/"),
    ],
)
def test_next_leads_to_pages_of_this_site_only(client, cast, typed, landed):
    assert sign_in_as(client, "petugas", next=typed)["Location"] == landed


def test_next_survives_a_wrong_password(client, cast):
    response = client.post(LOGIN, {"username": "petugas", "password": "salah", "next": "/help/"})
    assert '<input type="hidden" name="next" value="/help/">' in response.content.decode()


def test_strangers_are_asked_to_sign_in_and_come_back(client, cast):
    response = client.get("/counts/")
    assert response["Location"] == "/accounts/login/?next=/counts/"


@pytest.mark.parametrize("query", ["", "?next=/accounts/login/", "?next=https://evil.example/"])
def test_who_is_signed_in_goes_from_the_door_to_the_dashboard(sign_in, query):
    assert sign_in("petugas").get(LOGIN + query)["Location"] == "/"


def test_signing_out_needs_post_and_leads_to_the_door(sign_in):
    client = sign_in("petugas")
    assert client.get("/accounts/logout/").status_code == 405
    assert signed_in(client)
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert not signed_in(client)


@pytest.mark.parametrize("name", ["\0", "a\0b", "😀" * 300, "\u202eadmin", "x" * 100_000, "'; --", ""])
def test_odd_names_are_answered_with_a_sentence(client, cast, name):
    response = sign_in_as(client, name)
    assert response.status_code == 200
    assert response.context["form"].errors


def test_the_form_without_its_token_is_refused_in_the_look_of_the_site(cast):
    client = Client(enforce_csrf_checks=True)
    response = sign_in_as(client, "petugas")
    assert response.status_code == 403
    assert "<h1>" in response.content.decode()
    assert not signed_in(client)


def test_an_account_switched_off_loses_its_session(sign_in, cast):
    client = sign_in("petugas")
    assert client.get("/account/").status_code == 200
    cast.petugas.is_active = False
    cast.petugas.save()
    assert client.get("/account/").status_code == 302


# --- Language -----------------------------------------------------------------------------------------------------------


def test_a_stranger_reads_indonesian_whatever_the_browser_says(client, cast):
    assert client.get(LOGIN, headers={"accept-language": "en"})["Content-Language"] == "id"


def test_a_stranger_chooses_a_language_and_the_users_own_counts_after_signing_in(client, cast):
    response = client.post("/account/language/", {"language": "en", "next": ""})
    assert response["Location"] == LOGIN
    assert response.cookies["language"].value == "en"
    assert client.get(LOGIN)["Content-Language"] == "en"
    sign_in_as(client, "petugas")
    assert client.get("/account/")["Content-Language"] == "id"


@pytest.mark.parametrize("language", ["fr", "", "id\0", "x" * 5000])
def test_an_unknown_language_changes_nothing(client, cast, language):
    response = client.post("/account/language/", {"language": language})
    assert response.status_code == 302
    assert "language" not in response.cookies


def test_language_is_set_by_post_only(client, cast):
    assert client.get("/account/language/").status_code == 405


# --- The demo -----------------------------------------------------------------------------------------------------------


def test_the_demo_shows_its_accounts_and_no_other_site_does(client, cast, settings):
    assert "demo-petugas" not in client.get(LOGIN).content.decode()
    settings.DEMO = True
    page = client.get(LOGIN).content.decode()
    for name, password, _role in ACCOUNTS:
        assert name in page
        assert password in page


# --- The admin's door -------------------------------------------------------------------------------------------------


def test_the_admin_has_no_door_of_its_own(client, cast):
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    response = client.post("/admin/login/", {"username": "admin", "password": PASSWORD})
    assert response["Location"].startswith(LOGIN)
    assert not signed_in(client)


def test_strangers_at_the_admin_end_at_the_one_door(client, cast):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith(LOGIN)
    response = sign_in_as(client, "admin", next="/admin/")
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("name", ["petugas", "pejabat"])
def test_others_are_refused_at_the_admin(sign_in, name):
    assert sign_in(name).get("/admin/", follow=True).status_code == 403


def test_an_admin_at_the_admins_door_walks_in(sign_in):
    assert sign_in("admin").get("/admin/login/?next=/admin/login/")["Location"] == "/admin/"


def test_the_admins_own_password_page_leads_to_that_of_the_site(sign_in):
    assert sign_in("admin").get("/admin/password_change/")["Location"] == "/accounts/password_change/"
