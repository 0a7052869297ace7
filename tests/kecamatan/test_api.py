"""The API of design §10: who may call, the shape of every refusal, and what describes it."""

import re

import pytest
from django.test import Client

from kecamatan.actions.accounts import make_token, revoke_token
from kecamatan.api import operations
from kecamatan.models import CountUpdate
from tests.kecamatan.api_calls import ROWS, SUMMARY, refusal, send

# --- Who may call -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Bearer ektp_wrong", "Basic YTpi", "Bearer é", "Bearer " + "x" * 9999, "ektp_x"],
)
@pytest.mark.parametrize(("method", "path"), [("get", SUMMARY), ("post", ROWS)])
def test_without_a_token_the_answer_is_401(cast, header, method, path):
    client = Client(headers={"authorization": header} if header is not None else {})
    response = getattr(client, method)(path)
    assert refusal(response, 401)[""]
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_session_opens_nothing_here(sign_in):
    client = sign_in("admin")
    refusal(client.get(SUMMARY), 401)
    refusal(client.post(ROWS, {}, content_type="application/json"), 401)


def test_a_revoked_token_and_one_of_a_switched_off_owner_are_401(cast, client):
    token, secret = make_token(by=cast.petugas, name="a")
    _other, of_pejabat = make_token(by=cast.pejabat, name="b")
    revoke_token(by=cast.petugas, token=token)
    cast.pejabat.is_active = False
    cast.pejabat.save()
    for one in (secret, of_pejabat):
        refusal(client.get(SUMMARY, headers={"authorization": f"Bearer {one}"}), 401)


def test_a_pejabat_reads_and_does_not_enter(caller, payload):
    client = caller("pejabat")
    assert client.get(SUMMARY).status_code == 200
    assert refusal(send(client, payload()), 403)[""]
    assert refusal(send(client, "broken"), 403)[""]
    assert not CountUpdate.objects.exists()


# --- The shape of every answer ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path"), [("get", ROWS), ("put", ROWS), ("delete", ROWS), ("post", SUMMARY)])
def test_other_methods_are_405_in_the_same_shape(caller, places, method, path):
    response = getattr(caller("admin"), method)(path)
    assert refusal(response, 405)[""]
    assert response["Allow"]


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v1/summary/"])
def test_unknown_addresses_are_404_in_the_same_shape(caller, places, path):
    refusal(caller("admin").get(path), 404)


def test_faults_of_ours_are_500_in_the_same_shape_and_say_nothing_of_themselves(caller, monkeypatch, places):
    def broken(*args):
        raise ValueError("secret 1507020302010003")

    monkeypatch.setattr(operations, "summary_of", broken)
    response = caller("admin").get(SUMMARY)
    assert "secret" not in refusal(response, 500)[""]


def test_sentences_are_in_the_language_of_the_owner(caller, cast, payload):
    cast.petugas.language = "en"
    cast.petugas.save()
    client = caller("petugas", **{"accept-language": "id"})
    response = send(client, payload(quantity="12"))
    assert response["Content-Language"] == "en"
    assert "100,000" in refusal(response, 422)["quantity"]
    response = send(caller("petugas_timur"), payload(quantity="12"))
    assert response["Content-Language"] == "id"
    assert "100.000" in refusal(response, 422)["quantity"]


# --- What describes it --------------------------------------------------------------------------------------------------


def test_openapi_names_every_operation_answer_and_field(client, db):
    schema = client.get("/api/v1/openapi.json").json()
    assert set(schema["paths"]) == {SUMMARY, ROWS}
    assert set(schema["paths"][ROWS]["post"]["responses"]) == {
        "200",
        "201",
        "400",
        "401",
        "403",
        "409",
        "413",
        "415",
        "422",
    }
    row = schema["components"]["schemas"]["CountUpdateIn"]
    assert set(row["required"]) == {"key", "kecamatan", "kind", "quantity", "date"}
    assert row["additionalProperties"] is False
    assert row["properties"]["quantity"]["maximum"] == 100_000
    assert {name["name"] for name in schema["paths"][SUMMARY]["get"]["parameters"]} == {"as_of", "drive"}
    assert all(schema["paths"][path][method]["security"] for path, method in [(SUMMARY, "get"), (ROWS, "post")])


def test_what_is_answered_is_what_openapi_says(client, caller, payload):
    shapes = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    summary = caller("admin").get(SUMMARY).json()
    row = send(caller("admin"), payload()).json()
    assert list(summary) == list(shapes["SummaryOut"]["properties"])
    assert set(summary["kecamatan"][0]) == set(shapes["KecamatanOut"]["properties"])
    assert set(summary["drive"]) == set(shapes["DriveOut"]["properties"])
    assert list(row) == list(shapes["CountUpdateOut"]["properties"])


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_shows_every_operation_with_an_example_and_no_data(client, places, language):
    client.cookies["language"] = language
    response = client.get("/api/v1/docs")
    page = response.content.decode()
    assert response.status_code == 200
    for part in [SUMMARY, ROWS, "as_of", "quantity", "409", "curl -X POST", "Authorization: Bearer", "remaining_after"]:
        assert part in page
    assert re.findall(r"<script[^>]*", page) == [
        '<script src="/static/field/leave.js" defer'
    ]  # who signs out from here
    assert "swagger" not in page.lower()
    assert "Tanjung" not in page


def test_the_page_and_the_description_take_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/api/v1/docs")
        client.get("/api/v1/openapi.json")
