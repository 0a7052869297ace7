"""Entering counts through the page: what works, what is refused, and that a refused try changes nothing."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.db import OperationalError

from kecamatan.models import CountUpdate, User
from tests.kecamatan.dashboard_words import text_of

PAGE = "/counts/new/"


@pytest.fixture
def payload(today):
    """A form with one row: 12 recorded in Lambur today; ``payload(quantity="x")`` shows what differs."""

    def _payload(*rows, **changes):
        rows = rows or ({},)
        data = {"row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0"}
        for index, row in enumerate(rows):
            filled = (
                {
                    "key": str(uuid.uuid4()),
                    "place": "Lambur",
                    "kind": "recorded",
                    "quantity": "12",
                    "date": today.isoformat(),
                    "note": "",
                }
                | changes
                | row
            )
            data |= {f"row-{index}-{name}": value for name, value in filled.items() if value is not None}
        return data

    return _payload


@pytest.fixture
def send(sign_in, cast):
    User.objects.update(language="en")

    def _send(data, who="petugas", path=PAGE, **options):
        return sign_in(who).post(path, data, **options)

    return _send


def field_values(response):
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]*name="(row-[^"]+)"[^>]*?value="([^"]*)"', response.content.decode())
    }


def test_saving_says_what_remained_before_and_after_and_offers_undo(send, payload, places):
    response = send(payload(), follow=True)
    row = CountUpdate.objects.get()
    assert (row.place, row.kind, row.quantity, row.entered_by.username) == (places.lambur, "recorded", 12, "petugas")
    words = text_of(response)
    assert "Saved: 12 recorded, Lambur" in words
    assert "40 → 28" in words
    assert f"/counts/{row.pk}/reverse/" in response.content.decode()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Siau Dalam", "Not broken down in Muara Sabak Timur: 30 → 18."),
        ("Kecamatan Muara Sabak Timur", "Not broken down in Muara Sabak Timur: 30 → 18."),
        ("Sungai Itik", "Not broken down in Sadu: 50 → 38."),
        ("Kecamatan Sadu", "Remaining there: 50 → 38."),
        ("Lambur", "Remaining there: 40 → 28."),
    ],
)
def test_what_is_not_broken_down_is_never_called_what_remains_in_a_desa(send, payload, place, told):
    words = text_of(send(payload({"place": place}), follow=True))
    assert told in words
    row = CountUpdate.objects.get()
    undone = send({"key": str(uuid.uuid4()), "reason": "salah"}, path=f"/counts/{row.pk}/reverse/", follow=True)
    expected = "Undone. " + ("Not broken down in" if told.startswith("Not") else "In")
    assert expected in text_of(undone)


def test_initials_come_before_names_that_merely_hold_the_letters(send, payload):
    send(payload({"place": "sd"}))
    assert CountUpdate.objects.get().place.name == "Siau Dalam"


def test_several_rows_are_saved_in_one_go_and_empty_ones_passed_over(send, payload, places):
    send(
        payload(
            {"place": "Sadu"}, {"place": "", "quantity": ""}, {"place": "Sungai Itik", "kind": "added", "quantity": "3"}
        )
    )
    assert list(CountUpdate.objects.order_by("pk").values_list("kind", "quantity")) == [("added", 3), ("recorded", 12)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("15.07.01.2002", "Lambur"),
        ("lambur, muara sabak timur", "Lambur"),
        ("SIAU", "Siau Dalam"),
        ("Sei. Lokan", "Sungai Lokan"),
        ("sungailokan", "Sungai Lokan"),
        ("Kecamatan Sadu", "Sadu"),
        ("sn", "Simbur Naik"),
    ],
)
def test_places_are_found_as_people_write_them(send, payload, typed, found):
    send(payload(place=typed))
    assert str(CountUpdate.objects.get().place) == found


def test_a_doubtful_place_is_asked_about(send, payload):
    response = send(payload(place="sungai"))
    assert response.status_code == 400
    assert "Which one: Sungai Lokan, Sadu; Sungai Itik, Sadu?" in text_of(response)
    assert not CountUpdate.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": "Atlantis"}, "No place of that name is among yours"),
        ({"place": ""}, "Which desa, kelurahan or kecamatan?"),
        ({"place": "x" * 500}, "longer than any name"),
        ({"place": "\u202e\u200f"}, "No place of that name"),
        ({"kind": "vanished"}, "Choose one of the kinds."),
        ({"quantity": ""}, "How many people?"),
        ({"quantity": "dua belas"}, "Write a whole number"),
        ({"quantity": "12,5"}, "Write a whole number"),
        ({"quantity": "0"}, "At least 1 person"),
        ({"quantity": "-3"}, "At least 1 person"),
        ({"quantity": "1e3"}, "Write a whole number"),
        ({"quantity": "9" * 12}, "At most 100,000 people"),
        ({"quantity": "9" * 30}, "Write a whole number"),
        ({"quantity": "١٢"}, "Write a whole number"),
        ({"date": ""}, "On which day?"),
        ({"date": "2024-02-30"}, "not a day of the calendar"),
        ({"date": "31/02/2024"}, "not a day of the calendar"),
        ({"date": "2999-01-01"}, "lies in the future"),
        ({"date": "1999-01-01"}, "is before the baseline"),
        ({"note": "x" * 301}, "Shorten the note"),
        ({"note": "a\u202eb"}, "cannot be shown"),
        ({"key": ""}, "had no key"),
        ({"key": "not-a-uuid"}, "had no key"),
        (
            {"quantity": "41"},
            "Only 40 people remain in Lambur. If more were found there, enter them as flowed in first.",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(send, payload, changes, sentence):
    data = payload(**changes)
    response = send(data)
    assert response.status_code in {400, 422}
    assert sentence in text_of(response)
    assert not CountUpdate.objects.exists()
    shown = field_values(response)
    for name in ("row-0-place", "row-0-quantity", "row-0-note", "row-0-date"):
        if data[name].strip() and "\x00" not in data[name]:
            assert shown[name] == data[name]


def test_nul_characters_are_refused_with_a_sentence(send, payload):
    for name in ("place", "note", "quantity", "date", "kind", "key"):
        response = send(payload(**{name: "a\x00b"}))
        assert response.status_code == 400
    assert not CountUpdate.objects.exists()


def test_emoji_in_a_note_are_kept(send, payload):
    send(payload(note="lancar 😀 ىn"))
    assert CountUpdate.objects.get().note == "lancar 😀 ىn"


def test_thousands_may_be_typed_with_a_point(send, payload, enter, places):
    send(payload(place="Sungai Itik", kind="added", quantity="1.200"))
    assert CountUpdate.objects.get().quantity == 1200


def test_an_empty_form_says_so(send, payload):
    assert "Nothing was filled in" in text_of(send(payload(place="", quantity="")))


def test_a_broken_or_huge_management_form_is_no_crash(send, payload):
    for total in ("", "x", "-1", "100000", "\x00"):
        response = send(payload() | {"row-TOTAL_FORMS": total})
        assert response.status_code == 400
    assert not CountUpdate.objects.exists()


def test_all_rows_or_none(send, payload):
    response = send(payload({"place": "Lambur"}, {"place": "Simbur Naik", "quantity": "31"}))
    assert response.status_code == 422
    assert "Only 30 people remain in Simbur Naik" in text_of(response)
    assert not CountUpdate.objects.exists()


def test_a_double_click_or_a_reload_counts_once(send, payload):
    data = payload()
    send(data)
    again = send(data, follow=True)
    assert "Known already, counted once" in text_of(again)
    assert CountUpdate.objects.count() == 1


def test_a_changed_row_with_a_used_key_is_not_saved_and_gets_a_new_key(send, payload):
    data = payload()
    send(data)
    response = send(data | {"row-0-quantity": "13"})
    assert response.status_code == 409
    assert "saved already, with other content: 12 recorded, Lambur" in text_of(response)
    assert field_values(response)["row-0-key"] != data["row-0-key"]
    assert CountUpdate.objects.count() == 1


def test_the_same_number_by_somebody_else_within_the_hour_must_be_answered(send, payload, enter, cast):
    enter("recorded", 12, by=cast.admin)
    data = payload()
    asked = send(data)
    assert asked.status_code == 409
    assert "Admin entered 12 recorded for Lambur" in text_of(asked)
    assert CountUpdate.objects.count() == 1
    send(data | {"row-0-confirm": "on"})
    assert CountUpdate.objects.count() == 2


def test_ones_own_row_an_old_one_an_undone_one_or_another_number_is_not_asked_about(
    send, payload, enter, cast, places, today
):
    from django.utils import timezone

    from kecamatan.access import scope_of
    from kecamatan.actions.ledger import reverse_update

    enter("recorded", 5)
    enter("recorded", 5, by=cast.admin, now=timezone.now() - timedelta(hours=2))
    undone = enter("recorded", 5, by=cast.admin).update
    reverse_update(by=scope_of(cast.admin), update=undone, reason="salah", key=uuid.uuid4())
    enter("recorded", 6, by=cast.admin)
    enter("recorded", 5, by=cast.admin, day=today - timedelta(days=1))
    assert send(payload(quantity="5")).status_code == 302


def test_the_warning_answers_a_retry_of_what_was_saved_without_asking(send, payload, enter, cast):
    data = payload()
    send(data)
    enter("recorded", 12, by=cast.admin)
    assert send(data).status_code == 302


def test_a_foreign_place_is_as_unknown_as_one_that_does_not_exist(send, payload):
    foreign = text_of(send(payload(place="Sungai Itik"), who="petugas_timur"))
    assert "No place of that name is among yours" in foreign
    assert "Sungai Itik, Sadu" not in foreign
    assert not CountUpdate.objects.exists()


def test_pejabat_do_not_enter_counts(send, payload, sign_in):
    assert send(payload(), who="pejabat").status_code == 403
    assert sign_in("pejabat").get(PAGE).status_code == 403
    assert not CountUpdate.objects.exists()


def test_strangers_and_broken_tokens_change_nothing(client, sign_in, payload, places):
    assert client.post(PAGE, payload())["Location"].startswith("/accounts/login/")
    response = sign_in("petugas", enforce_csrf_checks=True).post(PAGE, payload())
    assert response.status_code == 403
    assert not CountUpdate.objects.exists()


def test_other_methods_are_refused(sign_in):
    assert sign_in("petugas").put(PAGE).status_code == 405


def test_an_ended_drive_takes_nothing_and_says_so(send, payload, places):
    places.drive.is_active = False
    places.drive.save()
    response = send(payload())
    assert response.status_code == 409
    assert "its ledger is closed" in text_of(response)


def test_a_database_that_cannot_write_is_said_and_what_was_typed_stays(send, payload, monkeypatch):
    def full(**_kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("kecamatan.views.update.record_updates", full)
    response = send(payload(note="di balai"))
    assert response.status_code == 503
    assert "Nothing was saved and nothing is lost" in text_of(response)
    assert field_values(response)["row-0-note"] == "di balai"


def test_the_place_asked_for_in_the_address_is_filled_in(sign_in, places):
    response = sign_in("petugas").get(PAGE, {"place": "15.07.01.2002"})
    assert field_values(response)["row-0-place"] == "Lambur, Muara Sabak Timur"
    assert sign_in("petugas_timur").get(PAGE, {"place": "15.07.05"}).status_code == 404
    assert sign_in("petugas").get(PAGE, {"place": "\x00"}).status_code == 404


def test_nobody_is_offered_to_undo_what_somebody_else_saved(sign_in, enter, cast):
    row = enter(by=cast.admin).update
    for saved in (str(row.pk), "x", "9" * 40, "\x00", "1,2,3"):
        assert "/reverse/" not in sign_in("petugas").get(PAGE, {"saved": saved}).content.decode()


def test_the_last_entries_of_a_place_and_day_are_in_view(sign_in, enter, places, today):
    enter("recorded", 12)
    enter("recorded", 7, places.itik)
    enter("recorded", 3, day=today - timedelta(days=1))
    client = sign_in("petugas")
    query = {"place": "15.07.01.2002", "date": today.isoformat()}
    words = text_of(client.get("/counts/recent/", query))
    assert "Lambur" in words
    assert "12" in words
    assert "Sungai Itik" not in words
    assert client.get("/counts/recent/", query | {"date": "\x00"}).status_code == 200
    assert client.get("/counts/recent/", {"place": "x"}).status_code == 404
    assert client.post("/counts/recent/").status_code == 405
    assert sign_in("petugas_timur").get("/counts/recent/", {"place": "15.07.05.2004"}).status_code == 404
    assert sign_in("pejabat").get("/counts/recent/", query).status_code == 403


def test_a_fixed_number_of_queries(sign_in, enter, places, django_assert_max_num_queries):
    client = sign_in("petugas_timur")
    enter()
    with django_assert_max_num_queries(12):
        client.get(PAGE)
