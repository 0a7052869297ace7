"""Kept answers: never stale, of one moment, and made once however many ask."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client

from kecamatan import kept as kept_module
from kecamatan.actions.accounts import make_token
from kecamatan.kept import kept, version_of
from kecamatan.models import CountUpdate, Drive, Kabupaten
from kecamatan.selectors.counts import counts_as_of
from tests.guards_off import guards_off

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20


@pytest.fixture
def ask(places, cast, own_connections):
    """``ask(build)`` asks for one and the same answer in a thread of its own, with a connection of its own."""

    def in_thread(build):
        try:
            return kept(places.kabupaten, "question", build)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        yield lambda build: pool.submit(in_thread, build)


def test_the_same_version_is_answered_without_making_it_again(places, ask):
    first = ask(lambda: "made").result(SECONDS)
    assert ask(lambda: "made again").result(SECONDS) == first == (version_of(places.kabupaten.pk), "made")


def test_a_row_makes_it_anew(ask, enter):
    ask(lambda: "before").result(SECONDS)
    enter()
    assert ask(lambda: "after").result(SECONDS)[1] == "after"


def test_a_version_that_went_back_is_another_one(places, ask):
    """A backup was put back while the site went on."""
    Kabupaten.objects.filter(pk=places.kabupaten.pk).update(version=900)
    ask(lambda: "of the time that is gone").result(SECONDS)
    with guards_off():
        Kabupaten.objects.filter(pk=places.kabupaten.pk).update(version=7)
    assert ask(lambda: "of the backup").result(SECONDS)[1] == "of the backup"


def test_of_eight_who_ask_at_once_one_makes_it(ask):
    made, begun, go = [], threading.Event(), threading.Event()

    def build():
        made.append(threading.get_ident())
        begun.set()
        assert go.wait(SECONDS)
        return len(made)

    first = ask(build)
    assert begun.wait(SECONDS)
    others = [ask(build) for _other in range(7)]
    go.set()
    assert {one.result(SECONDS) for one in [first, *others]} == {first.result()}
    assert len(made) == 1


def test_who_asks_after_a_row_never_gets_what_was_begun_before_it(places, ask, enter):
    begun, go = threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert go.wait(SECONDS)
        return "without the row"

    early = ask(slow)
    assert begun.wait(SECONDS)
    enter()
    late = [ask(CountUpdate.objects.count) for _one in range(3)]
    go.set()
    assert early.result(SECONDS)[1] == "without the row"
    answers = {one.result(SECONDS) for one in late}
    assert answers == {(version_of(places.kabupaten.pk), 1)}
    assert early.result()[0] < version_of(places.kabupaten.pk)


def test_an_answer_is_of_one_moment_whoever_writes_while_it_is_made(places, ask, enter):
    looked, go = threading.Event(), threading.Event()

    def build():
        before = counts_as_of(places.drive, [places.timur.pk]).total.recorded
        looked.set()
        assert go.wait(SECONDS)
        return before, counts_as_of(places.drive, [places.timur.pk]).total.recorded, CountUpdate.objects.count()

    version = version_of(places.kabupaten.pk)
    answer = ask(build)
    assert looked.wait(SECONDS)
    enter("recorded", 5)
    go.set()
    assert answer.result(SECONDS) == (version, (0, 0, 0))
    assert ask(build).result(SECONDS)[1] == (5, 5, 1)


def test_one_that_fails_keeps_nothing_and_leaves_the_connection_usable(places, own_connections, enter):
    def broken():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")

    with pytest.raises(DatabaseError):
        kept(places.kabupaten, "question", broken)
    assert not connection.in_atomic_block
    enter()
    assert kept(places.kabupaten, "question", CountUpdate.objects.count)[1] == 1


def test_making_an_answer_writes_nothing(places, own_connections, on_postgresql):
    if not on_postgresql:
        pytest.skip("SQLite has no transaction that only reads")
    with pytest.raises(DatabaseError, match="read-only"):
        kept(places.kabupaten, "question", lambda: places.kabupaten.save())


def slots():
    return len(kept_module._slots)


@pytest.mark.parametrize(
    "query", ["?x=" + "y" * 50, "?as_of=2024-02-30", "?as_of=" + "1" * 300, "?sort=kecamatan&page=2"]
)
def test_addresses_that_mean_nothing_are_answered_but_not_kept(sign_in, places, query):
    client = sign_in("pejabat")
    client.get("/")
    before = slots()
    for number in range(5):
        assert client.get(f"/{query}&n={number}").status_code in {200, 400}
    assert client.get(f"/{query}").get("ETag") is None
    assert slots() <= before + 1


def test_what_was_asked_for_in_vain_takes_nobodys_place(places, cast, own_connections, monkeypatch):
    monkeypatch.setattr(kept_module, "MOST_KEPT", 4)
    for number in range(3):
        kept(places.kabupaten, f"page {number}", lambda: "made")
    for number in range(20):
        kept(places.kabupaten, f"wrong {number}", lambda: "refused", worth=lambda answer: False)
    made = []
    for number in range(3):
        kept(places.kabupaten, f"page {number}", lambda: made.append(1))
    assert made == []


def test_two_people_who_see_the_same_share_what_is_kept(sign_in, places):
    sign_in("petugas").get("/")
    before = slots()
    sign_in("admin").get("/help/")
    sign_in("petugas").get("/")
    assert slots() == before


def test_the_summary_of_a_drive_renamed_while_it_was_asked_for_is_not_kept(places, cast, monkeypatch):
    """The name was read before the version: later callers must not be given it."""
    _token, secret = make_token(by=cast.petugas, name="test")
    client = Client(headers={"authorization": f"Bearer {secret}"})
    version_of_now = kept_module.version_of

    def renamed_meanwhile(kabupaten_id):
        if not connection.in_atomic_block and Drive.objects.get().name != "Pilkada Baru":
            Drive.objects.update(name="Pilkada Baru")
        return version_of_now(kabupaten_id)

    with monkeypatch.context() as patch:
        patch.setattr(kept_module, "version_of", renamed_meanwhile)
        client.get("/api/v1/summary")
    assert client.get("/api/v1/summary").json()["drive"]["name"] == "Pilkada Baru"
