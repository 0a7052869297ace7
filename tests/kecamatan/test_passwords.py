"""Changing a password, resetting it by e-mail or by an admin's link, and what ends with the old one."""

import re

import pytest
from django.core import mail
from django.test import Client

from kecamatan import outgoing_mail
from kecamatan.actions.accounts import make_token
from kecamatan.forms import accounts as forms
from kecamatan.models import AuditEntry, User
from tests.conftest import PASSWORD

CHANGE = "/accounts/password_change/"
SUMMARY = "/api/v1/summary"
RESET = "/accounts/password_reset/"
NEW = "sampan-hijau-31"


def payload(**changes):
    return {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW, **changes}


def has_password(user, password):
    return User.objects.get(pk=user.pk).check_password(password)


@pytest.fixture
def by_mail(settings, monkeypatch, cast):
    """The site sends e-mail, at once instead of beside the request."""
    settings.EMAIL_CONFIGURED = True
    monkeypatch.setattr(forms, "send_later", outgoing_mail._send)
    cast.petugas.email = "petugas@example.test"
    cast.petugas.save()


# --- Change -------------------------------------------------------------------------------------------------------------


def test_changing_it_keeps_this_session_and_ends_the_others(sign_in, cast):
    here, elsewhere = sign_in("petugas"), sign_in("petugas")
    response = here.post(CHANGE, payload(), follow=True)
    assert response.status_code == 200
    assert has_password(cast.petugas, NEW)
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert AuditEntry.objects.get(by=cast.petugas).action == "password-change"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old_password": "salah"}, "old_password"),
        ({"old_password": ""}, "old_password"),
        ({"new_password2": "berbeda-sekali-9"}, "new_password2"),
        ({"new_password1": "pendek1", "new_password2": "pendek1"}, "new_password2"),
        ({"new_password1": "1234567890123", "new_password2": "1234567890123"}, "new_password2"),
        ({"new_password1": "petugas-12", "new_password2": "petugas-12"}, "new_password2"),
        ({"new_password1": "sampan\0hijau-31", "new_password2": "sampan\0hijau-31"}, "new_password1"),
    ],
)
def test_bad_input_is_told_at_the_field_and_changes_nothing(sign_in, cast, changes, field):
    response = sign_in("petugas").post(CHANGE, payload(**changes))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert has_password(cast.petugas, PASSWORD)
    assert not AuditEntry.objects.exists()


def test_a_stranger_cannot_change_one(client, cast):
    assert client.post(CHANGE, payload()).status_code == 302
    assert not AuditEntry.objects.exists()


def test_guessing_the_old_one_is_throttled(sign_in, cast):
    client = sign_in("petugas")
    for _try in range(8):
        assert client.post(CHANGE, payload(old_password="salah")).status_code == 200
    response = client.post(CHANGE, payload())
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert response.context["too_many"]
    assert has_password(cast.petugas, PASSWORD)


# --- Reset by e-mail ----------------------------------------------------------------------------------------------------


def test_without_e_mail_the_page_says_whom_to_ask(client, cast, settings):
    settings.EMAIL_CONFIGURED = False
    page = client.get(RESET)
    assert page.status_code == 200
    assert 'name="email"' not in page.content.decode()
    assert client.post(RESET, {"email": "petugas@example.test"})["Location"] == RESET
    assert not mail.outbox


def test_a_known_and_an_unknown_address_get_the_same_answer(client, by_mail):
    answers = [client.post(RESET, {"email": typed}) for typed in ("petugas@example.test", "nobody@example.test")]
    first, second = ((one.status_code, one["Location"], one.content) for one in answers)
    assert first == second
    assert [message.to for message in mail.outbox] == [["petugas@example.test"]]


def test_the_letter_to_an_address_that_nobody_has_is_written_and_not_sent(client, by_mail, monkeypatch):
    written = []
    send_mail = forms.ResetByMailForm.send_mail

    def noted(self, *args, **kwargs):
        written.append(args[-2] if len(args) > 5 else args[4])
        return send_mail(self, *args, **kwargs)

    monkeypatch.setattr(forms.ResetByMailForm, "send_mail", noted)
    client.post(RESET, {"email": "nobody@example.test"})
    assert written == ["nobody@example.test"]
    assert not mail.outbox


