"""The API of design §10: who may call, the summary, the rows, the refusals, and what describes it."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kecamatan import kept
from kecamatan.access import scope_of
from kecamatan.actions.accounts import make_token, revoke_token
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.api import operations
from kecamatan.models import CountUpdate, Drive

SUMMARY = "/api/v1/summary"
ROWS = "/api/v1/count-updates"
FIELDS = ["baseline", "added", "removed", "recorded_elsewhere", "recorded", "remaining"]


@pytest.fixture
def caller(cast):
    """``caller("petugas")`` is a program with a token of that member of the cast."""

    def with_token(name, **headers):
        _token, secret = make_token(by=getattr(cast, name), name="test")
        return Client(raise_request_exception=False, headers={"authorization": f"Bearer {secret}", **headers})

    return with_token


@pytest.fixture
def payload(places, today):
    def row(**changes):
        return {
            "key": str(uuid.uuid4()),
            "kecamatan": "15.07.01",
            "desa": "15.07.01.2002",
            "kind": "recorded",
            "quantity": 12,
            "date": today.isoformat(),
            "note": "",
            **changes,
        }

    return row


def send(client, row):
    body = row if isinstance(row, (str, bytes)) else json.dumps(row)
    return client.post(ROWS, body, content_type="application/json")


def refusal(response, status):
    """{field: sentence} of a refusal, whose shape is always the same."""
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    body = response.json()
    assert list(body) == ["errors"]
    assert all(list(error) == ["field", "message"] and error["message"] for error in body["errors"])
    return {error["field"]: error["message"] for error in body["errors"]}


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


# --- The summary --------------------------------------------------------------------------------------------------------


def test_the_summary_has_the_fields_of_the_design_in_its_order(caller, places, today):
    body = caller("pejabat").get(SUMMARY).json()
    assert list(body) == ["kabupaten", "drive", "as_of", *FIELDS, "kecamatan", "complete"]
    assert list(body["kecamatan"][0]) == ["code", "name", *FIELDS]
    assert body["kabupaten"] == {"code": "15.07", "name": "Tanjung Jabung Timur"}
    assert (body["drive"]["name"], body["as_of"], body["complete"]) == ("Pilkada", today.isoformat(), True)
    assert [part["remaining"] for part in body["kecamatan"]] == [100, 50]


def test_the_parts_add_up_and_agree_with_the_ledger(caller, cast, places, today):
    scope = scope_of(cast.petugas)
    rows = [("recorded", 12), ("added", 5), ("removed", 2), ("recorded_elsewhere", 1)]
    entries = [Entry(uuid.uuid4(), places.timur, places.lambur, kind, n, today) for kind, n in rows]
    saved = record_updates(by=scope, drive=places.drive, entries=entries)
    reverse_update(by=scope, update=saved[2].update, reason="salah", key=uuid.uuid4())
    body = caller("pejabat").get(SUMMARY).json()
    assert [body[name] for name in FIELDS] == [150, 5, 0, 1, 12, 142]
    for name in FIELDS:
        assert body[name] == sum(part[name] for part in body["kecamatan"])


def test_a_petugas_with_assigned_kecamatan_gets_the_sums_of_those(caller):
    body = caller("petugas_timur").get(SUMMARY).json()
    assert [part["code"] for part in body["kecamatan"]] == ["15.07.01"]
    assert (body["remaining"], body["complete"]) == (100, False)


def test_an_office_elsewhere_sees_nothing_of_this_one(caller):
    assert refusal(caller("foreigner").get(SUMMARY), 404)[""]


def test_as_of_looks_at_an_earlier_day(caller, cast, places, today):
    scope = scope_of(cast.petugas)
    for days, quantity in [(10, 3), (1, 4)]:
        entry = Entry(uuid.uuid4(), places.sadu, None, "recorded", quantity, today - timedelta(days=days))
        record_updates(by=scope, drive=places.drive, entries=[entry])
    client = caller("petugas")
    for days, recorded in [(60, 0), (10, 3), (2, 3), (1, 7), (0, 7)]:
        day = (today - timedelta(days=days)).isoformat()
        body = client.get(SUMMARY, {"as_of": day}).json()
        assert (body["as_of"], body["recorded"], body["remaining"]) == (day, recorded, 150 - recorded)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "2024-02-30",
        "2024-13-01",
        "20240101",
        "30-09-2024",
        "2024-9-1",
        "٢٠٢٤-٠١-٠١",
        "9999-12-31",
        "0001-01-01",
        "\0",
    ],
)
def test_a_day_that_cannot_be_is_told_at_the_parameter(caller, value):
    assert list(refusal(caller("petugas").get(SUMMARY, {"as_of": value}), 422)) == ["as_of"]


def test_a_day_of_tomorrow_or_before_the_baseline_is_told_at_the_parameter(caller, today):
    client = caller("petugas")
    for days in (1, -61):
        day = (today + timedelta(days=days)).isoformat()
        assert list(refusal(client.get(SUMMARY, {"as_of": day}), 422)) == ["as_of"]


def test_a_past_drive_can_be_asked_for_and_a_foreign_one_reads_like_an_unknown_one(caller, cast, places, today):
    past, foreign = (
        Drive.objects.create(
            kabupaten=kabupaten,
            name="Earlier",
            baseline_date=today - timedelta(days=400),
            last_recording_day=today - timedelta(days=300),
            polling_day=today - timedelta(days=290),
        )
        for kabupaten in (places.kabupaten, cast.foreigner.kabupaten)
    )
    client = caller("petugas")
    body = client.get(SUMMARY, {"drive": past.pk}).json()
    assert (body["drive"]["id"], body["remaining"]) == (past.pk, 0)
    sentences = {
        refusal(client.get(SUMMARY, {"drive": value}), 422)["drive"]
        for value in (foreign.pk, 987654, "x", "", "-1", "9" * 18, "9" * 40, "1.0", "\0")
    }
    assert len(sentences) == 1


def test_the_etag_answers_304_until_anything_changes(caller, cast, places, today):
    client = caller("petugas")
    first = client.get(SUMMARY)
    assert first["Cache-Control"] == "private, no-cache"
    known = {"if-none-match": first["ETag"]}
    unchanged = client.get(SUMMARY, headers=known)
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", first["ETag"])
    assert client.get(SUMMARY, headers={"if-none-match": f"W/{first['ETag']}"}).status_code == 304
    record_updates(
        by=scope_of(cast.petugas),
        drive=places.drive,
        entries=[Entry(uuid.uuid4(), places.sadu, None, "recorded", 1, today)],
    )
    second = client.get(SUMMARY, headers=known)
    assert (second.status_code, second.json()["recorded"]) == (200, 1)
    places.kabupaten.name = "Baru"
    places.kabupaten.save()
    assert client.get(SUMMARY, headers={"if-none-match": second["ETag"]}).json()["kabupaten"]["name"] == "Baru"


def test_the_etag_of_another_scope_or_day_is_another(caller, today):
    yesterday = {"as_of": (today - timedelta(days=1)).isoformat()}
    tags = [caller(name).get(SUMMARY)["ETag"] for name in ("petugas", "petugas_timur", "petugas_sadu")]
    tags.append(caller("petugas").get(SUMMARY, yesterday)["ETag"])
    assert len(set(tags)) == 4
    assert caller("admin").get(SUMMARY)["ETag"] == tags[0]


def test_the_number_of_queries_is_fixed(caller, django_assert_num_queries):
    client = caller("petugas_timur")
    tag = client.get(SUMMARY)["ETag"]
    with django_assert_num_queries(4):  # token and owner, assigned kecamatan, drive, version; the answer is kept
        client.get(SUMMARY)
    with django_assert_num_queries(4):
        client.get(SUMMARY, headers={"if-none-match": tag})
    kept.clear()
    with django_assert_num_queries(6):  # and kecamatan, sums with baselines
        client.get(SUMMARY)


# --- Rows ---------------------------------------------------------------------------------------------------------------


def test_a_new_row_is_201_with_the_row(caller, payload, cast, today):
    row = payload(note="  dari sekolah 😀 ")
    response = send(caller("petugas"), row)
    assert response.status_code == 201
    body = response.json()
    stored = CountUpdate.objects.get()
    assert {name: body[name] for name in ("key", "kecamatan", "desa", "kind", "quantity", "date")} == {
        name: row[name] for name in ("key", "kecamatan", "desa", "kind", "quantity", "date")
    }
    assert (body["id"], body["note"]) == (stored.pk, "dari sekolah 😀")
    assert (body["remaining_before"], body["remaining_after"]) == (40, 28)
    assert body["entered_at"] == stored.entered_at.isoformat()
    assert stored.entered_by == cast.petugas


def test_desa_and_note_may_be_left_out(caller, payload):
    row = payload()
    del row["desa"], row["note"]
    assert send(caller("petugas"), row).json()["desa"] is None
    assert send(caller("petugas"), payload(desa=None)).status_code == 201


def test_the_same_key_again_is_200_and_counts_once(caller, payload):
    client, row = caller("petugas"), payload()
    first, second = send(client, row), send(client, row)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert CountUpdate.objects.count() == 1


def test_the_same_key_with_other_content_is_409(caller, payload):
    client, row = caller("petugas"), payload()
    send(client, row)
    assert list(refusal(send(client, {**row, "quantity": 13}), 409)) == ["key"]
    assert CountUpdate.objects.count() == 1


def test_more_than_remains_is_422_with_what_remains(caller, payload):
    assert "40" in refusal(send(caller("petugas"), payload(quantity=41)), 422)["quantity"]
    assert not CountUpdate.objects.exists()


def test_an_ended_drive_and_a_missing_one_take_nothing(caller, payload, places):
    client = caller("petugas")
    places.drive.is_active = False
    places.drive.save()
    assert list(refusal(send(client, payload()), 422)) == [""]
    assert not CountUpdate.objects.exists()


@pytest.mark.parametrize("days", [1, -61])
def test_a_day_outside_the_drive_is_told_at_the_field(caller, payload, today, days):
    day = (today + timedelta(days=days)).isoformat()
    assert list(refusal(send(caller("petugas"), payload(date=day)), 422)) == ["date"]


def test_foreign_unassigned_unknown_and_malformed_kecamatan_read_the_same(caller, payload):
    client = caller("petugas_timur")
    codes = [
        "15.07.05",
        "15.06.01",
        "99.99.99",
        "",
        "x",
        "15.07.01\0",
        "15.07.01 ",
        "１５.07.01",
        "15.07",
        "\ud800",
        "😀",
    ]
    sentences = {refusal(send(client, payload(kecamatan=code, desa=None)), 422)["kecamatan"] for code in codes}
    assert len(sentences) == 1
    assert not CountUpdate.objects.exists()


def test_a_desa_of_another_kecamatan_reads_like_an_unknown_one(caller, payload):
    client = caller("petugas")
    codes = ["15.07.05.2004", "15.07.01.2999", "", "15.07.01.2002\0", "\u202e15.07.01.2002"]
    assert len({refusal(send(client, payload(desa=code)), 422)["desa"] for code in codes}) == 1
    assert not CountUpdate.objects.exists()


BAD = [
    *[("quantity", value) for value in ("12", 12.0, 12.5, True, None, 0, -1, 100_001, 10**30, [12], {"n": 12}, "")],
    *[("kind", value) for value in ("Recorded", "", None, 1, "recorded ", "deleted", ["recorded"])],
    *[
        ("date", value)
        for value in ("2026-02-30", "", None, 20260101, "01/02/2026", "2026-1-1", "2026-01-01T00:00", True)
    ],
    *[
        ("key", value)
        for value in ("", "x", None, 1, "{6f1c0f0e-3a52-4b8e-9a54-2f7d6f0f6a11}", "6f1c0f0e3a524b8e9a542f7d6f0f6a11")
    ],
    *[("note", value) for value in (None, 1, "x" * 301, "a\0b", "a\u202eb", "a\ud800b", "a\nb", ["x"])],
    *[("kecamatan", value) for value in (None, 15.07, 1507, ["15.07.01"], True)],
    *[("desa", value) for value in (1507012002, ["15.07.01.2002"], False, {})],
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_a_wrong_type_or_value_is_told_at_its_field_and_changes_nothing(caller, payload, field, value):
    assert list(refusal(send(caller("petugas"), payload(**{field: value})), 422)) == [field]
    assert not CountUpdate.objects.exists()


def test_unknown_and_missing_fields_are_told_by_name(caller, payload):
    client = caller("petugas")
    row = payload(quantitiy=3, **{"x" * 500: 1})
    del row["quantity"]
    assert set(refusal(send(client, row), 422)) == {"quantity", "quantitiy", "x" * 60}
    assert list(refusal(send(client, payload(**{"\ud800": 1})), 422)) == [""]
    assert set(refusal(send(client, {}), 422)) == {"key", "kecamatan", "kind", "quantity", "date"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("{'a': 1}", 400),
        ('{"quantity": NaN}', 400),
        ('{"quantity": 1, "quantity": 2}', 400),
        ('{"quantity": 1' + "0" * 5000 + "}", 400),
        ("[" * 20_000, 400),
        (b"\xff\xfe", 400),
        (b'{"note": "\xe9"}', 400),
        ("", 422),
        ("[]", 422),
        ('"x"', 422),
        ("null", 422),
        ("1", 422),
        (" " * 70_000, 413),
        ('"' + "x" * 3_000_000 + '"', 413),
    ],
)
def test_what_is_not_one_json_object_is_told_in_a_sentence(caller, places, body, status):
    assert list(refusal(send(caller("petugas"), body), status)) == [""]
    assert not CountUpdate.objects.exists()


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/xml"],
)
def test_another_content_type_is_415(caller, payload, kind):
    response = caller("petugas").post(ROWS, json.dumps(payload()), content_type=kind)
    assert refusal(response, 415)[""]
    assert not CountUpdate.objects.exists()


def test_a_charset_beside_the_type_is_fine(caller, payload):
    response = caller("petugas").post(ROWS, json.dumps(payload()), content_type="application/json; charset=utf-8")
    assert response.status_code == 201


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


def test_entering_a_row_takes_as_many_queries_as_ever(caller, payload, places):
    client = caller("petugas")
    send(client, payload(quantity=1))
    counts = []
    for _row in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert send(client, payload(quantity=1)).status_code == 201
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 15


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
    assert "<script" not in page
    assert "swagger" not in page.lower()
    assert "Tanjung" not in page


def test_the_page_and_the_description_take_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/api/v1/docs")
        client.get("/api/v1/openapi.json")
