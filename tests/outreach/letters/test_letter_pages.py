"""The pages of letters through their addresses: who may, what is wrong, and that a refused try changes nothing."""

import uuid
from datetime import time, timedelta

import pytest

from kecamatan.access import scope_of
from outreach.actions.letters.sending import void_letter
from outreach.actions.visits.planning import edit_visit
from outreach.models import Letter, LetterEvent, LetterNumber, Resident, ResidentAccess, Visit
from outreach.visit_life import Step
from tests.outreach.letters.test_preparing import text_of_pdf
from tests.outreach.papers.papers_world import pages


@pytest.fixture(autouse=True)
def _english(cast):
    type(cast.admin).objects.update(language="en")


@pytest.fixture
def letter(ahead, prepare):
    return prepare(ahead)


def chosen(visit, today, **changes):
    usual = {"key": str(uuid.uuid4()), "kind": "invite", "to_camat": "on", "day": str(today), "number": ""}
    return usual | {"recipients": [f"desa-{visit.desa.get().pk}"], "do": "save"} | changes


def anew(letter):
    return Letter.objects.get(pk=letter.pk)


# --- preparing


def test_the_form_offers_the_heads_and_ticks_those_without_a_letter(ahead, sign_in, prepare):
    page = sign_in("petugas_timur").get(f"/visits/{ahead.pk}/letters/")
    text = page.content.decode()
    assert "Kepala Desa Lambur – Bapak Kades" in text
    assert page.context["form"]["recipients"].value() == [f"desa-{ahead.desa.get().pk}"]
    assert "Nobody is named yet who signs" in text
    prepare(ahead)
    page = sign_in("petugas_timur").get(f"/visits/{ahead.pk}/letters/")
    assert page.context["form"]["recipients"].value() == []


def test_a_look_takes_no_number_and_shows_what_is_saved_then(ahead, sign_in, today, list_person):
    list_person("Siti")
    client, sent = sign_in("petugas_timur"), chosen(ahead, today)
    page = client.post(f"/visits/{ahead.pk}/letters/", sent | {"do": "preview"}).content.decode()
    assert "471.13/1/DUKCAPIL/" in page
    assert "08.00–14.00 WIB" in page
    assert not LetterNumber.objects.exists()
    pdf = client.post(f"/visits/{ahead.pk}/letters/", sent | {"do": "pdf"})
    assert pdf["Content-Type"] == "application/pdf"
    assert "Kepala Desa Lambur" in " ".join(pages(pdf.content))
    assert not LetterNumber.objects.exists()
    saved = client.post(f"/visits/{ahead.pk}/letters/", sent)
    assert saved["Location"] == Letter.objects.get().get_absolute_url()
    assert Letter.objects.get().link_site == "http://testserver"
    client.post(f"/visits/{ahead.pk}/letters/", sent)
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("kind", ["reminder", "thanks"])
def test_a_look_at_a_letter_that_cannot_be_yet_says_so_when_it_is_saved(ahead, sign_in, today, kind):
    client = sign_in("petugas_timur")
    assert client.post(f"/visits/{ahead.pk}/letters/", chosen(ahead, today, kind=kind, do="preview")).status_code == 200
    refused = client.post(f"/visits/{ahead.pk}/letters/", chosen(ahead, today, kind=kind))
    assert refused.context["form"].errors
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"recipients": []},
        {"recipients": ["desa-0"]},
        {"day": "31/02/2024"},
        {"day": ""},
        {"number": "<b>"},
        {"number": "x" * 61},
        {"kind": "order"},
        {"key": "1"},
    ],
)
def test_wrong_input_keeps_what_was_typed(ahead, sign_in, today, changes):
    response = sign_in("petugas_timur").post(f"/visits/{ahead.pk}/letters/", chosen(ahead, today, **changes))
    assert response.status_code == 200
    assert response.context["form"].errors
    for name, value in changes.items():
        assert response.context["form"][name].value() == value
    assert not Letter.objects.exists()
    assert not LetterNumber.objects.exists()


def test_the_site_address_of_the_settings_stands_in_the_link(ahead, sign_in, today, settings):
    settings.SITE_ADDRESS = "https://ektp.contoh.go.id"
    client = sign_in("petugas_timur")
    client.post(f"/visits/{ahead.pk}/letters/", chosen(ahead, today))
    assert "ektp.contoh.go.id/s/" in text_of_pdf(Letter.objects.get())


# --- papers