def test_the_mailed_link_works_once_and_ends_every_session(client, sign_in, cast, by_mail):
    elsewhere = sign_in("petugas")
    client.post(RESET, {"email": "petugas@example.test"})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    assert cast.petugas.username in mail.outbox[0].body
    form = client.get(link)["Location"]
    assert client.get(form)["Referrer-Policy"] == "same-origin"
    done = client.post(form, {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert done.status_code == 200
    assert has_password(cast.petugas, NEW)
    assert elsewhere.get("/account/").status_code == 302
    assert AuditEntry.objects.get().action == "password-reset"
    again = Client().get(link)
    assert (again.status_code, again.context["validlink"]) == (200, False)


def test_asking_for_many_links_is_throttled_and_what_was_typed_stays(client, by_mail):
    for _try in range(8):
        client.post(RESET, {"email": "petugas@example.test"})
    response = client.post(RESET, {"email": "petugas@example.test"})
    assert response.status_code == 429
    assert 'value="petugas@example.test"' in response.content.decode()
    assert len(mail.outbox) == 8


@pytest.mark.parametrize("typed", ["", "no address", "a\0@example.test", "x" * 400 + "@example.test"])
def test_what_is_no_address_is_told_at_the_field(client, by_mail, typed):
    response = client.post(RESET, {"email": typed})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["email"])


def test_mail_that_cannot_be_sent_is_logged_without_the_address(caplog):
    class Broken:
        def send(self):
            raise ConnectionRefusedError("petugas@example.test")

    outgoing_mail.send_later(Broken()).join()
    assert "ConnectionRefusedError" in caplog.text
    assert "example.test" not in caplog.text


@pytest.mark.parametrize("link", ["x/y", "MQ/set-password", "MQ/" + "z" * 500, "!!/!!"])
def test_a_made_up_link_says_that_it_does_not_work(client, cast, link):
    response = client.get(f"/accounts/reset/{link}/")
    assert (response.status_code, response.context["validlink"]) == (200, False)
    assert client.post(f"/accounts/reset/{link}/", {"new_password1": NEW, "new_password2": NEW}).status_code == 200
    assert not AuditEntry.objects.exists()


# --- Reset by an admin's link -------------------------------------------------------------------------------------------


def test_an_admin_makes_a_link_that_is_shown_once_and_audited(sign_in, cast):
    response = sign_in("admin").post(f"/users/{cast.petugas.pk}/reset-link/")
    link = response.context["link"]
    assert response.status_code == 201
    assert link in response.content.decode()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.target_id) == ("reset-link", cast.admin, str(cast.petugas.pk))
    assert link.rsplit("/", 2)[1] not in "".join(map(str, AuditEntry.objects.values_list()))
    client = Client()
    client.post(client.get(link)["Location"], {"new_password1": NEW, "new_password2": NEW})
    assert has_password(cast.petugas, NEW)


def test_signing_in_makes_an_unused_link_void(sign_in, cast):
    link = sign_in("admin").post(f"/users/{cast.petugas.pk}/reset-link/").context["link"]
    Client().post("/accounts/login/", {"username": "petugas", "password": PASSWORD})
    assert Client().get(link).context["validlink"] is False


@pytest.mark.parametrize(("who", "status"), [("petugas", 403), ("pejabat", 403), ("foreigner", 404), (None, 302)])
def test_nobody_else_makes_one(sign_in, cast, who, status):
    assert sign_in(who).post(f"/users/{cast.petugas.pk}/reset-link/").status_code == status
    assert not AuditEntry.objects.exists()


def test_making_one_needs_post_and_somebody_who_may_sign_in(sign_in, cast):
    client = sign_in("admin")
    assert client.get(f"/users/{cast.petugas.pk}/reset-link/").status_code == 405
    assert client.post("/users/999999999999999999999999999999/reset-link/").status_code == 404
    cast.petugas.is_active = False
    cast.petugas.save()
    response = client.post(f"/users/{cast.petugas.pk}/reset-link/")
    assert response.status_code == 422
    assert response.context["refusal"]
    assert not AuditEntry.objects.exists()


def link_for(sign_in, user):
    return sign_in("admin").post(f"/users/{user.pk}/reset-link/").context["link"]


def test_a_new_password_by_a_link_revokes_the_tokens_and_says_so(sign_in, cast):
    _token, secret = make_token(by=cast.petugas, name="laporan")
    _other, others = make_token(by=cast.admin, name="lain")
    link, client = link_for(sign_in, cast.petugas), Client()
    form = client.get(link)["Location"]
    done = client.post(form, {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "Token Anda untuk program juga dicabut" in done.content.decode()
    statuses = [client.get(SUMMARY, headers={"authorization": f"Bearer {one}"}).status_code for one in (secret, others)]
    assert statuses == [401, 200]
    entry = AuditEntry.objects.get(action="token-revoke")
    assert (entry.by, entry.target.startswith("laporan")) == (cast.petugas, True)


def test_a_link_of_an_account_that_was_switched_off_sets_no_password(sign_in, cast):
    link, client = link_for(sign_in, cast.petugas), Client()
    form = client.get(link)["Location"]
    cast.petugas.is_active = False
    cast.petugas.save()
    assert Client().get(link).context["validlink"] is False
    assert client.post(form, {"new_password1": NEW, "new_password2": NEW}).status_code == 200
    assert has_password(cast.petugas, PASSWORD)


def test_an_admin_revokes_the_tokens_of_a_colleague(sign_in, cast):
    for name in ("satu", "dua"):
        make_token(by=cast.petugas, name=name)
    client, page = sign_in("admin"), f"/admin/kecamatan/user/{cast.petugas.pk}/change/"
    assert f'action="/users/{cast.petugas.pk}/revoke-tokens/"' in client.get(page).content.decode()
    done = client.post(f"/users/{cast.petugas.pk}/revoke-tokens/", follow=True)
    assert done.redirect_chain == [(page, 302)]
    assert "2 token dicabut" in done.content.decode()
    assert "revoke-tokens" not in client.get(page).content.decode()
    assert not cast.petugas.tokens.filter(revoked_at__isnull=True).exists()
    assert AuditEntry.objects.filter(action="token-revoke", by=cast.admin).count() == 2


@pytest.mark.parametrize(("who", "status"), [("petugas", 403), ("pejabat", 403), ("foreigner", 404), (None, 302)])
def test_nobody_else_revokes_them(sign_in, cast, who, status):
    make_token(by=cast.admin, name="x")
    assert sign_in(who).post(f"/users/{cast.admin.pk}/revoke-tokens/").status_code == status
    assert cast.admin.tokens.filter(revoked_at__isnull=True).exists()
