"""Two tabs, two people: a form that is older than its row says so, and loses nothing."""

import re

from kecamatan.models import School, User
from tests.kecamatan.test_admin import EXPECTED, full, row_of, url, user_data
from tests.page_forms import forms_of

__all__ = ["full"]


def seen_of(client, address):
    return re.search(r'name="seen" value="(\w{32})"', client.get(address).content.decode())[1]


def test_a_stale_form_shows_what_somebody_else_saved_and_saves_when_sent_again(sign_in, full, cast):
    client, address = sign_in("admin"), url("user", "change", cast.petugas.pk)
    User.objects.update(language="en")
    seen = seen_of(client, address)
    User.objects.filter(pk=cast.petugas.pk).update(full_name="Siti Aminah")
    data = user_data(cast.petugas, full_name="Siti A.", language="en", seen=seen)
    response = client.post(address, data)
    words = response.content.decode()
    assert response.status_code == 200
    assert "Somebody else saved this since you opened it (Full name: Siti Aminah)" in words
    assert 'value="Siti A."' in words
    assert User.objects.get(pk=cast.petugas.pk).full_name == "Siti Aminah"
    renewed = re.search(r'name="seen" value="(\w{32})"', words)[1]
    assert client.post(address, {**data, "seen": renewed}).status_code == 302
    assert User.objects.get(pk=cast.petugas.pk).full_name == "Siti A."


def test_a_form_that_is_not_stale_saves_at_once(sign_in, full, cast):
    client = sign_in("admin")
    for model in sorted(EXPECTED - {"countupdate", "auditentry"}):
        address = url(model, "change", row_of(model, full.kabupaten).pk)
        form = next(one for one in forms_of(client.get(address)) if "seen" in one.fields)
        assert client.post(address, form.fields).status_code == 302, model


def test_a_stale_school_form_says_what_differs(sign_in, full):
    User.objects.update(language="en")
    client, address = sign_in("admin"), "/schools/10502143/edit/"
    form = next(one for one in forms_of(client.get(address)) if "seen" in one.fields)
    School.objects.update(head_name="Ibu Rina", level="SMK")
    response = client.post(address, {**form.fields, "name": "SMAN 5 Timur"})
    words = response.content.decode()
    assert "Name of its head: Ibu Rina" in words
    assert "Level: SMK" in words
    assert 'value="SMAN 5 Timur"' in words
    assert School.objects.get().name == "SMAN 5"
    again = next(one for one in forms_of(response) if "seen" in one.fields)
    assert client.post(address, again.fields).status_code == 302
    assert School.objects.get().name == "SMAN 5 Timur"
