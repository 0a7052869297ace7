"""What somebody brings from the field by hand: pasted, chosen, scanned or carried by another phone, through the URL."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate
from outreach.actions.field.receive import MOST_AT_ONCE
from outreach.field.box import from_b64u
from outreach.field.parcel import MOST_BYTES
from outreach.field.parts import parts_of
from outreach.field.short_text import Kind, Told, messages_of
from outreach.models import FieldEvent, VisitCode
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db
PAGE = "outreach:field-take-in"


@pytest.fixture
def day(english, visit, list_person, go, phone, outcomes):
    """A visit under way with Siti and Budi, and a phone that recorded Siti, found Budi away, and counted four."""
    siti, budi = list_person(), list_person(name="Budi Santoso", nik="1507034508900013")
    made = go(visit(), Step.START)
    taken = phone(made)
    taken.outcome(siti, "recorded")
    taken.outcome(budi, "away")
    taken.act("count", desa="15.07.03.2002" if made.kecamatan.code == "15.07.03" else "", c=4, new=0)
    return taken


def file_of(phone, **changes):
    leases = [{"lease": str(phone.key), "made": len(phone.made)}]
    return json.dumps({"ektp": "field", "v": 1, "made": 1, "leases": leases, "events": phone.made} | changes).encode()


def messages(phone, *events):
    """Messages that tell ``events``, Told without what belongs to the lease."""
    codes = dict(VisitCode.objects.filter(visit=phone.visit).values_list("resident__name", "code"))
    told = [Told(phone.lease.code, **{**one, "person": codes.get(one.get("person"), "")}) for one in events]
    mac = from_b64u(phone.lease.keys.secret)
    return messages_of(told, lease=str(phone.key), code=phone.lease.code, mac=mac, made=9)


def paste(client, text="", *files):
    named = [SimpleUploadedFile(name, raw) for name, raw in files]
    return client.post(reverse(PAGE), {"text": text, "files": named} if named else {"text": text})


def said(response):
    return response.content.decode()


def nothing_changed():
    return not FieldEvent.objects.exists() and not CountUpdate.objects.exists()


def test_a_file_is_taken_in_once_and_says_what_came(sign_in, day, outcomes):
    client = sign_in("petugas")
    page = paste(client, "", ("ektp-sadu.json", file_of(day)))
    assert page.status_code == 200
    assert outcomes(day.visit) == {"Siti Aminah": "recorded", "Budi Santoso": "away"}
    for words in ("3 entries came in, 3 of them new", "Balai Desa Lambur", "Siti Aminah", "Android, Chrome", "no. 3"):
        assert words in said(page)
    assert set(FieldEvent.objects.values_list("way", flat=True)) == {"file"}
    again = said(paste(client, "", ("ektp-sadu.json", file_of(day)), ("b.json", file_of(day))))
    assert "3 entries came in, 0 of them new" in again
    assert "3 known already" in again
    assert FieldEvent.objects.count() == 3


def test_qr_codes_read_by_any_reader_are_pasted_in_any_order(sign_in, day, outcomes):
    codes = parts_of(file_of(day), packed=False)
    assert len(codes) > 1
    client = sign_in("petugas_timur")
    short = paste(client, "\n".join(codes[1:]))
    assert (short.status_code, "Read those that are missing too: 1." in said(short)) == (422, True)
    assert escape(codes[-1]) in said(short)
    assert nothing_changed()
    assert paste(client, "\n".join(reversed(codes * 2))).status_code == 200
    assert set(FieldEvent.objects.values_list("way", flat=True)) == {"qr"}
    assert outcomes(day.visit)["Siti Aminah"] == "recorded"


def test_messages_count_at_once_and_what_they_leave_out_is_waited_for(sign_in, day, outcomes):
    day.unlisted("Joko Widagdo", day.visit.desa.get().code, born="1980-02-03")
    text = "Fwd: " + "\n> ".join(
        messages(
            day,
            {"number": 1, "kind": Kind.OUTCOME, "person": "Siti Aminah", "outcome": "recorded"},
            {"number": 3, "kind": Kind.COUNT, "people": 4, "newly": 0},
            {"number": 4, "kind": Kind.UNLISTED, "outcome": "recorded", "newly": 0},
        )
    )
    page = paste(sign_in("petugas"), text)
    assert page.status_code == 200
    assert outcomes(day.visit)["Siti Aminah"] == "recorded"
    assert "told; its content follows" in said(page)
    assert sorted(CountUpdate.objects.values_list("quantity", flat=True)) == [1, 4]
    assert FieldEvent.objects.get(number=4).partial
    whole = paste(sign_in("petugas"), "", ("a.json", file_of(day)))
    assert whole.status_code == 200
    assert not FieldEvent.objects.filter(partial=True).exists()
    assert sorted(CountUpdate.objects.values_list("quantity", flat=True)) == [1, 1, 4]
    assert outcomes(day.visit)["Joko Widagdo"] == "recorded"


def test_a_message_typed_wrong_changes_nothing_and_stays_on_the_page(sign_in, day):
    good = messages(day, {"number": 1, "kind": Kind.OUTCOME, "person": "Siti Aminah", "outcome": "recorded"})[0]
    wrong = good.replace("1-1", "1-2")
    page = paste(sign_in("petugas"), f"pesan {wrong}")
    assert page.status_code == 422
    assert "two have changed places" in said(page)
    assert f"pesan {wrong}" in said(page)
    assert nothing_changed()


def test_what_is_good_is_taken_in_beside_what_is_not(sign_in, day):
    page = paste(sign_in("petugas"), "EKTP.xx", ("foto.jpg", b"\xff\xd8\xff"), ("a.json", file_of(day)))
    assert page.status_code == 200
    for words in ("3 entries came in", "2 things could not be taken in", "foto.jpg", "EKTP.xx"):
        assert words in said(page)
    assert FieldEvent.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "name", "raw", "words"),
    [
        ("", "", b"", "Paste a message, scan QR codes, or choose a file."),
        ("Selamat siang", "", b"", "Nothing of the field page stands in this text."),
        ("", "a.json", b"  ", "There is nothing in this file."),
        ("", "a.json", b'{"ektp": "field"', "cut short"),
        ("", "a.json", b'{"ektp": "field", "v": 2, "events": []}', "newer version"),
        ("", "a.json", b"[" * 9000, "This is no file of the field page."),
        ("", "a.json", b" " * (MOST_BYTES + 5), "larger than one of a phone can be"),
        ("x" * 100_001, "", b"", "This is too much text at once."),
    ],
)
def test_bad_input_gets_a_sentence(sign_in, day, text, name, raw, words):
    page = paste(sign_in("petugas"), text, *([(name, raw)] if name else []))
    assert (page.status_code, words in said(page)) == (422, True)
    assert nothing_changed()


def test_strangers_pejabat_and_other_kecamatan(sign_in, day):
    raw = file_of(day)
    text = messages(day, {"number": 1, "kind": Kind.OUTCOME, "person": "Siti Aminah", "outcome": "recorded"})[0]
    assert sign_in(None).get(reverse(PAGE)).status_code == 302
    assert paste(sign_in(None), text, ("a.json", raw)).status_code == 302
    for method in ("get", "post"):
        assert getattr(sign_in("pejabat"), method)(reverse(PAGE), {"text": text}).status_code == 403
    assert sign_in("petugas").put(reverse(PAGE)).status_code == 405
    for other in ("petugas_sadu", "foreigner"):
        page = said(paste(sign_in(other), text, ("a.json", raw)))
        assert "Of visits that are not yours" in page
        assert "No visit of yours has the code" in page
        for told in ("Siti", "Budi", "Lambur", "Android"):
            assert told not in page
    assert nothing_changed()


def test_nobody_of_another_kecamatan_is_named(sign_in, day, places, list_person, go, visit, phone):
    far = list_person(name="Rahman Hakim", nik="1507034508900014", desa=places.sadu.desa_set.first())
    day.outcome(far, "recorded")
    page = said(paste(sign_in("petugas_timur"), "", ("a.json", file_of(day))))
    assert "Siti Aminah" in page
    assert "Rahman" not in page


def carry(client, body):
    raw = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(reverse(PAGE), raw, content_type="application/json")


def test_a_colleagues_phone_gets_a_receipt_for_each(sign_in, day, outcomes):
    client = sign_in("petugas_timur")
    said_first = carry(client, json.loads(file_of(day)) | {"way": "qr"}).json()
    assert [(one["n"], one["a"]) for one in said_first["answers"]] == [
        (1, "accepted"),
        (2, "accepted"),
        (3, "accepted"),
    ]
    assert [one["a"] for one in carry(client, file_of(day)).json()["answers"]] == ["known"] * 3
    assert outcomes(day.visit)["Budi Santoso"] == "away"
    assert set(FieldEvent.objects.values_list("way", flat=True)) == {"qr"}
    day.lease.refresh_from_db()
    assert day.lease.made == 3


def test_a_phone_that_sends_what_it_should_not_is_told_so(sign_in, day):
    client = sign_in("petugas")
    for raw in (b" ", b"{", b"[]", b"\xff", b'{"ektp": "field", "v": 1}'):
        assert (carry(client, raw).status_code, "sentence" in carry(client, raw).json()) == (400, True)
    assert carry(client, file_of(day, events=day.made * MOST_AT_ONCE)).status_code == 413
    other = carry(sign_in("petugas_sadu"), file_of(day)).json()["answers"]
    assert {one["a"] for one in other} == {"refused"}
    assert carry(sign_in("pejabat"), file_of(day)).status_code == 403
    assert carry(sign_in(None), file_of(day)).status_code == 302
    assert nothing_changed()


def test_the_page_may_use_the_camera_and_carries_its_words(sign_in, cast):
    page = sign_in("petugas").get(reverse(PAGE))
    assert page["Permissions-Policy"].startswith("camera=(self)")
    assert 'id="words"' in said(page)
    assert scope_of(cast.petugas).sees_persons
