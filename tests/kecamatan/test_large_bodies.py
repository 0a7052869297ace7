"""Uploads larger than a form: kecamatan.large_bodies."""

import os
import threading
from io import BytesIO
from time import sleep

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from kecamatan import bodies, large_bodies

PATH = "/account/language/"


@pytest.fixture(autouse=True)
def _large(settings):
    settings.LARGE_BODY_PATHS = {PATH: 3_000_000}


def file(size=1_000_000):
    return SimpleUploadedFile("list.xlsx", b"x" * size)


def upload(client, size=1_000_000):
    return client.post(PATH, {"language": "en", "file": file(size)})


class Unread(BytesIO):
    """A body that nobody may read."""

    def read(self, *size):
        raise AssertionError("it was read")


def sent(user, stream, size=1_000_000):
    request = RequestFactory().post(PATH, {"language": "en", "file": file(size)})
    environ = {**request.environ, "wsgi.input": bodies.PatientInput(stream or request.environ["wsgi.input"])}
    request = type(request)(environ)
    request.user = user
    held = []

    def view(request):
        held.extend(request.FILES.values())
        return HttpResponse(request.POST["language"])

    return large_bodies.LargeBodyMiddleware(view)(request), held


def test_a_file_beyond_the_limit_of_forms_is_taken_in_at_its_address_only(sign_in, settings):
    assert upload(sign_in("petugas")).status_code == 302
    settings.LARGE_BODY_PATHS = {}
    assert upload(sign_in("petugas")).status_code == 413


def test_it_lies_in_a_file_for_this_user_alone(cast):
    response, (held,) = sent(cast.petugas, None)
    assert response.content == b"en"
    assert isinstance(held, TemporaryUploadedFile)
    assert held.size == 1_000_000
    with open(held.temporary_file_path(), "rb") as kept:
        assert os.fstat(kept.fileno()).st_mode & 0o777 == 0o600
    held.close()


def test_what_is_too_large_is_refused_unread_and_says_the_limit(cast):
    response, held = sent(cast.petugas, Unread(), 3_000_001)
    assert (response.status_code, held) == (413, [])
    assert "3 MB" in response.content.decode()


def test_strangers_and_officials_are_refused_unread(cast, sign_in):
    from django.contrib.auth.models import AnonymousUser
    from django.core.exceptions import PermissionDenied

    assert sent(AnonymousUser(), Unread())[0].status_code == 302
    with pytest.raises(PermissionDenied):
        sent(cast.pejabat, Unread())
    assert upload(sign_in(None)).status_code == 302
    assert upload(sign_in("pejabat")).status_code == 403


def test_the_token_of_the_form_is_asked_for(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.petugas, backend="django.contrib.auth.backends.ModelBackend")
    assert upload(client).status_code == 403
    client.get("/account/")
    token = client.cookies["csrftoken"].value
    assert client.post(PATH, {"language": "en", "csrfmiddlewaretoken": token, "file": file()}).status_code == 302


class Dripping(BytesIO):
    def read(self, size=-1):
        sleep(0.02)
        return b"-" * min(size, 10)


def test_a_slow_upload_is_given_up_and_few_are_waited_for(cast, monkeypatch):
    monkeypatch.setattr(large_bodies, "PATIENCE", bodies.Patience(60, 0.5, 20_000, 256))
    statuses = []
    clients = [
        threading.Thread(target=lambda: statuses.append(sent(cast.petugas, Dripping())[0].status_code))
        for _number in range(large_bodies.AT_A_TIME + 1)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert sorted(statuses) == [408, 408, 503]
    response, (held,) = sent(cast.petugas, None)
    assert response.status_code == 200
    held.close()


def test_the_end_of_all_patience(cast, monkeypatch):
    monkeypatch.setattr(large_bodies, "PATIENCE", bodies.Patience(0.3, 60, 1, 256))
    assert sent(cast.petugas, Dripping())[0].status_code == 408
