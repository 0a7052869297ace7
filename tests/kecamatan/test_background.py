"""Work in a process of its own: kecamatan.background."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from kecamatan import background
from kecamatan.background import DONE, FAILED, UNDER_WAY, Progress, is_alive, read_progress, report, start


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def wait_for(work_id, state):
    until = time.monotonic() + 60
    while (progress := read_progress(work_id)) is None or progress.state != state:
        assert time.monotonic() < until, progress
        time.sleep(0.05)
    return progress


def test_in_tests_the_work_is_done_at_once_and_says_how_far_it_is(monkeypatch):
    seen = []

    def command(name, *arguments):
        report("reading", 3, 10)
        seen.append((name, arguments))

    monkeypatch.setattr(background, "call_command", command)
    work_id = start("take_in", "7", "--fast")
    assert seen == [("take_in", ("7", "--fast"))]
    progress = read_progress(work_id)
    assert (progress.state, progress.phase, progress.done, progress.total) == (DONE, "reading", 3, 10)
    assert not is_alive(progress)
    report("nobody listens")


def test_work_that_fails_says_so_and_raises():
    with pytest.raises(CommandError):
        start("no_such_command")
    (path,) = background._folder().glob("*.json")
    assert read_progress(path.stem).state == FAILED


def test_alive_is_what_beats_and_whose_process_is_there():
    here = background.socket.gethostname()
    alive = Progress("x", "c", beat=1000.0, pid=os.getpid(), host=here)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert is_alive(alive, now=1030.0)
    assert not is_alive(alive, now=1070.0)
    assert not is_alive(replace(alive, pid=gone.pid), now=1030.0)
    assert is_alive(replace(alive, pid=gone.pid, host="another"), now=1030.0)
    assert is_alive(replace(alive, pid=0), now=1030.0)
    assert not is_alive(replace(alive, state=DONE), now=1030.0)


@pytest.mark.parametrize("work_id", ["", "x", "../../secret_key", "6f1c0f0e-3a52-4b8e-9a54-2f7d6f0f6a11"])
def test_what_is_not_there_is_nothing(work_id):
    assert read_progress(work_id) is None


def test_files_are_private_and_old_ones_go(tmp_path, monkeypatch):
    monkeypatch.setattr(background, "call_command", lambda *arguments: None)
    first = start("x")
    path = tmp_path / "work" / f"{first}.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "work").stat().st_mode & 0o777 == 0o700
    os.utime(path, (1, 1))
    start("x")
    assert not path.exists()


def test_a_long_statement_still_beats(monkeypatch):
    monkeypatch.setattr(background, "BEAT_SECONDS", 0.02)
    beats = set()

    def command(name):
        (path,) = background._folder().glob("*.json")
        for _try in range(20):
            time.sleep(0.02)
            beats.add(read_progress(path.stem).beat)

    monkeypatch.setattr(background, "call_command", command)
    start("x")
    assert len(beats) >= 3


PARENT = """
import os, sys, django
django.setup()
from django.conf import settings
from kecamatan import background
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
print(background.start(*sys.argv[1:]), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def start_and_die(tmp_path, *arguments):
    """A web worker that starts work and is killed at once; gives the work's ID."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "DATABASE_URL"}}
    worker = subprocess.run(
        [sys.executable, "-c", PARENT, *arguments],
        env={**kept, "DJANGO_SETTINGS_MODULE": "ektp_tracker.settings", "DATA_DIR": str(tmp_path)},
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert worker.returncode == -signal.SIGKILL
    return worker.stdout.strip()


def test_a_real_process_outlives_the_one_that_started_it(tmp_path):
    progress = wait_for(start_and_die(tmp_path, "check"), DONE)
    assert progress.pid
    assert (tmp_path / "work" / f"{progress.id}.log").stat().st_mode & 0o777 == 0o600
    failed = start_and_die(tmp_path, "no_such_command")
    wait_for(failed, FAILED)
    assert "no_such_command" in (tmp_path / "work" / f"{failed}.log").read_text()


def test_work_that_is_killed_is_dead_and_can_be_ended_politely(tmp_path):
    # A development server waits for ever, as far as this is concerned.
    work_id = start_and_die(tmp_path, "runserver", "--noreload", "--nothreading", "0")
    until = time.monotonic() + 60
    while not (progress := read_progress(work_id)) or not progress.pid:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert (progress.state, is_alive(progress)) == (UNDER_WAY, True)
    time.sleep(0.5)
    os.kill(progress.pid, signal.SIGTERM)
    while is_alive(read_progress(work_id)):
        assert time.monotonic() < until
        time.sleep(0.05)