def test_order_and_record_are_numbered_papers(visit, cast, sign_in, today, go):
    made = visit(team=[cast.petugas_timur], leader=cast.petugas_timur)
    client, sent = sign_in("petugas_timur"), {"paper": "order", "day": str(today), "key": str(uuid.uuid4())}
    assert client.post(f"/visits/{made.pk}/papers/", sent)["Location"].startswith("/letters/")
    order = Letter.objects.get()
    assert "Petugas Timur" in text_of_pdf(order)
    assert "Ketua tim" in text_of_pdf(order)
    client.post(f"/visits/{made.pk}/papers/", sent)
    early = sent | {"paper": "record", "key": str(uuid.uuid4())}
    client.post(f"/visits/{made.pk}/papers/", early)
    assert Letter.objects.count() == 1
    go(made, Step.START, Step.FINISH)
    client.post(f"/visits/{made.pk}/papers/", early)
    record = Letter.objects.get(kind="record")
    assert record.number.serial == 2
    assert "Diharapkan hadir" in text_of_pdf(record)
    assert client.get(record.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"day": "x"}, {"number": "<b>"}, {"number": "x" * 61}, {"key": "1"}])
def test_a_wrong_paper_keeps_what_was_typed(ahead, sign_in, today, sent, cast):
    ahead.team.set([cast.petugas])
    usual = {"paper": "order", "day": str(today), "key": str(uuid.uuid4()), "number": ""}
    typed = {**usual, **sent} if sent else {}
    response = sign_in("petugas").post(f"/visits/{ahead.pk}/papers/", typed)
    form = response.context["order_form"]
    assert form.errors
    assert {name: form[name].value() for name in sent} == sent
    assert not LetterNumber.objects.exists()


def test_an_order_without_a_team_is_refused(ahead, sign_in, today):
    sent = {"paper": "order", "day": str(today), "key": str(uuid.uuid4()), "number": "12/A"}
    response = sign_in("petugas").post(f"/visits/{ahead.pk}/papers/", sent)
    assert "Nobody is in the team yet" in response.content.decode()
    assert response.context["order_form"]["number"].value() == "12/A"
    assert not LetterNumber.objects.exists()


def test_the_list_is_masked_and_on_record_for_each_person(ahead, sign_in, list_person):
    one = list_person("Siti Aminah", nik="1507025705900003", rt="003")
    list_person("Budi", desa=type(ahead.desa.get()).objects.get(name="Simbur Naik"))
    pdf = sign_in("petugas_timur").post(f"/visits/{ahead.pk}/papers/list/", {"part": "1"})
    text = " ".join(pages(pdf.content))
    assert "Siti Aminah" in text
    assert "Budi" not in text
    assert "1507025705900003" not in text
    line = ResidentAccess.objects.get()
    assert (line.resident, line.kind, line.reason) == (one, "export", "")


def test_whole_numbers_only_for_a_reason(ahead, sign_in, list_person):
    list_person("Siti Aminah", nik="1507025705900003")
    client, address = sign_in("petugas_timur"), f"/visits/{ahead.pk}/papers/list/"
    asked = client.post(address, {"part": "1", "whole": "on"})
    assert "it is written down for each person" in asked.content.decode()
    assert not ResidentAccess.objects.exists()
    pdf = client.post(address, {"part": "1", "whole": "on", "reason": "diminta kades"})
    assert "1507025705900003" in " ".join(pages(pdf.content))
    assert ResidentAccess.objects.get().reason == "diminta kades"


def test_the_tally_sheet_has_a_code_for_each(ahead, sign_in, list_person):
    list_person("Siti Aminah", nik="1507025705900003")
    address = f"/visits/{ahead.pk}/papers/tally/"
    text = " ".join(pages(sign_in("petugas_timur").post(address, {"part": "99"}).content))
    assert ahead.codes.get().code[:2].upper() in text
    assert "1507025705900003" not in text
    again = " ".join(pages(sign_in("petugas_timur").post(address, {"part": "x"}).content))
    assert ahead.codes.get().code[:2].upper() in again


def test_longer_lists_are_made_in_parts(ahead, sign_in, list_person, monkeypatch):
    for module in ("selectors.letters.people", "views.letters.files"):
        monkeypatch.setattr(f"outreach.{module}.ON_ONE_PAPER", 2)
    for name in ("Ani", "Budi", "Citra"):
        list_person(name)
    client = sign_in("petugas_timur")
    assert "made in parts" in client.get(f"/visits/{ahead.pk}/letters/").content.decode()
    texts = [
        " ".join(pages(client.post(f"/visits/{ahead.pk}/papers/list/", {"part": part}).content)) for part in ("1", "2")
    ]
    assert ["Ani" in one for one in texts] == [True, False]
    assert ["Citra" in one for one in texts] == [False, True]
    assert "orang ke-3 sampai ke-3 dari 3" in texts[1]
    assert ResidentAccess.objects.count() == 3


