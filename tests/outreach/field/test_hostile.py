"""What somebody who means harm, or a broken phone, may put into an envelope: answered, never a fault of the server."""

import json

import pytest
from django.urls import reverse

from outreach.field.box import seal_envelope
from outreach.models import FieldEvent

pytestmark = pytest.mark.django_db


def sealed(phone, content: bytes, number: int = 1) -> dict:
    keys = phone.lease.keys
    return seal_envelope(content, lease=phone.key, number=number, public=keys.public, secret=keys.secret)


def told(**said) -> bytes:
    return json.dumps({"v": 1, "n": 1, "k": "note", "at": 1_731_500_000_000, "t": "x", **said}).encode()


@pytest.mark.parametrize(
    "content",
    [
        told(k=[]), told(k={}), told(k="outcome", p=1, o=[]), told(k="outcome", p=1, o={"a": 1}),
        told(k="tally", w=[], c=1), told(k="tally", w={}, c=1), told(k="outcome", u=2**40, o="absent"),
        told(k="undo", of=2**40), told(k="outcome", p=2**53, o="absent"), told(k="count", desa=[], c=1),
        told(t="x").decode().encode("utf-16"), told()[:-1] + b', "y": "\xed\xa0\x80"}', told(at=-1), b"[]", b"\xff",
        told(t="\ud800"), told(t="a\0b"), b"[" * 5000, b'{"v":1,"n":' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_what_no_phone_writes_is_refused_alone(visit, list_person, phone, content):
    siti, made = list_person(), visit()
    rina = phone(made)
    wrong = sealed(rina, content)
    rina.made.append(wrong)
    right = rina.outcome(siti, "absent")
    assert [one.answer for one in rina.send(wrong, right)] == ["refused", "accepted"]


def test_a_clock_that_shows_the_last_year_of_all_breaks_no_page(visit, list_person, phone, sign_in):
    siti, made = list_person(), visit()
    rina = phone(made)
    rina.made.append(sealed(rina, told(k="outcome", p=siti.pk, o="absent", at=253_402_300_799_999)))
    rina.made.append(sealed(rina, told(k="note", n=2, at=2**53), 2))
    assert {one.answer for one in rina.send()} == {"accepted"}
    FieldEvent.objects.filter(number=1).update(answer="decide")
    assert sign_in("petugas").get(reverse("outreach:visit-decide", args=[made.pk])).status_code == 200


def test_a_phone_of_half_a_sign_is_told_so(visit, sign_in):
    body = json.dumps({"lease": "0" * 32, "device": "1" * 32, "label": "\ud800"})
    address = reverse("outreach:field-take", args=[visit().pk])
    assert sign_in("petugas").post(address, body, content_type="application/json").status_code == 400


NAMES = [
    "<img src=x onerror=alert(1)>",
    "\u202eitiS\u202c Aminah",
    "a" + "\u0301" * 119,
    "=HYPERLINK(0)",
    "💥" * 60,
    "\u200b",
]


def test_a_hostile_name_is_text_on_every_page(visit, list_person, phone, sign_in, places):
    """Typed in the field, for somebody put on the list and for somebody the office has to decide about."""
    list_person("Siti Aminah")
    made = visit()
    rina = phone(made)
    for name in NAMES:
        rina.unlisted(name, places.lambur.code, born="1980-02-03")
        rina.unlisted("Siti Aminah", places.lambur.code, born="1990-05-17", rt="001")
    assert {one.answer for one in rina.send()} <= {"accepted", "decide", "refused"}
    FieldEvent.objects.filter(resident__isnull=False).update(answer="decide")
    client = sign_in("petugas")
    for address in (
        *(reverse(f"outreach:{name}", args=[made.pk]) for name in ("visit", "visit-decide", "visit-phones")),
        reverse("outreach:resident-list"),
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert b"<img src=x" not in page.content
