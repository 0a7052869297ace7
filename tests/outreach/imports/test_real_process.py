"""Lists against the real site, over HTTP: what is left when a browser closes, a process is killed, or two are quick."""

import os
import signal
import socket
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

import pytest

from tests.outreach.imports.real_site import PASSWORD, Browser, list_file, uploads_of, worker_of
from tests.site_process import manage, running
from tests.test_up import database, started  # noqa: F401 - fixtures

ROWS = 3000
DAY = date.today() - timedelta(days=1)  # noqa: DTZ011 - a day that has begun everywhere
#: Everything about people and their counts.
TABLES = (
    *("outreach_resident", "outreach_residentrow", "outreach_residentstep", "outreach_residentchange"),
    *("outreach_absence", "kecamatan_countupdate"),
)
ASKED = {"new_are": "rule"}


@pytest.fixture
def data(started):  # noqa: F811
    return started


@pytest.fixture
def site(data):
    with running(data, ADMIN_PASSWORD=PASSWORD) as found:
        yield found


@pytest.fixture
def browser(site):
    return Browser(site).sign_in()


def counts(data):
    return [data.rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def state_of(data, number):
    return data.rows(f"SELECT state FROM outreach_importbatch WHERE id = {number}")[0][0]


def previewed(browser, data, tmp_path, rows=ROWS):
    """The number of an import that waits to be taken in, with all its rows new."""
    answer = browser.upload(list_file(tmp_path, rows), day=DAY)
    assert answer.status == 302, answer.text
    browser.until(answer.number, "preview")
    assert data.rows(f"SELECT new FROM outreach_importbatch WHERE id = {answer.number}") == [(rows,)]
    return answer.number


def wait_for(condition, seconds=60):
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until
        time.sleep(0.01)
    return found


def gone(pid):
    """Is the process no more? Until whoever started it has noticed, its number is still there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def kill_at(data, number, phase, done):
    """Kill the work without warning once it says that it is so far; False where it was over by then."""

    def there():
        with suppress(OSError, ValueError):
            told = worker_of(data, number)
            far = told["pid"] and (told["phase"], told["done"]) >= (phase, done)
            return told if far or told["state"] == "done" else None

    told = wait_for(there)
    if told["state"] == "done":
        return False
    os.kill(told["pid"], signal.SIGKILL)
    wait_for(lambda: gone(told["pid"]))
    return state_of(data, number) == "committing"


def taken_in_whole(data, number):
    people, owned, steps, changes, absences, rows = counts(data)
    assert (state_of(data, number), people, changes, absences) == ("committed", ROWS, 0, 0)
    assert owned == steps == rows > ROWS // 20
    assert data.rows("SELECT count(*) FROM outreach_importrow WHERE taken AND content = ''") == [(ROWS,)]
    assert uploads_of(data) == []


def test_a_list_is_taken_in_while_nobody_looks(browser, data, tmp_path):
    number = previewed(browser, data, tmp_path)
    (upload,) = uploads_of(data)
    assert stat.S_IMODE(upload.stat().st_mode) == 0o600
    assert stat.S_IMODE(upload.parent.stat().st_mode) == 0o700
    body = f"new_are=rule&csrfmiddlewaretoken={browser.cookies['csrftoken']}".encode()
    line = socket.create_connection(("127.0.0.1", browser.port), timeout=30)
    line.sendall(
        f"POST /imports/{number}/commit/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {browser.cookie_header['Cookie']}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    # The server has it; whoever closes the browser before that has asked for nothing.
    wait_for(lambda: state_of(data, number) != "preview")
    line.close()  # without reading the answer
    wait_for(lambda: state_of(data, number) == "committed")
    wait_for(lambda: not uploads_of(data))
    taken_in_whole(data, number)
    assert "3.000" in browser.get(f"/imports/{number}/").text
    assert manage("check_ledger", **data.env).returncode == 0


def test_killed_at_any_moment_nothing_is_saved_and_it_begins_again(browser, data, tmp_path):
    number = previewed(browser, data, tmp_path)
    before, killed = counts(data), 0
    assert browser.post(f"/imports/{number}/commit/", ASKED).status == 302
    for phase, done in (("", 0), ("new", 1000), ("new", 2000), ("new", 3000)):
        if not kill_at(data, number, phase, done):
            break
        killed += 1
        assert counts(data) == before
        assert data.rows("SELECT count(*) FROM outreach_importrow WHERE taken") == [(0,)]
        page = browser.get(f"/imports/{number}/").text
        assert f'action="/imports/{number}/again/"' in page
        assert len(uploads_of(data)) == 1
        assert browser.post(f"/imports/{number}/again/").status == 302
    assert killed >= 3
    wait_for(lambda: state_of(data, number) == "committed" and not uploads_of(data))
    taken_in_whole(data, number)
    assert manage("check_ledger", **data.env).returncode == 0


def test_killed_while_it_is_read_it_begins_again(browser, data, tmp_path):
    number = browser.upload(list_file(tmp_path, ROWS), day=DAY).number
    told = wait_for(lambda: (one := worker_of(data, number))["pid"] and one)
    os.kill(told["pid"], signal.SIGKILL)
    wait_for(lambda: gone(told["pid"]))
    assert f'action="/imports/{number}/again/"' in browser.get(f"/imports/{number}/").text
    browser.post(f"/imports/{number}/again/")
    browser.until(number, "preview")
    assert data.rows("SELECT count(*) FROM outreach_importrow") == [(ROWS,)]


def test_with_the_whole_site_killed_nothing_is_saved_and_the_next_start_goes_on(data, tmp_path):
    with running(data, ADMIN_PASSWORD=PASSWORD) as site:
        browser = Browser(site).sign_in()
        number = previewed(browser, data, tmp_path)
        before = counts(data)
        browser.post(f"/imports/{number}/commit/", ASKED)
        assert kill_at(data, number, "new", 1000)
        site.signal_to_all(signal.SIGKILL)
        site.process.wait(30)
    with running(data) as site:
        assert counts(data) == before
        browser.port = site.port
        assert f'action="/imports/{number}/again/"' in browser.get(f"/imports/{number}/").text
        browser.post(f"/imports/{number}/again/")
        browser.until(number, "committed")
        wait_for(lambda: not uploads_of(data))
        taken_in_whole(data, number)


def test_the_work_outlives_a_site_that_is_stopped(data, tmp_path):
    with running(data, ADMIN_PASSWORD=PASSWORD) as site:
        browser = Browser(site).sign_in()
        number = previewed(browser, data, tmp_path)
        browser.post(f"/imports/{number}/commit/", ASKED)
    wait_for(lambda: state_of(data, number) == "committed" and not uploads_of(data))
    taken_in_whole(data, number)


def test_two_who_take_it_in_at_once_take_it_in_once(browser, data, tmp_path):
    number = previewed(browser, data, tmp_path)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _turn: browser.post(f"/imports/{number}/commit/", ASKED), range(6)))
    assert {answer.status for answer in answers} <= {302, 503}
    browser.until(number, "committed")
    wait_for(lambda: worker_of(data, number)["state"] == "done")
    time.sleep(1)  # a second worker would still be at it
    taken_in_whole(data, number)
    assert data.rows("SELECT count(*) FROM kecamatan_auditentry WHERE action = 'import'") == [(1,)]
    assert browser.post(f"/imports/{number}/commit/", ASKED).status == 302
    assert counts(data)[0] == ROWS


def test_what_is_thrown_away_is_deleted_even_while_it_is_read(browser, data, tmp_path):
    number = previewed(browser, data, tmp_path, 300)
    assert browser.post(f"/imports/{number}/discard/").status == 302
    assert uploads_of(data) == []
    number = browser.upload(list_file(tmp_path, ROWS), day=DAY).number
    wait_for(lambda: worker_of(data, number)["phase"])
    browser.post(f"/imports/{number}/discard/")
    wait_for(lambda: worker_of(data, number)["state"] != "under way")
    assert state_of(data, number) == "discarded"
    assert uploads_of(data) == []
    assert data.rows("SELECT count(*) FROM outreach_importrow") == [(0,)]


def test_what_cannot_be_read_and_what_is_old_is_deleted(browser, data, tmp_path):
    path = tmp_path / "kosong.csv"
    path.write_bytes(b"\n\n\n")
    browser.until(browser.upload(path, day=DAY).number, "failed")
    assert uploads_of(data) == []
    number = previewed(browser, data, tmp_path, 60)
    (old,) = uploads_of(data)
    os.utime(old, (time.time() - 49 * 3600,) * 2)
    second = browser.upload(list_file(tmp_path, 60, "kedua.xlsx"), day=DAY).number
    assert old not in uploads_of(data)
    browser.until(second, "preview")
    assert browser.post(f"/imports/{number}/commit/", ASKED).status == 302  # its rows are there
    browser.until(number, "committed")


def test_a_slow_upload_is_given_up_and_the_pages_go_on(browser, site, data, tmp_path):
    browser.get("/imports/new/")
    form = browser.form_of(list_file(tmp_path, 300), "whole", DAY)
    lines, stop = [], threading.Event()
    for _turn in range(3):
        line = socket.create_connection(("127.0.0.1", site.port), timeout=SLOWEST)
        line.sendall(
            f"POST /imports/new/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {browser.cookie_header['Cookie']}\r\n"
            f"Content-Type: {browser.form_headers['Content-Type']}\r\nContent-Length: {len(form)}\r\n\r\n".encode()
            + form[:1000]
        )
        lines.append(line)
    rest = iter(range(1000, len(form), 300))

    def drip():
        while not stop.wait(0.5):
            at = next(rest)
            for line in lines:
                with suppress(OSError):
                    line.sendall(form[at : at + 300])

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        waits, answers, until = [], {}, time.monotonic() + SLOWEST
        while len(answers) < len(lines) and time.monotonic() < until:
            begun = time.monotonic()
            assert browser.get("/imports/").status == 200
            waits.append(time.monotonic() - begun)
            for line in lines:
                line.settimeout(0.01)
                with suppress(TimeoutError):
                    answers.setdefault(line, line.recv(200))
            time.sleep(0.1)
    finally:
        stop.set()
        dripping.join()
        for line in lines:
            line.close()
    found = sorted(answer.split()[1] for answer in answers.values())
    assert len(found) == 3
    assert set(found) <= {b"408", b"503"}
    assert b"408" in found
    assert max(waits) < 2
    assert uploads_of(data) == []
    assert data.rows("SELECT count(*) FROM outreach_importbatch") == [(0,)]


#: The site gives a slow line 30 seconds before it asks for a pace.
SLOWEST = 60


def test_pages_answer_while_a_list_is_taken_in(browser, data, tmp_path):
    number = previewed(browser, data, tmp_path)
    browser.post(f"/imports/{number}/commit/", ASKED)
    waits = []
    while state_of(data, number) != "committed":
        for path in ("/", "/residents/", f"/imports/{number}/", "/reconciliation/"):
            begun = time.monotonic()
            assert browser.get(path).status == 200, path
            waits.append(time.monotonic() - begun)
    assert len(waits) > 8
    assert max(waits) < 5
    print(f"{len(waits)} pages while a list was taken in, the slowest after {max(waits):.2f} s")


def test_a_writer_behind_a_list_is_told_to_wait_and_not_left_hanging(browser, data, tmp_path):
    if data.url:
        pytest.skip("PostgreSQL has many writers at once: a lock on their places holds them up, and ends with the list")
    with data.connection() as connection:
        connection.execute("BEGIN IMMEDIATE")  # as a list that is being taken in
        begun = time.monotonic()
        answer = browser.upload(list_file(tmp_path, 60), day=DAY)
        assert time.monotonic() - begun < 30
        assert answer.status == 503
        assert int(answer.headers["retry-after"]) > 0
        assert browser.get("/residents/").status == 200