# --- one letter


def test_handed_over_it_announces_the_visit(letter, sign_in, today):
    client = sign_in("petugas_timur")
    sent = {"seen": 1, "way": "hand", "recipient": "Sekdes Ahmad", "on": str(today)}
    assert client.post(f"/letters/{letter.pk}/sent/", sent).status_code == 302
    assert (anew(letter).state, Visit.objects.get().state) == ("sent", "announced")
    event = LetterEvent.objects.get(kind="sent")
    assert (event.way, event.recipient, event.on) == ("hand", "Sekdes Ahmad", today)
    again = client.post(f"/letters/{letter.pk}/sent/", sent)
    assert "meanwhile" in again.content.decode()
    assert LetterEvent.objects.filter(kind="sent").count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"recipient": ""}, {"on": ""}, {"on": "2999-01-01"}, {"on": "2019-01-01"}, {"way": "email"}, {"seen": ""}],
)
def test_a_wrong_sending_is_not_noted(letter, sign_in, today, changes):
    sent = {"seen": 1, "way": "hand", "recipient": "Sekdes", "on": str(today)} | changes
    response = sign_in("petugas_timur").post(f"/letters/{letter.pk}/sent/", sent)
    assert response.context["forms"]["sent"].errors
    assert anew(letter).state == "prepared"


def test_the_ready_message_opens_whatsapp_with_the_heads_number(letter, sign_in):
    text = sign_in("petugas_timur").get(letter.get_absolute_url()).content.decode()
    assert "https://wa.me/6281234567890?text=Yth.%20Kepala%20Desa%20Lambur" in text
    assert LetterEvent.objects.count() == 1


def test_without_a_number_it_says_so(letter, sign_in, places):
    type(places.lambur).objects.update(head_phone="")
    assert "No phone number is known here" in sign_in("petugas").get(letter.get_absolute_url()).content.decode()


def test_an_outdated_letter_is_not_sent_but_corrected(letter, ahead, plan, cast, sign_in, today):
    edit_visit(by=scope_of(cast.petugas), visit=ahead, plan=plan(day=ahead.day, place_name="Dermaga"), seen_version=0)
    client = sign_in("petugas_timur")
    assert "Outdated" in client.get(letter.get_absolute_url()).content.decode()
    sent = {"seen": 1, "way": "hand", "recipient": "Sekdes", "on": str(today)}
    refused = client.post(f"/letters/{letter.pk}/sent/", sent)
    assert "Make the correction" in refused.content.decode()
    response = client.post(f"/letters/{letter.pk}/correct/", {"seen": 1})
    new = Letter.objects.get(replaces=letter)
    assert response["Location"] == new.get_absolute_url()
    assert "Replaced by" in client.get(letter.get_absolute_url()).content.decode()
    client.post(f"/letters/{letter.pk}/correct/", {"seen": 1})
    assert Letter.objects.count() == 2


def test_voiding_asks_why_and_is_final(letter, sign_in):
    client, address = sign_in("petugas_timur"), f"/letters/{letter.pk}/void/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"seen": 1, "reason": " "}).context["form"].errors
    assert not anew(letter).is_voided
    client.post(address, {"seen": 1, "reason": "salah alamat"})
    assert anew(letter).is_voided
    assert client.post(address, {"seen": 2, "reason": "lagi"}).context["form"].errors
    page = client.get(letter.get_absolute_url()).content.decode()
    assert "Voided" in page
    assert "salah alamat" in page
    assert "/void/" not in page


def test_another_link_and_none(letter, sign_in):
    client, address = sign_in("petugas_timur"), f"/letters/{letter.pk}/link/"
    before = anew(letter).handle
    client.post(address, {"seen": 1, "do": "renew"})
    assert anew(letter).handle not in {before, None}
    client.post(address, {"seen": 1, "do": "revoke"})
    assert anew(letter).handle is not None
    client.post(address, {"seen": 2, "do": "revoke"})
    assert anew(letter).handle is None
    assert "No link of this letter opens anything" in client.get(letter.get_absolute_url()).content.decode()
    assert client.post(address, {"seen": "x"}).status_code == 302


