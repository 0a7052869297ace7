"""Work of minutes in a process of its own, which goes on when the browser is closed or the web worker is restarted.

``start`` runs ``manage.py work ID COMMAND …`` detached; the command says how far it is by ``report``; a page reads that
by its ID with ``read_progress``. What the work itself did or did not do stands in the database and nowhere else: this
file only says how it goes, and may be on another machine, where nothing more than "under way" can be said.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

#: Between two beats of work that is alive, and the silence after which it is taken for dead.
BEAT_SECONDS, SILENCE_SECONDS = 2.0, 60.0
KEPT_SECONDS = 7 * 24 * 60 * 60
UNDER_WAY, DONE, FAILED = "under way", "done", "failed"


@dataclass(frozen=True)
class Progress:
    """How far the work ``id`` is: ``done`` of ``total`` (0: unknown) of a phase. ``beat``: seconds since 1970."""

    id: str
    command: str
    state: str = UNDER_WAY
    phase: str = ""
    done: int = 0
    total: int = 0
    beat: float = 0.0
    pid: int = 0
    host: str = ""


def is_alive(progress: Progress, *, now: float | None = None) -> bool:
    """Is it still being worked on? By its last beat, and on its own machine by its process."""
    if progress.state != UNDER_WAY or (now or time.time()) - progress.beat > SILENCE_SECONDS:
        return False
    if not progress.pid or progress.host != socket.gethostname():
        return True
    try:
        os.kill(progress.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def start(command: str, *arguments: str, work_id: str = "") -> str:
    """Begin ``manage.py command arguments`` and give the work's ID. With WORK_INLINE (tests) it is done on return.

    ``work_id``: a UUID under which a page asks for it, where it has one already.
    """
    _forget_old()
    progress = Progress(work_id or str(uuid.uuid4()), command, beat=time.time())
    _write(progress)
    if settings.WORK_INLINE:
        run(progress.id, command, *arguments)
        return progress.id
    log = os.open(_folder() / f"{progress.id}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        process = subprocess.Popen(  # noqa: S603 - a command of ours, as a list
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", progress.id, command, *arguments],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # what ends the web worker does not end it
        )
    finally:
        os.close(log)
    # Otherwise it would stay in the process table when it has ended, and seem alive.
    threading.Thread(target=process.wait, name="work", daemon=True).start()
    return progress.id


def read_progress(work_id: str) -> Progress | None:
    """None where there is no such file, or none on this machine."""
    try:
        return Progress(**json.loads(_path(work_id).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


class _Work:
    """The work of this process: its progress, written anew with every beat."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.lock, self.ended = progress, threading.Lock(), threading.Event()

    def note(self, **changes: str | int) -> None:
        with self.lock:
            self.progress = replace(self.progress, **changes, beat=time.time())
            _write(self.progress)

    def beat(self) -> None:
        """So that a long statement of the database is not taken for death."""
        while not self.ended.wait(BEAT_SECONDS):
            with suppress(OSError):
                self.note()


_current: list[_Work] = []


def report(phase: str, done: int = 0, total: int = 0) -> None:
    """Say how far the work is; nothing where the command was not started as work. At most a few times a second."""
    if _current:
        _current[-1].note(phase=phase, done=done, total=total)


def run(work_id: str, command: str, *arguments: str) -> None:
    """Do the work here and note how it ended. Raises what the command raises."""
    work = _Work(Progress(work_id, command, pid=os.getpid(), host=socket.gethostname()))
    work.note()
    _current.append(work)
    beating = threading.Thread(target=work.beat, name="beat", daemon=True)
    beating.start()
    state = FAILED
    try:
        call_command(command, *arguments)
        state = DONE
    finally:
        _current.pop()
        work.ended.set()
        beating.join()
        work.note(state=state)


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "work"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(work_id: str) -> Path:
    """Raises ValueError for what is no ID."""
    return _folder() / f"{uuid.UUID(work_id)}.json"


def _write(progress: Progress) -> None:
    """The whole file at once, so that nobody reads half of it."""
    path = _path(progress.id)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(progress), file)
    draft.replace(path)


def _forget_old() -> None:
    """Files of work that ended, or died, long ago."""
    oldest = time.time() - KEPT_SECONDS
    for path in _folder().iterdir():
        with suppress(OSError):  # another process was first
            if path.stat().st_mtime < oldest:
                path.unlink()
