"""Rows that a program sends to the API: taken in once, or refused at the field with a sentence."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan.models import CountUpdate
from tests.kecamatan.api_calls import ROWS, refusal, send


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
