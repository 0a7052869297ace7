"""One's own account: who one is, the language, and tokens for programs."""

import pytest
from django.core.exceptions import PermissionDenied

from kecamatan.actions import accounts as actions
from kecamatan.models import ApiToken, AuditEntry, User

NEW = "/account/tokens/new/"


def revoke_url(token):
    return f"/account/tokens/{token.pk}/revoke/"


@pytest.mark.parametrize("name", ["admin", "petugas", "petugas_timur", "pejabat"])
def test_everybody_sees_their_own(sign_in, cast, name):
    page = sign_in(name).get("/account/").content.decode()
    assert getattr(cast, name).username in page
    assert ("Muara Sabak Timur" in page) == (name == "petugas_timur")


def test_strangers_and_other_methods_are_refused(sign_in):
    assert sign_in(None).get("/account/").status_code == 302
    client = sign_in("petugas")
    assert client.post("/account/").status_code == 405
    assert client.get(NEW).status_code == 405
    assert client.get("/account/tokens/1/revoke/").status_code == 405


def test_the_page_takes_a_fixed_number_of_queries(sign_in, cast, django_assert_num_queries):
    client = sign_in("petugas_timur")
    for number in range(3):
        actions.make_token(by=cast.petugas_timur, name=f"n{number}")
        actions.note_sign_in(by=cast.petugas_timur)
    with django_assert_num_queries(6):  # session, user, assigned, their names, tokens, sign-ins
        client.get("/account/")


def test_the_language_is_the_users_from_then_on(sign_in, cast):
    client = sign_in("petugas")
    assert client.get("/account/")["Content-Language"] == "id"
    response = client.post("/account/language/", {"language": "en", "next": "/help/"})
    assert response["Location"] == "/help/"
    assert client.get("/account/")["Content-Language"] == "en"
    assert User.objects.get(pk=cast.petugas.pk).language == "en"
    change = AuditEntry.objects.get().changes.get()
    assert (change.before, change.after) == ("id", "en")


def test_an_unknown_language_or_a_foreign_next_changes_nothing(sign_in, cast):
    response = sign_in("petugas").post("/account/language/", {"language": "fr", "next": "https://evil.example/"})
    assert response["Location"] == "/account/"
    assert User.objects.get(pk=cast.petugas.pk).language == "id"


def test_a_new_token_is_shown_once_and_kept_as_a_hash(sign_in, cast):
    client = sign_in("petugas")
    response = client.post(NEW, {"name": "laporan bulanan"})
    secret = response.context["secret"]
    assert response.status_code == 201
    assert secret in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    token = ApiToken.objects.get()
    assert (token.owner, token.digest) == (cast.petugas, ApiToken.digest_of(secret))
    assert secret not in str(ApiToken.objects.values_list().get())
    page = client.get("/account/").content.decode()
    assert secret not in page
    assert token.start in page
    entry = AuditEntry.objects.get(action="token-new")
    assert secret not in str(entry.changes.values_list())


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\0b", "a\u202eb", "a\x07b"])
def test_a_bad_name_is_told_at_the_field_and_makes_nothing(sign_in, name):
    response = sign_in("petugas").post(NEW, {"name": name})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]
    assert 'aria-invalid="true"' in response.content.decode()
    assert not ApiToken.objects.exists()


def test_emoji_and_any_script_may_name_a_token(sign_in):
    assert sign_in("petugas").post(NEW, {"name": "Laporan 📈 ꦗꦮ"}).status_code == 201


def test_twenty_tokens_are_enough(sign_in, cast):
    for number in range(20):
        actions.make_token(by=cast.petugas, name=f"n{number}")
    response = sign_in("petugas").post(NEW, {"name": "one more"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])
    assert 'value="one more"' in response.content.decode()
    assert ApiToken.objects.count() == 20
    actions.revoke_token(by=cast.petugas, token=ApiToken.objects.first())
    assert sign_in("petugas").post(NEW, {"name": "one more"}).status_code == 201


def test_a_token_is_revoked_for_good_and_audited_once(sign_in, cast, client):
    token, secret = actions.make_token(by=cast.petugas, name="x")
    header = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/summary", headers=header).status_code == 200
    mine = sign_in("petugas")
    assert mine.post(revoke_url(token))["Location"] == "/account/"
    mine.post(revoke_url(token))
    assert client.get("/api/v1/summary", headers=header).status_code == 401
    assert AuditEntry.objects.filter(action="token-revoke").count() == 1


@pytest.mark.parametrize("who", ["admin", "foreigner", "pejabat"])
def test_nobody_revokes_the_token_of_another(sign_in, cast, who):
    token, _secret = actions.make_token(by=cast.petugas, name="x")
    assert sign_in(who).post(revoke_url(token)).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.revoke_token(by=getattr(cast, who), token=token)
    assert ApiToken.objects.get().revoked_at is None


def test_use_is_noted(client, cast):
    token, secret = actions.make_token(by=cast.petugas, name="x")
    assert token.last_used_at is None
    client.get("/api/v1/summary", headers={"authorization": f"Bearer {secret}"})
    assert ApiToken.objects.get().last_used_at is not None
