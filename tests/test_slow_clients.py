"""Clients that send a byte a second, against the real site."""

import select
import socket
import threading
import time
from contextlib import ExitStack, suppress

from tests.site_process import running
from tests.test_up import database, started  # noqa: F401 - fixtures

SLOW = 12
#: How long the slow ones go on, and the longest that anybody else may wait meanwhile, in seconds: half of what a slow body
#: is given, after which everybody behind it would go on anyway.
GOING_ON, LONGEST = 8, 5


def slow_post(site, cookie):
    """A form that says it is 60,000 bytes long, and of which the first are sent."""
    client = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    client.sendall(
        f"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\nusername=".encode()
    )
    return client


def drip(clients, stop):
    while not stop.wait(0.5):
        for client in clients:
            with suppress(OSError):  # it was told to go
                client.sendall(b"a")


def test_slow_posts_do_not_keep_others_from_the_site(started):  # noqa: F811
    with running(started) as site, ExitStack() as kept:
        clients = [kept.enter_context(slow_post(site, "a" * 32)) for _number in range(SLOW)]
        stop = threading.Event()
        dripping = threading.Thread(target=drip, args=(clients, stop))
        dripping.start()
        kept.callback(dripping.join)
        kept.callback(stop.set)
        waits, until = [], time.monotonic() + GOING_ON
        while time.monotonic() < until:
            begun = time.monotonic()
            assert site.get("/healthz")[0] == 200
            waits.append(time.monotonic() - begun)
            time.sleep(0.05)
        assert max(waits) < LONGEST
        assert len(waits) > 10
    print(f"{len(waits)} answers while {SLOW} clients dripped, the slowest after {max(waits):.2f} s")


def test_a_late_body_is_given_up(started):  # noqa: F811
    with running(started) as site, slow_post(site, "a" * 32) as client:
        begun = time.monotonic()
        while not select.select([client], [], [], 0.5)[0]:
            client.sendall(b"a")
            assert time.monotonic() - begun < 30
        assert client.recv(4096).startswith(b"HTTP/1.1 408 ")
