"""What phones ask for and send, through the URL: roles, other kecamatan, bad input, nothing changed."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from kecamatan.access import scope_of
from outreach.field.box import seal_envelope
from outreach.models import FieldEvent, FieldLease, ResidentAccess
from outreach.visit_life import Step
from tests.outreach.field.phone import Phone

pytestmark = pytest.mark.django_db
NIK = "1507034508900012"


@pytest.fixture
def send():
    """``send(client, name, body, pk)``: a POST of JSON."""

    def _send(client, name, body, *args):
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        return client.post(reverse(f"outreach:{name}", args=args), content, content_type="application/json")

    return _send


def test_a_visit_is_taken_along_and_its_events_come_back(sign_in, visit, list_person, send):
    siti = list_person(nik=NIK)
    made = visit()
    client = sign_in("petugas")
    lease = str(uuid4())
    answer = send(client, "field-take", {"lease": lease, "device": str(uuid4()), "label": "Android"}, made.pk)
    data = answer.json()
    assert (answer.status_code, answer["Cache-Control"].startswith("max-age=0")) == (201, True)
    assert [(one["n"], one["m"], len(one["c"])) for one in data["people"]] == [("Siti Aminah", "150703" + "•" * 10, 5)]
    assert NIK not in answer.content.decode()
    assert ResidentAccess.objects.get().kind == "phone"
    again = send(client, "field-take", {"lease": lease, "device": str(uuid4())}, made.pk)
    assert (again.status_code, again.json()["mac"]) == (200, data["mac"])
    raw = json.dumps({"v": 1, "n": 1, "k": "outcome", "at": 1, "p": siti.pk, "o": "recorded"}).encode()
    sealed = seal_envelope(raw, lease=lease, number=1, public=data["pub"], secret=data["mac"])
    body = {"leases": [{"lease": lease, "made": 1, "persisted": True, "clock": 1}], "events": [sealed, sealed]}
    got = send(client, "field-events", body).json()
    assert [(one["n"], one["a"]) for one in got["answers"]] == [(1, "accepted"), (1, "known")]
    assert got["leases"][0]["state"] == "out"
    back = send(client, "field-return", {"lease": lease, "made": 1}, made.pk)
    assert back.json()["state"] == "returned"


def test_me_names_the_user_and_strangers_get_no_redirect(sign_in, client):
    answer = client.get(reverse("outreach:field-me"))
    assert (answer.status_code, answer.json()["error"]) == (401, "signed_out")
    me = sign_in("petugas").get(reverse("outreach:field-me")).json()
    assert me["user"]["name"]
    assert me["csrf"]


def test_only_those_who_see_persons_and_the_kecamatan(sign_in, visit, list_person, send):
    list_person()
    made = visit()
    body = {"lease": str(uuid4()), "device": str(uuid4())}
    assert send(sign_in("pejabat"), "field-take", body, made.pk).status_code == 403
    for other in ("petugas_sadu", "foreigner"):
        assert send(sign_in(other), "field-take", body, made.pk).status_code == 404
        assert sign_in(other).get(reverse("outreach:field-visits")).json()["visits"] == []
    assert send(sign_in("petugas"), "field-take", body, made.pk + 99).status_code == 404
    assert not FieldLease.objects.exists()
    assert sign_in("petugas_timur").get(reverse("outreach:field-visits")).json()["visits"][0]["expected"] == 1


def test_wrong_methods_and_bad_bodies_change_nothing(sign_in, visit, list_person, send):
    list_person()
    made = visit()
    client = sign_in("petugas")
    for name, args in (("field-take", [made.pk]), ("field-events", []), ("field-return", [made.pk])):
        assert client.get(reverse(f"outreach:{name}", args=args)).status_code == 405
        for body in (b"", b"[]", b"{", '{"lease": 1}', '{"events": 1}', b"\xff", "[" * 5000, '{"leases": [1]}'):
            assert send(client, name, body, *args).status_code == (
                200 if name == "field-events" and body == '{"lease": 1}' else 400
            )
    assert client.post(reverse("outreach:field-me")).status_code == 405
    assert not FieldLease.objects.exists()
    many = send(client, "field-events", {"events": [{}] * 101})
    assert many.status_code == 413


def test_a_visit_that_was_called_off_is_not_taken_along(sign_in, visit, go, send):
    made = go(visit(), Step.CANCEL)
    answer = send(sign_in("petugas"), "field-take", {"lease": str(uuid4()), "device": str(uuid4())}, made.pk)
    assert (answer.status_code, bool(answer.json()["sentence"])) == (409, True)


def test_what_of_other_people_there_is_nothing_on_the_phone(sign_in, visit, list_person, places, send):
    list_person("Siti Aminah")
    list_person("Orang Sadu", places.sadu_desa if hasattr(places, "sadu_desa") else places.lambur, rt="009")
    made = visit()
    body = {"lease": str(uuid4()), "device": str(uuid4())}
    data = send(sign_in("petugas"), "field-take", body, made.pk).json()
    assert {one["d"] for one in data["people"]} == {places.lambur.code}


def test_a_phone_is_told_what_the_office_has_not_got(sign_in, visit, list_person, cast, send):
    siti, made = list_person(), visit()
    rina = Phone.take(scope_of(cast.petugas), made)
    for outcome in ("absent", "failed", "recorded", "absent"):
        rina.outcome(siti, outcome)
    body = {"leases": [{"lease": str(rina.key), "made": 4}], "events": rina.made[1:2]}
    got = send(sign_in("petugas"), "field-events", body).json()
    assert got["leases"][0]["missing"] == [[1, 1], [3, 4]]
    got = send(sign_in("petugas"), "field-events", {**body, "events": rina.made}).json()
    assert got["leases"][0]["missing"] == []


def test_more_than_a_body_may_hold_is_asked_for_in_parts(sign_in, send):
    assert send(sign_in("petugas"), "field-events", {"events": ["x" * 200_000]}).status_code == 413


def test_a_colleague_brings_nothing_in_through_the_owners_door(sign_in, visit, list_person, cast, send):
    siti, made = list_person(), visit()
    rina = Phone.take(scope_of(cast.petugas), made)
    rina.outcome(siti, "recorded")
    got = send(sign_in("admin"), "field-events", {"events": rina.made}).json()
    assert [one["a"] for one in got["answers"]] == ["refused"]
    assert not FieldEvent.objects.exists()
