"""The summary of the API: its fields and sums, the day, the drive, and when it has not changed."""

import uuid
from datetime import timedelta

import pytest

from kecamatan import kept
from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.models import Drive
from tests.kecamatan.api_calls import FIELDS, SUMMARY, refusal


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
