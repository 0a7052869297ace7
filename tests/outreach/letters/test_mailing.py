"""Letters by e-mail, to a real mail server: with their PDF, noted as out only when the server took them."""

import logging
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from outreach.models import Letter, LetterEvent, LetterMailing
from tests.mail_server import mail_server
from tests.outreach.papers.papers_world import pages


@pytest.fixture
def letter(ahead, prepare):
    return prepare(ahead)


@pytest.fixture
def box(settings):
    with mail_server(settings) as found:
        yield found


def test_the_letter_arrives_with_its_pdf_and_is_noted_as_sent(letter, box, sign_in, today):
    client = sign_in("petugas_timur")
    response = client.post(f"/letters/{letter.pk}/mail/", {"seen": 1, "to": "desa@lambur.contoh.id"})
    assert response.status_code == 302
    (mail,) = box.mails
    assert (mail["To"], mail["Subject"]) == ("desa@lambur.contoh.id", "Jemput Bola Perekaman KTP-el")
    assert "/s/" in mail.get_body().get_content()
    (attached,) = mail.iter_attachments()
    assert letter.number.text in " ".join(pages(attached.get_content()))
    event = LetterEvent.objects.get(kind="sent")
    assert (event.way, event.recipient, event.on) == ("email", "desa@lambur.contoh.id", today)


def test_a_reminder_by_mail(letter, box, send, sign_in):
    out = send(letter)
    sent = {"seen": out.events_told, "to": "desa@lambur.contoh.id", "remind": "on"}
    sign_in("petugas_timur").post(f"/letters/{letter.pk}/mail/", sent)
    assert "Kami ingatkan kembali" in box.mails[0].get_body().get_content()
    assert LetterEvent.objects.filter(kind="reminded", way="email").count() == 1


def test_pressed_twice_at_once_it_goes_out_once(letter, box, sign_in, monkeypatch):
    client, sent, seconds = sign_in("petugas_timur"), {"seen": 1, "to": "desa@lambur.contoh.id"}, []
    send = EmailMessage.send

    def slowly(mail, *args):
        if not seconds:
            seconds.append(None)
            seconds[0] = client.post(f"/letters/{letter.pk}/mail/", sent)
        return send(mail, *args)

    monkeypatch.setattr(EmailMessage, "send", slowly)
    assert client.post(f"/letters/{letter.pk}/mail/", sent).status_code == 302
    assert "sedang dikirim" in seconds[0].content.decode()
    assert (len(box.mails), LetterEvent.objects.filter(kind="sent").count()) == (1, 1)
    assert not LetterMailing.objects.exists()


def test_a_mailing_that_nobody_ended_holds_for_minutes_only(letter, box, sign_in):
    client, sent = sign_in("petugas_timur"), {"seen": 1, "to": "desa@lambur.contoh.id"}
    taken = LetterMailing.objects.create(letter=letter)
    assert client.post(f"/letters/{letter.pk}/mail/", sent).status_code == 200
    assert box.mails == []
    LetterMailing.objects.filter(pk=taken.pk).update(at=timezone.now() - timedelta(minutes=6))
    assert client.post(f"/letters/{letter.pk}/mail/", sent).status_code == 302
    assert (len(box.mails), LetterMailing.objects.count()) == (1, 0)


def test_nobody_is_reminded_by_mail_of_a_letter_that_is_not_out(letter, box, sign_in):
    sent = {"seen": 1, "to": "desa@lambur.contoh.id", "remind": "on"}
    response = sign_in("petugas_timur").post(f"/letters/{letter.pk}/mail/", sent)
    assert response.context["forms"]["mail"].non_field_errors()
    assert (box.mails, LetterMailing.objects.count()) == ([], 0)


def test_an_address_that_no_mail_server_takes_is_said(letter, box, sign_in):
    long = f"desa@{'é' * 60}.contoh.id"
    response = sign_in("petugas_timur").post(f"/letters/{letter.pk}/mail/", {"seen": 1, "to": long})
    assert response.status_code == 200
    assert response.context["forms"]["mail"].errors
    assert (box.mails, LetterMailing.objects.count(), Letter.objects.get().state) == ([], 0, "prepared")


def test_what_the_server_refuses_is_not_noted_and_no_address_is_logged(letter, box, sign_in, caplog):
    box.refuses = True
    with caplog.at_level(logging.INFO):
        response = sign_in("petugas_timur").post(f"/letters/{letter.pk}/mail/", {"seen": 1, "to": "salah@contoh.id"})
    assert response.context["forms"]["mail"].non_field_errors()
    assert response.context["forms"]["mail"]["to"].value() == "salah@contoh.id"
    assert (Letter.objects.get().state, box.mails) == ("prepared", [])
    assert "salah@" not in caplog.text
    assert "SMTPRecipientsRefused" in caplog.text


def test_a_server_that_is_away_is_said(letter, settings, sign_in):
    with mail_server(settings):
        pass
    response = sign_in("petugas_timur").post(f"/letters/{letter.pk}/mail/", {"seen": 1, "to": "desa@contoh.id"})
    assert response.context["forms"]["mail"].non_field_errors()
    assert Letter.objects.get().state == "prepared"


@pytest.mark.parametrize("sent", [{"to": "bukan alamat"}, {"to": ""}, {"to": "a@b.id\nBcc: c@d.id"}, {"seen": "0"}])
def test_nothing_goes_out_for_wrong_input(letter, box, sign_in, sent):
    usual = {"seen": 1, "to": "desa@contoh.id"}
    response = sign_in("petugas_timur").post(f"/letters/{letter.pk}/mail/", usual | sent)
    assert response.context["forms"]["mail"].errors
    assert box.mails == []


def test_without_a_mail_server_it_says_what_else_to_do(letter, sign_in):
    response = sign_in("petugas_timur").post(f"/letters/{letter.pk}/mail/", {"seen": 1, "to": "desa@contoh.id"})
    assert response.context["forms"]["mail"].non_field_errors()
    assert Letter.objects.get().state == "prepared"
