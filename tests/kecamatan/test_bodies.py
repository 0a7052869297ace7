"""Bodies are bounded in size, time and threads before anything reads them."""

import threading
from io import BytesIO
from time import sleep

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from kecamatan import bodies

LOGIN = "/accounts/login/"


class Dripping(BytesIO):
    """A client that sends a byte now and then."""

    def read(self, size=-1):
        assert size == 1
        sleep(0.02)
        return b"a"


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(bodies, "SECONDS", 0.4)
    monkeypatch.setattr(bodies, "SECONDS_FOR_A_TURN", 0.1)


def answer(request):
    return bodies.BodyMiddleware(lambda request: HttpResponse(request.POST.get("username", "")))(request)


def dripping(path=LOGIN):
    request = RequestFactory().post(path, {"username": "a" * 1000})
    request.environ["wsgi.input"] = bodies.PatientInput(Dripping())
    return answer(type(request)(request.environ))


def test_a_body_that_is_there_reaches_the_page():
    request = RequestFactory().post(LOGIN, {"username": "petugas"})
    request.environ["wsgi.input"] = bodies.PatientInput(BytesIO(request.body))
    assert answer(type(request)(request.environ)).content == b"petugas"


def test_a_body_that_is_late_is_answered_with_408(quick):
    response = dripping()
    assert response.status_code == 408
    assert int(response["Retry-After"]) > 0
    assert "tidak sampai" in response.content.decode()
    assert dripping("/api/v1/count-updates")["Content-Type"] == "application/json"


def test_only_some_slow_bodies_are_waited_for(quick):
    statuses, many = [], bodies.AT_A_TIME + 3
    clients = [threading.Thread(target=lambda: statuses.append(dripping().status_code)) for _one in range(many)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert sorted(statuses) == [408] * bodies.AT_A_TIME + [503] * 3
    assert answer(RequestFactory().post(LOGIN, {"username": "petugas"})).content == b"petugas"


def test_a_body_that_is_too_large_is_not_read(cast, settings):
    large = {"username": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    assert Client().post(LOGIN, large).status_code == 413
