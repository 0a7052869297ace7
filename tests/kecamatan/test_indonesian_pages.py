"""Somebody who works in Indonesian never meets English: every page that links lead to is read, and every answer to bad input."""

from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.core import mail

from kecamatan import outgoing_mail
from kecamatan.forms import accounts as forms
from kecamatan.models import School
from tests.indonesian import Page, read

#: Pages with other parameters are much the same page; so many of each are read.
MOST_OF_ONE = 2
#: Sentences about the API that begin with its own words, which are English in every language.
FORMULA = ("baseline + added − removed", "true: ")


@pytest.fixture
def history(places, enter, sign_in):
    """Something of everything to be seen: rows of every kind, an undone one, a school, changed records, a token."""
    for kind, quantity in [("added", 5), ("removed", 2), ("recorded_elsewhere", 1)]:
        enter(kind, quantity)
    wrong = enter("recorded", 12).update
    School.objects.create(desa=places.lambur, npsn="10502143", name="Negeri Contoh", level="SMA")
    admin = sign_in("admin")
    key = "6f1c0f0e-3a52-4b8e-9a54-2f7d6f0f6a11"
    assert admin.post(f"/counts/{wrong.pk}/reverse/", {"key": key, "reason": "salah desa"}).status_code == 302
    desa = {"head_name": "Rosmini", "head_title": "", "head_phone": "", "share": "35", "seen": ""}
    admin.post("/desa/15.07.01.2002/edit/", desa)
    admin.post("/account/tokens/new/", {"name": "laporan"})


def pages_of(client) -> dict[str, Page]:
    """Every page that links lead to from the first one, by address. What is no page of this site is passed over."""
    waiting, seen, counted, found = ["/"], {"/"}, {}, {}
    while waiting:
        address = waiting.pop(0)
        response = client.get(address)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            assert response.status_code in {200, 302}, address
            continue
        found[address] = page = read(response.content.decode())
        for link in page.links:
            link = urldefrag(urljoin(address, link))[0]
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link in seen or "export" in dict(parse_qsl(parts.query)):
                continue
            seen.add(link)
            counted[parts.path] = counted.get(parts.path, 0) + 1
            if counted[parts.path] <= MOST_OF_ONE:
                waiting.append(link)
    return found


def english_of(pages: dict[str, Page]) -> dict[str, str]:
    """English text → the first address where it stands."""
    found = {}
    for address, page in pages.items():
        for text in page.english:
            if not text.startswith(FORMULA):
                found.setdefault(text, address)
    return found


@pytest.mark.parametrize(("role", "least"), [("admin", 80), ("petugas", 25), ("petugas_sadu", 16), ("pejabat", 20)])
def test_no_page_holds_english(sign_in, history, role, least):
    pages = pages_of(sign_in(role))
    assert len(pages) >= least
    assert english_of(pages) == {}
    assert {page.language for page in pages.values()} == {"id"}


def test_the_reader_knows_english_when_it_meets_it(sign_in, history, cast):
    type(cast.admin).objects.update(language="en")
    pages = pages_of(sign_in("admin"))
    # The same for everybody, whoever is signed in: a phone keeps it, and knows the language of its user by itself.
    assert pages.pop("/field/").language == "id"
    assert {page.language for page in pages.values()} == {"en"}
    assert [address for address, page in pages.items() if not page.english] == []


