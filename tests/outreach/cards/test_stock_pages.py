"""The pages of the stock of blank cards: /cards/stock/, /cards/stock/new/, /cards/stock/<number>/reverse/."""

import uuid
from datetime import timedelta

import pytest

from kecamatan.access import scope_of
from outreach.actions.card_stock import reverse_blank_cards
from outreach.models import BlankCards

NEW = "/cards/stock/new/"


def payload(*rows, **changes):
    """A form of so many rows; each says what differs from 50 received today at the office."""
    data = {"row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        usual = {"key": str(uuid.uuid4()), "kind": "received", "quantity": "50", "place": "office", "note": ""}
        data |= {f"row-{number}-{name}": value for name, value in (usual | row).items()}
    return data | changes


def test_rows_are_saved_together_what_comes_in_first(sign_in, today):
    client = sign_in("petugas")
    day = today.isoformat()
    data = payload(
        {"kind": "used", "quantity": "20", "day": day}, {"quantity": "1.000", "day": day}, {"quantity": "", "day": day}
    )
    response = client.post(NEW, data, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[0][0].startswith(f"{NEW}?saved=")
    assert "Saved: 20 blank cards used for printing" in page
    assert "980 blank cards are left today." in page
    assert sorted(BlankCards.objects.values_list("kind", "signed")) == [("received", 1000), ("used", -20)]
    assert page.count("Undone right after entering") == 2


def test_the_same_form_twice_is_one_row(sign_in, today):
    client, data = sign_in("petugas"), payload({"day": today.isoformat()})
    assert [client.post(NEW, data).status_code for _click in range(2)] == [302, 302]
    assert BlankCards.objects.count() == 1
    changed = data | {"row-0-quantity": "60"}
    response = client.post(NEW, changed)
    assert response.status_code == 409
    assert "This was saved already, with other content: 50 received" in response.content.decode()
    assert response.context["rows"].forms[0]["key"].value() != data["row-0-key"]
    assert BlankCards.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "sentence", "status"),
    [
        ({"kind": "used", "quantity": "51"}, "Only 50 blank cards are left. Enter first", 422),
        ({"kind": "used", "quantity": "1", "place": "15.07.01"}, "No blank card is left.", 422),
        ({"quantity": "many"}, "Write a whole number", 400),
        ({"quantity": "0"}, "At least 1 card.", 400),
        ({"quantity": "1000000"}, "At most 100,000 cards", 400),
        ({"kind": "lost"}, "Choose one of the list.", 400),
        ({"place": "15.06.01"}, "Choose one of the list.", 400),
        ({"day": "2024-02-31"}, "This is not a day of the calendar.", 400),
        ({"day": "1999-12-31"}, "Write a day from 2000 to 2100.", 400),
        ({"kind": "counted_fewer"}, "Say what was counted, and why it differs.", 400),
        ({"key": "x"}, "This row had no key; it has one now.", 400),
        ({"quantity": "", "note": ""}, "Nothing was filled in.", 400),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(sign_in, enter, today, row, sentence, status):
    enter("received", 50)
    usual = (
        {"day": today.isoformat(), "note": "dari provinsi"}
        if row.get("kind") != "counted_fewer"
        else {"day": today.isoformat()}
    )
    response = sign_in("petugas").post(NEW, payload(usual | row))
    page = response.content.decode()
    assert response.status_code == status
    assert sentence in page
    assert row.get("quantity", "50") in page
    assert BlankCards.objects.count() == 1


def test_what_is_no_form_of_this_page_gives_empty_rows(sign_in):
    response = sign_in("petugas").post(NEW, {"quantity": "5"})
    assert response.status_code == 400
    assert "This page is out of date." in response.content.decode()
    assert response.content.decode().count('name="row-0-quantity"') == 1


def test_a_day_to_come_and_a_day_with_too_few(sign_in, enter, today):
    enter("received", 50, day=today - timedelta(days=3))
    enter("used", 45, day=today - timedelta(days=2))
    enter("received", 50)
    client = sign_in("petugas")
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert "lies in the future" in client.post(NEW, payload({"day": tomorrow})).content.decode()
    early = {"kind": "used", "quantity": "6", "day": (today - timedelta(days=3)).isoformat()}
    assert "Only 5 blank cards were left on" in client.post(NEW, payload(early)).content.decode()
    assert BlankCards.objects.count() == 3


def test_who_has_some_kecamatan_writes_to_their_stock_alone(sign_in, enter, places, cast, today):
    office = enter("received", 50).row
    mine = enter("received", 7, kecamatan=places.timur, by=cast.petugas_timur).row
    client, day = sign_in("petugas_timur"), today.isoformat()
    assert client.post(NEW, payload({"place": "office", "day": day})).status_code == 400
    assert client.post(NEW, payload({"place": "15.07.05", "day": day})).status_code == 400
    assert client.post(NEW, payload({"place": "15.07.01", "day": day})).status_code == 302
    assert client.get(f"/cards/stock/{mine.pk}/reverse/").status_code == 200
    assert client.get(f"/cards/stock/{office.pk}/reverse/").status_code == 404
    assert sign_in("petugas_sadu").post(f"/cards/stock/{mine.pk}/reverse/", {"reason": "x"}).status_code == 404
    page = client.get("/cards/stock/").content.decode()
    assert "<strong>57</strong> blank cards left" in page
    assert BlankCards.objects.count() == 3


def test_officials_read_and_strangers_and_officials_write_nothing(sign_in, enter):
    row = enter("received", 50, note="catatan rahasia").row
    client = sign_in("pejabat")
    page = client.get("/cards/stock/").content.decode()
    assert "<strong>50</strong> blank cards left" in page
    assert "catatan rahasia" not in page
    assert "rahasia" not in client.get("/cards/stock/?export=csv").getvalue().decode()
    for address in (NEW, f"/cards/stock/{row.pk}/reverse/"):
        assert (client.get(address).status_code, client.post(address, payload({})).status_code) == (403, 403)
        assert sign_in(None).post(address).status_code == 302
    assert sign_in("petugas").put(NEW).status_code == 405
    assert BlankCards.objects.count() == 1


def test_undoing_shows_what_it_does_and_writes_one_row(sign_in, enter):
    enter("received", 50)
    row, client = enter("used", 20).row, sign_in("petugas")
    address = f"/cards/stock/{row.pk}/reverse/"
    page = client.get(address)
    assert (page.context["before"], page.context["after"]) == (30, 50)
    assert "Say why this row is undone." in client.post(address, {"key": uuid.uuid4()}).content.decode()
    data = {"reason": "dua kali", "key": str(uuid.uuid4())}
    assert [client.post(address, data).status_code for _click in range(2)] == [302, 302]
    assert BlankCards.objects.get(reverses=row).note == "dua kali"
    assert "This row was undone already." in client.post(address, data | {"key": uuid.uuid4()}).content.decode()
    assert not client.get(address).context["possible"]
    assert BlankCards.objects.count() == 3


def test_what_was_received_is_not_undone_once_it_is_used(sign_in, enter):
    row = enter("received", 50).row
    enter("used", 20)
    response = sign_in("petugas").post(f"/cards/stock/{row.pk}/reverse/", {"reason": "x", "key": uuid.uuid4()})
    assert "Only 30 blank cards are left. Undo first what was used or spoilt" in response.content.decode()
    assert BlankCards.objects.count() == 2


def test_the_list_filters_and_shows_a_row_with_its_undoing(sign_in, enter, cast, places):
    row = enter("received", 50).row
    other = enter("received", 5, kecamatan=places.timur).row
    undoing = reverse_blank_cards(by=scope_of(cast.petugas), row=row, reason="x", key=uuid.uuid4()).row
    client = sign_in("petugas")

    def listed(query):
        return {one.pk for one in client.get(f"/cards/stock/?{query}").context["page"].object_list}

    assert listed("") == {row.pk, other.pk, undoing.pk}
    assert listed(f"number={row.pk}") == listed(f"number={undoing.pk}") == {row.pk, undoing.pk}
    assert listed("standing=on") == listed("place=15.07.01") == {other.pk}
    assert listed("place=office&kind=received") == {row.pk, undoing.pk}
    assert "page" not in client.get("/cards/stock/?kind=lost").context


def test_the_page_of_the_stock_asks_little(sign_in, enter, list_person, django_assert_max_num_queries):
    for number in range(3):
        enter("received", 50 + number)
        list_person(f"Orang {number}")
    client = sign_in("petugas")
    with django_assert_max_num_queries(15):
        client.get("/cards/stock/")
