"""The error pages through real requests: in the look of the site, in one language, without a query, telling nothing."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import get_resolver

from kecamatan.views import errors

FAULTS = [
    (SuspiciousOperation("secret"), 400),
    (PermissionDenied("secret"), 403),
    (Http404("secret"), 404),
    (ValueError("secret"), 500),
    (OperationalError("secret"), 503),
    (InterfaceError("secret"), 503),
]


@pytest.fixture
def break_page(monkeypatch):
    """``break_page(fault)``: the help page raises it."""
    resolver = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "kecamatan")
    page = next(one for one in resolver.url_patterns if one.name == "help")

    def broken(fault):
        def view(request):
            raise fault

        monkeypatch.setattr(page, "callback", view)

    return broken


@pytest.mark.parametrize(("fault", "status"), FAULTS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_fault_is_answered_in_the_look_of_the_site(sign_in, cast, break_page, fault, status, language):
    cast.petugas.language = language
    cast.petugas.save()
    break_page(fault)
    response = sign_in("petugas", raise_request_exception=False).get("/help/?nik=1507020302010003")
    body = response.content.decode()
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
    assert f'<html lang="{language}">' in body
    assert 'class="masthead"' in body
    assert body.count("<h1>") == 1
    assert "css/base.css" in body
    assert "no-store" in response["Cache-Control"]
    for told in ("secret", "1507020302010003", "Traceback", "ValueError", "petugas"):
        assert told not in body
    assert ("Retry-After" in response) == (status == 503)


@pytest.mark.parametrize(
    "handler",
    [
        errors.bad_request,
        errors.permission_denied,
        errors.not_found,
        errors.csrf_failure,
        errors.server_error,
        errors.unavailable,
    ],
)
@pytest.mark.parametrize("path", ["/help/", "/api/v1/summary"])
def test_no_error_page_takes_a_query(db, django_assert_num_queries, handler, path):
    with django_assert_num_queries(0):
        response = handler(RequestFactory().get(path))
    assert response.status_code >= 400
    assert response["Content-Type"].startswith("application/json" if path.startswith("/api/") else "text/html")


def test_a_stranger_at_an_unknown_address_costs_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/nothing/here/").status_code == 404


def test_an_old_form_is_told_what_to_do(sign_in):
    client = sign_in("petugas", enforce_csrf_checks=True, raise_request_exception=False)
    response = client.post("/account/tokens/new/", {"name": "x"})
    assert response.status_code == 403
    assert "Buka kembali halaman formulirnya" in response.content.decode()


def test_a_host_that_is_not_ours_is_400(client, db):
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_a_form_too_large_is_413(sign_in):
    client = sign_in("petugas", raise_request_exception=False)
    response = client.post(
        "/account/tokens/new/", {"name": "x" * 3_000_000}, content_type="application/x-www-form-urlencoded"
    )
    body = "name=" + "x" * 3_000_000
    response = client.post("/account/tokens/new/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert 'class="masthead"' in response.content.decode()


def test_a_form_with_too_many_fields_is_400(sign_in):
    body = "&".join(f"a{number}=1" for number in range(3000))
    client = sign_in("petugas", raise_request_exception=False)
    assert (
        client.post("/account/tokens/new/", body, content_type="application/x-www-form-urlencoded").status_code == 400
    )


def test_error_pages_of_the_demo_say_that_all_is_invented(db, settings):
    settings.DEMO = True
    assert 'class="demo-bar"' in Client().get("/nothing/here/").content.decode()
