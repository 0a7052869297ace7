"""Work on imports that takes longer than a page may: in a process of its own, whose progress the page asks for.

The process outlives the browser, the request and the worker that began it. How far it is stands in a small file beside
the uploads, since on SQLite nothing else can be written while a list is being taken in. Where it was killed, nothing was
saved, and the page offers to begin again.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kecamatan.access import scope_of
from kecamatan.figures import number_text
from kecamatan.refusals import Refused
from outreach import uploads
from outreach.actions.imports.commit import commit_import
from outreach.actions.imports.read import read_import
from outreach.models import ImportBatch

State = ImportBatch.State
UNDER_WAY = {State.UPLOADED, State.READING, State.COMMITTING}
KINDS = ("read", "commit")
#: Without a sign of life for so long, the process is gone, whatever its number says.
SECONDS_OF_SILENCE = 120
#: To begin, it has so long.
SECONDS_TO_BEGIN = 30
_SECONDS_BETWEEN = 0.2


@dataclass(frozen=True)
class Seen:
    """How far the work is: in words, in hundredths (−1 where nobody knows); ended, or stopped on the way."""

    words: str
    share: int
    ended: bool
    stopped: bool = False


def start(kind: str, batch: ImportBatch) -> None:
    """Begin ``read`` or ``commit`` in a process of its own; in tests, where settings.WORK_INLINE says so, here."""
    if settings.WORK_INLINE:
        run(kind, batch)
        return
    _write(batch, {"phase": "begin", "done": 0, "total": 0, "pid": 0, "beat": time.time()})
    subprocess.Popen(  # noqa: S603 - starts only Python itself
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "take_in", kind, str(batch.pk)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def run(kind: str, batch: ImportBatch) -> None:
    """Do the work here, telling how far it is. What the rules refuse goes back to the preview with its sentence."""
    say = _Sayer(batch)
    try:
        if kind == "read":
            read_import(by=scope_of(batch.by), batch=batch, say=say)
        else:
            commit_import(by=scope_of(batch.by), batch=batch, say=say)
            uploads.drop(batch.upload)
    except Refused as refused:
        back = State.FAILED if kind == "read" else State.COMMITTED if batch.committed_at else State.PREVIEW
        ImportBatch.objects.filter(pk=batch.pk, state__in=UNDER_WAY).update(
            state=back, refused=str(refused.message)[:300]
        )
    finally:
        _path(batch).unlink(missing_ok=True)


def progress_of(batch: ImportBatch) -> Seen:
    """How far the work on this import is."""
    batch.refresh_from_db(fields=["state"])
    if batch.state not in UNDER_WAY:
        return Seen("", 100, True)
    try:
        told = json.loads(_path(batch).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # On another machine, between its end and the last look, or cut off before it began.
        return Seen(_("Under way …"), -1, False, stopped=_silent_for(batch.at.timestamp()))
    words = {
        "begin": _("Beginning …"),
        "reading": _("Reading the file"),
        "comparing": _("Comparing with the people known"),
        "storing": _("Preparing the preview"),
        "new": _("Taking in new people"),
        "changed": _("Taking in changes"),
        "gone": _("Looking who is gone"),
    }.get(told["phase"], _("Under way …"))
    if told["done"]:
        of = f" / {number_text(told['total'])}" if told["total"] else ""
        words = f"{words}: {number_text(told['done'])}{of}"
    share = 100 * told["done"] // told["total"] if told["total"] else -1
    return Seen(words, share, False, stopped=not _is_alive(told))


class _Sayer:
    """Writes how far the work is, a few times a second at most."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch, self.last = batch, 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        now = time.time()
        if now - self.last >= _SECONDS_BETWEEN or done == 0:
            self.last = now
            _write(self.batch, {"phase": phase, "done": done, "total": total, "pid": os.getpid(), "beat": now})


def _is_alive(told: dict) -> bool:
    if not told["pid"]:
        return not _silent_for(told["beat"], SECONDS_TO_BEGIN)
    if _silent_for(told["beat"]):
        return False
    try:
        os.kill(told["pid"], 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's, or no such question on this system
        return True
    return True


def _silent_for(beat: float, seconds: int = SECONDS_OF_SILENCE) -> bool:
    return time.time() - beat > seconds


def _path(batch: ImportBatch) -> Path:
    return uploads.folder() / f"{batch.upload.hex}.progress"


def _write(batch: ImportBatch, told: dict) -> None:
    path = _path(batch)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(told), encoding="utf-8")
    draft.replace(path)
