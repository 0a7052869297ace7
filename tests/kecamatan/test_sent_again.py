"""A form that came too late loses nothing: a token that is gone, a sign-in that ended. It can be sent again, once."""

import re
import uuid
from html import unescape

import pytest
from django.db import OperationalError

from kecamatan.models import CountUpdate, User
from tests.page_forms import forms_of

HOME = {"Origin": "http://testserver"}
PAGE = "/counts/new/"


@pytest.fixture
def rows(places, today):
    return {
        "row-TOTAL_FORMS": "1",
        "row-INITIAL_FORMS": "0",
        "row-0-key": str(uuid.uuid4()),
        "row-0-place": "Lambur",
        "row-0-kind": "recorded",
        "row-0-quantity": "12",
        "row-0-date": today.isoformat(),
        "row-0-note": '<b>dua "alat"</b>',
    }


def kept_form(response):
    """The one form of the page, as a browser would send it."""
    found = [form for form in forms_of(response) if form.method == "post" and "row-0-key" in form.fields]
    return {name: unescape(value) for name, value in found[0].fields.items()} if found else None


def test_without_its_token_a_form_is_kept_and_counts_once_when_sent_again(sign_in, rows):
    client = sign_in("petugas", enforce_csrf_checks=True)
    refused = client.post(PAGE, rows, headers=HOME)
    assert refused.status_code == 403
    assert CountUpdate.objects.count() == 0
    again = kept_form(refused)
    assert {name: again[name] for name in rows} == rows
    for _time in range(2):
        assert client.post(PAGE, again, headers=HOME).status_code == 302
    assert CountUpdate.objects.get().note == rows["row-0-note"]


def test_after_the_sign_in_ended_a_form_is_kept_until_its_owner_is_back(sign_in, client, rows, cast):
    refused = client.post(PAGE, rows, headers=HOME)
    assert refused.status_code == 403
    assert "/accounts/login/" in refused.content.decode()
    assert refused["Cache-Control"].startswith("max-age=0")
    again = kept_form(refused)
    client.force_login(cast.petugas, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(PAGE, again, headers=HOME).status_code == 302
    assert CountUpdate.objects.get().quantity == 12


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://testserver.evil.example"])
def test_what_another_site_sent_is_never_offered(sign_in, client, rows, origin):
    headers = {"Origin": origin} if origin else {}
    refused = sign_in("petugas", enforce_csrf_checks=True).post(PAGE, rows, headers=headers)
    assert refused.status_code == 403
    assert "Lambur" not in refused.content.decode()
    assert client.post(PAGE, rows, headers=headers)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/password_change/"])
def test_a_password_is_never_written_back(sign_in, page):
    data = {"username": "petugas", "password": "rahasia-sekali", "old_password": "rahasia-sekali"}
    for who in (None, "petugas"):
        refused = sign_in(who, enforce_csrf_checks=True).post(page, data, headers=HOME)
        assert refused.status_code == 403
        assert "rahasia-sekali" not in refused.content.decode()


def test_a_form_of_the_admin_is_kept_too(sign_in, places):
    data = {"name": "Pilkada Ulang", "baseline_date": "25/06/2024"}
    refused = sign_in("admin", enforce_csrf_checks=True).post("/admin/kecamatan/drive/add/", data, headers=HOME)
    assert 'value="Pilkada Ulang"' in refused.content.decode()


def test_the_words_are_in_the_language_of_the_user(sign_in, rows, cast):
    User.objects.update(language="en")
    words = sign_in("petugas", enforce_csrf_checks=True).post(PAGE, rows, headers=HOME).content.decode()
    assert re.search(r"<h1>\s*Nothing was saved yet", words)
    assert "What you typed is kept on this page" in words


def test_while_the_database_is_away_a_form_is_kept_with_the_time_to_come_back(sign_in, rows, monkeypatch):
    def away(*args, **options):
        raise OperationalError("the server closed the connection unexpectedly")

    client = sign_in("petugas", raise_request_exception=False)
    with monkeypatch.context() as patch:
        patch.setattr("kecamatan.views.update.Places", away)
        refused = client.post(PAGE, rows, headers=HOME)
    assert refused.status_code == 503
    assert int(refused["Retry-After"]) > 0
    assert client.post(PAGE, kept_form(refused), headers=HOME).status_code == 302
    assert CountUpdate.objects.get().quantity == 12


@pytest.mark.parametrize("body", [b"--x\r\nbroken", b"", b"a=%ff&b"])
def test_a_body_that_cannot_be_read_is_refused_as_ever(client, body, places):
    for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = client.post(PAGE, body, content_type=kind, headers=HOME)
        assert response.status_code in {302, 400, 403}
