"""Undoing a row of the ledger: /counts/<number>/reverse/."""

import uuid

import pytest

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import CountUpdate


@pytest.fixture
def enter(places, cast, today):
    def _enter(kind="recorded", quantity=12, desa=places.lambur):
        entry = Entry(uuid.uuid4(), desa.kecamatan, desa, kind, quantity, today)
        return record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])[0].update

    return _enter


def url(row):
    return f"/counts/{row.pk}/reverse/"


def payload(**changes):
    return {"reason": "salah desa", "key": str(uuid.uuid4()), **changes}


def test_the_page_shows_the_row_and_what_remains_before_and_after(sign_in, enter):
    response = sign_in("petugas").get(url(enter()))
    assert (response.context["before"], response.context["after"]) == (28, 40)
    assert 'name="key"' in response.content.decode()
    assert CountUpdate.objects.count() == 1


def test_undoing_writes_one_row_and_leads_back(sign_in, enter):
    row = enter()
    response = sign_in("petugas_timur").post(url(row), payload(next="/counts/?kind=recorded"))
    assert response["Location"] == "/counts/?kind=recorded"
    assert CountUpdate.objects.get(reverses=row).note == "salah desa"


def test_the_same_key_twice_is_one_row_and_the_same_answer(sign_in, enter):
    row, client, data = enter(), sign_in("petugas"), payload()
    first, second = client.post(url(row), data), client.post(url(row), data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"] == "/counts/"
    assert CountUpdate.objects.count() == 2


def test_a_row_undone_before_says_by_whom(sign_in, enter):
    row, client = enter(), sign_in("petugas")
    client.post(url(row), payload())
    response = client.post(url(row), payload(reason="sekali lagi"))
    assert response.status_code == 200
    page = response.content.decode()
    assert "Petugas" in page
    assert "salah desa" in page
    assert CountUpdate.objects.count() == 2
    assert not client.get(url(row)).context["possible"]


def test_a_reversal_is_not_undone(sign_in, enter):
    row, client = enter(), sign_in("petugas")
    client.post(url(row), payload())
    reversal = CountUpdate.objects.get(reverses=row)
    assert not client.get(url(reversal)).context["possible"]
    assert client.post(url(reversal), payload()).context["form"].non_field_errors()
    assert CountUpdate.objects.count() == 2


def test_an_inflow_recorded_since_is_refused_and_the_reason_stays(sign_in, enter, places):
    row = enter("added", 10, places.itik)
    enter("recorded", 55, places.itik)
    response = sign_in("petugas").post(url(row), payload(reason="bukan warga sini"))
    assert response.status_code == 200
    assert "5" in response.context["form"].non_field_errors()[0]
    assert "bukan warga sini" in response.content.decode()
    assert CountUpdate.objects.count() == 2


def test_the_key_of_another_row_is_refused(sign_in, enter):
    row, other, client, data = enter(), enter(quantity=3), sign_in("petugas"), payload()
    client.post(url(row), data)
    response = client.post(url(other), data)
    assert response.context["form"].non_field_errors()
    assert data["key"] not in response.content.decode()
    assert CountUpdate.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "   "}, "reason"),
        ({"reason": "\u202e"}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
        ({"reason": "a\x07b"}, "reason"),
        ({"key": "1"}, "key"),
        ({"key": ""}, "key"),
    ],
)
def test_bad_input_is_a_sentence_and_changes_nothing(sign_in, enter, changes, field):
    response = sign_in("petugas").post(url(enter()), payload(**changes))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert CountUpdate.objects.count() == 1
    if field == "key":
        assert uuid.UUID(response.context["form"]["key"].value())


def test_emoji_are_text(sign_in, enter):
    row = enter()
    assert sign_in("petugas").post(url(row), payload(reason="salah 🙈")).status_code == 302


def test_next_leads_nowhere_else(sign_in, enter):
    response = sign_in("petugas").post(url(enter()), payload(next="https://example.com/"))
    assert response["Location"] == "/counts/"


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("pejabat", 403), ("petugas_sadu", 404), ("foreigner", 404)])
def test_others_are_turned_away(sign_in, enter, who, status):
    row, client = enter(), sign_in(who)
    assert client.get(url(row)).status_code == status
    assert client.post(url(row), payload()).status_code == status
    assert CountUpdate.objects.count() == 1


def test_wrong_methods_and_numbers(sign_in, enter):
    client = sign_in("petugas")
    assert client.put(url(enter())).status_code == 405
    assert client.get("/counts/999999/reverse/").status_code == 404
    assert client.get(f"/counts/{10**30}/reverse/").status_code == 404
