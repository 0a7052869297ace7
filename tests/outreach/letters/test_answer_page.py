"""The page behind a letter's link: who has the link sees the visit and answers; whoever has not learns nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kecamatan.access import scope_of
from kecamatan.refusals import Refused
from outreach.actions.letters.answering import Answer, shown_of, take_answer
from outreach.actions.letters.sending import renew_link, revoke_link, void_letter
from outreach.actions.visits.planning import edit_visit
from outreach.answer_links import token_of
from outreach.models import Letter, LetterAnswer, LetterEvent, Visit, VisitStep
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.composing import link_of, seal_of
from outreach.views.letters.answering import LINK
from outreach.visit_life import Step

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"


def address(letter):
    letter = Letter.objects.select_related("visit").get(pk=letter.pk)
    return reverse("outreach:letter-answer", args=[token_of(seal_of(letter))])


@pytest.fixture
def phone():
    return Client(headers={"user-agent": PHONE})


@pytest.fixture
def letter(ahead, prepare, send):
    return send(prepare(ahead))


def answer(letter, **changes):
    visit = Visit.objects.get(pk=letter.visit_id)
    return {"seen": shown_of(visit), "answer": "confirm", "told": "35", "name": "Sekdes Lambur"} | changes


def state(letter):
    return Letter.objects.get(pk=letter.pk).state, Visit.objects.get(pk=letter.visit_id).state


def test_it_shows_the_visit_and_nobodys_data(letter, phone, list_person, django_assert_max_num_queries):
    list_person("Zulkhairati", nik="1507024505900017")
    with django_assert_max_num_queries(25):
        response = phone.get(address(letter))
    text = response.content.decode()
    assert response.status_code == 200
    for words in ("Balai Desa Lambur", "08.00–14.00 WIB", "Desa Lambur", letter.number.text):
        assert words in text
    for words in ("Zulkhairati", "1507024505900017", "Bapak Kades", "081234567890", "Siti"):
        assert words not in text
    assert "sessionid" not in response.cookies
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Content-Language"] == "id"
    assert len(response.content) < 6_000


def test_it_is_indonesian_for_whoever_looks(letter, sign_in, cast):
    type(cast.admin).objects.update(language="en")
    assert "Kirim jawaban" in sign_in("admin").get(address(letter)).content.decode()


def test_the_first_look_of_a_person_is_noted_once(letter, phone):
    for _look in range(3):
        phone.get(address(letter))
    assert state(letter)[0] == "opened"
    assert LetterEvent.objects.filter(kind="opened", by=None).count() == 1


@pytest.mark.parametrize(
    "agent",
    [
        "WhatsApp/2.23.20",
        "facebookexternalhit/1.1",
        "TelegramBot (like TwitterBot)",
        "",
        "curl/8",
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
    ],
)
def test_a_messenger_that_shows_a_preview_has_not_opened_it(letter, agent):
    assert Client(headers={"user-agent": agent}).get(address(letter)).status_code == 200
    assert state(letter)[0] == "sent"


def test_neither_has_a_head_or_a_browser_that_fetches_ahead(letter, phone):
    assert phone.head(address(letter)).status_code == 200
    phone.get(address(letter), headers={"sec-purpose": "prefetch"})
    assert state(letter)[0] == "sent"


def test_confirming_confirms_the_place_of_the_visit(letter, phone):
    response = phone.post(address(letter), answer(letter), follow=True)
    assert "jawaban Anda sudah masuk" in response.content.decode()
    assert state(letter) == ("answered", "confirmed")
    stored = LetterAnswer.objects.get()
    assert (stored.confirms, stored.told, stored.name) == (True, 35, "Sekdes Lambur")
    step = VisitStep.objects.get(step="confirm")
    assert step.by is None


def test_another_place_is_a_proposal_and_takes_a_confirmation_back(letter, phone):
    phone.post(address(letter), answer(letter))
    proposes = answer(letter, answer="propose", proposal="Masjid Nurul Huda, pukul 9", told="")
    phone.post(address(letter), proposes)
    assert state(letter) == ("answered", "announced")
    assert [one.proposal for one in LetterAnswer.objects.all()] == ["", "Masjid Nurul Huda, pukul 9"]
    phone.post(address(letter), answer(letter, told="60"))
    assert state(letter)[1] == "confirmed"
    assert LetterAnswer.objects.count() == 3


def test_the_same_answer_sent_twice_is_one(letter, phone):
    for _press in range(2):
        phone.post(address(letter), answer(letter))
    assert LetterAnswer.objects.count() == 1
    assert LetterEvent.objects.filter(kind="answered").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answer": ""}, "Pilih salah satu"),
        ({"answer": "propose", "proposal": " "}, "Sebutkan tempat"),
        ({"name": ""}, "Tulis nama Anda"),
        ({"told": "banyak"}, "dengan angka"),
        ({"told": "100000"}, "99.999"),
        ({"told": "-1"}, "0"),
        ({"name": "x" * 121}, "120"),
        ({"proposal": "a\u202eb", "answer": "propose"}, "tidak dapat ditampilkan"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(letter, phone, changes, words):
    sent = answer(letter, **changes)
    response = phone.post(address(letter), sent)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert response.context["form"]["told"].value() == sent["told"]
    assert not LetterAnswer.objects.exists()
    assert state(letter) == ("sent", "announced")


def test_who_saw_an_older_plan_confirms_nothing(letter, phone, plan, cast):
    visit = Visit.objects.get(pk=letter.visit_id)
    old = answer(letter)
    edit_visit(
        by=scope_of(cast.petugas),
        visit=visit,
        plan=plan(day=visit.day, place_name="Dermaga"),
        seen_version=visit.version,
    )
    response = phone.post(address(letter), old)
    assert "mengubah rencana" in response.content.decode()
    assert "Dermaga" in response.content.decode()
    assert not LetterAnswer.objects.exists()
    assert phone.post(address(letter), answer(letter)).status_code == 302


def nothing_there(response):
    assert response.status_code == 404
    text = response.content.decode()
    assert "Tautan ini tidak membuka apa pun" in text
    return text


def test_every_link_that_opens_nothing_gets_the_same_page(letter, ahead, visit, prepare, phone, cast, go, today):
    """Guessed, mistyped, of another visit, renewed, revoked, voided, called off, over."""
    by, right = scope_of(cast.petugas), address(letter)
    other = prepare(visit(day=today + timedelta(days=9)))
    mixed = right[:10] + address(other)[10:]
    old = right
    renew_link(by=by, letter=letter, site="https://x")
    revoked = address(letter)
    assert phone.get(revoked).status_code == 200
    pages = [phone.get(one) for one in (old, mixed, "/s/0000-0000-0000-0000/", "/s/halo/", "/s/%F0%9F%98%80/")]
    revoke_link(by=by, letter=letter)
    pages.append(phone.get(revoked))
    void = address(other)
    assert phone.get(void).status_code == 200
    void_letter(by=by, letter=other, reason="salah")
    pages.append(phone.get(void))
    off = prepare(visit(day=today + timedelta(days=8)))
    called_off = address(off)
    go(off.visit, Step.CANCEL)
    pages.append(Client(REMOTE_ADDR="10.0.0.9").get(called_off))
    pages.append(Client(REMOTE_ADDR="10.0.0.9").post(called_off, {"answer": "confirm"}))
    assert len({nothing_there(one) for one in pages}) == 1
    headers = [{name: value for name, value in one.items() if name != "Expires"} for one in pages]
    assert all(one == headers[0] for one in headers)


def test_after_the_visit_the_link_is_over(letter, phone, monkeypatch, settings):
    from django.utils import timezone

    later = timezone.now() + timedelta(days=6)
    monkeypatch.setattr("outreach.views.letters.answering.timezone.now", lambda: later)
    nothing_there(phone.get(address(letter)))


def test_once_the_visit_is_over_the_link_is_too(visit, prepare, send, phone, go, today):
    made = visit(day=today)
    letter = send(prepare(made))
    sent, here = answer(letter), address(letter)
    go(made, Step.START)
    assert phone.get(here).status_code == 200
    go(made, Step.FINISH)
    nothing_there(phone.get(here))
    nothing_there(phone.post(here, sent))
    assert not LetterAnswer.objects.exists()


def test_who_holds_an_old_link_answers_nothing_at_the_moment_it_is_renewed(letter, cast):
    """The page had found the letter; before the answer is stored the link is another one."""
    sent = Answer(name="Sekdes", seen=shown_of(letter.visit))
    old = Letter.objects.select_related("visit").get(pk=letter.pk)
    renew_link(by=scope_of(cast.petugas), letter=letter, site="https://x")
    with pytest.raises(Refused):
        take_answer(letter=old, answer=sent)
    assert not LetterAnswer.objects.exists()


def test_what_comes_through_a_reminder_answers_the_letter_it_reminds_of(letter, prepare, send, phone, sign_in):
    reminder = send(prepare(letter.visit, kind=Kind.REMINDER))
    phone.get(address(reminder))
    assert state(letter)[0] == "opened"
    for _press in range(2):
        response = phone.post(
            address(reminder), answer(letter, answer="propose", proposal="Masjid Nurul Huda", told="12"), follow=True
        )
    assert "Usul Anda" in response.content.decode()
    assert (state(letter)[0], state(reminder)[0]) == ("answered", "answered")
    assert LetterAnswer.objects.get().letter == letter
    client = sign_in("petugas")
    for page in (f"/visits/{letter.visit_id}/", f"/letters/{letter.pk}/", "/letters/due/"):
        assert "Masjid Nurul Huda" in client.get(page).content.decode()


def test_tries_are_counted_by_letter_and_by_address_and_right_ones_never(letter, phone):
    right = address(letter)
    for number in range(8):
        wrong = right[:10] + f"0{number}-0000-0000/"
        assert phone.get(wrong).status_code == 404
    refused = phone.get(right)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "terlalu banyak percobaan" in refused.content.decode().lower()
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    for _look in range(12):
        assert elsewhere.get(right).status_code == 200


def test_an_address_that_guesses_is_stopped_whatever_it_guesses(letter, phone):
    from axes.models import AccessFailureLog

    AccessFailureLog.objects.bulk_create(
        AccessFailureLog(path_info=LINK, username=f"{one:06}", ip_address="127.0.0.1", user_agent="", http_accept="")
        for one in range(100)
    )
    assert phone.get(address(letter)).status_code == 429
    assert Client(REMOTE_ADDR="10.1.2.3").get(address(letter)).status_code == 200


def test_the_form_asks_for_its_token(letter):
    strict = Client(enforce_csrf_checks=True, headers={"user-agent": PHONE})
    assert strict.post(address(letter), answer(letter)).status_code == 403
    strict.get(address(letter))
    sent = answer(letter, csrfmiddlewaretoken=strict.cookies["csrftoken"].value)
    assert strict.post(address(letter), sent).status_code == 302


def test_other_methods_are_refused(letter, phone):
    assert phone.put(address(letter)).status_code == 405
    assert phone.delete(address(letter)).status_code == 405


def test_as_it_is_printed_without_a_slash_it_leads_there(letter, phone):
    printed = link_of(Letter.objects.select_related("visit").get())
    assert phone.get(printed.removeprefix("https://ektp.contoh.go.id"), follow=True).status_code == 200


def test_typed_by_hand_with_capitals_and_lookalikes_it_opens_as_well(letter, phone):
    token = address(letter)[3:-1]
    typed = token.replace("-", " ").upper().replace("0", "O").replace("1", "I")
    assert phone.get(f"/s/{typed}/").status_code == 200