WRONG = [
    (None, "/accounts/login/", {}),
    (None, "/accounts/login/", {"username": "siti", "password": "salah"}),
    (None, "/accounts/login/", {"username": "x" * 400, "password": "x" * 5000}),
    (None, "/accounts/password_reset/", {"email": "bukan alamat"}),
    (None, "/accounts/reset/MQ/salah/", None),
    (None, "/tidak-ada/", None),
    ("petugas", "/tidak-ada/", None),
    ("petugas", "/desa/15.07.01.2002/edit/", None),
    ("petugas", "/admin/", None),
    ("petugas", "/?as_of=2024-02-30&measure=warna", None),
    ("petugas", "/?as_of=2099-01-01", None),
    ("petugas", "/counts/?kecamatan=99&desa=1&kind=x&date_from=30/02/2024&number=satu&per_page=3&page=nol", None),
    ("petugas", "/counts/?drive=99&columns=nama&sort=warna&export=pdf&asing=1&who=%00", None),
    ("petugas", "/desa/?kecamatan=x&kind=y&name=%E2%80%AE", None),
    ("petugas", "/counts/new/", {}),
    ("petugas", "/counts/1/reverse/", {"key": "x", "reason": ""}),
    ("petugas", "/account/tokens/new/", {"name": ""}),
    ("petugas", "/account/tokens/new/", {"name": "x" * 500}),
    ("petugas", "/accounts/password_change/", {}),
    (
        "petugas",
        "/accounts/password_change/",
        {"old_password": "x", "new_password1": "12345", "new_password2": "54321"},
    ),
    (
        "petugas",
        "/accounts/password_change/",
        {"old_password": "perahu-biru-27", "new_password1": "12345", "new_password2": "12345"},
    ),
    ("admin", "/desa/15.07.01.2002/edit/", {"head_name": "x" * 500, "head_phone": "satu", "share": "-1"}),
    ("admin", "/desa/15.07.01.2002/edit/", {"share": "99999999999"}),
    ("admin", "/desa/15.07.01.2002/schools/new/", {"npsn": "12", "name": "", "level": "TK"}),
    ("admin", "/admin/kecamatan/user/add/", {}),
    ("admin", "/admin/kecamatan/user/add/", {"username": "petugas", "email": "x", "role": "raja", "kecamatan": "0"}),
    ("admin", "/admin/kecamatan/drive/add/", {"name": "x" * 300, "baseline_date": "32", "coverage_target": "1000"}),
    ("admin", "/admin/kecamatan/baseline/add/", {"drive": "0", "kecamatan": "0", "people": "-1"}),
    ("admin", "/admin/kecamatan/desa/add/", {"code": "1", "latitude": "x", "head_phone": "1"}),
    ("admin", "/admin/kecamatan/kecamatan/add/", {"code": "15.07.01", "name": "x", "voters": "99999999999"}),
    ("admin", "/admin/kecamatan/school/add/", {"desa": "x", "npsn": "1"}),
    ("admin", "/admin/kecamatan/user/99/change/", None),
]


@pytest.mark.parametrize(("who", "address", "data"), WRONG)
def test_no_answer_to_bad_input_holds_english(sign_in, history, who, address, data):
    client = sign_in(who, raise_request_exception=False)
    response = client.get(address) if data is None else client.post(address, data)
    while response.status_code == 302:
        response = client.get(response["Location"])
    page = read(response.content.decode())
    assert page.language == "id"
    assert page.english == []


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"place": "Antah", "kind": "x", "quantity": "-1", "date": "30/02/2024", "note": "\N{RIGHT-TO-LEFT OVERRIDE}"},
        {"place": "s", "kind": "recorded", "quantity": "9999999", "date": "2099-01-01", "note": "x" * 400},
        {"place": "Lambur, Muara Sabak Timur", "kind": "recorded", "quantity": "99", "date": "2000-01-01"},
        {"place": "Lambur, Muara Sabak Timur", "kind": "recorded", "quantity": "99", "key": "x"},
    ],
)
def test_no_refusal_of_a_row_holds_english(sign_in, history, today, row):
    row = {"date": today.isoformat(), "key": "0f1c0f0e-3a52-4b8e-9a54-2f7d6f0f6a11", **row}
    names = {f"row-0-{name}": value for name, value in row.items()}
    data = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0", **names}
    response = sign_in("petugas").post("/counts/new/", data)
    assert response.status_code in {400, 422}
    page = read(response.content.decode())
    assert page.english == []
    assert [text for text in page.texts if "Traceback" in text] == []


def test_the_letter_with_the_link_is_indonesian(client, cast, settings, monkeypatch):
    settings.EMAIL_CONFIGURED = True
    monkeypatch.setattr(forms, "send_later", outgoing_mail._send)
    type(cast.petugas).objects.filter(pk=cast.petugas.pk).update(email="petugas@example.go.id")
    client.post("/accounts/password_reset/", {"email": "petugas@example.go.id"})
    [letter] = mail.outbox
    assert Page([letter.subject, *letter.body.splitlines()]).english == []
    assert "Sandi baru" in letter.subject


def test_the_api_answers_in_the_language_of_the_tokens_owner(client, cast):
    response = client.get("/api/v1/summary", headers={"authorization": "Bearer ektp_salah"})
    assert response.status_code == 401
    assert Page([error["message"] for error in response.json()["errors"]]).english == []
