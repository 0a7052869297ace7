"""Uploads: only where they belong, only from those who may, bounded in size, time and threads."""

import threading
from io import BytesIO
from time import sleep

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from kecamatan import bodies, large_bodies

PLACE = "/imports/new/"


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(large_bodies, "FIRST_SECONDS", 0.3)
    monkeypatch.setattr(large_bodies, "BYTES_A_SECOND", 10**9)
    monkeypatch.setattr(large_bodies, "SECONDS_FOR_A_TURN", 0.1)


def request_of(client, size=300_000, path=PLACE, source=None):
    request = RequestFactory().post(path, {"file": SimpleUploadedFile("a.csv", b"a" * size), "covers": "whole"})
    body = source or BytesIO(request.body)
    request.environ["wsgi.input"] = bodies.PatientInput(body)
    found = type(request)(request.environ)
    found.COOKIES.update({name: morsel.value for name, morsel in client.cookies.items()})
    return found


def answer(request):
    return bodies.BodyMiddleware(lambda request: HttpResponse(str(request.FILES["file"].size)))(request)


class Untouched(BytesIO):
    def read(self, size=-1):
        raise AssertionError("not a byte is taken in")


class Dripping(BytesIO):
    def read(self, size=-1):
        sleep(0.02)
        return b"a"


def test_a_petugas_may_send_a_file_to_the_disk(sign_in):
    assert answer(request_of(sign_in("petugas_timur"), 3_000_000)).content == b"3000000"


@pytest.mark.parametrize("who", [None, "pejabat"])
def test_of_others_not_a_byte_is_taken_in(sign_in, who):
    assert answer(request_of(sign_in(who), source=Untouched())).status_code == 403


def test_elsewhere_a_large_body_is_refused(sign_in):
    assert sign_in("petugas").post("/counts/new/", {"note": "x" * 200_000}).status_code == 413


def test_what_is_larger_than_any_list_is_refused_unread(sign_in, settings):
    settings.LARGE_BODIES = {PLACE: 100_000}
    response = answer(request_of(sign_in("petugas"), source=Untouched()))
    assert response.status_code == 413
    assert "<p>" in response.content.decode()


def test_a_slow_upload_is_given_up_and_only_two_are_waited_for(sign_in, quick):
    client, statuses = sign_in("petugas"), []
    requests = [request_of(client, source=Dripping()) for _number in range(4)]
    threads = [threading.Thread(target=lambda one=one: statuses.append(_status(one))) for one in requests]
    assert statuses == []
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [408, 408, 503, 503]


def _status(request):
    large_bodies._may_send = lambda *found: True
    return answer(request).status_code


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch):
    monkeypatch.setattr(large_bodies, "_may_send", large_bodies._may_send)


def test_a_body_that_is_no_form_is_an_error_of_the_page(sign_in):
    client = sign_in("petugas")
    response = client.post(PLACE, b"nonsense" * 40_000, content_type="multipart/form-data; boundary=x")
    assert response.status_code in {400, 403}