def test_a_reminder_is_noted_and_leaves_the_list_of_the_morning(ahead, visit, prepare, send, sign_in, today):
    soon = send(prepare(visit(day=today + timedelta(days=1))), on=today - timedelta(days=4))
    client = sign_in("petugas_timur")
    text = client.get("/letters/due/").content.decode()
    assert "1 reminder" in text
    assert "https://wa.me/6281234567890" in text
    sent = {
        "seen": soon.events_told,
        "way": "whatsapp",
        "recipient": "Kades",
        "on": str(today),
        "next": "/letters/due/",
    }
    assert client.post(f"/letters/{soon.pk}/reminded/", sent)["Location"] == "/letters/due/"
    text = client.get("/letters/due/").content.decode()
    assert "0 reminders" in text
    assert "Kepala Desa Lambur" in text
    assert LetterEvent.objects.filter(kind="reminded").count() == 1


def test_the_list_of_the_morning_asks_the_same_number_of_queries_however_long(
    visit, prepare, send, sign_in, today, django_assert_max_num_queries
):
    for hours in range(4):
        for letter in prepare(visit(day=today + timedelta(days=1), starts=time(hours)), only=slice(None)):
            send(letter, on=today - timedelta(days=4))
    client = sign_in("petugas_timur")
    with django_assert_max_num_queries(10):
        assert "8 reminders" in client.get("/letters/due/").content.decode()


def test_what_was_not_sent_is_not_reminded_of(letter, sign_in, today):
    sent = {"seen": 1, "way": "whatsapp", "recipient": "Kades", "on": str(today)}
    response = sign_in("petugas").post(f"/letters/{letter.pk}/reminded/", sent)
    assert "Send it first" in response.content.decode()


# --- register and roles


def test_the_register_lists_filters_and_exports(ahead, visit, prepare, send, cast, sign_in, today):
    first, second = send(prepare(ahead)), prepare(visit(day=today + timedelta(days=8)))
    void_letter(by=scope_of(cast.petugas), letter=second, reason="salah")
    client = sign_in("petugas_timur")
    for query, numbers in {
        "": 2,
        "unanswered=on": 1,
        "state=voided": 1,
        "state=sent": 1,
        "state=replaced": 0,
        "outdated=on": 0,
        "kind=school": 0,
        f"year={today.year}": 2,
        "kecamatan=15.07.01": 2,
        "number=/1/": 1,
    }.items():
        assert client.get(f"/letters/?{query}").context["figures"]["count"] == numbers, query
    assert client.get("/letters/?year=1999").context["valid"] is False
    csv = b"".join(client.get("/letters/?export=csv").streaming_content).decode()
    assert first.number.text in csv
    assert (
        client.get("/letters/?columns=letter_number,sent_way,answer,told,prepared_by,place&sort=-sent_on").status_code
        == 200
    )


def test_the_register_asks_the_same_number_of_queries_however_long(
    visit, prepare, sign_in, today, django_assert_max_num_queries
):
    for day in range(1, 6):
        prepare(visit(day=today + timedelta(days=day)), only=slice(None))
    client = sign_in("petugas_timur")
    with django_assert_max_num_queries(9):
        assert client.get("/letters/").context["figures"]["count"] == 10


def test_officials_read_the_register_without_names_and_open_no_letter(letter, sign_in):
    client = sign_in("pejabat")
    text = client.get("/letters/").content.decode()
    assert letter.number.text in text
    assert "Bapak Kades" not in text
    assert letter.get_absolute_url() not in text
    for address in (letter.get_absolute_url(), f"/letters/{letter.pk}/pdf/", "/letters/due/"):
        assert client.get(address).status_code == 403


def test_those_of_another_kecamatan_find_nothing(letter, ahead, sign_in):
    client = sign_in("petugas_sadu")
    assert client.get("/letters/").context["figures"]["count"] == 0
    for address in (f"/letters/{letter.pk}/", f"/letters/{letter.pk}/pdf/", f"/visits/{ahead.pk}/letters/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/letters/{letter.pk}/void/", {"seen": 1, "reason": "x"}).status_code == 404
    assert not anew(letter).is_voided
    assert Resident.objects.count() == 0


def test_pages_ask_the_same_number_of_queries_however_many_letters(
    ahead, school, prepare, send, sign_in, django_assert_max_num_queries
):
    ahead.schools.set([school])
    client = sign_in("petugas_timur")
    with django_assert_max_num_queries(26):
        client.get(f"/visits/{ahead.pk}/letters/")
    letters = prepare(ahead, only=slice(None))
    for letter in letters:
        send(letter)
    with django_assert_max_num_queries(26):
        assert len(client.get(f"/visits/{ahead.pk}/letters/").context["courses"]) == 3
    with django_assert_max_num_queries(16):
        client.get(letters[1].get_absolute_url())
