"""Ticked rows, or all that match, frozen and then acted upon: kecamatan.lists.selection and .bulk."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kecamatan.access import scope_of
from kecamatan.lists import selection
from kecamatan.lists.selection import freeze, thaw
from kecamatan.models import Desa
from kecamatan.refusals import Refused
from tests.kecamatan.bulk_site import TickedList
from tests.page_forms import forms_of

pytestmark = pytest.mark.urls("tests.kecamatan.bulk_site")
LIST, HEAD = "/test/desa/", "/test/desa/head/"
VERSION = ("head_name",)


@pytest.fixture
def whose(cast):
    return {"user": cast.petugas, "list_name": "x:y", "action": "head", "version": VERSION}


def heads():
    return set(Desa.objects.exclude(head_name="").values_list("name", "head_name"))


def first_step(client, **data):
    response = client.post(HEAD, data)
    assert response.status_code == 200, response
    (form,) = [form for form in forms_of(response) if "frozen" in form.fields]
    return response, {**data, "frozen": form.fields["frozen"]}


# --- Frozen


def test_what_was_frozen_and_stands_is_given_back_in_order(places, whose):
    rows = Desa.objects.order_by("-name")
    frozen = freeze(rows, **whose)
    assert frozen.count == 5
    assert thaw(frozen.token, Desa.objects.order_by("name"), **whose) == sorted(rows.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.filter(name__startswith="Sungai").update(head_name="x"), r"^2 .*5"),
        (lambda rows: rows.filter(name="Siau Dalam").delete(), r"^1 .*5"),
    ],
)
def test_a_set_that_changed_is_refused_with_how_many(places, whose, change, words):
    frozen = freeze(Desa.objects.all(), **whose)
    change(Desa.objects.all())
    with pytest.raises(Refused, match=words):
        thaw(frozen.token, Desa.objects.all(), **whose)


def test_a_set_that_grew_is_refused_too(places, whose):
    frozen = freeze(Desa.objects.exclude(name="Lambur"), **whose)
    with pytest.raises(Refused, match=r"4 .*5"):
        thaw(frozen.token, Desa.objects.all(), **whose)


def test_a_large_set_is_refused_without_saying_how_many(places, whose, monkeypatch):
    monkeypatch.setattr(selection, "MOST_MARKS", 2)
    frozen = freeze(Desa.objects.all(), **whose)
    assert thaw(frozen.token, Desa.objects.all(), **whose)
    Desa.objects.filter(name="Lambur").update(head_name="x")
    with pytest.raises(Refused, match=r"5"):
        thaw(frozen.token, Desa.objects.all(), **whose)


@pytest.mark.parametrize("name", ["user", "list_name", "action"])
def test_a_token_is_for_one_user_list_and_action(places, cast, whose, name):
    frozen = freeze(Desa.objects.all(), **whose)
    other = {**whose, name: cast.petugas_timur if name == "user" else "other"}
    with pytest.raises(Refused):
        thaw(frozen.token, Desa.objects.all(), **other)


def test_a_token_is_old_after_half_an_hour_and_cannot_be_made_up(places, whose, monkeypatch):
    frozen = freeze(Desa.objects.all(), **whose)
    for forged in ("", "x", frozen.token[:-1], signing.dumps({"n": 5})):
        with pytest.raises(Refused):
            thaw(forged, Desa.objects.all(), **whose)
    later = signing.time.time() + timedelta(minutes=31).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    with pytest.raises(Refused):
        thaw(frozen.token, Desa.objects.all(), **whose)


def test_inside_a_transaction_the_rows_are_held(places, whose, on_postgresql):
    rows = TickedList().rows(scope_of(whose["user"]))
    frozen = freeze(rows, **whose)
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert len(thaw(frozen.token, rows, **whose)) == 5
    assert any("FOR NO KEY UPDATE OF" in one["sql"] for one in asked) == on_postgresql


# --- The two steps


def test_boxes_and_actions_stand_on_the_list_and_never_in_a_file(sign_in, places):
    page = sign_in("petugas").get(LIST).content.decode()
    assert len(re.findall(r'name="ids" value="\d+" form="bulk-form" aria-label="[^"]+', page)) == 5
    assert f'formaction="{HEAD}"' in page
    body = b"".join(sign_in("petugas").get(LIST, {"export": "csv"}).streaming_content).decode()
    assert "checkbox" not in body
    assert HEAD not in sign_in("pejabat").get(LIST).content.decode()


def test_ticked_rows_are_shown_and_done_once_confirmed(sign_in, places):
    client, before = sign_in("petugas"), heads()
    response, data = first_step(client, ids=[places.siau.pk, places.itik.pk], query="sort=name")
    page = response.content.decode()
    assert "Siau Dalam" in page
    assert "Sungai Itik" in page
    assert "Simbur" not in page
    assert heads() == before
    done = client.post(HEAD, {**data, "head": "Hasan"})
    assert done["Location"] == f"{LIST}?sort=name"
    assert heads() - before == {("Siau Dalam", "Hasan"), ("Sungai Itik", "Hasan")}


def test_all_that_match_are_done_and_no_other(sign_in, places):
    client, before = sign_in("petugas"), heads()
    response, data = first_step(client, all="1", query="kecamatan=15.07.05&sort=-name&page=7")
    assert response.context["frozen"].count == 2
    client.post(HEAD, {**data, "head": "Hasan"})
    assert heads() - before == {("Sungai Lokan", "Hasan"), ("Sungai Itik", "Hasan")}


def test_what_changed_meanwhile_is_refused_and_shown_again(sign_in, places):
    client = sign_in("petugas")
    _, data = first_step(client, all="1", query="")
    Desa.objects.filter(pk=places.siau.pk).update(head_phone="+6281234567890")
    before = heads()
    again = client.post(HEAD, {**data, "head": "Hasan"})
    assert again.status_code == 409
    assert again.context["refusal"]
    assert heads() == before
    (form,) = [form for form in forms_of(again) if "frozen" in form.fields]
    assert form.fields["head"] == "Hasan"
    assert client.post(HEAD, {**data, "head": "Hasan", "frozen": form.fields["frozen"]}).status_code == 302


def test_a_wrong_field_or_a_refusal_changes_nothing_and_keeps_the_selection(sign_in, places):
    client, before = sign_in("petugas"), heads()
    _, data = first_step(client, ids=[places.siau.pk])
    wrong = client.post(HEAD, {**data, "head": "x" * 21})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors
    refused = client.post(HEAD, {**data, "head": "refuse"})
    assert refused.status_code == 409
    assert heads() == before


def test_rows_of_others_are_not_there(sign_in, places):
    response, data = first_step(sign_in("petugas_sadu"), ids=[places.itik.pk, places.lambur.pk])
    assert response.context["frozen"].count == 1
    assert "Lambur" not in response.content.decode()
    assert sign_in("petugas_timur").post(HEAD, {**data, "head": "x"}).status_code == 409
    assert sign_in("pejabat").post(HEAD, data).status_code == 403
    assert sign_in(None).post(HEAD, data).status_code == 302
    assert sign_in("petugas").get(HEAD).status_code == 405


@pytest.mark.parametrize(
    "data", [{}, {"ids": "x"}, {"ids": "9" * 30}, {"ids": "99999"}, {"all": "1", "query": "kecamatan=99"}]
)
def test_nothing_chosen_or_a_wrong_filter_leads_back_with_a_sentence(sign_in, places, data):
    response = sign_in("petugas").post(HEAD, data, follow=True)
    assert response.redirect_chain[0][0].startswith(LIST)
    assert "notice error" in response.content.decode()
