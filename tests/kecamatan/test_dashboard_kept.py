"""The dashboard is kept until something changes, and never shown to somebody of another scope."""

import re

import pytest

from kecamatan.models import Kabupaten
from kecamatan.views import pages
from tests.kecamatan.dashboard_words import HOME, text_of


@pytest.mark.parametrize("who", ["admin", "petugas_timur", "pejabat"])
def test_fifteen_queries_at_most_whatever_the_size_and_four_when_nothing_changed(
    sign_in, enter, places, who, django_assert_max_num_queries
):
    client = sign_in(who)
    for quantity in range(1, 4):
        enter("recorded", quantity)
    with django_assert_max_num_queries(15):
        client.get(HOME)
    with django_assert_max_num_queries(4):
        client.get(HOME)


def test_answers_304_until_something_changes(sign_in, enter, places):
    client = sign_in("pejabat")
    first = client.get(HOME)
    again = client.get(HOME, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    enter("recorded", 1)
    changed = client.get(HOME, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_kept_page_is_never_shown_to_somebody_of_another_scope_or_language(sign_in, english, cast, places):
    sign_in("petugas").get(HOME)
    assert "Sadu" not in text_of(sign_in("petugas_timur").get(HOME))
    type(cast.admin).objects.filter(pk=cast.pejabat.pk).update(language="id")
    assert sign_in("pejabat").get(HOME)["Content-Language"] == "id"


def test_a_renamed_place_shows_at_once(page, places):
    page()
    places.sadu.name = "Sadu Baru"
    places.sadu.save()
    assert "Sadu Baru" in text_of(page())


def test_a_name_that_changes_while_it_is_asked_for_is_not_kept(sign_in, places, monkeypatch):
    client = sign_in("petugas")
    version_of = pages.version_of

    def renamed_meanwhile(kabupaten_id):
        Kabupaten.objects.filter(pk=kabupaten_id).update(name="Sabak Baru")
        return version_of(kabupaten_id)

    with monkeypatch.context() as patch:
        patch.setattr(pages, "version_of", renamed_meanwhile)
        client.get("/")
    told = client.get("/").content.decode()
    assert "Sabak Baru" in told
    assert "Tanjung Jabung Timur" not in told


def test_every_answer_of_a_kept_page_has_a_token_of_its_own_that_works(sign_in):
    clients = [sign_in(name, enforce_csrf_checks=True) for name in ("petugas", "admin", "petugas")]
    told = [client.get("/").content.decode() for client in [*clients, clients[0]]]
    tokens = [re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', text)[1] for text in told]
    assert len(set(tokens)) == 4
    assert not [text for text in told if "\x00" in text]
    assert clients[0].post("/accounts/logout/", {"csrfmiddlewaretoken": tokens[1]}).status_code == 403
    for client, token in zip(clients, tokens, strict=False):
        assert client.post("/accounts/logout/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_message_is_shown_once_and_never_kept(sign_in, cast):
    client = sign_in("petugas")
    client.get("/")
    client.post("/account/language/", {"language": "en"})
    shown = [client.get("/").content.decode().count('class="notice success"') for _time in range(3)]
    assert shown == [1, 0, 0]
    assert sign_in("admin").get("/").content.decode().count('class="notice success"') == 0
